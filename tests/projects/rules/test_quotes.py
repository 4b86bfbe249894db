"""Quotes marked in a text, on plain values."""

from hypothesis import given
from hypothesis import strategies as st

from projects.rules.quotes import Segment, segments


def test_a_quote_is_marked_where_it_stands():
    assert segments("新建公园5个。", ["公园5个"]) == (
        Segment("新建"),
        Segment("公园5个", (0,)),
        Segment("。"),
    )


def test_overlapping_quotes_share_their_middle():
    assert segments("甲乙丙", ["甲乙", "乙丙"]) == (
        Segment("甲", (0,)),
        Segment("乙", (0, 1)),
        Segment("丙", (1,)),
    )


def test_a_quote_inside_another_is_marked_twice():
    assert segments("甲乙丙", ["甲乙丙", "乙"])[1].quotes == (0, 1)


def test_a_quote_that_does_not_stand_there_marks_nothing():
    assert segments("甲乙丙", ["丁", ""]) == (Segment("甲乙丙"),)


def test_the_same_quote_twice_marks_both_places():
    assert [each.quotes for each in segments("各5个，各5个", ["各5个", "各5个"])] == [(0,), (), (1,)]


def test_a_quote_repeated_more_often_than_it_stands_marks_its_first_place_again():
    assert segments("5个。", ["5个", "5个"])[0].quotes == (0, 1)


def test_an_empty_text_has_no_segments():
    assert segments("", ["甲"]) == ()


@given(st.text(max_size=40), st.lists(st.text(max_size=5), max_size=6))
def test_the_segments_joined_are_the_text(text, quotes):
    assert "".join(each.text for each in segments(text, quotes)) == text
