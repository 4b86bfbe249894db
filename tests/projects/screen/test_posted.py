import pytest

from projects.screen.posted import whole_number, whole_numbers


@pytest.mark.parametrize("value", ["", "-1", "1.5", "一", "１", "x", "9" * 19, "1" * 5000, None])
def test_what_no_row_could_have_is_no_number(value):
    assert whole_number(value) is None


def test_the_numbers_among_what_was_posted_are_kept_in_order():
    assert whole_numbers(["7", "x", "3"]) == [7, 3]
