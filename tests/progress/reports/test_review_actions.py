"""The coordinator's decisions (domain.md, A report's life; Judging progress)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from progress.ledger.after_issue import marks_after_issue
from progress.ledger.ledgers import ledger_of
from progress.ledger.sight import standing_of
from progress.models import Verdict
from progress.reports import actions, review_actions, verdict_actions
from progress.reports.actions import ReportContent
from progress.reports.requests import waiting_for
from progress.reports.typed_rows import Value
from progress.rules.states import (
    CORRECTED_MARK,
    FILED_AFTER_MARK,
    Completion,
    FilingState,
    OpenReason,
    ReportState,
    ReviewDecision,
    VerdictClass,
)
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown, shown_class
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_bulletin,
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
    return accept_as_shown(report, **{"based_on": report.version, "at": AT, "by": by, **fields})


def confirm(verdict, by, **fields):
    return verdict_actions.confirm_verdict(
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
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.BEHIND


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
    assert ledger_of(report.task).at(2, date(2021, 7, 15)).days[0].state == "not_refiled"


def test_a_return_whose_date_names_another_year_is_asked_about(report, coordinator):
    said = {"reason": "不实。", "refile_by": date(2031, 7, 20), "based_on": report.version}
    with pytest.raises(Refused, match="重报期限填的是2031年，.*请核对年份"):
        review_actions.return_report(report, at=AT, by=coordinator, **said)


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
    make_bulletin(report.period, issued_at=AT + timedelta(hours=1))
    reopened = as_read(review_actions.reopen, accepted, reason="数字有误。", at=AFTER, by=coordinator)
    accept(file(reopened, filer, value="3"), coordinator, at=AFTER + timedelta(days=1))
    assert marks_after_issue([report.pk]) == {report.pk: CORRECTED_MARK}


def test_what_is_accepted_first_after_the_bulletin_is_marked_as_filed_after_it(report, coordinator):
    make_bulletin(report.period, issued_at=AFTER)
    accept(report, coordinator, at=AFTER + timedelta(days=1))
    assert marks_after_issue([report.pk]) == {report.pk: FILED_AFTER_MARK}


def test_what_stands_as_the_bulletin_told_it_carries_no_mark(report, coordinator):
    accept(report, coordinator)
    make_bulletin(report.period, issued_at=AFTER)
    assert marks_after_issue([report.pk]) == {}


def test_a_report_under_review_when_issued_is_accepted_and_judged(report, coordinator):
    make_bulletin(report.period, issued_at=AFTER)
    assert accept(report, coordinator, at=AFTER).state == ReportState.ACCEPTED
    assert Verdict.objects.get().code == VerdictClass.ON_SCHEDULE


def test_reopening_what_has_changed_since_is_refused(report, coordinator):
    accepted = accept(report, coordinator)
    with pytest.raises(Stale):
        review_actions.reopen(
            accepted, based_on=accepted.version - 1, reason="数字有误。", at=AT, by=coordinator
        )


def rejudge(verdict, by, **fields):
    given = {"code": VerdictClass.BEHIND, "reason": "现场核查未完工。", "at": AFTER, "by": by, **fields}
    return as_read(verdict_actions.rejudge, verdict, **given)


def test_a_verdict_found_wrong_is_changed_without_the_report(report, coordinator):
    accept(report, coordinator)
    changed = rejudge(Verdict.objects.get(), coordinator)
    report.refresh_from_db()
    assert (changed.code, changed.reason, changed.version) == (VerdictClass.BEHIND, "现场核查未完工。", 2)
    assert report.state == ReportState.ACCEPTED
    assert LogEntry.objects.filter(act="verdict_changed").count() == 1


def test_a_changed_verdict_stands_in_the_history_with_its_reason(report, coordinator):
    accept(report, coordinator)
    rejudge(Verdict.objects.get(), coordinator)
    last = report.reviews.last()
    assert (last.decision, last.verdict, last.reason) == (
        ReviewDecision.REJUDGE,
        VerdictClass.BEHIND,
        "现场核查未完工。",
    )


def test_changing_a_verdict_needs_a_reason_and_another_class(report, coordinator):
    accept(report, coordinator)
    verdict = Verdict.objects.get()
    with pytest.raises(Refused, match="理由"):
        rejudge(verdict, coordinator, reason=" ")
    with pytest.raises(Refused, match="没有更正"):
        rejudge(verdict, coordinator, code=VerdictClass.ON_SCHEDULE)


def test_a_verdict_is_changed_as_it_was_seen(report, coordinator):
    accept(report, coordinator)
    verdict = Verdict.objects.get()
    with pytest.raises(Stale):
        verdict_actions.rejudge(
            verdict, based_on=2, code=VerdictClass.BEHIND, reason="核查。", at=AT, by=coordinator
        )


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FILER])
def test_only_the_coordinator_changes_a_verdict(role, report, coordinator):
    accept(report, coordinator)
    with pytest.raises(NotYours):
        rejudge(Verdict.objects.get(), make_user(role=role))


def test_a_verdict_changed_after_the_bulletin_is_marked(report, coordinator):
    accept(report, coordinator)
    make_bulletin(report.period, issued_at=AT + timedelta(minutes=1))
    rejudge(Verdict.objects.get(), coordinator)
    assert marks_after_issue([report.pk]) == {report.pk: CORRECTED_MARK}


def test_a_verdict_that_was_changed_falls_with_its_report_all_the_same(report, filer, coordinator):
    accept(report, coordinator)
    rejudge(Verdict.objects.get(), coordinator)
    reopened = as_read(review_actions.reopen, report, reason="数字有误。", at=AFTER, by=coordinator)
    assert (reopened.state, Verdict.objects.exists()) == (ReportState.REOPENED, False)
    sent = file(reopened, filer)
    assert as_read(actions.recall, sent, at=AFTER, by=filer).state == ReportState.REOPENED


@pytest.fixture
def own(report, unit, coordinator):
    """A verdict that the supervisor has to confirm."""
    coordinator.unit = unit
    coordinator.save()
    accept(report, coordinator)
    return Verdict.objects.get()


def disagree(verdict, by, **fields):
    return as_read(
        verdict_actions.disagree, verdict, **{"reason": "应评为滞后。", "at": AFTER, "by": by, **fields}
    )


def test_the_supervisor_disagrees_with_a_reason(own, report):
    supervisor = make_user(role=Role.SUPERVISOR)
    with pytest.raises(Refused, match="理由"):
        disagree(own, supervisor, reason="")
    refused = disagree(own, supervisor)
    assert (refused.is_refused, refused.counts, refused.refusal_reason) == (True, False, "应评为滞后。")
    assert report.reviews.last().decision == ReviewDecision.DISAGREE


def test_a_refused_verdict_lies_on_the_coordinators_desk_alone(own, coordinator):
    supervisor = make_user(role=Role.SUPERVISOR)
    disagree(own, supervisor)
    assert [each.kind for each in waiting_for(coordinator)] == ["不同意的评价"]
    assert waiting_for(supervisor) == []


def test_a_refused_verdict_is_not_confirmed(own):
    supervisor = make_user(role=Role.SUPERVISOR)
    disagree(own, supervisor)
    with pytest.raises(Refused, match="重新评定"):
        confirm(own, supervisor)


def test_after_a_refusal_a_new_verdict_is_given_and_waits_again(own, coordinator):
    disagree(own, make_user(role=Role.SUPERVISOR))
    given = rejudge(own, coordinator)
    assert (given.code, given.is_refused, given.counts) == (VerdictClass.BEHIND, False, False)
    assert confirm(given, make_user(role=Role.SUPERVISOR)).counts


def test_after_a_refusal_the_same_verdict_may_be_given_with_more_reason(own, coordinator):
    disagree(own, make_user(role=Role.SUPERVISOR))
    assert rejudge(own, coordinator, code=VerdictClass.ON_SCHEDULE).code == VerdictClass.ON_SCHEDULE


def test_only_the_supervisor_disagrees(own, coordinator):
    with pytest.raises(NotYours):
        disagree(own, coordinator)


def test_what_is_confirmed_is_not_disagreed_with(own):
    supervisor = make_user(role=Role.SUPERVISOR)
    confirm(own, supervisor)
    with pytest.raises(Refused, match="不待确认"):
        disagree(own, supervisor)


def reopen(report, by):
    return as_read(review_actions.reopen, report, reason="数字有误。", at=AT, by=by)


def other_task(report):
    """Another unit's report of another task, not begun, and who files it."""
    unit = make_unit()
    task = make_task(report.task.yearly_list, number=37, lead=unit)
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return make_report(task, unit), make_user(unit=unit)


