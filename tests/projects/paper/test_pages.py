"""Where a sheet's pages end."""

from projects.paper.pages import PrintedRow, breaks, left_empty

ROW, HEADING = PrintedRow(10), PrintedRow(10, is_heading=True)


def test_pages_that_end_well_by_themselves_need_no_break():
    assert breaks([ROW] * 6, first=30, other=30) == []
    assert breaks([], first=30, other=30) == []


def test_the_last_row_never_stands_alone():
    assert breaks([ROW] * 7, first=30, other=30) == [5]


def test_a_heading_never_stands_at_the_foot_of_a_page():
    assert breaks([ROW, ROW, HEADING, ROW, ROW], first=30, other=30) == [2]


def test_headings_below_each_other_go_together():
    assert breaks([ROW, HEADING, HEADING, ROW, ROW], first=30, other=30) == [1]


def test_a_row_taller_than_a_page_has_one_to_itself():
    assert breaks([ROW, PrintedRow(90), ROW, ROW], first=30, other=30) == []


def test_a_page_of_headings_alone_ends_where_it_must():
    assert breaks([HEADING] * 5, first=30, other=30) == []


def test_the_first_page_has_less_room_for_its_title():
    assert breaks([ROW] * 4, first=20, other=30) == []
    assert breaks([ROW] * 3, first=20, other=30) == [1]


def test_what_is_left_empty_is_counted_but_on_the_last_page():
    tall = PrintedRow(25)
    assert left_empty([ROW] * 5, first=30, other=30) == 0
    assert left_empty([ROW, tall, ROW, ROW], first=30, other=30) == 20 + 5
    assert left_empty([ROW, HEADING, tall, ROW, ROW], first=30, other=30) == 20 + 20 + 5
