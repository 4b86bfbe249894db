"""One target: percentages, points and class, case by case and by law."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.states import LAGGING, WORST_FIRST, YEAR_UNFINISHED_MARK, VerdictClass
from progress.rules.weighing import (
    JudgingRules,
    TargetFigure,
    completion_rate,
    falls,
    is_met,
    progress,
    reaches_plan,
    weigh,
)
from projects.rules.planning import DEFAULT, FIGURE, GOES_ON, UNCLEAR, PlannedQuarter
from projects.rules.states import Direction, Nature
from tests.progress.rules.rule_values import default, planned, target


def code(figure, quarter=2, **rules):
    return weigh(
        figure, quarter=quarter, rules=JudgingRules(**{name: Decimal(value) for name, value in rules.items()})
    ).code


def sentence(figure, quarter=2):
    return weigh(figure, quarter=quarter).sentence


def level(actual, **more):
    return target(actual, nature=Nature.LEVEL, **more)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("50", VerdictClass.ON_SCHEDULE),
        ("49.99", VerdictClass.BEHIND),
        ("25", VerdictClass.BEHIND),
        ("24.99", VerdictClass.FAR_BEHIND),
        ("0", VerdictClass.FAR_BEHIND),
        ("54.99", VerdictClass.ON_SCHEDULE),
        ("55", VerdictClass.AHEAD),
        ("100", VerdictClass.AHEAD),
        ("130", VerdictClass.AHEAD),
    ],
)
def test_a_count_is_judged_by_its_gap(actual, expected):
    assert code(target(actual)) == expected


def test_exactly_thirty_points_are_not_far_behind():
    assert code(target("50", plan="80")) == VerdictClass.BEHIND
    assert code(target("49.9", plan="80")) == VerdictClass.FAR_BEHIND


def test_a_gap_within_the_tolerance_is_on_schedule():
    assert code(target("47"), tolerance=3) == VerdictClass.ON_SCHEDULE
    assert code(target("46.9"), tolerance=3) == VerdictClass.BEHIND


def test_less_than_half_is_far_behind_whatever_the_tolerance():
    assert code(target("9", plan="20"), tolerance=15) == VerdictClass.FAR_BEHIND


def test_less_than_half_is_far_behind_from_ten_points_on_only():
    assert code(target("4.9", plan="14.9")) == VerdictClass.FAR_BEHIND
    assert code(target("4.9", plan="14.8")) == VerdictClass.BEHIND


def test_less_than_half_of_a_plan_of_one_is_far_behind_too():
    assert code(target("0", plan="1", of="10")) == VerdictClass.FAR_BEHIND


def test_exactly_on_plan_is_on_schedule_at_the_years_target_too():
    assert code(target("100", plan="100")) == VerdictClass.ON_SCHEDULE
    assert code(target("105", plan="100")) == VerdictClass.AHEAD


def test_a_met_target_is_ahead_though_no_margin_is_left():
    assert code(target("100", plan="98")) == VerdictClass.AHEAD


def test_a_met_target_is_not_behind_a_plan_beyond_it():
    assert code(target("100", plan="120")) == VerdictClass.ON_SCHEDULE


def test_a_range_counts_from_its_lower_end():
    assert progress(target("3", of="6"), Decimal(3)) == 50


def test_the_gap_is_planned_less_actual_in_points():
    weighed = weigh(target("760", plan="1000", of="4000"), quarter=2)
    assert weighed.gap == Decimal("6.0")
    assert weighed.sentence == "电梯：计划累计1000部，实际累计760部，滞后6.0个百分点。"


def test_a_target_of_one_or_less_has_points_too():
    assert weigh(target("0", plan="1", of="1"), quarter=2).gap == 100
    assert weigh(target("0.25", plan="0.5", of="0.5"), quarter=2).gap == 50
    assert target("0", plan="0", of="-0.5").span is None


def test_a_tiny_gap_never_shows_as_none():
    assert weigh(target("9999", plan="10000", of="100000"), quarter=2).gap == Decimal("0.1")


def test_half_a_point_is_worded_as_what_it_is():
    assert "滞后0.5个百分点" in sentence(target("49.5"))
    assert "超前0.5个百分点" in sentence(target("50.5"))


def test_a_count_that_nobody_has_reported_yet_stands_at_nothing():
    assert code(target(None, plan="1")) == VerdictClass.UNMEASURED
    assert code(target(None, plan="0")) == VerdictClass.ON_SCHEDULE


def test_a_lead_is_worded_as_such():
    assert "超前10.0个百分点" in sentence(target("60"))
    assert "与序时持平" in sentence(target("50"))


def test_large_amounts_are_worded_in_wan():
    assert "计划累计2.2万部" in sentence(target("22000", plan="22000", of="44000"))


def test_without_a_planned_figure_a_target_is_not_judged():
    assert code(target("0", plan=None)) is None


def test_the_last_planned_total_judges_until_the_next_one():
    assert code(target("0", plan="50", source=GOES_ON)) == VerdictClass.FAR_BEHIND
    assert code(target("50", plan="50", source=GOES_ON)) == VerdictClass.ON_SCHEDULE


def test_a_target_to_be_settled_is_not_judged():
    weighed = weigh(target("0", needs_settling=True), quarter=2)
    assert weighed.code is None
    assert weighed.marks == ("待核对",)


def test_a_plan_of_unclear_basis_is_not_judged():
    assert code(target("0", source=UNCLEAR)) is None


def test_a_planned_target_without_a_value_is_unmeasured():
    weighed = weigh(target(None, no_data_reason="月底发布"), quarter=2)
    assert weighed.code == VerdictClass.UNMEASURED
    assert weighed.sentence == "电梯：本季无数据（月底发布）。"
    assert weighed.marks == ("本季无数据",)


def test_a_blank_is_not_a_reasoned_no_data():
    weighed = weigh(target(None), quarter=2)
    assert (weighed.code, weighed.marks, weighed.sentence) == (
        VerdictClass.UNMEASURED,
        (),
        "电梯：未填完成值。",
    )


def test_without_a_value_a_count_stands_at_its_earlier_total():
    assert code(target(None, earlier="50")) == VerdictClass.ON_SCHEDULE
    assert code(target(None, earlier="100")) == VerdictClass.ON_SCHEDULE
    assert code(target(None, earlier="49")) == VerdictClass.UNMEASURED


def test_without_a_value_a_level_does_not_stand():
    assert code(level(None, earlier="100")) == VerdictClass.UNMEASURED


def test_without_a_value_the_year_is_unfinished():
    assert code(default(None, earlier="99"), quarter=4) == VerdictClass.BEHIND
    assert code(default(None, earlier="100"), quarter=4) == VerdictClass.ON_SCHEDULE


def test_in_the_fourth_quarter_anything_not_finished_is_behind():
    weighed = weigh(default("99"), quarter=4)
    assert weighed.code == VerdictClass.BEHIND
    assert set(weighed.marks) == {"默认", "未完成年度任务"}
    assert "（默认）" in weighed.sentence


def test_in_the_fourth_quarter_no_tolerance_helps():
    assert code(default("99"), quarter=4, tolerance=5) == VerdictClass.BEHIND


def test_in_the_fourth_quarter_reaching_a_plan_below_the_target_is_not_enough():
    weighed = weigh(target("90", plan="80"), quarter=4)
    assert (weighed.code, weighed.gap) == (VerdictClass.BEHIND, 10)
    assert weighed.sentence == "电梯：年度目标100部，实际累计90部，滞后10.0个百分点。"
    assert code(level("75", plan="70", of="80"), quarter=4) == VerdictClass.BEHIND


def test_in_the_fourth_quarter_a_target_of_none_is_measured_by_its_plan():
    assert code(target("4", plan="4", of=None), quarter=4) == VerdictClass.ON_SCHEDULE
    assert code(target("3", plan="4", of=None), quarter=4) == VerdictClass.BEHIND


def test_in_the_fourth_quarter_a_met_target_is_not_behind():
    assert code(default("100"), quarter=4) == VerdictClass.ON_SCHEDULE


def test_a_level_with_a_baseline_counts_its_way():
    fee = level("1125", plan="1000", of="750", baseline="1500")
    assert progress(fee, Decimal(1125)) == 50
    assert weigh(fee, quarter=2).gap == Decimal("16.7")
    assert code(fee) == VerdictClass.BEHIND


def test_a_falling_level_that_arrived_is_met():
    assert code(level("700", plan="1000", of="750", baseline="1500")) == VerdictClass.AHEAD


def test_a_rising_level_with_a_baseline_counts_its_way():
    assert code(level("72", plan="75", of="80", baseline="70")) == VerdictClass.FAR_BEHIND
    assert code(level("72.5", plan="75", of="80", baseline="70")) == VerdictClass.BEHIND
    assert code(level("75", plan="75", of="80", baseline="70")) == VerdictClass.ON_SCHEDULE


def test_a_level_that_starts_at_its_target_has_no_percentage():
    assert progress(level("80", plan="80", of="80", baseline="80"), Decimal(80)) is None
    assert code(level("79", plan="80", of="80", baseline="80")) == VerdictClass.BEHIND
    assert (
        code(level("81", plan="80", of="80", baseline="80", direction=Direction.DOWN)) == VerdictClass.BEHIND
    )


def test_a_level_below_its_start_is_behind_a_plan_to_stand_still():
    assert code(level("69", plan="70", of="80", baseline="70")) == VerdictClass.BEHIND


def test_a_level_without_a_baseline_is_reached_or_not_without_points():
    weighed = weigh(level("40", plan="80", of="80"), quarter=2)
    assert (weighed.code, weighed.gap) == (VerdictClass.BEHIND, None)
    assert weighed.sentence == "电梯：计划80部，实际40部，未达到。"
    assert code(level("80", plan="80", of="80")) == VerdictClass.ON_SCHEDULE
    assert code(level("80", plan="70", of="80")) == VerdictClass.AHEAD
    assert code(level("75", plan="70", of="80")) == VerdictClass.ON_SCHEDULE


def test_a_ceiling_is_kept_or_not():
    assert code(level("3.8", plan="4", of="4", qualifier="at_most")) == VerdictClass.ON_SCHEDULE
    assert code(level("3.8", plan="5", of="4", qualifier="at_most")) == VerdictClass.AHEAD
    assert code(level("4.2", plan="4", of="4", qualifier="at_most")) == VerdictClass.BEHIND


def test_a_ceiling_of_a_count_is_known_to_be_kept_only_at_the_years_end():
    kept = target("10", plan="50", direction=Direction.DOWN)
    assert code(kept) == VerdictClass.ON_SCHEDULE
    assert not is_met(kept, Decimal(10), last_quarter=False)
    assert code(default("10", direction=Direction.DOWN), quarter=4) == VerdictClass.ON_SCHEDULE
    assert code(default("101", direction=Direction.DOWN), quarter=4) == VerdictClass.BEHIND


def test_a_count_that_must_stay_low_has_no_percentage():
    assert progress(target("10", direction=Direction.DOWN, baseline="200"), Decimal(10)) is None


@pytest.mark.parametrize("of", ["0", None])
def test_a_target_of_nothing_has_no_percentage(of):
    nothing = target("5", plan="4", of=of)
    assert completion_rate(nothing) is None
    assert weigh(nothing, quarter=2).gap is None
    assert code(nothing) == VerdictClass.ON_SCHEDULE
    assert code(target("3", plan="4", of=None)) == VerdictClass.BEHIND
    assert code(target("1", plan="4", of=None)) == VerdictClass.FAR_BEHIND


def test_completion_has_one_decimal_and_keeps_what_is_over():
    assert completion_rate(target("1", of="3")) == Decimal("33.3")
    assert completion_rate(target("130")) == Decimal("130.0")
    assert completion_rate(target(None)) is None
    assert completion_rate(target("99.2")) == Decimal("99.2")


def test_completion_never_shows_a_hundred_before_it_is_reached():
    assert completion_rate(target("99999", of="100000")) == Decimal("99.9")
    assert completion_rate(target("100000", of="100000")) == Decimal("100.0")


def test_a_count_falls_when_its_total_is_lower():
    assert falls(target("9", earlier="10"))
    assert not falls(target("10", earlier="10"))
    assert not falls(target(None, earlier="10"))
    assert not falls(target("9"))


def test_a_level_falls_when_it_turns_for_the_worse():
    assert falls(level("69", earlier="70"))
    assert not falls(level("1100", of="750", baseline="1500", earlier="1300"))
    assert falls(level("1400", of="750", baseline="1500", earlier="1300"))


@pytest.mark.parametrize(
    ("figure", "moved"),
    [
        (target("1"), True),
        (target("0"), False),
        (target(None), False),
        (target(None, earlier="1"), True),
        (target("0", earlier="1"), False),
        (target("1", of=None), True),
        (target("0", of=None), False),
        (level("1400", of="750", baseline="1500"), True),
        (level("1500", of="750", baseline="1500"), False),
        (level("50", of="80"), True),
        (level("49", of="80"), False),
        (level("49", of="80", plan=None), True),
        (level("0.5", of="80", plan=None), True),
        (level("3", of="4", qualifier="at_most"), False),
        (target("3", direction=Direction.DOWN), False),
    ],
)
def test_a_target_has_moved_when_its_last_total_is_off_its_start(figure, moved):
    assert figure.has_moved is moved


@pytest.mark.parametrize(
    ("figure", "asks"),
    [
        (target("0"), True),
        (target("0", plan="0"), False),
        (target("0", of=None), True),
        (target("0", plan="1"), True),
        (target("0", plan="0", of=None), False),
        (level("1500", plan="1500", of="750", baseline="1500"), False),
        (level("1500", plan="1400", of="750", baseline="1500"), True),
        (level("3", of="4", qualifier="at_most"), False),
    ],
)
def test_a_plan_asks_for_work_when_doing_nothing_does_not_reach_it(figure, asks):
    assert figure.asks_for_work is asks


def test_a_ceiling_just_touched_is_kept():
    assert code(level("4", plan="4", of="4", qualifier="at_most")) == VerdictClass.ON_SCHEDULE
    assert code(level("4", plan="4", of="3", qualifier="at_most")) == VerdictClass.ON_SCHEDULE
    assert code(target("50", direction=Direction.DOWN)) == VerdictClass.ON_SCHEDULE
    assert code(target("51", direction=Direction.DOWN)) == VerdictClass.BEHIND


def test_reaching_a_plan_without_points_exactly_is_reached():
    assert code(level("70", plan="70", of="80")) == VerdictClass.ON_SCHEDULE
    assert code(target("2", plan="4", of=None)) == VerdictClass.BEHIND
    assert code(target("4", plan="10", of=None)) == VerdictClass.FAR_BEHIND


def test_a_level_without_points_is_never_far_behind():
    """Half of a level is no half of the work."""
    assert code(level("10", plan="70", of="80")) == VerdictClass.BEHIND


@pytest.mark.parametrize(
    ("figure", "reached"),
    [
        (target("50"), True),
        (target("51"), True),
        (target("49"), False),
        (target(None), False),
        (target("50", plan=None), False),
        (level("4", plan="4", of="3", qualifier="at_most"), True),
        (level("3.9", plan="4", of="3", qualifier="at_most"), True),
        (level("4.1", plan="4", of="3", qualifier="at_most"), False),
    ],
)
def test_a_total_reaches_its_plan_from_its_own_side(figure, reached):
    assert reaches_plan(figure, figure.actual) is reached


@pytest.mark.parametrize(
    ("figure", "at_plan"),
    [
        (target("50"), True),
        (target("50.5"), True),
        (target("49.5"), False),  # the tolerance alone keeps it on schedule
        (target("100", plan="120"), True),  # met, though more is planned
        (level("70", plan="70", of="80"), True),  # without points
        (level("69", plan="70", of="80"), False),
        (target("10"), False),
        (target(None), False),
        (target("50", plan=None), False),
    ],
)
def test_at_plan_is_what_reaches_it_or_the_years_target(figure, at_plan):
    rules = JudgingRules(tolerance=Decimal(5))
    assert weigh(figure, quarter=2, rules=rules).is_at_plan is at_plan


def test_a_level_that_stands_still_does_not_fall():
    assert not falls(level("70", earlier="70"))
    assert not falls(level("1300", of="750", baseline="1500", earlier="1300"))


def test_a_target_not_judged_may_be_met_all_the_same():
    assert weigh(target("100", plan=None), quarter=2).is_met
    assert not weigh(target("99", plan=None), quarter=2).is_met
    assert not weigh(target("10", plan=None, direction=Direction.DOWN), quarter=2).is_met
    assert weigh(target("10", plan=None, direction=Direction.DOWN), quarter=4).is_met


amounts = st.decimals("-10", "300", places=2)
quarters = st.integers(1, 4)
rules_of = st.builds(
    JudgingRules,
    st.sampled_from([Decimal(0), Decimal(5), Decimal(40)]),
    st.just(Decimal(5)),
    st.just(Decimal(30)),
)
figures_of = st.builds(
    TargetFigure,
    key=st.just(1),
    label=st.just("电梯"),
    quantity=st.none() | amounts,
    planned=st.builds(
        PlannedQuarter,
        st.just(2),
        st.none(),
        st.none() | amounts,
        st.sampled_from([FIGURE, DEFAULT, GOES_ON, UNCLEAR]),
    ),
    actual=st.none() | amounts,
    earlier=st.none() | amounts,
    nature=st.sampled_from([Nature.COUNT, Nature.LEVEL]),
    direction=st.sampled_from([Direction.UP, Direction.DOWN]),
    baseline=st.none() | amounts,
    qualifier=st.sampled_from(["", "at_least", "at_most", "about", "over"]),
    needs_settling=st.booleans(),
)


@given(figures_of, quarters, rules_of)
def test_no_figures_break_the_weighing(figure, quarter, rules):
    weighed = weigh(figure, quarter=quarter, rules=rules)
    assert weighed.code is None or weighed.code in WORST_FIRST
    assert (weighed.code is None) == (not figure.is_judged)


@given(figures_of, quarters, rules_of, amounts, amounts)
def test_a_better_actual_never_worsens_the_class(figure, quarter, rules, one, other):
    worse, better = sorted((one, other), reverse=figure.runs_down)
    before = weigh(replace(figure, actual=worse), quarter=quarter, rules=rules).code
    after = weigh(replace(figure, actual=better), quarter=quarter, rules=rules).code
    assert before is None or WORST_FIRST.index(after) >= WORST_FIRST.index(before)


@given(figures_of, quarters, rules_of)
def test_a_met_target_is_never_behind(figure, quarter, rules):
    weighed = weigh(figure, quarter=quarter, rules=rules)
    assert not (weighed.is_met and weighed.code in LAGGING)


@given(figures_of, quarters, rules_of)
def test_without_a_value_a_target_is_never_ahead(figure, quarter, rules):
    assert weigh(replace(figure, actual=None), quarter=quarter, rules=rules).code != VerdictClass.AHEAD


@given(figures_of, quarters, rules_of)
def test_a_target_of_zero_does_not_divide(figure, quarter, rules):
    assert weigh(replace(figure, quantity=Decimal(0)), quarter=quarter, rules=rules).gap is None


@given(figures_of, rules_of)
def test_doing_nothing_of_a_planned_count_is_far_behind(figure, rules):
    idle = replace(
        figure,
        nature=Nature.COUNT,
        direction=Direction.UP,
        qualifier="",
        quantity=Decimal(100),
        actual=Decimal(0),
        needs_settling=False,
    )
    idle = replace(idle, planned=planned("10"))
    assert weigh(idle, quarter=2, rules=rules).code == VerdictClass.FAR_BEHIND


def test_only_the_year_is_unfinished():
    assert YEAR_UNFINISHED_MARK not in weigh(target("10"), quarter=2).marks
    assert YEAR_UNFINISHED_MARK in weigh(default("10"), quarter=4).marks
    assert YEAR_UNFINISHED_MARK not in weigh(default("100"), quarter=4).marks


def test_one_of_something_is_work_to_be_done():
    assert level(None, plan="1").asks_for_work
    assert not level(None, plan="0").asks_for_work
