"""Opening a quarter on its page."""

import pytest

from progress.models import ReportingPeriod
from tests.factories import (
    make_list,
    make_milestone,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db

DATES = {"opens_on": "2021-06-25", "as_of": "2021-06-30", "due_on": "2021-07-12"}


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
