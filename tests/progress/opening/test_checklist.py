"""What the coordinator reads before opening, and what should be open or issued by now."""

from datetime import date

import pytest

from progress.opening.checklist import checklist, quarters_waiting
from projects.models import GroupMembership
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import (
    NOW,
    make_assignment,
    make_bulletin,
    make_group,
    make_list,
    make_milestone,
    make_period,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

ON = date(2021, 7, 14)


def open_points(yearly_list, quarter=1):
    found = checklist(yearly_list, Quarter(yearly_list.year, quarter), ON)
    return {point.code: point.words for point in found if not point.is_in_order}


def test_a_list_with_everything_in_order_has_no_open_point():
    yearly_list, unit = make_list(), make_unit()
    make_user(unit=unit)
    make_milestone(make_task(yearly_list, lead=unit), 1)
    assert open_points(yearly_list) == {}


def test_a_leading_unit_without_people_is_named_and_a_group_by_its_members():
    yearly_list, member = make_list(), make_unit(name="海州区")
    make_user(unit=member, is_active=False)
    group = make_group("gxq", member, yearly_list=yearly_list)
    GroupMembership.objects.update(confirmed_at=NOW, confirmed_by=make_user())
    make_milestone(make_task(yearly_list, lead=group), 1)
    assert open_points(yearly_list) == {"people": "1个牵头单位没有填报人员账号：海州区。"}


def test_tasks_whose_leads_are_all_out_of_use_are_named():
    yearly_list, unit, left = make_list(), make_unit(), make_unit(is_active=False)
    make_user(unit=unit)
    for number, leads in ((41, [left]), (42, [left, unit]), (78, [left])):
        task = make_task(yearly_list, number=number)
        make_milestone(task, 1)
        for each in leads:
            make_assignment(task, each)
    assert open_points(yearly_list) == {
        "leads": "2项任务的牵头单位均已停用，无人填报，将列为待评定：第41项、第78项。"
    }
    make_task(yearly_list, number=7)
    assert open_points(yearly_list)["leads"] == (
        "1项任务没有牵头单位，无人填报：第7项；"
        "2项任务的牵头单位均已停用，无人填报，将列为待评定：第41项、第78项。"
    )


def test_the_people_asked_after_are_those_of_units_in_use():
    yearly_list = make_list()
    make_milestone(make_task(yearly_list, lead=make_unit(is_active=False)), 1)
    points = checklist(yearly_list, Quarter(2021, 1), ON)
    (people,) = [each for each in points if each.code == "people"]
    assert people.words == "在用的牵头单位都有填报人员账号。"


def test_members_nobody_confirmed_are_counted():
    yearly_list, unit = make_list(), make_unit()
    make_group("gxq", unit, yearly_list=yearly_list)
    assert open_points(yearly_list) == {"groups": "1个单位组成员待系统管理员确认。"}


def test_a_group_without_members_is_named_and_leads_nothing():
    yearly_list = make_list()
    make_milestone(make_task(yearly_list, number=7, lead=make_group("gxq", name="各县区")), 1)
    assert open_points(yearly_list) == {
        "groups": "1个单位组还没有成员：各县区。",
        "leads": "1项任务没有牵头单位，无人填报：第7项。",
    }


def test_tasks_without_plan_or_lead_are_named():
    yearly_list = make_list()
    make_task(yearly_list, number=7)
    assert open_points(yearly_list) == {
        "leads": "1项任务没有牵头单位，无人填报：第7项。",
        "milestones": "1项任务没有序时进度和备案的方案，将标“未备案”、列为待评定：第7项。",
    }


def test_the_quarter_before_is_asked_after():
    yearly_list = make_list()
    assert open_points(yearly_list, 2) == {"before": "一季度尚未开启填报。"}
    period = make_period(yearly_list, 1)
    assert open_points(yearly_list, 2) == {"before": "一季度通报尚未印发。"}
    make_bulletin(period)
    assert open_points(yearly_list, 2) == {}


def waiting(on, role=Role.COORDINATOR):
    return [(line.kind, line.subject) for line in quarters_waiting(make_user(role=role), on)]


def test_a_quarter_that_should_be_open_stands_on_the_coordinators_desk():
    make_period(make_list(stage=ListStage.RUNNING), 1, due_on=date(2021, 4, 12))
    assert ("待开启填报", "2021年二季度") not in waiting(date(2021, 6, 24))
    assert ("待开启填报", "2021年二季度") in waiting(date(2021, 6, 25))


def test_a_bulletin_is_due_when_the_days_of_grace_are_over():
    period = make_period(make_list(stage=ListStage.RUNNING), 1, due_on=date(2021, 4, 12))
    assert waiting(date(2021, 4, 15)) == []
    assert waiting(date(2021, 4, 16)) == [("待印发通报", "2021年一季度")]
    make_bulletin(period)
    assert waiting(date(2021, 4, 16)) == []


def test_nothing_of_it_stands_on_another_desk():
    make_period(make_list(stage=ListStage.RUNNING), 1)
    assert waiting(date(2021, 12, 31), Role.SUPERVISOR) == []


def test_thirty_lists_are_asked_as_often_as_one(django_assert_num_queries):
    coordinator = make_user(role=Role.COORDINATOR)
    for year in range(2010, 2021):
        make_period(make_list(year, stage=ListStage.RUNNING), 1)
    with django_assert_num_queries(2):
        assert len(quarters_waiting(coordinator, ON)) > 30
