"""A unit's plans as a workbook: it goes out, is filled in, and comes back."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from projects.models import Plan, Unit
from projects.paper.sheets import Column, Sheet, built, saved_workbook
from projects.parsing.formats.lines import Unreadable
from projects.parsing.formats.xlsx import grid_of, opened_book
from projects.plans.reads import starting_content
from projects.plans.unit_rows import (
    INVESTMENT,
    KEY,
    NOTE,
    NUMBER,
    PEOPLE,
    PLANS,
    QUARTER_HEADS,
    ROAD_MAP,
    TOTAL_HEADS,
    TOTALS,
    VERSION,
    Problem,
    TypedLine,
    step_words,
    total_words,
)
from projects.rules.amounts import worded
from projects.rules.errors import Refused
from projects.rules.filing import LOCKED
from projects.rules.plan_content import from_json

MARKS = "标识"
FIRST_ROWS = 6  # in which the heads are looked for
RED = PatternFill("solid", start_color="FFC7CE")
PLAN_HEADS = (NUMBER, "目标任务", *QUARTER_HEADS, ROAD_MAP, *PEOPLE, INVESTMENT, NOTE, VERSION)
TOTAL_COLUMNS = (NUMBER, "指标", "全年目标", *TOTAL_HEADS, KEY)
HINT = "灰格以外可填；事项一行一项；路线图一行一步：步骤｜完成时间｜责任人；计划数填截至季末累计"


def unit_workbook(unit: Unit, year: int, plans: Sequence[Plan]) -> bytes:
    """One row a task, one row a target on the second sheet; keys and versions are hidden, the rest locked."""
    title = f"{year}年实施方案（{unit}）"
    wide = {"目标任务": 40, ROAD_MAP: 34, NOTE: 20, NUMBER: 6}
    columns = tuple(Column(head, wide.get(head, 26 if "季度" in head else 12)) for head in PLAN_HEADS)
    rows = tuple(_plan_row(plan) for plan in plans)
    totals = tuple(row for plan in plans for row in _total_rows(plan))
    widths = {"指标": 40, NUMBER: 6}
    heads = tuple(Column(head, widths.get(head, 14)) for head in TOTAL_COLUMNS)
    book = built(
        Sheet(PLANS, columns, rows, title=title, note=HINT, frozen_columns=2),
        Sheet(TOTALS, heads, totals, title=title, note=HINT, frozen_columns=2),
        Sheet(MARKS, (Column("年度"), Column("单位")), ((str(year), unit.code),)),
    )
    locked = {plan.task.number for plan in plans if plan.state in LOCKED}
    _lock(book[PLANS], PLAN_HEADS, (NUMBER, "目标任务", VERSION), locked)
    _lock(book[TOTALS], TOTAL_COLUMNS, (NUMBER, "指标", "全年目标", KEY), locked)
    book[MARKS].sheet_state = "hidden"
    return saved_workbook(book)


def read_plans(content: bytes, name: str, *, year: int, unit: Unit) -> list[TypedLine]:
    """The rows of both sheets; refused where it is no such workbook, or another year's or unit's."""
    if not name.lower().endswith(".xlsx"):
        raise Refused(f"“{name}”不是 xlsx 文件，请另存为 Excel 工作簿（.xlsx）后再导入。")
    try:
        book = opened_book(content, name)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    if not {PLANS, TOTALS, MARKS} <= set(book.sheetnames):
        raise Refused("不是从本页下载的实施方案工作簿，请重新下载后填写。")
    marks = {place: text for place, (_, text) in grid_of(book[MARKS]).items()}
    if marks.get((2, 1)) != str(year):
        raise Refused(f"这是{marks.get((2, 1), '其他')}年的工作簿，本页只收{year}年的。")
    if marks.get((2, 2)) != unit.code:
        raise Refused(f"这是其他单位的工作簿，不是{unit}的。")
    return [*_lines(book[PLANS], PLAN_HEADS), *_lines(book[TOTALS], TOTAL_COLUMNS)]


def marked_workbook(content: bytes, problems: Iterable[Problem]) -> bytes:
    """The user's own file with each wrong cell in red and explained."""
    book = load_workbook(BytesIO(content))
    for problem in problems:
        cell = book[problem.sheet][problem.cell]
        earlier = f"{cell.comment.text}\n" if cell.comment else ""
        cell.fill, cell.comment = RED, Comment(earlier + problem.words, "")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _plan_row(plan: Plan) -> tuple:
    content = starting_content(plan)
    people = [getattr(content, name) for name in PEOPLE.values()]
    quarters = [
        words
        for quarter in content.quarters
        for words in (quarter.text, quarter.items_wording, quarter.nothing_reason)
    ]
    investment = worded(content.investment)
    steps = step_words(content.steps)
    task = plan.task
    return (
        str(task.number),
        task.in_print,
        *quarters,
        steps,
        *people,
        investment,
        content.note,
        str(plan.version),
    )


def _total_rows(plan: Plan) -> Iterable[tuple]:
    content = from_json(plan.content)
    for target in sorted(plan.task.targets.all(), key=lambda row: row.order):
        totals = total_words(content.totals_of(target.pk))
        yield (str(plan.task.number), target.in_print, target.amount, *totals, str(target.pk))


def _lock(sheet: Worksheet, heads: Sequence[str], fixed: Sequence[str], locked: set[int]) -> None:
    """What may be filled in is open, the rest is locked; the last column, a key, is hidden."""
    top = next(row for row in range(1, FIRST_ROWS) if sheet.cell(row, 1).value == NUMBER)
    for row in range(top + 1, sheet.max_row + 1):
        is_locked = sheet.cell(row, 1).value in {str(number) for number in locked}
        for place, head in enumerate(heads, 1):
            if head not in fixed and not is_locked:
                sheet.cell(row, place).protection = Protection(locked=False)
    sheet.column_dimensions[get_column_letter(len(heads))].hidden = True
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False


def _lines(sheet: Worksheet, heads: Sequence[str]) -> list[TypedLine]:
    grid = {place: text for place, (_, text) in grid_of(sheet).items()}
    top = next((row for row in range(1, FIRST_ROWS + 1) if grid.get((row, 1)) == NUMBER), 0)
    columns = {text: column for (row, column), text in grid.items() if row == top}
    if lacking := [head for head in heads if head not in columns]:
        raise Refused(f"“{sheet.title}”缺少“{'、'.join(lacking)}”列，请重新下载后填写。")
    letters = {head: get_column_letter(columns[head]) for head in heads}
    rows = sorted({row for row, _ in grid if row > top})
    found = [
        TypedLine(
            sheet.title, row, {head: grid.get((row, columns[head]), "").strip() for head in heads}, letters
        )
        for row in rows
    ]
    return [line for line in found if any(line.cells.values())]
