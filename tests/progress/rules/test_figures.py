"""What a bulletin says: the words of its head."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.bulletins.imprint import Imprint
from progress.rules.figures import (
    Compared,
    CorrectedReport,
    Figures,
    FilingCounts,
    GroupTally,
    Laggard,
    PastLaggard,
    TargetProgress,
    TaskFigure,
    any_exceeds,
)
from progress.rules.standings import Tally
from progress.rules.states import VerdictClass


@pytest.mark.parametrize(
    ("quarter", "as_of", "title"),
    [
        (1, date(2021, 3, 31), "一季度"),
        (2, date(2021, 6, 30), "上半年"),
        (3, date(2021, 9, 30), "三季度"),
        (4, date(2021, 12, 15), "全年（截至12月15日）"),
        (4, date(2021, 12, 31), "全年"),
    ],
)
def test_the_title_names_the_span(quarter, as_of, title):
    found = replace(_figures(quarter=quarter), as_of=as_of)
    assert found.title == f"关于2021年{title}50件民生实事进展情况的通报"


def test_a_list_without_a_number_of_matters_is_titled_without_it():
    assert _figures(matters=None).breakdown == "2021年民生实事分解为0项任务"


def test_an_issue_without_a_number_is_a_draft():
    assert Imprint().label == "草稿"
    assert Imprint(number=3, corrects=2).label == "第3期（更正第2期）"


def test_above_its_target_is_a_count_beyond_all_of_it():
    assert not any_exceeds([])
    assert not any_exceeds([target("100"), target(None), target("120", is_level=True)])
    assert any_exceeds([target("40"), target("100.5")])


def test_a_task_exceeds_only_where_it_is_done():
    targets = (target("100.5"),)
    assert task(VerdictClass.COMPLETED, targets=targets).exceeds
    assert not task(VerdictClass.BEHIND, targets=targets).exceeds
    assert not task(VerdictClass.COMPLETED, targets=(target("100"),)).exceeds


def test_a_task_is_counted_by_numbers_where_it_promises_one():
    assert task(targets=(target("1", quantity=None), target("1"))).has_figures
    assert not task(targets=(target("1", quantity=None),)).has_figures


@pytest.mark.parametrize(
    ("code", "gap", "points"),
    [
        (VerdictClass.BEHIND, "0.5", "0.5"),
        (VerdictClass.FAR_BEHIND, "30", "30"),
        (VerdictClass.BEHIND, "0", None),
        (VerdictClass.BEHIND, "-0.5", None),
        (VerdictClass.BEHIND, None, None),
        (VerdictClass.ON_SCHEDULE, "0.5", None),
    ],
)
def test_points_are_told_of_what_lags_by_more_than_nothing(code, gap, points):
    found = task(code, gap=None if gap is None else Decimal(gap)).points_behind
    assert found == (None if points is None else Decimal(points))


def test_what_was_filed_is_accepted_pending_or_returned():
    assert FilingCounts(owed=9, accepted=4, pending=2, returned=1, missing=1, unsubmitted=1).submitted == 7


def test_what_a_value_was_not_given_says_nothing():
    """An issue of before holds fewer figures: what it does not tell is none."""
    assert FilingCounts() == FilingCounts(
        owed=0, accepted=0, pending=0, returned=0, missing=0, unsubmitted=0, late=0
    )
    compared = Compared(Tally(), Tally())
    assert (compared.recovered, compared.slipped) == (0, 0)
    found = task()
    assert (found.streak, found.is_pending, found.is_unreported) == (0, False, False)
    assert Laggard(1, "任务", "", "", "").streak == 1  # this quarter
    assert not PastLaggard(1, "任务", "", "", "", "").has_caught_up
    assert not CorrectedReport(1, 2, "市教育局", "").is_first
    assert not (_figures().has_custom_domains or _figures().is_public)


def test_the_done_of_a_year_have_their_parts():
    done = VerdictClass.COMPLETED
    tasks = (
        task(done, targets=(target("120"),)),
        task(done, targets=(target("100"),), closed_in=3),
        task(done),
        task(VerdictClass.BEHIND, closed_in=3),  # which no year holds; counted by its class all the same
    )
    assert _figures(tasks=tasks).done_parts == (("超额完成", 1), ("销号", 1), ("非量化", 1))


def test_what_stands_under_no_heading_is_a_row_of_its_own():
    whole, schools = Tally(ahead=1, on_schedule=4), GroupTally("教育", Tally(on_schedule=3))
    under_one = _figures(tally=whole, by_domain=(schools,))
    rest = GroupTally("未归入", Tally(ahead=1, on_schedule=1), is_rest=True)
    assert under_one.domain_rows == (schools, rest) and not schools.is_rest
    parks = GroupTally("公园", Tally(ahead=1, on_schedule=1))
    assert _figures(tally=whole, by_matter=(schools, parks)).matter_rows == (schools, parks)


def test_only_the_years_equation_names_parts_of_the_done():
    tasks = (
        task(VerdictClass.COMPLETED, targets=(target("120"),)),
        task(VerdictClass.COMPLETED, closed_in=2),
    )
    year, running = _figures(quarter=4, tasks=tasks), _figures(tasks=tasks)
    assert "（其中超额完成1、销号1）" in year.equation
    assert "超额完成" not in running.equation


def target(completion, **fields):
    rate = None if completion is None else Decimal(completion)
    return TargetProgress("新建学校", "所", **{"quantity": Decimal(10), "completion": rate, **fields})


def task(code=VerdictClass.ON_SCHEDULE, **fields):
    return TaskFigure(1, "新建学校10所", code, "", **fields)


def _figures(**fields):
    dates = {"as_of": date(2021, 6, 30), "due_on": date(2021, 7, 12), "drawn_on": date(2021, 7, 14)}
    return Figures(
        **{"year": 2021, "quarter": 2, "matters": 50, "tasks": (), "tally": Tally(), **dates, **fields}
    )
