"""Indicator tables of five-year plans."""

from tests.projects.parsing.documents import PLAN, read_text, reading

TITLE = "某市“十五五”公共服务规划\n"
TABLE = (
    "类别\t指标名称\t2025年\t2030年目标\t属性\n学有\t入园率（%）\t98\t≥ 99\t预期性\n"
    "所教\t县（市、区）覆盖率\t_\t100\t约束性\n\t床位数(张/万人)\t4 左右\t5\t\n"
)


def test_name_unit_values_and_attribute():
    indicators = read_text(f"{TITLE}{TABLE}表 1 主要指标\n").indicators
    assert [(each.table, each.domain, each.name, each.unit, each.attribute) for each in indicators] == [
        (1, "学有所教", "入园率", "%", "预期性"),
        (1, "学有所教", "县（市、区）覆盖率", "", "约束性"),
        (1, "学有所教", "床位数", "张/万人", ""),
    ]
    assert [each.values for each in indicators] == [
        {"2025": "98", "2030": "≥99"},
        {"2025": "_", "2030": "100"},
        {"2025": "4左右", "2030": "5"},
    ]


def test_the_caption_may_stand_above_and_the_head_be_repeated():
    head, rows = TABLE.split("\n", 1)
    parsed = read_text(
        f"{TITLE}表 2 主要指标\n{head}\n{rows}{head}\n老有所养\t护理率(%)\t1\t2\t预期性\n"
        "第二章是正文。\n一般表格\t甲\n"
    )
    assert {each.table for each in parsed.indicators} == {2}
    assert len(parsed.indicators) == 4


def test_a_table_without_years_has_no_indicators():
    assert read_text(f"{TITLE}排名\t城市\t满意度\n1\t甲\t98\n").indicators == ()


def test_a_name_over_two_rows_stands_around_the_middle_of_its_cell():
    domains = {each.name: each.domain for each in reading(PLAN).indicators if each.table == 2}
    assert domains["居民综合阅读率"] == domains["国民体质合格率"] == "基本公共文化体育"
    domains = {each.name: each.domain for each in reading(PLAN).indicators if each.table == 3}
    assert domains["每千人口拥有3岁以下婴幼儿托位数"] == "幼有所育"


def test_an_end_that_the_text_layer_doubled_is_taken_once():
    assert ("和谐社会建设达标率", "%") in [(each.name, each.unit) for each in reading(PLAN).indicators]


def test_the_indicators_whose_domain_is_uncertain_are_named():
    said = [finding.message for finding in reading(PLAN).findings if finding.code == "domains_guessed"]
    assert "城镇调查失业率" in said[1] and "高等教育毛入学率" in said[1]
    assert "普惠性幼儿园覆盖率" not in said[1]
