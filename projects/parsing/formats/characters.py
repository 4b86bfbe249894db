"""Bytes become characters, in whichever encoding a Chinese office wrote them."""

import re

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CHINESE = ("gb18030", "big5")
COMMON = frozenset(
    "的市县区縣區和及年月日一二三四五、，。：；（）责任单位責單牵头牽頭局工程建设建設完成项目項"
)

RARE = re.compile(f"(?![{''.join(COMMON)}])[\u3400-\ud7a3]")
UNWRITTEN = frozenset(map(chr, (*range(9), *range(14, 32), 127))) | {"\ufffd"}  # stands in no text
MOST_ODD = 40  # one in so many characters
ENOUGH = 200  # characters that tell whether the common ones are among them
COMMONNESS = 50  # one in so many characters of a Chinese text is common; more, it is one in eight


def decode(data: bytes) -> tuple[str, int]:
    """The characters, and how many of them could not be read."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return replaced(data[len(mark) :], encoding)
    if b"\0" in data:
        return max(
            (replaced(data, encoding) for encoding in ("utf-16-le", "utf-16-be", "utf-8")), key=likeness
        )
    whole = replaced(data, "utf-8")
    if whole[1] * 100 <= len(whole[0]):
        return whole
    return max((replaced(data, encoding) for encoding in CHINESE), key=likeness)


def is_writing(content: str) -> bool:
    """Whether characters are a text, and not the bytes of some other file taken for one."""
    odd = sum(map(UNWRITTEN.__contains__, content))
    rare = len(RARE.findall(content))
    return odd * MOST_ODD <= len(content) and (rare < ENOUGH or is_chinese(content))


def is_chinese(content: str) -> bool:
    """Whether characters that every official text has are frequent; a few alone need only be Chinese."""
    if len(content) < ENOUGH:
        return sum("\u4e00" <= character <= "\u9fff" for character in content) * 4 >= len(content)
    return sum(map(COMMON.__contains__, content)) * COMMONNESS >= len(content)


def replaced(data: bytes, encoding: str) -> tuple[str, int]:
    """Decoded with U+FFFD where it cannot be, and the count of those."""
    content = data.decode(encoding, errors="replace")
    return content, content.count("\ufffd")


def likeness(decoded: tuple[str, int]) -> int:
    """How much a decoding reads like an official document."""
    content, damaged = decoded
    return sum(character in COMMON for character in content) - 2 * damaged
