"""Opening a quarter and filing later (domain.md, Who owes what; A report's life)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from progress.ledger.ledgers import account
from progress.models import Closure, Extension, Report
from progress.opening import actions
from progress.opening.actions import Dates
from progress.rules.states import AGREED, GRANTED, REFUSED
from projects.models import GroupMembership, LogEntry
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import COORDINATOR, SUPERVISOR
from projects.rules.states import ARCHIVED, RUNNING
from tests.factories import SHANGHAI, make_group, make_list, make_milestone, make_period, make_report, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db

AT = datetime(2021, 6, 25, 9, 0, tzinfo=SHANGHAI)
DATES = Dates(date(2021, 6, 25), date(2021, 6, 30), date(2021, 7, 12))


@pytest.fixture
def coordinator():
    return make_user("drc", role=COORDINATOR)


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
    assert yearly_list.stage == RUNNING


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
    Closure.objects.create(task=task, period=earlier, state=AGREED, grounds="建成", applied_at=AT, applied_by=coordinator)
    open_q2(yearly_list, coordinator)
    assert not Report.objects.exists()


def test_a_list_that_lacks_something_does_not_open(yearly_list, coordinator):
    make_task(yearly_list, number=7)
    with pytest.raises(Refused, match="第7项"):
        open_q2(yearly_list, coordinator)
    yearly_list.refresh_from_db()
    assert yearly_list.stage != RUNNING


def test_what_is_lacking_is_listed_by_task(yearly_list):
    make_task(yearly_list, number=7, lead=make_unit())
    assert [(gap.task.number, gap.message) for gap in actions.lacking(yearly_list)] == [(7, "没有序时进度。")]


def test_a_list_on_file_does_not_open(coordinator):
    with pytest.raises(Refused, match="仅存档"):
        open_q2(make_list(stage=ARCHIVED), coordinator)


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


def asked(report, by, at=AT):
    return actions.ask_extension(report.period, reason="汛期", until=date(2021, 7, 16), at=at, by=by)


def test_an_extension_asked_for_in_time_moves_the_due_day(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    extension = actions.decide_extension(asked(report, make_user(unit=unit)), granted=True, at=AT, by=coordinator)
    assert extension.state == GRANTED
    assert account(report.task).filing_days(2, date(2021, 7, 16))[0].state == "not_due"


def test_an_extension_asked_for_afterwards_leaves_it_missing(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    after = datetime(2021, 7, 13, 0, 0, tzinfo=SHANGHAI)
    actions.decide_extension(asked(report, make_user(unit=unit), at=after), granted=True, at=after, by=coordinator)
    assert account(report.task).filing_days(2, date(2021, 7, 14))[0].state == "missing"


def test_an_extension_for_chosen_tasks_leaves_the_others(yearly_list, coordinator):
    unit = make_unit()
    chosen, other = (make_report(make_task(yearly_list, lead=unit), unit) for _ in range(2))
    actions.grant_extension(chosen.period, unit=unit, tasks=[chosen.task], reason="汛期", until=date(2021, 7, 16), at=AT, by=coordinator)
    days = [account(each.task).filing_days(2, date(2021, 7, 14))[0].state for each in (chosen, other)]
    assert days == ["not_due", "missing"]


def test_refusing_an_extension_needs_a_word(yearly_list, coordinator):
    unit = make_unit()
    extension = asked(make_report(make_task(yearly_list, lead=unit), unit), make_user(unit=unit))
    with pytest.raises(Refused, match="理由"):
        actions.decide_extension(extension, granted=False, at=AT, by=coordinator)
    assert actions.decide_extension(extension, granted=False, note="无正当理由", at=AT, by=coordinator).state == REFUSED
    assert Extension.objects.count() == 1


@pytest.fixture
def owing(yearly_list):
    """A report that somebody's unit owes."""
    unit = make_unit()
    return make_report(make_task(yearly_list, lead=unit), unit)


def granted(report, by, *, unit=None, tasks=(), until=date(2021, 7, 16)):
    return actions.grant_extension(report.period, unit=unit or report.unit, tasks=tasks, reason="汛期", until=until, at=AT, by=by)


