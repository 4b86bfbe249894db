"""A card's points: weighted tasks, what is taken and added, an objection that was upheld."""

from decimal import Decimal

from progress.rules.scoring import Card, LineKind, Ruling, ScoredLine, task_points, with_rulings


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
