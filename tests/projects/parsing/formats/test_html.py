"""Web pages: what they show, line by line, and their tables."""

import pytest

from projects.parsing.formats.html import open_html


def lines(page):
    return [(line.text, line.cells) for line in open_html(page.encode(), "a.html").lines]


def test_a_page_is_read_as_it_is_shown():
    page = (
        "<html><head><title>甲</title><style>b{}</style></head><body><script>1.新建</script>"
        "<h1>标题</h1><p>一<b>二</b><br>三</p><div style='display: none'>暗</div>尾</body></html>"
    )
    assert lines(page) == [("标题", ()), ("一二", ()), ("三", ()), ("尾", ())]


def test_cells_that_span_rows_and_columns_speak_wherever_they_cover():
    page = (
        "<table><tr><td rowspan=2>序号</td><td colspan=2>进度</td></tr><tr><td>甲</td><td>乙</td></tr>"
        "<tr><td>1</td><td><p>子</p><p>丑</p></td><td></td></tr></table>"
    )
    assert [cells for _, cells in lines(page)] == [
        ("序号", "进度", "进度"),
        ("序号", "甲", "乙"),
        ("1", "子\n丑", ""),
    ]


def test_a_table_that_only_lays_out_is_read_for_what_stands_in_it():
    page = "<table><tr><td><p>甲</p><table><tr><td>1</td><td>乙</td></tr></table></td></tr></table>"
    assert [text for text, _ in lines(page)] == ["甲", "1\t乙"]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>新建10所</s>",
        "<del>新建<b>10所</b></del>",
        '<span style="color:red; text-decoration: line-through"><s>新建10所</s></span>',
    ],
)
def test_text_that_is_struck_through_is_read_and_told_once(struck):
    opened = open_html(f"<p>{struck}新建12所</p>".encode(), "a.html")
    assert [line.text for line in opened.lines] == ["新建10所新建12所"]
    assert [note.message for note in opened.notes] == [
        "有 1 处文字划了删除线，仍照样读取，请核对是否应当删去：“新建10所”。"
    ]


def test_text_that_is_only_underlined_is_not_told():
    page = '<p style="text-decoration:underline">新建12所<u>，改造3所</u></p>'
    assert open_html(page.encode(), "a.html").notes == ()


def test_the_encoding_that_a_page_declares_is_used():
    page = "<html><meta charset='gb2312'><body><p>连云港市</p></body></html>".encode("gb18030")
    assert [line.text for line in open_html(page, "a.html").lines] == ["连云港市"]
