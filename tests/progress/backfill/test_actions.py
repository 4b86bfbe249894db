"""补录: loaded, accepted by another; what it then counts as, and what never (Paper and earlier quarters)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from progress.backfill import acceptance_actions, actions
from progress.backfill.actions import PaperIssue
from progress.backfill.quarter_actions import Entry
from progress.bulletins import actions as bulletins
from progress.bulletins.quarter_figures import figures
from progress.ledger.filing_records import filing_records
from progress.ledger.issued import issued_quarters
from progress.ledger.ledgers import ledgers_of
from progress.ledger.overdue import overdue_rows
from progress.ledger.sight import sight_of, year_verdicts
from progress.ledger.typed_reports import typed_report
from progress.models import (
    Backfill,
    Bulletin,
    Evidence,
    KeptPlan,
    ListSettings,
    Report,
    ReportingPeriod,
    Review,
    Verdict,
)
from progress.opening import actions as opening
from progress.opening.actions import Dates
from progress.opening.checklist import checklist, quarters_waiting
from progress.reminders.reads import owed_filings
from progress.reports import review_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import BackfillState, Completion, FilingState, ReportState, VerdictClass
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from tests.factories import NOW, make_bulletin, make_period, make_user
from tests.progress.backfill.conftest import ISSUE, NO_ISSUE, entry

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_nothing_counts_before_it_is_accepted(yearly_list, load, unit):
    loaded = load()
    assert loaded.state == BackfillState.LOADED and len(loaded.shown) == 2
    assert [(row["number"], row["code"]) for row in loaded.shown] == [(36, "on_schedule"), (37, "far_behind")]
    for model in (ReportingPeriod, Report, Bulletin, Verdict, Review, KeptPlan, ListSettings):
        assert not model.objects.exists(), model
    assert sight_of(yearly_list, make_user("filer", unit=unit)).quarters == ()


def test_accepted_it_counts_as_reported_reviewed_judged_and_issued(yearly_list, load, accept, other):
    backfill = accept(load())
    period = ReportingPeriod.objects.get()
    assert period.is_backfilled and period.closed_at == NOW and backfill.period == period
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.ACCEPTED}
    verdicts = dict(Verdict.objects.values_list("task__number", "code"))
    assert verdicts == {36: VerdictClass.ON_SCHEDULE, 37: VerdictClass.FAR_BEHIND}
    report = Report.objects.get(task__number=36)
    kept = report.rounds.get()
    assert kept.content["text"] == "已开工。" and kept.content["is_backfilled"]
    assert [(each.get_decision_display(), each.decided_by) for each in report.reviews.all()] == [
        ("补录审核通过", other)
    ]
    issue = Bulletin.objects.get()
    assert (issue.number, issue.is_on_paper, issue.issued_at.date()) == (1, True, ISSUE.issued_on)
    told = issued_quarters(yearly_list)[1]
    assert told.standing(37).code == VerdictClass.FAR_BEHIND and "补录" in told.task(36).remarks
    acts = [each.act for each in LogEntry.objects.order_by("pk")]
    assert acts == ["backfill_loaded", "list_started", "backfill_accepted"]


def test_it_is_never_late_missing_reminded_of_or_overdue(yearly_list, load, accept):
    """One task was left empty: nobody is called missing for it."""
    accept(load(entry(yearly_list)))
    on = TODAY + timedelta(days=200)
    ledgers = ledgers_of(yearly_list.tasks.order_by("number"))
    assert not ledgers[1].reports_in(1) and ledgers[1].judged_at(1, on).code == VerdictClass.UNMEASURED
    day = ledgers[0].at(1, on).days[0]
    assert (day.state, day.is_late, day.is_backfilled) == (FilingState.ACCEPTED, False, True)
    count = filing_records(ledgers, [1], on)[0].quarters[1]
    assert (count.owed, count.in_time, count.late, count.missing, count.backfilled) == (1, 0, 0, 0, 1)
    assert overdue_rows(ReportingPeriod.objects.get(), on) == []
    assert owed_filings(on) == []
    drawn = figures(ReportingPeriod.objects.get(), on)
    assert drawn.unit_filings == () and drawn.filing.late == drawn.filing.missing == 0


def test_the_first_quarter_opened_here_takes_the_totals_and_tells_of_it(
    yearly_list, load, accept, coordinator
):
    accept(load())
    points = {each.code: each for each in checklist(yearly_list, Quarter(2021, 2), TODAY)}
    assert points["before"].is_in_order and points["before"].words == "一季度已补录。"
    known = [each.key for each in checklist(yearly_list, Quarter(2021, 2), TODAY) if not each.is_in_order]
    dates = Dates(date(2021, 6, 25), date(2021, 6, 30), date(2021, 7, 14))
    opened = opening.open_period(yearly_list, quarter=2, dates=dates, known=known, at=NOW, by=coordinator)
    ledger = ledgers_of(yearly_list.tasks.filter(number=36))[0]
    typed = typed_report(ledger, ledger.reports_in(2)[0])
    assert [each.earlier for each in typed.work.targets] == [1]
    drawn = figures(opened, TODAY)
    assert drawn.issue_before == 1 and drawn.tally_before.total == 2
    assert [each.number for each in drawn.past_laggards] == [37]
    assert not [each for each in quarters_waiting(coordinator, TODAY) if "一季度" in each.subject]


def test_without_an_issue_it_counts_as_issued_under_no_number(yearly_list, load, accept, unit, coordinator):
    accept(load(issue=NO_ISSUE))
    assert Bulletin.objects.get().label == "无通报" and not Bulletin.objects.of_year(2021).exists()
    stranger = make_user("filer", unit=None, role=Role.ADMINISTRATOR)
    seen = year_verdicts(yearly_list, stranger, TODAY)
    assert [each.codes for each in seen.tasks] == [{1: "on_schedule"}, {1: "far_behind"}]
    assert not any(each.has_newer(1) for each in seen.tasks)
    period = ReportingPeriod.objects.get()
    with pytest.raises(Refused, match="登记为无通报"):
        bulletins.issue(period, seen="", city=None, at=NOW, by=coordinator)
    assert figures(make_period(yearly_list, 2), TODAY).issue_before == 0


def test_a_report_changed_afterwards_is_told_in_the_next_bulletin(
    yearly_list, load, accept, other, unit, coordinator
):
    """Of an issue without a number as of any other."""
    accept(load(issue=NO_ISSUE))
    report = Report.objects.get(task__number=37)
    review_actions.reopen(report, based_on=report.version, reason="有误", at=NOW, by=other)
    report.refresh_from_db()
    assert ledgers_of(yearly_list.tasks.filter(number=37))[0].at(1, TODAY).days[0].state == "returned"
    Report.objects.filter(pk=report.pk).update(state=ReportState.SUBMITTED)
    report.refresh_from_db()
    third = make_user("drc3", role=Role.COORDINATOR)
    named = {"shown": "far_behind", "at": NOW, "by": third}
    review_actions.accept(report, based_on=report.version, **named)
    told = figures(make_period(yearly_list, 2), TODAY).corrections
    assert [(each.number, each.is_first) for each in told] == [(37, False)], "corrected, not filed late"


@pytest.mark.parametrize("who", ["loader", "filer", "administrator"])
def test_nobody_accepts_what_they_loaded_and_nobody_else_but_the_offices(
    load, accept, coordinator, unit, who
):
    loaded = load()
    by = coordinator
    if who != "loader":
        by = make_user(who, role=Role(who), unit=unit if who == "filer" else None)
    with pytest.raises(NotYours):
        accept(loaded, by=by)
    assert not Report.objects.exists()


def test_the_supervisor_accepts_it_and_confirms_the_offices_own_verdicts_with_it(
    yearly_list, load, accept, unit, supervisor
):
    make_user("own", role=Role.COORDINATOR, unit=unit)
    accept(load(), by=supervisor)
    own = Verdict.objects.get(task__number=36)
    assert own.awaits_confirmation and own.confirmed_by == supervisor
    assert not Verdict.objects.get(task__number=37).awaits_confirmation


def test_of_another_coordinator_the_offices_own_verdicts_wait_for_the_supervisor(
    yearly_list, load, accept, unit
):
    make_user("own", role=Role.COORDINATOR, unit=unit)
    accept(load())
    own = Verdict.objects.get(task__number=36)
    assert own.awaits_confirmation and own.confirmed_by is None


def test_loaded_again_before_acceptance_it_replaces(yearly_list, load, accept):
    first = load()
    with pytest.raises(Stale):
        load(entry(yearly_list, value=2))
    again = load(entry(yearly_list, value=2), based_on=first.version, scan=False)
    assert Backfill.objects.count() == 1 and len(again.shown) == 1
    assert Evidence.objects.in_place().count() == 1, "the scan stays unless another is chosen"
    accept(again)
    assert Report.objects.get().measurements.get().value == 2


def test_taken_back_until_it_is_accepted(load, accept, coordinator, other):
    loaded = load()
    named = {"based_on": loaded.version, "at": NOW}
    with pytest.raises(NotYours):
        actions.take_back(loaded, by=other, **named)
    taken = actions.take_back(loaded, by=coordinator, **named)
    assert taken.state == BackfillState.TAKEN_BACK and taken.entries == []
    with pytest.raises(Refused, match="不在待审核状态"):
        accept(taken)
    accepted = accept(load(based_on=taken.version))
    with pytest.raises(Refused, match="现为“已补录”"):
        actions.take_back(accepted, based_on=accepted.version, at=NOW, by=coordinator)


def test_refused_with_a_word_it_is_loaded_anew(load, accept, other):
    loaded = load()
    named = {"based_on": loaded.version, "at": NOW, "by": other}
    with pytest.raises(Refused, match="理由"):
        actions.refuse_backfill(loaded, word=" ", **named)
    refused = actions.refuse_backfill(loaded, word="第37项与通报不符", **named)
    assert (refused.state, refused.word) == (BackfillState.REFUSED, "第37项与通报不符")
    assert accept(load(based_on=refused.version)).state == BackfillState.ACCEPTED


@pytest.mark.parametrize(
    ("issue", "words"),
    [
        (PaperIssue(1, None), "一起填写"),
        (PaperIssue(1, date(2020, 4, 20)), "核对年份"),
        (PaperIssue(1, TODAY + timedelta(days=1)), "核对年份"),
    ],
)
def test_the_issue_has_a_number_behind_the_others_and_a_day_of_the_past(load, issue, words):
    with pytest.raises(Refused, match=words):
        load(issue=issue)


def test_the_scan_of_an_issue_is_required_and_of_none_not(load):
    with pytest.raises(Refused, match="扫描件"):
        load(scan=False)
    assert load(issue=NO_ISSUE).issue_words == "无通报"


def test_only_an_earlier_quarter_that_was_not_opened_here_is_loaded(yearly_list, load):
    with pytest.raises(Refused, match="还没有结束"):
        load(quarter=3)
    make_period(yearly_list, 2)
    with pytest.raises(Refused, match="已在系统中开启"):
        load(quarter=2)
    make_bulletin(yearly_list.periods.get())
    with pytest.raises(Refused, match="二季度通报已印发"):
        load()


def test_a_quarter_that_waits_is_not_opened_and_one_accepted_not_again(
    load, accept, yearly_list, coordinator
):
    loaded = load()
    dates = Dates(date(2021, 3, 25), date(2021, 3, 31), TODAY)
    named = {"quarter": 1, "dates": dates, "known": (), "at": NOW, "by": coordinator}
    with pytest.raises(Refused, match="先审核或撤回"):
        opening.open_period(yearly_list, **named)
    accept(loaded)
    with pytest.raises(Refused, match="不再开启"):
        opening.open_period(yearly_list, **named)
    period = ReportingPeriod.objects.get()
    with pytest.raises(Refused, match="是补录的"):
        opening.resume_filing(period, based_on=period.version, at=NOW, by=coordinator)


def test_what_lacks_a_figure_or_an_item_is_refused_and_a_cause_is_not_asked_for(yearly_list, load):
    whole = entry(yearly_list, 37, value=0, state=Completion.NOT_DONE)
    bare = ReportContent(text="已开工。", values={key: Value() for key in whole.content.values})
    with pytest.raises(Refused, match="第37项等2处没有填完"):
        load(Entry(37, "smzj", bare))
    assert load(whole).shown[0]["code"] == "far_behind"


def test_a_plan_that_changed_since_it_was_loaded_is_not_accepted_blindly(yearly_list, load, accept):
    loaded = load()
    yearly_list.tasks.get(number=36).targets.get().planned_values.filter(quarter=1).update(value=4)
    with pytest.raises(Stale, match="重新导入"):
        accept(loaded)
    yearly_list.tasks.get(number=36).targets.all().delete()
    with pytest.raises(Refused, match="与现在的计划对不上"):
        accept(loaded)
    assert not Report.objects.exists()


def test_a_figure_that_can_hardly_be_waits_for_a_confirmation(yearly_list, load, accept):
    with pytest.raises(Refused, match="需要核对"):
        load(entry(yearly_list, value=12))
    target = yearly_list.tasks.get(number=36).targets.get()
    loaded = load(entry(yearly_list, value=12, confirmed={target.pk: "12|over_target"}))
    accept(loaded)
    assert Report.objects.get().confirmations[0]["mark"] == "12|over_target"


def test_the_second_click_changes_nothing(load, accept, other):
    accepted = accept(load())
    acceptance_actions.accept(accepted, based_on=0, at=NOW, by=other)
    assert Report.objects.count() == 2 and Bulletin.objects.count() == 1


def test_the_earlier_quarter_is_accepted_first(yearly_list, load, accept):
    """Its totals come first."""
    at, task = NOW + timedelta(days=100), yearly_list.tasks.get(number=36)
    items = {task.milestones.get(quarter=each).items.get().pk: Completion.DONE for each in (1, 2)}
    content = ReportContent(text="主体完工。", values={task.targets.get().pk: Value(Decimal(2))}, items=items)
    second = {"quarter": 2, "issue": PaperIssue(2, TODAY), "at": at}
    first = load()
    with pytest.raises(Refused, match="请先审核2021年一季度补录"):
        load(Entry(36, "sjyj", content), **second)
    accept(first, at=at)
    accept(load(Entry(36, "sjyj", content), **second), at=at)
    assert Bulletin.objects.last_number(yearly_list.pk) == 2
