"""The quarter's tables: the tasks with where they stand, and the units with how they filed."""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from progress.ledger.filing_days import FilingDay
from progress.ledger.filing_records import UnitRecord
from progress.rules import addresses
from progress.rules.standings import streak_mark
from progress.rules.states import (
    CAUGHT_UP_MARK,
    NEWER_MARK,
    FilingState,
    Punctuality,
    VerdictClass,
    verdict_word,
)
from progress.year.quarter import TaskLine
from projects.rules.quarters import Quarter
from projects.screen import cells
from projects.screen.tables import FastTable, Row, column


class QuarterTable(FastTable):
    """The tasks of a quarter: where they stood before, where they stand, by how much they lag, who filed."""

    number = column("序号", "num no", "number")
    text = column("目标任务", "main w-task")
    leads = column("牵头单位", "units w-lead", "lead_order", "number")
    before = column("上期", "nw", short="上期评价")
    verdict = column("评价", "nw", short="评价")
    gap = column("滞后", "num nw", "gap", short="滞后")
    filing = column("填报状态", "nw", short="填报")

    class Meta(FastTable.Meta):
        sequence = ("number", "text", "leads", "before", "verdict", "gap", "filing")

    def __init__(self, lines: Sequence[TaskLine], *, quarter: Quarter, **options: Any) -> None:
        """A column that no line fills is left out."""
        self.quarter = quarter
        rows = [_row(line) for line in lines]
        left_out = tuple(name for name in ("before", "gap", "filing") if not any(row[name] for row in rows))
        super().__init__(rows, exclude=left_out, per_page=200, **options)

    def cell_text(self, row: Row) -> str:
        """The task's text, the way to what was reported in this quarter."""
        return cells.link(
            addresses.report(self.quarter.year, self.quarter.number, row["number"]), row["text"]
        )

    def cell_before(self, row: Row) -> str:
        """The class of the quarter before, in words alone."""
        return cells.hint(_word(row["before"], self.quarter.number - 1)) if row["before"] else ""

    def cell_verdict(self, row: Row) -> str:
        """The class, and beside it why it is so, whether it lasts or was made up for since."""
        lasting = row["note"] or (CAUGHT_UP_MARK if row["has_caught_up"] else streak_mark(row["streak"]))
        mark = " ".join(filter(None, (lasting, NEWER_MARK if row["has_newer"] else "")))
        code, badge = row["code"], ""
        if code:
            badge = cells.badge(VerdictClass(code).tone, _word(code, self.quarter.number))
        return cells.joined((badge, cells.hint(mark)), " ") if mark else badge

    def cell_gap(self, row: Row) -> str:
        """In points."""
        return f"{row['gap']} 个百分点" if row["gap"] else ""

    def cell_filing(self, row: Row) -> str:
        """Where each lead's report stands."""
        return cells.joined([_filed(day) for day in row["filing"]], " ")


class FilingTable(FastTable):
    """How the units filed in a quarter, each figure the way to those reports in the queue."""

    CARDS = False

    name = column("单位", "nw", "order")
    owed = column("应报", "num", "owed")
    in_time = column("按时", "num", "in_time")
    late = column(Punctuality.LATE.word, "num", "late")
    missing = column("未报", "num", "missing")
    not_refiled = column("退回未重报", "num", "not_refiled")

    class Meta(FastTable.Meta):
        attrs = {"class": "t"}

    def __init__(self, records: Sequence[UnitRecord], *, quarter: Quarter) -> None:
        """All units on one page."""
        self.quarter = quarter
        rows = [_filing_row(each, quarter.number) for each in records]
        super().__init__(rows, query={}, per_page=max(len(rows), 1), orderable=False)

    def cell_name(self, row: Row) -> str:
        """The way to the unit's year."""
        return cells.link(addresses.unit(row["code"]), row["name"])

    def cell_owed(self, row: Row) -> str:
        return self._figure(row, "owed", "")

    def cell_in_time(self, row: Row) -> str:
        if row["backfilled"]:
            return cells.badge("none", Punctuality.BACKFILLED.word)
        return self._figure(row, "in_time", Punctuality.IN_TIME)

    def cell_late(self, row: Row) -> str:
        return self._figure(row, "late", Punctuality.LATE)

    def cell_missing(self, row: Row) -> str:
        return self._figure(row, "missing", FilingState.MISSING, "due")

    def cell_not_refiled(self, row: Row) -> str:
        return self._figure(row, "not_refiled", FilingState.NOT_REFILED, "due")

    def _figure(self, row: Row, name: str, state: str, kind: str = "") -> str:
        """A figure that leads to its reports; none is a plain 0."""
        way = addresses.queue(self.quarter.year, self.quarter.number, state, unit=row["code"])
        return cells.figure(row[name], way, kind)


def _row(line: TaskLine) -> dict[str, Any]:
    return {
        "number": line.task.number,
        "text": line.task.in_print,
        "leads": "、".join(unit.name for unit in line.leads),
        "lead_order": line.leads[0].order if line.leads else 0,
        "before": line.before,
        "code": line.code,
        "verdict": line.code,
        "note": line.standing.note if line.standing else "",
        "streak": line.streak,
        "has_caught_up": line.has_caught_up,
        "gap": line.gap or 0,
        "has_newer": line.has_newer,
        "filing": line.days,
    }


def _filing_row(record: UnitRecord, quarter: int) -> dict[str, Any]:
    unit, count = record.unit, record.quarters[quarter]
    return {"name": unit.name, "code": unit.code, "order": unit.order, **vars(count)}


def _word(code: str, quarter: int) -> str:
    return verdict_word(code, quarter).partition("（")[0]


def _filed(day: FilingDay) -> SafeString:
    badges = [cells.badge(day.tone, day.word)]
    if day.is_late:
        badges.append(cells.badge("behind", Punctuality.LATE.word))
    if day.is_backfilled:
        badges.append(cells.badge("none", Punctuality.BACKFILLED.word))
    return cells.joined(badges, " ")