def test_after_closing_a_report_never_filed_is_reopened_filed_and_judged(report, coordinator):
    missing, filer = other_task(report)
    close(missing)
    reopened = reopen(missing, coordinator)
    assert ledger_of(missing.task).at(2, date(2021, 7, 20)).days[0].state == FilingState.MISSING
    accepted = accept(file(reopened, filer), coordinator)
    assert accepted.state == ReportState.ACCEPTED
    assert ledger_of(missing.task).judged_at(2, date(2021, 7, 20)).code == VerdictClass.ON_SCHEDULE


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


def test_who_accepts_after_another_reads_who_has_accepted(report, coordinator):
    accept_as_shown(report, at=AFTER, by=coordinator)
    report.refresh_from_db()
    with pytest.raises(Refused, match=f"{coordinator.display_name}已于.*审核通过"):
        accept_as_shown(report, at=AFTER, by=make_user("drc2", role=Role.COORDINATOR))


def test_who_disagrees_after_another_reads_who_has(own):
    first, second = (make_user(name, role=Role.SUPERVISOR) for name in ("office", "office2"))
    disagree(own, first)
    assert disagree(own, first).refused_by == first
    with pytest.raises(Refused, match="office某已于"):
        disagree(own, second, reason="应评为严重滞后。")


def test_reopening_twice_is_one_decision(report, coordinator):
    reopen(reopen(accept(report, coordinator), coordinator), coordinator)
    assert report.reviews.filter(decision=ReviewDecision.REOPEN).count() == 1


