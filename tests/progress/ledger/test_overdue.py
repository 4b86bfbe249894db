"""What stands on the overdue desk, edge by edge: due on 12 July 2021."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from progress.bulletins.quarter_figures import figures_of
from progress.ledger.ledgers import ledgers_of
from progress.ledger.overdue import overdue_rows
from progress.models import Measurement
from progress.rules.figures import Figures, TaskFigure
from progress.rules.standings import Tally
from progress.rules.states import ClosureState, ExtensionState, ReportState, VerdictClass
from projects.models import Task
from tests.factories import (
    SHANGHAI,
    make_assignment,
    make_bulletin,
    make_closure,
    make_extension,
    make_list,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_verdict,
)

pytestmark = pytest.mark.django_db

DUE, AFTER, TODAY = date(2021, 7, 12), date(2021, 7, 13), date(2021, 7, 14)


def moment(day, hour=23, minute=59):
    return datetime(2021, 7, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def task(db):
    return make_task(make_list(), number=36, lead=make_unit())


@pytest.fixture
def report(task):
    return make_report(task, task.assignments.get().unit)


def filed(report, day, state=ReportState.SUBMITTED, **fields):
    """Submitted for the first time on this day of July."""
    fields = {"state": state, "first_submitted_at": moment(day), "submitted_at": moment(day), **fields}
    for name, value in fields.items():
        setattr(report, name, value)
    report.save()
    return report


def lagging(report, *, value=1, planned=(1, 3, 4, 5)):
    """Accepted, behind its target's plan."""
    target = make_target(report.task, quantity=5, planned=planned, basis="ytd")
    Measurement.objects.create(report=filed(report, 12, ReportState.ACCEPTED), target=target, value=value)
    return target


def told(report, on=TODAY):
    return [(row.kind, row.days or row.points) for row in overdue_rows(report.period, on)]


def test_on_the_due_day_nothing_is_missing(report):
    assert told(report, DUE) == []
    assert told(report, AFTER) == [("missing", 1)]


def test_a_draft_is_missing(report):
    filed(report, 12, ReportState.DRAFT, first_submitted_at=None, submitted_at=None)
    assert told(report) == [("missing", 2)]


def test_submitted_in_the_last_minute_of_the_due_day_is_in_time(report):
    assert told(filed(report, 12)) == []
    assert told(filed(report, 13)) == [("late", 1)]


def test_late_stays_after_acceptance(report):
    assert told(filed(report, 14, ReportState.ACCEPTED), date(2021, 9, 1)) == [("late", 2)]


def test_the_day_to_refile_by_is_in_time(report):
    filed(report, 9, ReportState.RETURNED, refile_by=AFTER)
    assert told(report, AFTER) == []
    assert told(report, TODAY) == [("not_refiled", 1)]


def test_late_and_not_refiled_are_two_facts(report):
    filed(report, 13, ReportState.RETURNED, refile_by=AFTER)
    assert told(report) == [("not_refiled", 1), ("late", 1)]


def test_returned_and_refiled_late_leaves_the_first_day(report):
    filed(report, 9, ReportState.RETURNED, refile_by=AFTER)
    filed(report, 9, submitted_at=moment(14), refile_by=None)
    assert told(report) == []


def test_an_extension_asked_for_in_time_moves_the_day(report):
    make_extension(report.period, report.unit, state=ExtensionState.GRANTED, asked_at=moment(12), until=AFTER)
    assert told(report, AFTER) == []
    assert told(report) == [("missing", 1)]


def test_an_extension_asked_for_afterwards_is_told_and_changes_nothing(report):
    make_extension(
        report.period, report.unit, state=ExtensionState.GRANTED, asked_at=moment(13), until=date(2021, 7, 20)
    )
    (row,) = overdue_rows(report.period, TODAY)
    assert (row.kind, row.days, row.granted_until) == ("missing", 2, date(2021, 7, 20))


def test_an_extension_for_another_task_moves_nothing(report):
    other = make_task(report.task.yearly_list)
    make_extension(
        report.period,
        report.unit,
        tasks=[other],
        state=ExtensionState.GRANTED,
        asked_at=moment(1),
        until=date(2021, 7, 20),
    )
    assert told(report) == [("missing", 2)]


