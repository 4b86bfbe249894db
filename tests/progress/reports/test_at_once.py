"""Two people at once: one event, nothing lost (domain.md, A report's life; quality.md, Load and faults)."""

from datetime import datetime

import pytest

from progress.models import Reminder, ReportingPeriod, Review, Round, Verdict
from progress.reminders import actions as reminder_actions
from progress.reports import actions as report_actions
from progress.reports import review_actions, verdict_actions
from progress.reports.actions import ReportContent
from progress.rules.states import ReportState, ReviewDecision
from projects.models import LogEntry
from projects.rules.errors import Stale
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.at_once import at_once
from tests.factories import SHANGHAI, make_list, make_report, make_task, make_unit, make_user, make_verdict

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def report():
    unit = make_unit()
    return make_report(make_task(make_list(), lead=unit), unit)


def test_two_browsers_submit_at_once_and_it_is_one_event(report):
    filer = make_user(unit=report.unit)
    report_actions.save_draft(report, content=ReportContent(text="已完成。"), based_on=0, at=AT, by=filer)
    assert at_once(*[lambda: as_read(report_actions.submit, report, at=AT, by=filer)] * 2) == []
    assert (Round.objects.count(), LogEntry.objects.filter(act="report_submitted").count()) == (1, 1)


def test_two_filers_save_at_once_and_the_later_is_told(report):
    people = [make_user(unit=report.unit) for _ in range(2)]
    saves = [
        lambda by=by: report_actions.save_draft(
            report, content=ReportContent(text=by.username), based_on=0, at=AT, by=by
        )
        for by in people
    ]
    raised = at_once(*saves)
    report.refresh_from_db()
    assert [type(each) for each in raised] == [Stale]
    assert report.text in {by.username for by in people}


def test_two_officers_decide_at_once_and_one_decision_stands(report):
    filer, officers = make_user(unit=report.unit), [make_user(role=Role.COORDINATOR) for _ in range(2)]
    report_actions.save_draft(report, content=ReportContent(text="已完成。"), based_on=0, at=AT, by=filer)
    sent = as_read(report_actions.submit, report, at=AT, by=filer)

    def accept():
        accept_as_shown(sent, at=AT, by=officers[0])

    def back():
        review_actions.return_report(sent, based_on=sent.version, reason="不实。", at=AT, by=officers[1])

    assert len(at_once(accept, back)) == 1
    assert Review.objects.count() == 1


def test_two_supervisors_confirm_at_once_and_it_is_one_event(report):
    verdict = make_verdict(report, awaits_confirmation=True)
    people = [make_user(role=Role.SUPERVISOR) for _ in range(2)]
    assert (
        at_once(
            *[
                lambda by=by: verdict_actions.confirm_verdict(verdict, based_on=verdict.version, at=AT, by=by)
                for by in people
            ]
        )
        == []
    )
    assert LogEntry.objects.filter(act="verdict_confirmed").count() == 1


@pytest.mark.parametrize("_", range(5))
def test_a_report_reopened_while_it_is_submitted_goes_one_way(report, _):
    filer, officer = make_user(unit=report.unit), make_user(role=Role.COORDINATOR)
    report_actions.save_draft(report, content=ReportContent(text="已完成。"), based_on=0, at=AT, by=filer)
    ReportingPeriod.objects.update(closed_at=AT)
    reopen = lambda: as_read(review_actions.reopen, report, reason="漏报。", at=AT, by=officer)  # noqa: E731
    raised = at_once(reopen, lambda: as_read(report_actions.submit, report, at=AT, by=filer))
    report.refresh_from_db()
    assert (report.state, Round.objects.count()) == (
        (ReportState.REOPENED, 0) if raised else (ReportState.SUBMITTED, 1)
    )
    assert Review.objects.get().decision == ReviewDecision.REOPEN


def test_two_leads_accepted_at_once_give_one_verdict(report):
    other = make_unit()
    second = make_report(report.task, other)
    sent = []
    for each in (report, second):
        filer = make_user(unit=each.unit)
        report_actions.save_draft(each, content=ReportContent(text="已完成。"), based_on=0, at=AT, by=filer)
        sent.append(as_read(report_actions.submit, each, at=AT, by=filer))
    officers = [make_user(role=Role.COORDINATOR) for _ in range(2)]
    accepts = [
        lambda one=one, by=by: accept_as_shown(one, at=AT, by=by)
        for one, by in zip(sent, officers, strict=True)
    ]
    assert at_once(*accepts) == []
    assert Verdict.objects.filter(task=report.task).count() == 1


def test_two_nightly_runs_at_once_send_once(report):
    make_user(unit=report.unit)
    assert at_once(*[lambda: reminder_actions.send_due(at=AT)] * 2) == []
    assert Reminder.objects.count() == 1


def test_two_clicks_at_once_remind_once(report):
    make_user(unit=report.unit)
    officers = [make_user(role=Role.COORDINATOR) for _ in range(2)]
    assert (
        at_once(
            *[
                lambda by=by: reminder_actions.remind(report.period, reports=[report], at=AT, by=by)
                for by in officers
            ]
        )
        == []
    )
    assert Reminder.objects.count() == 1
