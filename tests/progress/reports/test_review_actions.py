"""The coordinator's decisions (domain.md, A report's life; Judging progress)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from progress.ledger.ledgers import ledger_of
from progress.models import Verdict
from progress.reports import actions, review_actions
from progress.reports.actions import ReportContent, Value
from progress.rules.states import Completion, FilingState, ReportState, ReviewDecision, VerdictClass
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

AT = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)
AFTER = datetime(2021, 7, 13, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def unit():
    return make_unit("sjyj")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def report(unit, filer):
    task = make_task(make_list(), number=36, lead=unit)
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return file(make_report(task, unit), filer)


def file(report, filer, value="2"):
    item = report.task.milestones.get().items.get()
    values = {report.task.targets.get().pk: Value(Decimal(value))}
    content = ReportContent(
        text="已建成。",
        problems="场地。",
        next_steps="加快。",
        values=values,
        items={item.pk: Completion.DONE},
    )
    actions.save_draft(report, content=content, based_on=report.version, at=AT, by=filer)
    report.refresh_from_db()
    return as_read(actions.submit, report, at=AT, by=filer)


def accept(report, by, **fields):
    return review_actions.accept(report, **{"based_on": report.version, "at": AT, "by": by, **fields})


def confirm(verdict, by, **fields):
    return review_actions.confirm_verdict(
        verdict, **{"based_on": verdict.version, "at": AT, "by": by, **fields}
    )


def close(report):
    report.period.closed_at = AFTER
    report.period.save()


def test_accepting_gives_the_computed_verdict(report, coordinator):
    assert accept(report, coordinator).state == ReportState.ACCEPTED
    verdict = Verdict.objects.get()
    assert (verdict.code, verdict.computed) == (VerdictClass.ON_SCHEDULE, VerdictClass.ON_SCHEDULE)


def test_a_differing_verdict_needs_a_reason(report, coordinator):
    with pytest.raises(Refused, match="理由"):
        accept(report, coordinator, verdict=VerdictClass.BEHIND)
    report.refresh_from_db()
    assert report.state != ReportState.ACCEPTED


def test_the_coordinators_verdict_counts(report, coordinator):
    accept(report, coordinator, verdict=VerdictClass.BEHIND, reason="现场核查未完工。")
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.BEHIND


def test_an_item_changed_in_the_review_judges(report, coordinator):
    item = report.task.milestones.get().items.get()
    accept(report, coordinator, items={item.pk: Completion.NOT_DONE})
    assert Verdict.objects.get().computed == VerdictClass.BEHIND


def test_a_second_click_accepts_once(report, coordinator):
    accept(report, coordinator)
    accept(report, coordinator)
    assert report.reviews.count() == 1


def test_a_review_of_what_has_changed_since_is_refused(report, filer, coordinator):
    seen = report.version
    as_read(actions.recall, report, at=AT, by=filer)
    report.refresh_from_db()
    file(report, filer, value="3")
    with pytest.raises(Stale):
        accept(report, coordinator, based_on=seen)


def test_a_return_needs_a_reason(report, coordinator):
    with pytest.raises(Refused, match="理由"):
        review_actions.return_report(report, based_on=report.version, reason=" ", at=AT, by=coordinator)


def test_a_return_sets_a_date_never_before_the_due_day(report, coordinator):
    returned = review_actions.return_report(
        report, based_on=report.version, reason="不实。", at=AT, by=coordinator
    )
    assert (returned.state, returned.refile_by) == (ReportState.RETURNED, date(2021, 7, 14))
    assert ledger_of(report.task).filing_days(2, date(2021, 7, 15))[0].state == "not_refiled"


def test_nobody_reviews_what_they_filed(report, coordinator):
    report.saved_by = coordinator
    report.save()
    with pytest.raises(NotYours, match="本人"):
        accept(report, coordinator)


def test_the_unit_does_not_review(report, filer):
    with pytest.raises(NotYours):
        accept(report, filer)


def test_reopening_needs_a_reason_and_unlocks(report, filer, coordinator):
    accepted = accept(report, coordinator)
    with pytest.raises(Refused, match="理由"):
        as_read(review_actions.reopen, accepted, reason="", at=AT, by=coordinator)
    reopened = as_read(review_actions.reopen, accepted, reason="数字有误。", at=AT, by=coordinator)
    assert file(reopened, filer, value="3").rounds.count() == 2


def test_what_changes_after_the_bulletin_is_marked(report, filer, coordinator):
    accepted = accept(report, coordinator)
    close(accepted)
    reopened = as_read(review_actions.reopen, accepted, reason="数字有误。", at=AT, by=coordinator)
    assert accept(file(reopened, filer, value="3"), coordinator).corrected_after_bulletin


def reopen(report, by):
    return as_read(review_actions.reopen, report, reason="数字有误。", at=AT, by=by)


def other_task(report):
    """Another unit's report of another task, not begun, and who files it."""
    unit = make_unit()
    task = make_task(report.task.yearly_list, number=37, lead=unit)
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return make_report(task, unit), make_user(unit=unit)


def test_after_closing_a_report_never_filed_is_reopened_filed_and_marked(report, coordinator):
    missing, filer = other_task(report)
    close(missing)
    reopened = reopen(missing, coordinator)
    assert ledger_of(missing.task).filing_days(2, date(2021, 7, 20))[0].state == FilingState.MISSING
    accepted = accept(file(reopened, filer), coordinator)
    assert (accepted.corrected_after_bulletin, ledger_of(missing.task).code(2, date(2021, 7, 20))) == (
        True,
        VerdictClass.ON_SCHEDULE,
    )


