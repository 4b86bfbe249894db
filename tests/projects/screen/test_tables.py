import pytest

from projects.screen import cells
from projects.screen.tables import FastTable, InOrder, column


class Parks(FastTable):
    number = column("序号", "num no", "number")
    name = column("名称")
    note = column("备注<1>", "", "note")

    class Meta(FastTable.Meta):
        pass

    def cell_name(self, row):
        return cells.element("b", row["number"])


def parks(count, **query):
    rows = [{"number": number, "name": "园", "note": "<script>"} for number in range(1, count + 1)]
    return Parks(rows, query=query)


def test_a_value_without_a_method_of_its_own_is_escaped():
    assert "&lt;script&gt;</td>" in parks(1).html()
    assert "<script>" not in parks(1).html()


def test_a_head_is_escaped_too():
    assert "备注&lt;1&gt;" in parks(1).html()


def test_a_cell_method_that_forgets_to_escape_is_escaped():
    class Careless(Parks):
        def cell_name(self, row):
            return "<script>"

    assert "<script>" not in Careless([{"number": 1, "name": "园", "note": ""}], query={}).html()


def test_a_cell_method_writes_its_column():
    assert "<b>1</b></td>" in parks(1).html()


def test_on_a_card_a_cell_says_what_it_is_unless_it_leads_the_card():
    assert '<td class="num no">1' in parks(1).html()
    assert '<td data-label="名称">' in parks(1).html()


def test_the_rows_are_sorted_as_the_address_says():
    table = parks(3, sort="-number")
    assert [row["number"] for row in table.page.object_list.data] == [3, 2, 1]
    assert 'aria-sort="descending"' in table.html()


@pytest.mark.parametrize("sort", ["name", "nothing", "", "-", ",", "--number", "number;drop"])
def test_an_order_that_there_is_not_is_passed_over(sort):
    assert [row["number"] for row in parks(2, sort=sort).page.object_list.data] == [1, 2]


def test_a_head_turns_the_order_round_and_starts_at_the_first_page():
    assert 'href="?q=x&amp;sort=-number"' in parks(3, sort="number", q="x", page="2").html()


def test_a_page_shows_fifty_rows_unless_the_address_asks_for_another_size():
    assert parks(60).html().count("<tr>") == 51
    assert parks(60, per_page="20").html().count("<tr>") == 21


@pytest.mark.parametrize("size", ["0", "-1", "7", "1e9", "９", "x" * 5000])
def test_a_size_that_is_not_offered_is_the_usual_one(size):
    assert parks(60, per_page=size).paginator.per_page == 50


@pytest.mark.parametrize(
    ("page", "shown"), [("2", 2), ("9", 2), ("0", 2), ("-3", 2), ("x", 1), ("9" * 5000, 1), ("", 1)]
)
def test_a_page_that_there_is_not_is_the_nearest_one(page, shown):
    assert parks(60, page=page).page.number == shown


def test_the_pages_say_where_one_stands_and_how_to_go_on():
    pages = parks(60, q="x").pages()
    assert (pages.total, pages.first, pages.last) == (60, 1, 50)
    assert (pages.previous, pages.next) == ("", "?q=x&page=2")


def test_another_size_starts_at_the_first_page():
    assert [link.url for link in parks(60, page="2").pages().sizes][0] == "?per_page=20"


def test_long_runs_of_pages_are_elided():
    assert [link.label for link in parks(400, per_page="20").pages().links] == ["1", "2", "3", "…", "20"]


def test_rows_in_the_order_of_a_column_stay_as_they_stand_and_its_head_says_so():
    rows = [{"number": number, "name": "园", "note": ""} for number in (2, 1)]
    table = Parks(InOrder(rows, "number"), query={})
    assert [row["number"] for row in table.shown] == [2, 1]
    assert 'aria-sort="ascending"><a href="?sort=-number">序号</a>' in table.html()
    assert table.pages().total == 2


def test_no_rows_is_no_error():
    assert parks(0).pages().total == 0
    assert "<tbody></tbody>" in parks(0).html()


def test_where_there_is_no_head_to_click_the_orders_are_offered():
    assert parks(1, sort="-note").orders() == [
        ("", "文件顺序"),
        ("number", "序号"),
        ("note", "备注<1>"),
        ("-note", "备注<1>（倒序）"),
    ]


def test_a_table_that_stands_in_one_order_has_no_heads_to_sort_by():
    table = Parks([{"number": 1, "name": "园", "note": ""}], query={}, orderable=False)
    assert "sort=" not in table.html() and "<th" in table.html()
    assert "sort=-number" in parks(1, sort="number").html()
