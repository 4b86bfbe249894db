"""Opening a quarter (domain.md, Who owes what)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from progress.models import Closure, Report, ReportingPeriod
from progress.opening import actions
from progress.opening.actions import Dates
from progress.opening.checklist import checklist
from progress.rules.states import ClosureState, ReportState
from projects.models import GroupMembership, LogEntry
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_bulletin,
    make_extension,
    make_group,
    make_list,
    make_milestone,
    make_notice,
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


def open_q2(yearly_list, by, *, dates=DATES, at=AT):
    """Opened by somebody who has read the whole checklist."""
    known = [point.key for point in checklist(yearly_list, Quarter(yearly_list.year, 2), at.date())]
    return actions.open_period(yearly_list, quarter=2, dates=dates, known=known, at=at, by=by)


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
    assert actions.lay_out(period, on=AT.date()) == 1


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


def test_a_list_that_lacks_something_opens_knowingly_only(yearly_list, coordinator):
    make_task(yearly_list, number=7, lead=make_unit())
    with pytest.raises(Refused, match="没有序时进度和备案的方案，将标“未备案”、列为待评定：第7项"):
        actions.open_period(yearly_list, quarter=2, dates=DATES, known=[], at=AT, by=coordinator)
    yearly_list.refresh_from_db()
    assert yearly_list.stage != ListStage.RUNNING
    open_q2(yearly_list, coordinator)
    assert [number for number, _ in owed()] == [7]


def test_what_came_up_after_the_checklist_was_read_is_asked_about(yearly_list, coordinator):
    make_task(yearly_list, number=7, lead=make_unit())
    read = [point.key for point in checklist(yearly_list, Quarter(2021, 2), AT.date())]
    make_task(yearly_list, number=8, lead=make_unit())
    with pytest.raises(Refused, match="第8项"):
        actions.open_period(yearly_list, quarter=2, dates=DATES, known=read, at=AT, by=coordinator)


def test_no_quarter_opens_with_a_due_day_in_the_past(yearly_list, coordinator):
    ready_task(yearly_list, make_unit())
    late = datetime(2021, 7, 13, 9, 0, tzinfo=SHANGHAI)
    with pytest.raises(Refused, match="报送期限2021-07-12已过"):
        open_q2(yearly_list, coordinator, at=late)
    open_q2(yearly_list, coordinator, at=late, dates=replace(DATES, due_on=date(2021, 7, 13)))


def test_an_opening_is_withdrawn_while_nobody_has_typed(yearly_list, coordinator):
    ready_task(yearly_list, make_unit())
    period = open_q2(yearly_list, coordinator)
    actions.withdraw(period, at=AT, by=coordinator)
    yearly_list.refresh_from_db()
    assert (owed(), yearly_list.stage) == (set(), ListStage.DRAFT)
    assert not ReportingPeriod.objects.opened().exists()
    actions.withdraw(period, at=AT, by=coordinator)
    assert LogEntry.objects.filter(act="period_withdrawn").count() == 1


def test_what_was_withdrawn_opens_again(yearly_list, coordinator):
    ready_task(yearly_list, make_unit("sjyj"), number=1)
    actions.withdraw(open_q2(yearly_list, coordinator), at=AT, by=coordinator)
    moved = replace(DATES, due_on=date(2021, 7, 15))
    assert open_q2(yearly_list, coordinator, dates=moved).due_on == date(2021, 7, 15)
    assert owed() == {(1, "sjyj")}


def test_withdrawing_one_of_two_quarters_leaves_the_list_at_work(yearly_list, coordinator):
    ready_task(yearly_list, make_unit())
    make_period(yearly_list, 1)
    actions.withdraw(open_q2(yearly_list, coordinator), at=AT, by=coordinator)
    yearly_list.refresh_from_db()
    assert yearly_list.stage == ListStage.RUNNING


@pytest.mark.parametrize("trace", ["draft", "recalled", "extension", "notice"])
def test_an_opening_in_which_somebody_did_something_is_not_withdrawn(yearly_list, coordinator, trace):
    unit = make_unit()
    ready_task(yearly_list, unit)
    period = open_q2(yearly_list, coordinator)
    report = period.reports.get()
    if trace == "draft":
        Report.objects.update(state=ReportState.DRAFT)
    elif trace == "recalled":
        Report.objects.update(saved_at=AT)
    elif trace == "extension":
        make_extension(period, unit)
    else:
        make_notice(report)
    with pytest.raises(Refused, match="不能撤回开启"):
        actions.withdraw(period, at=AT, by=coordinator)
    assert period.reports.count() == 1


def test_a_unit_does_not_withdraw_an_opening(yearly_list, coordinator):
    ready_task(yearly_list, make_unit())
    with pytest.raises(NotYours):
        actions.withdraw(open_q2(yearly_list, coordinator), at=AT, by=make_user())


def test_a_list_on_file_does_not_open(coordinator):
    with pytest.raises(Refused, match="仅存档"):
        open_q2(make_list(stage=ListStage.ARCHIVED), coordinator)


def test_a_unit_does_not_open(yearly_list):
    with pytest.raises(NotYours):
        open_q2(yearly_list, make_user())


def test_a_closed_quarter_keeps_its_dates(yearly_list, coordinator):
    period = make_period(yearly_list, 2, closed_at=AT)
    with pytest.raises(Refused, match="关闭"):
        as_read(actions.change_dates, period, dates=DATES, at=AT, by=coordinator)


def test_an_issued_quarter_keeps_its_dates(yearly_list, coordinator):
    period = make_bulletin(make_period(yearly_list, 2)).period
    with pytest.raises(Refused, match="印发"):
        as_read(actions.change_dates, period, dates=DATES, at=AT, by=coordinator)


def test_an_issued_quarter_is_not_withdrawn(yearly_list, coordinator):
    period = make_bulletin(make_period(yearly_list, 2)).period
    with pytest.raises(Refused, match="通报已印发"):
        actions.withdraw(period, at=AT, by=coordinator)


def test_a_quarter_closes_by_the_coordinators_word_and_opens_again(yearly_list, coordinator):
    period = make_period(yearly_list, 2)
    assert as_read(actions.close_filing, period, at=AT, by=coordinator).closed_at == AT
    assert not as_read(actions.close_filing, period, at=AT, by=coordinator).is_open
    yearly_list.stage = ListStage.RUNNING
    yearly_list.save()
    assert as_read(actions.resume_filing, period, at=AT, by=coordinator).is_open
    assert LogEntry.objects.filter(act__in=("filing_closed", "filing_resumed")).count() == 2


def test_a_quarter_of_a_list_that_does_not_run_is_not_opened_again(yearly_list, coordinator):
    yearly_list.stage = ListStage.CONCLUDED
    yearly_list.save()
    period = make_period(yearly_list, 2, closed_at=AT)
    with pytest.raises(Refused, match="不在执行中"):
        as_read(actions.resume_filing, period, at=AT, by=coordinator)


@pytest.mark.parametrize("act", [actions.close_filing, actions.resume_filing])
def test_only_the_coordinator_closes_a_quarter(act, yearly_list):
    with pytest.raises(NotYours):
        as_read(act, make_period(yearly_list, 2), at=AT, by=make_user(role=Role.SUPERVISOR))


def test_saving_the_dates_lays_out_what_was_added_since(yearly_list, coordinator):
    ready_task(yearly_list, make_unit("sjyj"), number=1)
    period = open_q2(yearly_list, coordinator)
    ready_task(yearly_list, make_unit("szjj"), number=2)
    as_read(actions.change_dates, period, dates=DATES, at=AT, by=coordinator)
    assert owed() == {(1, "sjyj"), (2, "szjj")}


@pytest.mark.parametrize("slip", ["opens_on", "as_of", "due_on"])
@pytest.mark.parametrize("year", [2019, 2031])
def test_a_mistyped_year_neither_opens_nor_moves_a_quarter(yearly_list, coordinator, slip, year):
    ready_task(yearly_list, make_unit())
    dates = replace(DATES, **{slip: getattr(DATES, slip).replace(year=year)})
    with pytest.raises(Refused):
        open_q2(yearly_list, coordinator, dates=dates)
    with pytest.raises(Refused):
        as_read(actions.change_dates, open_q2(yearly_list, coordinator), dates=dates, at=AT, by=coordinator)
