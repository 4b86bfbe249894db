"""The bulletin as a Word document after GB/T 9704-2012."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.document import bulletin_document
from progress.bulletins.imprint import imprint_of
from progress.bulletins.prose import prose
from progress.bulletins.public import public_version
from progress.rules.figures import GroupTally, UnitFiling
from progress.rules.standings import Tally
from progress.rules.states import VerdictClass
from projects.paper.grid import LEADING, SIZE
from projects.paper.heights import lines_of
from projects.paper.paragraphs import PART, POINT, SECTION, Paragraph
from tests.progress.bulletins.bulletin_values import figures, laggard, many, target, task

TOLD = (
    Paragraph("opening", "2021年50件民生实事分解为1项任务。"),
    Paragraph("overall", head="总体情况", level=SECTION),
    Paragraph("filing.late", "市教育局。", head="迟报", level=PART),
    Paragraph("behind:7", "新建幼儿园16所。", head="第7项", level=POINT),
    Paragraph("behind:8", "改造中小学。", head="第8项", level=POINT),
    Paragraph("filing.missing", "市民政局。", head="未报", level=PART),
)


def opened(found=None, paragraphs=TOLD, imprint=None):
    return Document(BytesIO(bulletin_document(found or figures(task()), paragraphs, imprint)))


def lines(document):
    return [paragraph.text for paragraph in document.paragraphs]


def fonts(paragraph):
    return [run._element.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs]


def line(document, text):
    return next(paragraph for paragraph in document.paragraphs if text in paragraph.text)


def cells(table):
    return [
        [
            "".join(text.text or "\n" for text in cell.iter(qn("w:t"), qn("w:br")))
            for cell in row.iter(qn("w:tc"))
        ]
        for row in table._tbl.tr_lst
    ]


def test_the_page_is_that_of_the_standard():
    page = opened().sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [
        round(each.mm) for each in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    ] == [37, 35, 28, 26]


def test_the_title_stands_in_the_middle_in_its_font():
    title = line(opened(), "关于2021年上半年50件民生实事")
    assert fonts(title) == ["方正小标宋简体"] and title.runs[0].font.size == Pt(22)


def test_the_text_is_in_fangsong_in_fixed_lines_two_characters_in():
    paragraph = line(opened(), "2021年50件民生实事分解为1项任务。")
    form = paragraph.paragraph_format
    assert set(fonts(paragraph)) == {"仿宋_GB2312"} and paragraph.runs[0].font.size == Pt(16)
    assert (form.line_spacing_rule, form.line_spacing, form.first_line_indent) == (
        WD_LINE_SPACING.EXACTLY,
        Pt(28),
        Pt(32),
    )


def test_headings_are_numbered_in_their_fonts():
    document = opened()
    assert [text for text in lines(document) if text.startswith(("一、", "（一）", "1.第"))] == [
        "一、总体情况",
        "（一）迟报。市教育局。",
        "1.第7项：新建幼儿园16所。",
    ]
    assert fonts(line(document, "一、总体情况")) == ["黑体"]
    assert fonts(line(document, "（一）迟报")) == ["楷体_GB2312", "仿宋_GB2312"]


@pytest.mark.parametrize(
    ("imprint", "label"),
    [
        (imprint_of(LIANYUNGANG), "草稿"),
        (imprint_of(LIANYUNGANG, number=2), "第2期"),
        (imprint_of(LIANYUNGANG, number=3, corrects=2), "第3期（更正第2期）"),
    ],
)
def test_the_red_head_tells_the_issue(imprint, label):
    found = lines(opened(imprint=imprint))
    assert found[:2] == ["连云港市民生实事督查通报", label]


def test_it_is_signed_and_dated_below_the_list_of_attachments():
    found = lines(opened(imprint=imprint_of(LIANYUNGANG, number=2, dated=date(2021, 7, 20))))
    place = found.index("2021年7月20日")
    assert found[place - 1] == "连云港市发展和改革委员会"
    assert found[place - 3 : place - 1] == [
        "附件：1.2021年上半年50件民生实事总体情况表",
        "　　　2.2021年上半年50件民生实事进展情况表",
    ]


def test_a_draft_leaves_the_day_open():
    assert "2021年　月　日" in lines(opened())


def test_pages_are_numbered_at_the_outer_side():
    document = opened()
    page = document.sections[0]
    assert [
        footer.paragraphs[0].text.replace("1", "") for footer in (page.footer, page.even_page_footer)
    ] == ["— " + " —　", "　— " + " —"]
    assert " PAGE " in page.footer._element.xml and document.settings.odd_and_even_pages_header_footer


def test_every_page_says_what_kind_of_issue_it_is():
    marks = (
        opened(imprint=imprint_of(LIANYUNGANG, is_public=True, note="演示数据"))
        .sections[0]
        .header.paragraphs[0]
        .text
    )
    assert marks == "草稿　公开版　演示数据"
    assert (
        opened(imprint=imprint_of(LIANYUNGANG, number=1)).sections[0].even_page_header.paragraphs[0].text
        == ""
    )


def test_attachments_stand_on_landscape_pages():
    document = opened()
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,  # of who gets a copy
    ]
    assert round(document.sections[1].page_width.mm) == 297


def test_tables_repeat_their_head_and_no_row_is_cut_by_a_page():
    for table in opened(many(20)).tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_the_last_row_and_a_heading_never_stand_alone():
    groups = tuple(GroupTally(f"第{place}局", Tally(on_schedule=1)) for place in range(9))
    rows = opened(figures(task(), by_unit=groups)).tables[0]._tbl.tr_lst
    kept = [next(row.iter(qn("w:pPr"))).find(qn("w:keepNext")) is not None for row in rows]
    headings = [place for place, row in enumerate(rows) if next(row.iter(qn("w:gridSpan")), None) is not None]
    assert [place for place, stays in enumerate(kept) if stays] == sorted({0, *headings, len(rows) - 2})


def test_tables_are_as_wide_as_the_page_allows():
    for table in opened(many(20)).tables:
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.iter(qn("w:gridCol"))]
        assert abs(sum(widths) - (297 - 36) * 1440 / 25.4) < 20


def test_the_progress_table_tells_every_task():
    row = task(
        7,
        VerdictClass.BEHIND,
        targets=(target(),),
        gap=Decimal("9.8"),
        problems="雨水多。",
        remarks=("连续2季",),
        domain="教育",
    )
    found = cells(opened(figures(row, by_domain=(GroupTally("教育", Tally(behind=1)),))).tables[1])
    assert found[1] == [
        *(
            "7",
            "教育",
            "新建幼儿园16所。",
            "开工4所。",
            "已开工4所。",
            "新建幼儿园：累计4/16所，25.0%",
            "滞后（未达序时）\n滞后9.8个百分点",
        ),
        *("雨水多。", "—", "市教育局", "市住建局、各县区", "连续2季"),
    ]


def test_a_list_without_domains_has_no_such_column():
    assert "领域" not in cells(opened().tables[1])[0]


def test_where_nothing_was_returned_there_is_no_such_column():
    heads = [
        cells(opened(figures(task(), unit_filings=(each,))).tables[2])[0]
        for each in (UnitFiling("甲局", (3,)), UnitFiling("甲局", (), (4,)))
    ]
    assert ["退回未重报任务" in each for each in heads] == [False, True]


def test_a_table_that_would_be_empty_is_left_out():
    found = figures(
        task(1, VerdictClass.BEHIND),
        laggards=(laggard(1),),
        unit_filings=(UnitFiling("市教育局", missing=(3,)),),
    )
    assert (len(opened().tables), len(opened(found).tables)) == (2, 4)


def test_what_xml_would_read_is_printed_as_it_is():
    assert cells(opened(figures(task(progress="<b>&\x07"))).tables[1])[1][3] == "<b>&"


def test_the_same_figures_give_the_same_bytes():
    found = many(10)
    assert bulletin_document(found, prose(found, city=LIANYUNGANG)) == bulletin_document(
        found, prose(found, city=LIANYUNGANG)
    )


def test_no_row_of_160_tasks_is_taller_than_a_page():
    told = "".join(f"第{place}句说明工程进展情况，主体结构已经封顶。" for place in range(200))
    for table in opened(many(160, text=told)).tables:
        widths = [int(column.get(qn("w:w"))) / 20 for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        for row in cells(table):
            rooms = [
                max(2, int((width - 5) / (SIZE / 2)))
                for width in (widths if len(row) == len(widths) else [sum(widths)])
            ]
            assert max(lines_of(text, room) for text, room in zip(row, rooms, strict=True)) * LEADING < 400


def test_it_ends_with_who_gets_a_copy_and_who_printed_it():
    marks = imprint_of(LIANYUNGANG, number=2, dated=date(2021, 7, 20))
    document = opened(imprint=marks)
    told = [each.text for each in document.paragraphs if each.text]
    assert told[-2:] == [
        "抄送：市委办公室，市人大常委会办公室，市政协办公室。",
        "连云港市发展和改革委员会\t2021年7月20日印发",
    ]
    last = document.sections[-1]
    assert (last.orientation, round(last.page_height.mm)) == (WD_ORIENT.PORTRAIT, 297)
    assert [each.text for each in last.footer.paragraphs if each.text] == []
    assert all("抄送" not in each.text for each in opened(imprint=replace(marks, is_public=True)).paragraphs)
    assert all("抄送" not in each.text for each in opened(imprint=replace(marks, copies_to="")).paragraphs)


def head_of(document):
    return [cell.text for cell in document.tables[0].rows[0].cells]


@pytest.mark.parametrize(("matters", "named"), [(50, "50件"), (None, "")])
def test_the_title_of_the_year_is_cut_behind_its_day(matters, named):
    """Where both cuts fit by a hair, the wider figures of another font would break the first line again."""
    year = figures(task(1, VerdictClass.COMPLETED), quarter=4, as_of=date(2021, 12, 15))
    words = [each.text for each in opened(replace(year, matters=matters)).paragraphs]
    assert words[3:5] == ["关于2021年全年（截至12月15日）", f"{named}民生实事进展情况的通报"]


def test_a_paper_has_no_column_for_what_it_does_not_tell():
    assert {"超序时", "未报", "其中待审核"} <= set(head_of(opened()))
    year = figures(task(1, VerdictClass.COMPLETED), quarter=4)
    assert {"超序时", "达序时"}.isdisjoint(head_of(opened(year)))
    assert head_of(opened(year))[-1] == "已完成占比"
    public = opened(replace(figures(task()), is_public=True))
    assert {"未报", "其中待审核", "其中未备案"}.isdisjoint(head_of(public))


def test_the_signature_never_stands_alone():
    document = opened(imprint=imprint_of(LIANYUNGANG, number=2))
    words = [each.text for each in document.paragraphs]
    place = words.index("（二）未报。市民政局。")
    assert document.paragraphs[place].paragraph_format.keep_with_next
    assert words[place + 1].startswith("附件：1.")


def test_the_public_version_is_without_persons_contacts_and_internal_remarks():
    told = "由高峰负责，联系人：张建国，电话13812345678。"
    row = task(
        1, VerdictClass.BEHIND, progress=told, problems=told, next_steps=told, remarks=("已报送待审核",)
    )
    found = figures(
        row,
        laggards=(laggard(1, situation=told, cause=told, note="现场核查不符"),),
        unit_filings=(UnitFiling("市教育局", (), (1,)),),
    )
    told = public_version(found, prose(found, city=LIANYUNGANG), city=LIANYUNGANG, names=("高峰",))
    data = bulletin_document(*told, imprint_of(LIANYUNGANG, number=2, is_public=True))
    document = Document(BytesIO(data))
    text = "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))
    assert not [
        word
        for word in ("高峰", "张建国", "13812345678", "待审核）", "现场核查不符", "退回")
        if word in text.replace("其中待审核", "")
    ]
    assert document.sections[0].header.paragraphs[0].text == "公开版"
