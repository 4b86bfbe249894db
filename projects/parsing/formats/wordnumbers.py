"""The numbers that Word itself writes before paragraphs: they stand in no text and are counted here."""

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
HAN_DIGITS = "〇一二三四五六七八九"
CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographTraditional",
    )
)
CIRCLED = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
PLACE = re.compile(r"%([1-9])")
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class Level:
    """One level of a list: where it starts, how its number is written, what stands around it."""

    start: int = 1
    style: str = "decimal"
    text: str = ""


@dataclass
class Numbers:
    """The lists of a document, counted on paragraph by paragraph."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # numId → its levels
    lists: dict[str, str] = field(default_factory=dict)  # numId → the list that it counts on
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)  # numId → level → where it begins anew
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # paragraph style → numId, level
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def before(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph; nothing before one that it does not number."""
        number, level = numbering_of(paragraph, self.styles)
        levels = self.levels.get(number)
        if not levels or level not in levels:
            return ""
        counts = self.counts.setdefault(self.lists[number], [None] * LEVELS)
        if number not in self.begun:
            self.begun.add(number)
            for place, start in self.restarts.get(number, {}).items():
                counts[place] = start - 1
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        return PLACE.sub(lambda found: self.written(levels, counts, int(found[1]) - 1), levels[level].text)

    def written(self, levels: dict[int, Level], counts: list[int | None], place: int) -> str:
        """The number of one level as its style writes it."""
        level = levels.get(place, Level())
        return written(level.start if counts[place] is None else counts[place], level.style)


def numbering_of(paragraph: etree._Element, styles: dict[str, tuple[str, int]]) -> tuple[str, int]:
    """The list that numbers a paragraph, by itself or by its style, and the level; "" without any."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return "", 0
    style = value(properties.find(f"{W}pStyle"))
    number, level = styles.get(style, ("", 0))
    own = properties.find(f"{W}numPr")
    if own is None:
        return number, level
    return (
        value(own.find(f"{W}numId")) or number,
        min(whole(value(own.find(f"{W}ilvl")), level), LEVELS - 1),
    )


def numbers_of(numbering: etree._Element | None, styles: etree._Element | None) -> Numbers:
    """The lists that a document defines."""
    numbers = Numbers()
    if numbering is None:
        return numbers
    abstract = {
        each.get(f"{W}abstractNumId"): {
            whole(level.get(f"{W}ilvl"), 0): level_of(level) for level in each.iterfind(f"{W}lvl")
        }
        for each in numbering.iterfind(f"{W}abstractNum")
    }
    for each in numbering.iterfind(f"{W}num"):
        number = each.get(f"{W}numId")
        of = value(each.find(f"{W}abstractNumId"))
        levels = dict(abstract.get(of, {}))
        for override in each.iterfind(f"{W}lvlOverride"):
            place = whole(override.get(f"{W}ilvl"), 0)
            start = override.find(f"{W}startOverride")
            if start is not None and place < LEVELS:
                numbers.restarts.setdefault(number, {})[place] = whole(value(start), 1)
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[place] = level_of(own)
        numbers.levels[number] = levels
        numbers.lists[number] = of
    numbers.styles = numbered_styles(styles)
    return numbers


def numbered_styles(styles: etree._Element | None) -> dict[str, tuple[str, int]]:
    """The paragraph styles that number, those based on such a one included."""
    if styles is None:
        return {}
    named = {each.get(f"{W}styleId"): each for each in styles.iterfind(f"{W}style")}
    found: dict[str, tuple[str, int]] = {}
    for name, style in named.items():
        seen: set[str] = set()
        at: etree._Element | None = style
        while at is not None and at.get(f"{W}styleId") not in seen:
            seen.add(at.get(f"{W}styleId"))
            own = at.find(f"{W}pPr/{W}numPr")
            if own is not None:
                level = whole(value(own.find(f"{W}ilvl")), 0)
                found[name] = (value(own.find(f"{W}numId")), min(level, LEVELS - 1))
                break
            at = named.get(value(at.find(f"{W}basedOn")))
    return found


def level_of(level: etree._Element) -> Level:
    """One level as the file defines it; a bullet prints nothing that a reader needs."""
    style = value(level.find(f"{W}numFmt")) or "decimal"
    text = "" if style in ("bullet", "none") else value(level.find(f"{W}lvlText"))
    return Level(whole(value(level.find(f"{W}start")), 1), style, text)


def written(number: int, style: str) -> str:
    """A number in the way that a list writes it."""
    if style in CHINESE:
        return han(number)
    if style == "ideographDigital":
        return "".join(HAN_DIGITS[int(digit)] for digit in str(number))
    if style in CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if style == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if style == "decimalZero":
        return f"{number:02}"
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        return roman(number).upper() if style == "upperRoman" else roman(number)
    return str(number)


def han(number: int) -> str:
    """1 to 999 in Chinese: 十二, 一百零三."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{HAN_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else HAN_DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (HAN_DIGITS[ones] if ones else "")


def roman(number: int) -> str:
    """A small number in Roman numerals."""
    text = ""
    for size, letters in ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def value(element: etree._Element | None) -> str:
    """The w:val of an element, "" where there is none."""
    return "" if element is None else element.get(f"{W}val", "")


def whole(text: str | None, default: int) -> int:
    """A whole number printed in the file, or the default where it prints none."""
    return int(text) if text and text.isdecimal() else default
