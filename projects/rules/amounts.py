"""Quantities as the office writes and reads them: 22000 is 2.2万, 100000000 is 1亿. Plain values only."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

TEN_THOUSAND = Decimal(10**4)
SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4)}
TYPED_SCALES = {**SCALES, "千万": Decimal(10**7), "百万": Decimal(10**6), "千": Decimal(1000)}
LARGEST = Decimal(10) ** 15
PLACES = 4  # decimals that the database keeps
EXAMPLES = {"": "22000 或 2.2万", "万": "500 或 1.1亿", "亿": "2.75 或 1.1亿"}  # by the scale of the unit
SHOWN = 24  # characters of what was typed that a sentence repeats
SPELLINGS = (  # of one measure; 个 and 家 count alike and are two
    ("平方米", "平米", "m2"),
    ("平方公里", "平方千米", "km2"),
    ("立方米", "立方", "m3"),
    ("公里", "千米", "km"),
    ("公斤", "千克", "kg"),
    ("吨", "t"),
)
_GROUPED = r"\d{1,3}(?:,\d{3})+"  # 1,234,567: the one way in which a comma stands within a number
_DIGITS = rf"(?:{_GROUPED}|\d+)(?:\.\d*)?|\.\d+"  # 96000, 96,000.5, 96000. and .5
_NUMBER = re.compile(rf"([-+]?)({_DIGITS})", re.ASCII)
_SCALED = re.compile(rf"([-+]?)({_DIGITS})\s?({'|'.join(TYPED_SCALES)})?", re.ASCII)
_SEVERAL = re.compile(r"[\s;；、/|]+")
_MARKED = re.compile(rf"[-+]?[\d,.]+(?:{'|'.join(TYPED_SCALES)})?", re.ASCII)  # digits with marks among them
_ANY_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """What one cell says: an amount, or why it is none; neither where nothing stands in it."""

    amount: Decimal | None = None
    why: str = ""


def worded(amount: Decimal | None) -> str:
    """The amount for reading: 万 and 亿 where at most two decimals remain, else in digits; "" for None."""
    if amount is None:
        return ""
    for word, scale in SCALES.items():
        if abs(amount) >= scale and (amount / scale * 100) % 1 == 0:
            return plain(amount / scale) + word
    return plain(amount)


def counted(amount: Decimal | None, unit: str) -> str:
    """The amount with its unit, for reading; in digits before a unit with a scale of its own; "" for None."""
    if amount is None:
        return ""
    return f"{plain(amount) if scale_of(unit) else worded(amount)}{unit}"


def money(amount: Decimal | None) -> str:
    """An amount in 万元 for reading: 2.75亿元, 1200万元, 5000元; "" for None."""
    return "" if amount is None else f"{worded(amount * TEN_THOUSAND)}元"


def read_back(amount: Decimal | None) -> str:
    """The amount for checking what was typed: always in 万 and 亿 where it has them, 12345 is 1.2345万."""
    if amount is None:
        return ""
    for word, scale in SCALES.items():
        if abs(amount) >= scale:
            part = amount / scale
            shown = round(part, PLACES)
            return ("" if shown == part else "约") + plain(shown) + word
    return plain(amount)


def plain(amount: Decimal | None) -> str:
    """The amount in digits, without an exponent or idle zeros; "" for None."""
    return "" if amount is None else f"{amount.normalize():f}"


def typed(text: str, unit: str = "") -> Decimal | None:
    """The amount that a person typed (22000, 22,000, 2.2万, ２２); None where it is not one."""
    return read(text, unit).amount


def read(text: str, unit: str = "") -> Reading:
    """What a person typed into one cell, as people write it: 9.6万平方米, 96000., .5, １２, 4,330万元, 1.1亿.

    One cell holds one number: what only looks like one without its gaps and commas is none. `unit` may stand
    behind the number, no other may.
    """
    cell = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    if not cell:
        return Reading()
    unit = unicodedata.normalize("NFKC", unit).strip()
    if _has_a_mark(text):
        return Reading(why=_why_none(text.strip(), unit))
    amount = _amount(_spelled(cell, unit), unit)
    if amount is None:
        return Reading(why=_why_none(cell, unit))
    if abs(amount) >= LARGEST:
        return Reading(why=f"“{_shown(cell)}”太大，请核对。")
    if amount != round(amount, PLACES):
        return Reading(why=f"“{_shown(cell)}”的小数超过{PLACES}位，请四舍五入。")
    return Reading(amount)


def _has_a_mark(text: str) -> bool:
    """Whether a raised, lowered or circled figure stands at a number: 12① is 12 with a footnote, never 121.

    Behind a letter it belongs to the unit (m²).
    """
    return any(
        unicodedata.category(each) == "No" and not before.isalpha() for before, each in pairwise(f" {text}")
    )


def _spelled(cell: str, unit: str) -> str:
    """The cell with its unit as the list prints it, where it is only spelled otherwise: 9.6万㎡, 平方米."""
    own = unit.removeprefix(scale_of(unit))
    for spellings in SPELLINGS if own else ():
        other = next((each for each in spellings if cell.lower().endswith(each)), "")
        if own.lower() in spellings and other:
            return cell[: -len(other)] + own
    return cell


def _amount(cell: str, unit: str) -> Decimal | None:
    """The number before the unit; of a unit that begins with a scale (万元) see `_amount_in`."""
    bare = cell.removesuffix(unit).rstrip() if unit else cell
    if bare != cell and _NUMBER.fullmatch(bare):
        return _value(_NUMBER.fullmatch(bare))
    if scale := scale_of(unit):
        return _amount_in(cell, scale, unit.removeprefix(scale))
    match = _SCALED.fullmatch(bare)
    return _value(match) * TYPED_SCALES.get(match[3], Decimal(1)) if match else None


def scale_of(unit: str) -> str:
    """The scale with which a unit begins: 万 of 万元 and 万人次; "" of one that begins with none."""
    return next((each for each in SCALES if unit.startswith(each) and unit != each), "")


def _amount_in(cell: str, scale: str, rest: str) -> Decimal | None:
    """An amount in scaled units: in 万元 500万 is 500, 1.1亿元 is 11000, 1200元 is 0.12.

    None for 3千, which may be said of the unit or of its scale.
    """
    bare = cell.removesuffix(rest).rstrip()
    match = _SCALED.fullmatch(bare)
    if match is None:
        return None
    said = match[3]
    if said is None:
        return _value(match) / SCALES[scale] if bare != cell else _value(match)
    if bare == cell and TYPED_SCALES[said] < SCALES[scale]:
        return None
    return _value(match) * TYPED_SCALES[said] / SCALES[scale]


def _value(match: re.Match) -> Decimal:
    return Decimal(match[1] + match[2].replace(",", "")) or Decimal(0)  # nothing has no sign


def _why_none(cell: str, unit: str) -> str:
    """What is wrong, in a sentence that says what to do."""
    cells = [each for each in _SEVERAL.split(cell) if each]
    if len(cells) > 1 and all(_ANY_NUMBER.search(each) for each in cells):
        return f"这一格里有{len(cells)}个数（{_shown('、'.join(cells))}），一格只填一个数。"
    if _MARKED.fullmatch(cell) and ("," in cell or cell.count(".") > 1):
        return f"“{_shown(cell)}”不是一个数：逗号只用于千分位，如 1,234 或 12,345.6。"
    example = f"请填写数字，如 {EXAMPLES[scale_of(unit)]}。"
    if unit and _SCALED.match(cell):
        return f"本项按“{unit}”填，没有看懂“{_shown(cell)}”。{example}"
    return f"没有看懂“{_shown(cell)}”。{example}"


def _shown(cell: str) -> str:
    """What was typed, cut where it would make the sentence too long."""
    return cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}…"
