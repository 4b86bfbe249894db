"""The plan in force (domain.md, Judging progress): a quarter is judged for ever by what it was signed by."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection

from progress.ledger.ledgers import ledger_of, reported_keys
from progress.models import KeptPlan, Measurement, Report
from progress.reports import actions, review_actions
from progress.reports.actions import ReportContent
from progress.rules.states import VerdictClass
from projects.corrections.item_actions import ItemValues, correct_items
from projects.corrections.target_actions import (
    TargetValues,
    add_target,
    correct_target,
)
from projects.models import MilestoneItem
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_period,
    make_report,
    make_unit,
    make_user,
)
from tests.progress.revised_plan import APRIL, MAY, accepted, filed, grounds, revise, scheduled

pytestmark = pytest.mark.django_db

JULY = datetime(2021, 7, 8, 10, 0, tzinfo=SHANGHAI)
IN_MAY = MAY.date()


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
def admin():
    return make_user("admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def task(unit):
    return scheduled(unit)


def gap(task, quarter=1, on=IN_MAY):
    return ledger_of(task).judged_at(quarter, on).judgement.gap


def gap_from_rows(task, planned):
    """Q1's gap from the rows alone: planned − accepted, in points of the year's target."""
    actual = Measurement.objects.get(report__task=task, report__period__quarter=1).value
    return ((planned - actual) * 100 / Decimal(300)).quantize(Decimal("0.1"))


def test_a_revision_leaves_what_an_accepted_quarter_was_judged_by(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 7, at=APRIL)
    assert gap(task) == gap_from_rows(task, 140) == Decimal("44.3")
    revise(task, admin, (17, 200, 250, 300))
    assert gap(task) == Decimal("44.3")
    assert ledger_of(task).judged_at(1, IN_MAY).judgement.code == VerdictClass.FAR_BEHIND
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (kept.plan #>> '{targets,0,figures,0,value}')::numeric, kept.plan #>> '{format}'"
            " FROM progress_keptplan kept JOIN progress_reportingperiod period ON period.id = kept.period_id"
            " WHERE kept.task_id = %s AND period.quarter = 1",
            [task.pk],
        )
        value, written_as = cursor.fetchone()
    assert (gap_from_rows(task, value), written_as) == (Decimal("44.3"), "1")


def test_a_revision_judges_from_its_quarter_on(task, unit, filer, coordinator, admin):
    revise(task, admin, (17, 30, 250, 300))
    accepted(make_report(task, unit, quarter=2), filer, coordinator, 21, at=JULY)
    assert gap(task, 2, JULY.date()) == Decimal(3)


def test_a_late_filing_is_judged_by_the_plan_before_the_revision(task, unit, filer, coordinator, admin):
    report = make_report(task, unit, quarter=1)
    revise(task, admin, (17, 200, 250, 300))
    accepted(report, filer, coordinator, 7, at=MAY)
    assert gap(task) == gap_from_rows(task, 140) == Decimal("44.3")


def test_a_correction_of_an_earlier_quarter_is_judged_by_the_kept_plan(task, unit, filer, coordinator, admin):
    report = accepted(make_report(task, unit, quarter=1), filer, coordinator, 7, at=APRIL)
    revise(task, admin, (17, 200, 250, 300))
    as_read(review_actions.reopen, report, reason="数据有误。", at=MAY, by=coordinator)
    accepted(Report.objects.get(pk=report.pk), filer, coordinator, 20, at=MAY)
    assert gap(task) == gap_from_rows(task, 140) == Decimal(40)


def test_a_revision_of_the_running_quarter_leaves_a_signed_report(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 7, at=APRIL)
    revise(task, admin, (17, 200, 250, 300), at=APRIL, since=1)
    assert gap(task) == Decimal("44.3")


def test_a_revision_of_the_running_quarter_judges_what_is_signed_afterwards(
    task, unit, filer, coordinator, admin
):
    report = make_report(task, unit, quarter=1)
    revise(task, admin, (17, 200, 250, 300), at=APRIL, since=1)
    accepted(report, filer, coordinator, 7, at=APRIL)
    assert gap(task) == Decimal("3.3")


def test_what_was_recalled_was_never_signed(task, unit, filer, coordinator, admin):
    report = filed(make_report(task, unit, quarter=1), filer, 7, at=APRIL)
    as_read(actions.recall, report, at=APRIL, by=filer)
    assert not KeptPlan.objects.exists()
    revise(task, admin, (17, 200, 250, 300), at=APRIL, since=1)
    accepted(Report.objects.get(pk=report.pk), filer, coordinator, 7, at=APRIL)
    assert gap(task) == Decimal("3.3")


def test_recalling_a_later_round_keeps_the_plan_of_the_first(task, unit, filer, coordinator, admin):
    report = filed(make_report(task, unit, quarter=1), filer, 7, at=APRIL)
    as_read(review_actions.return_report, report, reason="请核实。", at=APRIL, by=coordinator)
    revise(task, admin, (17, 200, 250, 300), at=APRIL, since=1)
    again = filed(Report.objects.get(pk=report.pk), filer, 7, at=APRIL)
    as_read(actions.recall, again, at=APRIL, by=filer)
    accepted(Report.objects.get(pk=report.pk), filer, coordinator, 7, at=APRIL)
    assert gap(task) == Decimal("44.3")


def test_the_first_lead_to_sign_keeps_the_plan_for_all_leads(task, unit, filer, coordinator, admin):
    other = make_unit("szjj")
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 7, at=APRIL)
    late = make_report(task, other, quarter=1)
    revise(task, admin, (17, 200, 250, 300), at=APRIL, since=1)
    writer = make_user(unit=other)
    as_read(actions.save_draft, late, content=ReportContent(text="配合。"), at=APRIL, by=writer)
    as_read(actions.submit, late, at=APRIL, by=writer)
    accept_as_shown(late, at=APRIL, by=coordinator)
    assert gap(task) == Decimal("44.3")


def test_a_target_raised_later_leaves_the_points_of_a_past_quarter(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 7, at=APRIL)
    target = task.targets.get()
    values = TargetValues(label=target.label, quantity=Decimal(600), unit=target.unit)
    correct_target(target, values=values, based_on=target.wording, grounds=grounds(), at=MAY, by=admin)
    assert gap(task) == Decimal("44.3")
    assert ledger_of(task).work(1).targets[0].quantity == 300


def test_a_target_added_later_is_none_of_a_past_quarter(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 140, at=APRIL)
    values = TargetValues(label="卫生室", quantity=Decimal(10), unit="个")
    add_target(task, values=values, grounds=grounds(), at=MAY, by=admin)
    assert [each.label for each in ledger_of(task).work(1).targets] == ["城市公园"]
    assert len(ledger_of(task).work(2).targets) == 2


def test_what_a_report_may_say_follows_from_the_plan_of_its_quarter(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 140, at=APRIL)
    values = TargetValues(label="卫生室", quantity=Decimal(10), unit="个")
    add_target(task, values=values, grounds=grounds(), at=MAY, by=admin)
    first, second = task.reports.get(), make_report(task, unit, quarter=2)
    items = {each.pk for each in MilestoneItem.objects.all()}
    old, new = task.targets.order_by("order").values_list("pk", flat=True)
    assert reported_keys(first) == ({old}, items)
    assert reported_keys(second) == ({old, new}, items)


def test_an_item_added_later_is_not_due_in_a_past_quarter(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 140, at=APRIL)
    milestone = task.milestones.get(quarter=1)
    items = [ItemValues("开工。"), ItemValues("完成招标。")]
    correct_items(
        milestone,
        items=items,
        based_on=milestone.items_wording,
        grounds=grounds(),
        at=MAY,
        by=admin,
    )
    assert [each.text for each in ledger_of(task).work(1).items] == ["开工。"]
    assert [each.text for each in ledger_of(task).work(2).items] == ["完成招标。", "主体完工。"]


def test_an_item_made_soft_later_stays_hard_in_a_past_quarter(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 140, at=APRIL)
    milestone = task.milestones.get(quarter=1)
    correct_items(
        milestone,
        items=[ItemValues("开工。", is_soft=True)],
        based_on=milestone.items_wording,
        grounds=grounds(),
        at=MAY,
        by=admin,
    )
    assert not ledger_of(task).work(1).items[0].is_soft


def test_each_quarter_keeps_the_plan_between_two_revisions(task, unit, filer, coordinator, admin):
    make_period(task.yearly_list, 3)
    revise(task, admin, (17, 150, 250, 300))
    revise(task, admin, (17, 30, 240, 300), at=datetime(2021, 8, 2, 9, 0, tzinfo=SHANGHAI))
    target = task.targets.get()
    assert [each.ytd for each in ledger_of(task).planned(target)] == [140, 150, 240, 300]


def test_a_plan_that_nobody_knows_any_more_shows_its_mark_and_no_gap(task, unit, filer, coordinator, admin):
    accepted(make_report(task, unit, quarter=1), filer, coordinator, 7, at=APRIL)
    revise(task, admin, (17, 200, 250, 300))
    kept = KeptPlan.objects.get()
    kept.plan["is_known"] = False
    kept.save()
    judgement = ledger_of(task).judged_at(1, IN_MAY).judgement
    assert (judgement.gap, judgement.marks) == (None, ("计划口径待核",))
    assert ledger_of(task).judged_at(1, IN_MAY).code == VerdictClass.FAR_BEHIND
