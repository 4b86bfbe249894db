"""What a bulletin says, as frozen values: drawn once, kept (`figures_json`), laid out as often as wanted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from progress.rules.oversight import OversightEntry
from progress.rules.standings import Tally, rest_of
from progress.rules.states import GOOD, LAGGING
from progress.rules.weighing import LAST_QUARTER
from projects.rules.headings import LOOSE_WORD
from projects.rules.quarters import Quarter


@dataclass(frozen=True)
class BasisDocument:
    """A document that the bulletin rests on: 《…任务分解方案》（…政发〔2021〕10号）."""

    title: str
    document_number: str = ""
    issued_on: date | None = None


class TargetProgress(NamedTuple):
    """One target by the as-of date, to date, in base units; percentages with one decimal, or None (—)."""

    label: str
    unit: str
    quantity: Decimal | None
    planned: Decimal | None = None  # None: 不考核数量, no figure planned so far
    actual: Decimal | None = None
    planned_percent: Decimal | None = None
    completion: Decimal | None = None  # 完成率: actual ÷ year's target
    gap: Decimal | None = None  # points; above 0: behind
    code: str = ""  # "": not judged
    is_level: bool = False  # a level is not 累计
    expected: Decimal | None = None  # 预计年底, in the fourth quarter


def any_exceeds(targets: Iterable[TargetProgress]) -> bool:
    """超额完成: some count is above its target; a level has no more than its target."""
    rates = [each.completion for each in targets if not each.is_level and each.completion is not None]
    return any(rate > 100 for rate in rates)


class TaskFigure(NamedTuple):
    """One task in the quarter: what was planned and accepted, the class that counts, who answers, remarks."""

    number: int
    text: str
    code: str
    word: str
    domain: str = ""
    plan: str = ""
    progress: str = ""
    targets: tuple[TargetProgress, ...] = ()
    gap: Decimal | None = None  # the widest, in points; above 0: behind
    problems: str = ""
    next_steps: str = ""
    leads: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # 部分未报, 第1季度销号, 通报后更正, 连续2季 …
    streak: int = 0  # quarters running that it lags, this one counted
    is_pending: bool = False  # a report of it is 待审核
    reason: str = ""  # of OpenReason: why it is 待评定
    is_unreported: bool = False  # finished by earlier figures, without this quarter's report
    closed_in: int | None = None  # 销号 in this quarter or before: in which
    matter: str = ""  # 第3件　新改扩建中小学
    investment: Decimal | None = None  # 计划投资, in 万元, where the task's plan says it
    invested: Decimal | None = None  # 已完成投资, in 万元; None where no accepted report says it

    @property
    def is_lagging(self) -> bool:
        """滞后 or 严重滞后."""
        return self.code in LAGGING

    @property
    def is_good(self) -> bool:
        """On schedule or better; of the year: done."""
        return self.code in GOOD

    @property
    def has_figures(self) -> bool:
        """Whether it promises a number; else it is 非量化."""
        return any(each.quantity is not None for each in self.targets)

    @property
    def exceeds(self) -> bool:
        """超额完成: a count is above its target."""
        return self.is_good and any_exceeds(self.targets)

    @property
    def points_behind(self) -> Decimal | None:
        """滞后 x 个百分点; None where it does not lag, or not in points."""
        return self.gap if self.is_lagging and self.gap is not None and self.gap > 0 else None


@dataclass(frozen=True)
class Laggard:
    """One line of what is behind: a task, or one sub-project of it, with 现状, points and cause."""

    number: int
    text: str
    code: str
    word: str
    situation: str  # 现状: planned beside actual, or what was due and is not done
    sub_project: str = ""
    gap: Decimal | None = None  # None where it is behind without points
    cause: str = ""
    next_steps: str = ""
    leads: tuple[str, ...] = ()
    streak: int = 1
    note: str = ""  # the coordinator's reason for the class; not for the public
    expected: str = ""  # 预计年底, in the fourth quarter; not for the public


@dataclass(frozen=True)
class LateTask:
    """A task that was first filed after the due day, with calendar days."""

    number: int
    days: int


@dataclass(frozen=True)
class UnitFiling:
    """A lead unit that has not filed, filed late, or did not file again after a return; by task number."""

    unit: str
    missing: tuple[int, ...] = ()
    not_refiled: tuple[int, ...] = ()
    late: tuple[LateTask, ...] = ()


@dataclass(frozen=True)
class FilingCounts:
    """Reports owed by lead units, by where they stand; what is submitted and not accepted is `pending`."""

    owed: int = 0
    accepted: int = 0
    pending: int = 0
    returned: int = 0  # not refiled counted in
    missing: int = 0
    unsubmitted: int = 0  # drafts, awaiting signature, not begun; not missing yet
    late: int = 0  # of whatever state

    @property
    def submitted(self) -> int:
        """Reports that were filed: accepted, pending or returned."""
        return self.accepted + self.pending + self.returned


@dataclass(frozen=True)
class PastLaggard:
    """A task that lagged last quarter, and where it stands now."""

    number: int
    text: str
    code_then: str
    word_then: str
    code_now: str
    word_now: str
    gap_then: Decimal | None = None
    gap_now: Decimal | None = None
    has_caught_up: bool = False
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changed:
    """One figure or text of a corrected report, in words, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class CorrectedReport:
    """通报后更正 or 通报后补报: a report that was accepted, or its verdict changed, after its last issue."""

    number: int
    quarter: int
    unit: str
    text: str
    changes: tuple[Changed, ...] = ()
    is_first: bool = False  # 通报后补报: no issue had told it before
    reason: str = ""  # why it was changed; not for the public


