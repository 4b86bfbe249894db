"""The numbers that open a task, an item or a heading: 1. 1、 1． （1） 1) 第1项 一、 （一） 一是 ①."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from projects.parsing.numerals import to_int

ARABIC = r"(?P<number>[0-9０-９]{1,3})"
HAN = r"(?P<number>[一二三四五六七八九十百零〇]{1,5})"
STYLES: dict[str, re.Pattern[str]] = {
    "point": re.compile(rf"{ARABIC}\s*[.．。]\s?"),
    "pause": re.compile(rf"{ARABIC}\s*[、]\s?"),
    "bracket": re.compile(rf"[（(]\s*{ARABIC}\s*[)）]\s?[、.．]?"),
    "half": re.compile(rf"{ARABIC}\s*[)）]\s?[、.．]?"),
    "named": re.compile(rf"(?:任务|项目|实事|事项)\s?{ARABIC}\s?[、.．:：]\s?"),
    "item": re.compile(rf"第\s?{ARABIC}\s?[项件条]\s?[、.．:：,，]?\s?"),
    "han": re.compile(rf"{HAN}\s?[、.．]\s?"),
    "han_bracket": re.compile(rf"[（(]\s?{HAN}\s?[)）]\s?[、.．]?"),
    "han_item": re.compile(rf"第{HAN}[项件条]\s?[、.．:：,，]?\s?"),
    "first": re.compile(rf"{HAN}是(?=\D)[，,：:]?"),
    "circle": re.compile(r"(?P<number>[①-⑳])[、.．]?\s?"),
}
OPENERS = frozenset(
    "任项实事0123456789０１２３４５６７８９一二三四五六七八九十百零〇（(第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
)
FAMILIES = {"point": "line", "pause": "line"}  # 1. and 1、 are one family: a list that mixes them is one list


@dataclass(frozen=True)
class Marker:
    """A printed number: where it stands, what it counts, how it is written."""

    start: int
    end: int
    number: int
    style: str
    glued: bool  # a digit follows at once: 53.24部门 may be a number 53 or the amount 53.24

    @property
    def family(self) -> str:
        """Styles that one list may mix."""
        return FAMILIES.get(self.style, self.style)


def markers_at(text: str, place: int) -> list[Marker]:
    """Every way to read a number at this place."""
    found: list[Marker] = []
    if text[place : place + 1] not in OPENERS:
        return found
    for style, pattern in STYLES.items():
        if match := pattern.match(text, place):
            number = ord(match["number"]) - ord("①") + 1 if style == "circle" else to_int(match["number"])
            if number is not None:
                glued = (
                    style == "point"
                    and not match[0].endswith(" ")
                    and text[match.end() : match.end() + 1].isdigit()
                )
                found.append(Marker(place, match.end(), number, style, glued))
    return found


def all_markers(text: str, places: Iterable[int]) -> list[Marker]:
    """Every number that could be read at these places, in order."""
    return [marker for place in places for marker in markers_at(text, place)]
