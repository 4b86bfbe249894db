"""Columns as wide as makes the rows low."""

import pytest

from projects.paper.heights import lines_of, width_of
from projects.paper.widths import balanced

LONG = "截至目前，主体结构已经封顶，内外装修同步推进，" * 6


def height(rows, rooms):
    return sum(max(lines_of(text, int(room)) for text, room in zip(row, rooms, strict=True)) for row in rows)


def test_the_widths_fill_the_total():
    assert sum(balanced([("1", LONG, "市教育局")], ("序号", "进展", "单位"), (30, 40, 30))) == pytest.approx(
        100
    )


def test_long_texts_get_the_room_of_short_ones():
    number, told, unit = balanced([("1", LONG, "市教育局")] * 9, ("序号", "进展", "单位"), (30, 40, 30))
    assert (number, unit) == (4, 8) and told > 80


def test_rows_are_lower_than_with_equal_columns():
    rows = [(LONG, "短", "短"), ("短", LONG * 2, "短")] * 5
    rooms = balanced(rows, ("甲", "乙", "丙"), (30, 30, 30))
    assert height(rows, rooms) < height(rows, [30, 30, 30])


def test_two_columns_of_like_texts_get_alike():
    first, second = balanced([(LONG, LONG)] * 5, ("甲", "乙"), (30, 51))
    assert abs(first - second) <= 3


def test_no_column_is_narrower_than_its_longest_word_or_half_its_head():
    rooms = balanced([("2021-07-14", LONG)], ("日期", "进展"), (30, 30))
    assert rooms[0] >= len("2021-07-14")
    assert balanced([("", LONG)], ("按序时推进占比", "进展"), (30, 30))[0] >= 8


def test_a_document_number_stands_on_one_line():
    number = "连民生督〔2021〕12号"
    assert balanced([(number, LONG * 3)], ("文号", "事由"), (20, 60))[0] >= width_of(number)


def test_a_table_too_narrow_for_its_words_shares_what_there_is():
    assert balanced([("2021-07-14", "2021-07-14")], ("甲", "乙"), (6, 6)) == pytest.approx([6, 6])
    long = "https://www.lyg.gov.cn/"
    rooms = balanced([(long, long, "建成投用")], ("甲", "乙", "丙"), (10, 10, 20))
    assert sum(rooms) == pytest.approx(40) and rooms[0] == rooms[1] > rooms[2]


def test_a_table_whose_texts_all_stand_on_one_line_keeps_its_widths():
    assert balanced([("1", "市教育局")], ("序号", "单位"), (20, 40)) == [20, 40]
    assert balanced([], ("序号", "单位"), (20, 40)) == [20, 40]


def test_a_column_of_nothing_is_as_narrow_as_its_head():
    assert balanced([("", LONG)] * 3, ("备注", "进展"), (30, 30))[0] == 4
