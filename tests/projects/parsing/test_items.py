"""A cell's items: printed numbers, sub-projects, sentences."""

import pytest

from projects.parsing.items import cell_of, items_of
from projects.parsing.printed import Printed


def items(text, known=frozenset()):
    return [(item.label, item.text) for item in items_of(cell_of(Printed(text, text)), known)[0]]


def doubts(text):
    return [doubt.code for doubt in items_of(cell_of(Printed(text, text)))[1]]


@pytest.mark.parametrize(
    "text",
    [
        "1.办手续；2.招标；3.开工。",
        "1、办手续；2、招标；3、开工。",
        "1．办手续。2．招标。3．开工。",
        "（1）办手续；（2）招标；（3）开工。",
        "(1)办手续;(2)招标;(3)开工。",
        "①办手续；②招标；③开工。",
        "一是办手续；二是招标；三是开工。",
        "1)办手续；2)招标；3)开工。",
        "1、办手续\n2、招标\n3、开工",
        "（1）办手续<br>（2）招标<br>（3）开工",
    ],
)
def test_numbered_lists(text):
    assert [(label, text.rstrip("。")) for label, text in items(text)] == [
        ("1", "办手续"),
        ("2", "招标"),
        ("3", "开工"),
    ]


def test_an_amount_that_a_line_of_a_cell_begins_with_opens_no_item():
    assert items("1.招标，投资\n2.5亿元；2.开工。") == [("1", "招标，投资2.5亿元"), ("2", "开工。")]


def test_an_introduction_is_an_item_without_a_label():
    assert items("分三步：1.办手续；2.招标。") == [("", "分三步："), ("1", "办手续"), ("2", "招标。")]


def test_amounts_are_no_numbers_of_a_list():
    assert items("1.5万人参保；2.5万人体检。") == [("", "1.5万人参保"), ("", "2.5万人体检。")]
    assert items("1.培训；2.5万人体检达标，2.发证。") == [("1", "培训；2.5万人体检达标，"), ("2", "发证。")]
    assert items("1.培训；2.18所园开工；3.2019年完成。") == [
        ("1", "培训"),
        ("2", "18所园开工"),
        ("3", "2019年完成。"),
    ]


def test_numbers_in_brackets_and_quotation_marks_are_no_items():
    assert items("1.建“1、3、5”分钟圈（含；2.示范）；2.招标。") == [
        ("1", "建“1、3、5”分钟圈（含；2.示范）"),
        ("2", "招标。"),
    ]


def test_a_quotation_mark_without_a_partner_hides_no_item():
    assert [label for label, _ in items("1.启动“青农计划；2.制定方案；3.招标。")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1.甲；3.乙；3.丙。", "133"),
        ("1.甲；2.乙。4.丙。", "124"),
        ("1.甲；2.乙；3.丙。3、丁。", "1233"),
        ("1.甲；2、乙。", "12"),
    ],
)
def test_misnumbered_items_are_kept_and_doubted(text, labels):
    assert "".join(label for label, _ in items(text)) == labels
    assert "item_number" in doubts(text)


def test_items_parted_by_different_marks_are_doubted():
    assert doubts("1.甲。2.乙；3.丙。") == ["item_separator"]
    assert doubts("1.甲。2.乙。3.丙。") == []
    assert doubts("1.甲，2.乙。") == ["item_separator"]


def test_bold_names_are_sub_projects():
    text = "<b>市二院</b> ：招标；施工。 <b>连云区：</b>完成立项。"
    assert items(text) == [("市二院", "招标；施工。"), ("连云区", "完成立项。")]
    assert items("**甲园**：开工。**乙园**：完工。") == [("甲园", "开工。"), ("乙园", "完工。")]


def test_bold_type_over_a_whole_sentence_is_doubted():
    text = "<b>甲园：</b>开工。<b>乙园：“公园+”改造完工。</b>"
    assert items(text) == [("甲园", "开工。"), ("乙园", "“公园+”改造完工。")]
    assert doubts(text) == ["label_marks"]


def test_text_before_the_first_sub_project_is_an_item_without_a_label():
    assert items("全面推进。<b>甲园</b>：开工。") == [("", "全面推进。"), ("甲园", "开工。")]


def test_plain_names_before_a_colon_are_sub_projects_where_there_are_several():
    assert items("甲园：开工，栽树。乙园：完工。") == [("甲园", "开工，栽树。"), ("乙园", "完工。")]
    assert items("甲园：开工。") == [("", "甲园：开工。")]
    assert items("甲园：开工。", frozenset({"甲园"})) == [("甲园", "开工。")]


def test_sentences_are_cut_outside_brackets_and_quotation_marks():
    assert items("完成立项（含环评；稳评）；举办“开工。竣工”仪式。投用！") == [
        ("", "完成立项（含环评；稳评）"),
        ("", "举办“开工。竣工”仪式。"),
        ("", "投用！"),
    ]


def test_an_empty_cell_has_no_items():
    assert items("") == []


def test_a_cell_that_is_cut_forgets_the_lines_and_the_bold_words_behind():
    printed = Printed("办手续。\n<b>牵头</b>单位：\n市教育局", "办手续。\n<b>牵头</b>单位：\n市教育局")
    cut = cell_of(printed).cut_to(Printed("办手续。", "办手续。"))
    assert (cut.lines, cut.bold) == (frozenset(), ())
    assert [(item.label, item.text) for item in items_of(cut)[0]] == [("", "办手续。")]
