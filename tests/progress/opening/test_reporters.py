"""Which lead reports what: proposed by name and by the printed order, confirmed by hand."""

import pytest

from progress.opening.reporters import shared_tasks
from projects.models import Unit, UnitAlias
from tests.factories import (
    make_assignment,
    make_group,
    make_list,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    """A task of two leads, with a target and two sub-projects."""
    first, second = make_unit("hzq", name="海州区"), make_unit("skfq", name="市开发区")
    task = make_task(make_list(), number=58, lead=first)
    make_assignment(task, second)
    make_target(task, label="邻里中心")
    make_sub_project(task, "海州")
    make_sub_project(task, "月牙岛公园")
    return task


def proposed(task):
    return {
        each.name: (each.unit.code, each.is_confirmed) for each in shared_tasks(task.yearly_list)[0].parts
    }


def test_the_first_printed_lead_is_proposed_and_a_sub_projects_own_unit_by_its_name(task):
    task.sub_projects.filter(name="月牙岛公园").update(name="开发区月牙岛公园")
    assert proposed(task) == {
        "邻里中心": ("hzq", False),
        "海州": ("hzq", False),
        "开发区月牙岛公园": ("skfq", False),
    }


def test_a_sub_project_is_found_by_another_name_of_its_unit_too(task):
    UnitAlias.objects.create(unit=Unit.objects.get(code="skfq"), name="月牙岛管理处")
    task.sub_projects.filter(name="月牙岛公园").update(aliases=["月牙岛管理处公园"])
    assert proposed(task)["月牙岛公园"] == ("skfq", False)


def test_what_was_named_by_hand_stands_before_the_proposal(task):
    task.sub_projects.update(reporting_unit=Unit.objects.get(code="skfq"))
    assert proposed(task)["海州"] == ("skfq", True)


@pytest.mark.parametrize("fields", [{"is_active": False}, {}])
def test_a_unit_that_is_inactive_or_leads_no_more_has_to_be_named_anew(task, fields):
    third = make_unit("third")
    if fields:
        make_assignment(task, third)
        Unit.objects.filter(pk=third.pk).update(**fields)
    task.targets.update(reporting_unit=third)
    assert proposed(task)["邻里中心"] == ("hzq", False)


def test_the_members_of_a_leading_group_are_leads(task):
    group = make_group("gxq", make_unit("member"), yearly_list=task.yearly_list)
    make_assignment(task, group)
    part = shared_tasks(task.yearly_list)[0].parts[0]
    assert [each.code for each in part.leads] == ["hzq", "skfq", "member"]


def test_what_every_lead_reports_and_what_one_leads_alone_needs_no_naming(task):
    task.targets.update(is_summed_over_leads=True)
    task.sub_projects.all().delete()
    make_target(make_task(task.yearly_list, lead=make_unit()))
    assert shared_tasks(task.yearly_list) == []


def test_thirty_tasks_are_asked_as_often_as_one(task, django_assert_num_queries):
    with django_assert_num_queries(6):
        shared_tasks(task.yearly_list)
    for number in range(100, 129):
        other = make_task(task.yearly_list, number=number, lead=Unit.objects.get(code="hzq"))
        make_assignment(other, Unit.objects.get(code="skfq"))
        make_sub_project(other)
    with django_assert_num_queries(6):
        assert len(shared_tasks(task.yearly_list)) == 30
