"""The verdict: the table of domain.md case by case, then its laws."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.items import DueItem
from progress.rules.judging import (
    Judgement,
    LeadFiling,
    Work,
    effective,
    judge,
    judge_filings,
    judge_work,
    needs_reason,
)
from progress.rules.states import (
    INACTIVE_MARK,
    LAGGING,
    WORST_FIRST,
    Completion,
    FilingState,
    VerdictClass,
    verdict_word,
)
from progress.rules.weighing import JudgingRules
from projects.rules.states import Direction, Nature
from tests.progress.rules.rule_values import default, item, target, work
from tests.progress.rules.test_weighing import amounts, figures_of, rules_of

ACCEPTED = [LeadFiling(FilingState.ACCEPTED)]


def filed(*states):
    """Leads that report nothing which is due."""
    return [LeadFiling(each) for each in states]


def code(*parts, filings=ACCEPTED, **more):
    return judge(work(*parts, **more), filings).code


def test_a_closed_task_is_completed_even_where_nothing_was_filed():
    assert (
        code(target("0"), item(Completion.NOT_DONE), filings=filed(FilingState.MISSING), closed_in=2)
        == VerdictClass.COMPLETED
    )


def test_a_task_closed_later_was_not_completed_yet():
    assert code(target("0"), closed_in=3) == VerdictClass.FAR_BEHIND


def test_completed_before_the_fourth_quarter_is_worded_as_early():
    assert verdict_word(VerdictClass.COMPLETED, 3) == "已提前完成"
    assert verdict_word(VerdictClass.COMPLETED, 4) == "已完成"
    assert verdict_word(VerdictClass.BEHIND, 3) == "滞后（未达序时）"


def test_nothing_filed_after_the_due_day_is_not_filed():
    assert (
        code(target("100"), filings=filed(FilingState.MISSING, FilingState.MISSING)) == VerdictClass.NOT_FILED
    )


def test_one_lead_with_time_left_keeps_the_task_from_not_filed():
    assert (
        code(target("100"), filings=filed(FilingState.MISSING, FilingState.NOT_DUE))
        == VerdictClass.UNMEASURED
    )


@pytest.mark.parametrize(
    "state",
    [
        FilingState.PENDING,
        FilingState.RETURNED,
        FilingState.NOT_REFILED,
        FilingState.DRAFT,
        FilingState.NOT_DUE,
    ],
)
def test_without_an_accepted_report_a_task_is_unmeasured(state):
    assert code(target("0"), item(Completion.NOT_DONE), filings=filed(state)) == VerdictClass.UNMEASURED


def test_a_task_without_a_lead_is_unmeasured():
    judgement = judge(work(target("0")), [])
    assert (judgement.code, judgement.marks) == (VerdictClass.UNMEASURED, ())
    assert judgement.reasons == ("本季度尚无审核通过的进展报告。",)


def test_a_task_whose_leads_are_all_out_of_office_says_so():
    judgement = judge(work(target("0")), [LeadFiling(FilingState.MISSING, is_active=False)])
    assert (judgement.code, judgement.marks) == (VerdictClass.UNMEASURED, (INACTIVE_MARK,))
    assert judgement.reasons == ("牵头单位均已停用，请系统管理员调整责任单位。",)


def test_a_task_closed_this_quarter_is_told_as_closed_though_its_figures_are_done():
    closed = work(target("100"), closed_in=2)._replace(is_finished=True)
    assert judge(closed, ACCEPTED).reasons == ("第2季度销号。",)


def test_the_review_judges_what_was_submitted():
    assert (
        judge(work(target("0")), filed(FilingState.PENDING), in_review=True).code == VerdictClass.FAR_BEHIND
    )


def test_the_class_waits_for_the_last_lead_under_review():
    assert (
        code(target("100"), filings=filed(FilingState.ACCEPTED, FilingState.PENDING))
        == VerdictClass.UNMEASURED
    )


@pytest.mark.parametrize("state", [FilingState.MISSING, FilingState.NOT_REFILED])
def test_a_missing_lead_is_not_waited_for_but_marked(state):
    judgement = judge(work(target("50")), filed(FilingState.ACCEPTED, state))
    assert judgement.code == VerdictClass.ON_SCHEDULE
    assert judgement.marks == ("部分未报",)


def test_what_only_a_missing_lead_reports_is_left_out():
    parts = (target("50", key=1), target(None, key=2), item(Completion.DONE), item(None, key=2))
    assert code(*parts, filings=filed(FilingState.ACCEPTED, FilingState.MISSING)) == VerdictClass.ON_SCHEDULE
    assert code(*parts, filings=filed(FilingState.ACCEPTED)) == VerdictClass.BEHIND
    assert (
        code(target(None), item(None), filings=filed(FilingState.ACCEPTED, FilingState.MISSING))
        == VerdictClass.UNMEASURED
    )


def test_what_the_other_lead_reported_as_no_data_is_not_left_out():
    assert (
        code(
            target("50", key=1),
            target(None, key=2, no_data_reason="月底发布"),
            filings=filed(FilingState.ACCEPTED, FilingState.MISSING),
        )
        == VerdictClass.UNMEASURED
    )


def test_the_review_leaves_out_what_another_lead_has_not_submitted():
    judgement = judge(
        work(target("50", key=1), target(None, key=2)),
        filed(FilingState.PENDING, FilingState.DRAFT),
        in_review=True,
    )
    assert judgement.code == VerdictClass.ON_SCHEDULE
    assert judgement.marks == ()


def test_neither_a_planned_figure_nor_a_hard_item_is_the_coordinators_word():
    judgement = judge(work(target("10", plan=None), item(is_soft=True)), ACCEPTED)
    assert judgement.code == VerdictClass.UNMEASURED
    assert judgement.choices == (VerdictClass.ON_SCHEDULE, VerdictClass.BEHIND, VerdictClass.FAR_BEHIND)
    assert judgement.reasons[-1] == "本季度没有可据以评价的计划数量和应完成事项，由审核人评定。"


def test_the_years_end_is_no_quarter_of_its_own():
    nothing = judge(work(item(is_soft=True), quarter=5), ACCEPTED)
    assert nothing.reasons[-1] == "年底核定没有可据以评价的计划数量和应完成事项，由审核人评定。"
    assert judge(work(quarter=5), filed(FilingState.PENDING)).reasons == ("年底核定尚无审核通过的进展报告。",)


@pytest.mark.parametrize(
    "parts",
    [
        [item(Completion.DONE), item(is_soft=True)],
        [target("50"), item(is_soft=True)],
        [target("50"), target("1", plan=None)],
    ],
)
def test_what_is_judged_by_something_is_not_left_to_the_coordinator(parts):
    assert not any("由审核人评定" in each for each in judge(work(*parts), ACCEPTED).reasons)


def test_the_worst_target_judges_the_task():
    assert code(target("100", key=1), target("10", key=2)) == VerdictClass.FAR_BEHIND
    assert code(target("100", key=1), target("40", key=2)) == VerdictClass.BEHIND


def test_the_gap_is_the_widest():
    assert judge(work(target("60", key=1), target("38", key=2)), ACCEPTED).gap == Decimal("12.0")


def test_ahead_needs_every_planned_target_at_its_plan_and_one_ahead():
    assert code(target("60", key=1), target("100", key=2)) == VerdictClass.AHEAD
    assert code(target("60", key=1), target("50", key=2)) == VerdictClass.AHEAD
    assert code(target("50", key=1), target("50", key=2)) == VerdictClass.ON_SCHEDULE


def test_a_target_that_the_tolerance_alone_keeps_on_schedule_lets_nothing_be_ahead():
    rules = JudgingRules(tolerance=Decimal(3))
    parts = target("60", key=1), target("49", key=2)
    assert judge(work(*parts), ACCEPTED, rules=rules).code == VerdictClass.ON_SCHEDULE
    assert code(target("60", key=1), target("0", plan=None, key=2)) == VerdictClass.AHEAD


def test_a_hard_item_not_done_is_behind():
    assert code(item(Completion.NOT_DONE)) == VerdictClass.BEHIND
    assert code(item(Completion.PARTLY_DONE)) == VerdictClass.BEHIND
    assert code(item(None)) == VerdictClass.BEHIND
    assert code(target("100"), item(Completion.NOT_DONE)) == VerdictClass.BEHIND


def test_items_done_are_on_schedule_never_ahead():
    assert code(item(Completion.DONE), item(Completion.DONE)) == VerdictClass.ON_SCHEDULE


def test_a_soft_item_is_never_behind_by_itself():
    assert code(item(Completion.DONE), item(Completion.NOT_DONE, is_soft=True)) == VerdictClass.ON_SCHEDULE
    assert code(target("50"), item(Completion.NOT_DONE, is_soft=True)) == VerdictClass.ON_SCHEDULE
    assert code(item(Completion.NOT_DONE, is_soft=True)) == VerdictClass.UNMEASURED


def test_nothing_done_of_a_soft_plan_is_not_on_schedule():
    nothing_due_yet = target("0", plan="0")
    assert code(nothing_due_yet) == VerdictClass.ON_SCHEDULE
    assert code(target("0", plan="0", of=None)) == VerdictClass.ON_SCHEDULE
    assert code(nothing_due_yet, item(Completion.NOT_DONE, is_soft=True)) == VerdictClass.UNMEASURED
    assert code(nothing_due_yet, item(Completion.PARTLY_DONE, is_soft=True)) == VerdictClass.ON_SCHEDULE


def test_a_planned_target_without_a_value_waits_for_the_coordinator():
    assert code(target(None, no_data_reason="月底发布"), item(Completion.DONE)) == VerdictClass.UNMEASURED
    assert code(target(None, no_data_reason="月底发布"), item(Completion.NOT_DONE)) == VerdictClass.BEHIND


def test_an_unsettled_target_neither_holds_nor_helps():
    unsettled = target("0", needs_settling=True, key=2)
    judgement = judge(work(target("50"), unsettled), ACCEPTED)
    assert judgement.code == VerdictClass.ON_SCHEDULE
    assert judgement.marks == ("待核对",)
    assert code(unsettled) == VerdictClass.UNMEASURED


def test_the_fourth_quarter_leaves_nothing_unfinished():
    judgement = judge(
        work(default("99"), item(Completion.DONE), quarter=4),
        ACCEPTED,
        rules=JudgingRules(tolerance=Decimal(5)),
    )
    assert judgement.code == VerdictClass.BEHIND
    assert "未完成年度任务" in judgement.marks
    assert "默认" in judgement.marks
    assert judgement.reasons[-1] == "未完成年度任务。"


@pytest.mark.parametrize(
    ("parts", "unfinished"),
    [
        ([default("100"), item(Completion.DONE)], False),
        ([default("100"), item(Completion.NOT_DONE, is_soft=True)], False),
        ([default("100"), item(Completion.NOT_DONE)], True),
        ([default("100"), item(Completion.DONE), item(Completion.NOT_DONE)], True),
        ([default("99")], True),
        ([default("99"), default("100")], True),
    ],
)
def test_the_year_is_unfinished_by_one_target_or_one_hard_item(parts, unfinished):
    judgement = judge(work(*parts, quarter=4), ACCEPTED)
    assert ("未完成年度任务。" in judgement.reasons) is unfinished
    assert ("未完成年度任务" in judgement.marks) is unfinished


def test_in_the_fourth_quarter_a_soft_item_is_still_not_behind():
    assert code(default("100"), item(Completion.NOT_DONE, is_soft=True), quarter=4) == VerdictClass.COMPLETED


@pytest.mark.parametrize("actual", ["100", "130"])
def test_in_the_fourth_quarter_what_is_met_is_finished(actual):
    assert code(default(actual), quarter=4) == VerdictClass.COMPLETED
    assert code(item(Completion.DONE), quarter=4) == VerdictClass.COMPLETED


def test_in_the_fourth_quarter_a_target_left_open_waits_for_a_word():
    open_target = replace(default("100", key=2), needs_settling=True)
    assert code(default("100", key=1), open_target, quarter=4) == VerdictClass.UNMEASURED


def test_the_worst_sub_project_judges_the_task():
    judgement = judge(
        work(item(Completion.DONE, sub_project="市二院"), item(Completion.NOT_DONE, sub_project="园博园")),
        ACCEPTED,
    )
    assert judgement.code == VerdictClass.BEHIND
    assert judgement.sub_projects == (("市二院", VerdictClass.ON_SCHEDULE), ("园博园", VerdictClass.BEHIND))


def test_a_target_ahead_does_not_lift_a_sub_project():
    assert code(target("100"), item(Completion.DONE, sub_project="园博园")) == VerdictClass.ON_SCHEDULE


def test_a_sub_project_with_soft_items_only_does_not_hold_the_task_back():
    assert (
        code(
            item(Completion.DONE, sub_project="市二院"),
            item(Completion.NOT_DONE, is_soft=True, sub_project="园博园"),
        )
        == VerdictClass.ON_SCHEDULE
    )


def test_the_reasons_name_the_worst_first_and_every_item_not_done():
    judgement = judge(
        work(
            target("50", key=1),
            target("40", key=2),
            item(Completion.PARTLY_DONE, is_carried=True),
            item(Completion.DONE),
        ),
        ACCEPTED,
    )
    assert judgement.reasons == (
        "电梯：计划累计50部，实际累计40部，滞后10.0个百分点。",
        "电梯：计划累计50部，实际累计50部，与序时持平。",
        "上季结转事项部分完成：完成主体结构封顶。",
    )
    assert judgement.marks == ("上季结转",)


def test_the_coordinators_verdict_counts():
    assert effective(Judgement(VerdictClass.BEHIND), VerdictClass.ON_SCHEDULE) == VerdictClass.ON_SCHEDULE
    assert effective(Judgement(VerdictClass.BEHIND), None) == VerdictClass.BEHIND
    assert effective(Judgement(VerdictClass.COMPLETED), VerdictClass.BEHIND) == VerdictClass.COMPLETED
    assert effective(Judgement(VerdictClass.NOT_FILED), VerdictClass.ON_SCHEDULE) == VerdictClass.NOT_FILED


def test_differing_from_the_computed_class_needs_a_reason():
    assert needs_reason(Judgement(VerdictClass.BEHIND), VerdictClass.ON_SCHEDULE)
    assert not needs_reason(Judgement(VerdictClass.BEHIND), VerdictClass.BEHIND)
    assert not needs_reason(Judgement(VerdictClass.UNMEASURED), VerdictClass.ON_SCHEDULE)


def test_the_coordinator_may_give_what_the_laws_allow():
    assert judge(work(target("50")), ACCEPTED).choices == (
        VerdictClass.AHEAD,
        VerdictClass.ON_SCHEDULE,
        VerdictClass.BEHIND,
        VerdictClass.FAR_BEHIND,
    )
    assert judge(work(target("0")), ACCEPTED).choices == (VerdictClass.BEHIND, VerdictClass.FAR_BEHIND)
    assert judge(work(target("0"), target("0", plan="0")), ACCEPTED).choices == (
        VerdictClass.BEHIND,
        VerdictClass.FAR_BEHIND,
    )
    assert judge(work(item(Completion.DONE)), ACCEPTED).choices == (
        VerdictClass.ON_SCHEDULE,
        VerdictClass.BEHIND,
        VerdictClass.FAR_BEHIND,
    )
    assert judge(work(target("50")), filed(FilingState.PENDING)).choices == ()


def test_a_year_finished_by_its_items_alone_says_why():
    judgement = judge_work(work(item(Completion.DONE), quarter=4))
    assert judgement.code == VerdictClass.COMPLETED
    assert judgement.reasons == ("年度目标和应完成事项均已完成。",)


items_of = st.builds(
    DueItem,
    key=st.integers(),
    text=st.just("封顶。"),
    state=st.sampled_from([None, *Completion]),
    is_soft=st.booleans(),
    is_carried=st.booleans(),
    sub_project=st.sampled_from(["", "市二院", "园博园"]),
)
works_of = st.builds(
    Work,
    quarter=st.integers(1, 4),
    targets=st.lists(figures_of, max_size=3).map(tuple),
    items=st.lists(items_of, max_size=4).map(tuple),
    closed_in=st.none() | st.integers(1, 4),
    is_finished=st.booleans(),
)
filings_of = st.lists(
    st.builds(LeadFiling, st.sampled_from(list(FilingState)), st.booleans(), st.booleans()), max_size=3
)


@given(works_of, filings_of, rules_of, st.booleans())
def test_every_task_has_a_class_with_its_why(task, filings, rules, in_review):
    judgement = judge(task, filings, rules=rules, in_review=in_review)
    assert judgement.code in list(VerdictClass)
    assert judgement.reasons or judgement.code in (VerdictClass.ON_SCHEDULE, VerdictClass.AHEAD)


@given(works_of, filings_of, rules_of, st.booleans())
def test_finished_is_never_behind(task, filings, rules, in_review):
    assert (
        judge(task._replace(closed_in=task.quarter), filings, rules=rules, in_review=in_review).code
        == VerdictClass.COMPLETED
    )
    assert judge(task._replace(is_finished=True), filings, rules=rules).code == VerdictClass.COMPLETED


@given(works_of, filings_of, rules_of)
def test_without_an_accepted_report_nothing_is_behind(task, filings, rules):
    waiting = [each for each in filings if each.state != FilingState.ACCEPTED]
    assert judge(task._replace(closed_in=None, is_finished=False), waiting, rules=rules).code in (
        VerdictClass.NOT_FILED,
        VerdictClass.UNMEASURED,
    )


@given(works_of, rules_of)
def test_without_a_figure_nothing_is_ahead(task, rules):
    blank = task._replace(targets=tuple(replace(each, actual=None) for each in task.targets))
    judgement = judge_work(blank, rules=rules)
    assert judgement.code != VerdictClass.AHEAD
    assert VerdictClass.AHEAD not in judgement.choices


@given(works_of, rules_of)
def test_without_a_planned_figure_nothing_is_ahead(task, rules):
    unplanned = task._replace(targets=tuple(each for each in task.targets if not each.is_judged))
    assert judge_work(unplanned, rules=rules).code != VerdictClass.AHEAD


def grows(figure):
    """A target that doing nothing leaves where it starts."""
    return replace(
        figure,
        direction="up",
        qualifier="",
        actual=Decimal(0),
        earlier=None,
        baseline=Decimal(0),
        quantity=abs(figure.quantity or Decimal(7)) + 1,
    )


@given(works_of, rules_of)
def test_doing_nothing_where_something_was_planned_is_never_on_schedule(task, rules):
    idle = task._replace(
        targets=tuple(map(grows, task.targets)),
        items=tuple(each._replace(state=Completion.NOT_DONE) for each in task.items),
    )
    judgement = judge_work(idle, rules=rules)
    planned = idle.items or any(each.is_judged and each.planned.ytd > 0 for each in idle.targets)
    if planned:
        assert judgement.code not in (VerdictClass.ON_SCHEDULE, VerdictClass.AHEAD)
        assert not {VerdictClass.ON_SCHEDULE, VerdictClass.AHEAD} & set(judgement.choices)


@given(works_of.filter(lambda task: task.targets), rules_of, amounts, amounts)
def test_a_better_actual_never_worsens_the_class(task, rules, one, other):
    first = task.targets[0]
    worse, better = sorted((one, other), reverse=first.runs_down)
    before, after = (
        judge_work(task._replace(targets=(replace(first, actual=each), *task.targets[1:])), rules=rules)
        for each in (worse, better)
    )
    assert WORST_FIRST.index(after.code) >= WORST_FIRST.index(before.code)


@given(works_of.filter(lambda task: task.items), rules_of)
def test_doing_an_item_never_worsens_the_class(task, rules):
    done = task._replace(items=(task.items[0]._replace(state=Completion.DONE), *task.items[1:]))
    assert WORST_FIRST.index(judge_work(done, rules=rules).code) >= WORST_FIRST.index(
        judge_work(task, rules=rules).code
    )


@given(works_of, filings_of, rules_of, st.randoms())
def test_the_order_of_saving_does_not_matter(task, filings, rules, random):
    targets, items, leads = list(task.targets), list(task.items), list(filings)
    for each in (targets, items, leads):
        random.shuffle(each)
    mixed = judge(task._replace(targets=tuple(targets), items=tuple(items)), leads, rules=rules)
    judgement = judge(task, filings, rules=rules)
    assert (mixed.code, mixed.gap, set(mixed.marks), mixed.choices) == (
        judgement.code,
        judgement.gap,
        set(judgement.marks),
        judgement.choices,
    )


@given(works_of, rules_of)
def test_soft_items_alone_never_put_a_task_behind(task, rules):
    soft = task._replace(targets=(), items=tuple(each._replace(is_soft=True) for each in task.items))
    assert judge_work(soft, rules=rules).code not in LAGGING


def test_a_ceiling_kept_is_not_nothing_done():
    assert code(target("0", direction=Direction.DOWN, nature=Nature.LEVEL)) in (
        VerdictClass.ON_SCHEDULE,
        VerdictClass.AHEAD,
    )


@given(works_of, filings_of, rules_of)
def test_the_words_of_a_year_under_way_do_not_occur_at_its_end(task, filings, rules):
    judgement = judge(task._replace(quarter=4), filings, rules=rules)
    under_way = {VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE}
    assert not under_way & {judgement.code, *judgement.choices}


@pytest.mark.parametrize(
    ("gap", "points"), [("5", Decimal(5)), ("0.5", Decimal("0.5")), ("0", None), ("-5", None), (None, None)]
)
def test_only_a_gap_above_nothing_is_told_in_points(gap, points):
    judgement = Judgement(VerdictClass.BEHIND, gap=None if gap is None else Decimal(gap))
    assert judgement.points_behind == points


@pytest.mark.parametrize(
    ("states", "mark"),
    [
        ((FilingState.MISSING,), "本季未报"),
        ((FilingState.MISSING, FilingState.MISSING), "本季未报"),
        ((FilingState.ACCEPTED, FilingState.MISSING), "部分未报"),
        ((FilingState.ACCEPTED,), ""),
    ],
)
def test_what_is_finished_says_whether_this_quarter_was_reported(states, mark):
    finished = work(target("100"))._replace(is_finished=True)
    judgement = judge(finished, filed(*states))
    assert judgement.code == VerdictClass.COMPLETED
    assert [each for each in judgement.marks if each.endswith("未报")] == ([mark] if mark else [])


def test_of_what_is_finished_the_coordinator_may_say_so_first_or_otherwise():
    computed = judge(work(target("100")), ACCEPTED).choices
    finished = judge(work(target("100"))._replace(is_finished=True), ACCEPTED).choices
    others = tuple(each for each in computed if each != VerdictClass.COMPLETED)
    assert finished == (VerdictClass.COMPLETED, *others) and others


def test_what_is_submitted_counts_in_the_review_alone():
    assert judge_filings(filed(FilingState.PENDING), quarter=2).code == VerdictClass.UNMEASURED
    assert judge_filings(filed(FilingState.PENDING), quarter=2, in_review=True) is None