def test_the_verdict_of_a_reopened_report_counts_no_more(report, filer, coordinator):
    accept(report, coordinator, verdict=VerdictClass.BEHIND, reason="现场核查未完工。")
    reopened = reopen(report, coordinator)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.UNMEASURED
    accept(file(reopened, filer), coordinator)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.ON_SCHEDULE


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
    assert ledger_of(second.task).judged_at(2, date(2021, 7, 9)).code == VerdictClass.UNMEASURED


def test_a_missing_lead_leaves_the_task_judged_on_what_was_accepted(report, coordinator):
    make_report(report.task, make_unit("szjj"))
    accept(report, coordinator)
    judgement = ledger_of(report.task).judged_at(2, date(2021, 7, 14)).judgement
    assert (judgement.code, judgement.marks) == (VerdictClass.ON_SCHEDULE, ("部分未报",))


def test_a_lead_that_stays_missing_leaves_no_verdict_in_the_way(report, coordinator):
    make_report(report.task, make_unit("szjj"))
    accept(report, coordinator)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.ON_SCHEDULE


def test_nobody_reviews_what_they_filed_before_another_saved_it(report, filer, coordinator):
    report.rounds.update(filed_by=coordinator)
    with pytest.raises(NotYours, match="本人"):
        accept(report, coordinator)


def test_a_verdict_on_the_coordinators_own_task_waits_for_the_supervisor(report, unit, coordinator):
    coordinator.unit = unit
    coordinator.save()
    accept(report, coordinator)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.UNMEASURED
    confirm(Verdict.objects.get(), make_user(role=Role.SUPERVISOR))
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.ON_SCHEDULE


def test_an_unbacked_class_is_refused(report, filer, coordinator):
    report.task.targets.all()[0].planned_values.all().delete()
    with pytest.raises(Refused, match="不能评为"):
        accept(report, coordinator, verdict=VerdictClass.AHEAD, reason="表现突出。")


