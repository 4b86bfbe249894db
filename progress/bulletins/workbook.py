"""The bulletin as a workbook: sheets from `Figures` alone; the same figures give the same bytes."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import combinations
from math import ceil

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from progress.bulletins.charts_workbook import HEAD_ROW, add_comparison, add_shares
from progress.bulletins.columns import (
    BEHIND_COLUMNS,
    CORRECTED_COLUMNS,
    FILING_COLUMNS,
    PAST_COLUMNS,
    PLAN_HEAD,
    PROGRESS_HEAD,
    BulletinColumn,
    heads_of,
    in_use,
    progress_columns,
    screen_columns,
)
from progress.bulletins.imprint import Imprint
from progress.bulletins.lines import (
    ALL_FILED,
    NO_LAGGARD,
    NOTHING,
    Row,
    continued,
    corrected_rows,
    filing_rows,
    heading,
    laggard_row,
    past_rows,
    progress_row,
    tally_cells,
    tally_columns,
    tally_groups,
)
from progress.rules.figures import Figures, GroupTally, TargetProgress, TaskFigure, named
from projects.paper.archive import FIRST_MOMENT
from projects.paper.heights import pieces_fitting
from projects.paper.sheet_styles import BODY_SIZE
from projects.paper.sheets import (
    WIDEST,
    Column,
    Section,
    Sheet,
    Value,
    built,
    left_empty_on,
    saved_workbook,
)
from projects.rules.calendar import day_words

OVERALL, PROGRESS, BEHIND, FILING, PAST, DATA = (
    "总体情况",
    "进展情况表",
    "滞后项目表",
    "未报迟报单位",
    "上期滞后整改",
    "数据",
)
CORRECTED = "更正说明"  # first, in a correction alone
BAND = ""  # a row that a chart stands on

DATA_COLUMNS = (
    Column("年度", 7, "center"),
    Column("季度", 7, "center"),
    Column("序号", 7, "center"),
    Column("领域", 12),
    Column("年度目标任务", 30),
    Column(PLAN_HEAD, 30),
    Column(PROGRESS_HEAD, 40),
    Column("进度评价", 12),
    Column("滞后百分点", 10, "right", number_format="0.0"),
    Column("连续滞后季数", 10, "right"),
    Column("存在问题", 24),
    Column("下一步打算", 24),
    Column("牵头单位", 16),
    Column("共同责任单位", 24),
    Column("备注", 16),
)
PAGE_ROOM = 190  # characters of width across an A4 page on which print is still read
TARGET_COLUMNS = ("指标", "单位", "年度目标", "计划累计", "实际累计", "完成率（%）", "滞后百分点", "预计年底")
INVESTMENT_COLUMNS = (Column("计划投资（万元）", 12, "right"), Column("已完成投资（万元）", 12, "right"))


def bulletin_workbook(
    figures: Figures, imprint: Imprint | None = None, *, moment: datetime = FIRST_MOMENT
) -> bytes:
    """The workbook's bytes."""
    return saved_workbook(bulletin_book(figures, imprint or Imprint()), moment=moment)


def bulletin_book(figures: Figures, imprint: Imprint) -> Workbook:
    """The workbook with its charts, not yet saved."""
    above = _charts_above(figures, _note(figures, imprint))
    makers = (partial(_overall, above=above), _progress, _behind, _filing, _past, _data)
    if figures.corrects is not None:
        makers = (_corrected, *makers)
    book = built(*(make(figures, _note(figures, imprint)) for make in makers))
    _draw(book[OVERALL], figures, above)
    for sheet in book.worksheets:
        sheet.oddHeader.right.text = imprint.label
    return book


def _note(figures: Figures, imprint: Imprint) -> str:
    parts = (
        f"截至{day_words(figures.as_of)}",
        imprint.label,
        "公开版" if imprint.is_public else "",
        imprint.note,
    )
    return "　".join(part for part in parts if part)


def _sheet(
    figures: Figures,
    note: str,
    what: tuple[str, str],
    columns: tuple[BulletinColumn, ...],
    rows: Iterable[Row | str],
    **options: object,
) -> Sheet:
    """A sheet of rows; a text stands across the whole width."""
    name, title = what
    columns, shown = in_use(columns, list(rows))
    laid_out = continued(
        shown,
        lambda text, place: pieces_fitting(text, column=columns[place].on_screen * WIDEST, size=BODY_SIZE),
    )
    found = tuple(Section(row) if isinstance(row, str) else row for row in laid_out)
    return Sheet(name, screen_columns(columns), found, title=heading(figures, title), note=note, **options)


def _corrected(figures: Figures, note: str) -> Sheet:
    """What the issue corrects, from what to what, and why."""
    what = (CORRECTED, f"更正说明（更正第{figures.corrects}期）")
    return _sheet(figures, note, what, CORRECTED_COLUMNS, corrected_rows(figures), frozen_columns=1)


