"""The table of a year's notices."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from progress.rules import addresses
from progress.rules.escalation import is_left_alone, is_unanswered, over_word
from progress.rules.states import OVERDUE_WORD, NoticeLevel, NoticeState
from projects.rules.quarters import Quarter
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


def over_before(row: Row) -> str:
    """上一级已办结: why a draft in this row cannot be signed any more, "" of all others."""
    over = "" if row["number"] else over_word(row["previous__state"])
    return f"上一级{over}" if over else ""


class NoticeTable(FastTable):
    """Number, level, to whom, about what, until when, and where it stands."""

    UNIT = "件"

    reference = column("文号", "main nw w-ref", "number")
    level = column("级别", "nw", "level")
    unit__name = column("主送单位", "nw", "unit__order")
    grounds = column("事由", "w-plan")
    task_numbers = column("任务", "nw")
    period__quarter = column("季度", "nw", "period__quarter")
    issued_at = column("签发", "nw", "issued_at")
    reply_by = column("回复期限", "nw", "reply_by")
    state = column("状态", "nw", "state")

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

    def __init__(self, rows: Any, *, year: int, on: date, same: Mapping[int, str], **options: Any) -> None:
        """`year` is the list's; `on` the day by which something is unanswered.

        `same` says by the notice's key that its reply came back and is as it was.
        """
        self.year, self.on, self.same = year, on, same
        super().__init__(rows, **options)

    def cell_reference(self, row: Row) -> str:
        """The number; a draft has none yet."""
        return cells.link(self._way(row), row["reference"] or "（草稿）")

    def cell_level(self, row: Row) -> str:
        """The level in word and colour."""
        return cells.badge(NoticeLevel(row["level"]).tone, NoticeLevel(row["level"]).word)

    def cell_grounds(self, row: Row) -> str:
        """The beginning of what it says, the way to its page."""
        return cells.link(self._way(row), row["grounds"], "clamp")

    def cell_task_numbers(self, row: Row) -> str:
        """The tasks by number, each the way to its page."""
        ways = [cells.link(addresses.task(self.year, number), number) for number in row["task_numbers"]]
        return cells.joined(ways, "、")

    def cell_period__quarter(self, row: Row) -> str:
        """一季度."""
        return Quarter(self.year, row["period__quarter"]).label

    def cell_issued_at(self, row: Row) -> str:
        """The day of signing."""
        return f"{localtime(row['issued_at']):%m-%d}" if row["issued_at"] else ""

    def cell_reply_by(self, row: Row) -> str:
        """The deadline, marked where it has passed without a reply."""
        day = f"{row['reply_by']:%m-%d}"
        return cells.span(day, "due") if self._is_late(row) else day

    def cell_state(self, row: Row) -> str:
        """Where it stands."""
        state = NoticeState(row["state"])
        badges = [cells.badge(state.tone, state.word)]
        if self._is_late(row):
            badges.append(cells.badge("far", OVERDUE_WORD))
        if is_left_alone(row["state"], is_in_use=row["unit__is_active"]):
            badges.append(cells.badge("far", "单位已停用"))
        if over := over_before(row):
            badges.append(cells.badge("far", over))
        if same := self.same.get(row["pk"]):
            badges.append(cells.line(f"回复{same}", kind="due text-wrap"))
        return cells.joined(badges, " ")

    def _way(self, row: Row) -> str:
        if row["number"]:
            return addresses.notice(self.year, row["number"])
        return addresses.notice_draft(self.year, row["pk"])

    def _is_late(self, row: Row) -> bool:
        return is_unanswered(row["state"], row["reply_by"], self.on)