@dataclass(frozen=True)
class CorrectedTask:
    """What an issue tells otherwise of a task than the issue that it corrects, and why."""

    number: int
    text: str
    changes: tuple[Changed, ...]
    reasons: tuple[str, ...] = ()  # not for the public


@dataclass(frozen=True)
class Measure:
    """What is on record about a task that lags or is missing: a meeting, or a notice with its number."""

    number: int  # of the task
    on: date
    word: str  # 会办, 提醒单, 督办单, 挂牌督办
    reference: str = ""  # of a notice: 督〔2021〕3号


@dataclass(frozen=True)
class Compared:
    """The tasks that were judged in this quarter and in the one before, counted in both."""

    before: Tally
    now: Tally
    recovered: int = 0  # lagged then, does not now
    slipped: int = 0  # the other way round


@dataclass(frozen=True)
class GroupTally:
    """The counts of one domain, of one matter, or of one lead unit."""

    name: str
    tally: Tally
    number: int | None = None  # of a matter; issues before it was kept do not tell it
    is_rest: bool = False  # 未归入: what stands under no domain, no matter


@dataclass(frozen=True)
class Figures:
    """Everything that one bulletin says; nothing in it is asked for again after it was drawn."""

    year: int
    quarter: int
    as_of: date
    due_on: date
    drawn_on: date  # the day whose filing states it shows
    matters: int | None  # 50件
    tasks: tuple[TaskFigure, ...]
    tally: Tally
    tally_before: Tally | None = None  # last quarter's
    basis: tuple[BasisDocument, ...] = ()
    filing: FilingCounts = FilingCounts()
    by_domain: tuple[GroupTally, ...] = ()  # none where the list has no domains
    has_custom_domains: bool = False  # 自定
    by_matter: tuple[GroupTally, ...] = ()  # 件; none where the list has none
    by_unit: tuple[GroupTally, ...] = ()  # a task with several leads counts for each
    laggards: tuple[Laggard, ...] = ()
    unit_filings: tuple[UnitFiling, ...] = ()
    past_laggards: tuple[PastLaggard, ...] = ()
    corrections: tuple[CorrectedReport, ...] = ()
    corrects: int | None = None  # the number of the issue that this one corrects
    corrected: tuple[CorrectedTask, ...] = ()  # against that issue
    corrected_filings: tuple[Changed, ...] = ()  # the same of the units that are missing or late
    corrects_on: date | None = None  # the day of the issue that this one corrects
    compared: Compared | None = None  # with the quarter before, where both judged something
    issue_before: int | None = None  # the number of the issue that tells the quarter before
    measures: tuple[Measure, ...] = ()  # on record since the quarter began; not for the public
    oversight: tuple[OversightEntry, ...] = ()  # of the year: what congress and surveys said of it
    is_public: bool = False  # without who is late or missing and what is under review

    @property
    def when(self) -> Quarter:
        return Quarter(self.year, self.quarter)

    @property
    def span(self) -> str:
        """一季度, 上半年, 三季度, 全年（截至12月15日）, 全年: the quarter as the title names it."""
        if self.is_years_last_word:
            return "全年"
        if self.is_year:
            return f"全年（截至{self.as_of.month}月{self.as_of.day}日）"
        return "上半年" if self.quarter == 2 else self.when.label

    @property
    def is_years_last_word(self) -> bool:
        """Whether it tells the year as it ended, as of 31 December."""
        return self.is_year and self.as_of >= self.when.last_day

    @property
    def title(self) -> str:
        """关于2021年上半年50件民生实事进展情况的通报."""
        matters = f"{self.matters}件" if self.matters else ""
        return f"关于{self.year}年{self.span}{matters}民生实事进展情况的通报"

    @property
    def breakdown(self) -> str:
        """2021年50件民生实事分解为120项任务: how every bulletin opens."""
        matters = f"{self.matters}件" if self.matters else ""
        return f"{self.year}年{matters}民生实事分解为{len(self.tasks)}项任务"

    @property
    def is_year(self) -> bool:
        """Whether it tells the year: 超序时 and 达序时 are words for a year under way."""
        return self.quarter >= LAST_QUARTER

    @property
    def done_parts(self) -> tuple[tuple[str, int], ...]:
        """What the year's 已完成 holds: 超额完成, 销号, 非量化."""
        done = [each for each in self.tasks if each.is_good]
        return (
            ("超额完成", sum(each.exceeds for each in done)),
            ("销号", sum(each.closed_in is not None for each in done)),
            ("非量化", sum(not each.has_figures for each in done)),
        )

    @property
    def domain_rows(self) -> tuple[GroupTally, ...]:
        """By domain, and what stands under none: together they are the whole."""
        return self._whole(self.by_domain)

    @property
    def matter_rows(self) -> tuple[GroupTally, ...]:
        """By matter, and what stands under none: together they are the whole."""
        return self._whole(self.by_matter)

    def _whole(self, groups: tuple[GroupTally, ...]) -> tuple[GroupTally, ...]:
        rest = rest_of(self.tally, (each.tally for each in groups))
        return (*groups, GroupTally(LOOSE_WORD, rest, is_rest=True)) if rest else groups

    @property
    def equation(self) -> str:
        """The counts as the equation that stands in every file; of the fourth quarter the year's."""
        parts = self.done_parts[:2] if self.is_year else None
        return self.tally.in_words(done_parts=parts, is_public=self.is_public)

    @property
    def investing(self) -> tuple[TaskFigure, ...]:
        """The tasks whose plans say what is invested."""
        return tuple(each for each in self.tasks if each.investment)

    @property
    def with_problems(self) -> tuple[TaskFigure, ...]:
        """The tasks whose leads named a problem."""
        return tuple(each for each in self.tasks if each.problems)


def named(names: Iterable[str]) -> str:
    """Names in a sentence or a cell."""
    return "、".join(names)
