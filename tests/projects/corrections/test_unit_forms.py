"""Names as a person types them."""

import pytest

from projects.corrections.unit_forms import names_in


@pytest.mark.parametrize("text", ["市二院、二院", "市二院，二院", " 市二院 , 二院、", "市二院；二院、市二院"])
def test_names_are_parted_by_any_mark_each_once(text):
    assert names_in(text) == ("市二院", "二院")


def test_no_name_is_no_name():
    assert names_in(" 、 ") == ()
