"""Which characters a text holds."""

import pytest

from projects.rules.letters import look_of, seen


@pytest.mark.parametrize(
    "odd",
    ["\x00", "\x1b", "\x7f", "\x9b", "\xad", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff"]
    + ["\ue000", "\uf0b7", "\uf8ff", "\U000f0001", "\ud800", "\udfff", "\ufffe", "\uffff", "\ufdd0"],
)
def test_what_nobody_sees_is_left_out(odd):
    assert seen(f"市教{odd}育局") == "市教育局"


@pytest.mark.parametrize(
    "text",
    ["一\t二\r\n三\n四", "新建 12.5 万㎡", "𠮷林", "葛\U000e0100城", "√●■", "（一）", "\u3000一", "a+b"],
)
def test_what_people_write_stays(text):
    assert seen(text) == text


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_another_end_of_a_line_is_a_line_feed(end):
    assert seen(f"一{end}二") == "一\n二"


@pytest.mark.parametrize(
    "twin", [" 市区A类公园 ", "市区 A类公园", "市区Ａ类公园", "市区A类\u200b公园", "市区Ａ类　公园"]
)
def test_names_that_nobody_tells_apart_look_alike(twin):
    assert look_of(twin) == look_of("市区A类公园") != look_of("市区B类公园")
