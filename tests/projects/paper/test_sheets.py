from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from projects.paper.heights import UNIT, width_of
from projects.paper.sheet_styles import TITLE_SIZE
from projects.paper.sheets import Column, Rich, Run, Section, Sheet, workbook_bytes

COLUMNS = (
    Column("序号", 6, "center"),
    Column("一季度", 20, group="进度"),
    Column("二季度", 20, group="进度"),
    Column("备注", 20),
)
ROWS = ((1, "开工", "竣工", ""), Section("教育惠民领域"), (2, "立项", None, "=1+1"))


def opened(sheet, **options):
    return load_workbook(BytesIO(workbook_bytes(sheet)), **options).active


def sheet(**changes):
    return Sheet(**{"name": "进度", "columns": COLUMNS, "rows": ROWS, "title": "标题", **changes})


def one_cell(value):
    return opened(Sheet("单格", (Column("值", 20),), ((value,),))).cell(2, 1)


def test_title_stands_across_the_whole_width():
    page = opened(sheet())
    assert page["A1"].value == "标题" and "A1:D1" in page.merged_cells
    assert page["A1"].alignment.horizontal == "center" and page["A1"].font.name == "方正小标宋简体"


def test_a_group_runs_over_its_columns_and_other_heads_over_both_rows():
    page = opened(sheet())
    assert {"B2:C2", "A2:A3", "D2:D3"} <= {str(merged) for merged in page.merged_cells.ranges}
    assert [page["B2"].value, page["B3"].value, page["C3"].value] == ["进度", "一季度", "二季度"]


def test_head_is_repeated_on_every_printed_page_and_frozen():
    page = opened(sheet(frozen_columns=1))
    assert page.print_title_rows == "$2:$3" and page.freeze_panes == "B4"


def test_page_is_landscape_one_page_wide_and_numbered():
    page = opened(sheet())
    assert page.page_setup.orientation == "landscape" and (
        page.page_setup.fitToWidth,
        page.page_setup.fitToHeight,
    ) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_cells_are_bordered_and_wrapped_in_the_body_font():
    cell = opened(sheet())["B4"]
    assert cell.border.left.style == cell.border.bottom.style == "thin"
    assert cell.alignment.wrap_text and cell.font.name == "仿宋_GB2312"


def test_a_section_stands_across_the_whole_width():
    page = opened(sheet())
    assert page["A5"].value == "教育惠民领域" and "A5:D5" in page.merged_cells


def test_a_note_stands_between_title_and_head():
    page = opened(sheet(note="截至2021年6月30日"))
    assert page["A2"].value == "截至2021年6月30日" and page["A3"].value == "序号"


def test_without_title_and_groups_the_head_is_the_first_row():
    page = opened(Sheet("数据", (Column("序号"), Column("任务")), ((1, "新建"),), filterable=True))
    assert [cell.value for cell in page[1]] == ["序号", "任务"] and page.auto_filter.ref == "A1:B2"
    assert not page.merged_cells.ranges


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "#N/A", "0123", "TRUE"])
def test_a_text_is_text_however_it_begins(text):
    cell = one_cell(text)
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1"])
def test_a_text_that_could_be_a_formula_is_marked_as_text_for_later_editing(text):
    assert one_cell(text).quotePrefix


def test_a_rich_text_that_begins_like_a_formula_is_text():
    assert one_cell(Rich((Run("=1", bold=True), Run("+1")))).data_type == "s"


def test_control_characters_are_left_out():
    assert one_cell("开\x00工\x1f").value == "开工"


@pytest.mark.parametrize("value", [15, 2.5, Decimal("0.125")])
def test_a_number_stays_a_number(value):
    cell = one_cell(value)
    assert cell.data_type == "n" and cell.value == pytest.approx(value)


def test_bold_runs_are_kept():
    page = opened(
        Sheet("单格", (Column("值", 20),), ((Rich((Run("市二院：", bold=True), Run("开工。"))),),)),
        rich_text=True,
    )
    bold, plain = page["A2"].value
    assert (bold.text, bold.font.b, plain.text, plain.font.b) == ("市二院：", True, "开工。", False)


def test_a_row_is_as_tall_as_its_longest_text_needs():
    page = opened(Sheet("高度", (Column("值", 20),), (("短",), ("长" * 100,))))
    assert page.row_dimensions[2].height < 25 < 140 < page.row_dimensions[3].height


def test_no_row_is_taller_than_a_sheet_can_show():
    page = opened(Sheet("高度", (Column("值", 20),), (("长" * 5000,),)))
    assert page.row_dimensions[2].height == 409


def test_same_values_give_the_same_bytes():
    assert workbook_bytes(sheet()) == workbook_bytes(sheet())


def test_the_moment_is_the_only_date_in_the_file():
    moment = datetime(2021, 7, 14, tzinfo=UTC)
    book = load_workbook(BytesIO(workbook_bytes(sheet(), moment=moment)))
    assert book.properties.modified == book.properties.created == moment.replace(tzinfo=None)


@pytest.mark.parametrize("title", ["", "考核", "2021年民生实事考核结果（草稿）"])
def test_a_sheet_is_no_narrower_than_the_title_above_it(title):
    """A title in two lines was cut by its row: the table of points has two narrow columns."""
    columns = (Column("项目", 32), Column("分值", 12))
    book = load_workbook(BytesIO(workbook_bytes(Sheet("表", columns, (("任务已完成", 100),), title=title))))
    widths = [each.width for each in book.active.column_dimensions.values()]
    assert sum(widths) * UNIT >= width_of(title) * TITLE_SIZE / 2
    assert title or widths == [32, 12]
