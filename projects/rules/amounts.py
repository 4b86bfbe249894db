"""Quantities as the office writes and reads them: 22000 is 2.2万, 100000000 is 1亿. Plain values only."""

import re
import unicodedata
from decimal import Decimal

SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4)}
_GROUPED = r"\d{1,3}(?:,\d{3})+"  # 1,234,567: the one way in which a comma stands within a number
_TYPED = re.compile(rf"(-?(?:{_GROUPED}|\d+)(?:\.\d+)?)\s?(亿|万)?", re.ASCII)


def worded(amount: Decimal | None) -> str:
    """The amount for reading: 万 and 亿 where at most two decimals remain, else in digits; "" for None."""
    if amount is None:
        return ""
    for word, scale in SCALES.items():
        if abs(amount) >= scale and (amount / scale * 100) % 1 == 0:
            return plain(amount / scale) + word
    return plain(amount)


def plain(amount: Decimal | None) -> str:
    """The amount in digits, without an exponent or idle zeros; "" for None."""
    return "" if amount is None else f"{amount.normalize():f}"


def typed(text: str) -> Decimal | None:
    """The amount that a person typed (22000, 22,000, 2.2万, ２２); None where it is not one.

    One cell holds one number: what only looks like one without its gaps and commas is none.
    """
    match = _TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    return Decimal(match[1].replace(",", "")) * SCALES.get(match[2] or "", Decimal(1))
