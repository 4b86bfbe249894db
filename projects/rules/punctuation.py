"""Punctuation as printed documents have it. Plain values only."""

import re

FULL_WIDTH = str.maketrans(":;,()", "：；，（）")
# Not between two figures or Latin letters. The mark stands first: it is looked for by itself, what is around
# it only where there is one.
HALF_WIDTH = re.compile(r"[:;,()](?:(?<![!-~].)|(?![!-~]))")


def full_width(text: str) -> str:
    """A text in the punctuation of the printed tables; web pages print half-width marks among Chinese."""
    return HALF_WIDTH.sub(lambda found: found[0].translate(FULL_WIDTH), text)
