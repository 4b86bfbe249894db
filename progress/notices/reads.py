"""督办单: the ladder of a task, what waits on a desk, what newer figures no longer bear out."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from progress.ledger.deeds import Deed
from progress.ledger.ledgers import ledgers_of
from progress.ledger.task_ledger import TaskLedger
from progress.models import ListSettings, Notice, NoticeReply, ReplyRound, ReportingPeriod, Review
from progress.models.notices import unanswered
from progress.notices.proposal_reads import facts_against, shortcomings_of
from progress.rules import escalation
from progress.rules.states import (
    GOOD,
    OVERDUE_WORD,
    UNANSWERED,
    NoticeLevel,
    NoticeState,
    ReplyState,
    ReportState,
    ReviewDecision,
    verdict_word,
)
from projects.models import Assignment, Task, Unit, User, YearlyList
from projects.rules.calendar import day_words, local_day, shift_working_days, short_day
from projects.rules.quarters import YEAR_END, Quarter
from projects.rules.states import AssignmentRole
from projects.screen.links import Waiting

NO_WAY_WORD = "草稿不能签发"


def reply_day(yearly_list: YearlyList, on: date) -> date:
    """The deadline that is proposed: some working days from now."""
    return shift_working_days(on, ListSettings.objects.of(yearly_list).notice_days)


def notices_of(year: int, user: User) -> QuerySet[Notice]:
    """A year's notices that this person may see, drafts first, then the latest number."""
    return Notice.objects.visible_to(user).filter(yearly_list__year=year)


def notice_rows(notices: QuerySet[Notice]) -> QuerySet:
    """The notices as dicts of one query, for the table and the workbook."""
    fields = (
        "pk",
        "number",
        "reference",
        "level",
        "state",
        "period__quarter",
        "unit__name",
        "unit__code",
        "unit__is_active",
        "grounds",
        "issued_at",
        "reply_by",
        "previous__state",
    )
    return notices.with_numbers().order_by("-number", "-pk").values(*fields, "task_numbers")


def ladder_of_task(task: Task, user: User) -> list[Notice]:
    """All notices about a task that this person may see, as they followed each other, in one query."""
    return _in_order(Notice.objects.visible_to(user).filter(tasks=task))


def ladder_of_unit(unit: Unit, user: User, year: int | None) -> list[Notice]:
    """All notices to a unit in a year that this person may see, in one query."""
    return _in_order(Notice.objects.visible_to(user).filter(unit=unit, yearly_list__year=year))


def ladder_of(notice: Notice, user: User) -> list[Notice]:
    """The levels that belong together: the same unit, quarter and tasks."""
    same = Notice.objects.filter(unit=notice.unit_id, period=notice.period_id, tasks__in=notice.tasks.all())
    return _in_order(Notice.objects.visible_to(user).filter(pk__in=same.values("pk")))


def whole_notices(user: User, year: int) -> QuerySet[Notice]:
    """Notices with everything that their page shows."""
    rounds = ReplyRound.objects.select_related("replied_by", "returned_by", "recalled_by").order_by("number")
    people = ("drafted_by", "saved_by", "issued_by", "received_by", "ended_by")
    related = notices_of(year, user).select_related(
        "unit", "yearly_list", "period__yearly_list", "previous__yearly_list", "reply__saved_by", *people
    )
    tasks = Prefetch("tasks", Task.objects.select_related("yearly_list").order_by("number"))
    return related.prefetch_related(tasks, Prefetch("rounds", rounds))


def history(notice: Notice, *, inside: bool) -> list[Deed]:
    """Every step with who and when; drafting is the office's own (`inside`)."""
    deeds = [Deed(notice.drafted_at, "拟稿", by=notice.drafted_by)] if inside else []
    if notice.issued_at:
        deeds.append(Deed(notice.issued_at, "签发", notice.reference, notice.issued_by))
    if notice.received_at:
        deeds.append(Deed(notice.received_at, "签收", by=notice.received_by))
    for each in notice.rounds.all():
        deeds.append(Deed(each.replied_at, "回复", _promise(each), each.replied_by))
        if each.recalled_at:
            deeds.append(Deed(each.recalled_at, "撤回回复", by=each.recalled_by))
        if each.returned_at:
            deeds.append(Deed(each.returned_at, "退回回复", each.return_reason, each.returned_by))
    if notice.ended_at:
        deeds.append(
            Deed(
                notice.ended_at,
                notice.get_state_display().removeprefix("已"),
                notice.ended_note,
                notice.ended_by,
            )
        )
    return sorted(deeds, key=lambda deed: deed.at)


