"""The table of a year's notices."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import escape
from django.utils.timezone import localtime

from progress.rules.escalation import is_unanswered
from progress.rules.states import OVERDUE_WORD, NoticeLevel, NoticeState
from projects.rules.quarters import NUMERALS
from projects.screen.tables import FastTable, Row


def _column(label: str, kind: str, *order: str, orderable: bool = True) -> tables.Column:
    return tables.Column(
        verbose_name=label, orderable=orderable, order_by=order or None, attrs={"td": {"class": kind}}
    )


class NoticeTable(FastTable):
    """Number, level, to whom, about what, until when, and where it stands."""

    UNIT = "件"

    reference = _column("文号", "main nw w-ref", "number")
    level = _column("级别", "nw")
    unit__name = _column("主送单位", "nw", "unit__order")
    grounds = _column("事由", "w-plan", orderable=False)
    task_numbers = _column("任务", "nw", orderable=False)
    period__quarter = _column("季度", "nw")
    issued_at = _column("签发", "nw")
    reply_by = _column("回复期限", "nw")
    state = _column("状态", "nw")

    class Meta(FastTable.Meta):
        sequence = (
            "reference",
            "level",
            "unit__name",
            "grounds",
            "task_numbers",
            "period__quarter",
            "issued_at",
            "reply_by",
            "state",
        )

    def __init__(self, rows: Any, *, base: str, on: date, **options: Any) -> None:
        """`base` is the address of the year; `on` the day by which something is unanswered."""
        self.base, self.on = base, on
        super().__init__(rows, **options)

    def cell_reference(self, row: Row) -> str:
        """The number; a draft has none yet."""
        return f'<a href="{self._way(row)}">{escape(row["reference"]) or "（草稿）"}</a>'

    def cell_level(self, row: Row) -> str:
        """The level in word and colour."""
        return _badge(NoticeLevel(row["level"]).tone, NoticeLevel(row["level"]).word)

    def cell_grounds(self, row: Row) -> str:
        """The beginning of what it says, the way to its page."""
        return f'<a class="clamp" href="{self._way(row)}">{escape(row["grounds"])}</a>'

    def cell_task_numbers(self, row: Row) -> str:
        """The tasks by number, each the way to its page."""
        return "、".join(
            f'<a href="{self.base}tasks/{number}/">{number}</a>' for number in row["task_numbers"]
        )

    def cell_period__quarter(self, row: Row) -> str:
        """一季度."""
        return f"{NUMERALS[row['period__quarter']]}季度"

    def cell_issued_at(self, row: Row) -> str:
        """The day of signing."""
        return f"{localtime(row['issued_at']):%m-%d}" if row["issued_at"] else ""

    def cell_reply_by(self, row: Row) -> str:
        """The deadline, marked where it has passed without a reply."""
        day = f"{row['reply_by']:%m-%d}"
        return f'<span class="due">{day}</span>' if self._is_late(row) else day

    def cell_state(self, row: Row) -> str:
        """Where it stands."""
        late = f" {_badge('far', OVERDUE_WORD)}" if self._is_late(row) else ""
        return f"{_badge(NoticeState(row['state']).tone, NoticeState(row['state']).word)}{late}"

    def _way(self, row: Row) -> str:
        return (
            f"{self.base}notices/{row['number']}/"
            if row["number"]
            else f"{self.base}notices/drafts/{row['pk']}/"
        )

    def _is_late(self, row: Row) -> bool:
        return is_unanswered(row["state"], row["reply_by"], self.on)


def _badge(tone: str, word: str) -> str:
    return f'<span class="v v-{tone}">{word}</span>'
