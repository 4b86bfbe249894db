"""One line per report, and the day that a unit's desk counts down to."""

from datetime import date

import pytest

from progress.reports.queue import deadline, report_lines
from progress.rules.states import ExtensionState
from tests.factories import NOW, make_extension, make_list, make_report, make_task, make_unit

pytestmark = pytest.mark.django_db

DUE, EXTENDED = date(2021, 7, 12), date(2021, 7, 20)
IN_TIME = NOW.replace(day=9)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def reports(unit):
    yearly_list = make_list()
    return [make_report(make_task(yearly_list, lead=unit), unit) for _ in range(2)]


def counted(reports, on):
    period = reports[0].period
    return deadline(report_lines(period, on), period, on)


def test_the_desk_counts_down_to_the_due_day(reports):
    assert (counted(reports, date(2021, 7, 10)).due_on, counted(reports, date(2021, 7, 10)).days_left) == (
        DUE,
        2,
    )


def test_the_desk_counts_down_to_the_day_that_an_extension_gave(reports, unit):
    make_extension(reports[0].period, unit, until=EXTENDED, state=ExtensionState.GRANTED, asked_at=IN_TIME)
    found = counted(reports, date(2021, 7, 14))
    assert (found.due_on, found.days_left, found.overdue) == (EXTENDED, 6, 0)


def test_what_was_not_extended_is_due_first(reports, unit):
    make_extension(
        reports[0].period,
        unit,
        tasks=[reports[0].task],
        until=EXTENDED,
        state=ExtensionState.GRANTED,
        asked_at=IN_TIME,
    )
    found = counted(reports, date(2021, 7, 14))
    assert (found.due_on, found.days_past, found.overdue) == (DUE, 2, 1)


def test_what_was_submitted_is_no_longer_counted_down_to(reports):
    for each in reports:
        each.submitted_at = NOW
        each.save()
    assert counted(reports, date(2021, 7, 14)).overdue == 0