def test_nothing_is_owed_for_a_task_closed_earlier(report):
    make_period(report.task.yearly_list, 1)
    first = make_report(
        report.task, report.unit, quarter=1, state=ReportState.ACCEPTED, submitted_at=moment(1)
    )
    make_closure(first, state=ClosureState.AGREED)
    assert told(report) == []


def test_an_inactive_unit_owes_nothing(report):
    report.unit.is_active = False
    report.unit.save()
    assert told(report) == []


def test_a_task_behind_tells_its_points_and_what_is_behind(report):
    lagging(report, value=2)
    (row,) = overdue_rows(report.period, TODAY)
    assert (row.kind, row.points, row.report, row.units) == ("behind", Decimal("20.0"), None, (report.unit,))
    assert row.why == "城市公园：计划累计3个，实际累计2个，滞后20.0个百分点。"


def test_far_behind_is_behind_too(report):
    lagging(report, value=0)
    (row,) = overdue_rows(report.period, TODAY)
    assert (row.kind, row.code) == ("behind", VerdictClass.FAR_BEHIND)


def test_submitted_figures_put_nobody_behind(report):
    lagging(report)
    filed(report, 12)
    assert told(report) == []


def test_the_coordinators_word_counts(report):
    lagging(report)
    make_verdict(report, VerdictClass.ON_SCHEDULE, computed=VerdictClass.FAR_BEHIND, reason="已补报验收单。")
    assert told(report) == []


def test_of_several_leads_each_is_missing_alone_and_behind_together(report):
    other = make_unit()
    make_assignment(report.task, other)
    second = make_report(report.task, other)
    assert [row.units for row in overdue_rows(report.period, TODAY)] == [(report.unit,), (other,)]
    lagging(report)
    filed(second, 12, ReportState.ACCEPTED)
    assert [(row.kind, row.units) for row in overdue_rows(report.period, TODAY)] == [
        ("behind", (report.unit, other))
    ]


def test_two_quarters_running_not_in_time_are_a_streak(report):
    filed(make_report(report.task, report.unit, quarter=1), 1, ReportState.ACCEPTED)
    (row,) = overdue_rows(report.period, TODAY)
    assert (row.kind, row.streak) == ("missing", 2)


def test_two_quarters_running_behind_are_a_streak(report):
    target = lagging(report)
    first = filed(make_report(report.task, report.unit, quarter=1), 1, ReportState.ACCEPTED)
    Measurement.objects.create(report=first, target=target, value=0)
    assert [row.streak for row in overdue_rows(report.period, TODAY) if row.kind == "behind"] == [2]


@pytest.mark.parametrize(
    ("told", "now", "quarters"), [("behind", "on_schedule", 2), ("on_schedule", "behind", 1)]
)
def test_a_streak_counts_the_quarters_before_as_they_were_issued(told, now, quarters, report):
    """更正评价 after the issue is told by the next one; until then nobody reads two accounts."""
    lagging(report)
    first = filed(make_report(report.task, report.unit, quarter=1), 1, ReportState.ACCEPTED)
    make_verdict(first, code=now)
    issue(first.period, report.task, told)
    (row,) = [row for row in overdue_rows(report.period, TODAY) if row.kind == "behind"]
    assert row.streak == quarters
    ledgers = ledgers_of(Task.objects.filter(pk=report.task.pk))
    (figure,) = figures_of(ledgers, report.period, TODAY).tasks
    assert figure.streak == quarters


def issue(period, task, code):
    """The issue of a quarter that tells this class of one task."""
    dates = {"as_of": period.as_of, "due_on": period.due_on, "drawn_on": TODAY}
    tasks = (TaskFigure(task.number, task.text, code, ""),)
    year = period.yearly_list.year
    return make_bulletin(
        period, told=Figures(year, period.quarter, **dates, matters=50, tasks=tasks, tally=Tally())
    )


def test_as_many_queries_for_thirty_tasks_as_for_one(report, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as one:
        overdue_rows(report.period, TODAY)
    for _ in range(29):
        lead = make_unit()
        make_report(make_task(report.task.yearly_list, lead=lead), lead)
    with django_assert_max_num_queries(12) as many:
        assert len(overdue_rows(report.period, TODAY)) == 30
    assert len(many) == len(one)
