"""The end of a year as the coordinator reads it: the unfinished, what becomes of them, what is still open."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from progress.ledger.issued import issued_quarters, newer_than_told
from progress.ledger.ledgers import ledgers_by_key, ledgers_for_classes
from progress.ledger.task_ledger import TaskLedger
from progress.models import Closure, Conclusion, Extension, Notice, Outcome, Report
from progress.opening.reads import year_quarter
from progress.rules import addresses
from progress.rules.checklist import Point
from progress.rules.states import (
    OPEN,
    ClosureState,
    ExtensionState,
    OpenReason,
    ReportState,
    VerdictClass,
    verdict_word,
)
from projects.models import PlanAdjustment, Task, Unit, YearlyList
from projects.rules.plan_states import AdjustmentState
from projects.rules.quarters import NUMBERS, YEAR_END, Quarter
from projects.rules.states import ListStage

NAMED = 5  # tasks named in a sentence; the page lists all


@dataclass(frozen=True)
class UnfinishedTask:
    """A task that the year leaves unfinished, where it stands, and what becomes of it."""

    task: Task
    code: str
    leads: tuple[Unit, ...]
    outcome: Outcome | None = None
    quarter: int = YEAR_END  # by which it is judged
    reason: str = ""  # of OpenReason, where it is 待评定
    may_be_judged: bool = False  # 待评定, and somebody of the offices can give or confirm its class
    is_still_awaited: bool = False  # a lead may still file: its class can be given once the filing is closed

    @property
    def note(self) -> str:
        """Why it is 待评定, and what comes before its class is given."""
        why = OpenReason.word_of(self.reason)
        return f"{why}，先关闭填报" if self.is_still_awaited else why

    @property
    def address(self) -> str:
        """Where its class is given; where the filing is closed that is still waited for."""
        if self.is_still_awaited:
            return addresses.closing(self.task.yearly_list.year, self.quarter)
        return addresses.report(self.task.yearly_list.year, self.quarter, self.task.number)

    @property
    def word(self) -> str:
        """The year's class in words."""
        return verdict_word(self.code, YEAR_END).partition("（")[0]

    @property
    def tone(self) -> str:
        return VerdictClass.tone_of(self.code)

    @property
    def version(self) -> int:
        """Of what was decided, for the next decision; 0 before the first."""
        return self.outcome.version if self.outcome else 0


def unfinished_tasks(yearly_list: YearlyList, on: date) -> tuple[UnfinishedTask, ...]:
    """The tasks that are not 已完成 by the year's word, in their order; none before the fourth quarter."""
    quarter = year_quarter(yearly_list)
    if quarter is None:
        return ()
    ledgers = ledgers_for_classes(yearly_list.tasks.order_by("number"), (quarter,), on)
    found = [(each, each.judged_at(quarter, on).code) for each in ledgers]
    open_ones = [each.task.pk for each, code in found if code == VerdictClass.UNMEASURED]
    open_ledgers = {each.task.pk: each for each in ledgers_by_key(open_ones)} if open_ones else {}
    rows = Outcome.objects.filter(task__yearly_list=yearly_list).select_related("changed_by")
    outcomes = {each.task_id: each for each in rows}
    closed = set(yearly_list.periods.filter(closed_at__isnull=False).values_list("quarter", flat=True))
    unfinished = []
    for each, code in found:
        if code == VerdictClass.COMPLETED:
            continue
        judged_in, outcome = each.judging_quarter(quarter), outcomes.get(each.task.pk)
        row = UnfinishedTask(each.task, code, each.leads, outcome, judged_in)
        if code == VerdictClass.UNMEASURED:
            ledger = open_ledgers[each.task.pk]
            row = _unmeasured(row, ledger, quarter, on, is_over=judged_in in closed)
        unfinished.append(row)
    return tuple(unfinished)


