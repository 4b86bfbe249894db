"""Words too many, words too few, names that lost a part: in made-up texts of the kinds met."""

import pytest

from projects.parsing.wording import slips
from tests.projects.parsing.documents import found, schedule


def said(text):
    return [(doubt.code, doubt.quote) for doubt in slips(text)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("完成开展技能培训20期。", "odd_sentence"),
        ("开展完成1200户危房的鉴定。", "odd_sentence"),
        ("建设农村幸福院的建设。", "repeated_words"),
        ("推进智慧停车平台的推进，完善功能。", "repeated_words"),
        ("完成项目立项及设计及招标工作。", "odd_punctuation"),
        ("12部门联合开展检查。", "no_measure"),
        ("走访30企业。", "no_measure"),
        ("与施工单位签定合同。", "miswritten"),
        ("完成竣工检收。", "miswritten"),
        ("改善了了出行条件。", "repeated_words"),
    ],
)
def test_a_slip_is_said(text, code):
    assert [each for each, _ in said(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "组织开展技能培训20期。",
        "推进实施农村幸福院建设。",
        "建设幸福院，推进卫生院的建设。",
        "涉及土地征收及房屋拆迁。",
        "普及健康知识，惠及3个社区。",
        "检查12个部门、30家企业。",
        "2024年企业培训。",
        "天天公交，人人受益。",
        "G204社区段改造。",
    ],
)
def test_what_is_written_well_is_not_doubted(text):
    assert said(text) == []


def cells(*quarters):
    return "\t".join(quarters)


def test_a_name_that_lost_a_part_is_said_once():
    row = cells("调研。", "开工社区服务中心3个。", "社区服务中心主体完工。", "建成社区养老服务中心6个。")
    parsed = schedule(f"1\t新建社区养老服务中心6个。\t{row}\t市民政局\n")
    assert found(parsed, "label_drift") == [(1, 2)]


def test_a_name_with_another_character_is_said():
    row = cells("调研。", "推进医养融合机构建设。", "医养结合机构主体完工。", "建成医养结合机构3家。")
    parsed = schedule(f"1\t新建医养结合机构3家。\t{row}\t市民政局\n")
    assert found(parsed, "label_drift") == [(1, 2)]


def test_a_verb_between_is_no_lost_part():
    row = cells(
        "养老机构医疗服务调研。", "推进养老机构医疗服务。", "检查。", "完成养老机构增设医疗服务任务。"
    )
    parsed = schedule(f"1\t3家养老机构增设医疗服务。\t{row}\t市民政局\n")
    assert found(parsed, "label_drift") == []


def test_a_character_lost_within_a_word():
    row = cells("推进农村公路养护管理工作。", "推进农村公养护管理工作。", "检查。", "验收。")
    parsed = schedule(f"1\t养护道路20公里。\t{row}\t市交通局\n")
    assert found(parsed, "miswritten") == [(1, 2)]


def test_a_clause_that_stops_within_a_word():
    row = cells("做好资金使用情况督；开工。", "做好资金使用情况督查工作。", "主体完工。", "竣工。")
    parsed = schedule(f"1\t新建医院2家。\t{row}\t市卫健委\n")
    assert found(parsed, "miswritten") == [(1, 1)]


def test_what_runs_on_trial_in_two_quarters_is_a_repeated_milestone():
    row = cells("选址。", "主体完工。", "城东农贸市场投入运营。", "城东农贸市场投入运营。")
    parsed = schedule(f"1\t新建市场1个。\t{row}\t市商务局\n")
    assert found(parsed, "repeated_milestone") == [(1, 4)]