def test_asking_or_granting_the_same_once_more_changes_nothing(owing, coordinator):
    assert granted(owing, coordinator) == granted(owing, coordinator)
    other = make_user(unit=owing.unit)
    assert asked(owing, other) == asked(owing, other)
    assert Extension.objects.count() == 2


def test_a_longer_extension_is_another_one(owing, coordinator):
    assert granted(owing, coordinator) != granted(owing, coordinator, until=date(2021, 7, 20))


def test_what_was_asked_for_is_answered_and_not_granted_beside(owing, coordinator):
    asked(owing, make_user(unit=owing.unit))
    with pytest.raises(Refused, match="请直接批复"):
        granted(owing, coordinator, tasks=[owing.task])


def test_only_who_owes_a_report_files_later(owing, coordinator):
    with pytest.raises(Refused, match="没有应报的任务"):
        granted(owing, coordinator, unit=make_unit())
    with pytest.raises(Refused, match="不由"):
        granted(owing, coordinator, tasks=[make_task(owing.task.yearly_list)])


@pytest.fixture
def own(yearly_list, coordinator):
    """A report of the coordinator's own unit."""
    coordinator.unit = make_unit("sfgw")
    coordinator.save()
    return make_report(make_task(yearly_list, lead=coordinator.unit), coordinator.unit)


def test_nobody_decides_on_what_their_own_unit_asks(own, coordinator):
    extension = asked(own, make_user(unit=own.unit))
    with pytest.raises(NotYours, match="市政府办公室"):
        actions.decide_extension(extension, granted=True, at=AT, by=coordinator)
    assert actions.decide_extension(extension, granted=True, at=AT, by=make_user(role=SUPERVISOR)).state == GRANTED


def test_nobody_grants_their_own_unit_an_extension_unasked(own, coordinator):
    with pytest.raises(NotYours, match="本单位"):
        actions.grant_extension(own.period, unit=own.unit, reason="汛期", until=date(2021, 7, 16), at=AT, by=coordinator)


def test_the_supervisor_does_not_decide_on_what_other_units_ask(yearly_list, own):
    unit = make_unit()
    extension = asked(make_report(make_task(yearly_list, lead=unit), unit), make_user(unit=unit))
    with pytest.raises(NotYours, match="市发改委"):
        actions.decide_extension(extension, granted=True, at=AT, by=make_user(role=SUPERVISOR))


def test_an_extension_is_not_decided_on_after_closing(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    extension = asked(report, make_user(unit=unit))
    report.period.closed_at = AT
    report.period.save()
    with pytest.raises(Refused, match="已关闭"):
        actions.decide_extension(extension, granted=True, at=AT, by=coordinator)


def test_an_extension_is_granted_unasked_and_says_by_whom(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    extension = actions.grant_extension(report.period, unit=unit, reason="汛期", until=date(2021, 7, 16), at=AT, by=coordinator)
    assert (extension.state, extension.decided_by) == (GRANTED, coordinator)
    assert [day.due_on for day in account(report.task).filing_days(2, AT.date())] == [date(2021, 7, 16)]
    assert LogEntry.objects.get(act="extension_granted").actor == coordinator


@pytest.mark.parametrize("slip", ["opens_on", "as_of", "due_on"])
@pytest.mark.parametrize("year", [2019, 2031])
def test_a_mistyped_year_neither_opens_nor_moves_a_quarter(yearly_list, coordinator, slip, year):
    ready_task(yearly_list, make_unit())
    dates = replace(DATES, **{slip: getattr(DATES, slip).replace(year=year)})
    with pytest.raises(Refused):
        actions.open_period(yearly_list, quarter=2, dates=dates, at=AT, by=coordinator)
    with pytest.raises(Refused):
        actions.change_dates(open_q2(yearly_list, coordinator), dates=dates, at=AT, by=coordinator)


def test_an_extension_by_more_than_a_year_is_a_slip(owing, coordinator):
    with pytest.raises(Refused, match="核对年份"):
        granted(owing, coordinator, until=date(2022, 7, 20))
