from hypothesis import given
from hypothesis import strategies as st

from projects.paper.heights import TALLEST, fitting, height_of, lines_of, width_of

ROOM = 20


def test_a_chinese_character_is_two_halves_wide():
    assert width_of("第1项") == 5


def test_text_that_fits_is_one_line():
    assert lines_of("字" * 10, ROOM) == 1


def test_text_that_does_not_fit_wraps():
    assert lines_of("字" * 11, ROOM) == 2


def test_every_line_break_begins_a_line():
    assert lines_of("一\n\n二", ROOM) == 3


def test_a_number_is_not_broken_between_two_lines():
    assert lines_of("字" * 9 + "12345", ROOM) == 2


def test_closing_punctuation_does_not_begin_a_line():
    assert lines_of("字" * 10 + "。", ROOM) == 2
    assert lines_of("字" * 19 + "。", ROOM) == 2


def test_a_word_longer_than_the_line_fills_several():
    assert lines_of("x" * 50, ROOM) == 3


@given(st.text(alphabet="字12，。 \n", max_size=200), st.integers(2, 60))
def test_lines_hold_the_whole_text(text, room):
    assert lines_of(text, room) * room >= max(map(width_of, text.split("\n")))


@given(st.text(alphabet="字12，。", max_size=200), st.text(alphabet="字12，。", max_size=20))
def test_more_text_never_takes_less_height(text, more):
    assert height_of(text + more, column=20, size=10) >= height_of(text, column=20, size=10)


def test_a_column_with_short_texts_keeps_its_width():
    assert fitting(["短"], column=27, size=10) == 27


def test_a_column_widens_until_its_longest_text_is_not_cut():
    text = "字" * 600
    width = fitting([text], column=27, size=10)
    assert width > 27 and height_of(text, column=width, size=10) <= TALLEST


def test_a_column_does_not_widen_without_end():
    assert fitting(["字" * 30_000], column=10, size=10) < 28
