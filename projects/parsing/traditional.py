"""Traditional characters become Simplified ones, place by place."""

import operator
import re

from opencc import OpenCC

HAN = re.compile("[一-鿿]+")
CONVERTER = OpenCC("t2s")
TRADITIONAL_SHARE = 50  # one Chinese character in so many that changes makes a text a Traditional one


def converted(text: str) -> str:
    """OpenCC's Simplified text, of the same length as the given one."""
    try:
        whole = CONVERTER.convert(text)
    except UnicodeEncodeError:
        return text
    if len(whole) == len(text):
        return whole
    single = (CONVERTER.convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


def is_traditional(text: str) -> bool:
    """Whether a whole document is written in Traditional characters."""
    changed = sum(map(operator.ne, text, converted(text)))
    return changed > 0 and changed * TRADITIONAL_SHARE > len(text) - len(HAN.sub("", text))


def simplified(text: str, *, traditional: bool) -> str:
    """The text in Simplified characters.

    In a Simplified document only what GB 2312 does not have is converted: 乾 and 於 are right there.
    """
    if text.isascii():
        return text
    if traditional:
        return converted(text)
    if is_simplified(text):
        return text
    return "".join(
        old if old == new or is_simplified(old) else new
        for old, new in zip(text, converted(text), strict=True)
    )


def is_simplified(text: str) -> bool:
    """Whether GB 2312, the set of Simplified characters, has every character of a text."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