def reply_of(notice: Notice) -> NoticeReply:
    """The unit's paper on a notice; an empty one, not saved, before anything was typed."""
    return getattr(notice, "reply", None) or NoticeReply(notice=notice)


def earlier_of(notice: Notice) -> list[Notice]:
    """The notices to the same unit about the same matter that were issued before this one, in their order."""
    same = Notice.objects.issued().not_withdrawn().filter(unit=notice.unit_id, period=notice.period_id)
    about = same.filter(tasks__in=[task.pk for task in notice.tasks.all()]).exclude(pk=notice.pk)
    before = about.filter(number__lt=notice.number) if notice.is_issued else about
    return list(before.distinct().order_by("number"))


def doubts_about(notice: Notice, on: date) -> list[str]:
    """Why what a notice says may not hold any more, in sentences; for whoever signs a draft or raises it."""
    if not notice.unit.is_active:
        return [f"{notice.unit}已停用，无人签收，请改送承接任务的单位。"]
    tasks, since = tuple(notice.tasks.all()), notice.issued_at or notice.drafted_at
    newer = [
        *_said_since(notice.previous, since),
        *_overtaken(tasks, notice, since if notice.rests_on is None else None, on),
    ]
    # the text of the one before is carried on
    kept = [*notice.facts, *(notice.previous.facts if notice.previous else ())]
    if not kept:
        return newer
    now = facts_against(notice.unit, tasks, notice.period, on)
    return [*newer, *escalation.not_borne_out(kept, now, notice.period.when.label)]


def taken_over_by(notice: Notice) -> list[Unit]:
    """The units in use that lead its tasks now, to which it may be sent instead, in the official order."""
    leads = Assignment.objects.filter(task__in=notice.tasks.all(), role=AssignmentRole.LEAD)
    units = Unit.objects.filter(pk__in=leads.values("unit"), is_active=True).exclude(pk=notice.unit_id)
    return list(units.order_by("order", "pk"))


def obstacle_to(notice: Notice, on: date) -> str:
    """Why a draft cannot be signed as it stands, a sentence; "" where it can."""
    previous = notice.previous.chase if notice.previous else None
    return escalation.obstacle(notice.level, previous, notice.urgency, on)


def notices_waiting(user: User, on: date) -> list[Waiting]:
    """What a person is to do about notices: sign, judge, chase; for a unit sign for and reply. One query."""
    if not user.has_perm("read_notices"):
        return []
    rows = (
        Notice.objects.filter(_to_do(user, on))
        .select_related("unit", "yearly_list", "reply", "previous")
        .order_by("reply_by", "pk")
    )
    return [_waiting(each, on, inside=user.has_perm("draft_notices")) for each in rows]


def _in_order(notices: QuerySet[Notice]) -> list[Notice]:
    return list(
        notices.with_numbers()
        .select_related("unit", "period__yearly_list", "yearly_list")
        .order_by("period__quarter", "unit__order", "pk")
    )


def _to_do(user: User, on: date) -> Q:
    """Which notices wait for this person."""
    if not user.has_perm("draft_notices"):
        return Q(unit=user.unit_id, state__in=UNANSWERED)
    judged = (
        Q(state=NoticeState.REPLIED)
        if user.has_perm("sign_notices")
        else Q(state=NoticeState.REPLIED, level=NoticeLevel.ALERT)
    )
    to_sign = Q(state=NoticeState.AWAITING) if user.has_perm("sign_notices") else Q(pk__in=[])
    sent_back = Q(state=NoticeState.DRAFT, drafted_by=user) & ~Q(sent_back_word="")
    without_way = Q(pk__in=Notice.objects.without_way().filter(drafted_by=user).values("pk"))
    left_alone = Q(state__in=UNANSWERED, unit__is_active=False)
    return judged | to_sign | sent_back | without_way | unanswered(on) | left_alone


