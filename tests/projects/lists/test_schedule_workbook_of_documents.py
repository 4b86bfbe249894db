"""The workbook held beside the printed tables: the same characters, but for white space, in the same order.

The one thing that the sheet sets otherwise is a half-width comma or bracket in a task's text.
"""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import TextBlock

from projects.lists.schedule_workbook import Schedule, ScheduleCell, ScheduleRow, schedule_workbook
from projects.parsing.reading import read
from projects.parsing.subprojects import is_name
from projects.rules.punctuation import full_width

DOCUMENTS = Path("fixtures/documents")
WIDTHS = {"2019-schedule.txt": 6, "2021-schedule.txt": 7, "2023-breakdown.txt": 7}


def bare(text):
    return re.sub(r"\s", "", text)


def as_cells(task):
    for quarter in range(4):
        labels = (
            tuple(item.label for item in task.items[quarter] if is_name(item.label)) if task.items else ()
        )
        yield ScheduleCell(task.quarters[quarter] if task.quarters else "", labels)


def as_schedule(parsed):
    rows = (
        ScheduleRow(task.number, task.text, tuple(as_cells(task)), task.clause, task.domain or "")
        for task in parsed.tasks
    )
    return Schedule(parsed.title, tuple(rows))


@pytest.fixture(scope="module")
def sheet_of():
    def opened(name):
        parsed = read((DOCUMENTS / name).read_bytes(), name)
        page = load_workbook(BytesIO(schedule_workbook(as_schedule(parsed))), rich_text=True).active
        return [[cell.value for cell in line] for line in page.iter_rows()]

    return opened


def printed_rows(name):
    """The cells of a tab-separated document, without its tags and the headings that it repeats."""
    lines = [line.split("\t") for line in (DOCUMENTS / name).read_text().split("\n")]
    cells = [[bare(re.sub(r"</?[bp]>", "", cell)) for cell in line] for line in lines if line[0].isdigit()]
    return [[number, full_width(text), *others] for number, text, *others in cells]


def test_the_2021_schedule_reads_as_printed(sheet_of):
    sheet = sheet_of("2021-schedule.txt")
    assert sheet[0][0] == "2021年连云港市50件民生实事序时进度安排方案"
    assert [[bare(str(cell or "")) for cell in line] for line in sheet[3:]] == printed_rows(
        "2021-schedule.txt"
    )


def test_the_2021_schedule_has_its_bold_labels(sheet_of):
    blocks = [
        block
        for line in sheet_of("2021-schedule.txt")
        for cell in line
        if isinstance(cell, list)
        for block in cell
    ]
    bold = [
        bare(block.text).rstrip("：:") for block in blocks if isinstance(block, TextBlock) and block.font.b
    ]
    printed = re.findall(r"<b>(.*?)</b>", (DOCUMENTS / "2021-schedule.txt").read_text())
    assert bold == [re.split("[：:]", bare(label))[0] for label in printed]


def test_the_2019_schedule_reads_as_printed(sheet_of):
    title, *lines = [
        "".join(bare(str(cell or "")) for cell in line) for line in sheet_of("2019-schedule.txt")
    ]
    printed = bare((DOCUMENTS / "2019-schedule.txt").read_text())
    head = "(序?号目标任务)?序时进度第一季度第二季度第三季度第四季度"  # on every page, twice torn
    assert title + "".join(lines[2:]) == re.sub(head, "", printed)


@pytest.mark.parametrize(("name", "width"), WIDTHS.items())
def test_units_stand_where_the_document_has_them(sheet_of, name, width):
    assert {len(line) for line in sheet_of(name)} == {width}


def test_the_2023_list_has_headings_and_empty_quarters(sheet_of):
    rows = sheet_of("2023-breakdown.txt")[3:]
    assert [line[0] for line in rows if isinstance(line[0], str)][:2] == ["教育惠民领域", "卫生健康领域"]
    assert not any(cell for line in rows if isinstance(line[0], int) for cell in line[2:6])
