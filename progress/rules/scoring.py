"""考核: a unit's points for the year, line by line, from a table of points that everybody can read.

得分 = 各牵头任务得分的加权平均 − 扣分 + 加分, never below 0. A task 待评定 is left out of the average. A unit
that leads no task starts from the points of a task that was done, where its contributions are scored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from progress.rules.states import VerdictClass
from projects.rules.amounts import plain
from projects.rules.letters import look_of
from projects.rules.words import Worded

HUNDREDTH = Decimal("0.01")
FULL_SCORE = Decimal(100)  # of a survey


class LineKind(Worded):
    """What a line of a scorecard is about, in the order in which they stand."""

    TASK = "task", "牵头任务"
    SHARED = "shared", "配合任务"
    MISSING = "missing", "未报"
    LATE = "late", "迟报"
    NOT_REFILED = "not_refiled", "退回未重报"
    BEHIND = "behind", "季度滞后"
    NOTICE = "notice", "督办"
    CONTRIBUTION = "contribution", "协同情况"
    EARLY = "early", "提前完成"
    EXCEEDED = "exceeded", "超额完成"
    SURVEY = "survey", "满意度调查"


BASES = (LineKind.TASK, LineKind.SHARED)  # what a card starts from


@dataclass(frozen=True)
class ScoredLine:
    """One line: what it rests on and its points; `weight` of a task alone."""

    key: str
    kind: str
    words: str
    points: Decimal | None  # None: left out of the average
    weight: Decimal | None = None
    url: str = ""
    before: Decimal | None = None  # the points before an objection was upheld
    note: str = ""  # why they were changed

    @property
    def kind_word(self) -> str:
        return LineKind(self.kind).word


@dataclass(frozen=True)
class Card:
    """One unit's lines and what they come to."""

    lines: tuple[ScoredLine, ...]

    @property
    def led(self) -> int:
        """How many tasks the unit leads."""
        return sum(each.kind == LineKind.TASK for each in self.lines)

    @cached_property
    def base(self) -> Decimal | None:
        """The weighted average over the tasks that have points; None where none has."""
        tasks = [each for each in self.lines if each.kind in BASES and each.points is not None]
        weights = sum((each.weight for each in tasks), Decimal(0))
        if not weights:
            return None
        return _hundredths(sum(each.points * each.weight for each in tasks) / weights)

    @property
    def minus(self) -> Decimal:
        """扣分, as a number below 0."""
        return sum((each.points for each in self._others if each.points < 0), Decimal(0))

    @property
    def plus(self) -> Decimal:
        """加分."""
        return sum((each.points for each in self._others if each.points > 0), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """得分; None where no task has points yet."""
        if self.base is None:
            return None
        return max(Decimal(0), _hundredths(self.base + self.minus + self.plus))

    @cached_property
    def _others(self) -> Sequence[ScoredLine]:
        return [each for each in self.lines if each.kind not in BASES and each.points is not None]


def formula(*, without_lead: Decimal | None) -> str:
    """得分 in one line; `without_lead` is what a unit that leads nothing starts from, if one counts."""
    said = "得分＝牵头任务得分的加权平均＋扣分（负数）＋加分，最低为0"
    if without_lead is None:
        return said
    return f"{said}；没有牵头任务、报送协同情况的单位，任务得分为{plain(without_lead)}"


@dataclass(frozen=True)
class Ruling:
    """An objection that was upheld: the points that the line has from then on, and why."""

    key: str
    points: Decimal
    reason: str


def with_rulings(lines: Iterable[ScoredLine], rulings: Iterable[Ruling]) -> tuple[ScoredLine, ...]:
    """The lines worked out again; what was changed says from what and why."""
    upheld = {each.key: each for each in rulings}
    return tuple(_ruled(each, upheld.get(each.key)) for each in lines)


def task_points(code: str, points: dict[str, Decimal]) -> Decimal | None:
    """The points of a task by its year's class; None where it is 待评定."""
    return None if code == VerdictClass.UNMEASURED else points[code]


@dataclass(frozen=True)
class SurveyScore:
    """What a survey gives one unit, and out of what."""

    domains: tuple[tuple[str, Decimal], ...]  # of the tasks that it leads, as the survey names them
    score: Decimal  # their mean, or the whole list's

    def points(self, full: Decimal) -> Decimal:
        """得分 ÷ 100 × the points that a full score gives."""
        return _hundredths(self.score / FULL_SCORE * full)

    def working(self, full: Decimal) -> str:
        """教育91.5分、卫生88分，平均89.75分；89.75÷100×10: so that everybody can work it out again."""
        named = "、".join(f"{name}{plain(score)}分" for name, score in self.domains)
        if len(self.domains) > 1:
            named += f"，平均{plain(self.score)}分"
        said = named or f"综合得分{plain(self.score)}分"
        return f"{said}；{plain(self.score)}÷100×{plain(full)}"


def survey_score(whole: Decimal, by_domain: Iterable[tuple[str, Decimal]], led: Iterable[str]) -> SurveyScore:
    """The mean of the domains that a unit leads tasks of, each once; the whole score where it has none.

    教育惠民 in a survey is 教育惠民领域 of the list. The mean is rounded to hundredths, as it is shown.
    """
    wanted = {_domain_key(name) for name in led}
    found = tuple((name, score) for name, score in by_domain if _domain_key(name) in wanted)
    if not found:
        return SurveyScore((), whole)
    return SurveyScore(found, _hundredths(sum(score for _, score in found) / len(found)))


def _domain_key(name: str) -> str:
    return look_of(name).removesuffix("领域")


def _ruled(line: ScoredLine, ruling: Ruling | None) -> ScoredLine:
    if ruling is None:
        return line
    return replace(line, points=ruling.points, before=line.points, note=f"申诉成立：{ruling.reason}")


def _hundredths(number: Decimal) -> Decimal:
    return number.quantize(HUNDREDTH, ROUND_HALF_UP)
