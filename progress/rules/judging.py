"""The verdict on one task in one quarter: the class and why (domain.md, Judging progress).

The classes are tested in the order of the table there. Where it is silent:
- with several leads the class waits until every submitted report is decided; a lead that is 未报 or
  退回未重报 and reports nothing that is due is not waited for: the task is judged on what was accepted,
  marked 部分未报; one that reports something due makes the task 未报, after a return it is waited for;
- 未报 needs the lead's own due day passed, extensions counted;
- what an inactive lead filed stands, nothing else is expected of it;
- a planned target without a value (本季无数据) makes the task 待评定 unless something else puts it behind;
- the worst sub-project judges the task among those that there is something hard to judge by;
- a soft item not done does not keep a task from 达序时, unless nothing at all was done of what was planned:
  then 待评定;
- an item in part done is not done.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from progress.rules.items import DueItem
from progress.rules.states import (
    CARRIED_MARK,
    INACTIVE_MARK,
    LAGGING,
    PARTLY_FILED_MARK,
    UNREPORTED_MARK,
    WORST_FIRST,
    YEAR_UNFINISHED_MARK,
    Completion,
    FilingState,
    VerdictClass,
)
from progress.rules.weighing import LAST_QUARTER, JudgingRules, TargetFigure, Weighed, weigh
from projects.rules.quarters import spoken


class Work(NamedTuple):
    """What a task was to do and did by one quarter: its targets and the items due, confirmed states only."""

    quarter: int
    targets: tuple[TargetFigure, ...] = ()
    items: tuple[DueItem, ...] = ()
    closed_in: int | None = None  # the quarter of the 销号, where agreed
    is_finished: bool = False  # by the latest figures that count the year is done


class LeadFiling(NamedTuple):
    """Where one lead's report stands on a day."""

    state: str
    reports_due: bool = False  # a target or item that is due is this lead's to report
    is_active: bool = True

    @property
    def stands(self) -> bool:
        """Whether it counts: nothing is expected of an inactive lead, but what it filed stands."""
        return self.is_active or self.state in (FilingState.ACCEPTED, FilingState.PENDING)

    @property
    def is_waited_for(self) -> bool:
        """Whether the class waits for it."""
        return self.reports_due if self.state in UNFILED else self.state != FilingState.ACCEPTED


UNFILED = (FilingState.MISSING, FilingState.NOT_REFILED)


class Judgement(NamedTuple):
    """The computed class and what goes with it for the page."""

    code: str
    gap: Decimal | None = None
    reasons: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    targets: tuple[Weighed, ...] = ()
    sub_projects: tuple[tuple[str, str], ...] = ()  # name and class, in order of appearance
    choices: tuple[str, ...] = ()  # the classes that the coordinator may give

    @property
    def points_behind(self) -> Decimal | None:
        """滞后 x 个百分点; None where nothing is behind in points."""
        return self.gap if self.gap is not None and self.gap > 0 else None

    @property
    def is_lagging(self) -> bool:
        """滞后 or 严重滞后: cause and next step are required, the task is on the desk."""
        return self.code in LAGGING


def judge(
    work: Work, filings: Sequence[LeadFiling], *, rules: JudgingRules | None = None, in_review: bool = False
) -> Judgement:
    """The class of a task from its work and its leads' filings, in the order of the table.

    `in_review` counts what is submitted as accepted: the proposal that the coordinator sees.
    """
    named = {"quarter": work.quarter, "closed_in": work.closed_in, "in_review": in_review}
    unfiled = judge_filings(filings, **named)
    counting = [each for each in filings if each.stands]
    is_closed = work.closed_in is not None and work.closed_in <= work.quarter
    if unfiled is not None and (is_closed or not work.is_finished):
        return unfiled
    is_whole = all(each.state in _counted(in_review) for each in counting)
    part = work if is_whole and counting else _filed_part(work)
    judgement = judge_work(part, rules=rules, marks=_filing_marks(counting, work))
    return _finished(judgement) if work.is_finished else judgement


