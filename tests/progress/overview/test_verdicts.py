from datetime import date

import pytest

from progress.overview.filing_records import filing_records
from progress.overview.glance import glance
from progress.overview.verdicts import sight_of, year_verdicts
from progress.standings import COUNTED
from projects.models import Unit
from projects.quarters import Quarter
from projects.roles import ADMINISTRATOR, AUDITOR, COORDINATOR, SUPERVISOR
from tests.factories import make_user
from tests.progress.standing_rows import IN_TIME, a_running_year, counted_by_hand

pytestmark = pytest.mark.django_db

ON = date(2021, 7, 21)


def counts(tally):
    return {name: tally.count(name) for name in COUNTED}


def verdicts(yearly_list, role=COORDINATOR, **fields):
    return year_verdicts(yearly_list, make_user(role=role, **fields), ON)


@pytest.mark.parametrize("quarter", [1, 2])
def test_the_counts_are_those_of_the_raw_rows(quarter):
    yearly_list = a_running_year()
    found = glance(yearly_list, verdicts(yearly_list), Quarter(2021, quarter))
    assert counts(found.whole.now) == counted_by_hand(quarter)
    assert [counts(each.now) for each in found.domains] == [counted_by_hand(quarter, domain=order) for order in (1, 2)]
    assert {each.url: counts(each.now) for each in found.leads} == {f"/units/u{x}/": counted_by_hand(quarter, unit=f"u{x}") for x in "abcd"}


def test_every_way_to_stand_occurs_in_what_is_counted():
    a_running_year()
    seen = {name for quarter in (1, 2) for name, number in counted_by_hand(quarter).items() if number}
    assert seen == set(COUNTED)


def test_a_quarter_stands_beside_the_one_before():
    yearly_list = a_running_year()
    found = glance(yearly_list, verdicts(yearly_list), Quarter(2021, 2))
    assert counts(found.whole.before) == counted_by_hand(1)
    assert glance(yearly_list, verdicts(yearly_list), Quarter(2021, 1)).whole.before is None


@pytest.mark.parametrize("role", [COORDINATOR, SUPERVISOR])
def test_the_commission_sees_the_running_quarter(role):
    assert sight_of(a_running_year(closed=[1]), make_user(role=role)).last == 2


@pytest.mark.parametrize("role", [ADMINISTRATOR, AUDITOR])
def test_others_see_the_quarters_whose_bulletin_is_out(role):
    yearly_list = a_running_year(closed=[1])
    found = verdicts(yearly_list, role)
    assert found.sight.last == 1
    assert all(set(each.standings) == {1} for each in found.tasks)


def test_a_unit_sees_its_own_tasks_of_the_running_quarter_besides():
    yearly_list = a_running_year(closed=[1])
    found = verdicts(yearly_list, "filer", unit=Unit.objects.get(code="ua"))
    assert found.sight.last == 1
    assert [each.task.number for each in found.tasks if 2 in each.standings] == [1, 2, 3, 7]


def test_a_member_of_a_group_sees_the_groups_tasks():
    yearly_list = a_running_year()
    found = verdicts(yearly_list, "filer", unit=Unit.objects.get(code="ud"))
    assert [each.task.number for each in found.tasks if each.standings] == [9]


def test_before_the_first_bulletin_nobody_else_sees_a_total():
    assert sight_of(a_running_year(), make_user(role=AUDITOR)).last is None


def test_filing_is_counted_in_time_late_missing_and_not_refiled():
    yearly_list = a_running_year()
    records = filing_records([each.account for each in verdicts(yearly_list).tasks], (1, 2), ON)
    second = {each.unit.code: each.quarters.get(2) for each in records}
    assert (second["ub"].owed, second["ub"].in_time, second["ub"].missing, second["ub"].not_refiled) == (3, 2, 1, 1)
    assert (second["ud"].late, second["ud"].in_time) == (1, 0)
    assert all(each.owed == each.in_time + each.late + each.missing for each in second.values())


def test_a_year_is_read_by_a_constant_number_of_queries(django_assert_max_num_queries):
    yearly_list, user = a_running_year(now=IN_TIME), make_user(role=COORDINATOR)
    with django_assert_max_num_queries(16):
        year_verdicts(yearly_list, user, ON)
