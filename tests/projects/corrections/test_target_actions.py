"""Corrections of targets and planned values."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from projects.corrections.actions import Grounds
from projects.corrections.target_actions import (
    StageFigure,
    TargetValues,
    add_target,
    correct_planned,
    correct_target,
    part_stage,
    remove_target,
)
from projects.models import Correction, Target
from projects.rules.errors import Refused, Stale
from projects.rules.states import Basis, ListStage
from tests.factories import NOW, make_target, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("admin", role="administrator")


@pytest.fixture
def target():
    return make_target(
        make_task(number=85),
        label="高标准农田",
        quantity=350,
        unit="个",
        planned=(105, 210, None, 350),
        basis=Basis.YTD,
    )


def values(**changed):
    return TargetValues(**{"label": "高标准农田", "quantity": Decimal(350), "unit": "个", **changed})


def figures(*rows):
    return [StageFigure(stage, quarter, Decimal(value), basis) for stage, quarter, value, basis in rows]


def planned(target, admin, rows, *, needs_settling=False, based_on=None):
    basis = target.planned_wording if based_on is None else based_on
    return correct_planned(
        target,
        figures=rows,
        needs_settling=needs_settling,
        based_on=basis,
        grounds=Grounds(),
        at=NOW,
        by=admin,
    )


def test_a_corrected_target_keeps_old_and_new(target, admin):
    kept = correct_target(
        target,
        values=values(quantity=Decimal(360)),
        based_on=target.wording,
        grounds=Grounds(),
        at=NOW,
        by=admin,
    )
    assert kept.old.startswith("高标准农田 350个") and kept.new.startswith("高标准农田 360个")


def test_an_unchanged_target_keeps_nothing(target, admin):
    assert (
        correct_target(target, values=values(), based_on=target.wording, grounds=Grounds(), at=NOW, by=admin)
        is None
    )


def test_a_stale_target_is_refused(target, admin):
    with pytest.raises(Stale):
        correct_target(
            target, values=values(unit="处"), based_on="高标准农田 340个", grounds=Grounds(), at=NOW, by=admin
        )


def test_a_running_list_takes_no_new_target(target, admin):
    target.task.yearly_list.stage = ListStage.RUNNING
    target.task.yearly_list.save()
    with pytest.raises(Refused):
        add_target(target.task, values=values(label="泵站"), grounds=Grounds(), at=NOW, by=admin)


def test_an_added_target_stands_last(target, admin):
    add_target(target.task, values=values(label="泵站"), grounds=Grounds(), at=NOW, by=admin)
    assert target.task.targets.get(label="泵站").order == 2


def test_a_removed_target_stays_readable_in_its_correction(target, admin):
    kept = remove_target(target, based_on=target.wording, grounds=Grounds("不是目标"), at=NOW, by=admin)
    assert not Target.objects.exists()
    assert "第1季度105（累计）" in kept.old


def test_removing_twice_is_refused(target, admin):
    basis = target.wording
    remove_target(target, based_on=basis, grounds=Grounds(), at=NOW, by=admin)
    with pytest.raises(Refused, match="已被删除"):
        remove_target(Target(pk=1, task=target.task), based_on=basis, grounds=Grounds(), at=NOW, by=admin)


def test_planned_values_are_replaced_and_settled(target, admin):
    Target.objects.update(needs_settling=True)
    target.refresh_from_db()
    kept = planned(target, admin, figures(("", 1, 100, Basis.OWN), ("", 2, 250, Basis.OWN)))
    assert kept.new == "第1季度100（当季）；第2季度250（当季）"
    assert not Target.objects.get().needs_settling


def test_settling_alone_is_a_correction(target, admin):
    kept = planned(
        target,
        admin,
        figures(("", 1, 105, Basis.YTD), ("", 2, 210, Basis.YTD), ("", 4, 350, Basis.YTD)),
        needs_settling=True,
    )
    assert kept.new.endswith("；待核对")


def test_the_same_planned_values_keep_nothing(target, admin):
    assert (
        planned(
            target, admin, figures(("", 1, 105, Basis.YTD), ("", 2, 210, Basis.YTD), ("", 4, 350, Basis.YTD))
        )
        is None
    )
    assert not Correction.objects.exists()


def test_a_figure_that_stays_keeps_its_quote(target, admin):
    target.planned_values.filter(quarter=1).update(quote="开工105个")
    planned(target, admin, figures(("", 1, 106, Basis.YTD)))
    assert target.planned_values.get().quote == "开工105个"


def test_a_stale_plan_is_refused(target, admin):
    with pytest.raises(Stale):
        planned(target, admin, [], based_on="第1季度1（累计）")


def test_a_stage_becomes_a_target_of_its_own(target, admin):
    target.planned_values.create(stage="开工", quarter=1, value=105, basis=Basis.YTD)
    target.planned_values.create(stage="开工", quarter=3, value=350, basis=Basis.YTD)
    part_stage(target, stage="开工", based_on=target.planned_wording, grounds=Grounds(), at=NOW, by=admin)
    made = Target.objects.get(stage="开工")
    assert (made.quantity, made.planned_values.count(), target.planned_values.count()) == (350, 2, 3)


def test_a_stage_without_a_total_is_not_parted(target, admin):
    with pytest.raises(Refused, match="没有可以确定"):
        part_stage(target, stage="开工", based_on=target.planned_wording, grounds=Grounds(), at=NOW, by=admin)


def test_another_lead_may_report_a_target(target, admin):
    unit = make_unit("swjw", name="市卫健委")
    changed = values(reporting_unit_id=unit.pk, is_summed_over_leads=True)
    kept = correct_target(
        target, values=changed, based_on=target.wording, grounds=Grounds(), at=NOW, by=admin
    )
    assert "由市卫健委填报，分头完成" in kept.new


def own(target, admin, **changed):
    said = {"based_on": target.wording, "grounds": Grounds(), "at": NOW, "by": admin}
    return correct_target(target, values=values(is_own_entry=True, **changed), **said)


def test_that_the_quarters_own_is_typed_stands_in_the_correction(target, admin):
    assert own(target, admin).new.endswith("，本季填报")
    assert Target.objects.get().is_own_entry


@pytest.mark.parametrize(
    ("changed", "word"), [({"nature": "level"}, "只有数量"), ({"is_summed_over_leads": True}, "分头完成")]
)
def test_of_a_level_or_a_sum_over_leads_it_is_refused(target, admin, changed, word):
    with pytest.raises(Refused, match=word):
        own(target, admin, **changed)
    with pytest.raises(Refused, match=word):
        added = values(is_own_entry=True, **changed)
        add_target(target.task, values=added, grounds=Grounds(), at=NOW, by=admin)
    assert not Target.objects.filter(is_own_entry=True).exists()


@pytest.mark.parametrize("changed", [{"nature": "level"}, {"is_summed_over_leads": True}])
def test_the_database_holds_no_such_target_either(target, changed):
    with pytest.raises(IntegrityError, match="only_a_count_of_one_lead"):
        Target.objects.update(is_own_entry=True, **changed)


def test_a_stage_made_a_target_is_typed_like_the_one_it_was_parted_from(target, admin):
    rows = figures(("开工", 1, 100, Basis.YTD), ("开工", 4, 350, Basis.YTD))
    planned(target, admin, rows)
    Target.objects.update(is_own_entry=True)
    fresh = Target.objects.get()
    part_stage(fresh, stage="开工", based_on=fresh.planned_wording, grounds=Grounds(), at=NOW, by=admin)
    assert [each.is_own_entry for each in Target.objects.order_by("order")] == [True, True]
