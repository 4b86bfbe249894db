"""The log as a workbook: one row per act, plain."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from projects.log.words import act_word, detail_words
from projects.models.log import LogEntry
from projects.paper.letters import printable

HEADINGS = ("时间", "操作人", "角色", "来源地址", "操作", "对象", "链接", "结果", "详情")
WIDTHS = (20, 24, 16, 16, 20, 40, 30, 8, 60)


@dataclass(frozen=True)
class LogRow:
    """One act in words."""

    at: str
    actor: str
    role: str
    address: str
    act: str
    label: str
    url: str
    result: str
    detail: str


def log_workbook(entries: Iterable[LogEntry]) -> bytes:
    """Every value is text, whatever it starts with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("操作记录")
    sheet.freeze_panes = "A2"
    for index, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHI"[index]].width = width
    sheet.append(HEADINGS)
    for entry in entries:
        cells = [WriteOnlyCell(sheet, value=printable(value)) for value in astuple(_row(entry))]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(entry: LogEntry) -> LogRow:
    """The entry as the workbook prints it."""
    return LogRow(
        at=timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        actor=entry.actor_name,
        role=entry.role_label,
        address=entry.address or "",
        act=act_word(entry),
        label=entry.object_label,
        url=entry.object_url,
        result=entry.get_result_display(),
        detail="；".join(f"{name}：{words}" for name, words in detail_words(entry.detail, entry.role_words)),
    )
