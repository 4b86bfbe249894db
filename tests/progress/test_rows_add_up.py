"""未归入: where some tasks stand under no domain or no matter, the rows still add up to the list's total."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.document import bulletin_document
from progress.bulletins.lines import tally_groups
from progress.bulletins.prose import prose
from progress.bulletins.public import public_figures
from progress.bulletins.quarter_figures import figures
from progress.bulletins.workbook import bulletin_workbook
from progress.models import ReportingPeriod
from progress.rules.figures_json import from_json, to_json
from progress.rules.standings import Tally, rest_of
from projects.models import CityRecord, Domain, Task
from projects.rules.roles import Role
from tests.factories import (
    make_bulletin,
    make_domain,
    make_list,
    make_matter,
    make_public_page,
    make_task,
    make_user,
)
from tests.pages import one_line
from tests.progress.year.running_year import AFTERWARDS, ON, a_running_year

pytestmark = pytest.mark.django_db
LOOSE = (5, 6, 9)  # under no domain and no matter


@pytest.fixture
def yearly_list():
    made = a_running_year()
    Task.objects.update(domain=None)
    Domain.objects.all().delete()
    for order, numbers in enumerate(((1, 2, 4), (3, 7, 8)), 1):
        tasks = Task.objects.filter(number__in=numbers)
        make_domain(made, *tasks, order=order, name=f"领域{order}")
        make_matter(made, *tasks, number=order, name=f"办好{order}")
    return made


@pytest.fixture
def told(yearly_list):
    return figures(ReportingPeriod.objects.get(quarter=2), ON)


@pytest.fixture
def issued(told):
    make_bulletin(ReportingPeriod.objects.get(quarter=2), told=told, issued_at=AFTERWARDS)
    make_public_page(CityRecord.objects.current())
    return told


@pytest.fixture
def reader(client):
    client.force_login(make_user("drc", role=Role.COORDINATOR))
    return client


def test_the_rest_is_what_no_part_counts():
    whole, part = Tally(completed=3, behind=2, far_behind=1), Tally(completed=1, behind=2, far_behind=1)
    assert rest_of(whole, [part]) == Tally(completed=2)
    assert rest_of(whole, [part, Tally(completed=2)]) is None
    assert rest_of(whole, []) is None  # without a heading nothing is left over


@pytest.mark.parametrize("url", ["/2021/", "/2021/q2/"])
@pytest.mark.parametrize("name", ["domains", "matters"])
def test_the_rows_of_a_page_add_up_and_lead_to_their_tasks(yearly_list, reader, url, name):
    table = reader.get(url).context[name]
    rows = table.data.data
    assert sum(each["total"] for each in rows) == 9
    assert (rows[-1]["name"], rows[-1]["total"]) == ("未归入", 3)
    heading = name.removesuffix("s")
    assert f"/2021/tasks/?quarter=q2&amp;{heading}=none" in str(table.html())
    found = reader.get(f"/2021/tasks/?{heading}=none").context["table"].data.data
    assert [each["number"] for each in found] == list(LOOSE)


def test_the_plan_of_the_list_adds_up_and_counts_the_domains_alone(reader):
    planned = make_list(2023)
    make_task(planned, number=1), make_domain(planned, make_task(planned, number=2))
    page = reader.get("/2023/")
    found = page.context["domains"]
    assert [(each.name, each.tasks) for each in found] == [("教育", 1), ("未归入", 1)]
    assert "1 个，自定" in one_line(page.text)


@pytest.mark.parametrize("draw", [lambda each: each, public_figures, lambda each: from_json(to_json(each))])
def test_the_tables_of_an_issue_add_up(told, draw):
    drawn = draw(told)
    for title, groups in tally_groups(drawn)[1:3]:
        assert "按领域" in title or "按件" in title
        assert groups[-1].name == "未归入"
        for count in ("total", "done", "behind", "unmeasured", "not_filed", "pending"):
            assert sum(getattr(each.tally, count) for each in groups) == getattr(drawn.tally, count)


def test_workbook_and_document_print_the_row(told):
    book = load_workbook(BytesIO(bulletin_workbook(told)))
    names = [row[0].value for row in book["总体情况"].iter_rows()]
    assert names.count("未归入") == 2
    written = Document(BytesIO(bulletin_document(told, prose(told, city=LIANYUNGANG))))
    cells = [row.cells[0].text for table in written.tables for row in table.rows]
    assert cells.count("未归入") == 2


def test_the_text_tells_of_what_stands_under_no_domain(told):
    text = {each.key: each for each in prose(told, city=LIANYUNGANG)}
    assert text["domain:"].head == "未归入领域"
    assert text["domain:"].text.startswith("共3项任务") and "第9项" in text["domain:"].text


def test_the_public_page_and_its_lines_add_up(issued):
    page = one_line(Client().get("/public/2021/").text)
    assert '<td class="main">未归入</td><td data-label="任务（项）" class="num">3</td>' in page
    lines = Client().get("/public/2021/tasks.csv").content.decode("utf-8-sig").splitlines()
    assert sum(each.endswith(",未归入") for each in lines) == 3
    assert [int(each.split(",")[2]) for each in lines if each.split(",")[3] == "未归入"] == list(LOOSE)
    tasks = Client().get("/public/2021/tasks.json").json()["tasks"]
    assert [each["number"] for each in tasks if each["matter"] is None] == list(LOOSE)
    assert [each["number"] for each in tasks if each["domain"] is None] == list(LOOSE)


def test_the_lines_of_a_list_without_domains_speak_of_none(yearly_list):
    Task.objects.update(domain=None)
    period = ReportingPeriod.objects.get(quarter=2)
    make_bulletin(period, told=figures(period, ON), issued_at=AFTERWARDS)
    make_public_page(CityRecord.objects.current())
    lines = Client().get("/public/2021/tasks.csv").content.decode("utf-8-sig").splitlines()[1:]
    assert len(lines) == 9 and {each.split(",")[3] for each in lines} == {""}


@pytest.mark.parametrize("url", ["/2021/q2/?domain=none", "/2021/q2/overdue/?domain=none"])
def test_the_lists_of_a_quarter_find_what_stands_under_none(yearly_list, reader, url):
    page = reader.get(url)
    assert '<option value="none" selected>未归入</option>' in page.text
    assert "tasks/9/" in page.text and "tasks/2/" not in page.text


def test_nothing_is_offered_where_every_task_has_its_place(yearly_list, reader):
    Task.objects.update(domain=Domain.objects.get(order=1))
    for url in ("/2021/tasks/", "/2021/q2/", "/2021/q2/overdue/", "/2021/q2/review/"):
        form = one_line(reader.get(url).text).partition('name="domain"')[2].partition("</select>")[0]
        assert "领域1" in form and "未归入" not in form
