"""Bytes become characters, in whichever encoding a Chinese office wrote them."""

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CHINESE = ("gb18030", "big5")
COMMON = frozenset(
    "的市县区縣區和及年月日一二三四五、，。：；（）责任单位責單牵头牽頭局工程建设建設完成项目項"
)


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


def replaced(data: bytes, encoding: str) -> tuple[str, int]:
    """Decoded with U+FFFD where it cannot be, and the count of those."""
    content = data.decode(encoding, errors="replace")
    return content, content.count("\ufffd")


def likeness(decoded: tuple[str, int]) -> int:
    """How much a decoding reads like an official document."""
    content, damaged = decoded
    return sum(character in COMMON for character in content) - 2 * damaged
