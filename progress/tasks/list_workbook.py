"""The task table as a workbook: what was found on the screen, all pages of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from progress.rules.standings import Standing
from progress.rules.states import VerdictClass
from progress.tasks.target_words import target_words
from projects.paper.sheets import Column, Sheet, Value, workbook_bytes
from projects.rules.calendar import day_words
from projects.rules.headings import DOMAIN
from projects.rules.punctuation import full_width
from projects.rules.quarters import Quarter

COLUMNS = (
    Column("序号", 6, "center"),
    Column("领域", 14),
    Column("年度目标任务", 40),
    Column("牵头单位", 16),
    Column("共同责任单位", 30),
    Column("量化目标", 28),
    Column("序时进度", 44),
    Column("进度评价", 12, "center"),
)


def task_workbook(
    title: str,
    rows: Sequence[Mapping],
    *,
    standings: Mapping[int, Standing],
    quarter: Quarter | None = None,
    judged: Quarter | None = None,
    domain_word: str = DOMAIN,
    narrowing: str = "",
    on: date,
) -> bytes:
    """A sheet of the tasks, rows as the table has them.

    A column that no task fills is left out, as is the plan where no quarter was chosen.

    `quarter` is the one of the plan, `judged` the one of the verdicts, and their columns say which;
    `standings` tell by number where the tasks stand in it. `narrowing` says what the tasks were searched by.
    """
    lines = [_line(row, standings.get(row["number"])) for row in rows]
    filled = [
        place for place, column in enumerate(COLUMNS) if place == 0 or any(line[place] for line in lines)
    ]
    heads = {DOMAIN: domain_word}
    for head, each in (("序时进度", quarter), ("进度评价", judged)):
        heads[head] = f"{each.label}{head}" if each else head
    columns = tuple(
        replace(COLUMNS[place], head=heads.get(COLUMNS[place].head, COLUMNS[place].head)) for place in filled
    )
    sheet = Sheet(
        "任务表",
        columns,
        tuple(tuple(line[place] for place in filled) for line in lines),
        title=title,
        note="　".join(filter(None, (narrowing, f"{day_words(on)}统计", f"共{len(lines)}项"))),
        frozen_columns=1,
        filterable=True,
    )
    return workbook_bytes(sheet)


def _line(row: Mapping, standing: Standing | None) -> tuple[Value, ...]:
    """The values of COLUMNS."""
    return (
        row["number"],
        row["domain__name"] or "",
        full_width(row["text"]),
        row["leads"],
        row["co"],
        "；".join(map(target_words, row["target_rows"])),
        full_width(row["milestone"] or ""),
        _verdict(standing) if standing else "",
    )


def _verdict(standing: Standing) -> str:
    """The class, and beside 待评定 why it is so."""
    word = VerdictClass(standing.code).word
    return f"{word}（{standing.note}）" if standing.note else word
