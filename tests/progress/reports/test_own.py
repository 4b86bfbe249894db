"""The unit's reports of a quarter, one after the other."""

import pytest

from progress.models import Report
from progress.reports.own import addresses_around, own_reports, places_of
from progress.rules.states import WRITABLE_STATES, ReportState
from tests.factories import NOW, make_list, make_report, make_task, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def laid_out():
    """Five reports of one unit, by the number of their task, and a stranger's between them."""
    yearly_list, unit = make_list(2021), make_unit("sjyj")
    states = {
        1: ReportState.NOT_BEGUN,
        2: ReportState.AWAITING,
        3: ReportState.DRAFT,
        5: ReportState.SUBMITTED,
        6: ReportState.ACCEPTED,
    }
    filed = {ReportState.SUBMITTED: {"submitted_at": NOW}, ReportState.ACCEPTED: {"submitted_at": NOW}}
    make_report(make_task(yearly_list, number=4), make_unit())
    return {
        number: make_report(
            make_task(yearly_list, number=number, lead=unit), unit, state=state, **filed.get(state, {})
        )
        for number, state in states.items()
    }


def test_what_is_filled_in_and_what_is_submitted_is_counted(laid_out):
    own = own_reports(laid_out[1])
    assert (own.filled, own.submitted, own.total) == (3, 2, 5)


def test_the_next_to_write_follows_and_after_the_last_comes_the_first(laid_out):
    own = own_reports(laid_out[1])
    assert [own.after(laid_out[number], WRITABLE_STATES).task.number for number in (1, 2, 3)] == [3, 3, 1]


def test_where_none_but_this_is_to_sign_there_is_no_next(laid_out):
    assert own_reports(laid_out[2]).after(laid_out[2], [ReportState.AWAITING]) is None


def test_one_query_tells_it(laid_out, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert (
            own_reports(laid_out[1]).after(laid_out[1], WRITABLE_STATES).address
            == "/2021/q2/tasks/3/?unit=sjyj"
        )


def test_the_reports_before_and_after_are_the_unit_s_own_or_all_of_the_quarter(laid_out):
    report, stranger = laid_out[3], Report.objects.get(task__number=4)
    own, everybody = own_reports(report).places, places_of(Report.objects.filter(period=report.period))
    base = "/2021/q2/tasks"
    assert addresses_around(report, own) == (f"{base}/2/?unit=sjyj", f"{base}/5/?unit=sjyj")
    assert addresses_around(report, everybody) == (
        f"{base}/2/?unit=sjyj",
        f"{base}/4/?unit={stranger.unit.code}",
    )
    assert addresses_around(laid_out[1], own)[0] == addresses_around(laid_out[6], own)[1] == ""
