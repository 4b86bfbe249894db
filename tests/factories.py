"""Rows for tests, each with as little as it needs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from progress.models import (
    Bulletin,
    BulletinFile,
    Closure,
    Conclusion,
    Coordination,
    Evidence,
    Extension,
    Notice,
    NoticeReply,
    Oversight,
    PublicPage,
    ReplyRound,
    Report,
    ReportingPeriod,
    Verdict,
)
from progress.public.actions import turn
from progress.rules.figures import Figures
from progress.rules.figures_json import to_json
from progress.rules.standings import Tally
from progress.rules.states import (
    UNISSUED,
    ClosureState,
    ExtensionState,
    NoticeLevel,
    NoticeState,
    ReplyState,
    VerdictClass,
)
from projects.files.actions import keep
from projects.models import (
    Assignment,
    Domain,
    Finding,
    FivePlan,
    GroupMembership,
    Indicator,
    Matter,
    Milestone,
    MilestoneItem,
    Plan,
    PlanEvidence,
    PlanFiling,
    PlannedValue,
    SourceDocument,
    SubProject,
    Target,
    Task,
    Unit,
    UnitGroup,
    User,
    YearlyList,
)
from projects.rules.calendar import period_dates
from projects.rules.quarters import Quarter
from projects.rules.roles import UNIT_ROLES, Role
from projects.rules.states import AssignmentRole, DocumentKind, UnitKind
from tests.sample_files import a_photograph

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2021, 7, 14, 9, 30, tzinfo=SHANGHAI)
SOON = timezone.localdate() + timedelta(days=60)  # for pages, which ask the day of today
PASSWORD = "Aa-12345"
_numbers = count(1)


def make_unit(code=None, **fields):
    number = next(_numbers)
    fields = {"name": f"市第{number}局", "kind": next(iter(UnitKind)), "order": number, **fields}
    return Unit.objects.create(code=code or f"unit{number}", **fields)


def make_user(username=None, *, role=Role.FILER, unit=None, **fields):
    unit = unit or (make_unit() if role in UNIT_ROLES else None)
    fields = {
        "display_name": f"{username}某",
        "must_change_password": False,
        "password_changed_at": timezone.now(),
        **fields,
    }
    return User.objects.create_user(
        username or f"user{next(_numbers)}", PASSWORD, role=role, unit=unit, **fields
    )


def make_indicator(document, unit=None, *, number=1, **fields):
    """An indicator of the plan 2021 to 2025, which rises from 2 to 4.5; the plan is made with the first."""
    named = {"title": "公共服务规划", "document": document, "adopted_at": NOW}
    plan, _ = FivePlan.objects.get_or_create(start_year=2021, end_year=2025, defaults=named)
    printed = {"base_printed": "2", "target_printed": "4.5", "attribute": "预期性", "direction": "higher"}
    words = {"domain": "幼有所育", "name": "每千人口托位数", "measure": "个"}
    return Indicator.objects.create(plan=plan, number=number, unit=unit, **(words | printed | fields))


def make_list(year=2021, **fields):
    return YearlyList.objects.create(
        year=year, **{"title": f"{year}年民生实事", "matters": 50, "adopted_at": NOW, **fields}
    )


def make_task(yearly_list=None, *, number=None, text="建设5个城市公园。", lead=None, **fields):
    yearly_list = yearly_list or YearlyList.objects.filter(year=2021).first() or make_list()
    number = number or next(_numbers)
    task = Task.objects.create(
        yearly_list=yearly_list, number=number, text=text, **{"source_text": text, **fields}
    )
    if lead:
        make_assignment(task, lead)
    return task


def make_domain(yearly_list, *tasks, order=1, name="教育", is_custom=True, **fields):
    named = {"order": order, "name": name, "is_custom": is_custom, **fields}
    domain = Domain.objects.create(yearly_list=yearly_list, **named)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(domain=domain)
    return domain


def make_matter(yearly_list, *tasks, number=1, name="新改扩建中小学", **fields):
    matter = Matter.objects.create(yearly_list=yearly_list, number=number, name=name, **fields)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(matter=matter)
    return matter


def make_assignment(task, party, *, role=AssignmentRole.LEAD, order=None, printed_name=None):
    kind = "group" if isinstance(party, UnitGroup) else "unit"
    order = order or task.assignments.filter(role=role).count() + 1
    return Assignment.objects.create(
        task=task, role=role, order=order, printed_name=printed_name or party.name, **{kind: party}
    )


def make_group(code="gxq", *members, yearly_list=None, **fields):
    group = UnitGroup.objects.create(code=code, **{"name": f"各{code}", "order": next(_numbers), **fields})
    for member in members:
        GroupMembership.objects.create(yearly_list=yearly_list, group=group, unit=member)
    return group


def make_target(task, *, label="城市公园", quantity=5, unit="个", planned=(), basis="", **fields):
    order = task.targets.count() + 1
    target = Target.objects.create(
        task=task, order=order, label=label, quantity=Decimal(quantity), unit=unit, **fields
    )
    values = [(quarter, value) for quarter, value in enumerate(planned, start=1) if value is not None]
    PlannedValue.objects.bulk_create(
        PlannedValue(target=target, quarter=quarter, value=value, basis=basis, stage=target.stage)
        for quarter, value in values
    )
    return target


def make_milestone(task, quarter, text="开工建设。", *, items=()):
    milestone = Milestone.objects.create(task=task, quarter=quarter, text=text)
    MilestoneItem.objects.bulk_create(
        MilestoneItem(
            milestone=milestone, order=order, **(item if isinstance(item, dict) else {"text": item})
        )
        for order, item in enumerate(items, 1)
    )
    return milestone


def make_sub_project(task, name="园博园", **fields):
    return SubProject.objects.create(
        task=task, name=name, **{"order": task.sub_projects.count() + 1, **fields}
    )


def make_document(yearly_list, *, kind=DocumentKind.BREAKDOWN, **fields):
    number = next(_numbers)
    fields = {
        "name": f"{number}.txt",
        "sha256": f"{number:064}",
        "content": b"",
        "received_at": NOW,
        **fields,
    }
    return SourceDocument.objects.create(yearly_list=yearly_list, kind=kind, **fields)


def make_finding(task=None, *, code="alias_used", message="“市资源局”按别名识别为“市自然资源局”。", **fields):
    task = task or make_task()
    return Finding.objects.create(
        yearly_list=task.yearly_list, task=task, code=code, message=message, **fields
    )


def make_period(yearly_list, quarter=2, **fields):
    dates = period_dates(Quarter(yearly_list.year, quarter))
    fields = {
        "opens_on": dates.opens_on,
        "as_of": dates.as_of,
        "due_on": dates.due_on,
        "opened_at": NOW,
        **fields,
    }
    return ReportingPeriod.objects.create(yearly_list=yearly_list, quarter=quarter, **fields)


def make_report(task, unit, *, quarter=2, **fields):
    period = task.yearly_list.periods.filter(quarter=quarter).first() or make_period(
        task.yearly_list, quarter
    )
    return Report.objects.create(task=task, unit=unit, period=period, **fields)


def make_plan(task, unit, **fields):
    """A plan laid out in the filing of its list, which is opened where it is not."""
    opener = User.objects.filter(role=Role.COORDINATOR).first() or make_user(role=Role.COORDINATOR)
    told = {"due_on": date(task.yearly_list.year, 3, 1), "opened_at": NOW, "opened_by": opener}
    PlanFiling.objects.get_or_create(yearly_list=task.yearly_list, defaults=told)
    return Plan.objects.create(task=task, unit=unit, **fields)


def make_evidence(report, **fields):
    """A photograph that lies in the store; what it is is not asked of a process each time."""
    adder = fields.pop("added_by", None) or make_user(unit=report.unit)
    fields = {"name": "现场.jpg", "added_at": NOW, "added_by": adder, **fields}
    return Evidence.objects.create(report=report, file=keep(a_photograph(), at=NOW), **fields)


def make_plan_evidence(plan, **fields):
    """A photograph of a plan that lies in the store."""
    adder = fields.pop("added_by", None) or make_user(unit=plan.unit)
    fields = {"name": "现场.jpg", "added_at": NOW, "added_by": adder, **fields}
    return PlanEvidence.objects.create(plan=plan, file=keep(a_photograph(), at=NOW), **fields)


def make_extension(period, unit, *, tasks=(), **fields):
    asker = fields.pop("asked_by", None) or make_user(unit=unit)
    fields = {
        "reason": "数据尚未汇总。",
        "until": date(2021, 7, 20),
        "state": ExtensionState.ASKED,
        "asked_at": NOW,
        **fields,
    }
    extension = Extension.objects.create(period=period, unit=unit, asked_by=asker, **fields)
    extension.tasks.set(tasks)
    return extension


def make_closure(report, **fields):
    applicant = fields.pop("applied_by", None) or make_user(unit=report.unit)
    fields = {"state": ClosureState.APPLIED, "grounds": "已全部建成。", "applied_at": NOW, **fields}
    return Closure.objects.create(task=report.task, period=report.period, applied_by=applicant, **fields)


def make_notice(report, *, tasks=None, state=NoticeState.ISSUED, level=NoticeLevel.ALERT, **fields):
    """A notice about a report's task in this state; numbered, signed for and replied to where it must be."""
    drafter = fields.pop("drafted_by", None) or make_user(role=Role.COORDINATOR)
    receiver = fields.pop("replied_by", None)
    number = None if state in UNISSUED else fields.pop("number", Notice.objects.issued().count() + 1)
    fields = {
        "grounds": "进度滞后。",
        "demands": "请赶上序时进度。",
        "reply_by": date(2021, 7, 21),
        "drafted_at": NOW,
        "saved_at": NOW,
        **fields,
    }
    if number:
        fields |= {
            "number": number,
            "reference": f"连督〔{report.period.yearly_list.year}〕{number}号",
            "issued_at": NOW,
            "issued_by": drafter,
        }
    if state in (NoticeState.RECEIVED, NoticeState.REPLIED):
        receiver = receiver or make_user(unit=report.unit)
        fields |= {"received_at": NOW, "received_by": receiver}
    if state in (NoticeState.CLOSED, NoticeState.WITHDRAWN):
        fields |= {"ended_at": NOW, "ended_by": drafter, "ended_note": "已落实。"}
    named = {
        "period": report.period,
        "yearly_list": report.period.yearly_list,
        "unit": report.unit,
        "level": level,
        "state": state,
    }
    notice = Notice.objects.create(**named, drafted_by=drafter, saved_by=drafter, **fields)
    notice.tasks.set(tasks or [report.task])
    if state == NoticeState.REPLIED:
        make_notice_reply(notice, replied_by=receiver)
    return notice