def _waiting(notice: Notice, on: date, *, inside: bool) -> Waiting:
    """A line on the desk."""
    names = {
        NoticeState.AWAITING: "待签发",
        NoticeState.REPLIED: "督办回复待审",
        NoticeState.DRAFT: "退回拟稿",
    }
    kind = names.get(notice.state, OVERDUE_WORD) if inside else _own_word(notice)
    late = f"{OVERDUE_WORD}。" if not inside and notice.is_unanswered(on) else ""
    subject = f"{notice} {notice.unit}" if inside else str(notice)
    if notice.over_before:
        words = f"{notice.previous}现为“{notice.over_before}”，不能在其上升级，请删除草稿。"
        return Waiting(NO_WAY_WORD, subject, words, notice.address)
    if inside and notice.state in UNANSWERED and not notice.unit.is_active:
        words = f"{notice.unit}已停用，无人签收、回复，请作废并改送承接任务的单位。"
        return Waiting("督办单无人办理", subject, words, notice.address)
    words = f"{late}{short_day(notice.reply_by)}前回复。{_short(notice.grounds)}"
    return Waiting(kind, subject, words, notice.address, paper=getattr(notice, "reply", None))


def _own_word(notice: Notice) -> str:
    """What the addressee is to do."""
    if notice.state == NoticeState.ISSUED:
        return "督办单待签收"
    return {ReplyState.AWAITING: "督办回复待审签", ReplyState.RETURNED: "督办回复已退回"}.get(
        reply_of(notice).state, "督办单待回复"
    )


def _promise(said: ReplyRound) -> str:
    """What a reply says of its end."""
    day = day_words(said.finish_by)
    return f"{day}已办结" if said.is_done else f"承诺{day}前完成"


def _overtaken(tasks: Sequence[Task], notice: Notice, since: datetime | None, on: date) -> list[str]:
    """Where newer accepted figures no longer bear a notice out, a sentence for each task.

    A later quarter that is not behind; and, where it was not kept what it rests on, an accepted report of
    the quarter itself `since` then, after which nothing stands against the unit any more.
    """
    period, unit = notice.period, notice.unit
    rows = Task.objects.filter(pk__in=[task.pk for task in tasks]).order_by("number")
    found = []
    settled = _settled(rows, period, unit, since, on) if since else set()
    for ledger in ledgers_of(rows):
        later = _later_class(ledger, period.quarter, on)
        number = ledger.task.number
        if later:
            quarter, code = later
            word, when = verdict_word(code, quarter), Quarter(period.when.year, quarter).label
            found.append(
                f"第{number}项{when}已审核的进度评价为“{word}”，比本件所依据的{period.when.label}数据新。"
            )
        elif ledger.task.pk in settled:
            found.append(
                f"第{number}项{period.when.label}报告拟稿后已审核通过，现在没有未报、迟报或滞后的情形。"
            )
    return found


def _said_since(previous: Notice | None, since: datetime) -> list[str]:
    """What was replied to the notice that is raised, returned or recalled since, in sentences."""
    sentences = []
    for each in previous.rounds.all() if previous else ():
        if each.stands and each.replied_at > since:
            day = day_words(local_day(each.replied_at))
            sentences.append(f"{previous}拟稿后已有回复（{day}），请先核对回复。")
        elif each.returned_at and each.returned_at > since:
            until = day_words(previous.reply_by)
            sentences.append(f"{previous}的回复拟稿后已退回，回复期限现为{until}。")
        elif each.recalled_at and each.replied_at <= since < each.recalled_at:
            sentences.append(f"{previous}的回复拟稿后已由单位撤回。")
    return sentences


def _later_class(ledger: TaskLedger, quarter: int, on: date) -> tuple[int, str] | None:
    """The last later quarter with accepted figures and its class, where that is not behind."""
    for later in range(YEAR_END, quarter, -1):
        if any(each.state == ReportState.ACCEPTED for each in ledger.reports_in(later)):
            code = ledger.judged_at(later, on).code
            return (later, code) if code in GOOD else None
    return None


def _settled(
    tasks: QuerySet[Task], period: ReportingPeriod, unit: Unit, since: datetime, on: date
) -> set[int]:
    """The tasks whose report of the quarter was accepted since, and that nothing stands against any more."""
    accepted = Review.objects.filter(
        report__period=period, report__task__in=tasks, decision=ReviewDecision.ACCEPT, decided_at__gt=since
    )
    keys = set(accepted.values_list("report__task", flat=True))
    if not keys:
        return set()
    return keys - {each.task.pk for each in shortcomings_of(tasks, period, on, unit)}


def _short(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else f"{words[:limit]}…"