def _charts_above(figures: Figures, note: str) -> frozenset[int]:
    """Of which groups but the first the chart stands above the rows: where less of a page is left empty.

    A chart does not divide; under rows that end in the middle of a page it would leave the rest of it blank.
    """
    later = range(1, len(tally_groups(figures)))
    ways = [frozenset(each) for number in range(len(later) + 1) for each in combinations(later, number)]

    def left_empty(way: frozenset[int]) -> float:
        book = built(_overall(figures, note, above=way))
        _draw(book[OVERALL], figures, way)
        return left_empty_on(book[OVERALL])

    return min(ways, key=left_empty)


def _overall(figures: Figures, note: str, *, above: Collection[int]) -> Sheet:
    """The counts of all, by domain, by lead unit; under or `above` each a row that its chart stands on."""
    rows: list[Row | str] = [figures.equation]
    for place, (title, groups) in enumerate(tally_groups(figures)):
        counted = [_counted(figures, each) for each in groups]
        rows += [title, BAND, *counted] if place in above else [title, *counted, BAND]
    return _sheet(figures, note, (OVERALL, "总体情况"), tally_columns(figures), rows, frozen_columns=1)


def _counted(figures: Figures, group: GroupTally) -> Row:
    """The counts with the share as a number, to reckon with."""
    *counts, percent = tally_cells(figures, group)
    return (*counts, Decimal(percent.rstrip("%")) / 100 if percent != NOTHING else NOTHING)


def _draw(sheet: Worksheet, figures: Figures, above: Collection[int]) -> None:
    """A chart on the band of each group."""
    row = HEAD_ROW + 2  # the equation stands under the head
    for place, (title, groups) in enumerate(tally_groups(figures)):
        first = row + 2 if place in above else row + 1
        rows = first, first + len(groups) - 1
        band = row + 1 if place in above else rows[1] + 1
        if place == 0:
            add_shares(sheet, band, rows[0], title="全年任务构成" if figures.is_year else "本季度任务构成")
            add_comparison(
                sheet,
                band,
                rows,
                title="与上季度对比" if len(groups) > 1 else "各类任务数",
                beside_shares=True,
            )
        else:
            add_comparison(sheet, band, rows, title=title.partition("、")[2].partition("（")[0])
        row += len(groups) + 2


def _progress(figures: Figures, note: str) -> Sheet:
    rows, columns = map(progress_row, figures.tasks), progress_columns(figures)
    return _sheet(figures, note, (PROGRESS, "进展情况表"), columns, rows, frozen_columns=1, filterable=True)


def _behind(figures: Figures, note: str) -> Sheet:
    rows = [laggard_row(each) for each in figures.laggards] or [NO_LAGGARD]
    return _sheet(figures, note, (BEHIND, "滞后项目表"), BEHIND_COLUMNS, rows, frozen_columns=1)


def _filing(figures: Figures, note: str) -> Sheet:
    rows = filing_rows(figures) or [ALL_FILED]
    return _sheet(figures, note, (FILING, "未报迟报单位"), FILING_COLUMNS, rows, frozen_columns=2)


def _past(figures: Figures, note: str) -> Sheet:
    return _sheet(
        figures, note, (PAST, "上期滞后项目整改情况"), PAST_COLUMNS, past_rows(figures), frozen_columns=1
    )


def _data(figures: Figures, note: str) -> Sheet:
    """One row per task for re-use: plain, unmerged, a column for every value."""
    most = max((len(each.targets) for each in figures.tasks), default=0)
    invests = bool(figures.investing)
    heads = heads_of(figures)
    columns = (
        *(replace(each, head=heads.get(each.head, each.head)) for each in DATA_COLUMNS),
        *(_target_column(head, place) for place in range(1, most + 1) for head in TARGET_COLUMNS),
        *(INVESTMENT_COLUMNS if invests else ()),
    )
    return Sheet(
        DATA,
        columns,
        tuple(_data_row(figures, each, most, invests=invests) for each in figures.tasks),
        filterable=True,
        frozen_columns=3,
        pages_wide=ceil(sum(column.width for column in columns) / PAGE_ROOM),
    )


def _target_column(head: str, place: int) -> Column:
    if head in ("指标", "单位"):
        return Column(f"{head}{place}", 12 if head == "指标" else 6)
    return Column(f"{head}{place}", 8, "right")


def _data_row(figures: Figures, task: TaskFigure, most: int, *, invests: bool) -> tuple[Value, ...]:
    texts = (
        task.text,
        task.plan,
        task.progress,
        task.word,
        task.points_behind,
        task.streak,
        task.problems,
        task.next_steps,
    )
    units = (named(task.leads), named(task.co), named(task.remarks))
    values = [value for each in task.targets for value in _target_values(each)]
    return (
        figures.year,
        figures.when.label if figures.when.is_year_end else figures.quarter,
        task.number,
        task.domain,
        *texts,
        *units,
        *values,
        *(None,) * (most * len(TARGET_COLUMNS) - len(values)),
        *((task.investment, task.invested) if invests else ()),
    )


def _target_values(target: TargetProgress) -> tuple[Value, ...]:
    numbers = (target.quantity, target.planned, target.actual, target.completion, target.gap, target.expected)
    return (target.label, target.unit, *numbers)
