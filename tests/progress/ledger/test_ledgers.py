"""What hangs from a task, read by one statement and judged as often as asked."""

import gc
import weakref
from datetime import date

import pytest

from progress.ledger.ledgers import ledger_of, ledgers_of, reported_keys
from progress.ledger.plan_and_actual import is_accepted
from progress.ledger.typed_reports import typed_report
from progress.models import Report, Verdict
from progress.rules.states import (
    INACTIVE_MARK,
    UNPLANNED_MARK,
    ClosureState,
    ExtensionState,
    OpenReason,
    ReportState,
    VerdictClass,
)
from projects.models import Target, Task, Unit
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    make_assignment,
    make_closure,
    make_extension,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)

DUE, AFTER = date(2021, 7, 2), date(2021, 7, 14)
ACCEPTED_NOW = {"state": ReportState.ACCEPTED, "submitted_at": NOW, "first_submitted_at": NOW}


@pytest.fixture
def yearly_list(db):
    return make_list()


def reported(yearly_list, number):
    """A task whose second quarter is accepted on schedule."""
    unit = make_unit()
    task = make_task(yearly_list, number=number, lead=unit)
    target = make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, items=("完成招标。",))
    report = make_report(task, unit, **ACCEPTED_NOW)
    report.measurements.create(target=target, value=2)
    report.item_states.create(item=task.milestones.get().items.get(), state="done", confirmed="done")
    return task


def judged(yearly_list):
    return [
        (ledger.task.number, [ledger.judged_at(quarter, AFTER).code for quarter in (1, 2, 3, 4)])
        for ledger in ledgers_of(yearly_list.tasks.order_by("-number"))
    ]


def test_thirty_tasks_judged_over_the_year_are_two_queries(yearly_list, django_assert_num_queries):
    for number in range(1, 31):
        reported(yearly_list, number)
    with django_assert_num_queries(2):
        found = judged(yearly_list)
    assert [number for number, _ in found] == list(range(30, 0, -1))
    assert {codes[1] for _, codes in found} == {VerdictClass.ON_SCHEDULE}


def test_one_task_is_one_query(yearly_list, django_assert_num_queries):
    task = reported(yearly_list, 36)
    with django_assert_num_queries(1):
        ledger = ledger_of(task)
        assert ledger.work(2).targets[0].actual == 2
        assert (ledger.reports_in(2)[0].address, ledger.task.domain) == (
            f"/2021/q2/tasks/36/?unit={ledger.leads[0].code}",
            None,
        )


def test_a_ledger_goes_with_its_page_and_waits_for_no_collector(yearly_list):
    ledger = ledger_of(reported(yearly_list, 36))
    quarter = ledger.judged_at(2, AFTER)
    assert (ledger.judged_at(2, AFTER).code, quarter.judgement.code) == (VerdictClass.ON_SCHEDULE,) * 2
    assert quarter.judgement is ledger.judged_at(2, AFTER).judgement  # reckoned once all the same
    gone = weakref.ref(ledger)
    gc.disable()
    try:
        del ledger, quarter
        assert gone() is None
    finally:
        gc.enable()


def test_the_rows_of_other_tasks_stay_away(yearly_list):
    task, other = reported(yearly_list, 1), reported(yearly_list, 2)
    first, second = ledgers_of(Task.objects.filter(pk__in=[task.pk, other.pk]).order_by("number"))
    assert [report.task for report in first.reports] == [task]
    assert first.figures.targets == [task.targets.get()]
    assert second.figures.items[0].milestone_id == other.milestones.get().pk


def test_times_and_figures_come_as_they_were_stored(yearly_list):
    report = reported(yearly_list, 36).reports.get()
    ledger = ledger_of(report.task)
    told = ledger.reports_in(2)[0]
    assert (told.submitted_at, told.period.due_on) == (report.submitted_at, report.period.due_on)
    assert (
        ledger.figures.measured(told, report.task.targets.get().pk).value == report.measurements.get().value
    )


def test_an_extension_for_chosen_tasks_moves_only_those(yearly_list):
    unit = make_unit()
    moved, left = (make_report(make_task(yearly_list, number=number, lead=unit), unit) for number in (1, 2))
    make_extension(
        moved.period,
        unit,
        tasks=[moved.task],
        state=ExtensionState.GRANTED,
        asked_at=NOW.replace(day=1),
        until=date(2021, 7, 20),
    )
    found = {
        ledger.task: ledger.judged_at(2, AFTER).code for ledger in ledgers_of(Task.objects.order_by("number"))
    }
    assert found[left.task] == VerdictClass.NOT_FILED != found[moved.task]


@pytest.fixture
def led_by_two(yearly_list):
    """A task of two leads, the first quarter of which the first one reported."""
    first, second = make_unit("first"), make_unit("second")
    task = make_task(yearly_list, number=36, lead=first)
    make_assignment(task, second)
    target = make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, items=("完成招标。",))
    earlier = make_report(task, first, quarter=1, **ACCEPTED_NOW)
    earlier.measurements.create(target=target, value=1)
    return task


def dissolve(code="first"):
    Unit.objects.filter(code=code).update(is_active=False)


