"""Paragraphs of an official text, and the numbers of its headings: 一、 （一） 1. (GB/T 9704-2012, 7.3.3)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SECTION, PART, POINT = 1, 2, 3  # 一、 （一） 1.
BODY = 0


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, under a key that never changes with the figures; it is numbered when it is printed.

    A section's heading stands alone; the head of a part or a point runs into its text.
    """

    key: str
    text: str = ""
    head: str = ""
    level: int = BODY

    @property
    def run_in(self) -> str:
        """The head as it runs into the text: 第7项： of a point, 未报。 of a part; a heading stands alone."""
        if not self.head or not self.text:
            return self.head
        return self.head + ("：" if self.level == POINT else "。")


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """Each paragraph with its number: 一、 （一） 1. counted anew under every higher heading.

    "" for plain text, and for a part or a point that is the only one under its heading.
    """
    places = list(_places(paragraphs))
    siblings = Counter((place[: each.level - 1], each.level) for place, each in places if each.level != BODY)
    for place, each in places:
        is_alone = each.level in (PART, POINT) and siblings[place[: each.level - 1], each.level] == 1
        yield "" if each.level == BODY or is_alone else _number(each.level, place[-1]), each


def _places(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[tuple[int, ...], Paragraph]]:
    """Each paragraph with its count on every level down to its own."""
    counts = {SECTION: 0, PART: 0, POINT: 0}
    for each in paragraphs:
        if each.level != BODY:
            counts = {
                level: count + 1 if level == each.level else count * (level < each.level)
                for level, count in counts.items()
            }
        yield tuple(counts[level] for level in range(SECTION, each.level + 1)), each


def chinese(number: int) -> str:
    """一, 十, 十二, 二十: numbers of headings; from 100 on in digits."""
    if number > 99:
        return str(number)
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    leading = "十" if tens == 1 else f"{digits[tens]}十"  # 十二, not 一十二
    return leading + (digits[ones] if ones else "")


def _number(level: int, count: int) -> str:
    if level == POINT:
        return f"{count}."
    return {SECTION: f"{chinese(count)}、", PART: f"（{chinese(count)}）"}.get(level, "")
