"""Filing states, lateness, extensions, recalls: computed from dates."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.deadlines import (
    ExtensionDates,
    Filing,
    Submission,
    chased_after,
    due_day,
    filing_of,
    filing_state,
    late_days,
    overdue_days,
    own_as_of,
)
from progress.rules.states import FilingState, ReportState
from projects.rules.calendar import ZONE

DUE = date(2021, 7, 12)
BEFORE, AFTER = date(2021, 7, 9), date(2021, 7, 14)


def at(day, hour=9, minute=0, second=0, month=7):
    return datetime(2021, month, day, hour, minute, second, tzinfo=ZONE)


def state(filing, on):
    return filing_state(filing, due_on=DUE, on=on)


def overdue(filing, on):
    return overdue_days(filing, state=state(filing, on), due_on=DUE, on=on)


@pytest.mark.parametrize(
    ("filing", "before", "after"),
    [
        (Filing(), FilingState.NOT_DUE, FilingState.MISSING),
        (Filing(ReportState.DRAFT), FilingState.DRAFT, FilingState.MISSING),
        (Filing(ReportState.AWAITING), FilingState.AWAITING, FilingState.MISSING),
        (Filing(ReportState.SUBMITTED, at(8)), FilingState.PENDING, FilingState.PENDING),
        (Filing(ReportState.ACCEPTED, at(8)), FilingState.ACCEPTED, FilingState.ACCEPTED),
        (
            Filing(ReportState.RETURNED, at(8), date(2021, 7, 15), True),
            FilingState.RETURNED,
            FilingState.RETURNED,
        ),
        (
            Filing(ReportState.RETURNED, at(8), date(2021, 7, 13), True),
            FilingState.RETURNED,
            FilingState.NOT_REFILED,
        ),
        (Filing(ReportState.REOPENED, at(8)), FilingState.RETURNED, FilingState.RETURNED),
        (Filing(ReportState.REOPENED), FilingState.NOT_DUE, FilingState.MISSING),
    ],
)
def test_the_first_state_that_fits(filing, before, after):
    assert state(filing, BEFORE) == before
    assert state(filing, AFTER) == after


def test_the_due_day_itself_is_in_time():
    assert state(Filing(), DUE) == FilingState.NOT_DUE
    assert not late_days(Filing(ReportState.SUBMITTED, at(12, 23, 59, 59)), due_on=DUE)


def test_midnight_after_the_due_day_late_days():
    filing = Filing(ReportState.SUBMITTED, at(13, 0))
    assert late_days(filing, due_on=DUE) == 1


def test_a_new_draft_of_a_returned_report_is_still_returned():
    filing = filing_of(ReportState.DRAFT, [Submission(at(8), is_returned=True, refile_by=date(2021, 7, 13))])
    assert state(filing, date(2021, 7, 13)) == FilingState.RETURNED
    assert state(filing, AFTER) == FilingState.NOT_REFILED
    assert overdue(filing, AFTER) == 1


def test_resubmitting_keeps_the_first_filing_date():
    rounds = [Submission(at(12), is_returned=True, refile_by=date(2021, 7, 16)), Submission(at(16))]
    filing = filing_of(ReportState.SUBMITTED, rounds)
    assert filing.first_submitted_at == at(12)
    assert not late_days(filing, due_on=DUE)


def test_an_answered_return_is_open_no_more():
    rounds = [Submission(at(8), is_returned=True, refile_by=date(2021, 7, 13)), Submission(at(13))]
    filing = filing_of(ReportState.DRAFT, rounds)
    assert (filing.is_returned, filing.refile_by) == (False, None)
    assert state(filing, AFTER) == FilingState.DRAFT


def test_what_was_never_filed_is_not_late():
    assert late_days(Filing(ReportState.DRAFT), due_on=DUE) == 0


def test_a_recalled_submission_counts_as_never_made():
    filing = filing_of(ReportState.DRAFT, [Submission(at(8), is_recalled=True)])
    assert state(filing, AFTER) == FilingState.MISSING
    assert overdue(filing, AFTER) == 2


def test_submitting_after_a_recall_is_late_by_the_new_submission():
    filing = filing_of(ReportState.SUBMITTED, [Submission(at(8), is_recalled=True), Submission(at(14))])
    assert late_days(filing, due_on=DUE) == 2


def test_recalling_the_answer_to_a_return_leaves_the_return_open():
    rounds = [
        Submission(at(8), is_returned=True, refile_by=date(2021, 7, 13)),
        Submission(at(13), is_recalled=True),
    ]
    filing = filing_of(ReportState.DRAFT, rounds)
    assert state(filing, AFTER) == FilingState.NOT_REFILED


def test_nothing_is_overdue_before_its_day():
    assert overdue(Filing(), DUE) == 0


def test_an_extension_asked_for_in_time_moves_the_due_day():
    assert due_day(DUE, [ExtensionDates(BEFORE, date(2021, 7, 20))]) == date(2021, 7, 20)


def test_an_extension_asked_for_on_the_due_day_is_in_time():
    assert due_day(DUE, [ExtensionDates(DUE, date(2021, 7, 20))]) == date(2021, 7, 20)


def test_an_extension_asked_for_afterwards_is_late_all_the_same():
    asked_late = [ExtensionDates(date(2021, 7, 13), date(2021, 7, 20))]
    assert due_day(DUE, asked_late) == DUE


def test_an_extension_that_was_not_granted_changes_nothing():
    refused = [ExtensionDates(BEFORE, date(2021, 7, 20), is_granted=False)]
    assert due_day(DUE, refused) == DUE


@pytest.mark.parametrize(
    ("granted_until", "last"), [(None, 15), (date(2021, 7, 13), 15), (date(2021, 7, 20), 20)]
)
def test_nobody_is_chased_before_the_grace_days_and_a_granted_extension_are_over(granted_until, last):
    assert chased_after(date(2021, 7, 15), granted_until) == date(2021, 7, last)


def test_a_second_extension_is_in_time_by_the_first():
    both = [ExtensionDates(date(2021, 7, 16), date(2021, 7, 25)), ExtensionDates(BEFORE, date(2021, 7, 20))]
    assert due_day(DUE, both) == date(2021, 7, 25)


def test_an_extension_never_brings_the_day_forward():
    assert due_day(DUE, [ExtensionDates(BEFORE, date(2021, 7, 1))]) == DUE


days = st.dates(date(2021, 6, 1), date(2021, 8, 31))
moments = st.datetimes(datetime(2021, 6, 1), datetime(2021, 8, 31), timezones=st.just(ZONE))  # noqa: DTZ001
rounds_of = st.lists(
    st.builds(Submission, moments, st.booleans(), st.booleans(), st.none() | days), max_size=4
)
states_of = st.sampled_from(list(ReportState))


@given(states_of, rounds_of, days)
def test_every_filing_has_a_state_on_every_day(state_of, rounds, on):
    assert state(filing_of(state_of, rounds), on) in list(FilingState)


@given(states_of, rounds_of)
def test_rounds_count_in_the_order_of_their_rows_whatever_the_clock_said(state_of, rounds):
    filing, made = filing_of(state_of, rounds), [each for each in rounds if not each.is_recalled]
    assert filing.first_submitted_at == (made[0].submitted_at if made else None)


@given(rounds_of, days)
def test_what_was_filed_in_time_is_neither_missing_nor_late(rounds, on):
    in_time = Submission(datetime(2021, 5, 1, tzinfo=ZONE))
    filing = filing_of(ReportState.SUBMITTED, [in_time, *rounds])
    assert state(filing, on) != FilingState.MISSING
    assert not late_days(filing, due_on=DUE)


@given(states_of, rounds_of, days)
def test_recalled_rounds_leave_no_trace(state_of, rounds, on):
    assert filing_of(state_of, rounds) == filing_of(
        state_of, [each for each in rounds if not each.is_recalled]
    )


@pytest.mark.parametrize(
    ("filed_on", "own"), [(date(2021, 6, 28), date(2021, 6, 28)), (date(2021, 6, 30), None), (AFTER, None)]
)
def test_what_is_filed_before_the_as_of_date_states_its_own(filed_on, own):
    assert own_as_of(filed_on, date(2021, 6, 30)) == own
