"""The numbers that open a task, an item or a heading: 1. 1、 1． （1） 1) 第1项 一、 （一） 一是 ①."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from projects.parsing.measures import UNIT
from projects.parsing.numerals import to_int

ARABIC = r"(?P<number>[0-9０-９]{1,3})"
HAN = r"(?P<number>[一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾]{1,5})"
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
LETTERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN = {letters: number for number, letters in enumerate(LETTERS, 1)}
SIGNS = {  # one character that is a number
    "circle": "①-⑳",
    "black_circle": "❶-❿➀-➓",
    "small_bracket": "⑴-⒇",
    "small_point": "⒈-⒛",
    "small_han": "㈠-㈩㊀-㊉",
    "roman": "Ⅰ-Ⅻ",
}
SIGN = re.compile(f"[{''.join(SIGNS.values())}]")
NOT_COUNTING = "[年月日岁号级届世时点分秒周季多余几十百千万亿倍成度层楼期版线路维届后以]"  # 3月, 12万
STYLES: dict[str, re.Pattern[str]] = {
    "point": re.compile(rf"{ARABIC}\s*[.．。]\s?"),
    "pause": re.compile(rf"{ARABIC}\s*(?:、|[，,](?=[一-鿿“]))\s?"),
    "colon": re.compile(rf"{ARABIC}\s*[:：|]\s?(?!\d)"),
    "bracket": re.compile(rf"[（(\[［【]\s*{ARABIC}\s*[)）\]］】]\s?[、.．。]?"),
    "half": re.compile(rf"{ARABIC}\s*[)）]\s?[、.．。]?"),
    "named": re.compile(
        rf"(?P<open>[（(【\[［])?(?:民生)?(?:任务|项目|实事|事项)\s?{ARABIC}\s?"
        rf"(?(open)[)）】\]］]\s?|(?:[、.．:：]\s?|\s|(?!{UNIT.pattern})(?!{NOT_COUNTING})(?=[一-鿿“‘《])))"
    ),
    "han_named": re.compile(
        rf"(?P<open>[（(【\[［])?(?:民生)?(?:任务|项目|实事|事项)之?{HAN}"
        r"(?(open)[)）】\]］]\s?|(?:\s?[、.．:：]\s?|(?![期批次个级些线轮]|体化)))"
    ),
    "latin": re.compile(rf"(?:[Nn][Oo]|№)[.．]?\s?{ARABIC}\s?[、.．:：]?\s?"),
    "item": re.compile(
        rf"[（(]?第\s?{ARABIC}\s?[项件条](?:民生)?(?:实事|任务|项目)?[)）]?\s?[、.．。:：,，]?\s?"
    ),
    "roman_letters": re.compile(rf"(?P<number>{'|'.join(ROMAN)})[.．、]\s?(?=[一-鿿])"),
    "han": re.compile(rf"{HAN}\s?[、.．。]\s?"),
    "han_bracket": re.compile(rf"[（(]\s?{HAN}\s?[)）]\s?[、.．。]?"),
    "han_half": re.compile(rf"{HAN}\s?[)）]\s?[、.．。]?"),
    "han_item": re.compile(rf"[（(]?第{HAN}[项件条](?:民生)?(?:实事|任务|项目)?[)）]?\s?[、.．。:：,，]?\s?"),
    "han_firstly": re.compile(rf"第{HAN}[、，,：:]\s?"),
    "first": re.compile(rf"{HAN}是(?=\D)[，,：:]?"),
    **{name: re.compile(rf"(?P<number>[{signs}])[、.．]?\s?") for name, signs in SIGNS.items()},
    "bare": re.compile(rf"{ARABIC}(?!{UNIT.pattern})(?!{NOT_COUNTING})(?=[一-鿿“‘《])"),
}
OPENERS = frozenset(
    "民任项实事0123456789０１２３４５６７８９一二三四五六七八九十百零〇（([［【第Nn№IVX壹贰叁肆伍陆柒捌玖拾"
)
# what only opens a line: the numbers of an outline (1.2, 1.2.3, 1-2) counted by their last part, and bullets
OUTLINE = re.compile(
    rf"(?:[0-9]{{1,2}}(?P<sign>[.．\-－—–])[0-9]{{1,2}}(?:(?P=sign)[0-9]{{1,2}}){{0,2}})"
    rf"(?:\s(?=\d)|[.．、:：]?\s?(?!{UNIT.pattern})(?!{NOT_COUNTING})(?=[一-鿿“‘《（(]))"
)
BULLETED = "bullet "
BULLET = re.compile(r"(?P<sign>[◆◇●○■□★☆▲△▶►▸➢➤➔→◎◉✦✓✔❖⬤√·•*-])\s?(?=[一-鿿“‘《])")
LETTERED = re.compile(
    r"(?:[A-Za-z]-?(?P<number>[0-9]{1,3})[.．:：]|20\d\d[-—](?P<coded>[0-9]{2,3})(?=\s?[一-鿿]))\s?"
)  # A1. and 2026-01
DASHED = re.compile(r"(?P<number>[0-9]{1,3})(?P<coded>)\s?[-—–－]{1,2}\s?(?=[一-鿿“‘《])")  # 1-新建小学2所
OUTLINE_ALONE = re.compile(r"[0-9]{1,2}(?:[.．\-－—–][0-9]{1,2}){1,3}[.．、]?")
LAST_PART = re.compile(r"[0-9]{1,2}(?=\D*$)")
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
    if text[place : place + 1] not in OPENERS and not SIGN.match(text, place):
        return found
    for style, pattern in STYLES.items():
        if match := pattern.match(text, place):
            printed = match["number"]
            printed = str(ROMAN.get(printed, printed)).translate(FORMAL)
            number = int(unicodedata.numeric(printed)) if style in SIGNS else to_int(printed)
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


def line_markers(text: str, starts: Iterable[int]) -> list[Marker]:
    """The numbers of an outline and the bullets that open lines; bullets of one sign are counted."""
    found: list[Marker] = []
    bullets: Counter[str] = Counter()
    for place in starts:
        if match := OUTLINE.match(text, place):
            number = int(LAST_PART.search(match[0])[0])
            depth = len(re.findall(r"\d+", match[0]))
            found.append(Marker(place, match.end(), number, f"outline{depth}", glued=False))
        elif match := LETTERED.match(text, place) or DASHED.match(text, place):
            style = "dashed" if match.re is DASHED else "lettered"
            number = int(match["number"] or match["coded"])
            found.append(Marker(place, match.end(), number, style, glued=False))
        elif match := BULLET.match(text, place):
            bullets[match["sign"]] += 1
            style = f"{BULLETED}{match['sign']}"
            found.append(Marker(place, match.end(), bullets[match["sign"]], style, glued=False))
    return found


def outline_number(text: str) -> int | None:
    """The last part of an outline's number that stands alone: 1.2 → 2; None of anything else."""
    return int(LAST_PART.search(text)[0]) if OUTLINE_ALONE.fullmatch(text) else None


def recounted(run: Sequence[Marker]) -> list[Marker]:
    """A run of bullets counted anew, without those that open no task."""
    if not run or not run[0].style.startswith(BULLETED):
        return list(run)
    return [replace(marker, number=number) for number, marker in enumerate(run, 1)]
