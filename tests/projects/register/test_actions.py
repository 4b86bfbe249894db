"""Edits of the register."""

import pytest

from projects.models import GroupMembership, LogEntry
from projects.register.actions import (
    Contacts,
    add_member,
    confirm_member,
    confirm_members,
    edit,
    remove_member,
)
from projects.rules.errors import Refused, Stale
from tests.factories import NOW, make_group, make_list, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("admin", role="administrator")


@pytest.fixture
def unit():
    return make_unit("zrzyj", name="市自然资源局")


def change(unit, admin, *aliases, based_on=None, **contacts):
    basis = unit.editable_wording if based_on is None else based_on
    return edit(unit, contacts=Contacts(**contacts), aliases=aliases, based_on=basis, at=NOW, by=admin)


def test_contacts_and_aliases_are_kept(unit, admin):
    changed = change(unit, admin, "市资源局", liaison="王某", liaison_telephone="85801234")
    assert changed.editable_wording == "联络员：王某 85801234；分管负责人：无；别名：市资源局"


def test_the_log_names_what_changed_without_a_telephone_number(unit, admin):
    change(unit, admin, liaison="王某", liaison_telephone="85801234")
    assert LogEntry.objects.get().detail == {"fields": ["liaison", "liaison_telephone"], "aliases": []}


def test_nothing_changed_is_not_logged(unit, admin):
    change(unit, admin)
    assert not LogEntry.objects.exists()


def test_an_alias_that_stays_keeps_its_note(unit, admin):
    unit.aliases.create(name="市资源局", note="2019年更名")
    change(unit, admin, "市资源局", "市国土局")
    assert [(each.name, each.note) for each in unit.aliases.all()] == [
        ("市资源局", "2019年更名"),
        ("市国土局", ""),
    ]


def test_a_name_that_looks_like_another_units_is_no_alias(unit, admin):
    make_unit(name="市教育局\u200b")
    with pytest.raises(Refused):
        change(unit, admin, "市教育局")


def test_another_units_name_is_no_alias(unit, admin):
    make_unit(name="市住建局")
    with pytest.raises(Refused, match="市住建局"):
        change(unit, admin, "市住建局")


def test_another_units_alias_is_no_alias(unit, admin):
    make_unit().aliases.create(name="市资源局")
    with pytest.raises(Refused, match="市资源局"):
        change(unit, admin, "市资源局")


@pytest.mark.parametrize("alias", ["市１２３４５中心", "市12345 中心", "各县区", "各县 (区)"])
def test_what_looks_like_anothers_name_is_no_alias(alias, unit, admin):
    make_unit("zx", name="市12345中心")
    group = make_group("gxq", name="各县区")
    group.aliases = ["各县（区）"]
    group.save()
    with pytest.raises(Refused, match="已是登记的名称"):
        change(unit, admin, "市资源局", alias)
    assert not unit.aliases.exists()


def test_a_stale_edit_is_refused(unit, admin):
    with pytest.raises(Stale):
        change(unit, admin, based_on="别名 市资源局")


def test_all_proposed_members_are_confirmed_at_once(unit, admin):
    yearly_list = make_list()
    group = make_group("gxq", unit, make_unit(), yearly_list=yearly_list)
    seen = list(group.memberships.values_list("pk", flat=True))
    assert confirm_members(group, yearly_list=yearly_list, seen=seen, at=NOW, by=admin) == 2
    assert set(GroupMembership.objects.values_list("confirmed_by", flat=True)) == {admin.pk}


def test_confirming_where_nothing_is_proposed_is_refused(admin):
    with pytest.raises(Refused, match="没有待确认"):
        confirm_members(make_group(), yearly_list=make_list(), seen=(), at=NOW, by=admin)


def test_a_member_proposed_since_the_page_was_opened_is_not_confirmed(unit, admin):
    yearly_list, added = make_list(), make_unit()
    group = make_group("gxq", unit, added, yearly_list=yearly_list)
    seen = [group.memberships.get(unit=unit).pk]
    with pytest.raises(Stale, match=f"您打开之后，{added}被提出"):
        confirm_members(group, yearly_list=yearly_list, seen=seen, at=NOW, by=admin)
    assert not GroupMembership.objects.filter(confirmed_at__isnull=False).exists()
    assert not LogEntry.objects.exists()


def test_confirming_one_member_twice_is_logged_once(unit, admin):
    group = make_group("gxq", unit, yearly_list=make_list())
    for _ in range(2):
        confirm_member(group.memberships.get(), at=NOW, by=admin)
    assert LogEntry.objects.count() == 1


def test_an_added_member_is_confirmed_by_who_adds_it(unit, admin):
    made = add_member(make_group(), yearly_list=make_list(), unit=unit, at=NOW, by=admin)
    assert made.confirmed_by == admin


def test_adding_a_member_twice_is_refused(unit, admin):
    yearly_list, group = make_list(), make_group()
    add_member(group, yearly_list=yearly_list, unit=unit, at=NOW, by=admin)
    with pytest.raises(Refused, match="已经是"):
        add_member(group, yearly_list=yearly_list, unit=unit, at=NOW, by=admin)


def test_a_member_is_removed_from_one_list_only(unit, admin):
    this_year, last_year = make_list(2021), make_list(2020)
    group = make_group("gxq", unit, yearly_list=this_year)
    add_member(group, yearly_list=last_year, unit=unit, at=NOW, by=admin)
    remove_member(group.memberships.get(yearly_list=this_year), at=NOW, by=admin)
    assert group.memberships.get().yearly_list == last_year
