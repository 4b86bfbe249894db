"""The workbook of people: the template that goes out, the rows that come back."""

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from projects.accounts.import_checks import HEADS, TypedRow
from projects.adoption.confined import cells_confined
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.errors import Refused
from projects.rules.letters import seen
from projects.rules.roles import UNIT_ROLES

WIDTHS = (14, 30, 12, 18, 30)
FIRST_ROWS = 10  # in which the heads are looked for
OTHER_WORDS = {
    "姓名": ("人员姓名",),
    "单位": ("单位名称", "所在单位"),
    "手机": ("电话", "手机号", "联系电话"),
    "邮箱": ("电子邮箱", "邮件"),
}


def template_workbook() -> bytes:
    """The heads, and how they are filled in."""
    roles = "、".join(role.word for role in UNIT_ROLES)
    sheet = Sheet(
        name="人员",
        note=f"一人一行；单位按名录中的名称填写；角色填：{roles}；手机、邮箱可不填。",
        columns=tuple(Column(head, width) for head, width in zip(HEADS, WIDTHS, strict=True)),
        rows=((None,) * len(HEADS),) * 20,
    )
    return workbook_bytes(sheet)


def read_people(content: bytes, name: str) -> list[TypedRow]:
    """The rows below the heads on the first sheet; refused with a sentence where that is not to be read."""
    if not name.lower().endswith(".xlsx"):
        raise Refused(f"“{name}”不是 xlsx 文件，请另存为 Excel 工作簿（.xlsx）后再导入。")
    grid = {place: seen(text).strip() for place, text in cells_confined(content, name).items()}
    top, columns = _heads(grid)
    if not columns:
        raise Refused(f"“{name}”的前 {FIRST_ROWS} 行中没有表头“{'、'.join(HEADS)}”，请下载模板填写。")
    if lacking := [head for head in HEADS[:3] if head not in columns]:
        raise Refused(f"“{name}”缺少“{'、'.join(lacking)}”列，请下载模板填写。")
    rows = sorted({row for row, _ in grid if row > top})
    letters = tuple(get_column_letter(columns.get(head, place)) for place, head in enumerate(HEADS, 1))
    found = [
        TypedRow(row, tuple(_cell(grid, row, columns.get(head)) for head in HEADS), letters) for row in rows
    ]
    return [row for row in found if any(row.cells)]


def _heads(grid: Mapping[tuple[int, int], str]) -> tuple[int, dict[str, int]]:
    """The row of the heads and the column of each: the first row that holds a name's and a unit's."""
    for number in range(1, FIRST_ROWS + 1):
        columns = {}
        for (row, column), text in sorted(grid.items()):
            head = _head(text.replace(" ", "")) if row == number else ""
            if head:
                columns.setdefault(head, column)
        if len(columns) > 1:
            return number, columns
    return 0, {}


def _head(text: str) -> str:
    return next((head for head in HEADS if text == head or text in OTHER_WORDS.get(head, ())), "")


def _cell(grid: Mapping[tuple[int, int], str], row: int, column: int | None) -> str:
    """One line of text; a line break or a tab within is a blank."""
    return " ".join(grid.get((row, column), "").split()) if column else ""