def test_after_closing_a_report_returned_before_is_reopened(report, filer, coordinator):
    returned = review_actions.return_report(
        report, based_on=report.version, reason="不实。", at=AT, by=coordinator
    )
    close(returned)
    with pytest.raises(Refused, match="重开"):
        file(returned, filer)
    returned.refresh_from_db()
    assert file(reopen(returned, coordinator), filer).state == ReportState.SUBMITTED


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.AWAITING])
def test_after_closing_what_was_being_written_is_reopened(state, report, coordinator):
    missing, _ = other_task(report)
    missing.state = state
    missing.save()
    close(missing)
    assert reopen(missing, coordinator).state == ReportState.REOPENED


def test_a_reopened_report_that_is_recalled_stays_open(report, coordinator):
    missing, filer = other_task(report)
    close(missing)
    sent = file(reopen(missing, coordinator), filer)
    assert as_read(actions.recall, sent, at=AT, by=filer).state == ReportState.REOPENED


def test_before_closing_only_an_accepted_report_is_reopened(report, coordinator):
    missing, _ = other_task(report)
    with pytest.raises(Refused, match="只有已审核"):
        reopen(missing, coordinator)


def test_what_waits_for_review_is_not_reopened(report, coordinator):
    close(report)
    with pytest.raises(Refused, match="直接审核"):
        reopen(report, coordinator)


def test_reopening_twice_is_one_decision(report, coordinator):
    reopen(reopen(accept(report, coordinator), coordinator), coordinator)
    assert report.reviews.filter(decision=ReviewDecision.REOPEN).count() == 1


def test_the_verdict_of_a_reopened_report_counts_no_more(report, filer, coordinator):
    accept(report, coordinator, verdict=VerdictClass.BEHIND, reason="现场核查未完工。")
    reopened = reopen(report, coordinator)
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.UNMEASURED
    accept(file(reopened, filer), coordinator)
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.ON_SCHEDULE


def test_the_verdict_that_fell_stays_in_the_history(report, coordinator):
    accept(report, coordinator, verdict=VerdictClass.BEHIND, reason="现场核查未完工。")
    reopen(report, coordinator)
    assert list(report.reviews.values_list("decision", "verdict")) == [
        (ReviewDecision.ACCEPT, VerdictClass.BEHIND),
        (ReviewDecision.REOPEN, ""),
    ]


def test_a_verdict_given_anew_is_not_confirmed_unread(report, unit, filer, coordinator):
    coordinator.unit = unit
    coordinator.save()
    other = make_unit("szjj")
    second = make_report(report.task, other)
    accept(report, coordinator, at=AFTER)
    seen = Verdict.objects.get()
    saved = actions.save_draft(
        second, content=ReportContent(text="已建成。"), based_on=0, at=AFTER, by=make_user(unit=other)
    )
    accept(as_read(actions.submit, saved, at=AFTER, by=saved.saved_by), coordinator, at=AFTER)
    with pytest.raises(Stale):
        confirm(seen, make_user(role=Role.SUPERVISOR))


def test_a_verdict_that_fell_meanwhile_is_not_confirmed(report, coordinator):
    accept(report, coordinator)
    seen = Verdict.objects.get()
    reopen(report, coordinator)
    with pytest.raises(Stale):
        confirm(seen, make_user(role=Role.SUPERVISOR))


def test_the_verdict_waits_for_the_last_lead(report, coordinator):
    other = make_unit("szjj")
    second = make_report(report.task, other)
    accept(report, coordinator)
    assert ledger_of(second.task).code(2, date(2021, 7, 9)) == VerdictClass.UNMEASURED


def test_a_missing_lead_leaves_the_task_judged_on_what_was_accepted(report, coordinator):
    make_report(report.task, make_unit("szjj"))
    accept(report, coordinator)
    judgement = ledger_of(report.task).judgement(2, date(2021, 7, 14))
    assert (judgement.code, judgement.marks) == (VerdictClass.ON_SCHEDULE, ("部分未报",))


def test_a_lead_that_stays_missing_leaves_no_verdict_in_the_way(report, coordinator):
    make_report(report.task, make_unit("szjj"))
    accept(report, coordinator)
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.ON_SCHEDULE


def test_nobody_reviews_what_they_filed_before_another_saved_it(report, filer, coordinator):
    report.rounds.update(filed_by=coordinator)
    with pytest.raises(NotYours, match="本人"):
        accept(report, coordinator)


def test_a_verdict_on_the_coordinators_own_task_waits_for_the_supervisor(report, unit, coordinator):
    coordinator.unit = unit
    coordinator.save()
    accept(report, coordinator)
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.UNMEASURED
    confirm(Verdict.objects.get(), make_user(role=Role.SUPERVISOR))
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.ON_SCHEDULE


def test_an_unbacked_class_is_refused(report, filer, coordinator):
    report.task.targets.all()[0].planned_values.all().delete()
    with pytest.raises(Refused, match="不能评为"):
        accept(report, coordinator, verdict=VerdictClass.AHEAD, reason="表现突出。")


def test_a_plan_changed_later_leaves_accepted_reports_as_judged(report, coordinator):
    accept(report, coordinator)
    report.task.targets.get().planned_values.filter(quarter=2).update(value=5)
    assert ledger_of(report.task).code(2, date(2021, 7, 14)) == VerdictClass.ON_SCHEDULE


def test_a_renamed_unit_keeps_its_report(report, unit, coordinator):
    unit.name = "市教育体育局"
    unit.save()
    assert accept(report, coordinator).unit.name == "市教育体育局"


def test_bulk_is_as_many_single_decisions(report, coordinator):
    other = make_unit()
    second = make_task(report.task.yearly_list, number=37, lead=other)
    make_target(second, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(second, 2, "完成主体工程。", items=["完成主体工程。"])
    for each in (report, file(make_report(second, other), make_user(unit=other))):
        accept(each, coordinator)
    assert Verdict.objects.count() == 2
