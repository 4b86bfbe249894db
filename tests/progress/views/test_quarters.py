"""The quarter: opened, looked at, extended."""

import pytest

from progress.models import ReportingPeriod
from progress.states import AGREED, ASKED, GRANTED
from tests.factories import make_closure, make_extension, make_list, make_milestone, make_period, make_task, make_unit, make_user
from tests.progress.views.conftest import owed, submitted

pytestmark = pytest.mark.django_db

DATES = {"opens_on": "2021-06-25", "as_of": "2021-06-30", "due_on": "2021-07-12"}


def test_a_quarter_not_opened_leads_the_coordinator_to_opening_it(coordinator, enter):
    make_list(2021)
    assert "/2021/q2/opening/" in enter(coordinator).get("/2021/q2/").content.decode()


def test_what_is_lacking_is_listed_by_task(coordinator, enter):
    make_task(make_list(2021), number=36)
    page = enter(coordinator).get("/2021/q2/opening/").content.decode()
    assert all(words in page for words in ("第36项", "没有牵头单位。", "没有序时进度"))


def test_opening_lays_out_what_is_owed(coordinator, enter):
    make_milestone(make_task(make_list(2021), number=36, lead=make_unit()), 2)
    answer = enter(coordinator).post("/2021/q2/opening/", DATES, follow=True)
    assert ReportingPeriod.objects.get().reports.count() == 1
    assert "1个单位共应报1份" in answer.content.decode()


def test_dates_that_contradict_each_other_are_said(coordinator, enter):
    make_list(2021)
    answer = enter(coordinator).post("/2021/q2/opening/", {**DATES, "due_on": "2021-06-01"})
    assert "报送期限不能早于" in answer.content.decode()


def test_dates_are_moved_later(report, coordinator, enter):
    enter(coordinator).post("/2021/q2/opening/", {**DATES, "due_on": "2021-07-15"})
    report.period.refresh_from_db()
    assert f"{report.period.due_on:%m-%d}" == "07-15"


def test_an_extension_is_granted(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    enter(coordinator).post(f"/extensions/{extension.pk}/", {"action": "grant"})
    extension.refresh_from_db()
    assert extension.state == GRANTED


def test_refusing_an_extension_without_a_word_is_said_on_the_page(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    answer = enter(coordinator).post(f"/extensions/{extension.pk}/", {"action": "refuse"}, follow=True)
    assert "请说明理由" in answer.content.decode()


def test_who_filed_is_for_those_who_see_everything(report, filer, supervisor, enter):
    submitted(report, filer)
    assert enter(supervisor).get("/2021/q2/").context["overview"].units[0].filed == 1
    assert enter(filer).get("/2021/q2/").context["overview"].units == ()


def test_a_unit_sees_the_running_verdicts_of_its_own_tasks_only(report, filer, enter):
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    lines = enter(filer).get("/2021/q2/").context["overview"].tasks
    assert [bool(line.code) for line in lines] == [True, False]


def test_the_quarter_asks_the_database_as_often_for_thirty_tasks_as_for_one(report, filer, supervisor, enter, django_assert_max_num_queries):
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


def test_an_answer_that_cannot_be_stored_is_said(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    answer = enter(coordinator).post(f"/extensions/{extension.pk}/", {"action": "refuse", "note": "不同意\0"}, follow=True)
    extension.refresh_from_db()
    assert (answer.status_code, extension.state) == (200, ASKED)


def test_a_task_closed_earlier_counts_as_completed(report, filer, supervisor, enter):
    third = make_period(report.task.yearly_list, 3)
    owed(make_user("stranger").unit, 37, report.task.yearly_list)
    make_closure(report, state=AGREED)
    overview = enter(supervisor).get(f"/2021/q{third.quarter}/").context["overview"]
    assert (overview.tally.total, overview.tally.completed) == (2, 1)