def judge_filings(
    filings: Sequence[LeadFiling], *, quarter: int, closed_in: int | None = None, in_review: bool = False
) -> Judgement | None:
    """The class where 销号 or the filings alone say it; None where figures and items are to say it."""
    if closed_in is not None and closed_in <= quarter:
        return Judgement(VerdictClass.COMPLETED, reasons=(f"第{closed_in}季度销号。",))
    counting = [each for each in filings if each.stands]
    missing = [each for each in counting if each.state == FilingState.MISSING]
    if filings and not counting:
        reasons = ("牵头单位均已停用，请系统管理员调整责任单位。",)
        return Judgement(VerdictClass.UNMEASURED, reasons=reasons, marks=(INACTIVE_MARK,))
    if missing and len(missing) == len(counting):
        return Judgement(VerdictClass.NOT_FILED, reasons=("已过报送期限，牵头单位未报送。",))
    if any(each.reports_due for each in missing):
        return Judgement(
            VerdictClass.NOT_FILED, reasons=("已过报送期限，负责填报完成值和事项的牵头单位未报送。",)
        )
    if not any(each.state in _counted(in_review) for each in counting):
        return Judgement(VerdictClass.UNMEASURED, reasons=(f"{spoken(quarter)}尚无审核通过的进展报告。",))
    if not in_review and waits_for_leads(counting):
        return Judgement(VerdictClass.UNMEASURED, reasons=("尚有牵头单位的进展报告未审核通过。",))
    return None


def waits_for_leads(filings: Sequence[LeadFiling]) -> bool:
    """Whether a lead's report has still to come or to be decided before a verdict is given."""
    return any(each.is_waited_for for each in filings if each.stands)


def _filing_marks(counting: Sequence[LeadFiling], work: Work) -> tuple[str, ...]:
    """部分未报 where a lead is missing; 本季未报 where all are, of a task that is done all the same."""
    if not any(each.state in UNFILED for each in counting):
        return ()
    if work.is_finished and all(each.state == FilingState.MISSING for each in counting):
        return (UNREPORTED_MARK,)
    return (PARTLY_FILED_MARK,)


def _finished(judgement: Judgement) -> Judgement:
    """The same as 已完成; what is said of the targets of this quarter stays."""
    said = tuple(each.sentence for each in judgement.targets if each.sentence)
    others = tuple(each for each in judgement.choices if each != VerdictClass.COMPLETED)
    return judgement._replace(
        code=VerdictClass.COMPLETED,
        reasons=("年度目标和应完成事项均已完成。", *said),
        choices=(VerdictClass.COMPLETED, *others),
    )


def _counted(in_review: bool) -> tuple[str, ...]:
    return (FilingState.ACCEPTED, FilingState.PENDING) if in_review else (FilingState.ACCEPTED,)


def judge_work(work: Work, *, rules: JudgingRules | None = None, marks: tuple[str, ...] = ()) -> Judgement:
    """The class by figures and items alone, whoever filed them: for the form of one lead's report."""
    weighed = tuple(weigh(each, quarter=work.quarter, rules=rules) for each in work.targets)
    gaps = [each.gap for each in weighed if each.gap is not None]
    sub_projects = _sub_projects(work.items)
    code = _class(weighed, work.items, sub_projects)
    if work.quarter >= LAST_QUARTER:
        code = _year_class(code, weighed)
    judgement = Judgement(
        code=code,
        gap=max(gaps, default=None),
        reasons=_reasons(weighed, work),
        marks=tuple(dict.fromkeys((*marks, *_marks(weighed, work)))),
        targets=weighed,
        sub_projects=sub_projects,
        choices=_choices(weighed, work.items, work.quarter),
    )
    return _finished(judgement) if code == VerdictClass.COMPLETED else judgement


def judge_filed(work: Work, *, rules: JudgingRules | None = None) -> Judgement:
    """What the accepted reports come to, where the quarter is over and a lead waited for is not in."""
    return judge_work(_filed_part(work), rules=rules, marks=(PARTLY_FILED_MARK,))


def _filed_part(work: Work) -> Work:
    """The work without what only a missing lead reports: what has neither value, reason nor state."""
    targets = tuple(each for each in work.targets if each.actual is not None or each.no_data_reason)
    return work._replace(targets=targets, items=tuple(each for each in work.items if each.state is not None))


def effective(judgement: Judgement, given: str | None) -> str:
    """The class that counts: the one given, except against 已完成 and 未报."""
    return (
        judgement.code
        if given is None or judgement.code in (VerdictClass.COMPLETED, VerdictClass.NOT_FILED)
        else given
    )


def needs_reason(judgement: Judgement, given: str) -> bool:
    """Whether the coordinator must say why: where another class was computed."""
    return given != judgement.code and judgement.code != VerdictClass.UNMEASURED


def _class(
    weighed: Sequence[Weighed], items: Sequence[DueItem], sub_projects: Sequence[tuple[str, str]]
) -> str:
    """The class of a task; a sub-project that is measured and worse than the whole judges it."""
    codes = [code for _, code in sub_projects if code != VerdictClass.UNMEASURED]
    return worst([_class_by(weighed, items), *codes])


def _year_class(code: str, weighed: Sequence[Weighed]) -> str:
    """The fourth quarter tells the year: finished is what lags in nothing and leaves no target open.

    超序时 and 达序时 are words for a year under way.
    """
    if code not in (VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE):
        return code
    return VerdictClass.COMPLETED if all(each.is_met for each in weighed) else VerdictClass.UNMEASURED


