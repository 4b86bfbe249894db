"""Where a workbook is wrong stands on one line, also on a phone: every table that names cells."""

import re

import pytest

from lianyungang.settings import BASE_DIR

PAGES = [
    each for each in (BASE_DIR / "templates").rglob("*.html") if ">单元格</th>" in each.read_text("utf-8")
]


def test_the_tables_that_name_cells_are_found():
    assert len(PAGES) >= 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_neither_the_head_nor_the_name_of_a_cell_breaks(page):
    text = page.read_text("utf-8")
    assert '<th scope="col" class="nw">单元格</th>' in text
    assert re.search(r'<td class="nw">{{ (each|problem)\.cell }}</td>', text)
