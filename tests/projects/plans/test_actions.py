from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from projects.corrections.actions import Grounds
from projects.corrections.item_actions import ItemValues, correct_items
from projects.corrections.list_actions import schedule_wording, write_schedule
from projects.corrections.target_actions import correct_planned
from projects.corrections.unit_actions import SubProjectValues, correct_sub_projects
from projects.lists import actions as list_actions
from projects.models import (
    EarlierPlan,
    LogEntry,
    Milestone,
    MilestoneItem,
    Plan,
    PlannedValue,
    Revision,
    YearlyList,
)
from projects.plans import actions, adjustment_actions, opening_actions, review_actions
from projects.plans.actions import IncompletePlan
from projects.plans.adjustment_actions import Wish
from projects.plans.reads import default_due, line_of, plan_lines
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.plan_content import QuarterItem, QuarterPlan, from_json
from projects.rules.plan_states import AdjustmentState, PlanFilingState, PlanState
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_assignment,
    make_milestone,
    make_period,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.projects.plans.plan_papers import (
    DUE,
    FILED,
    LATE,
    OPENED,
    content_of,
    list_of_2023,
    recorded,
    saved,
    submitted,
)

pytestmark = pytest.mark.django_db

APRIL = datetime(2023, 4, 20, 9, 0, tzinfo=SHANGHAI)  # after the first quarter was due


def started(plan, coordinator):
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    make_period(plan.task.yearly_list, 1)
    return Plan.objects.get(pk=plan.pk)


# Opening


def test_opening_lays_out_a_plan_for_each_task_owed_by_its_first_printed_lead(coordinator, unit):
    yearly_list = list_of_2023()
    task = make_task(yearly_list, number=1, lead=make_unit("smzj"))
    make_assignment(task, unit)
    make_task(yearly_list, number=2)
    filing = opening_actions.open_filing(yearly_list, due_on=DUE, at=OPENED, by=coordinator)
    assert [(plan.task.number, plan.unit.code) for plan in Plan.objects.all()] == [(1, "smzj")]
    assert YearlyList.objects.get().stage == ListStage.FILING_PLANS
    assert filing.due_on == DUE


def test_opening_again_lays_out_what_was_added_and_moves_no_day(plan, coordinator, unit):
    make_task(plan.task.yearly_list, number=40, lead=unit)
    again = opening_actions.open_filing(
        plan.task.yearly_list, due_on=DUE + timedelta(9), at=FILED, by=coordinator
    )
    assert (Plan.objects.count(), again.due_on) == (2, DUE)


def test_a_list_with_a_schedule_files_no_plans(coordinator, unit):
    yearly_list = list_of_2023()
    make_milestone(make_task(yearly_list, lead=unit), 1)
    with pytest.raises(Refused, match="都有序时进度"):
        opening_actions.open_filing(yearly_list, due_on=DUE, at=OPENED, by=coordinator)


def test_a_due_day_in_the_past_is_refused(coordinator, unit):
    make_task(yearly_list := list_of_2023(), lead=unit)
    with pytest.raises(Refused, match="已过"):
        opening_actions.open_filing(yearly_list, due_on=date(2023, 1, 31), at=OPENED, by=coordinator)


def test_only_the_coordinator_opens(filer, unit):
    make_task(yearly_list := list_of_2023(), lead=unit)
    with pytest.raises(NotYours):
        opening_actions.open_filing(yearly_list, due_on=DUE, at=OPENED, by=filer)


def test_the_due_day_is_twenty_working_days_after_the_later_of_list_and_today(db):
    yearly_list = list_of_2023()  # of 20 January
    assert default_due(yearly_list, date(2023, 1, 1)) == date(2023, 2, 22)
    assert default_due(yearly_list, date(2023, 2, 1)) == date(2023, 3, 1)


def test_another_lead_is_named_while_nobody_has_written(plan, coordinator, filer):
    other = make_unit("smzj")
    named = {"unit": other, "at": FILED, "by": coordinator}
    with pytest.raises(Refused, match="不是本任务的牵头单位"):
        as_read(opening_actions.name_unit, plan, **named)
    make_assignment(plan.task, other)
    renamed = as_read(opening_actions.name_unit, plan, **named)
    assert renamed.unit == other
    saved(renamed, make_user(unit=other))
    with pytest.raises(Refused, match="已开始填写"):
        as_read(opening_actions.name_unit, plan, **{**named, "unit": filer.unit})


