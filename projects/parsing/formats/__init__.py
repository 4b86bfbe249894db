"""Bytes become lines and cells. One row per format; a format without an opener is known but not taken yet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from projects.parsing.formats import text
from projects.parsing.formats.lines import Line, Opened, Unreadable

__all__ = ["FORMATS", "Line", "Opened", "Unreadable", "open_document"]

LARGEST = 20_000_000  # bytes
MOST_PIECES = 40_000  # lines and cells; the longest of the city's schedules has four thousand
LARGEST_TEXT = 1_000_000  # bytes; the longest of the city's documents has a hundred thousand


@dataclass(frozen=True)
class Format:
    """A kind of file, told by its first bytes before its name."""

    name: str  # as the user knows it
    suffixes: tuple[str, ...]
    signatures: tuple[bytes, ...] = ()
    open: Callable[[bytes], Opened] | None = None


ZIP = b"PK\x03\x04"
FORMATS = (
    Format("PDF", (".pdf",), (b"%PDF-",)),
    Format("Word 文档", (".docx", ".docm"), (ZIP,)),
    Format("Excel 工作簿", (".xlsx", ".xlsm"), (ZIP,)),
    Format("压缩包", (".zip", ".rar", ".7z"), (ZIP, b"Rar!", b"7z\xbc\xaf")),
    Format("旧版 Word、Excel 或 WPS 文档", (".doc", ".xls", ".wps", ".et"), (b"\xd0\xcf\x11\xe0",)),
    Format("RTF 文档", (".rtf",), (b"{\\rtf",)),
    Format("网页", (".html", ".htm"), (b"<!doctype html", b"<html")),
    Format(
        "图片",
        (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp"),
        (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*"),
    ),
    Format("文本", (".txt", ".text", ".md", ".tsv", ".csv", ""), (), text.open_text),
)


def open_document(data: bytes, name: str) -> Opened:
    """The lines of a file. Raises Unreadable, worded for the user, for what cannot be taken."""
    if len(data) > LARGEST:
        raise Unreadable(f"文件“{name}”超过 {LARGEST // 1_000_000} MB，不像是公文，未读取。")
    if not data.strip():
        raise Unreadable(f"文件“{name}”是空的。")
    found = recognise(data, PurePath(name).suffix.lower())
    if found.open is None:
        raise Unreadable(f"文件“{name}”是{found.name}，暂不能直接读取，请另存为文本文件（.txt）后再试。")
    if found.open is text.open_text and len(data) > LARGEST_TEXT:
        raise Unreadable(f"文本文件“{name}”超过 {LARGEST_TEXT // 1_000_000} MB，不像是公文，未读取。")
    opened = found.open(data)
    if sum(1 + len(line.cells) for line in opened.lines) > MOST_PIECES:
        raise Unreadable(f"文件“{name}”的行和单元格超过 {MOST_PIECES // 10_000} 万，不像是公文，未读取。")
    return opened


def recognise(data: bytes, suffix: str) -> Format:
    """The format of these bytes: by signature, among equals by suffix; text where nothing else is known."""
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    signed = [
        row for row in FORMATS if any(head[: len(mark)].lower() == mark.lower() for mark in row.signatures)
    ]
    named = [row for row in signed if suffix in row.suffixes]
    return (named or signed or FORMATS[-1:])[0]
