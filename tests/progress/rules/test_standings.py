"""Streaks, catching up and the equation of counts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.judging import judge_work
from progress.rules.standings import (
    Standing,
    Tally,
    counted_in,
    has_caught_up,
    is_counted,
    of_lead,
    rest_of,
    streak,
    streak_mark,
    tally,
)
from progress.rules.states import Completion, OpenReason, VerdictClass
from tests.progress.rules.rule_values import item, target, work


def test_a_streak_counts_back_from_the_quarter():
    codes = {
        1: VerdictClass.BEHIND,
        2: VerdictClass.FAR_BEHIND,
        3: VerdictClass.BEHIND,
        4: VerdictClass.ON_SCHEDULE,
    }
    assert [streak(codes, quarter) for quarter in (1, 2, 3, 4)] == [1, 2, 3, 0]


def test_another_class_or_a_gap_breaks_a_streak():
    assert streak({1: VerdictClass.BEHIND, 2: VerdictClass.NOT_FILED, 3: VerdictClass.BEHIND}, 3) == 1
    assert streak({1: VerdictClass.BEHIND, 3: VerdictClass.BEHIND}, 3) == 1


def test_missing_reports_have_streaks_of_their_own():
    assert streak({1: VerdictClass.NOT_FILED, 2: VerdictClass.NOT_FILED}, 2, of={VerdictClass.NOT_FILED}) == 2


def test_one_quarter_is_no_streak_to_mark():
    assert streak_mark(1) == ""
    assert streak_mark(2) == "连续2季"


LAGGED = judge_work(work(target("40")))


def caught_up(later_code, total=None, past=LAGGED, past_code=VerdictClass.BEHIND):
    return has_caught_up(past, past_code, later_code, {} if total is None else {1: Decimal(total)})


def test_reaching_what_was_planned_catches_up():
    assert caught_up(VerdictClass.ON_SCHEDULE, "50")
    assert caught_up(VerdictClass.AHEAD, "70")


def test_a_later_quarter_without_a_figure_does_not_hide_the_old_gap():
    assert not caught_up(VerdictClass.ON_SCHEDULE, "45")
    assert not caught_up(VerdictClass.ON_SCHEDULE)


def test_a_later_quarter_still_behind_has_not_caught_up():
    assert not caught_up(VerdictClass.BEHIND, "50")
    assert not caught_up(VerdictClass.UNMEASURED, "50")


def test_a_closed_task_has_caught_up():
    assert caught_up(VerdictClass.COMPLETED)


def test_items_carried_over_and_done_catch_up():
    assert caught_up(VerdictClass.ON_SCHEDULE, past=judge_work(work(item(Completion.NOT_DONE))))


def test_what_was_not_behind_has_nothing_to_catch_up():
    assert not caught_up(VerdictClass.ON_SCHEDULE, "50", past_code=VerdictClass.ON_SCHEDULE)


def test_the_equation_names_every_part():
    counts = Tally(
        completed=6, ahead=14, on_schedule=52, behind=21, far_behind=4, unmeasured=18, pending=12, not_filed=9
    )
    assert counts.total == 120
    assert (
        counts.equation
        == "总数120＝已完成6＋超序时14＋达序时52＋滞后21（其中严重滞后4）＋待评定18（其中待审核12）＋未报9"
    )


def test_the_unmeasured_are_parted_by_reason():
    counts = tally(
        [
            Standing(VerdictClass.UNMEASURED, OpenReason.PENDING),
            Standing(VerdictClass.UNMEASURED, OpenReason.UNPLANNED),
            Standing(VerdictClass.UNMEASURED, OpenReason.UNPLANNED),
            Standing(VerdictClass.BEHIND),
        ]
    )
    assert counts == Tally(behind=1, unmeasured=3, pending=1, unplanned=2)
    assert counts.equation.endswith("＋待评定3（其中待审核1、未备案2）＋未报0")


def test_of_the_reasons_a_count_holds_exactly_its_own():
    waiting = Standing(VerdictClass.UNMEASURED, OpenReason.UNCONFIRMED)
    assert is_counted(waiting, "unconfirmed") and is_counted(waiting, "unmeasured")
    assert not is_counted(waiting, "pending")


def test_the_class_says_beside_it_why():
    assert Standing(VerdictClass.UNMEASURED, OpenReason.BASELESS).note == "无可评依据"
    assert Standing(VerdictClass.COMPLETED, is_unreported=True).note == "本季未报"
    assert Standing(VerdictClass.COMPLETED).note == ""


standings_of = st.one_of(
    st.builds(Standing, st.sampled_from([each for each in VerdictClass if each != VerdictClass.UNMEASURED])),
    st.builds(Standing, st.just(VerdictClass.UNMEASURED), st.sampled_from(list(OpenReason))),
)


@given(st.lists(standings_of))
def test_the_parts_add_up_to_all_tasks(standings):
    counts = tally(standings)
    assert counts.total == len(standings)
    assert counts.far_behind <= counts.behind
    assert sum(counts.count(reason) for reason in OpenReason) == counts.unmeasured


def test_a_lead_that_has_not_filed_is_missing_whatever_the_others_filed():
    partly = Standing(VerdictClass.ON_SCHEDULE)
    assert of_lead(partly, is_missing=True).code == VerdictClass.NOT_FILED
    assert of_lead(partly, is_missing=False) == partly


def test_a_lead_that_filed_is_not_missing_for_another():
    missing = Standing(VerdictClass.NOT_FILED)
    assert of_lead(missing, is_missing=True) == missing
    assert of_lead(missing, is_missing=False) == Standing(VerdictClass.UNMEASURED, OpenReason.UNFILED)


def test_what_is_finished_stays_so_for_every_lead():
    done = Standing(VerdictClass.COMPLETED, is_unreported=True)
    assert of_lead(done, is_missing=True) == done


YEAR = Tally(
    completed=50, ahead=30, on_schedule=20, behind=10, far_behind=2, unmeasured=3, pending=3, not_filed=4
)


def test_nothing_is_counted_where_nothing_stands():
    assert set(vars(Tally()).values()) == {0}
    assert (
        Tally().equation
        == "总数0＝已完成0＋超序时0＋达序时0＋滞后0（其中严重滞后0）＋待评定0（其中待审核0）＋未报0"
    )


def test_of_the_year_what_is_done_is_one_count_with_its_parts():
    assert YEAR.done == 100
    tail = "＋滞后10（其中严重滞后2）＋待评定3（其中待审核3）＋未报4"
    assert YEAR.in_words(done_parts=[("超额完成", 30), ("非量化", 5)]) == (
        f"总数117＝已完成100（其中超额完成30、非量化5）{tail}"
    )
    assert YEAR.in_words(done_parts=[]) == f"总数117＝已完成100{tail}"


def test_what_is_done_is_parted_in_the_fourth_quarter_and_at_the_years_end_alone():
    assert [{"exceeded", "closed"} <= counted_in(quarter).keys() for quarter in (3, 4, 5)] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(("count", "told"), [("exceeded", "is_exceeded"), ("closed", "is_closed")])
def test_only_what_is_done_is_counted_as_exceeded_or_closed(count, told):
    assert is_counted(Standing(VerdictClass.COMPLETED, **{told: True}), count)
    assert not is_counted(Standing(VerdictClass.COMPLETED), count)
    assert not is_counted(Standing(VerdictClass.BEHIND, **{told: True}), count)


def test_the_rest_adds_the_parts_up_to_the_whole():
    parts = [
        Tally(completed=20, behind=4, far_behind=2, not_filed=1),
        Tally(completed=30, unmeasured=3, pending=3),
    ]
    assert rest_of(YEAR, parts) == Tally(ahead=30, on_schedule=20, behind=6, not_filed=3)
    assert rest_of(YEAR, [YEAR]) is None
    assert rest_of(YEAR, []) is None


def test_the_public_reads_of_no_unit_that_did_not_file():
    public = YEAR.without_filing()
    assert (public.unmeasured, public.not_filed, public.reasons, public.total) == (7, 0, (), YEAR.total)
    assert public.in_words(is_public=True) == (
        "总数117＝已完成50＋超序时30＋达序时20＋滞后10（其中严重滞后2）＋待评定7"
    )
