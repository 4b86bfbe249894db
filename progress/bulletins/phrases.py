"""Turns of phrase that the parts of a bulletin's text share."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from progress.rules.figures import Figures, named

VERDICT_LABEL = "进度评价"
PROGRESS_LABEL = "进展情况"  # an accepted report never lacks it
TEXT_LABELS = (PROGRESS_LABEL, "存在问题", "下一步打算", "序时进度", "本季度序时进度")  # the last of old


def items(numbers: Iterable[int]) -> str:
    """第2项、第10项: each with its own words, for a run of bare numbers cannot be broken at a line's end."""
    return named(f"第{number}项" for number in sorted(set(numbers)))


def share(part: int, whole: int) -> str:
    """45.0%."""
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.1'), ROUND_HALF_UP)}%" if whole else "0%"


def lag_word(figures: Figures) -> str:
    """What 滞后 means in this quarter."""
    return "未完成年度任务" if figures.is_year else "未达序时"


def good_word(figures: Figures) -> str:
    """What is said of tasks that are well: of the year that they are done."""
    return "已完成" if figures.is_year else "按序时推进"


def sentence(text: str) -> str:
    """The text on one line with its closing stop."""
    joined = "；".join(line.strip().rstrip("。；;") for line in text.split("\n") if line.strip())
    return f"{joined}。" if joined else ""
