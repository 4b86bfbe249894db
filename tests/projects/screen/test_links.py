from projects.screen.links import changed


def test_a_change_keeps_the_rest_of_the_question():
    assert changed({"q": "公园", "sort": "-number"}, page=2) == "?q=%E5%85%AC%E5%9B%AD&sort=-number&page=2"


def test_none_takes_a_value_out():
    assert changed({"q": "公园", "quarter": "q2"}, quarter=None) == "?q=%E5%85%AC%E5%9B%AD"


def test_empty_values_are_left_out_so_that_an_address_can_be_read():
    assert changed({"q": "", "lead": "sjyj"}) == "?lead=sjyj"


def test_what_is_not_wanted_is_dropped():
    assert changed({"page": "3", "lead": "sjyj"}, without=("page",)) == "?lead=sjyj"