# The unit's side


def test_submitting_lists_all_that_is_missing(plan, filer):
    draft = as_read(actions.save_draft, plan, content=from_json({}), at=FILED, by=filer)
    with pytest.raises(IncompletePlan) as refusal:
        as_read(actions.submit, draft, at=FILED, by=filer)
    fields = {lack.field for lack in refusal.value.lacks}
    target = plan.task.targets.get().pk
    assert fields >= {
        "text-1",
        "text-4",
        f"total-{target}-4",
        "step-1-what",
        "leader",
        "contact",
        "telephone",
    }


def test_what_was_typed_comes_back_as_it_was(plan, filer):
    content = content_of(plan, investment=Decimal("1200.5"), note="资金已落实。")
    assert from_json(saved(plan, filer, content=content).content) == content


def test_a_target_of_another_task_is_refused(plan, filer):
    other = make_target(make_task(plan.task.yearly_list, number=99))
    with pytest.raises(Refused, match="不属于本任务"):
        saved(plan, filer, content=_with_total(plan, other))


def _with_total(plan, target):
    content = content_of(plan)
    return type(content)(**{**vars(content), "totals": {target.pk: (None, None, None, Decimal(5))}})


def test_another_unit_writes_nothing(plan):
    with pytest.raises(NotYours):
        saved(plan, make_user(unit=make_unit()))


def test_a_stale_save_is_refused(plan, filer):
    saved(plan, filer)
    with pytest.raises(Stale):
        actions.save_draft(plan, content=content_of(plan), based_on=0, at=FILED, by=filer)


def test_a_unit_with_a_signer_has_its_plan_signed(plan, filer, unit):
    signer = make_user(unit=unit, role=Role.SIGNER)
    draft = saved(plan, filer)
    with pytest.raises(NotYours):
        as_read(actions.submit, draft, at=FILED, by=filer)
    as_read(actions.send_for_signature, draft, at=FILED, by=filer)
    with pytest.raises(Refused, match="已锁定"):
        saved(plan, filer)
    assert as_read(actions.submit, plan, at=FILED, by=signer).state == PlanState.SUBMITTED


def test_recalling_counts_as_never_submitted(plan, filer):
    submitted(plan, filer)
    recalled = as_read(actions.recall, plan, at=FILED, by=filer)
    assert (recalled.state, recalled.first_submitted_at) == (PlanState.DRAFT, None)
    assert plan.rounds.get().recalled_at == FILED


# 备案


def test_what_is_recorded_is_the_schedule(plan, filer, coordinator):
    done = recorded(plan, filer, coordinator)
    assert done.state == PlanState.ACCEPTED
    assert "二季度：累计建成2个城市公园。" in schedule_wording(plan.task)
    milestone = Milestone.objects.get(quarter=4)
    assert ([item.text for item in milestone.items.all()], milestone.plan) == (
        ["累计建成5个城市公园。"],
        plan,
    )
    planned = [(row.quarter, row.value, row.basis, row.plan) for row in PlannedValue.objects.all()]
    assert planned == [(2, 2, "ytd", plan), (3, 4, "ytd", plan), (4, 5, "ytd", plan)]
    assert not plan.task.targets.get().needs_settling


def test_sub_projects_become_parts_of_the_task(plan, filer, coordinator):
    items = (QuarterItem("园博园", "主体完工。"), QuarterItem("动物园", "建成。"))
    quarters = tuple(QuarterPlan("园博园主体完工；动物园建成。", items) for _ in range(4))
    recorded(plan, filer, coordinator, quarters=quarters)
    assert list(plan.task.sub_projects.values_list("name", flat=True)) == ["园博园", "动物园"]
    assert Milestone.objects.get(quarter=1).items.get(order=1).sub_project.name == "园博园"


def test_nothing_planned_is_an_empty_cell(plan, filer, coordinator):
    quarters = (QuarterPlan(nothing_reason="项目尚未立项"), *content_of(plan).quarters[1:])
    recorded(plan, filer, coordinator, quarters=quarters)
    assert Milestone.objects.get(quarter=1).text == ""


