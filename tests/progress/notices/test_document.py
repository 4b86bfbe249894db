from datetime import date
from io import BytesIO

from docx import Document
from docx.shared import Mm, Pt

from progress.notices.document import notice_document, title_lines
from progress.notices.paper import NoticePaper

PAPER = NoticePaper(
    head="连云港市民生实事督办单",
    office="连云港市人民政府办公室",
    reference="连督〔2021〕3号",
    title="关于第36项任务二季度进展情况的督办通知",
    addressee="连云港市教育局",
    sections=(("督办事项", ("第36项　新建小学。",)), ("事由", ("进度滞后。\x08", "=1+1"))),
    issued_on=date(2021, 7, 14),
    receipt=(("签收人", ""), ("原　　因", "雨水天气较多。")),
)


def opened(paper=PAPER):
    return Document(BytesIO(notice_document(paper)))


def test_a_long_title_is_cut_where_no_word_is_torn():
    assert title_lines(PAPER.title) == (PAPER.title,)
    long = "关于第118项任务四季度进展情况的挂牌督办通知"
    assert title_lines(long) == ("关于第118项任务四季度进展情况的", "挂牌督办通知")


def test_it_reads_in_the_office_order():
    words = [each.text for each in opened().paragraphs]
    assert words[:4] == [PAPER.head, PAPER.reference, PAPER.title, "连云港市教育局："]
    assert words[4:] == [
        "一、督办事项",
        "第36项　新建小学。",
        "二、事由",
        "进度滞后。",
        "=1+1",
        PAPER.office,
        "2021年7月14日　　",
        "回　　执",
    ]


def test_the_sheet_is_that_of_the_standard():
    section = opened().sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (Mm(210).mm, Mm(297).mm)


def test_fonts_are_named_for_chinese_too():
    paragraphs = opened().paragraphs
    fonts = {
        each.text: each.runs[0]._element.rPr.rFonts.get(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
        )
        for each in paragraphs
    }
    assert (fonts[PAPER.head], fonts["一、督办事项"], fonts["=1+1"]) == (
        "方正小标宋简体",
        "黑体",
        "仿宋_GB2312",
    )
    assert paragraphs[5].runs[0].font.size == Pt(16)


def test_the_head_is_red_with_a_rule_below_the_number():
    paragraphs = opened().paragraphs
    assert str(paragraphs[0].runs[0].font.color.rgb) == "C00000"
    assert "w:pBdr" in paragraphs[1]._p.xml


def test_a_draft_leaves_number_and_date_open():
    draft = NoticePaper(**{**PAPER.__dict__, "reference": "", "issued_on": None})
    words = [each.text for each in opened(draft).paragraphs]
    assert "（草稿，未编号）" in words
    assert "年　　月　　日" in draft.date_words


def test_the_receipt_holds_what_the_unit_said():
    table = opened().tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["签收人", ""],
        ["原　　因", "雨水天气较多。"],
    ]


def test_the_same_notice_gives_the_same_bytes():
    assert notice_document(PAPER) == notice_document(PAPER)


def test_pages_are_numbered_and_nothing_is_parted_from_its_heading():
    document = opened()
    assert " PAGE " in document.sections[0].footer._element.xml
    kept = {each.text: each.paragraph_format.keep_with_next for each in document.paragraphs}
    assert kept["一、督办事项"] and kept["二、事由"] and kept["=1+1"] and kept["回　　执"]
    first, last = document.tables[0].rows
    assert all(each.paragraphs[0].paragraph_format.keep_with_next for each in first.cells)
    assert not any(each.paragraphs[0].paragraph_format.keep_with_next for each in last.cells)
