"""A report's life on the unit's side (domain.md, A report's life)."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from progress.ledger.ledgers import ledger_of
from progress.ledger.rounds import reopening
from progress.reports import actions, review_actions
from progress.reports.actions import Incomplete, ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import Completion, FilingState, ReportState
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
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

IN_TIME = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)
LATE = datetime(2021, 7, 14, 10, 0, tzinfo=SHANGHAI)


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
def report(unit):
    task = make_task(make_list(), number=36, lead=unit)
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return make_report(task, unit)


def content(report, value="2", state=Completion.DONE, **fields):
    target = report.task.targets.get()
    item = report.task.milestones.get().items.get()
    values = {target.pk: Value(None if value is None else Decimal(value))}
    return ReportContent(**{"text": "已建成2个公园。", "values": values, "items": {item.pk: state}, **fields})


def saved(report, filer, **fields):
    report.refresh_from_db()
    return actions.save_draft(
        report, content=content(report, **fields), based_on=report.version, at=IN_TIME, by=filer
    )


def closed(report):
    report.period.closed_at = IN_TIME
    report.period.save()


def submitted(report, filer, *, at=IN_TIME, **fields):
    return as_read(actions.submit, saved(report, filer, **fields), at=at, by=filer)


def test_saving_keeps_a_draft(report, filer):
    assert saved(report, filer).state == ReportState.DRAFT
    assert report.measurements.get().value == 2


def test_what_says_the_same_is_not_written_again(report, filer):
    saved(report, filer)
    with CaptureQueriesContext(connection) as asked:
        saved(report, filer, text="只改了文字。")
    assert not rows_written(asked)
    with CaptureQueriesContext(connection) as asked:
        saved(report, filer, value="2.5", state=Completion.PARTLY_DONE)
    assert rows_written(asked) == ["progress_measurement", "progress_itemstate"]
    assert report.measurements.get().value == Decimal("2.5")
    assert report.item_states.get().state == Completion.PARTLY_DONE


def rows_written(asked):
    found = [re.match(r'INSERT INTO "(progress_\w+)"', each["sql"]) for each in asked.captured_queries]
    return [each[1] for each in found if each]


def test_what_a_review_confirmed_of_an_item_falls_when_it_is_saved_again(report, filer):
    saved(report, filer)
    report.item_states.update(confirmed=Completion.DONE)
    saved(report, filer)
    assert report.item_states.get().confirmed == ""


def test_a_draft_is_stored_with_its_new_version_at_once(report, filer):
    with CaptureQueriesContext(connection) as asked:
        saved(report, filer)
    updates = [each["sql"] for each in asked if each["sql"].startswith('UPDATE "progress_report"')]
    assert len(updates) == 1
    assert '"text" = ' in updates[0] and '"version" = 1' in updates[0]


def test_a_stale_save_is_refused_and_says_who_saved(report, filer, unit):
    saved(report, filer)
    with pytest.raises(Stale, match=filer.display_name):
        actions.save_draft(
            report,
            content=content(report, text="另一个人写的。"),
            based_on=0,
            at=IN_TIME,
            by=make_user(unit=unit),
        )
    report.refresh_from_db()
    assert report.text == "已建成2个公园。"


def test_a_stranger_cannot_save(report):
    with pytest.raises(NotYours):
        actions.save_draft(report, content=ReportContent(), based_on=0, at=IN_TIME, by=make_user())


def test_a_value_of_another_task_is_refused(report, filer):
    other = make_target(make_task(report.task.yearly_list, number=37))
    with pytest.raises(Refused, match="量化目标"):
        actions.save_draft(
            report,
            content=ReportContent(values={other.pk: Value(Decimal(1))}),
            based_on=0,
            at=IN_TIME,
            by=filer,
        )


def test_submitting_lists_everything_that_is_missing(report, filer):
    with pytest.raises(Incomplete) as refusal:
        as_read(actions.submit, report, at=IN_TIME, by=filer)
    assert [lack.field.split("-")[0] for lack in refusal.value.lacks] == ["text", "target", "item"]


def test_a_blank_is_not_zero(report, filer):
    with pytest.raises(Incomplete, match="完成值"):
        submitted(report, filer, value=None)


def test_zero_is_a_value(report, filer):
    assert (
        submitted(report, filer, value="0", problems="未开工。", next_steps="抓紧开工。").state
        == ReportState.SUBMITTED
    )


def test_behind_needs_a_cause_and_the_next_step(report, filer):
    with pytest.raises(Incomplete) as refusal:
        submitted(report, filer, value="1")
    assert [lack.field for lack in refusal.value.lacks] == ["problems", "next_steps"]


def test_an_item_not_done_needs_a_cause(report, filer):
    with pytest.raises(Incomplete, match="存在问题"):
        submitted(report, filer, state=Completion.NOT_DONE)


def test_a_second_click_submits_once(report, filer):
    submitted(report, filer)
    as_read(actions.submit, report, at=LATE, by=filer)
    assert report.rounds.count() == 1


def test_a_round_keeps_the_figures_as_they_were(report, filer):
    submitted(report, filer)
    as_read(actions.recall, report, at=IN_TIME, by=filer)
    submitted(report, filer, value="3")
    assert [each.content["values"][0]["value"] for each in report.rounds.all()] == ["2", "3"]


def test_a_unit_with_a_signer_sends_for_signature_first(report, filer, unit):
    make_user("sjyj-signer", role=Role.SIGNER, unit=unit)
    with pytest.raises(NotYours, match="审签"):
        submitted(report, filer)


def test_the_signer_submits_what_awaits_signature(report, filer, unit):
    signer = make_user("sjyj-signer", role=Role.SIGNER, unit=unit)
    as_read(actions.send_for_signature, saved(report, filer), at=IN_TIME, by=filer)
    signed = as_read(actions.submit, report, at=IN_TIME, by=signer)
    assert (signed.state, signed.rounds.get().filed_by, signed.rounds.get().submitted_by) == (
        ReportState.SUBMITTED,
        filer,
        signer,
    )


def test_the_signer_sends_back_with_a_word(report, filer, unit):
    signer = make_user("sjyj-signer", role=Role.SIGNER, unit=unit)
    as_read(actions.send_for_signature, saved(report, filer), at=IN_TIME, by=filer)
    assert (
        as_read(actions.send_back, report, word="数字请核对。", at=IN_TIME, by=signer).state
        == ReportState.DRAFT
    )


def test_the_filer_takes_it_back_before_it_is_signed(report, filer, unit):
    make_user("sjyj-signer", role=Role.SIGNER, unit=unit)
    assert (
        as_read(actions.send_for_signature, saved(report, filer), at=IN_TIME, by=filer).state
        == ReportState.AWAITING
    )
    assert as_read(actions.take_back, report, at=IN_TIME, by=filer).state == ReportState.DRAFT


@pytest.mark.parametrize("lock", [ReportState.AWAITING, ReportState.SUBMITTED, ReportState.ACCEPTED])
def test_nothing_of_a_locked_report_can_be_written(report, filer, lock):
    report.state, report.submitted_at = lock, IN_TIME
    report.save()
    with pytest.raises(Refused, match="锁定"):
        saved(report, filer)


def test_nothing_can_be_written_after_the_period_has_closed(report, filer):
    report.period.closed_at = LATE
    report.period.save()
    with pytest.raises(Refused, match="关闭"):
        saved(report, filer)


def test_what_awaits_signature_cannot_be_submitted_after_closing(report, filer, unit):
    signer = make_user(role=Role.SIGNER, unit=unit)
    as_read(actions.send_for_signature, saved(report, filer), at=IN_TIME, by=filer)
    closed(report)
    with pytest.raises(Refused, match="关闭"):
        as_read(actions.submit, report, at=LATE, by=signer)


def test_a_report_returned_after_closing_can_be_filed_again(report, filer, coordinator):
    sent = submitted(report, filer)
    closed(report)
    review_actions.return_report(sent, based_on=sent.version, reason="不实。", at=LATE, by=coordinator)
    assert submitted(report, filer, at=LATE).state == ReportState.SUBMITTED


def test_a_self_assessment_outside_the_classes_is_refused(report, filer):
    with pytest.raises(Refused, match="自评"):
        saved(report, filer, self_assessment="splendid")


def test_a_recalled_submission_counts_as_never_made(report, filer):
    submitted(report, filer)
    recalled = as_read(actions.recall, report, at=LATE, by=filer)
    assert (recalled.state, recalled.first_submitted_at, recalled.submitted_at) == (
        ReportState.DRAFT,
        None,
        None,
    )


def test_resubmitting_keeps_the_first_date(report, filer, coordinator):
    sent = submitted(report, filer)
    review_actions.return_report(
        sent, based_on=sent.version, reason="数据来源不明。", at=IN_TIME, by=coordinator
    )
    assert submitted(report, filer, at=LATE).first_submitted_at == IN_TIME


def test_recalling_a_refiled_report_leaves_it_returned(report, filer, coordinator):
    sent = submitted(report, filer)
    returned = review_actions.return_report(
        sent, based_on=sent.version, reason="数据来源不明。", at=IN_TIME, by=coordinator
    )
    submitted(report, filer, at=LATE)
    recalled = as_read(actions.recall, report, at=LATE, by=filer)
    assert (recalled.state, recalled.refile_by, recalled.first_submitted_at) == (
        ReportState.RETURNED,
        returned.refile_by,
        IN_TIME,
    )


def test_correcting_an_earlier_quarter_marks_a_later_lower_total(report, filer, unit):
    submitted(report, filer, value="2")
    earlier = make_report(report.task, unit, quarter=1)
    values = {report.task.targets.get().pk: Value(Decimal(3))}
    actions.save_draft(
        earlier, content=ReportContent(text="一季度更正。", values=values), based_on=0, at=LATE, by=filer
    )
    as_read(actions.submit, earlier, at=LATE, by=filer)
    later = report.measurements.get()
    assert (later.value, later.needs_settling) == (2, True)


def test_a_total_typed_again_is_no_longer_to_be_settled(report, filer):
    saved(report, filer)
    report.measurements.update(needs_settling=True)
    saved(report, filer, value="3")
    assert not report.measurements.get().needs_settling


def test_every_transition_is_recorded(report, filer):
    submitted(report, filer)
    assert set(LogEntry.objects.values_list("act", flat=True)) == {"report_saved", "report_submitted"}


def test_a_lock_says_since_when_by_the_clock_on_the_wall(report, filer):
    submitted(report, filer)
    stored = type(report).objects.get()
    with pytest.raises(Refused, match="2021-07-09 10:00起"):
        actions.check_writable(stored)


def recalled(report, filer, *, at=LATE):
    as_read(actions.recall, report, at=at, by=filer)
    report.refresh_from_db()
    return report


def returned(report, coordinator, *, at=IN_TIME, until=date(2021, 7, 16)):
    reason = "数据来源不明。"
    as_read(review_actions.return_report, report, reason=reason, refile_by=until, at=at, by=coordinator)
    report.refresh_from_db()


def day_of(report, at=LATE):
    ledger = ledger_of(report.task)
    return ledger.filing_day(ledger.report(2, report.unit), at.date())


def test_what_was_recalled_is_missing_after_the_due_day(report, filer):
    submitted(report, filer)
    assert day_of(recalled(report, filer)).state == FilingState.MISSING


def test_filed_again_after_a_recall_is_late_by_the_second_submission(report, filer):
    submitted(report, filer)
    recalled(report, filer, at=IN_TIME)
    submitted(report, filer, at=LATE)
    day = day_of(report)
    assert (day.report.first_submitted_at, day.late_days) == (LATE, 2)


def test_recalling_a_late_round_leaves_the_first_in_time(report, filer, coordinator):
    submitted(report, filer)
    returned(report, coordinator)
    submitted(report, filer, at=LATE)
    day = day_of(recalled(report, filer))
    assert (day.state, day.is_late) == (FilingState.RETURNED, False)


def test_recalling_restores_the_last_of_two_returns_with_its_date(report, filer, coordinator):
    submitted(report, filer)
    returned(report, coordinator)
    submitted(report, filer)
    returned(report, coordinator, at=LATE, until=date(2021, 7, 20))
    submitted(report, filer, at=LATE)
    assert recalled(report, filer).refile_by == date(2021, 7, 20)
    submitted(report, filer, at=LATE)
    again = recalled(report, filer)
    assert (again.state, again.refile_by) == (ReportState.RETURNED, date(2021, 7, 20))
    assert day_of(again, datetime(2021, 7, 21, 9, 0, tzinfo=SHANGHAI)).state == FilingState.NOT_REFILED


def test_recalling_after_a_reopening_leaves_the_report_reopened_with_its_date(report, filer, coordinator):
    accept_as_shown(submitted(report, filer), at=IN_TIME, by=coordinator)
    as_read(review_actions.reopen, report, reason="数据有误。", at=LATE, by=coordinator)
    submitted(report, filer, at=LATE)
    again = recalled(report, filer)
    assert (again.state, again.refile_by) == (ReportState.REOPENED, None)
    assert (again.first_submitted_at, again.submitted_at) == (IN_TIME, IN_TIME)
    assert reopening(again).decided_at == LATE


def test_recalling_what_was_missing_before_it_was_reopened_leaves_it_missing(report, filer, coordinator):
    closed(report)
    as_read(review_actions.reopen, report, reason="补报。", at=LATE, by=coordinator)
    submitted(report, filer, at=LATE)
    again = recalled(report, filer)
    assert (again.state, again.first_submitted_at) == (ReportState.REOPENED, None)
    assert day_of(again).state == FilingState.MISSING


def test_a_recalled_correction_leaves_no_later_total_to_be_settled(report, filer, unit):
    submitted(report, filer, value="2")
    earlier = make_report(report.task, unit, quarter=1)
    values = {report.task.targets.get().pk: Value(Decimal(3))}
    content = ReportContent(text="一季度更正。", values=values)
    actions.save_draft(earlier, content=content, based_on=0, at=LATE, by=filer)
    as_read(actions.submit, earlier, at=LATE, by=filer)
    recalled(earlier, filer)
    assert not report.measurements.get().needs_settling
