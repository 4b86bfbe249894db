"""A clock set back between two acts changes no order: rounds, decisions and issues stand as their rows do."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from progress.ledger.after_issue import marks_after_issue
from progress.ledger.issued import issued_quarters, newer_than_told
from progress.ledger.rounds import rounds, submissions
from progress.models import Report, Review
from progress.opening import actions as opening
from progress.reports import actions, review_actions
from progress.reports.actions import ReportContent
from progress.reports.write_locks import is_open_again, why_locked
from progress.rules.deadlines import filing_of
from progress.rules.states import CORRECTED_MARK, ReportState, ReviewDecision
from projects.models import YearlyList
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_bulletin, make_list, make_report, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)
SET_BACK = AT - timedelta(hours=3)
REFILE = date(2021, 7, 20)


@pytest.fixture
def unit():
    return make_unit("sjyj")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


@pytest.fixture
def drc():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def report(unit):
    return make_report(make_task(make_list(stage=ListStage.RUNNING), number=36, lead=unit), unit)


def file(report, by, *, at=AT):
    report.refresh_from_db()
    content = ReportContent(text="已建成。")
    saved = actions.save_draft(report, content=content, based_on=report.version, at=at, by=by)
    return as_read(actions.submit, saved, at=at, by=by)


def give_back(report, by, *, at=AT):
    named = {"reason": "数字不符。", "refile_by": REFILE, "parts": ()}
    return as_read(review_actions.return_report, report, at=at, by=by, **named)


def test_a_resubmission_with_an_earlier_clock_is_taken_and_decided(report, filer, drc):
    give_back(file(report, filer), drc)
    again = file(report, filer, at=SET_BACK)
    assert [each.number for each in rounds(again)] == [2, 1]
    assert accept_as_shown(again, at=SET_BACK, by=drc).state == ReportState.ACCEPTED
    assert Review.objects.last_on(again).decision == ReviewDecision.ACCEPT


def test_what_is_returned_with_an_earlier_clock_after_closing_may_be_filed_again(report, filer, drc):
    file(report, filer)
    as_read(opening.close_filing, report.period, at=AT, by=drc)
    report.refresh_from_db()
    give_back(report, drc, at=SET_BACK)
    assert report.pk in Report.objects.still_owed().values_list("pk", flat=True)
    assert file(report, filer, at=SET_BACK).state == ReportState.SUBMITTED


def test_what_was_returned_before_a_later_closing_is_closed(report, filer, drc):
    file(report, filer)
    as_read(opening.close_filing, report.period, at=AT, by=drc)
    report.refresh_from_db()
    give_back(report, drc)
    as_read(opening.resume_filing, report.period, at=AT, by=drc)
    as_read(opening.close_filing, report.period, at=SET_BACK, by=drc)
    closed = Report.objects.get(pk=report.pk)
    assert not is_open_again(closed) and why_locked(closed)


def test_a_recall_restores_what_the_last_decision_said(report, filer, drc):
    give_back(file(report, filer), drc)
    again = file(report, filer, at=SET_BACK)
    recalled = as_read(actions.recall, again, at=SET_BACK, by=filer)
    assert (recalled.state, recalled.refile_by) == (ReportState.RETURNED, REFILE)
    assert filing_of("", submissions(recalled)).first_submitted_at == AT


def test_what_changes_after_an_issue_is_marked_whatever_the_clock_says(report, filer, drc):
    accept_as_shown(file(report, filer), at=AT, by=drc)
    make_bulletin(report.period, issued_at=AT)
    report.refresh_from_db()
    as_read(review_actions.reopen, report, reason="数字有误。", at=SET_BACK, by=drc)
    accept_as_shown(file(report, filer, at=SET_BACK), at=SET_BACK, by=drc)
    yearly_list = YearlyList.objects.get()
    assert marks_after_issue([report.pk]) == {report.pk: CORRECTED_MARK}
    assert newer_than_told(yearly_list, issued_quarters(yearly_list)) == {(report.task_id, 2)}


def test_what_came_before_an_issue_is_told_by_it_whatever_the_clock_says(report, filer, drc):
    accept_as_shown(file(report, filer), at=AT, by=drc)
    make_bulletin(report.period, issued_at=SET_BACK)
    assert marks_after_issue([report.pk]) == {}


def test_decisions_that_are_there_already_keep_what_their_times_tell(report, filer, drc):
    accept_as_shown(file(report, filer), at=AT, by=drc)
    make_bulletin(report.period, issued_at=AT + timedelta(days=1))
    report.refresh_from_db()
    as_read(review_actions.reopen, report, reason="有误。", at=AT + timedelta(days=2), by=drc)
    report.period.closed_at = AT + timedelta(days=1)
    report.period.save()
    Review.objects.update(after_issue=0, is_after_closing=False)
    import_module("progress.migrations.0018_order_by_the_row").keep_what_times_told(apps, None)
    told = Review.objects.order_by("pk").values_list("after_issue", "is_after_closing")
    assert list(told) == [(0, False), (1, True)]
