import pytest

from projects.lists.parties import grouped, parties_of, parts_in
from projects.rules.city import City
from projects.rules.states import AssignmentRole
from tests.factories import make_assignment, make_group, make_list, make_task, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_list():
    """海州区 and 各县区 (of which it is a member) have a part in one task that the housing office leads."""
    yearly_list = make_list(2021)
    housing = make_unit("szjj", name="市住建局", kind="department", order=2)
    haizhou = make_unit("hzq", name="海州区", kind="district", order=9)
    group = make_group(
        "gxq",
        haizhou,
        make_unit("lyq", name="连云区", kind="district", order=10),
        yearly_list=yearly_list,
        name="各县区",
    )
    task = make_task(yearly_list, number=36, lead=housing)
    make_assignment(task, haizhou, role=AssignmentRole.CO)
    make_assignment(task, group, role=AssignmentRole.CO)
    return yearly_list


def test_a_group_stands_behind_the_units_and_its_members_are_among_them(a_list):
    assert [party.name for party in parties_of(a_list).answering] == [
        "市住建局",
        "海州区",
        "连云区",
        "各县区",
    ]


def test_only_who_leads_is_among_the_leading(a_list):
    assert [party.name for party in parties_of(a_list).leading] == ["市住建局"]


def test_every_member_of_a_group_has_a_part(a_list):
    assert {part.party.name for part in parts_in(a_list)} == {"市住建局", "海州区", "连云区", "各县区"}


def test_members_are_those_of_this_list(a_list):
    later = make_list(2023)
    assert not parties_of(later).answering


def test_a_group_without_members_stands_for_itself():
    task = make_task(make_list(2021), number=1)
    make_assignment(task, make_group("gnbk", name="功能板块"))
    assert [party.name for party in parties_of(task.yearly_list).leading] == ["功能板块"]


def test_choices_are_grouped_by_kind(a_list):
    assert grouped(parties_of(a_list).answering, city=City()) == [
        ("市直部门", [("szjj", "市住建局")]),
        ("县区", [("hzq", "海州区"), ("lyq", "连云区")]),
        ("单位组", [("gxq", "各县区")]),
    ]
