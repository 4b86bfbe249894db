"""督办单 beside the figures: what is proposed and why, the ladder of a task, what waits on a desk, the notice
as it is printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from progress.ledger.deeds import Deed
from progress.ledger.ledgers import ledgers_of
from progress.ledger.overdue import OverdueRow, rows_about
from progress.ledger.task_ledger import TaskLedger
from progress.models import ListSettings, Notice, NoticeReply, ReplyRound, ReportingPeriod, Review
from progress.models.notices import unanswered
from progress.notices.paper import NoticePaper
from progress.rules import addresses, escalation
from progress.rules.deadlines import chased_after
from progress.rules.escalation import Lag
from progress.rules.states import (
    GOOD,
    OVERDUE_WORD,
    UNANSWERED,
    FilingState,
    NoticeGround,
    NoticeLevel,
    NoticeState,
    Punctuality,
    ReplyState,
    ReportState,
    ReviewDecision,
    VerdictClass,
    verdict_word,
)
from projects.models import Task, Unit, User, YearlyList
from projects.rules.calendar import day_words, local_day, shift_working_days, short_day
from projects.rules.city import City
from projects.rules.person_names import is_a_persons
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from projects.rules.seals import seal_of
from projects.screen.links import Waiting


@dataclass(frozen=True)
class Matter:
    """What a quarter's figures say against one unit about one task."""

    task: Task
    unit: Unit
    grounds: tuple[str, ...]
    filing: str
    words: str  # 事由 where it stands alone


@dataclass(frozen=True)
class Proposal:
    """One notice that could be drafted: to a unit, about one task that lags or all its tasks that are
    missing.
    """

    unit: Unit
    tasks: tuple[Task, ...]
    grounds: tuple[str, ...]
    words: str
    when: Quarter
    kinds: tuple[str, ...] = ()  # what stands on the overdue desk

    @property
    def key(self) -> str:
        """What its tick box posts: sjyj:36-37."""
        return f"{self.unit.code}:{'-'.join(str(task.number) for task in self.tasks)}"

    @property
    def numbers(self) -> str:
        return "、".join(str(task.number) for task in self.tasks)

    @property
    def address(self) -> str:
        """The form of a new notice about it."""
        return addresses.new_notice(self.when, self.unit.code, [task.number for task in self.tasks])

    @property
    def seal(self) -> str:
        """What the list told of it."""
        return seal_of(self.key, self.words)

    @property
    def ground_words(self) -> str:
        return "、".join(NoticeGround(each).word for each in self.grounds)

    @property
    def is_missing(self) -> bool:
        return NoticeGround.MISSING in self.grounds


def proposals(period: ReportingPeriod, on: date) -> list[Proposal]:
    """Far behind, behind two quarters running, or missing after the grace days.

    Nothing that a notice of this quarter is about.
    """
    taken = set(Notice.objects.not_withdrawn().filter(period=period).values_list("tasks", "unit"))
    tasks = Task.objects.filter(yearly_list=period.yearly_list_id).order_by("number")
    matters = [
        each
        for each in matters_of(tasks, period, on)
        if each.grounds and (each.task.pk, each.unit.pk) not in taken
    ]
    missing = [each for each in matters if NoticeGround.MISSING in each.grounds]
    by_unit = {each.unit: [other for other in missing if other.unit == each.unit] for each in missing}
    lagging = [proposal([each], period, on) for each in matters if NoticeGround.MISSING not in each.grounds]
    return [
        *lagging,
        *(
            proposal(found, period, on)
            for _, found in sorted(by_unit.items(), key=lambda pair: pair[0].order)
        ),
    ]


