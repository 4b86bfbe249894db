"""What the register's pages read."""

import pytest

from projects.models import Unit
from projects.register.reads import groups_by_list, units_by_kind, years_with_units
from projects.rules.city import City
from projects.rules.states import AssignmentRole
from tests.factories import NOW, make_assignment, make_group, make_list, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db


def counts(*years):
    return {
        row.unit.name: [(count.lead, count.co) for count in row.counts]
        for kind in units_by_kind(Unit.objects.all(), years, city=City())
        for row in kind.rows
    }


def test_a_unit_is_counted_itself_and_through_its_group():
    yearly_list, unit = make_list(2021), make_unit(name="海州区")
    make_task(yearly_list, lead=unit)
    make_assignment(
        make_task(yearly_list), make_group("gxq", unit, yearly_list=yearly_list), role=AssignmentRole.CO
    )
    assert counts(2021) == {"海州区": [(1, 1)]}


def test_a_task_led_and_shared_through_a_group_counts_once():
    yearly_list, unit = make_list(2021), make_unit(name="海州区")
    make_assignment(
        make_task(yearly_list, lead=unit),
        make_group("gxq", unit, yearly_list=yearly_list),
        role=AssignmentRole.CO,
    )
    assert counts(2021) == {"海州区": [(1, 0)]}


def test_members_of_another_list_are_not_counted():
    unit = make_unit(name="海州区")
    make_assignment(
        make_task(make_list(2021)),
        make_group("gxq", unit, yearly_list=make_list(2020)),
        role=AssignmentRole.CO,
    )
    assert counts(2021) == {"海州区": [(0, 0)]}


def test_kinds_stand_in_the_official_order():
    make_unit(kind="zone"), make_unit(kind="party"), make_unit(kind="district")
    assert [kind.label for kind in units_by_kind(Unit.objects.all(), (), city=City())] == [
        "市委部门",
        "县区",
        "功能板块",
    ]


def test_members_and_those_that_wait_are_counted_per_list():
    yearly_list = make_list(2021)
    group = make_group("gxq", make_unit(), make_unit(), yearly_list=yearly_list)
    admin = make_user("admin", role="administrator")
    group.memberships.filter(pk=group.memberships.first().pk).update(confirmed_at=NOW, confirmed_by=admin)
    assert groups_by_list([2021, 2020])[0].members == ((2021, 2, 1), (2020, 0, 0))


def test_a_list_without_units_is_left_out():
    make_task(make_list(2019))
    make_task(make_list(2021), lead=make_unit())
    assert years_with_units() == [2021]
