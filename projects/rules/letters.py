"""Which characters a text of the house holds: those that somebody can see, and the ends of lines.

What is pasted from Word, a web page or a chat brings others along: bullets of a private font, marks for the
direction of writing, spaces without a width. They break files, and make twins of names that look alike.
"""

import re
import unicodedata

# Controls but tab and line end; soft hyphen, blank letters, signs without a width, direction marks;
# surrogates; private use, where Word keeps its bullets; what no character ever is.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")  # Word's line and page break, and those of Unicode


def seen(text: str) -> str:
    """The text without characters that nobody sees; other ends of a line become a line feed."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))


def look_of(name: str) -> str:
    """What a name looks like: names that differ in spaces, in full width or in what is unseen look alike."""
    return "".join(unicodedata.normalize("NFKC", seen(name)).split())
