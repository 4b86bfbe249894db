"""Which items are never behind by themselves: by their own verb alone."""

import pytest

from projects.parsing.soft_items import is_soft_item


@pytest.mark.parametrize(
    "text",
    [
        "力争完成主体工程。",
        "争取航空口岸扩大开放获得国务院批复。",
        "推进赣榆区焚烧厂建设。",
        "加强“护学岗”日常管理和监督检查，筑牢校园安全屏障",
        "持续开展宣传。",
        "继续推进视力筛查工作。",
        "督促各区，加快推进项目建设。",
        "内装、净化工程争取施工过半。",
        "市政道路工程持续推进。",
        "对通过验收的发热门诊加强督导检查。",
        "根据实施方案，推进村内绿化美化建设。",
    ],
)
def test_an_items_own_verb_makes_it_soft(text):
    assert is_soft_item(text)


@pytest.mark.parametrize(
    "text",
    [
        "召开家庭教育指导服务示范社区推进会",  # 2021 no. 49
        "出台《推进全市村(社区)“法律明白人”培育工程的总体方案》。",  # 2021 no. 75
        "印发《关于加强管理的通知》。",
        "明确县区板块建设推进方式。",
        "召开“加强基层治理”现场会。",
        "加大工作推进力度，结转项目部分完工。",
        "可持续发展示范区挂牌。",
        "编制完成（持续更新）项目清单。",
    ],
)
def test_the_same_characters_in_a_name_or_a_title_make_nothing_soft(text):
    assert not is_soft_item(text)


@pytest.mark.parametrize(
    "text",
    [
        "完成内外装修，推进道路、绿化施工。",
        "办理规划许可证等手续，力争开工建设。",
        "全面推进各县区视力筛查工作，完成50%的年度任务数。",
        "办理推进生态护坡变更手续。",
        "编制方案并推进实施。",
        "南极路至通灌路段完工；惠苑路至沿河路段加强养护。",
    ],
)
def test_a_soft_verb_of_one_clause_leaves_the_firm_one_firm(text):
    assert not is_soft_item(text)


def test_what_has_no_soft_verb_is_firm():
    assert not is_soft_item("完成竣工验收。")
    assert not is_soft_item("")
