"""Opening a quarter (domain.md, Who owes what)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from progress.models import Closure, Report
from progress.opening import actions
from progress.opening.actions import Dates
from progress.rules.states import ClosureState
from projects.models import GroupMembership
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import (
    SHANGHAI,
    make_group,
    make_list,
    make_milestone,
    make_period,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

AT = datetime(2021, 6, 25, 9, 0, tzinfo=SHANGHAI)
DATES = Dates(date(2021, 6, 25), date(2021, 6, 30), date(2021, 7, 12))


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def yearly_list():
    return make_list()


def open_q2(yearly_list, by):
    return actions.open_period(yearly_list, quarter=2, dates=DATES, at=AT, by=by)


def ready_task(yearly_list, lead, **fields):
    task = make_task(yearly_list, lead=lead, **fields)
    make_milestone(task, 1)
    return task


def owed():
    return set(Report.objects.values_list("task__number", "unit__code"))


def test_opening_lays_out_one_report_per_task_and_lead(yearly_list, coordinator):
    ready_task(yearly_list, make_unit("sjyj"), number=1)
    ready_task(yearly_list, make_unit("swjw"), number=2)
    open_q2(yearly_list, coordinator)
    assert owed() == {(1, "sjyj"), (2, "swjw")}


def test_opening_starts_the_list(yearly_list, coordinator):
    ready_task(yearly_list, make_unit())
    open_q2(yearly_list, coordinator)
    yearly_list.refresh_from_db()
    assert yearly_list.stage == ListStage.RUNNING


def test_opening_again_changes_nothing(yearly_list, coordinator):
    ready_task(yearly_list, make_unit())
    first = open_q2(yearly_list, coordinator)
    Report.objects.update(text="写了一半。")
    assert open_q2(yearly_list, coordinator) == first
    assert list(Report.objects.values_list("text", flat=True)) == ["写了一半。"]


def test_a_group_that_leads_owes_as_each_of_its_members_once(yearly_list, coordinator):
    member = make_unit("hzq")
    group = make_group("gxq", member, make_unit("lyq"), yearly_list=yearly_list, name="各县区")
    task = ready_task(yearly_list, group, number=1)
    task.assignments.create(unit=member, role="lead", order=2, printed_name="海州区")
    open_q2(yearly_list, coordinator)
    assert owed() == {(1, "hzq"), (1, "lyq")}


def test_a_unit_added_to_a_group_in_mid_year_owes_from_then_on(yearly_list, coordinator):
    group = make_group("gxq", make_unit("hzq"), yearly_list=yearly_list)
    ready_task(yearly_list, group, number=1)
    period = open_q2(yearly_list, coordinator)
    GroupMembership.objects.create(yearly_list=yearly_list, group=group, unit=make_unit("gyq"))
    assert actions.lay_out(period) == 1


def test_an_inactive_unit_owes_nothing(yearly_list, coordinator):
    ready_task(yearly_list, make_unit(is_active=False))
    open_q2(yearly_list, coordinator)
    assert not Report.objects.exists()


def test_a_task_closed_in_an_earlier_quarter_owes_nothing(yearly_list, coordinator):
    task = ready_task(yearly_list, make_unit())
    earlier = make_period(yearly_list, 1)
    Closure.objects.create(
        task=task,
        period=earlier,
        state=ClosureState.AGREED,
        grounds="建成",
        applied_at=AT,
        applied_by=coordinator,
    )
    open_q2(yearly_list, coordinator)
    assert not Report.objects.exists()


def test_a_list_that_lacks_something_does_not_open(yearly_list, coordinator):
    make_task(yearly_list, number=7)
    with pytest.raises(Refused, match="第7项"):
        open_q2(yearly_list, coordinator)
    yearly_list.refresh_from_db()
    assert yearly_list.stage != ListStage.RUNNING


def test_what_is_lacking_is_listed_by_task(yearly_list):
    make_task(yearly_list, number=7, lead=make_unit())
    assert [(gap.task.number, gap.message) for gap in actions.lacking(yearly_list)] == [(7, "没有序时进度。")]


def test_a_list_on_file_does_not_open(coordinator):
    with pytest.raises(Refused, match="仅存档"):
        open_q2(make_list(stage=ListStage.ARCHIVED), coordinator)


def test_a_unit_does_not_open(yearly_list):
    with pytest.raises(NotYours):
        open_q2(yearly_list, make_user())


def test_a_closed_quarter_keeps_its_dates(yearly_list, coordinator):
    period = make_period(yearly_list, 2, closed_at=AT)
    with pytest.raises(Refused, match="关闭"):
        actions.change_dates(period, dates=DATES, at=AT, by=coordinator)


def test_saving_the_dates_lays_out_what_was_added_since(yearly_list, coordinator):
    ready_task(yearly_list, make_unit("sjyj"), number=1)
    period = open_q2(yearly_list, coordinator)
    ready_task(yearly_list, make_unit("szjj"), number=2)
    actions.change_dates(period, dates=DATES, at=AT, by=coordinator)
    assert owed() == {(1, "sjyj"), (2, "szjj")}


@pytest.mark.parametrize("slip", ["opens_on", "as_of", "due_on"])
@pytest.mark.parametrize("year", [2019, 2031])
def test_a_mistyped_year_neither_opens_nor_moves_a_quarter(yearly_list, coordinator, slip, year):
    ready_task(yearly_list, make_unit())
    dates = replace(DATES, **{slip: getattr(DATES, slip).replace(year=year)})
    with pytest.raises(Refused):
        actions.open_period(yearly_list, quarter=2, dates=dates, at=AT, by=coordinator)
    with pytest.raises(Refused):
        actions.change_dates(open_q2(yearly_list, coordinator), dates=dates, at=AT, by=coordinator)