@pytest.mark.parametrize(("gone", "counts"), [("", "done"), ("first", "not_done")])
def test_of_two_leads_who_speak_of_an_item_its_reporters_word_counts(led_by_two, gone, counts):
    for code, state in (("first", "done"), ("second", "not_done")):
        report = make_report(led_by_two, Unit.objects.get(code=code), **ACCEPTED_NOW)
        item = led_by_two.milestones.get().items.get()
        report.item_states.create(item=item, state=state, confirmed=state)
    if gone:
        dissolve(gone)
    (item,) = ledger_of(led_by_two).figures.plan_items(is_accepted, confirmed=True)
    assert item.states == {2: counts}


def test_the_first_active_lead_reports_what_nobody_was_named_for(led_by_two):
    report = make_report(led_by_two, Unit.objects.get(code="second"))
    assert reported_keys(report) == (set(), set())
    dissolve()
    ledger = ledger_of(led_by_two)
    assert ledger.figures.target_reporter(ledger.figures.targets[0]).code == "second"
    assert [len(keys) for keys in reported_keys(report)] == [1, 1]


def test_an_inactive_lead_without_a_plan_is_one_reason_not_two(yearly_list):
    task = make_task(yearly_list, number=17, lead=make_unit("first"))
    make_report(task, task.assignments.get().unit)
    assert ledger_of(task).judged_at(2, DUE).judgement.marks == (UNPLANNED_MARK,)
    dissolve()
    ledger = ledger_of(task)
    assert ledger.judged_at(2, DUE).open_reason == OpenReason.INACTIVE
    assert ledger.judged_at(2, DUE).judgement.marks == (INACTIVE_MARK,)


def test_what_an_inactive_lead_filed_waits_for_review_like_any_other(yearly_list):
    task = make_task(yearly_list, number=24, lead=make_unit("first"))
    report = make_report(task, task.assignments.get().unit, state=ReportState.SUBMITTED, submitted_at=NOW)
    dissolve()
    assert ledger_of(task).judged_at(2, DUE).open_reason == OpenReason.PENDING
    type(report).objects.update(state=ReportState.RETURNED, refile_by=AFTER)
    assert ledger_of(task).judged_at(2, DUE).open_reason == OpenReason.INACTIVE


def test_a_named_unit_that_is_inactive_reports_no_more(led_by_two):
    Target.objects.update(reporting_unit=Unit.objects.get(code="second"))
    dissolve("second")
    ledger = ledger_of(led_by_two)
    assert ledger.figures.target_reporter(ledger.figures.targets[0]).code == "first"


def test_what_a_former_lead_reported_stands(led_by_two):
    report = make_report(led_by_two, Unit.objects.get(code="second"))
    dissolve()
    ledger = ledger_of(led_by_two)
    target = ledger.figures.targets[0]
    assert ledger.figures.totals(target) == {1: 1}
    assert typed_report(ledger, ledger.report(2, report.unit)).work.targets[0].earlier == 1


def test_items_that_a_former_lead_did_are_done(led_by_two):
    report = make_report(led_by_two, Unit.objects.get(code="first"), **ACCEPTED_NOW)
    report.item_states.create(item=led_by_two.milestones.get().items.get(), state="done", confirmed="done")
    dissolve()
    assert [
        each.last_state for each in ledger_of(led_by_two).figures.plan_items(is_accepted, confirmed=True)
    ] == ["done"]


def test_the_coordinators_own_task_waits_for_the_supervisor_where_a_lead_is_missing(led_by_two):
    report = make_report(led_by_two, Unit.objects.get(code="first"), **ACCEPTED_NOW)
    report.measurements.create(target=led_by_two.targets.get(), value=2)
    report.item_states.create(item=led_by_two.milestones.get().items.get(), state="done", confirmed="done")
    make_report(led_by_two, Unit.objects.get(code="second"))
    assert ledger_of(led_by_two).judged_at(2, AFTER).code == VerdictClass.ON_SCHEDULE
    make_user("drc", role=Role.COORDINATOR, unit=report.unit)
    assert ledger_of(led_by_two).judged_at(2, AFTER).code == VerdictClass.UNMEASURED
    verdict = make_verdict(report, awaits_confirmation=True)
    assert ledger_of(led_by_two).judged_at(2, AFTER).code == VerdictClass.UNMEASURED
    Verdict.objects.filter(pk=verdict.pk).update(confirmed_at=NOW)
    assert ledger_of(led_by_two).judged_at(2, AFTER).code == VerdictClass.ON_SCHEDULE


def test_the_coordinators_own_task_that_nobody_filed_is_missing(led_by_two):
    make_user("drc", role=Role.COORDINATOR, unit=make_report(led_by_two, Unit.objects.get(code="first")).unit)
    assert ledger_of(led_by_two).judged_at(2, AFTER).code == VerdictClass.NOT_FILED


def test_nothing_is_owed_for_a_task_closed_earlier(led_by_two):
    first, second = (make_report(led_by_two, unit, quarter=2) for unit in Unit.objects.order_by("code"))
    make_closure(led_by_two.reports.get(period__quarter=1), state=ClosureState.AGREED)
    Report.objects.filter(pk=second.pk).update(state=ReportState.SUBMITTED, submitted_at=NOW)
    assert [day.report for day in ledger_of(led_by_two).at(2, AFTER).owed_days] == [second]


def test_no_tasks_are_no_accounts(db):
    assert ledgers_of(Task.objects.all()) == []