def test_a_second_click_changes_nothing(plan, filer, coordinator):
    done = recorded(plan, filer, coordinator)
    again = review_actions.record_plan(plan, based_on=done.version - 1, at=FILED, by=coordinator)
    assert again.version == done.version
    assert LogEntry.objects.filter(act="plan_recorded").count() == 1


def test_a_unit_records_nothing(plan, filer):
    with pytest.raises(NotYours):
        as_read(review_actions.record_plan, submitted(plan, filer), at=FILED, by=filer)


def test_nobody_records_what_they_signed(plan, filer, coordinator):
    sent = submitted(plan, filer)
    sent.rounds.update(submitted_by=coordinator)
    with pytest.raises(NotYours, match="自己"):
        as_read(review_actions.record_plan, sent, at=FILED, by=coordinator)


def test_a_plan_that_its_task_outgrew_is_not_recorded(plan, filer, coordinator):
    sent = submitted(plan, filer)
    plan.task.targets.update(quantity=8)
    with pytest.raises(Refused, match="低于目标8个"):
        as_read(review_actions.record_plan, sent, at=FILED, by=coordinator)
    assert not Milestone.objects.exists()


def test_a_return_names_reason_parts_and_day(plan, filer, coordinator):
    sent = submitted(plan, filer)
    with pytest.raises(Refused, match="理由"):
        as_read(review_actions.return_plan, sent, reason=" ", at=FILED, by=coordinator)
    back = as_read(
        review_actions.return_plan,
        sent,
        reason="四季度请细化。",
        parts=["quarter-4"],
        at=FILED,
        by=coordinator,
    )
    assert (back.state, back.refile_by) == (PlanState.RETURNED, DUE)
    last = back.rounds.get()
    assert (last.reason, last.parts, last.decided_by) == ("四季度请细化。", ["quarter-4"], coordinator)
    again = submitted(plan, filer)
    assert (again.state, again.refile_by, again.rounds.count()) == (PlanState.SUBMITTED, None, 2)


@pytest.mark.parametrize(("at", "earliest"), [(FILED, DUE), (LATE, LATE.date())])
def test_a_return_sets_no_day_before_today_or_the_due_day(plan, filer, coordinator, at, earliest):
    named = {"reason": "细化。", "at": at, "by": coordinator}
    sent = submitted(plan, filer)
    with pytest.raises(Refused, match=f"{earliest:%Y-%m-%d}"):
        as_read(review_actions.return_plan, sent, refile_on=earliest - timedelta(1), **named)
    back = as_read(review_actions.return_plan, sent, refile_on=earliest, **named)
    assert back.refile_by == earliest


def test_recalling_a_second_round_restores_the_return(plan, filer, coordinator):
    as_read(review_actions.return_plan, submitted(plan, filer), reason="细化。", at=FILED, by=coordinator)
    submitted(plan, filer)
    back = as_read(actions.recall, plan, at=FILED, by=filer)
    assert (back.state, back.refile_by) == (PlanState.RETURNED, DUE)


