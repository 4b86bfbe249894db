"""Every page and file tells a past quarter as it was judged (domain.md, The plan in force)."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from projects.rules.roles import Role
from tests.factories import make_report, make_unit, make_user
from tests.progress.revised_plan import APRIL, MAY, accepted, revise, scheduled
from tests.releases.lines import lines

pytestmark = pytest.mark.django_db

PAGES = (
    "/2021/",
    "/2021/q1/",
    "/2021/q1/tasks/98/",
    "/2021/q1/review/?state=",
    "/2021/q1/overdue/?tab=behind",
    "/2021/q1/bulletin/",
)
WORKBOOKS = ("/2021/q1/bulletin/bulletin.xlsx", "/2021/q1/overdue/overdue.xlsx?tab=behind")


@pytest.fixture
def unit():
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def coordinator(unit):
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def task(unit, coordinator):
    """Accepted in its first quarter, 44.3 points behind."""
    task = scheduled(unit)
    accepted(make_report(task, unit, quarter=1), make_user("sjyj", unit=unit), coordinator, 7, at=APRIL)
    return task


@pytest.fixture
def reader(client, coordinator, monkeypatch):
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda value=MAY, *_: value)
    client.force_login(coordinator)
    return client


def read(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    return lines(answer.content.decode())


def cells(client, workbook):
    sheets = load_workbook(BytesIO(client.get(workbook).content))
    return [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_of_a_past_quarter_what_it_said_before_a_revision(reader, task, page):
    before = read(reader, page)
    revise(task, make_user(role=Role.ADMINISTRATOR), (17, 200, 250, 300))
    assert read(reader, page) == before


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_a_file_says_of_a_past_quarter_what_it_said_before_a_revision(reader, task, workbook):
    before = cells(reader, workbook)
    revise(task, make_user(role=Role.ADMINISTRATOR), (17, 200, 250, 300))
    assert cells(reader, workbook) == before


def test_the_tasks_page_tells_each_quarter_by_its_own_plan(reader, task):
    revise(task, make_user(role=Role.ADMINISTRATOR), (17, 190, 250, 300))
    shown = "\n".join(read(reader, "/2021/tasks/98/"))
    assert "滞后 44.3 个百分点" in shown and "按调整前的计划评价" in shown
    assert "计划 | 140 | 190 | 250 | 300" in shown


def test_without_a_revision_no_quarter_is_marked(reader, task):
    assert "按调整前的计划评价" not in "\n".join(read(reader, "/2021/tasks/98/"))


def test_a_late_filer_sees_the_plan_of_the_quarter(client, reader, task, unit):
    late = make_unit("szjj")
    make_report(task, late, quarter=1)
    revise(task, make_user(role=Role.ADMINISTRATOR), (17, 190, 250, 300))
    assert any("140 / 7" in line for line in read(reader, "/2021/q1/tasks/98/?unit=szjj"))
