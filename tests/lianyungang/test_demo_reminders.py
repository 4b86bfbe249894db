from datetime import date

import pytest

from lianyungang.demo_reminders import load_reminding
from progress.models import Conclusion, Reminder
from progress.rules.states import ConclusionState
from projects.rules.roles import Role
from tests.factories import make_list, make_report, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    """As little of the demo as reminders and the meeting need."""
    units = [
        make_unit(code, name=name)
        for code, name in (("szjj", "市住建局"), ("sjyj", "市教育局"), ("sczj", "市财政局"))
    ]
    for unit in units:
        make_user(unit.code, unit=unit)
    make_user("drc", role=Role.COORDINATOR), make_user("office", role=Role.SUPERVISOR)
    make_report(make_task(make_list(2021), number=3, lead=units[1]), units[1])


def test_units_are_reminded_at_night_and_by_hand(year):
    load_reminding(date(2021, 7, 14))
    told = Reminder.objects.order_by("sent_at").values_list("sent_by__username", "occasions__kind")
    assert list(told) == [(None, "before_due"), ("drc", None), (None, "past_due")]


def test_of_the_conclusions_one_is_overdue_one_open_and_one_reported(year):
    load_reminding(date(2021, 7, 14))
    assert [each.state(date(2021, 7, 14)) for each in Conclusion.objects.order_by("order")] == [
        ConclusionState.OVERDUE,
        ConclusionState.TO_DO,
        ConclusionState.REPORTED,
    ]


def test_nothing_is_dated_later_than_the_day(year):
    load_reminding(date(2021, 6, 1))
    assert not Reminder.objects.exists() and not Conclusion.objects.exists()
