"""What was done so far about a report or a task, the latest first."""

from datetime import date, timedelta

import pytest

from progress.ledger.deeds import deeds_in
from progress.models import Reminder, ReportingPeriod, Review, Round
from progress.rules.states import ExtensionState, ReviewDecision
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    make_coordination,
    make_extension,
    make_list,
    make_notice,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db):
    unit = make_unit()
    return make_report(make_task(make_list(), number=36, lead=unit), unit)


@pytest.fixture
def coordinator(db):
    return make_user("drc", role=Role.COORDINATOR)


def told(report):
    return [str(deed) for deed in deeds_in(ReportingPeriod.objects.get()).of(report.task_id, [report.unit])]


def test_nothing_was_done(report):
    assert told(report) == []


def test_a_return_tells_its_reason(report, coordinator):
    first = Round.objects.create(
        report=report, number=1, submitted_at=NOW, submitted_by=coordinator, content={}
    )
    decided = {
        "decision": ReviewDecision.RETURN,
        "reason": "请核实。",
        "refile_by": date(2021, 7, 20),
        "decided_at": NOW,
        "decided_by": coordinator,
    }
    Review.objects.create(report=report, round=first, **decided)
    assert told(report) == ["退回：请核实。"]


def test_a_unit_reminded_is_one_deed_however_many_people_were_told(report, coordinator):
    for person in (make_user(unit=report.unit), make_user(unit=report.unit)):
        Reminder.objects.create(
            person=person, unit=report.unit, word="请今天报送。", sent_at=NOW, sent_by=coordinator
        ).reports.add(report)
    assert told(report) == ["催办：请今天报送。"]


def test_a_reminder_that_went_out_by_itself_is_told_apart(report):
    Reminder.objects.create(person=make_user(unit=report.unit), unit=report.unit, sent_at=NOW).reports.add(
        report
    )
    assert told(report) == ["自动催办"]


def test_an_extension_is_asked_for_then_answered(report, coordinator):
    extension = make_extension(report.period, report.unit)
    assert told(report) == ["申请延期：至7月20日，待批复"]
    for state, word in (
        (ExtensionState.GRANTED, "同意延期：至7月20日"),
        (ExtensionState.REFUSED, "不同意延期：至7月20日"),
    ):
        extension.state, extension.decided_at, extension.decided_by = state, NOW, coordinator
        extension.save()
        assert told(report) == [word]


def test_an_extension_granted_unasked_says_so(report, coordinator):
    make_extension(
        report.period,
        report.unit,
        asked_by=coordinator,
        state=ExtensionState.GRANTED,
        decided_at=NOW,
        decided_by=coordinator,
    )
    assert told(report) == ["给予延期：至7月20日"]


def test_an_extension_for_another_task_is_not_this_reports(report):
    make_extension(report.period, report.unit, tasks=[make_task(report.task.yearly_list)])
    assert told(report) == []


def test_a_meeting_on_the_task_is_every_units(report):
    make_coordination(report.task, held_on=date(2021, 7, 13))
    assert told(report) == ["会办：7月13日"]


def test_the_latest_stands_first(report):
    make_extension(report.period, report.unit, asked_at=NOW - timedelta(days=2))
    notice = make_notice(report)
    assert told(report) == [f"提醒单：{notice.reference}", "申请延期：至7月20日，待批复"]
