"""考核: a unit's points for the year, line by line, from a table of points that everybody can read.

得分 = 各牵头任务得分的加权平均 − 扣分 + 加分, never below 0. A task 待评定 is left out of the average.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from progress.rules.states import VerdictClass
from projects.rules.words import Worded

HUNDREDTH = Decimal("0.01")


class LineKind(Worded):
    """What a line of a scorecard is about, in the order in which they stand."""

    TASK = "task", "牵头任务"
    MISSING = "missing", "未报"
    LATE = "late", "迟报"
    NOT_REFILED = "not_refiled", "退回未重报"
    BEHIND = "behind", "季度滞后"
    NOTICE = "notice", "督办"
    EARLY = "early", "提前完成"
    EXCEEDED = "exceeded", "超额完成"


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
    def base(self) -> Decimal | None:
        """The weighted average over the tasks that have points; None where none has."""
        tasks = [each for each in self.lines if each.kind == LineKind.TASK and each.points is not None]
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

    @property
    def _others(self) -> Sequence[ScoredLine]:
        return [each for each in self.lines if each.kind != LineKind.TASK and each.points is not None]


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


def _ruled(line: ScoredLine, ruling: Ruling | None) -> ScoredLine:
    if ruling is None:
        return line
    return replace(line, points=ruling.points, before=line.points, note=f"申诉成立：{ruling.reason}")


def _hundredths(number: Decimal) -> Decimal:
    return number.quantize(HUNDREDTH, ROUND_HALF_UP)
