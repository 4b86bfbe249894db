from datetime import date

import pytest

from progress.ledger.ledgers import ledger_of
from progress.models import Report, ReportingPeriod
from progress.reports import review_actions
from progress.reports.filings import running_filings, state_counts, still_to_do
from progress.rules.states import ReportState
from projects.models import Unit
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import (
    NOW,
    make_extension,
    make_list,
    make_period,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
DUE = date(2021, 7, 12)
TODAY = date(2021, 7, 14)


@pytest.fixture
def unit():
    return make_unit("sjyj")


def owed(unit, number, state="", quarter=2, **fields):
    """A report of the unit, in a quarter that is due on 12 July."""
    yearly_list = unit.reports.first().period.yearly_list if unit.reports.exists() else make_list(2021)
    if not yearly_list.periods.filter(quarter=quarter).exists():
        make_period(yearly_list, quarter, opened_at=NOW, due_on=DUE)
    filed = (
        {"submitted_at": NOW, "first_submitted_at": NOW}
        if state in (ReportState.SUBMITTED, ReportState.ACCEPTED)
        else {}
    )
    return make_report(
        make_task(yearly_list, number=number, lead=unit),
        unit,
        quarter=quarter,
        state=state,
        **filed,
        **fields,
    )


def states(filings):
    return [each.state for each in filings]


def test_a_report_that_was_never_filed_is_missing_after_the_due_day(unit):
    owed(unit, 1)
    assert (states(running_filings(DUE)), states(running_filings(TODAY))) == (["not_due"], ["missing"])


def test_an_extension_moves_the_day(unit):
    report = owed(unit, 1)
    make_extension(report.period, unit, state="granted", asked_at=NOW.replace(day=9), until=date(2021, 7, 20))
    assert states(running_filings(TODAY)) == ["not_due"]


def test_an_extension_for_another_task_moves_nothing(unit):
    report, other = owed(unit, 1), owed(unit, 2)
    make_extension(
        report.period,
        unit,
        tasks=[other.task],
        state="granted",
        asked_at=NOW.replace(day=9),
        until=date(2021, 7, 20),
    )
    assert states(running_filings(TODAY)) == ["missing", "not_due"]


def test_what_is_no_longer_owed_counts_only_where_it_was_filed(unit):
    left, filed = owed(unit, 1), owed(unit, 2, ReportState.SUBMITTED)
    Unit.objects.update(is_active=False)
    assert [each.report for each in running_filings(TODAY)] == [filed]
    assert [
        day.report for report in (left, filed) for day in ledger_of(report.task).at(2, TODAY).owed_days
    ] == [filed]


def test_a_unit_sees_its_own(unit):
    owed(unit, 1)
    assert running_filings(TODAY, make_unit("other")) == []


def test_a_finished_quarter_is_left_out_unless_it_is_the_last(unit):
    owed(unit, 1, ReportState.ACCEPTED, quarter=1)
    assert len(running_filings(TODAY)) == 1
    owed(unit, 2, ReportState.DRAFT)
    assert [each.report.period.quarter for each in running_filings(TODAY)] == [2]


def test_what_is_filed_is_not_to_do(unit):
    (
        owed(unit, 1, ReportState.SUBMITTED),
        owed(unit, 2, ReportState.ACCEPTED),
        owed(unit, 3, ReportState.DRAFT),
    )
    assert [each.report.task.number for each in still_to_do(running_filings(TODAY))] == [3]


def test_reports_are_counted_by_state(unit):
    owed(unit, 1, ReportState.SUBMITTED), owed(unit, 2, ReportState.SUBMITTED), owed(unit, 3)
    assert [(each.word, each.number) for each in state_counts(running_filings(TODAY))] == [
        ("待审核", 2),
        ("未报", 1),
    ]


def test_thirty_reports_are_as_many_queries_as_one(unit, django_assert_num_queries):
    for number in range(1, 31):
        owed(unit, number)
    with django_assert_num_queries(2):
        assert len(running_filings(TODAY)) == 30


def test_after_closing_only_what_was_opened_again_is_in_hand(unit):
    report = owed(unit, 1)
    owed(unit, 2)
    ReportingPeriod.objects.update(closed_at=NOW)
    assert running_filings(TODAY) == []
    reopened = as_read(
        review_actions.reopen, report, reason="漏报。", at=NOW, by=make_user(role=Role.COORDINATOR)
    )
    assert [each.report for each in running_filings(TODAY)] == [reopened]


@pytest.mark.parametrize(
    ("state", "shown"), [(ReportState.SUBMITTED, ["pending"]), (ReportState.ACCEPTED, [])]
)
def test_what_was_opened_again_is_in_hand_until_it_is_accepted(state, shown, unit):
    report = owed(unit, 1)
    ReportingPeriod.objects.update(closed_at=NOW)
    as_read(review_actions.reopen, report, reason="漏报。", at=NOW, by=make_user(role=Role.COORDINATOR))
    Report.objects.update(state=state, submitted_at=NOW, first_submitted_at=NOW)
    assert states(running_filings(TODAY)) == shown
