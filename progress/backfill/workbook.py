"""An earlier quarter of the whole list as a workbook to be filled in: a row for each task and lead."""

from collections.abc import Mapping, Sequence

from progress.models import ReportingPeriod
from progress.unit_workbook.workbook import (
    ENTRY,
    EXPECTED,
    FIGURE_COLUMNS,
    FIGURES,
    ITEM_COLUMNS,
    ITEMS,
    SELF,
    STATE,
    TASK_COLUMNS,
    TASKS,
    UNIT_CODE,
    VERSION,
    Row,
    WorkbookLine,
    closed_cells,
    columns_for,
    figure_rows,
    item_row,
    task_row,
)
from projects.paper.sheets import Value
from projects.paper.unit_sheets import FillColumn, FillSheet, TypedLine, read_back, unit_workbook_bytes
from projects.rules.calendar import day_words
from projects.rules.errors import Refused
from projects.rules.quarters import NUMERALS, Quarter

NOUN = "补录"
UNIT = "牵头单位"
FORM = "补录1"  # the template; another number where its columns change
HINT = "照印发或存档的材料填写；白格可填，灰格不改；累计数填截至季末的累计；没有材料的任务整行留空"
NOT_ON_PAPER = (
    SELF,
    STATE,
    VERSION,
    EXPECTED,
)  # columns of the unit's workbook that nothing is asked for here
BESIDE = (FillColumn(UNIT, 14), FillColumn(UNIT_CODE, is_hidden=True))


def backfill_workbook(period: ReportingPeriod, lines: Sequence[WorkbookLine]) -> bytes:
    """Plan and the quarter before stand beside; keys are hidden, heads locked."""
    tasks, items = [], []
    asked, hint = columns_for(FIGURE_COLUMNS, lines)
    figures = [(each, row) for each in lines for row in figure_rows(each)]
    for each in lines:
        tasks.append(_row(each, TASK_COLUMNS, _by_head(TASK_COLUMNS, task_row(each))))
        for item in (*each.sheet.items, *each.sheet.later):
            items.append(_row(each, ITEM_COLUMNS, _by_head(ITEM_COLUMNS, item_row(each, item))))
    when = period.when
    return unit_workbook_bytes(
        FillSheet(TASKS, _columns(TASK_COLUMNS), tuple(tasks)),
        FillSheet(
            FIGURES,
            _columns(asked),
            tuple(_row(each, asked, row) for each, row in figures),
            closed=closed_cells(row for _, row in figures),
        ),
        FillSheet(ITEMS, _columns(ITEM_COLUMNS), tuple(items)),
        marks={"年度": when.year, "季度": when.number, "表式": FORM},
        title=f"{when.long_label}进展补录",
        note=f"截至{day_words(period.as_of)}；{HINT}{hint}",
    )


def read_backfill(content: bytes, name: str, *, when: Quarter) -> Sequence[TypedLine]:
    """The rows; refused where it is another year's or quarter's, or of another template."""
    columns = {TASKS: TASK_COLUMNS, FIGURES: FIGURE_COLUMNS, ITEMS: ITEM_COLUMNS}
    heads = {sheet: [column.head for column in _columns(those)] for sheet, those in columns.items()}
    check, younger = (lambda marks: _check(marks, when)), (ENTRY,)
    return read_back(content, name, noun=NOUN, heads=heads, check=check, younger=younger)


def _check(marks: Mapping[str, str], when: Quarter) -> None:
    """First whether it is the right one; nothing of it is read before."""
    year, quarter = marks.get("年度", ""), marks.get("季度", "")
    numeral = {str(number): word for number, word in NUMERALS.items()}.get(quarter)
    if marks.get("表式") != FORM:
        raise Refused("这不是补录工作簿，或版式已经更新，请从本页重新下载后填写。")
    if year != str(when.year):
        raise Refused(f"这是{year or '其他'}年的工作簿，本页只收{when.long_label}的。")
    if quarter != str(when.number):
        raise Refused(f"这是{numeral or '其他'}季度的工作簿，本页只收{when.long_label}的。")


def _columns(columns: Sequence[FillColumn]) -> tuple[FillColumn, ...]:
    """Those of the unit's workbook that are asked for, with the lead behind the number."""
    kept = [each for each in columns if each.head not in NOT_ON_PAPER]
    return (kept[0], *BESIDE, *kept[1:])


def _by_head(columns: Sequence[FillColumn], values: Sequence[Value]) -> Row:
    return dict(zip((column.head for column in columns), values, strict=True))


def _row(each: WorkbookLine, columns: Sequence[FillColumn], cells: Row) -> tuple[Value, ...]:
    """The same of a row."""
    found = {**cells, UNIT: str(each.line.report.unit), UNIT_CODE: each.unit_code}
    return tuple(found[column.head] for column in _columns(columns))