def _class_by(weighed: Sequence[Weighed], items: Sequence[DueItem]) -> str:
    judged = [each for each in weighed if each.code is not None]
    hard = [each for each in items if not each.is_soft]
    codes = {each.code for each in judged}
    if VerdictClass.FAR_BEHIND in codes:
        return VerdictClass.FAR_BEHIND
    if VerdictClass.BEHIND in codes or any(each.state != Completion.DONE for each in hard):
        return VerdictClass.BEHIND
    if not (judged or hard) or VerdictClass.UNMEASURED in codes or _did_nothing(weighed, items):
        return VerdictClass.UNMEASURED
    return (
        VerdictClass.AHEAD
        if VerdictClass.AHEAD in codes and all(each.is_at_plan for each in judged)
        else VerdictClass.ON_SCHEDULE
    )


def _did_nothing(weighed: Sequence[Weighed], items: Sequence[DueItem]) -> bool:
    """Something was planned, and no due item was touched and no target has moved."""
    planned = bool(items) or any(each.code is not None and each.figure.asks_for_work for each in weighed)
    touched = any(each.state in (Completion.DONE, Completion.PARTLY_DONE) for each in items)
    return planned and not touched and not any(each.figure.has_moved for each in weighed)


def _choices(weighed: Sequence[Weighed], items: Sequence[DueItem], quarter: int) -> tuple[str, ...]:
    """The classes that may be given: without a figure never 超序时, where nothing was done only 滞后.

    Of the fourth quarter neither 超序时 nor 达序时: a task is finished or behind.
    """
    if _did_nothing(weighed, items):
        return (VerdictClass.BEHIND, VerdictClass.FAR_BEHIND)
    if quarter >= LAST_QUARTER:
        return (VerdictClass.COMPLETED, VerdictClass.BEHIND, VerdictClass.FAR_BEHIND)
    measured = any(each.code is not None and each.figure.actual is not None for each in weighed)
    choices = (VerdictClass.ON_SCHEDULE, VerdictClass.BEHIND, VerdictClass.FAR_BEHIND)
    return (VerdictClass.AHEAD, *choices) if measured else choices


def _sub_projects(items: Sequence[DueItem]) -> tuple[tuple[str, str], ...]:
    """Each sub-project by its own items, in order of appearance; targets are of the whole task."""
    own_items: dict[str, list[DueItem]] = {}
    for each in items:
        if each.sub_project:
            own_items.setdefault(each.sub_project, []).append(each)
    return tuple((name, _class_by((), own)) for name, own in own_items.items())


def worst(codes: Sequence[str]) -> str:
    """The worst of the classes of a task's parts."""
    return min(codes, key=WORST_FIRST.index)


def _reasons(weighed: Sequence[Weighed], work: Work) -> tuple[str, ...]:
    """Sentences for the page: what each target says, the worst first, then the items not done."""
    order = {code: place for place, code in enumerate(WORST_FIRST)}
    said = sorted(
        (each for each in weighed if each.sentence), key=lambda each: order.get(each.code, len(order))
    )
    sentences = [each.sentence for each in said] + [
        _item_sentence(each) for each in work.items if each.state != Completion.DONE
    ]
    if work.quarter >= LAST_QUARTER and _is_unfinished(weighed, work.items):
        sentences.append(f"{YEAR_UNFINISHED_MARK}。")
    if not any(each.code for each in weighed) and all(each.is_soft for each in work.items):
        sentences.append(f"{spoken(work.quarter)}没有可据以评价的计划数量和应完成事项，由审核人评定。")
    return tuple(sentences)


def _item_sentence(item: DueItem) -> str:
    what = (
        "不作硬性要求的事项" if item.is_soft else CARRIED_MARK + "事项" if item.is_carried else "应完成事项"
    )
    state = "部分完成" if item.state == Completion.PARTLY_DONE else "未完成"
    return f"{what}{state}：{item.name}。"


def _marks(weighed: Sequence[Weighed], work: Work) -> list[str]:
    marks = [mark for each in weighed for mark in each.marks]
    if any(each.is_carried for each in work.items):
        marks.append(CARRIED_MARK)
    if work.quarter >= LAST_QUARTER and _is_unfinished(weighed, work.items):
        marks.append(YEAR_UNFINISHED_MARK)
    return marks


def _is_unfinished(weighed: Sequence[Weighed], items: Sequence[DueItem]) -> bool:
    return any(each.code in LAGGING for each in weighed) or any(
        not each.is_soft and each.state != Completion.DONE for each in items
    )