def matters_of(
    tasks: QuerySet[Task], period: ReportingPeriod, on: date, unit: Unit | None = None
) -> list[Matter]:
    """What stands on the overdue desk against each lead (or one unit) about these tasks, by a constant number
    of queries.
    """
    grace_until = shift_working_days(period.due_on, ListSettings.objects.of(period.yearly_list).grace_days)
    rows = rows_about(tasks, period, on)
    missing = {(row.task.pk, row.units[0].pk) for row in rows if row.kind == FilingState.MISSING}
    found = [
        (row, each)
        for row in rows
        for each in row.units
        if each.is_active and (row.kind != VerdictClass.BEHIND or (row.task.pk, each.pk) not in missing)
    ]
    return [
        _matter(row, each, period, grace_until, on) for row, each in found if unit is None or each == unit
    ]


def proposal(matters: Sequence[Matter], period: ReportingPeriod, on: date) -> Proposal:
    """One notice about all of these, which are one unit's."""
    missing = [each.task.number for each in matters if each.filing == FilingState.MISSING]
    words = [each.words for each in matters if each.filing != FilingState.MISSING and each.words]
    if missing:
        words.append(escalation.missing_words(period.when.long_label, period.due_on, missing, on))
    grounds = tuple(dict.fromkeys(ground for each in matters for ground in each.grounds))
    tasks, kinds = (
        dict.fromkeys(each.task for each in matters),
        dict.fromkeys(each.filing for each in matters),
    )
    said = "\n".join(words)
    return Proposal(matters[0].unit, tuple(tasks), grounds, said, period.when, tuple(kinds))


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
        "grounds",
        "issued_at",
        "reply_by",
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


def overtaken(
    tasks: Sequence[Task], *, period: ReportingPeriod, unit: Unit, since: datetime | None, on: date
) -> list[str]:
    """Where newer accepted figures no longer bear a notice out, a sentence for each task.

    A later quarter that is not behind, or, `since` it was drafted, an accepted report of the quarter itself
    after which nothing stands against the unit any more.
    """
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


def doubts_about(notice: Notice, on: date) -> list[str]:
    """Where newer accepted figures no longer bear out what a draft says."""
    tasks = tuple(notice.tasks.all())
    return overtaken(tasks, period=notice.period, unit=notice.unit, since=notice.drafted_at, on=on)


def notices_waiting(user: User, on: date) -> list[Waiting]:
    """What a person is to do about notices: sign, judge, chase; for a unit sign for and reply. One query."""
    if not user.has_perm("read_notices"):
        return []
    rows = (
        Notice.objects.filter(_to_do(user, on))
        .select_related("unit", "yearly_list", "reply")
        .order_by("reply_by", "pk")
    )
    return [_waiting(each, on, inside=user.has_perm("draft_notices")) for each in rows]


def head_words(level: str, city: City) -> str:
    """The red head: the city and the level."""
    return f"{city.name}民生实事{NoticeLevel(level).word}"


def office_words(level: str, signer: User, city: City) -> str:
    """Who signs below: the coordinating office its own 提醒单, the supervising office everything else."""
    if level == NoticeLevel.ALERT and signer.role == Role.COORDINATOR:
        return city.coordinator_full
    return city.supervisor_full


def paper_of(notice: Notice, *, city: City) -> NoticePaper:
    """The notice as it is printed, with every notice before it; once issued it keeps head and office.

    `notice` comes from `whole_notices`.
    """
    earlier = [_named(each) for each in earlier_of(notice)]
    tasks = [f"第{task.number}项　{task.in_print}" for task in notice.tasks.all()]
    deadline = f"请于{day_words(notice.reply_by)}前书面回复。"
    urgency = (("紧急事由", (notice.urgency,)),) if notice.urgency else ()
    sections = (
        ("督办事项", tuple(tasks)),
        *((("此前督办", tuple(earlier)),) if earlier else ()),
        ("事由", _lines(notice.grounds)),
        *urgency,
        ("办理要求", _lines(notice.demands)),
        ("回复期限", (deadline,)),
    )
    numbers = "、".join(str(task.number) for task in notice.tasks.all())
    return NoticePaper(
        head=notice.head or head_words(notice.level, city),
        office=notice.office or office_words(notice.level, notice.issued_by or notice.drafted_by, city),
        reference=notice.reference,
        title=f"关于第{numbers}项任务{notice.period.when.label}进展情况的{NoticeLevel(notice.level).word.removesuffix('单')}通知",
        addressee=notice.unit.full_name or notice.unit.name,
        sections=sections,
        issued_on=local_day(notice.issued_at) if notice.issued_at else None,
        receipt=_receipt(notice),
    )


