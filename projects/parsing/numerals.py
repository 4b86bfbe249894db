"""Numbers from characters: 15, 2.2, 十二, 二〇二三, 百; as whole numbers, dates and exact decimals."""

import re
from datetime import date
from decimal import Decimal

CHINESE = "〇零○一二两三四五六七八九十百千"
DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
LONGEST = 12  # characters of a Chinese numeral; what is longer is no number

# full-width to half-width, one character for one, so that places in the text stay
HALF_WIDTH = str.maketrans("０１２３４５６７８９．％﹪＋－～／（）＃", "0123456789.%%+-~/()#")

_DATE = re.compile(r"(.{4})(?:年|[-./])(.{1,3}?)(?:月|[-./])(.{1,3}?)日?")


def to_int(printed: str) -> int | None:
    """The whole number that the characters print, in Arabic or Chinese numerals, None where they are none."""
    plain_digits = printed.strip().translate(HALF_WIDTH)
    if plain_digits.isascii() and plain_digits.isdigit():
        return int(plain_digits)
    return chinese_number(plain_digits)


def to_date(printed: str) -> date | None:
    """The day that the characters print (2023年1月20日, 二〇二三年一月二十日, 2021-02-10), or None."""
    found = _DATE.fullmatch(printed.strip().replace("元月", "1月"))
    parts = [to_int(part) for part in found.groups()] if found else [None]
    if None in parts:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def chinese_number(characters: str) -> int | None:
    """The value of a Chinese numeral (十二 → 12, 两千三百 → 2300, 二〇二三 → 2023), None where it is none."""
    total = section = digit = 0
    if not 0 < len(characters) <= LONGEST:
        return None
    for character in characters:
        if character in DIGITS:
            digit = digit * 10 + DIGITS[character]
        elif character in "十百千":
            section += (digit or 1) * MULTIPLIERS[character]
            digit = 0
        elif character in "万亿":
            stands = total - total % MULTIPLIERS["亿"] if character == "万" else 0  # 一亿 of 一亿二千万
            total = stands + (total - stands + section + digit or 1) * MULTIPLIERS[character]
            section = digit = 0
        else:
            return None
    return total + section + digit


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no zeros at the end."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def readable(value: Decimal) -> str:
    """A number as a report prints it: 4814万, 1.5亿, 350."""
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if abs(value) >= size:
            return plain(value / size) + name
    return plain(value)
