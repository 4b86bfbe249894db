"""The unit's reports of a quarter, one after the other."""

import pytest

from progress.reports.own import TO_SIGN, TO_WRITE, own_reports
from progress.rules.states import ReportState
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
    assert [own.after(laid_out[number], TO_WRITE).task.number for number in (1, 2, 3)] == [3, 3, 1]


def test_where_none_but_this_is_to_sign_there_is_no_next(laid_out):
    assert own_reports(laid_out[2]).after(laid_out[2], TO_SIGN) is None


def test_one_query_tells_it(laid_out, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert own_reports(laid_out[1]).after(laid_out[1], TO_WRITE).address == "/2021/q2/tasks/3/?unit=sjyj"
