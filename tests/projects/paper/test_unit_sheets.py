"""What a filled workbook holds is cleaned where it is read, in the file and on its way through the page."""

import json
from io import BytesIO

import pytest
from openpyxl import Workbook

from projects.paper.unit_sheets import TypedLine, _lines, lines_packed, lines_unpacked
from projects.rules.errors import Refused

HEADS = ("序号", "进展情况")


def a_line(text):
    return TypedLine("填报", 2, {"进展情况": text}, {"进展情况": "B"})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("已\u2028开工", "已\n开工"),
        ("\uf0b7主体\u200b完工\u202e", "主体完工"),
        ("\ue0bc", ""),
        ("已开工", "已开工"),
    ],
)
def test_a_cell_holds_what_somebody_can_see(written, read):
    book, out = Workbook(), BytesIO()
    book.active.append(HEADS), book.active.append((36, written))
    book.save(out)
    (line,) = _lines(book.active, book.active, HEADS, ())
    assert line.cells == {"序号": "36", "进展情况": read}


@pytest.mark.parametrize("text", ["已\u2028开工", "已\n开工", "=1+1", '"引号"'])
def test_what_was_previewed_can_be_saved(text):
    (line,) = lines_unpacked(lines_packed([a_line(text)]))
    assert line == a_line(text.replace("\u2028", "\n"))


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800", "\\u202e", "\\ufffe"])
def test_an_escape_names_no_character_that_nobody_sees(escape):
    packed = lines_packed([a_line("甲乙")]).replace("甲乙", f"甲{escape}乙")
    assert lines_unpacked(packed) == [a_line("甲乙")]


@pytest.mark.parametrize(
    "wrong",
    ["", "[" * 100_000, "{", "1", "[1]", "[{}]", "null"]
    + [
        json.dumps([vars(a_line("甲")) | more])
        for more in ({"cells": 5}, {"row": "甲"}, {"cells": {"甲": 5}}, {"x": 1})
    ],
)
def test_what_no_page_of_ours_packed_is_refused(wrong):
    with pytest.raises(Refused, match="重新选择文件"):
        lines_unpacked(wrong)