def test_a_reopened_plan_plans_nothing_until_it_is_recorded_anew(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    opened = as_read(review_actions.reopen_plan, plan, reason="数字有误。", at=FILED, by=coordinator)
    assert opened.state == PlanState.REOPENED
    assert not Milestone.objects.exists() and not PlannedValue.objects.exists()
    again = as_read(review_actions.reopen_plan, plan, reason="数字有误。", at=FILED, by=coordinator)
    assert again.version == opened.version, "a second click changes nothing"
    assert recorded(plan, filer, coordinator, totals=(1, 2, 3, 5)).state == PlanState.ACCEPTED
    assert PlannedValue.objects.count() == 4


def test_once_a_quarter_is_open_no_plan_is_reopened(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    with pytest.raises(Refused, match="申请调整"):
        as_read(review_actions.reopen_plan, plan, reason="数字有误。", at=FILED, by=coordinator)


# Locked on every route


def test_a_recorded_plan_is_locked_on_every_route(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    task, milestone, target = plan.task, Milestone.objects.get(quarter=4), plan.task.targets.get()
    named = {"grounds": Grounds(), "at": FILED, "by": coordinator}
    routes = [
        lambda: saved(plan, filer),
        lambda: as_read(actions.send_for_signature, plan, at=FILED, by=filer),
        lambda: as_read(actions.take_back, plan, at=FILED, by=filer),
        lambda: as_read(actions.recall, plan, at=FILED, by=filer),
        lambda: write_schedule(task, texts=["", "", "", ""], based_on=schedule_wording(task), **named),
        lambda: correct_items(
            milestone, items=[ItemValues("别的。")], based_on=milestone.items_wording, **named
        ),
        lambda: correct_planned(
            target, figures=[], needs_settling=False, based_on=target.planned_wording, **named
        ),
        lambda: correct_sub_projects(
            task, rows=[SubProjectValues(None, "别的")], based_on=task.sub_projects_wording, **named
        ),
    ]
    before = (schedule_wording(task), PlannedValue.objects.count(), Plan.objects.values().get())
    for route in routes:
        with pytest.raises(Refused):
            route()
    assert (schedule_wording(task), PlannedValue.objects.count(), Plan.objects.values().get()) == before


# Dates


@pytest.mark.parametrize(
    ("on", "state", "days"),
    [(DUE, PlanFilingState.NOT_DUE, 0), (DUE + timedelta(3), PlanFilingState.MISSING, 3)],
)
def test_a_plan_that_was_never_filed_is_missing_after_its_day(plan, on, state, days):
    line = line_of(plan, plan.task.yearly_list.plan_filing, on)
    assert (line.filing_state, line.days_over, line.is_late) == (state, days, False)


def test_a_plan_filed_after_its_day_stays_late(plan, filer, coordinator):
    recorded(plan, filer, coordinator, at=LATE)
    [line] = plan_lines(plan.task.yearly_list.plan_filing, date(2023, 12, 1))
    assert (line.filing_state, line.is_late) == (PlanFilingState.RECORDED, True)


def test_a_returned_plan_is_not_refiled_after_its_new_day(plan, filer, coordinator):
    as_read(review_actions.return_plan, submitted(plan, filer), reason="细化。", at=LATE, by=coordinator)
    [on_the_day] = plan_lines(plan.task.yearly_list.plan_filing, date(2023, 3, 9))
    [after] = plan_lines(plan.task.yearly_list.plan_filing, date(2023, 3, 11))
    assert on_the_day.filing_state == PlanFilingState.RETURNED
    assert (after.filing_state, after.days_over) == (PlanFilingState.NOT_REFILED, 2)


# Recorded late, changed later


def test_a_plan_recorded_late_names_its_quarter_and_lifts_nothing_past(plan, filer, coordinator):
    started(plan, coordinator)
    recorded(plan, filer, coordinator, at=APRIL)
    made = Revision.objects.get()
    assert (made.holds_from, made.reason) == (2, "迟报备实施方案备案")
    earlier = EarlierPlan.objects.get()
    assert (earlier.quarter, earlier.plan["milestones"]) == (1, [])
    assert plan.rounds.get().holds_from == 2


def test_an_adjustment_agreed_to_becomes_a_revision(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    wish = Wish("四季度改为6个", "新增一处", "连政办〔2023〕9号", date(2023, 4, 18), 2)
    asked = as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=APRIL, by=filer)
    as_read(adjustment_actions.agree, asked, at=APRIL, by=coordinator)
    assert PlannedValue.objects.count() == 3  # the old one plans until the new one is recorded
    kept = Milestone.objects.get(quarter=4).items.get().pk
    recorded(plan, filer, coordinator, at=APRIL, totals=(None, 2, 4, 6), exceeds_knowingly=True)
    made = Revision.objects.get()
    assert (made.approval, made.holds_from, made.approved_on) == ("连政办〔2023〕9号", 2, date(2023, 4, 18))
    assert "第4季度6" in made.new and "第4季度5" in made.old
    assert Milestone.objects.get(quarter=4).items.get().pk == kept
    asked.refresh_from_db()
    assert asked.state == AdjustmentState.DONE


def test_items_of_like_words_stay_with_their_parts_when_they_change_places(plan, filer, coordinator):
    """What was reported of 园博园 is not told of 动物园 afterwards."""
    parts = [QuarterItem("园博园", "主体完工。"), QuarterItem("动物园", "主体完工。")]
    recorded(plan, filer, coordinator, quarters=_quarters_of(parts))
    before = {item.pk: item.sub_project.name for item in MilestoneItem.objects.all()}
    _agreed(plan, filer, coordinator)
    recorded(plan, filer, coordinator, at=APRIL, quarters=_quarters_of(parts[::-1]))
    assert {item.pk: item.sub_project.name for item in MilestoneItem.objects.all()} == before
    assert MilestoneItem.objects.get(milestone__quarter=1, order=1).sub_project.name == "动物园"


def test_a_part_is_known_by_its_other_name_and_goes_when_no_plan_names_it(plan, filer, coordinator):
    parts = [QuarterItem("第二人民医院", "主体完工。"), QuarterItem("动物园", "主体完工。")]
    recorded(plan, filer, coordinator, quarters=_quarters_of(parts))
    plan.task.sub_projects.filter(name="第二人民医院").update(name="市二院", aliases=["二院", "第二人民医院"])
    before = set(MilestoneItem.objects.filter(sub_project__name="市二院").values_list("pk", flat=True))
    _agreed(plan, filer, coordinator)
    recorded(plan, filer, coordinator, at=APRIL, quarters=_quarters_of([QuarterItem("二院", "主体完工。")]))
    assert list(plan.task.sub_projects.values_list("name", flat=True)) == ["市二院"]
    assert set(MilestoneItem.objects.values_list("pk", flat=True)) == before


def _quarters_of(items):
    text = "；".join(f"{item.label}{item.text.rstrip('。')}" for item in items) + "。"
    return tuple(QuarterPlan(text, tuple(items)) for _ in range(4))


def _agreed(plan, filer, coordinator):
    """The list at work, and a change of the plan agreed to."""
    started(plan, coordinator)
    wish = Wish("改期", "新增一处", "连政办〔2023〕9号", date(2023, 4, 18), 2)
    asked = as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=APRIL, by=filer)
    as_read(adjustment_actions.agree, asked, at=APRIL, by=coordinator)


def test_an_adjustment_reaches_no_quarter_whose_day_has_passed(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    wish = Wish("改期", "新增一处", "连政办〔2023〕9号", date(2023, 4, 18), 1)
    with pytest.raises(Refused, match="自二季度起"):
        as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=APRIL, by=filer)


def test_no_change_is_agreed_to_of_a_list_that_is_not_at_work(plan, filer, coordinator):
    """The only quarter was withdrawn since: the plan may be opened again without a request."""
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    wish = Wish("改期", "新增一处", "连政办〔2023〕9号", date(2023, 4, 18), 2)
    asked = as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=APRIL, by=filer)
    list_actions.stop(plan.task.yearly_list, at=APRIL, by=coordinator)
    with pytest.raises(Refused, match="执行后才需"):
        as_read(adjustment_actions.agree, asked, at=APRIL, by=coordinator)
    as_read(review_actions.reopen_plan, plan, reason="数字有误。", at=APRIL, by=coordinator)
    list_actions.start(plan.task.yearly_list, at=APRIL, by=coordinator)
    with pytest.raises(Refused, match="已备案的方案"):
        as_read(adjustment_actions.agree, asked, at=APRIL, by=coordinator)
    as_read(adjustment_actions.refuse, asked, note="已重开。", at=APRIL, by=coordinator)


def test_a_refused_adjustment_leaves_the_plan(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    started(plan, coordinator)
    wish = Wish("改期", "新增一处", "连政办〔2023〕9号", date(2023, 4, 18), 2)
    asked = as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=APRIL, by=filer)
    with pytest.raises(Refused, match="理由"):
        as_read(adjustment_actions.refuse, asked, note="", at=APRIL, by=coordinator)
    as_read(adjustment_actions.refuse, asked, note="依据不足。", at=APRIL, by=coordinator)
    plan.refresh_from_db()
    assert plan.state == PlanState.ACCEPTED


def test_withdrawing_the_only_quarter_leads_back_to_the_filing_of_plans(plan, coordinator):
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    assert list_actions.stop(plan.task.yearly_list, at=FILED, by=coordinator).stage == ListStage.FILING_PLANS
