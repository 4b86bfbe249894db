from decimal import Decimal

from progress.rules.states import VerdictClass
from progress.year.charts import BOTTOM, TOP, WIDTH, Cell, bar, drawn_cells, lines
from progress.year.inks import VERDICT_INKS


def test_a_bar_is_as_long_as_its_values():
    drawn = bar([("有", "strong", 3), ("无", "soft", 1)], full=4)
    assert [(one.x, one.width) for one in drawn.stretches] == [(0, WIDTH * 3 / 4), (WIDTH * 3 / 4, WIDTH / 4)]


def test_a_bar_says_in_words_what_it_shows():
    assert bar([("有", "strong", 3), ("无", "soft", 0)], full=4).text == "有3项，无0项"


def test_nothing_is_drawn_of_nothing():
    assert bar([("有", "strong", 0)], full=0).stretches == ()


def drawn(planned, actual, goal=10, start=0):
    def amounts(totals):
        return {quarter: Decimal(value) for quarter, value in totals.items()}

    return lines(
        amounts(planned),
        amounts(actual),
        goal=Decimal(goal),
        start=None if start is None else Decimal(start),
        words=str,
    )


def test_a_line_runs_from_the_start_of_the_year_towards_the_target():
    found = drawn({1: 0, 2: 5, 3: 10}, {1: 4})
    assert [mark.y for mark in found.planned] == [BOTTOM, BOTTOM, (TOP + BOTTOM) / 2, TOP]
    assert found.goal_y == TOP and [mark.words for mark in found.actual] == ["0", "4"]


def test_no_line_is_drawn_across_a_quarter_without_a_plan():
    assert len(drawn({1: 2, 2: 5, 4: 10}, {}).planned_paths) == 2
    assert drawn({4: 10}, {}).planned_paths == []


def test_what_goes_beyond_the_target_stays_on_the_drawing():
    assert min(mark.y for mark in drawn({4: 10}, {1: 20}).actual) == TOP


def test_a_level_without_a_baseline_has_no_start():
    assert [mark.words for mark in drawn({4: 95}, {2: 93}, goal=95, start=None).actual] == ["93"]


def test_nothing_but_zero_is_drawn_on_the_ground():
    assert {mark.y for mark in drawn({4: 0}, {1: 0}, goal=0).actual} == {BOTTOM}


def test_equal_values_are_written_once():
    assert [mark.words for mark in drawn({2: 5}, {2: 5}).planned] == [""]


def test_a_cell_says_in_words_what_its_letter_means_and_escapes_it():
    drawing = drawn_cells(
        [
            Cell(VERDICT_INKS[VerdictClass.AHEAD], "超", "市<教>局", "/x/?a=1&b=2"),
            Cell(VERDICT_INKS[VerdictClass.BEHIND], "滞", "滞后"),
        ]
    )
    assert (
        'aria-label="市&lt;教&gt;局"' in drawing
        and 'href="/x/?a=1&amp;b=2"' in drawing
        and "<title>滞后</title>" in drawing
    )


def test_every_class_has_a_letter_of_its_own():
    assert len({ink.letter for ink in VERDICT_INKS.values()}) == len(VERDICT_INKS) == 7
