"""Turns of phrase that the parts of a bulletin's text share."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from progress.rules.figures import named
from progress.rules.standings import Tally


def items(numbers: Iterable[int]) -> str:
    """第2项、第10项: each with its own words, for a run of bare numbers cannot be broken at a line's end."""
    return named(f"第{number}项" for number in sorted(set(numbers)))


def share(part: int, whole: int) -> str:
    """45.0%."""
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%" if whole else "0%"


def good(tally: Tally) -> int:
    """Tasks that are on schedule or better."""
    return tally.completed + tally.ahead + tally.on_schedule


def sentence(text: str) -> str:
    """The text on one line with its closing stop."""
    joined = "；".join(line.strip().rstrip("。；;") for line in text.split("\n") if line.strip())
    return f"{joined}。" if joined else ""
