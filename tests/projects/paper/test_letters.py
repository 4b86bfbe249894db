"""What a file may hold."""

import pytest

from projects.paper.letters import printable


@pytest.mark.parametrize("odd", ["\x00", "\x1f", "\ud800", "\ufffe", "\uffff", "\uf0b7", "\u200b"])
def test_what_would_break_the_file_is_left_out(odd):
    assert printable(f"一{odd}二") == "一二"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\u2028"])
def test_a_line_ends_with_a_line_feed(end):
    assert printable(f"一{end}二") == "一\n二"


@pytest.mark.parametrize("text", ["民生实事", "=1+1", "一\n二", "一\t二", "😀", "𠮷", "\u3000"])
def test_what_people_write_stays(text):
    assert printable(text) == text
