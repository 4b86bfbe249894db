"""The clause that says who is responsible, in the styles met and in others."""

import pytest

from projects.parsing.clauses import find_clauses, is_clause, says_first_leads
from projects.parsing.roles import parse_clause


def units(content, **options):
    clause = parse_clause(content, **options)
    return clause.lead, clause.co


@pytest.mark.parametrize(
    ("content", "lead", "co"),
    [
        (
            "牵头单位：甲局、乙委；共同责任单位：丙局、丁局，各县区、功能板块",
            ("甲局", "乙委"),
            ("丙局", "丁局", "各县区", "功能板块"),
        ),
        ("责任单位：甲局、乙局", ("甲局", "乙局"), ()),
        ("牵头单位:甲局;责任单位:乙局", ("甲局",), ("乙局",)),
        ("牵头单位：甲局 共同责任单位：乙局 各县区", ("甲局",), ("乙局", "各县区")),
        ("牵头单位 ：甲局；共同责任单位 ：乙局", ("甲局",), ("乙局",)),
        ("牵头部门：甲局；配合部门：乙局、丙局等相关部门", ("甲局",), ("乙局", "丙局")),
        ("主办单位：甲局；协办单位：乙局", ("甲局",), ("乙局",)),
        ("第一责任单位：甲局；其他责任单位：乙局", ("甲局",), ("乙局",)),
        ("市直牵头单位：甲局；属地责任单位：各县区", ("甲局",), ("各县区",)),
        ("甲局牵头，乙局、丙局配合", ("甲局",), ("乙局", "丙局")),
        ("由甲局牵头，乙局配合", ("甲局",), ("乙局",)),
        ("甲局、乙局负责", ("甲局", "乙局"), ()),
        ("甲局、乙局按职责分工负责", ("甲局", "乙局"), ()),
        ("甲局会同乙局、丙局负责", ("甲局",), ("乙局", "丙局")),
        ("甲局牵头负责，各县区、功能板块具体实施", ("甲局",), ("各县区", "功能板块")),
        ("甲局牵头；乙局、丙局", ("甲局",), ("乙局", "丙局")),
        ("责任单位：甲局（牵头）、乙局、丙局", ("甲局",), ("乙局", "丙局")),
        (
            "牵头领导：张三，牵头单位：甲局，责任单位：乙局、丙局，数据提供单位：丁局",
            ("甲局",),
            ("乙局", "丙局"),
        ),
        ("责任领导：李四；责任单位：甲局；完成时限：2023年12月底", ("甲局",), ()),
        ("牵头单位：甲部（乙办）、丙局；共同责任单位：各县（区）", ("甲部（乙办）", "丙局"), ("各县（区）",)),
        ("牵头单位：；共同责任单位：甲局", (), ("甲局",)),
    ],
)
def test_styles(content, lead, co):
    assert units(content) == (lead, co)


@pytest.mark.parametrize(
    ("content", "lead", "co"),
    [
        ("牵头单位：甲局；乙局；配合单位：丙局", ("甲局", "乙局"), ("丙局",)),
        ("牵头单位；甲局；责任单位；乙局", ("甲局",), ("乙局",)),
        ("牵头单位甲局；共同责任单位乙局", ("甲局",), ("乙局",)),
        ("牵头单位：甲局；责任单位：乙局和市丙局", ("甲局",), ("乙局", "市丙局")),
        ("牵头单位：甲局；责任单位：乙局。丙局", ("甲局",), ("乙局", "丙局")),
    ],
)
def test_a_wrong_separator_is_read_and_doubted(content, lead, co):
    assert units(content) == (lead, co)
    assert "clause_separator" in {doubt.code for doubt in parse_clause(content).doubts}


def test_a_unit_named_twice_counts_once_and_leads_where_it_leads():
    clause = parse_clause("牵头单位：甲局；共同责任单位：乙局、甲局、乙局")
    assert (clause.lead, clause.co) == (("甲局",), ("乙局",))
    assert [doubt.code for doubt in clause.doubts] == ["unit_twice", "unit_twice"]


def test_a_right_clause_has_no_doubts():
    assert parse_clause("牵头单位：甲部（乙办）；共同责任单位：丙局，各县区、功能板块").doubts == ()


def test_the_first_of_the_responsible_leads_where_the_document_says_so():
    assert units("责任单位：甲局、乙局；配合单位：丙局", first_leads=True) == (("甲局",), ("乙局", "丙局"))


@pytest.mark.parametrize(
    "sentence",
    [
        "责任单位中排在第一位的为牵头单位。",
        "列首位的单位为牵头单位。",
        "第一个责任单位牵头，其他单位配合。",
        "牵头单位为排名第一的责任单位。",
    ],
)
def test_the_rule_that_the_first_leads(sentence):
    assert says_first_leads(sentence)
    assert not says_first_leads("各牵头单位要切实担负起组织实施责任。")


@pytest.mark.parametrize(
    "content",
    ["县区联合招标", "含 3000 平方米菜市场", "市住建局、海州区", "位置", "人才房", "心理咨询室", "扩", "助"],
)
def test_brackets_of_the_text_are_no_clauses(content):
    assert not is_clause(content)


def test_a_clause_is_found_among_other_brackets():
    text = "建站（中心）2个（甲牵头的除外）。（牵头单位：甲部（乙办）；责任单位：各县（区））"
    assert [place.content for place in find_clauses(text)][
        -1
    ] == "牵头单位：甲部（乙办）；责任单位：各县（区）"


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市教育局、各县（市、区）", ("市教育局", "各县（市、区）")),
        ("各市、区，镇江新区", ("各市、区", "镇江新区")),
        ("各县、区人民政府、市教育局", ("各县、区人民政府", "市教育局")),
        ("市水务局市建委各区政府", ("市水务局", "市建委", "各区政府")),
        ("国家税务总局市税务局、市委市政府接待办", ("国家税务总局市税务局", "市委市政府接待办")),
    ],
)
def test_names_of_groups_and_names_without_a_mark_between(printed, names):
    assert parse_clause(f"责任单位：{printed}").lead == names


@pytest.mark.parametrize("nobody", ["", " ", "无", "—"])
def test_a_label_of_the_lead_without_a_name_is_told(nobody):
    clause = parse_clause(f"牵头单位：{nobody}；责任单位：甲局")
    assert (clause.lead, [doubt.code for doubt in clause.doubts]) == (("甲局",), ["missing_lead"])
    assert [doubt.code for doubt in parse_clause("责任单位：甲局").doubts] == []
