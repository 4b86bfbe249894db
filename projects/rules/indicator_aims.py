"""What a five-year plan prints for an indicator (规划指标): a value, a comparator, over which time.

As in 表3 of the 公共服务规划 of 2021: `≥95`, `<6`, `65左右`, and `[8.15]`, the sum of the five years.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from projects.rules.words import Worded

_FOLDED = str.maketrans("＞＜〉〈［］【】％，", "><><[][]%,")
_PRINTED = re.compile(
    r"(?P<before>>=|<=|[≥≤><]|不低于|不少于|不高于|不超过)?"
    r"(?P<amount>\d+(?:\.\d+)?)%?"
    r"(?P<after>以上|以内|以下|左右)?"
)
_MEANING = {
    **dict.fromkeys((">=", "≥", "不低于", "不少于", "以上"), "≥"),
    **dict.fromkeys(("<=", "≤", "不高于", "不超过", "以内", "以下"), "≤"),
    ">": ">",
    "<": "<",
    "左右": "左右",
}
AROUND = Decimal("0.02")  # 65左右 is met from 2 % short of it


class Direction(Worded):
    """Which way an indicator is meant to go."""

    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"


PERCENT = ("%", "％")
CHANGES = ("增长", "增速", "增幅", "上升", "提高", "下降", "降低", "降幅", "变化")


def is_rate(measure: str) -> bool:
    """Whether it is measured in per cent."""
    return measure.strip() in PERCENT


def is_change(name: str) -> bool:
    """Whether the name tells of a rise or a fall, which may go the other way."""
    return any(word in name for word in CHANGES)


@dataclass(frozen=True)
class Aim:
    """A printed value; `is_sum` where it is what the years since the base add up to."""

    amount: Decimal
    comparator: str = ""  # ≥ ≤ > < 左右
    is_sum: bool = False


def read_aim(printed: str) -> Aim | None:
    """The value that stands in a cell; None where none does (—, _, a sentence)."""
    text = "".join(printed.split()).translate(_FOLDED)
    is_sum = text.startswith("[") and text.endswith("]")
    found = _PRINTED.fullmatch(text.strip("[]") if is_sum else text)
    if found is None or (found["before"] and found["after"]):
        return None
    comparator = _MEANING.get(found["before"] or found["after"] or "", "")
    return Aim(Decimal(found["amount"]), comparator, is_sum)


def direction_of(base: Aim | None, target: Aim | None) -> tuple[Direction, bool]:
    """Which way it is meant to go, and whether that is certain.

    The comparator says it; without one a target below its base is either a fall that is wished (卫生支出占比)
    or a floor that is held (参保人数): somebody has to say which.
    """
    if target is not None and target.comparator in {"≤", "<"}:
        return Direction.LOWER, True
    if target is None or target.comparator in {"≥", ">"} or target.is_sum or base is None:
        return Direction.HIGHER, True
    if target.amount < base.amount:
        return Direction.LOWER, False
    return Direction.HIGHER, True


def is_met(value: Decimal, target: Aim, direction: Direction) -> bool:
    """Whether this value fulfils the target."""
    if target.comparator in {">", "<"} and value == target.amount:
        return False
    room = target.amount * AROUND if target.comparator == "左右" else Decimal(0)
    if direction == Direction.LOWER:
        return value <= target.amount + room
    return value >= target.amount - room
