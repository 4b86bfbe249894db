"""Where an indicator of the five-year plan stands in a year: judged against the way from base to target.

Source: domain.md, The five-year plan; 规划 五（五）强化评估检测.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.rules.amounts import plain
from projects.rules.indicator_aims import Aim, Direction, is_met
from projects.rules.words import Worded

JUMP = 8  # times as much, or an eighth: rather another unit of measure than another year
WHOLE = 100  # per cent


class Course(Worded):
    """The classes of an indicator's year, the best first."""

    MET = "met", "提前实现", "done"
    AHEAD = "ahead", "快于预期", "ahead"
    ON_COURSE = "on_course", "符合预期", "done"
    BEHIND = "behind", "滞后于预期", "behind"
    MISSED = "missed", "未实现", "far"
    UNJUDGED = "unjudged", "无法测算"


@dataclass(frozen=True)
class Way:
    """From where to where an indicator is to go, and by when; `yearly` are targets set for single years.

    `is_rate` where it is measured in per cent, `is_share` where that is a part of a whole, no rise or fall.
    """

    base: Aim | None
    target: Aim | None
    direction: Direction
    base_year: int
    end_year: int
    yearly: Mapping[int, Decimal]
    is_rate: bool = False
    is_share: bool = False

    def expected(self, year: int) -> Decimal | None:
        """The value that the way asks for in this year; None where nothing was printed to start from."""
        if year in self.yearly:
            return self.yearly[year]
        if self.target is None or year >= self.end_year:
            return self.target and self.target.amount
        share = Decimal(year - self.base_year) / Decimal(self.end_year - self.base_year)
        if self.target.is_sum:
            return self.target.amount * share
        if self.base is None or self.base.is_sum:
            return None
        return self.base.amount + (self.target.amount - self.base.amount) * share


def value_due_on(year: int) -> date:
    """By when a year's value is expected: the end of the next year's first quarter."""
    return date(year + 1, 3, 31)


def missing_word(year: int, on: date) -> str:
    """What a year without a value is called: 待报 until its day has passed, then 未报."""
    return "未报" if on > value_due_on(year) else "待报"


def course_of(way: Way, year: int, value: Decimal | None) -> Course:
    """The class of a year's value: from the last year on only the target counts."""
    if value is None or way.target is None:
        return Course.UNJUDGED
    if is_met(value, way.target, way.direction):
        return Course.MET if year < way.end_year else Course.ON_COURSE
    if year >= way.end_year:
        return Course.MISSED
    expected = way.expected(year)
    if expected is None:
        return Course.UNJUDGED
    ahead = value - expected if way.direction == Direction.HIGHER else expected - value
    if abs(ahead) < _half_a_place(way, value):
        return Course.ON_COURSE
    return Course.AHEAD if ahead > 0 else Course.BEHIND


def course_word(course: Course, way: Way, year: int) -> str:
    """The class for reading: in the last year what is met is 已实现 and no longer early."""
    return "已实现" if course == Course.ON_COURSE and year >= way.end_year else course.word


def why_impossible(way: Way, value: Decimal) -> str:
    """Why this value cannot be sent at all: no share of a whole lies below 0; "" where it can."""
    if way.is_share and value < 0:
        return f"年度值{plain(value)}%低于0，比率不能为负数，请更正。"
    return ""


def questions(way: Way, value: Decimal, before: Decimal | None) -> tuple[str, ...]:
    """What is asked about a value before it is sent; what cannot be at all is said as that, and nothing more.

    A rate beyond 0 to 100 is asked about as that: it may be right (毛入学率, a fall), and is mostly a slip.
    """
    if why := why_impossible(way, value):
        return (why,)
    if way.is_rate and not 0 <= value <= WHOLE:
        beyond = "低于0" if value < 0 else f"高于{WHOLE}%"
        return (f"年度值{plain(value)}%{beyond}，请核对数值和计量单位并说明原因。",)
    asked = []
    base = way.base.amount if way.base and not way.base.is_sum else None
    is_sum = bool(way.target and way.target.is_sum)
    compared = before if before is not None else base
    if compared and value and not is_sum and not 1 / Decimal(JUMP) < value / compared < JUMP:
        asked.append(f"与上一数值{plain(compared)}相差{JUMP}倍以上，请核对计量单位。")
    elif before is not None and is_sum and value < before:
        asked.append(f"累计数低于上年的{plain(before)}，请核对。")
    elif before is not None and _worse(way, value, before):
        asked.append(f"比上年的{plain(before)}退步，请核对并说明原因。")
    elif base is not None and not is_sum and _worse(way, value, base) and not _met(way, value):
        asked.append(f"比{way.base_year}年的{plain(base)}退步，请核对并说明原因。")
    return tuple(asked)


def _worse(way: Way, value: Decimal, than: Decimal) -> bool:
    return value < than if way.direction == Direction.HIGHER else value > than


def _met(way: Way, value: Decimal) -> bool:
    return way.target is not None and is_met(value, way.target, way.direction)


def _half_a_place(way: Way, value: Decimal) -> Decimal:
    """Half of the last place that is printed: what lies within it is on the way."""
    printed = [each.amount for each in (way.base, way.target) if each is not None]
    places = max(-amount.normalize().as_tuple().exponent for amount in [*printed, value])
    return Decimal(5).scaleb(-max(places, 0) - 1)
