"""件 where a list has them: tasks, year, issue, congress, public page speak by matter; else as ever."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.lines import tally_groups
from progress.bulletins.prose import prose
from progress.bulletins.public import public_figures
from progress.bulletins.quarter_figures import figures
from progress.models import Bulletin, ReportingPeriod
from progress.oversight.actions import record_oversight
from progress.rules.figures_json import from_json, to_json
from progress.rules.oversight import OversightEntry, OversightKind
from projects.models import CityRecord, Matter, Task, Unit
from projects.rules.errors import Refused
from projects.rules.roles import Role
from tests.factories import NOW, make_bulletin, make_matter, make_public_page, make_user
from tests.pages import one_line
from tests.progress.year.running_year import AFTERWARDS, ON, a_running_year

pytestmark = pytest.mark.django_db
BOTH = {1: (1, 2, 4), 2: (3, 7, 8)}
NAMES = {1: "办学条件", 2: "城市公园"}
VISIT = OversightEntry(
    OversightKind.INSPECTION, date(2021, 6, 1), "视察", "公报", findings="加快。", matter=2
)


@pytest.fixture
def yearly_list():
    made = a_running_year()
    for number, numbers in BOTH.items():
        make_matter(made, *Task.objects.filter(number__in=numbers), number=number, name=NAMES[number])
    return made


@pytest.fixture
def told(yearly_list):
    """The figures of the second quarter, issued."""
    period = ReportingPeriod.objects.get(quarter=2)
    found = figures(period, ON)
    make_bulletin(period, told=found, issued_at=AFTERWARDS)
    return found


@pytest.fixture
def reader(client):
    client.force_login(make_user("drc", role=Role.COORDINATOR))
    return client


def row(table, name):
    return next(each for each in table.data.data if each["name"].startswith(name))


def test_the_year_and_the_quarter_count_by_matter(yearly_list, reader):
    for url in ("/2021/", "/2021/q2/"):
        table = reader.get(url).context["matters"]
        first, second = row(table, "第1件"), row(table, "第2件")
        assert (first["total"], first["behind"], first["not_filed"]) == (3, 2, 1)
        assert (second["total"], second["ahead"], second["on_schedule"], second["completed"]) == (3, 1, 1, 1)
        assert "/2021/tasks/?quarter=q2&amp;matter=1&amp;verdict=behind" in str(table.html())


def test_tasks_are_found_and_ordered_by_matter_and_name_it(yearly_list, reader):
    rows = reader.get("/2021/tasks/?matter=2").context["table"].data.data
    assert [each["number"] for each in rows] == [3, 7, 8]
    page = reader.get("/2021/tasks/?sort=matter")
    numbers = [each["number"] for each in page.context["table"].page.object_list.data]
    assert numbers[:6] == [1, 2, 4, 3, 7, 8]
    assert "第2件　城市公园" in page.context["table"].html()
    assert "第2件　城市公园" in one_line(reader.get("/2021/tasks/7/").text)


def test_the_issue_says_a_line_by_matter_and_counts_them(told):
    text = {each.key: each.text for each in prose(told, city=LIANYUNGANG)}
    assert text["overall.matters"] == (
        "按件看，2件中，任务均按序时推进的1件；有滞后任务的1件（第1件）。另有3项任务没有归入各件。"
    )
    assert [title for title, _ in tally_groups(told)][2] == "三、按件"
    assert sum(each.tally.total for each in told.by_matter) == 6


def test_the_line_rests_on_the_number_and_an_older_issue_on_the_name(told):
    line = "有滞后任务的1件（第1件）"
    named = tuple(replace(each, name=f"另名{each.number}") for each in told.by_matter)
    older = to_json(told)
    for each in older["by_matter"]:
        del each["number"]
    for found in (replace(told, by_matter=named), from_json(older)):
        assert line in {each.key: each.text for each in prose(found, city=LIANYUNGANG)}["overall.matters"]


def test_what_was_issued_keeps_the_matters_of_then(told, reader):
    before = reader.get("/2021/bulletins/1/").text
    Matter.objects.filter(number=1).update(name="改了名")
    Task.objects.update(matter=None)
    after = one_line(reader.get("/2021/bulletins/1/").text)
    assert one_line(before).count("第1件") == after.count("第1件")
    assert [each.name for each in from_json(Bulletin.objects.get().figures).by_matter] == [
        "第1件　办学条件", "第2件　城市公园",
    ]  # fmt: skip


def test_the_public_page_speaks_by_matter(told):
    make_public_page(CityRecord.objects.current())
    page = one_line(Client().get("/public/2021/").text)
    assert "各件情况" in page and "第1件　办学条件" in page
    assert Client().get("/public/2021/tasks.json").json()["tasks"][0]["matter"] == "第1件　办学条件"
    lines = Client().get("/public/2021/tasks.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith(",件") and lines[1].endswith(",第1件　办学条件")
    shown = public_figures(told)
    assert [each.tally.not_filed for each in shown.by_matter] == [0, 0]
    assert "第1件　办学条件" in one_line(Client().get("/public/2021/tasks/1/").text)


def test_a_list_without_matters_looks_as_ever(reader):
    a_running_year()
    period = ReportingPeriod.objects.get(quarter=2)
    found = figures(period, ON)
    make_bulletin(period, told=found, issued_at=AFTERWARDS)
    make_public_page(CityRecord.objects.current())
    assert not found.by_matter and not any(each.matter for each in found.tasks)
    assert "overall.matters" not in {each.key for each in prose(found, city=LIANYUNGANG)}
    assert reader.get("/2021/").context["matters"] is None
    table = reader.get("/2021/tasks/")
    assert "matter" not in table.context["filter"].filters
    assert "matter" not in [each.name for each in table.context["table"].columns if each.visible]
    reader.force_login(make_user(unit=Unit.objects.get(code="ua")))  # its desk shows the same table
    assert "第1个公园" in reader.get("/").text and '<th scope="col">件</th>' not in reader.get("/").text
    reader.force_login(make_user(role=Role.COORDINATOR))
    assert "matter" not in Client().get("/public/2021/tasks.json").json()["tasks"][0]
    assert (
        not Client().get("/public/2021/tasks.csv").content.decode("utf-8-sig").split("\r\n")[0].endswith("件")
    )


def test_congress_speaks_of_a_matter_and_its_tasks_show_it(yearly_list, reader):
    named = {"at": AFTERWARDS, "by": make_user(role=Role.SUPERVISOR)}
    record_oversight(yearly_list, entry=VISIT, **named)
    assert "第2件" in one_line(reader.get("/2021/oversight/").text)
    assert "视察（第2件）" in one_line(reader.get("/2021/tasks/7/").text)
    assert "视察（第2件）" not in one_line(reader.get("/2021/tasks/1/").text)
    assert "视察（第2件）" in one_line(reader.get("/2021/").text)


@pytest.mark.parametrize(
    ("about", "said"), [({"matter": 9}, "没有第9件"), ({"matter": 2, "task": 1}, "只填一个")]
)
def test_what_is_about_no_matter_or_about_two_things_is_refused(yearly_list, about, said):
    values = {**vars(VISIT), **about}
    with pytest.raises(Refused, match=said):
        record_oversight(
            yearly_list,
            entry=OversightEntry(**values),
            at=NOW.replace(month=12),
            by=make_user(role=Role.SUPERVISOR),
        )


def test_the_form_offers_the_matters_and_keeps_the_one_chosen(yearly_list, reader):
    assert 'name="matter"' in reader.get("/2021/oversight/new/vote/").text
    votes = {"agreed": 3, "opposed": 0, "abstained": 0, "version": 0, "matter": 2}
    data = {"title": "大会", "held_on": "2021-01-20", "source": "公报", **votes}
    assert reader.post("/2021/oversight/new/vote/", data).status_code == 302
    assert yearly_list.oversight.get().matter.number == 2
