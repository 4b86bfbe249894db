"""What a demo prints says so, once on every page."""

from io import BytesIO

import pytest
from django.apps import apps
from django.test import override_settings
from docx import Document
from openpyxl import load_workbook

from progress.bulletins.imprint import DEMO_NOTE
from projects.paper.house import HOUSE
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.paper.unit_sheets import FillColumn, FillSheet, unit_workbook_bytes
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
    return [each.paragraphs[0].text for each in (section.header, section.even_page_header)]


def paper(*, marked=""):
    document = empty_paper(title="报表")
    line(document, "正文")
    number_pages(document)
    if marked:
        mark_pages(document, marked)
    return saved_document(document)


def print_headers(content):
    return {sheet.oddHeader.center.text for sheet in load_workbook(BytesIO(content))}


def sheets():
    yield workbook_bytes(
        *(Sheet(name=name, columns=(Column("任务", 20),), rows=(("一",),)) for name in "甲乙")
    )
    fill = FillSheet("填报", (FillColumn("序号", 8),), ((1,),))
    yield unit_workbook_bytes(fill, marks={"表式": "x"}, title="填报", note="请填写")


def test_a_document_of_a_demo_is_marked_once(house):
    house(demo=True)
    assert headers(paper()) == [DEMO_NOTE] * 2
    assert headers(paper(marked=f"草稿　{DEMO_NOTE}")) == [f"草稿　{DEMO_NOTE}"] * 2


def test_every_sheet_of_a_demo_is_marked_where_it_is_printed(house):
    house(demo=True)
    assert [print_headers(each) for each in sheets()] == [{DEMO_NOTE}] * 2


@pytest.mark.parametrize("marked", ["", "草稿"])
def test_an_offices_own_papers_are_not(house, marked):
    house(demo=False)
    assert headers(paper(marked=marked)) == [marked] * 2
    assert [print_headers(each) for each in sheets()] == [{None}] * 2
