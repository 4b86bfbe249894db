"""The quarter as a page."""

import re

import pytest

from progress.rules.states import ClosureState
from tests.factories import (
    NOW,
    make_closure,
    make_list,
    make_period,
    make_report,
    make_unit,
    make_user,
    make_verdict,
)
from tests.progress.conftest import owed, submitted
from tests.progress.year.running_year import a_running_year, linked_figures

pytestmark = pytest.mark.django_db


def test_a_quarter_not_opened_leads_the_coordinator_to_opening_it(coordinator, enter):
    make_list(2021)
    assert "/2021/q2/opening/" in enter(coordinator).get("/2021/q2/").content.decode()


def test_who_filed_is_for_those_who_see_everything(report, filer, supervisor, enter):
    submitted(report, filer)
    assert enter(supervisor).get("/2021/q2/").context["overview"].records[0].quarters[2].filed == 1
    assert enter(filer).get("/2021/q2/").context["overview"].records == ()


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_has_no_unit_and_does_not_read_everything_sees_no_filing_state(report, filer, as_role, role):
    submitted(report, filer)
    answer = as_role(role).get("/2021/q2/")
    assert [line.days for line in answer.context["overview"].tasks] == [()]
    assert "待审核" not in re.sub(r"其中待审核", "", answer.content.decode())


def test_a_unit_sees_the_running_verdicts_of_its_own_tasks_only(report, filer, enter):
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    lines = enter(filer).get("/2021/q2/").context["overview"].tasks
    assert [bool(line.code) for line in lines] == [True, False]


def test_the_quarter_asks_the_database_as_often_for_thirty_tasks_as_for_one(
    report, filer, supervisor, enter, django_assert_max_num_queries
):
    submitted(report, filer)
    client = enter(supervisor)
    client.get("/2021/q2/")
    with django_assert_max_num_queries(12) as one:
        client.get("/2021/q2/")
    for number in range(37, 66):
        owed(make_unit(), number, report.task.yearly_list)
    with django_assert_max_num_queries(12) as many:
        client.get("/2021/q2/")
    assert len(many) == len(one)


def test_a_task_closed_earlier_counts_as_completed(report, filer, supervisor, enter):
    third = make_period(report.task.yearly_list, 3)
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    make_closure(report, state=ClosureState.AGREED)
    counts = enter(supervisor).get(f"/2021/q{third.quarter}/").context["glance"].whole.now
    assert (counts.total, counts.completed) == (2, 1)


def test_every_count_of_the_quarter_leads_to_exactly_its_tasks(supervisor, enter):
    a_running_year()
    client = enter(supervisor)
    found = set(linked_figures(client.get("/2021/q2/").content.decode()))
    assert len(found) > 40
    for address, number in found:
        assert client.get(address).context["pages"].total == number, address


def test_every_count_of_filing_leads_to_exactly_its_reports(supervisor, enter):
    a_running_year()
    client = enter(supervisor)
    links = re.findall(r'href="(/2021/q2/review/[^"]*)">(\d+)<', client.get("/2021/q2/").content.decode())
    assert len(links) > 10
    for address, number in links:
        assert len(client.get(address.replace("&amp;", "&")).context["lines"]) == int(number), address


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("verdict=behind", [1, 2, 9]),
        ("verdict=pending", [5]),
        ("before=behind", [2, 3]),
        ("lead=uc", [7, 8]),
        ("domain=1&verdict=behind", [1, 2]),
        ("q=第7个", [7]),
        ("q=市b局", [4, 5, 6]),
    ],
)
def test_the_quarters_tasks_are_narrowed(query, found, supervisor, enter):
    a_running_year()
    table = enter(supervisor).get(f"/2021/q2/?{query}").context["table"]
    assert [row["number"] for row in table.data.data] == found


def test_a_task_that_made_up_for_the_quarter_says_so_there(report, filer, supervisor, enter):
    a_list = report.task.yearly_list
    first = make_report(report.task, report.unit, quarter=1, state="accepted", submitted_at=NOW)
    make_verdict(first, "behind")
    report.state, report.submitted_at = "accepted", NOW
    report.save()
    make_verdict(report, "on_schedule")
    assert "已赶上序时" in enter(supervisor).get(f"/{a_list.year}/q1/").content.decode()


def test_a_unit_of_no_task_sees_no_verdict_of_a_running_quarter(enter):
    a_running_year()
    page = enter(make_user()).get("/2021/q2/").content.decode()
    assert "通报印发后公布" in page and 'class="v v-behind">滞后' not in page
