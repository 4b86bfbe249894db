"""Slips of writing, and what is none."""

import pytest

from projects.parsing.proofreading import Habits, habits_of, proofread, widths


def codes(text, habits=None, **options):
    habits = habits or Habits(year=2021)
    return [doubt.code for doubt in (*proofread(text, habits, **options), *widths([text], habits))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("启动“青农计划。", "unbalanced"),
        ("诵读进乡村”活动。", "unbalanced"),
        ("建站（中心。", "unbalanced"),
        ("全面开工。。", "double_punctuation"),
        ("化解纠纷，.召开会议。", "double_punctuation"),
        ("完成；，开工。", "double_punctuation"),
        ("建校,建园。", "half_width"),
        ("完成(一期)设计。", "half_width"),
        ("达到53％。", "full_width"),
        ("对危房改造改造落实。", "repeated_words"),
        ("为妇女提供‘两癌’筛查。", "single_quotes"),
        ("出具审计报告", "no_full_stop"),
        ("核实。领取待遇人员状态。", "odd_sentence"),
        ("旅游节、文化节和音乐节等大型活动。", "odd_sentence"),
        ("申报、并组织考察。", "odd_punctuation"),
        ("完善清单，2021直接答复率提升。", "year_word"),
    ],
)
def test_slips(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "建设“我的港城”APP（含“掌上办”），达80%以上；3.5亿元。",
        "实施“十百千万”工程……完成。",
        "PM2.5平均浓度下降20%以上。",
        "1)办手续；2)招标。",
        "由市市场监管局负责。",
        "举办旅游节、文化节等活动。",
        "培训2021名职工，2021年完成；实行并购、并轨。",
        "打造“百年‘百场’”活动。",
        "比例为1:3，9:30开始。",
        "",
    ],
)
def test_what_is_no_slip(text):
    assert codes(text) == []


def test_a_clause_needs_no_full_stop():
    assert codes("（责任单位：市教育局）", sentence=False) == []


def test_a_document_is_measured_by_its_own_habits():
    half = habits_of(["建校,建园。", "建院,建站。", "(甲局:乙局)"])
    assert codes("建校,建园。", half) == []
    assert codes("建校，建园。", half) == ["half_width"]
    bare = habits_of(["建设学校三十所以上", "建设医院二十所以上"])
    assert codes("建设幼儿园十所", bare) == []