def _unmeasured(
    row: UnfinishedTask, ledger: TaskLedger, quarter: int, on: date, *, is_over: bool
) -> UnfinishedTask:
    """The same with why it is 待评定, and whether its class can be given now, or once the filing is over."""
    reason = ledger.judged_at(quarter, on).open_reason
    waits = reason in (OpenReason.PENDING, OpenReason.UNCONFIRMED)
    now = waits or ledger.at(row.quarter, on).left_to_word(is_over=is_over) is not None
    afterwards = now or ledger.at(row.quarter, on).left_to_word(is_over=True) is not None
    return replace(row, reason=reason, may_be_judged=afterwards, is_still_awaited=afterwards and not now)


def outcome_of(task: Task) -> Outcome | None:
    """What became of a task of a concluded list; None of one that runs, or that was finished."""
    if task.yearly_list.stage != ListStage.CONCLUDED:
        return None
    return Outcome.objects.filter(task=task).first()


def conclusion_points(yearly_list: YearlyList, unfinished: Sequence[UnfinishedTask]) -> tuple[Point, ...]:
    """The points to be read before the list is concluded, in the order in which they are put right."""
    return (
        _issues(yearly_list),
        _settling(yearly_list),
        _reports(yearly_list),
        _verdicts(unfinished),
        _outcomes(unfinished),
        *_requests(yearly_list),
        *_told_otherwise(yearly_list),
        *_what_goes_on(yearly_list),
    )


def without_outcome(unfinished: Sequence[UnfinishedTask]) -> list[int]:
    """The numbers of the unfinished tasks of which nobody said what becomes of them."""
    return [each.task.number for each in unfinished if each.outcome is None]


def to_be_judged(unfinished: Iterable[UnfinishedTask]) -> list[UnfinishedTask]:
    """The tasks whose verdict can be given and is not: the year is not concluded before it is."""
    return [each for each in unfinished if each.may_be_judged]


def named_with_reasons(tasks: Iterable[UnfinishedTask]) -> str:
    """第7项（待审核）、第9项（待确认）: those that are 待评定, each with why."""
    return "、".join(f"第{each.task.number}项（{each.note}）" for each in tasks)


def _issues(yearly_list: YearlyList) -> Point:
    """Whether each of the four quarters was issued."""
    issued = set(yearly_list.bulletins.values_list("period__quarter", flat=True))
    missing = [Quarter(yearly_list.year, number) for number in NUMBERS if number not in issued]
    if not missing:
        return Point("issues", "各季度通报均已印发。", True)
    words = f"{'、'.join(each.label for each in missing)}通报尚未印发。"
    url = addresses.bulletin_draft(yearly_list.year, missing[0].number)
    return Point("issues", words, False, url=url)


def _settling(yearly_list: YearlyList) -> Point:
    """Whether the 年底核定 was opened and the year's bulletin went out."""
    period = yearly_list.periods.opened().filter(quarter=YEAR_END).first()
    if period is None:
        url = addresses.opening(yearly_list.year, YEAR_END)
        return Point("year_end", "年底核定尚未开启，各任务按四季度的评价办结。", False, url=url)
    if period.issued_at is None:
        url = addresses.bulletin_draft(yearly_list.year, YEAR_END)
        return Point("year_end", "全年通报尚未印发。", False, url=url)
    return Point("year_end", "年底核定已完成，全年通报已印发。", True)


def _reports(yearly_list: YearlyList) -> Point:
    """The reports that are not accepted: with the conclusion they stay what they are."""
    owed = Report.objects.counted().filter(period__yearly_list=yearly_list, period__opened_at__isnull=False)
    open_ones = owed.exclude(state=ReportState.ACCEPTED).order_by()
    states = Counter(open_ones.values_list("state", flat=True))
    if not states:
        return Point("reports", "各季度报告均已审核通过。", True)
    counted = "、".join(f"{ReportState(state).word}{count}份" for state, count in sorted(states.items()))
    words = f"{sum(states.values())}份报告未审核通过（{counted}），办结后不再填报、审核。"
    quarter = year_quarter(yearly_list) or NUMBERS[0]
    return Point("reports", words, False, url=addresses.queue(yearly_list.year, quarter, ""))


