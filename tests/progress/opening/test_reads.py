"""The quarter of an address: opened, not opened yet, or of no list."""

from datetime import date

import pytest
from django.http import Http404

from progress.opening.reads import opened_period, period_or_404, quarters_to_revise
from tests.factories import make_list, make_period

pytestmark = pytest.mark.django_db


def test_an_opened_quarter_is_found_by_both():
    period = make_period(make_list(2021), quarter=2)
    assert opened_period(2021, 2) == period_or_404(2021, 2) == period


def test_a_quarter_not_opened_yet_is_none_or_not_found():
    make_list(2021)
    assert opened_period(2021, 3) is None
    with pytest.raises(Http404):
        period_or_404(2021, 3)


@pytest.mark.parametrize(("year", "quarter"), [(2021, 6), (2035, 2)])
def test_a_quarter_of_no_list_is_not_found(year, quarter):
    make_list(2021)
    with pytest.raises(Http404):
        opened_period(year, quarter)


def test_the_plan_is_revised_from_the_quarter_after_the_last_that_is_past():
    yearly_list = make_list(2021)
    make_period(yearly_list, 2)
    assert quarters_to_revise(yearly_list, date(2021, 7, 12)) == (1, 2, 3, 4)
    assert quarters_to_revise(yearly_list, date(2021, 7, 13)) == (3, 4)


def test_a_quarter_not_opened_is_not_past():
    yearly_list = make_list(2021)
    make_period(yearly_list, 2, opened_at=None)
    assert quarters_to_revise(yearly_list, date(2021, 12, 1)) == (1, 2, 3, 4)
