"""Word documents: numbers that Word writes, changes, merged cells."""

import pytest

from projects.parsing.formats.docx import open_docx
from tests.projects.parsing.formats.archives import (
    cell,
    docx,
    level,
    lists,
    numbered,
    paragraph,
    run,
)

DELETED_END = "<w:rPr><w:del/></w:rPr>"


def texts(*arguments):
    return [line.text for line in open_docx(docx(*arguments), "a.docx").lines]


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


@pytest.mark.parametrize(
    ("style", "pattern", "printed"),
    [
        ("decimal", "%1.", ["1.甲", "2.乙"]),
        ("chineseCounting", "（%1）", ["（一）甲", "（二）乙"]),
        ("chineseCountingThousand", "%1、", ["一、甲", "二、乙"]),
        ("decimalEnclosedCircle", "%1", ["①甲", "②乙"]),
        ("decimalZero", "%1 ", ["01 甲", "02 乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("bullet", "•", ["甲", "乙"]),
    ],
)
def test_numbers_that_word_writes(style, pattern, printed):
    assert texts(numbered("甲") + numbered("乙"), lists(level(0, style, pattern), "")) == printed


def test_a_lower_level_begins_anew_below_each_higher_one():
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2 ")
    body = numbered("甲") + numbered("子", level=1) + numbered("丑", level=1)
    assert texts(body + numbered("乙") + numbered("寅", level=1), lists(levels, "")) == [
        *("一、甲", "一.1 子", "一.2 丑", "二、乙", "二.1 寅"),
    ]


def test_two_numbers_of_one_list_count_on_unless_one_begins_anew():
    levels = level(0, "decimal", "%1.")
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = numbered("甲", "1") + numbered("乙", "2") + numbered("丙", "1")
    assert texts(body, lists(levels, "", "")) == ["1.甲", "2.乙", "3.丙"]
    assert texts(body, lists(levels, "", anew)) == ["1.甲", "1.乙", "2.丙"]


def test_a_style_numbers_its_paragraphs():
    style = '<w:style w:styleId="甲"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    based = '<w:style w:styleId="乙"><w:basedOn w:val="甲"/></w:style>'
    body = paragraph(run("子"), '<w:pStyle w:val="甲"/>') + paragraph(run("丑"), '<w:pStyle w:val="乙"/>')
    assert texts(body, lists(level(0, "decimal", "%1."), ""), style + based) == ["1.子", "2.丑"]


def test_insertions_are_taken_and_deletions_left_out():
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    opened = open_docx(docx(paragraph(run("甲") + deleted + f"<w:ins>{run('新')}</w:ins>")), "a.docx")
    assert [line.text for line in opened.lines] == ["甲新"]
    assert [note.code for note in opened.notes] == ["tracked_changes"]


def test_a_paragraph_whose_end_was_deleted_goes_on_and_is_not_counted():
    first = numbered("甲").replace("<w:numPr>", DELETED_END + "<w:numPr>")
    assert texts(first + numbered("乙"), lists(level(0, "decimal", "%1."), "")) == ["1.甲乙"]


def test_text_that_word_hides_is_left_out():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
    assert texts(paragraph(run("甲") + hidden)) == ["甲"]


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="true"/>'])
def test_text_that_is_struck_through_is_read_and_told(mark):
    struck = f"<w:r><w:rPr>{mark}</w:rPr><w:t>新建10所</w:t></w:r>"
    opened = open_docx(docx(paragraph(struck + run("新建12所"))), "a.docx")
    assert [line.text for line in opened.lines] == ["新建10所新建12所"]
    assert [note.code for note in opened.notes] == ["struck_text"]
    assert "有 1 处文字划了删除线" in opened.notes[0].message and "“新建10所”" in opened.notes[0].message


@pytest.mark.parametrize("mark", ['<w:strike w:val="0"/>', "<w:strike/><w:vanish/>", "<w:b/>"])
def test_text_that_is_not_seen_struck_is_not_told(mark):
    other = f"<w:r><w:rPr>{mark}</w:rPr><w:t>新建10所</w:t></w:r>"
    assert open_docx(docx(paragraph(other + run("新建12所"))), "a.docx").notes == ()


def test_merged_cells_speak_wherever_they_cover():
    merged = '<w:vMerge w:val="restart"/>'
    rows = table(
        [cell("序号"), cell("进度", '<w:gridSpan w:val="2"/>')],
        [cell("教育", merged), cell("甲"), cell("乙")],
        [cell("", "<w:vMerge/>"), cell("丙"), cell("丁")],
    )
    assert [line.cells for line in open_docx(docx(rows), "a.docx").lines] == [
        ("序号", "进度", "进度"),
        ("教育", "甲", "乙"),
        ("教育", "丙", "丁"),
    ]


def test_a_row_of_one_merged_cell_is_one_cell():
    rows = table([cell("标题", '<w:gridSpan w:val="2"/>')], [cell("甲"), cell("乙")])
    assert [line.cells for line in open_docx(docx(rows), "a.docx").lines] == [("标题",), ("甲", "乙")]