def _verdicts(unfinished: Sequence[UnfinishedTask]) -> Point:
    """Whether every task has its year's verdict; what can be judged must be, the rest is known."""
    must, others = to_be_judged(unfinished), []
    for each in unfinished:
        if each.code == VerdictClass.UNMEASURED and each not in must:
            others.append(each)
    if must:
        first = must[0]
        words = f"{len(must)}项任务须先评定：{named_with_reasons(must)}。"
        return Point("verdicts", words, False, url=first.address)
    if others:
        words = f"{len(others)}项任务没有可据以评价的报告，以待评定办结：{named_with_reasons(others)}。"
        return Point("verdicts", words, False, url=others[0].address)
    return Point("verdicts", "各任务全年评价均已评定。", True)


def _outcomes(unfinished: Sequence[UnfinishedTask]) -> Point:
    """Whether it is said of every unfinished task what becomes of it."""
    open_ones = without_outcome(unfinished)
    if not unfinished:
        return Point("outcomes", "各任务均已完成。", True)
    if open_ones:
        words = f"{len(open_ones)}项未完成任务未定去向，须先明确：{_numbers(open_ones)}。"
        return Point("outcomes", words, False)
    return Point("outcomes", f"{len(unfinished)}项未完成任务均已明确去向。", True)


def _requests(yearly_list: YearlyList) -> Iterator[Point]:
    """What units asked for and nobody answered; nothing where there is none."""
    asked = {
        "销号申请": Closure.objects.filter(task__yearly_list=yearly_list, state=ClosureState.APPLIED),
        "延期申请": Extension.objects.filter(period__yearly_list=yearly_list, state=ExtensionState.ASKED),
        "计划调整申请": PlanAdjustment.objects.filter(
            plan__task__yearly_list=yearly_list, state=AdjustmentState.ASKED
        ),
    }
    counts = {word: rows.count() for word, rows in asked.items()}
    waiting = "、".join(f"{word}{count}件" for word, count in counts.items() if count)
    if waiting:
        yield Point("requests", f"{waiting}未答复，办结后不再办理。", False)


def _told_otherwise(yearly_list: YearlyList) -> Iterator[Point]:
    """What was corrected after the last issue: no bulletin tells it any more."""
    issues = issued_quarters(yearly_list)
    newer = newer_than_told(yearly_list, issues) if issues else frozenset()
    last = max(issues, default=0)
    keys = {task for task, quarter in newer if quarter == last}
    if keys:
        numbers = Task.objects.filter(pk__in=keys).order_by("number").values_list("number", flat=True)
        words = f"{len(keys)}项任务在最近一期通报印发后有更正或补报，未印发更正通报：{_numbers(numbers)}。"
        yield Point("corrections", words, False, url=addresses.bulletin_draft(yearly_list.year, last))


def _what_goes_on(yearly_list: YearlyList) -> Iterator[Point]:
    """Notices and conclusions of meetings that are open."""
    notices = Notice.objects.filter(yearly_list=yearly_list, state__in=OPEN).count()
    if notices:
        words = f"{notices}件督办单未办结，清单办结后继续办理。"
        yield Point("notices", words, False, url=addresses.notices(yearly_list.year))
    meetings = Conclusion.objects.open().filter(coordination__task__yearly_list=yearly_list).count()
    if meetings:
        words = f"{meetings}条会办结论未办结，清单办结后不再跟踪，需要继续的请写入去向。"
        yield Point("meetings", words, False, url=addresses.meetings(yearly_list.year))


def _numbers(numbers: Iterable[int]) -> str:
    named = [f"第{number}项" for number in numbers]
    return "、".join(named[:NAMED]) + ("等" if len(named) > NAMED else "")
