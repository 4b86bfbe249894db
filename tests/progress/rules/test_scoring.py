"""A card's points: weighted tasks, what is taken and added, an objection that was upheld."""

from decimal import Decimal

import pytest

from progress.rules.scoring import (
    Card,
    LineKind,
    Ruling,
    ScoredLine,
    formula,
    survey_score,
    task_points,
    with_rulings,
)


def task(points, weight=1, key="task:1"):
    return ScoredLine(key, LineKind.TASK, "第1项", points and Decimal(points), Decimal(weight))


def line(kind, points, key="late:1:1"):
    return ScoredLine(key, kind, "第1项", Decimal(points))


def test_tasks_count_by_their_weight_and_what_is_open_is_left_out():
    card = Card((task(100, 3), task(60), task(None)))
    assert card.base == Decimal("90.00")


def test_the_others_are_added_up_by_their_sign():
    card = Card((task(100), line(LineKind.LATE, "-0.5"), line(LineKind.EARLY, "1")))
    assert (card.minus, card.plus, card.total) == (Decimal("-0.5"), 1, Decimal("100.50"))
    half = Card((task(90), line(LineKind.EARLY, "0.5")))
    assert (half.minus, half.plus, half.total) == (0, Decimal("0.5"), Decimal("90.50"))


def test_a_unit_leads_the_tasks_on_its_card():
    shared = ScoredLine("shared:2", LineKind.SHARED, "第2项", Decimal(100), Decimal(1))
    assert Card((task(100), task(None), task(60), shared, line(LineKind.LATE, "-0.5"))).led == 3


def test_the_formula_names_what_a_unit_without_a_task_starts_from_where_that_counts():
    said = "得分＝牵头任务得分的加权平均＋扣分（负数）＋加分，最低为0"
    assert formula(without_lead=None) == said
    assert (
        formula(without_lead=Decimal("100.00")) == f"{said}；没有牵头任务、报送协同情况的单位，任务得分为100"
    )


def test_no_card_is_below_nothing():
    assert Card((task(0), line(LineKind.MISSING, "-2"))).total == 0


def test_where_every_task_waits_there_is_no_score():
    card = Card((task(None), line(LineKind.MISSING, "-2")))
    assert (card.base, card.total) == (None, None)


def test_an_upheld_objection_says_what_it_changed():
    (ruled, other) = with_rulings(
        (line(LineKind.LATE, "-0.5"), line(LineKind.LATE, "-0.5", "late:2:1")),
        [Ruling("late:1:1", Decimal(0), "系统故障。")],
    )
    assert (ruled.points, ruled.before, ruled.note) == (0, Decimal("-0.5"), "申诉成立：系统故障。")
    assert other.note == ""


def test_a_task_that_waits_for_its_verdict_has_no_points():
    assert task_points("unmeasured", {}) is None
    assert task_points("behind", {"behind": Decimal(60)}) == 60


SURVEY = [("教育惠民", Decimal("91.5")), ("卫生健康", Decimal(88)), ("公共安全", Decimal("70.01"))]


@pytest.mark.parametrize(
    ("led", "points", "working"),
    [
        (["教育惠民领域"], "9.15", "教育惠民91.5分；91.5÷100×10"),
        (["教育惠民", "卫 生健康领域", "教育惠民"], "8.98",
         "教育惠民91.5分、卫生健康88分，平均89.75分；89.75÷100×10"),
        (["教育惠民", "公共安全"], "8.08", "教育惠民91.5分、公共安全70.01分，平均80.76分；80.76÷100×10"),
        (["文体生活", ""], "8.55", "综合得分85.5分；85.5÷100×10"),
        ([], "8.55", "综合得分85.5分；85.5÷100×10"),
        (["教育惠民", "文体生活"], "9.15", "教育惠民91.5分；91.5÷100×10"),
    ],
)  # fmt: skip
def test_a_survey_counts_by_the_domains_that_a_unit_leads_else_as_a_whole(led, points, working):
    found, full = survey_score(Decimal("85.5"), SURVEY, led), Decimal("10.0")
    assert (found.points(full), found.working(full)) == (Decimal(points), working)


def test_a_contribution_takes_and_a_survey_gives():
    others = (line(LineKind.CONTRIBUTION, "-0.5"), line(LineKind.SURVEY, "8.55", "survey:1"))
    card = Card((task(80), *others))
    assert (card.minus, card.plus, card.total) == (Decimal("-0.5"), Decimal("8.55"), Decimal("88.05"))