def make_notice_reply(notice, **fields):
    fields = {
        "cause": "雨水天气较多。",
        "measures": "增加班组。",
        "finish_by": date(2021, 7, 31),
        "replied_at": NOW,
        **fields,
    }
    fields["replied_by"] = fields.get("replied_by") or make_user(unit=notice.unit)
    said = {name: fields[name] for name in ("cause", "measures", "finish_by")}
    times = {"saved_at": fields["replied_at"], "saved_by": fields["replied_by"]}
    if not NoticeReply.objects.filter(notice=notice).exists():
        NoticeReply.objects.create(
            notice=notice, state=ReplyState.SUBMITTED, submitted_at=fields["replied_at"], **said, **times
        )
    return ReplyRound.objects.create(
        notice=notice, number=notice.rounds.count() + 1, filed_by=fields["replied_by"], **fields
    )


def make_verdict(report, code=VerdictClass.ON_SCHEDULE, **fields):
    giver = fields.pop("given_by", None) or make_user(role=Role.COORDINATOR)
    return Verdict.objects.create(
        period=report.period,
        task=report.task,
        code=code,
        **{"computed": code, "given_at": NOW, "given_by": giver, **fields},
    )


def make_bulletin(period, *, counts=None, told=None, **fields):
    """An issue with its three files; `counts` is the tally that it tells, `told` all of its figures."""
    issuer = fields.pop("issued_by", None) or make_user(role=Role.COORDINATOR)
    number = fields.pop("number", period.yearly_list.bulletins.count() + 1)
    dates = {"as_of": period.as_of, "due_on": period.due_on, "drawn_on": NOW.date()}
    told = told or Figures(
        period.yearly_list.year, period.quarter, **dates, matters=50, tasks=(), tally=counts or Tally()
    )
    fields = {"title": told.title, "figures": to_json(told), "paragraphs": [], "issued_at": NOW, **fields}
    bulletin = Bulletin.objects.create(
        yearly_list=period.yearly_list, period=period, number=number, issued_by=issuer, **fields
    )
    for kind, name in (
        ("workbook", "bulletin.xlsx"),
        ("document", "bulletin.docx"),
        ("public", "public.docx"),
    ):
        BulletinFile.objects.create(
            bulletin=bulletin, kind=kind, name=name, content=kind.encode(), sha256="0" * 64, size=len(kind)
        )
    return bulletin


def make_public_page(city):
    """Open, with what it tells of every issue so far."""
    office = make_user(role=Role.SUPERVISOR)
    return turn(PublicPage(), is_on=True, based_on=0, city=city, at=NOW, by=office)


def make_oversight(yearly_list, **fields):
    """A vote on the list."""
    votes = {"agreed": 297, "opposed": 2, "abstained": 1}
    told = {"kind": "vote", "held_on": NOW.date(), "title": "市人大会议", "source": "公报", **votes, **fields}
    return Oversight.objects.create(yearly_list=yearly_list, **told)


def make_coordination(task, **fields):
    recorder = fields.pop("recorded_by", None) or make_user(role=Role.COORDINATOR)
    told = {
        "held_on": date(2021, 7, 1),
        "chaired_by": "张副主任",
        "text": "用地手续未办结。",
        "recorded_at": NOW,
    }
    return Coordination.objects.create(task=task, recorded_by=recorder, **{**told, **fields})


def make_conclusion(coordination, unit, **fields):
    told = {
        "order": coordination.conclusions.count() + 1,
        "text": "办结用地手续。",
        "due_on": date(2021, 7, 31),
    }
    return Conclusion.objects.create(coordination=coordination, unit=unit, **{**told, **fields})
