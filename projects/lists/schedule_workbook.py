"""The schedule as a workbook, in the layout of the printed 序时进度安排方案: one row per task."""

import re
from dataclasses import dataclass
from datetime import datetime

from projects.paper.archive import FIRST_MOMENT
from projects.paper.sheets import Column, Rich, Run, Section, Sheet, Value, workbook_bytes
from projects.rules.punctuation import FULL_WIDTH, full_width
from projects.rules.quarters import NUMERALS

BRACKETS = re.compile(r"[（(](.*)[）)]", re.DOTALL)
NAME = r"(?<![^。；;\s]){}(?:\s*[：:])?"  # at the head of a sentence, with its colon


@dataclass(frozen=True)
class ScheduleCell:
    """What is planned for one quarter: the text, and the sub-projects' names in it, in their order."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScheduleRow:
    """One task of the schedule."""

    number: int
    text: str
    quarters: tuple[ScheduleCell, ScheduleCell, ScheduleCell, ScheduleCell]
    clause: str = ""  # the responsibility clause as printed, in brackets or not
    domain: str = ""


@dataclass(frozen=True)
class Schedule:
    """A whole schedule; the column 责任单位 and the 领域 rows appear where the list has them."""

    title: str
    rows: tuple[ScheduleRow, ...]


def schedule_workbook(schedule: Schedule, *, moment: datetime = FIRST_MOMENT) -> bytes:
    """The schedule as an xlsx file; the same schedule gives the same bytes."""
    return workbook_bytes(schedule_sheet(schedule), moment=moment)


def schedule_sheet(schedule: Schedule) -> Sheet:
    """One sheet: 序号, 目标任务, four quarters, and 责任单位 where anybody is responsible."""
    with_units = any(row.clause for row in schedule.rows)
    return Sheet(
        name="序时进度",
        title=schedule.title,
        columns=_columns(with_units),
        rows=tuple(_laid_out(schedule.rows, with_units)),
        frozen_columns=2,
        keeps_widths=True,
    )


def emphasised(cell: ScheduleCell) -> str | Rich:
    """The cell's text with each sub-project on a line of its own, its name bold as printed."""
    runs, done = [], 0
    for start, end in _places(cell):
        runs += [
            Run(cell.text[done:start].rstrip() + "\n" if start else ""),
            Run(cell.text[start:end], bold=True),
        ]
        done = end
    return Rich((*runs, Run(cell.text[done:]))) if runs else cell.text


def units_text(clause: str) -> str:
    """A clause as the printed column has it: brackets off, full width; one printed in a cell stays."""
    running = BRACKETS.fullmatch(clause.strip())
    return running[1].translate(FULL_WIDTH) if running else clause


def _columns(with_units: bool) -> tuple[Column, ...]:
    quarters = (Column(f"第{numeral}季度", 27, group="序时进度") for numeral in NUMERALS.values())
    units = (Column("责任单位", 20),) if with_units else ()
    return Column("序号", 6, "center"), Column("目标任务", 22), *quarters, *units


def _laid_out(rows: tuple[ScheduleRow, ...], with_units: bool) -> list[tuple[Value, ...] | Section]:
    """The sheet's rows, with a heading wherever another 领域 begins."""
    laid_out, domain = [], ""
    for row in rows:
        if row.domain and row.domain != domain:
            laid_out.append(Section(row.domain))
        domain = row.domain
        units = (units_text(row.clause),) if with_units else ()
        laid_out.append((row.number, full_width(row.text), *map(emphasised, row.quarters), *units))
    return laid_out


def _places(cell: ScheduleCell) -> list[tuple[int, int]]:
    """Where the sub-projects' names stand in the text, colon included; names not found are left out."""
    places, done = [], 0
    for label in cell.labels:
        found = re.compile(NAME.format(re.escape(label))).search(cell.text, done)
        if found:
            done = found.end()
            places.append((found.start(), done))
    return places