def test_a_plan_changed_later_leaves_accepted_reports_as_judged(report, coordinator):
    accept(report, coordinator)
    report.task.targets.get().planned_values.filter(quarter=2).update(value=5)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.ON_SCHEDULE


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


def test_what_computes_otherwise_than_shown_is_refused(report, coordinator):
    item = report.task.milestones.get().items.get()
    with pytest.raises(Stale, match="“达序时”.*“滞后（未达序时）”"):
        accept(report, coordinator, shown=VerdictClass.ON_SCHEDULE, items={item.pk: Completion.NOT_DONE})
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert report.item_states.get().confirmed == ""


def test_among_many_too_what_computes_otherwise_is_refused(report, coordinator):
    type(report).objects.update(problems="")
    shown = {"based_on": report.version, "shown": VerdictClass.AHEAD}
    with pytest.raises(Stale):
        review_actions.accept_plain(report, **shown, at=AT, by=coordinator)


def test_what_an_earlier_review_confirmed_says_nothing_of_the_next_round(report, filer, coordinator):
    item = report.task.milestones.get().items.get()
    accepted = accept(report, coordinator, items={item.pk: Completion.NOT_DONE})
    as_read(review_actions.reopen, accepted, reason="数据有误。", at=AT, by=coordinator)
    accepted.refresh_from_db()
    as_read(actions.submit, accepted, at=AT, by=filer)
    assert shown_class(accepted, AT) == VerdictClass.ON_SCHEDULE


@pytest.fixture
def second(report):
    """The same task's report of a second lead, with somebody to write it."""
    other = make_unit("szjj")
    return make_report(report.task, other), make_user("szjj", unit=other)


def file_words(report, writer, at):
    content = ReportContent(text="已配合完成。")
    as_read(actions.save_draft, report, content=content, at=at, by=writer)
    return as_read(actions.submit, report, at=at, by=writer)


def test_with_several_leads_no_verdict_is_given_while_one_is_under_review(report, second, coordinator):
    file_words(*second, AT)
    accept(report, coordinator)
    assert not Verdict.objects.exists()


def test_a_verdict_given_earlier_counts_no_more_while_another_lead_is_under_review(
    report, second, coordinator
):
    accept(report, coordinator, at=AFTER)
    assert code_on(report, AFTER) == VerdictClass.ON_SCHEDULE
    sent = file_words(*second, AFTER)
    assert code_on(report, AFTER) == VerdictClass.UNMEASURED
    accept(sent, coordinator, at=AFTER)
    assert code_on(report, AFTER) == VerdictClass.ON_SCHEDULE


def test_a_verdict_is_counted_among_those_under_review_meanwhile(report, second, coordinator):
    accept(report, coordinator, at=AFTER)
    file_words(*second, AFTER)
    standing = standing_of(ledger_of(report.task), 2, AFTER.date())
    assert (standing.code, standing.reason) == (VerdictClass.UNMEASURED, OpenReason.PENDING)


def test_a_verdict_is_not_changed_while_another_lead_is_under_review(report, second, coordinator):
    accept(report, coordinator, at=AFTER)
    file_words(*second, AFTER)
    with pytest.raises(Refused, match="待审核的报告"):
        rejudge(Verdict.objects.get(), coordinator)


def test_a_verdict_is_not_confirmed_while_another_lead_is_under_review(report, unit, second, coordinator):
    coordinator.unit = unit
    coordinator.save()
    accept(report, coordinator, at=AFTER)
    verdict, supervisor = Verdict.objects.get(), make_user(role=Role.SUPERVISOR)
    sent = file_words(*second, AFTER)
    with pytest.raises(Refused, match=f"待审核的报告（{sent.unit.name}）"):
        confirm(verdict, supervisor, at=AFTER)
    assert waiting_for(supervisor) == []
    accept(sent, coordinator, at=AFTER)
    confirm(Verdict.objects.get(), supervisor, at=AFTER)
    assert code_on(report, AFTER) == VerdictClass.ON_SCHEDULE


def code_on(report, at):
    return ledger_of(report.task).judged_at(2, at.date()).code
