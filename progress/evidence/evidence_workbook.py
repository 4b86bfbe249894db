"""The list that lies in the archive of a quarter's evidence."""

from collections.abc import Sequence

from django.utils.timezone import localtime

from progress.models import Evidence, ReportingPeriod
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.file_kinds import size_words

COLUMNS = (
    Column("序号", 6, "center"),
    Column("单位", 16),
    Column("责任", 8, "center"),
    Column("目标任务", 36),
    Column("文件", 40),
    Column("说明", 24),
    Column("对应目标或事项", 28),
    Column("大小", 10, "right"),
    Column("上传人", 12),
    Column("上传时间", 17, "center"),
    Column("校验值（SHA-256）", 66),
)


def evidence_workbook(period: ReportingPeriod, rows: Sequence[tuple[str, Evidence]]) -> bytes:
    """One row a file, with its place in the archive."""
    lines = tuple(_line(place, row) for place, row in rows)
    note = f"{period}已报送的报告和协同情况所附　共{len(rows)}份"
    sheet = Sheet("佐证材料", COLUMNS, lines, title=f"{period}佐证材料清单", note=note, filterable=True)
    return workbook_bytes(sheet)


def _line(place: str, row: Evidence) -> tuple:
    paper = row.paper
    return (
        paper.task.number,
        str(paper.unit),
        "协同" if row.contribution_id else "牵头",
        paper.task.in_print,
        place,
        row.caption,
        row.about_words,
        size_words(row.file.size),
        row.added_by.display_name,
        f"{localtime(row.added_at):%Y-%m-%d %H:%M}",
        row.file.sha256,
    )
