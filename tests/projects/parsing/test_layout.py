"""Page furniture out, lines together, places kept."""

import pytest

from projects.parsing.formats import open_document
from projects.parsing.layout import body_of, rows_of, untagged, without_bare_numbers, without_furniture
from projects.parsing.printed import Printed


def rows(text):
    return without_furniture(rows_of(open_document(text.encode(), "a.txt").lines))


def texts(text):
    return [row.bare for row in rows(text) if row.bare]


@pytest.mark.parametrize(
    "number",
    [
        "— 4 —",
        "- 12 -",
        "－４－",
        "·3·",
        "第 4 页",
        "第4页 共 20 页",
        "第四页",
        "Page 4 of 9",
        "4 / 20",
        "— 49 **—**",
        "—4—",
    ],
)
def test_page_numbers(number):
    assert texts(f"甲\n {number} \n乙") == ["甲", "乙"]


@pytest.mark.parametrize("line", ["4", "4.", "— 四 —乙", "2021/2022学年", "第4页的内容", "3—5"])
def test_what_is_no_page_number(line):
    assert texts(f"甲\n{line}\n乙") == ["甲", "".join(line.split()), "乙"]


def test_running_heads_stand_alike_at_the_top_of_pages():
    assert texts("甲\f某市公报\n乙\f某市公报\n丙\f丁") == ["甲", "乙", "丙", "丁"]


def test_ends_of_clauses_at_the_top_of_pages_are_no_running_heads():
    assert texts("甲\f功能板块）\n乙\f功能板块）\n丙") == ["甲", "功能板块）", "乙", "功能板块）", "丙"]


def test_numbers_alone_are_pages_where_they_count_on():
    assert [row.bare for row in without_bare_numbers(rows("甲\n2\n乙\n3\n丙"))] == ["甲", "乙", "丙"]
    assert [row.bare for row in without_bare_numbers(rows("甲\n7\n乙\n3\n丙"))] == [
        "甲",
        "7",
        "乙",
        "3",
        "丙",
    ]


def test_a_body_knows_where_its_lines_began():
    body = body_of(rows("## 甲 乙\n\n丙\n丁 EPC\nBRT"))
    assert body.printed.text == "甲乙丙丁EPC BRT"
    assert [line.text for line in body.lines(0, len(body.printed))] == ["甲乙", "丙", "丁EPC", "BRT"]
    assert body.headings == {0}
    assert [line.text for line in body.lines(1, 4)] == ["乙", "丙", "丁"]


def test_tags_of_web_pages_and_markdown_are_taken_out():
    text = '<p class="a">甲</p>**乙**<br/>丙 a<b 3 < 5'
    assert untagged(Printed(text, text)).text == "甲乙丙 a<b 3 < 5"
