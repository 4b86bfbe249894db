"""The kinds of files that are taken as evidence, known by their content (domain.md, Evidence)."""

from collections.abc import Sequence
from pathlib import PurePath

from projects.rules.words import Worded

LONGEST_NAME = 120  # characters


class FileKind(Worded):
    """A kind of file; its code is the ending of its name."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word 文档"
    XLSX = "xlsx", "Excel 工作簿"
    DOC = "doc", "Word 97 文档"
    XLS = "xls", "Excel 97 工作簿"
    WPS = "wps", "WPS 文字"
    ET = "et", "WPS 表格"
    OFD = "ofd", "OFD"
    JPG = "jpg", "JPG 图片"
    PNG = "png", "PNG 图片"
    HEIC = "heic", "HEIC 图片"


PICTURES = (FileKind.JPG, FileKind.PNG, FileKind.HEIC)
SHOWN = (FileKind.JPG, FileKind.PNG)  # what every browser shows as it is
TAKEN = "pdf、docx、xlsx、doc、xls、wps、et、ofd、jpg、png、heic"
ACCEPT = ".pdf,.docx,.xlsx,.doc,.xls,.wps,.et,.ofd,.jpg,.jpeg,.png,.heic,.heif,image/*"
ENDINGS = {"jpeg": FileKind.JPG, "jpe": FileKind.JPG, "heif": FileKind.HEIC}
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.DOC: "application/msword",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.WPS: "application/vnd.ms-works",
    FileKind.ET: "application/vnd.ms-excel",
    FileKind.OFD: "application/ofd",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.HEIC: "image/heic",
}
UNKNOWN = "application/octet-stream"  # which no browser shows


def kind_named(name: str) -> FileKind | None:
    """The kind that the ending of a name says; None where it says none of ours."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    return ENDINGS.get(ending) or FileKind.of(ending)


def kind_of(found: Sequence[FileKind], name: str) -> FileKind | None:
    """The kind by content, of several alike the one that the name says; None where the name says another.

    A name without an ending says nothing, so the content alone decides.
    """
    if not PurePath(name).suffix:
        return found[0]
    named = kind_named(name)
    return named if named in found else None


def shown_name(name: str, kind: FileKind) -> str:
    """A file's name as it is shown and passed on: one line, no folders, short, with its ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(" .")
    stem, ending = PurePath(clean).stem, PurePath(clean).suffix
    if not ending:
        ending = f".{kind}"
    return (stem or "未命名")[: LONGEST_NAME - len(ending)] + ending


def size_words(size: int) -> str:
    """1.2 MB, 34 kB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