def _matter(row: OverdueRow, unit: Unit, period: ReportingPeriod, grace_until: date, on: date) -> Matter:
    lag = Lag(
        row.code,
        row.streak if row.kind == VerdictClass.BEHIND else 0,
        row.kind,
        chased_after(grace_until, row.granted_until),
    )
    return Matter(
        row.task,
        unit,
        escalation.grounds_of(lag, on),
        row.kind,
        "" if row.kind == FilingState.MISSING else _words(row, period, on),
    )


def _words(row: OverdueRow, period: ReportingPeriod, on: date) -> str:
    quarter, number = period.when.long_label, row.task.number
    if row.kind == Punctuality.LATE:
        return escalation.late_words(quarter, row.due_on, number, row.days)
    if row.kind == FilingState.NOT_REFILED:
        return escalation.not_refiled_words(quarter, row.due_on, number, on)
    return escalation.lagging_words(
        quarter,
        period.as_of,
        number,
        verdict_word(row.code, period.quarter),
        row.why,
        row.streak,
    )


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
    return judged | to_sign | sent_back | unanswered(on)


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
    return Waiting(
        kind, subject, f"{late}{short_day(notice.reply_by)}前回复。{_short(notice.grounds)}", notice.address
    )


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


def _named(notice: Notice) -> str:
    """提醒单（督〔2021〕1号），2021年7月14日签发。"""
    level = NoticeLevel(notice.level).word
    return f"{level}（{notice.reference}），{day_words(local_day(notice.issued_at))}签发。"


def _later_class(ledger: TaskLedger, quarter: int, on: date) -> tuple[int, str] | None:
    """The last later quarter with accepted figures and its class, where that is not behind."""
    for later in range(4, quarter, -1):
        if any(each.state == ReportState.ACCEPTED for each in ledger.reports_in(later)):
            code = ledger.code(later, on)
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
    return keys - {each.task.pk for each in matters_of(tasks, period, on, unit)}


def _short(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else f"{words[:limit]}…"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _receipt(notice: Notice) -> tuple[tuple[str, str], ...]:
    """What the unit fills in on paper, with what it has already said here, and how the office ended it."""
    standing = [each for each in notice.rounds.all() if each.recalled_at is None]
    last = standing[-1] if standing and standing[-1].returned_at is None else None
    finish = (day_words(last.finish_by) + ("（已办结）" if last.is_done else "")) if last else ""
    said = last.text if last else ""
    return (
        ("签收单位", notice.unit.full_name or notice.unit.name),
        ("签收人", _signature(notice.received_by, notice.unit)),
        ("签收时间", day_words(local_day(notice.received_at)) if notice.received_at else ""),
        ("原　　因", last.cause if last else "\n\n"),
        ("措　　施", last.measures if last else "\n\n"),
        *((("办理情况", said),) if said else ()),
        ("完成时限", finish),
        ("单位负责人", ""),
        ("单位盖章", "\n"),
        *((("办理结果", _ending(notice)),) if notice.ended_at else ()),
    )


def _signature(person: User | None, unit: Unit) -> str:
    """The person's name; blank, to be signed by hand, where the account is called as its unit or role."""
    is_named = person and is_a_persons(str(person), username=person.username, unit=unit.name)
    return str(person) if is_named else ""


def _ending(notice: Notice) -> str:
    """2021年8月31日办结。已赶上序时进度。"""
    word = notice.get_state_display().removeprefix("已")
    return f"{day_words(local_day(notice.ended_at))}{word}。{notice.ended_note}"
