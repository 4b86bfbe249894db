"""What is doubtful about the numbers themselves."""

import pytest

from projects.parsing.doubtful_figures import numeric_findings
from projects.parsing.quantities import find_targets
from tests.projects.parsing.documents import reading


def doubts(text, quarters=None):
    return [
        (finding.code, finding.quote, finding.quarter)
        for finding in numeric_findings(1, text, find_targets(text), quarters)
    ]


def test_a_number_without_a_unit_is_doubted():
    assert doubts("发放职工创业贷款2200万。") == [("no_measure", "2200万", None)]


def test_a_noun_behind_a_number_is_unit_enough():
    assert doubts("惠及10万农民。") == []


def test_half_a_person_is_doubted_where_it_stands():
    assert doubts("培训2万人次。", ["", "", "培训0.5人次。", ""]) == [("odd_fraction", "0.5人次", 3)]


def test_a_falling_total_of_something_that_is_no_target_is_doubted():
    cells = ["", "累计接听热线900次。", "累计接听热线800次。", ""]
    assert doubts("新建公厕10座。", cells) == [("figure_falls", "累计接听热线800次", 3)]


def test_the_real_lists_hold_the_doubts_seen_by_eye():
    seen = {
        (name[:4], finding.task, finding.code)
        for name in ("2019-schedule", "2021-schedule", "2023-breakdown")
        for finding in reading(name).findings
        if finding.code in ("no_measure", "odd_fraction", "figure_falls", "over_target")
    }
    assert seen == {
        ("2019", 12, "odd_fraction"),
        ("2019", 47, "no_measure"),
        ("2021", 53, "no_measure"),
        ("2021", 56, "figure_falls"),
        ("2021", 79, "over_target"),
        ("2021", 93, "over_target"),
        ("2023", 48, "no_measure"),
    }


def test_the_schedules_that_do_not_add_up_are_those_found_by_eye():
    found = {
        finding.task
        for finding in reading("2021-schedule").findings
        if finding.code == "schedule_does_not_add_up"
    }
    assert found == {1, 2, 4, 32, 79, 83, 93, 94, 110}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("改造小区8 5个。", "8 5"),
        ("新增就业1 2.5万人。", "1 2.5"),
        ("新增就业12·5万人。", "12·5万"),
        ("新增就业１２•５万人。", "１２•５万"),
        ("建设公园20+个。", "20+个"),
        ("建设公园２０＋处。", "２０＋处"),
        ("建成-10所。", "-10所"),
        ("培训叁万人。", "叁万人"),
        ("建成拾所。", "拾所"),
        ("建成l0所。", "l0所"),
        ("新建3+6个服务点。", "3+6个"),
        ("建成#REF!所。", "#REF!"),
        ("建成#DIV/0!", "#DIV/0!"),
        ("#####", "#####"),
        ("新建2×66万千瓦机组。", "2×66万千瓦"),
        ("发放贷款1.2个亿。", "1.2个亿"),
        ("新增床位三百至五百张。", "三百至五百张"),
    ],
)
def test_a_number_of_which_only_a_part_may_be_read_is_doubted(text, quote):
    assert ("odd_number", quote, None) in doubts(text)
    assert ("odd_number", quote, 2) in doubts("新建公厕10座。", ["", text, "", ""])


@pytest.mark.parametrize(
    "text",
    [
        "建成10 所，改造 5 个。",
        "建设公园10-12个，1—3月开工。",
        "开展5·12防灾活动10场。",
        "推进“1+3”行动，建成站点10个。",
        "服务伍家岗区群众3万人。",
        "（1）新建小学10所 2.新建中学5所。",
        "2021年6月30日前完工3.5公里。",
    ],
)
def test_a_number_that_is_written_as_usual_is_not(text):
    assert "odd_number" not in [code for code, _, _ in doubts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "确保新建学校15所，力争18所。",
        "新建学校15所、争取新建学校18所。",
        "确保完成10个，力争完成12个老旧小区改造。",
    ],
)
def test_a_higher_number_that_is_only_hoped_for_is_doubted(text):
    assert [code for code, _, _ in doubts(text)] == ["stretch_figure"]


@pytest.mark.parametrize(
    "text",
    [
        "力争新建学校15所。",
        "改造小区10个，力争新建公园5个。",
        "新建学校15所。力争改造学校18所。",
        "建校15所，力争投资2亿元。",
    ],
)
def test_a_hope_for_something_else_is_not(text):
    assert "stretch_figure" not in [code for code, _, _ in doubts(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三年新建45所，今年新建15所。", "other_years"),
        ("力争三年内新建学校45所。", "other_years"),
        ("“十五五”期间新建50所。", "other_years"),
        ("到2027年底新建学校20所。", "other_years"),
        ("6月底前建成幼儿园10所，年底前全部投用。", "part_of_year"),
        ("6月30日前建成幼儿园10所。", "part_of_year"),
        ("上半年新建公园3个。", "part_of_year"),
        ("前三季度改造老旧小区30个。", "part_of_year"),
        ("四季度开工学校5所。", "part_of_year"),
    ],
)
def test_a_number_of_another_time_than_this_year_is_doubted(text, code):
    found = numeric_findings(1, text, find_targets(text), None, 2026)
    assert [finding.code for finding in found] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "到2026年底新建学校15所。",
        "实施三年行动计划，新建学校15所。",
        "实施农村公路提升三年行动新建公路15公里。",
        "中小学生近视率较2020年降低1%。",
        "新建“十四五”规划项目15个。",
        "改造使用十五年以上的老旧电梯100台。",
        "更新使用五年及以上的校车20辆。",
        "每两年为老年人免费体检1次，今年体检10万人。",
        "12月底前建成幼儿园15所。",
        "7月1日起为老年人发放补贴200元。",
        "6月底前完成选址，年内建成幼儿园15所。",
    ],
)
def test_a_number_of_this_year_is_not(text):
    assert numeric_findings(1, text, find_targets(text), None, 2026) == ()
