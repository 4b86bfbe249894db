"""调整: once the list runs a plan changes only with reason and approval (domain.md, Words: Revision)."""

from datetime import date
from decimal import Decimal

import pytest

from progress.models import ItemState
from projects.corrections.actions import Grounds
from projects.corrections.item_actions import ItemValues, correct_items
from projects.corrections.target_actions import (
    StageFigure,
    TargetValues,
    correct_planned,
    correct_target,
    remove_target,
)
from projects.models import Correction, EarlierPlan, LogEntry, Revision, Target
from projects.rules.errors import Refused
from projects.rules.roles import Role
from projects.rules.states import ListStage
from projects.rules.task_plan import from_json
from tests.factories import (
    NOW,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

APPROVED = Grounds("征地延期", "市政府常务会议", date(2021, 7, 1))


@pytest.fixture
def admin():
    return make_user("admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def target():
    return make_target(
        make_task(make_list(stage=ListStage.RUNNING), number=11), planned=(1, 2, 4, 5), basis="ytd"
    )


def settle(target, admin, grounds):
    basis = target.planned_wording
    return correct_planned(
        target, figures=[], needs_settling=True, based_on=basis, grounds=grounds, at=NOW, by=admin
    )


def test_a_change_while_the_list_runs_is_a_revision(target, admin):
    kept = settle(target, admin, APPROVED)
    assert (type(kept), kept.approval, kept.approved_on) == (Revision, "市政府常务会议", date(2021, 7, 1))
    assert not Correction.objects.exists()
    assert LogEntry.objects.get().act == "plan_revised"


@pytest.mark.parametrize(
    "grounds",
    [Grounds(), Grounds("征地延期"), Grounds("征地延期", "会议"), Grounds("", "会议", date(2021, 7, 1))],
)
def test_a_revision_needs_reason_and_approval(target, admin, grounds):
    with pytest.raises(Refused, match="批准"):
        settle(target, admin, grounds)
    assert target.planned_values.count() == 4


def test_a_concluded_year_changes_no_more(target, admin):
    target.task.yearly_list.stage = ListStage.CONCLUDED
    target.task.yearly_list.save()
    with pytest.raises(Refused, match="已办结"):
        settle(target, admin, APPROVED)


def test_a_target_with_reported_values_does_not_go(target, admin):
    unit = make_unit()
    make_report(target.task, unit).measurements.create(target=target, value=1)
    with pytest.raises(Refused, match="完成值"):
        remove_target(target, based_on=target.wording, grounds=APPROVED, at=NOW, by=admin)


def test_an_item_that_was_reported_of_keeps_its_row(target, admin):
    milestone = make_milestone(target.task, 2, items=["开工。", "竣工。"])
    first = milestone.items.get(order=1)
    ItemState.objects.create(report=make_report(target.task, make_unit()), item=first, state="done")
    items = [ItemValues("验收。"), ItemValues("开工。", is_soft=True)]
    correct_items(
        milestone, items=items, based_on=milestone.items_wording, grounds=APPROVED, at=NOW, by=admin
    )
    first.refresh_from_db()
    assert (first.order, first.is_soft, milestone.items.count()) == (2, True, 2)


def test_the_words_of_an_item_that_was_reported_of_stay(target, admin):
    milestone = make_milestone(target.task, 2, items=["开工。"])
    ItemState.objects.create(
        report=make_report(target.task, make_unit()), item=milestone.items.get(), state="done"
    )
    with pytest.raises(Refused, match="填报"):
        correct_items(
            milestone,
            items=[ItemValues("竣工。")],
            based_on=milestone.items_wording,
            grounds=APPROVED,
            at=NOW,
            by=admin,
        )


def revise(target, admin, value, *, since=None, at=NOW):
    figures = [StageFigure("", 4, Decimal(value), "ytd")]
    grounds = Grounds("征地延期", "市政府常务会议", date(2021, 7, 1), since)
    basis = target.planned_wording
    return correct_planned(
        target, figures=figures, needs_settling=False, based_on=basis, grounds=grounds, at=at, by=admin
    )


def test_a_revision_holds_from_the_first_quarter_that_is_not_past(target, admin):
    make_period(target.task.yearly_list, 1)
    make_period(target.task.yearly_list, 2)
    assert revise(target, admin, 4).holds_from == 3


def test_a_revision_may_hold_from_a_later_quarter(target, admin):
    assert revise(target, admin, 4, since=4).holds_from == 4


def test_the_due_day_itself_is_not_past(target, admin):
    make_period(target.task.yearly_list, 1)
    make_period(target.task.yearly_list, 2, due_on=NOW.date())
    assert revise(target, admin, 4).holds_from == 2


@pytest.mark.parametrize("quarter", [1, 2])
def test_a_revision_of_a_quarter_that_is_past_is_refused(target, admin, quarter):
    make_period(target.task.yearly_list, 2)
    with pytest.raises(Refused, match="最早可自三季度起"):
        revise(target, admin, 4, since=quarter)
    assert target.planned_values.count() == 4


def test_a_revision_does_not_reach_behind_the_one_before(target, admin):
    revise(target, admin, 4, since=3)
    target = Target.objects.get()
    with pytest.raises(Refused, match="最早可自三季度起"):
        revise(target, admin, 5, since=2)


def test_after_the_last_due_day_nothing_is_revised(target, admin):
    make_period(target.task.yearly_list, 4, opens_on=date(2021, 6, 1), due_on=date(2021, 7, 1))
    with pytest.raises(Refused, match="各季度的报送期限都已过"):
        revise(target, admin, 4)


def test_the_quarters_before_keep_their_plan(target, admin):
    revise(target, admin, 4, since=3)
    kept = EarlierPlan.objects.order_by("quarter")
    assert [each.quarter for each in kept] == [1, 2]
    figures = from_json(kept[0].plan).targets[0].figures
    assert [each.value for each in figures] == [1, 2, 4, 5]


def test_how_earlier_quarters_were_typed_stays(target, admin):
    said = TargetValues(label=target.label, quantity=target.quantity, unit=target.unit, is_own_entry=True)
    grounds = Grounds("按季统计", "市政府常务会议", date(2021, 7, 1), 3)
    correct_target(target, values=said, based_on=target.wording, grounds=grounds, at=NOW, by=admin)
    kept = EarlierPlan.objects.order_by("quarter")
    assert [from_json(each.plan).targets[0].is_own_entry for each in kept] == [False, False]
    assert Target.objects.get().is_own_entry


def test_a_quarter_keeps_the_plan_of_the_first_revision_that_passed_it_by(target, admin):
    revise(target, admin, 4, since=3)
    revise(Target.objects.get(), admin, 5, since=4)
    first, second, third = EarlierPlan.objects.order_by("quarter")
    assert len(from_json(second.plan).targets[0].figures) == 4
    assert len(from_json(third.plan).targets[0].figures) == 1


def test_a_change_that_changes_nothing_keeps_no_plan(target, admin):
    figures = [StageFigure("", each.quarter, each.value, "ytd") for each in target.planned_values.all()]
    correct_planned(
        target,
        figures=figures,
        needs_settling=False,
        based_on=target.planned_wording,
        grounds=APPROVED,
        at=NOW,
        by=admin,
    )
    assert not EarlierPlan.objects.exists()


def test_a_correction_keeps_no_plan(admin):
    target = make_target(make_task(make_list(), number=12), planned=(1, 2, 4, 5), basis="ytd")
    revise(target, admin, 4)
    assert Correction.objects.exists() and not EarlierPlan.objects.exists()
