"""Planned totals quarter by quarter, on plain values."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from projects.rules.planning import (
    DEFAULT,
    FIGURE,
    GOES_ON,
    LOST,
    NOTHING,
    UNCLEAR,
    PlannedFigure,
    by_stage,
    doubt,
    lost_plan,
    planned_by,
    planned_words,
    year_to_date,
)
from projects.rules.states import Basis, Nature


def plan(*figures, target="100", nature=Nature.COUNT):
    rows = [PlannedFigure(quarter, Decimal(value), basis) for quarter, value, basis in figures]
    return year_to_date(rows, target=None if target is None else Decimal(target), nature=nature)


def totals(plans):
    return [None if each.ytd is None else int(each.ytd) for each in plans]


def sources(plans):
    return [each.source for each in plans]


def test_own_figures_add_up():
    plans = plan((1, "10", Basis.OWN), (2, "20", Basis.OWN), (3, "30", Basis.OWN), (4, "40", Basis.OWN))
    assert totals(plans) == [10, 30, 60, 100]


def test_year_to_date_figures_stand_and_yield_the_quarters_own():
    plans = plan((1, "10", Basis.YTD), (2, "30", Basis.YTD), (3, "60", Basis.YTD), (4, "100", Basis.YTD))
    assert totals(plans) == [10, 30, 60, 100]
    assert [int(each.own) for each in plans] == [10, 20, 30, 40]


def test_the_earlier_total_stands_over_a_quarter_without_a_figure():
    plans = plan((1, "10", Basis.OWN), (3, "30", Basis.OWN))
    assert totals(plans) == [10, 10, 40, 100]
    assert sources(plans) == [FIGURE, GOES_ON, FIGURE, DEFAULT]


def test_a_quarter_is_judged_from_the_first_figure_on():
    plans = plan((2, "10", Basis.YTD))
    assert [each.is_judged for each in plans] == [False, True, True, True]
    assert [each.is_of_its_own for each in plans] == [False, True, False, True]


def test_before_the_first_figure_nothing_is_planned():
    plans = plan((3, "40", Basis.OWN))
    assert totals(plans) == [None, None, 40, 100]
    assert sources(plans)[:2] == [NOTHING, NOTHING]


def test_the_fourth_quarter_defaults_to_the_target_and_says_so():
    last = plan((2, "30", Basis.YTD))[-1]
    assert (last.ytd, last.own, last.is_default) == (Decimal(100), Decimal(70), True)


def test_a_stage_beside_the_targets_own_has_no_default():
    assert totals(plan((2, "30", Basis.YTD), target=None)) == [None, 30, 30, 30]


def test_without_any_figure_only_the_default_is_planned():
    assert totals(plan()) == [None, None, None, 100]


def test_the_first_figure_is_its_own_total_whatever_its_basis():
    assert totals(plan((2, "30", ""))) == [None, 30, 30, 100]


def test_a_later_figure_without_basis_leaves_the_total_open():
    plans = plan((1, "10", Basis.OWN), (2, "30", ""))
    assert totals(plans) == [10, None, None, 100]
    assert sources(plans) == [FIGURE, UNCLEAR, UNCLEAR, DEFAULT]


def test_a_total_ends_the_open_stretch():
    plans = plan((1, "10", ""), (2, "30", ""), (3, "60", Basis.YTD))
    assert totals(plans) == [10, None, 60, 100]
    assert plans[2].own is None


def test_levels_are_never_summed():
    assert totals(plan((1, "60", Basis.OWN), (2, "70", Basis.OWN), target="95", nature=Nature.LEVEL)) == [
        60,
        70,
        70,
        95,
    ]


def test_a_level_has_no_amount_of_its_own():
    assert plan((1, "60", Basis.OWN), (2, "70", Basis.OWN), target="95", nature=Nature.LEVEL)[1].own is None


def test_mixed_bases_follow_each_figure():
    assert totals(
        plan((1, "10", Basis.OWN), (2, "20", Basis.OWN), (3, "60", Basis.YTD), (4, "40", Basis.OWN))
    ) == [10, 30, 60, 100]


def test_a_schedule_that_ends_at_the_target_raises_no_doubt():
    assert doubt(plan((1, "40", Basis.OWN), (2, "60", Basis.OWN)), target=Decimal(100)) == ""


def test_a_schedule_that_misses_the_target_says_by_what():
    plans = plan((1, "40", Basis.OWN), (4, "50", Basis.OWN))
    assert doubt(plans, target=Decimal(100)) == "年末累计计划为90，与目标值100不一致。"


def test_a_figure_of_unknown_basis_is_the_first_doubt():
    assert "第2季度" in doubt(plan((1, "10", Basis.OWN), (2, "30", "")), target=Decimal(100))


def test_a_falling_total_is_a_doubt():
    assert "第3季度的累计计划低于" in doubt(
        plan((2, "60", Basis.YTD), (3, "50", Basis.YTD)), target=Decimal(100)
    )


figures_of_a_year = st.dictionaries(
    st.sampled_from([1, 2, 3, 4]),
    st.tuples(st.integers(0, 1000), st.sampled_from([Basis.OWN, Basis.YTD, ""])),
)


@given(figures_of_a_year, st.sampled_from([Nature.COUNT, Nature.LEVEL]))
def test_four_quarters_always_come_and_only_figures_and_defaults_are_judged(figures, nature):
    rows = [PlannedFigure(quarter, Decimal(value), basis) for quarter, (value, basis) in figures.items()]
    plans = year_to_date(rows, target=Decimal(100), nature=nature)
    assert [each.quarter for each in plans] == [1, 2, 3, 4]
    assert all(each.ytd is not None for each in plans if each.is_judged)


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4))
def test_the_quarters_own_amounts_sum_to_the_last_total(values):
    rows = [PlannedFigure(number, Decimal(value), Basis.OWN) for number, value in enumerate(values, start=1)]
    plans = year_to_date(rows, target=Decimal(1), nature=Nature.COUNT)
    assert sum(each.own for each in plans) == plans[-1].ytd


def test_stages_are_planned_apart_and_the_targets_own_comes_first():
    figures = {
        "开工": [PlannedFigure(1, Decimal(105), Basis.YTD)],
        "完工": [PlannedFigure(4, Decimal(350), Basis.YTD)],
    }
    own, other = by_stage(figures, own_stage="完工", target=Decimal(350), nature=Nature.COUNT)
    assert (own.stage, own.is_own, totals(own.quarters)) == ("完工", True, [None, None, None, 350])
    assert (other.stage, other.is_own, totals(other.quarters)) == ("开工", False, [105, 105, 105, 105])


def test_a_target_without_figures_still_has_its_own_line():
    assert [
        each.stage for each in by_stage({}, own_stage="竣工", target=Decimal(9), nature=Nature.COUNT)
    ] == ["竣工"]


def test_where_only_another_stage_has_a_figure_that_one_is_read_with_its_word():
    stages = by_stage(
        {"完工": [], "开工": [PlannedFigure(2, Decimal(210), Basis.YTD)]},
        own_stage="完工",
        target=Decimal(350),
        nature=Nature.COUNT,
    )
    assert [planned_words(stages, quarter) for quarter in (1, 2, 4)] == ["—", "开工210", "350"]


def test_a_quarter_says_what_kind_of_figure_it_has():
    printed, standing, _, last = plan((1, "10", Basis.OWN))
    assert (printed.is_figure, printed.goes_on, printed.is_default, printed.is_judged) == (
        True,
        False,
        False,
        True,
    )
    assert (standing.is_figure, standing.goes_on, standing.is_judged) == (False, True, True)
    assert (last.is_default, last.is_judged, last.own) == (True, True, Decimal(90))
    assert (printed.printed_words, standing.printed_words) == ("10", "")


def test_the_quarters_own_amount_is_told_where_it_says_more_than_the_total():
    first, second, *_ = plan((1, "10", Basis.OWN), (2, "20", Basis.OWN))
    assert (first.adds, second.adds) == (False, True)
    standing = plan((2, "20", Basis.YTD))[0]
    assert not standing.adds


def test_a_last_quarter_behind_an_unclear_one_has_no_amount_of_its_own():
    assert plan((1, "10", Basis.OWN), (2, "20", ""))[3].own is None
    assert plan((1, "10", Basis.YTD), nature=Nature.LEVEL)[3].own is None
    assert plan()[3].own == 100


def test_of_an_own_figure_behind_an_unclear_one_the_amount_is_known_and_no_total():
    _, unclear, own, _ = plan((1, "10", Basis.OWN), (2, "20", ""), (3, "30", Basis.OWN))
    assert (unclear.own, unclear.source) == (None, UNCLEAR)
    assert (own.own, own.ytd, own.source) == (30, None, UNCLEAR)


def test_the_years_end_is_measured_by_the_fourth_quarters_plan():
    plans = plan((1, "10", Basis.OWN))
    assert [planned_by(plans, number).quarter for number in (1, 2, 3, 4, 5)] == [1, 2, 3, 4, 4]


def test_a_plan_that_was_not_kept_judges_no_quarter():
    lost = lost_plan("完工")
    assert (lost.stage, lost.is_own) == ("完工", True)
    assert [(each.quarter, each.source, each.is_judged) for each in lost.quarters] == [
        (number, LOST, False) for number in (1, 2, 3, 4)
    ]
