from datetime import date

import pytest

from progress.ledger.filing_days import FilingDay
from progress.rules.states import FilingState, ReportState
from tests.factories import make_list, make_report, make_task, make_unit
from tests.pages import one_line

pytestmark = pytest.mark.django_db

DUE = date(2021, 7, 10)


@pytest.fixture
def report():
    unit = make_unit()
    return make_report(make_task(make_list(), lead=unit), unit, state=ReportState.AWAITING)


def marks(report, state, **named):
    day = FilingDay(report, state, DUE, **{"late_days": 0, "overdue_days": 0, **named})
    return one_line(day.marks)


def test_what_is_missing_says_how_far_it_came_and_how_late_it_is(report):
    said = marks(report, FilingState.MISSING, overdue_days=3, granted_until=date(2021, 7, 20))
    assert ">待审签</span>" in said and ">逾期3天</span>" in said and ">已准延至7月20日</span>" in said


def test_what_nobody_awaits_any_more_is_not_chased(report):
    report.unit.is_active = False
    said = marks(report, FilingState.MISSING, overdue_days=3, granted_until=date(2021, 7, 20))
    assert "待审签" not in said and "逾期" not in said and "已准延至" not in said


def test_what_was_filed_carries_its_marks_and_no_deadline(report):
    report.came_on_paper = DUE
    said = marks(report, FilingState.PENDING, late_days=2, own_as_of=date(2021, 6, 28), overdue_days=3)
    for word in ("迟报", "数据截至6月28日", "代填"):
        assert f">{word}</span>" in said
    assert "逾期" not in said and "补录" not in said


def test_only_what_is_missing_says_how_far_it_came(report):
    assert "待审签" in marks(report, FilingState.AWAITING).split("</span>")[0]
    assert marks(report, FilingState.AWAITING).count("<span") == 1
