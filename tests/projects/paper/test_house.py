"""What a demo prints says so, once on every page."""

from io import BytesIO

import pytest
from django.apps import apps
from django.test import override_settings
from docx import Document
from openpyxl import Workbook, load_workbook

from progress.bulletins.imprint import DEMO_NOTE
from projects.log.workbook import log_workbook
from projects.paper.house import HOUSE, marked
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.paper.unit_sheets import FillColumn, FillSheet, Problem, marked_workbook, unit_workbook_bytes
from projects.paper.word import empty_paper, line, mark_pages, number_pages, saved_document


@pytest.fixture
def house(monkeypatch):
    """What the program does when it starts: `house(demo=True)`."""
    monkeypatch.setattr(HOUSE, "mark", HOUSE.mark)

    def started(*, demo):
        with override_settings(DEMO=demo):
            apps.get_app_config("lianyungang").ready()

    return started


def headers(content):
    section = Document(BytesIO(content)).sections[0]
    both = (section.header, section.even_page_header)
    return ["" if each.is_linked_to_previous else each.paragraphs[0].text for each in both]


def paper(*, words=""):
    document = empty_paper(title="报表")
    line(document, "正文")
    number_pages(document)
    mark_pages(document, words)
    return saved_document(document)


def print_headers(content):
    return {sheet.oddHeader.center.text for sheet in load_workbook(BytesIO(content))}


def typed_anew(*, header=None):
    """A workbook of somebody else's."""
    book = Workbook()
    book.active.title, book.active.oddHeader.center.text = "甲", header
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheets():
    yield workbook_bytes(
        *(Sheet(name=name, columns=(Column("任务", 20),), rows=(("一",),)) for name in "甲乙")
    )
    fill = FillSheet("填报", (FillColumn("序号", 8),), ((1,),))
    yield unit_workbook_bytes(fill, marks={"表式": "x"}, title="填报", note="请填写")
    yield marked_workbook(typed_anew(), [Problem("甲", "A1", "不是数")])
    yield log_workbook([], [])


def test_a_document_of_a_demo_is_marked_once(house):
    house(demo=True)
    assert headers(paper()) == [DEMO_NOTE] * 2
    assert headers(paper(words=f"草稿　{DEMO_NOTE}")) == [f"草稿　{DEMO_NOTE}"] * 2


def test_every_sheet_of_a_demo_is_marked_where_it_is_printed(house):
    house(demo=True)
    assert [print_headers(each) for each in sheets()] == [{DEMO_NOTE}] * 4


@pytest.mark.parametrize("words", ["", "草稿"])
def test_an_offices_own_papers_are_not(house, words):
    house(demo=False)
    assert headers(paper(words=words)) == [words] * 2
    assert [print_headers(each) for each in sheets()] == [{None}] * 4


def test_a_paper_that_nobody_marks_has_no_header(house):
    house(demo=False)
    section = Document(BytesIO(paper())).sections[0]
    assert section.header.is_linked_to_previous and section.even_page_header.is_linked_to_previous


def test_the_header_of_somebody_elses_workbook_stays_where_nothing_is_marked(house):
    house(demo=False)
    returned = marked_workbook(typed_anew(header="内部"), [Problem("甲", "A1", "不是数")])
    assert print_headers(returned) == {"内部"}


def test_what_is_laid_out_while_a_demo_is_filled_is_marked(house):
    house(demo=False)
    with marked(DEMO_NOTE):
        assert headers(paper()) == [DEMO_NOTE] * 2
    assert headers(paper()) == [""] * 2
