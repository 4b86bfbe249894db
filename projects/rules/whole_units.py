"""What is counted in whole pieces: a fraction of it is asked about wherever a count is typed."""

from decimal import Decimal

WHOLE = frozenset("所个家人名户辆台场座处件项间栋幢条例批支只张份位株棵部本册班套对艘架口眼盏块类路尾")
WHOLE_WORDS = frozenset(
    (
        "人次",
        "场次",
        "户次",
        "家次",
        "批次",
        "车次",
        "班次",
        "件次",
        "轮次",
        "剂次",
        "台套",
        "人份",
        "班级",
        "学校",
    )
)


def fraction_words(amount: Decimal, unit: str) -> str:
    """What is asked about a fraction of whole pieces; "" where it is whole, or measured."""
    is_whole = unit in WHOLE or unit in WHOLE_WORDS
    return f"按“{unit}”计数应是整数" if is_whole and amount % 1 != 0 else ""
