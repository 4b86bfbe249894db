"""Workbooks: merged and hidden cells, numbers as they are shown."""

from datetime import date

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from projects.parsing.formats.xlsx import open_xlsx
from tests.projects.parsing.formats.archives import xlsx


def opened(fill):
    return open_xlsx(xlsx(fill), "a.xlsx")


def test_merged_cells_speak_wherever_they_cover_and_a_whole_row_is_one_cell():
    def fill(book):
        sheet = book.active
        sheet.append(["标题", None, None])
        sheet.append(["教育", "甲", "乙"])
        sheet.append([None, "丙", None])
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A2:A3")

    assert [line.cells for line in opened(fill).lines] == [
        ("标题",),
        ("教育", "甲", "乙"),
        ("教育", "丙", ""),
    ]


def test_cells_are_read_as_they_are_shown():
    def fill(book):
        sheet = book.active
        sheet.append([1.0, 0.8, date(2024, 6, 30), 2.5, None, " 甲 "])
        sheet["B1"].number_format = "0%"

    assert opened(fill).lines[0].cells == ("1", "80%", "2024年6月30日", "2.5", "", "甲")


@pytest.mark.parametrize(
    ("shown_as", "read"),
    [
        ('0.0"万"', "3.2万"),
        ('#,##0.00"万元";-#,##0.00"万元"', "3.2万元"),
        ("0万人", "3.2万人"),
        ('0.0_ "个"', "3.2个"),
        ('0.00\\ "所"_)', "3.2所"),
        ("General", "3.2"),
        ("0.00", "3.2"),
        ("#,##0", "3.2"),
        ('0!.0,"万"', "3.2"),  # it scales: the number is shown as less than it is
        ('0,"千"', "3.2"),
        ('"约"0', "3.2"),
    ],
)
def test_words_that_a_format_writes_behind_a_number_are_read(shown_as, read):
    def fill(book):
        sheet = book.active
        sheet.append([3.2])
        sheet["A1"].number_format = shown_as

    assert opened(fill).lines[0].cells == (read,)


def test_what_is_hidden_is_not_read_and_said():
    def fill(book):
        sheet = book.active
        sheet.title = "甲"
        for row in ("子", "丑", "寅"):
            sheet.append([row, "暗"])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("草稿").sheet_state = "hidden"

    assert [line.cells for line in opened(fill).lines] == [("子",), ("寅",)]
    assert [note.message for note in opened(fill).notes] == [
        "工作表“草稿”是隐藏的，未读取。",
        "工作表“甲”有隐藏的行或列，未读取。",
    ]


def test_one_stray_cell_far_below_costs_nothing():
    def fill(book):
        book.active["A1"] = "甲"
        book.active["A1048576"] = "乙"

    assert [line.cells for line in opened(fill).lines] == [("甲",)]


def test_cells_and_words_that_are_struck_through_are_read_and_told():
    def fill(book):
        sheet = book.active
        sheet["A1"], sheet["A2"] = "新建8所", "不变"
        sheet["A1"].font = Font(strike=True)
        sheet["A3"] = CellRichText(TextBlock(InlineFont(strike=True), "新建10所"), "新建12所")
        sheet["A4"].font = Font(strike=True)  # nothing stands in it

    read = opened(fill)
    assert [line.text for line in read.lines] == ["新建8所", "不变", "新建10所新建12所"]
    assert [note.code for note in read.notes] == ["struck_text"]
    assert "有 2 处" in read.notes[0].message
    assert "“新建8所”、“新建10所”" in read.notes[0].message


def test_of_many_struck_words_a_few_are_named():
    def fill(book):
        for row in range(1, 9):
            cell = book.active.cell(row, 1, f"第{row}处")
            cell.font = Font(strike=True)

    assert "“第5处”等。" in opened(fill).notes[0].message
