"""Filing later (domain.md, A report's life)."""

from datetime import date, datetime

import pytest

from progress.extensions import actions
from progress.ledger.ledgers import ledger_of
from progress.models import Extension
from progress.rules.states import ExtensionState
from projects.files.uploads import looked_at
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_list, make_report, make_task, make_unit, make_user
from tests.sample_files import uploaded

pytestmark = pytest.mark.django_db
AT = datetime(2021, 6, 25, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def yearly_list():
    return make_list()


def asked(report, by, at=AT):
    return actions.ask_extension(report.period, reason="汛期", until=date(2021, 7, 16), at=at, by=by)


def test_an_extension_asked_for_in_time_moves_the_due_day(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    extension = as_read(
        actions.decide_extension, asked(report, make_user(unit=unit)), granted=True, at=AT, by=coordinator
    )
    assert extension.state == ExtensionState.GRANTED
    assert ledger_of(report.task).at(2, date(2021, 7, 16)).days[0].state == "not_due"


def test_an_extension_asked_for_afterwards_leaves_it_missing(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    after = datetime(2021, 7, 13, 0, 0, tzinfo=SHANGHAI)
    as_read(
        actions.decide_extension,
        asked(report, make_user(unit=unit), at=after),
        granted=True,
        at=after,
        by=coordinator,
    )
    assert ledger_of(report.task).at(2, date(2021, 7, 14)).days[0].state == "missing"


def test_an_extension_for_chosen_tasks_leaves_the_others(yearly_list, coordinator):
    unit = make_unit()
    chosen, other = (make_report(make_task(yearly_list, lead=unit), unit) for _ in range(2))
    actions.grant_extension(
        chosen.period,
        unit=unit,
        tasks=[chosen.task],
        reason="汛期",
        until=date(2021, 7, 16),
        at=AT,
        by=coordinator,
    )
    days = [ledger_of(each.task).at(2, date(2021, 7, 14)).days[0].state for each in (chosen, other)]
    assert days == ["not_due", "missing"]


def test_refusing_an_extension_needs_a_word(yearly_list, coordinator):
    unit = make_unit()
    extension = asked(make_report(make_task(yearly_list, lead=unit), unit), make_user(unit=unit))
    with pytest.raises(Refused, match="理由"):
        as_read(actions.decide_extension, extension, granted=False, at=AT, by=coordinator)
    assert (
        as_read(
            actions.decide_extension, extension, granted=False, note="无正当理由", at=AT, by=coordinator
        ).state
        == ExtensionState.REFUSED
    )
    assert Extension.objects.count() == 1


@pytest.fixture
def owing(yearly_list):
    """A report that somebody's unit owes."""
    unit = make_unit()
    return make_report(make_task(yearly_list, lead=unit), unit)


def granted(report, by, *, unit=None, tasks=(), until=date(2021, 7, 16)):
    return actions.grant_extension(
        report.period, unit=unit or report.unit, tasks=tasks, reason="汛期", until=until, at=AT, by=by
    )


def test_asking_or_granting_the_same_once_more_changes_nothing(owing, coordinator):
    assert granted(owing, coordinator) == granted(owing, coordinator)
    other = make_user(unit=owing.unit)
    assert asked(owing, other) == asked(owing, other)
    assert Extension.objects.count() == 2


@pytest.mark.parametrize("more", ["reason", "files"])
def test_another_reason_for_the_same_is_not_lost_without_a_word(more, owing):
    first = asked(owing, make_user("first", unit=owing.unit))
    told = {"reason": "口径未定", "files": [looked_at(uploaded())]}
    named = {"reason": "汛期", "until": date(2021, 7, 16), "at": AT, more: told[more]}
    with pytest.raises(Refused, match="first某已于6月25日 09:00申请延期至2021-07-16，理由是“汛期”"):
        actions.ask_extension(owing.period, by=make_user("second", unit=owing.unit), **named)
    assert Extension.objects.get() == first


def test_another_reason_for_what_was_granted_is_not_lost_without_a_word(owing, coordinator):
    granted(owing, coordinator)
    with pytest.raises(Refused, match="drc某已于6月25日 09:00准予延期至2021-07-16"):
        actions.grant_extension(
            owing.period, unit=owing.unit, reason="口径未定", until=date(2021, 7, 16), at=AT, by=coordinator
        )


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
    with pytest.raises(NotYours, match="督查员"):
        as_read(actions.decide_extension, extension, granted=True, at=AT, by=coordinator)
    assert (
        as_read(
            actions.decide_extension, extension, granted=True, at=AT, by=make_user(role=Role.SUPERVISOR)
        ).state
        == ExtensionState.GRANTED
    )


def test_nobody_grants_their_own_unit_an_extension_unasked(own, coordinator):
    with pytest.raises(NotYours, match="本单位"):
        actions.grant_extension(
            own.period, unit=own.unit, reason="汛期", until=date(2021, 7, 16), at=AT, by=coordinator
        )


def test_the_supervisor_does_not_decide_on_what_other_units_ask(yearly_list, own):
    unit = make_unit()
    extension = asked(make_report(make_task(yearly_list, lead=unit), unit), make_user(unit=unit))
    with pytest.raises(NotYours, match="协调员"):
        as_read(actions.decide_extension, extension, granted=True, at=AT, by=make_user(role=Role.SUPERVISOR))


def test_an_extension_is_not_decided_on_after_closing(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    extension = asked(report, make_user(unit=unit))
    report.period.closed_at = AT
    report.period.save()
    with pytest.raises(Refused, match="已关闭"):
        as_read(actions.decide_extension, extension, granted=True, at=AT, by=coordinator)


def test_an_extension_is_granted_unasked_and_says_by_whom(yearly_list, coordinator):
    unit = make_unit()
    report = make_report(make_task(yearly_list, lead=unit), unit)
    extension = actions.grant_extension(
        report.period, unit=unit, reason="汛期", until=date(2021, 7, 16), at=AT, by=coordinator
    )
    assert (extension.state, extension.decided_by) == (ExtensionState.GRANTED, coordinator)
    assert [day.due_on for day in ledger_of(report.task).at(2, AT.date()).days] == [date(2021, 7, 16)]
    assert LogEntry.objects.get(act="extension_granted").actor == coordinator


def test_an_extension_by_more_than_a_year_is_a_slip(owing, coordinator):
    with pytest.raises(Refused, match="核对年份"):
        granted(owing, coordinator, until=date(2022, 7, 20))
