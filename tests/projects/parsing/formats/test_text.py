"""Text files in every encoding that offices use, and rows of cells in them."""

import pytest

from projects.parsing.formats.characters import decode
from projects.parsing.formats.text import open_text

TEXT = "市政府关于印发2021年50件民生实事任务分解方案的通知\r\n1.新建学校。（牵头单位：市教育局）\r\n"
TRADITIONAL = (
    "市政府關於印發2021年50件民生實事分解方案的通知\n1.新建學校。（牽頭單位：市教育局，責任單位：市財政局）\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding):
    assert decode(TEXT.encode(encoding)) == (TEXT, 0)


def test_a_byte_order_mark_of_either_end():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == (TEXT, 0)
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le")) == (TEXT, 0)


def test_big5_is_told_from_gb18030():
    assert decode(TRADITIONAL.encode("big5")) == (TRADITIONAL, 0)


def test_one_broken_byte_does_not_change_the_encoding():
    content, damaged = decode(TEXT.encode() * 3 + b"\xff")
    assert content.startswith(TEXT)
    assert damaged == 1


def cells(text):
    return [line.cells for line in open_text(text.encode(), "a.txt").lines]


def test_tabs_and_pipes_part_cells():
    assert cells("甲\t乙\t\n| 丙 | 丁 |\n|---|---|\n戊 | 己\n庚") == [("甲", "乙", ""), ("丙", "丁"), (), ()]


def test_a_spreadsheets_quoted_cell_runs_over_lines():
    assert cells('1\t"甲\n""乙""丙"\t丁\n2\t戊\t己') == [("1", '甲\n"乙"丙', "丁"), ("2", "戊", "己")]


def test_a_single_quotation_mark_swallows_no_rows():
    assert len(cells('1\t"甲\t乙\n' + "2\t丙\t丁\n" * 3)) == 4


def test_a_form_feed_opens_a_page():
    assert [line.opens_page for line in open_text("甲\n乙\f丙\n丁".encode(), "a.txt").lines] == [
        False,
        False,
        True,
        False,
    ]
