"""Bytes become lines and cells. One row per format; a format without an opener is known but not taken."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from projects.parsing.formats.archive import ENCRYPTED, parts_of
from projects.parsing.formats.characters import decode, is_chinese, is_writing
from projects.parsing.formats.docx import open_docx
from projects.parsing.formats.html import open_html
from projects.parsing.formats.lines import Line, Note, Opened, Unreadable
from projects.parsing.formats.office import CONVERTER, converted, is_whole
from projects.parsing.formats.pdf import open_pdf
from projects.parsing.formats.text import open_text
from projects.parsing.formats.xlsx import open_xlsx

__all__ = ["FORMATS", "Line", "Note", "Opened", "Unreadable", "open_document"]

LARGEST = 20_000_000  # bytes
MOST_PIECES = 40_000  # lines and cells; the longest of the city's schedules has four thousand
LARGEST_TEXT = 1_000_000  # bytes; the longest of the city's documents has a hundred thousand

Opener = Callable[[bytes, str], Opened]


@dataclass(frozen=True)
class Format:
    """A kind of file, known by its first bytes and, in an archive, by a part, before its name."""

    name: str  # as the user knows it
    suffixes: tuple[str, ...]
    signatures: tuple[bytes, ...] = ()
    part: str = ""  # of an archive
    open: Opener | None = None
    becomes: str = ""  # the format that LibreOffice turns it into


ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
PLAIN = Format("文本", (".txt", ".text", ".md", ".tsv", ".csv", ""), open=open_text)
DOCX = Format("Word 文档", (".docx", ".docm"), (ZIP,), "word/document.xml", open_docx)
XLSX = Format("Excel 工作簿", (".xlsx", ".xlsm"), (ZIP,), "xl/workbook.xml", open_xlsx)
FORMATS = (
    Format("PDF", (".pdf",), (b"%PDF-",), open=open_pdf),
    DOCX,
    XLSX,
    Format("OFD 版式文档", (".ofd",), (ZIP,), "OFD.xml", becomes="docx"),
    Format("ODS 表格", (".ods",), (ZIP,), "content.xml", becomes="xlsx"),
    Format("ODT 文档", (".odt",), (ZIP,), "content.xml", becomes="docx"),
    Format("压缩包", (".zip", ".rar", ".7z"), (ZIP, b"Rar!", b"7z\xbc\xaf")),
    Format("旧版 Excel 或 WPS 表格", (".xls", ".et"), (OLE,), becomes="xlsx"),
    Format("旧版 Word 或 WPS 文档", (".doc", ".wps"), (OLE,), becomes="docx"),
    Format("RTF 文档", (".rtf",), (b"{\\rtf",), becomes="docx"),
    Format("网页", (".html", ".htm"), (b"<!doctype html", b"<html"), open=open_html),
    Format(
        "图片",
        (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp"),
        (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*"),
    ),
    PLAIN,
)


def open_document(data: bytes, name: str) -> Opened:
    """The lines of a file. Raises Unreadable, worded for the user, for what cannot be taken."""
    if len(data) > LARGEST:
        raise Unreadable(f"文件“{name}”超过 {LARGEST // 1_000_000} MB，不像是公文，未读取。")
    if not data.strip():
        raise Unreadable(f"文件“{name}”是空的。")
    found = recognise(data, PurePath(name).suffix.lower())
    suffix = PurePath(name).suffix.lower()
    if found is PLAIN and not is_text(data, suffix):
        raise Unreadable(f"文件“{name}”已损坏，打不开（不是完整的{named_kind(suffix)}），请重新保存后再试。")
    if found is PLAIN and len(data) > LARGEST_TEXT:
        raise Unreadable(f"文本文件“{name}”超过 {LARGEST_TEXT // 1_000_000} MB，不像是公文，未读取。")
    opened = opener_of(found, data, name)(data, name)
    if sum(1 + len(line.cells) for line in opened.lines) > MOST_PIECES:
        raise Unreadable(f"文件“{name}”的行和单元格超过 {MOST_PIECES // 10_000} 万，不像是公文，未读取。")
    return opened


def is_text(data: bytes, suffix: str) -> bool:
    """Whether bytes of no known kind are a text; under another kind's name only where it is Chinese."""
    content, _ = decode(data)
    return is_writing(content) and (suffix in PLAIN.suffixes or is_chinese(content))


def named_kind(suffix: str) -> str:
    """The kind of file that a suffix promises."""
    return next((row.name for row in FORMATS if suffix in row.suffixes), PLAIN.name)


def opener_of(found: Format, data: bytes, name: str) -> Opener:
    """What opens the file; where nothing does, the sentence says what to do."""
    if found.open:
        return found.open
    if data.startswith(OLE) and ENCRYPTED in data:
        raise Unreadable(f"文件“{name}”设有密码，请取消密码后再试。")
    if data.startswith(OLE) and not is_whole(data):
        raise Unreadable(f"文件“{name}”已损坏，请重新另存为 docx、xlsx 或 pdf 后再试。")
    if not found.becomes:
        raise Unreadable(f"文件“{name}”是{found.name}，不能直接读取，请改用 docx、xlsx 或 pdf 文件。")
    if not CONVERTER:
        raise Unreadable(f"文件“{name}”是{found.name}，不能直接读取，请另存为 docx、xlsx 或 pdf 后再试。")
    target = XLSX if found.becomes == "xlsx" else DOCX
    return lambda content, named: target.open(converted(content, named, found.becomes), named)


def recognise(data: bytes, suffix: str) -> Format:
    """The format of these bytes: by signature and part, among equals by suffix; else text."""
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    signed = [
        row for row in FORMATS if any(head[: len(mark)].lower() == mark.lower() for mark in row.signatures)
    ]
    if data.startswith(ZIP) and (parts := parts_of(data)):
        signed = [row for row in signed if not row.part or row.part in parts]
        signed.sort(key=lambda row: (not row.part, suffix not in row.suffixes))
        return signed[0]
    named = [row for row in signed if suffix in row.suffixes]
    if not signed and suffix in (".html", ".htm"):
        named = [row for row in FORMATS if suffix in row.suffixes]
    return (named or signed or [PLAIN])[0]
