"""What is still open before a bulletin goes out (domain.md, The bulletin)."""

from datetime import date

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.readiness import open_points
from progress.ledger.ledgers import ledgers_of
from progress.rules.states import ReportState, VerdictClass
from projects.models import Task
from tests.factories import NOW, make_list, make_period, make_report, make_task, make_unit, make_verdict

pytestmark = pytest.mark.django_db

AFTER_DUE = date(2021, 7, 14)


def report_of(yearly_list, **fields):
    unit = make_unit()
    return make_report(make_task(yearly_list, lead=unit), unit, **fields)


def points(period, on=AFTER_DUE):
    return open_points(
        ledgers_of(Task.objects.filter(yearly_list=period.yearly_list)), period, on, city=LIANYUNGANG
    )


def codes(period, on=AFTER_DUE):
    return {point.code: point.number for point in points(period, on)}


def test_nothing_is_open_where_every_report_is_accepted_with_a_verdict():
    report = report_of(make_list(), state=ReportState.ACCEPTED, first_submitted_at=NOW, submitted_at=NOW)
    make_verdict(report, VerdictClass.ON_SCHEDULE)
    assert codes(report.period) == {}


def test_a_submitted_report_waits_for_review():
    report = report_of(make_list(), state=ReportState.SUBMITTED, first_submitted_at=NOW, submitted_at=NOW)
    assert codes(report.period) == {"pending": 1}


def test_a_report_that_never_came_is_missing():
    report = report_of(make_list())
    assert codes(report.period) == {"missing": 1}


def test_before_the_due_day_a_report_is_not_due():
    report = report_of(make_list())
    assert codes(report.period, date(2021, 7, 1)) == {"not_due": 1}
    (point,) = points(report.period, date(2021, 7, 1))
    assert point.sentence == "1份报告未到期（截至日期6月30日，报送期限7月12日）"


def test_an_accepted_report_without_figure_and_verdict_is_undecided():
    report = report_of(make_list(), state=ReportState.ACCEPTED, first_submitted_at=NOW, submitted_at=NOW)
    assert codes(report.period) == {"without_verdict": 1}


def test_a_verdict_that_nobody_confirmed_is_open():
    report = report_of(make_list(), state=ReportState.ACCEPTED, first_submitted_at=NOW, submitted_at=NOW)
    make_verdict(report, VerdictClass.ON_SCHEDULE, awaits_confirmation=True)
    assert codes(report.period) == {"unconfirmed": 1}


def test_an_earlier_quarter_that_was_never_issued_is_told():
    yearly_list = make_list()
    make_period(yearly_list, 1)
    assert points(make_period(yearly_list, 2))[0].sentence == "1个季度（一季度）的通报尚未印发"
