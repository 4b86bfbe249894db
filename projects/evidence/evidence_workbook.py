"""The list that lies in an archive of evidence."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from projects.evidence.archive import Placed
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.file_kinds import size_words

COLUMNS = (
    Column("序号", 6, "center"),
    Column("单位", 16),
    Column("所附", 10, "center"),
    Column("目标任务", 36),
    Column("文件", 40),
    Column("说明", 24),
    Column("对应目标或事项", 28),
    Column("大小", 10, "right"),
    Column("上传人", 12),
    Column("上传时间", 17, "center"),
    Column("校验值（SHA-256）", 66),
)


def evidence_workbook(files: Sequence[Placed], *, title: str, note: str) -> bytes:
    """One row a file, with its place in the archive."""
    lines = tuple(_line(each) for each in files)
    sheet = Sheet("佐证材料", COLUMNS, lines, title=title, note=note, filterable=True)
    return workbook_bytes(sheet)


def _line(each: Placed) -> tuple:
    row, origin = each.row, each.origin
    return (
        origin.task.number,
        str(origin.unit),
        origin.part,
        origin.task.in_print,
        each.place,
        row.caption,
        row.about_words,
        size_words(row.file.size),
        row.added_by.display_name,
        f"{localtime(row.added_at):%Y-%m-%d %H:%M}",
        row.file.sha256,
    )
