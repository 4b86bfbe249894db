"""The planned values of targets, from the four cells of a schedule."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.parsing.cell_figures import read_figures
from projects.parsing.parsed import ParsedItem
from projects.parsing.planned import find_planned
from projects.parsing.quantities import find_targets
from tests.projects.parsing.documents import reading
from tests.projects.parsing.figures import TEXTS, by_task

SCHEDULES = {"2019": "2019-schedule", "2021": "2021-schedule"}


def planned(text, *quarters, items=None):
    return find_planned(find_targets(text), [*quarters, *[""] * (4 - len(quarters))], items)


def rows(text, *quarters):
    plans, _ = planned(text, *quarters)
    return [(plan.target, plan.stage, plan.basis, plan.values) for plan in plans]


def codes(text, *quarters):
    _, findings = planned(text, *quarters)
    return [finding.code for finding in findings]


def as_row(plan):
    return (
        str(plan.target),
        "own" if plan.is_own else "",
        plan.stage or "",
        plan.basis or "",
        *(value or "" for value in plan.values),
    )


@pytest.mark.parametrize("year", SCHEDULES)
def test_the_plans_of_a_real_schedule_are_those_read_by_eye(year):
    expected = by_task(f"planned-{year}")
    read = {
        str(task.number): [as_row(plan) for plan in task.planned]
        for task in reading(SCHEDULES[year]).tasks
        if task.planned
    }
    assert read == expected


@pytest.mark.parametrize("year", SCHEDULES)
def test_every_value_has_its_quote_in_its_cell(year):
    for task in reading(SCHEDULES[year]).tasks:
        for plan in task.planned:
            for value, quote, cell in zip(plan.values, plan.quotes, task.quarters, strict=True):
                assert (value is None) == (quote == "")
                assert quote in cell


def test_values_that_sum_to_the_target_are_the_quarters_own():
    assert rows("培训5.5万人次。", "培训1万人次。", "培训1万人次。", "培训1万人次。", "培训2.5万人次。") == [
        (0, None, "own", ("10000", "10000", "10000", "25000"))
    ]


def test_values_that_end_at_the_target_are_to_date():
    assert rows("提供援助4500名。", "援助1200名。", "援助2500名。", "援助3600名。", "援助4500名。") == [
        (0, None, "ytd", ("1200", "2500", "3600", "4500"))
    ]


def test_a_figure_said_to_be_a_total_is_to_date():
    assert rows("建设管网150公里。", "", "铺设管网50公里。", "累计铺设管网100公里。")[0][2] == "ytd"


def test_each_stage_is_a_row_and_only_one_plans_the_target():
    plans, findings = planned(
        "新改建农村公路350公里。",
        "道路开工105公里。",
        "道路开工210公里。",
        "道路开工350公里。",
        "道路完工350公里。",
    )
    assert [(plan.stage, plan.basis, plan.values, plan.is_own) for plan in plans] == [
        ("完工", "ytd", (None, None, None, "350"), True),
        ("开工", "ytd", ("105", "210", "350", None), False),
    ]
    assert findings == ()


def test_a_target_may_promise_a_stage_itself():
    plans, _ = planned("新开工保障房1700套。", "", "开工保障房500套。", "", "开工保障房1700套。")
    assert [(plan.stage, plan.is_own, plan.basis) for plan in plans] == [("开工", True, "ytd")]


def test_a_schedule_that_does_not_add_up_has_no_basis_but_a_finding():
    assert rows("维修消火栓348个。", "维修54个。", "维修118个。", "维修132个。", "维修109个。") == [
        (0, None, None, ("54", "118", "132", "109"))
    ]
    assert codes("维修消火栓348个。", "维修54个。", "维修118个。", "维修132个。", "维修109个。") == [
        "schedule_does_not_add_up"
    ]


def test_a_last_quarter_that_differs_from_the_target_is_doubted():
    assert codes("建成公园9个。", "", "", "", "建成公园8个。") == ["schedule_does_not_add_up"]


def test_a_total_that_falls_is_doubted():
    assert codes("发放贷款4000万元。", "", "累计发放贷款3000万元。", "累计发放贷款2000万元。") == [
        "figure_falls"
    ]


def test_a_quarter_above_the_target_is_doubted():
    assert codes("新建公厕10座。", "", "新建公厕12座。") == ["over_target"]


def told(text, *quarters):
    _, findings = planned(text, *quarters)
    return [finding.message for finding in findings]


APART = "季度计划数与年度目标对不上。"


@pytest.mark.parametrize(
    ("text", "quarters", "words"),
    [
        ("维修消火栓348个。", ("维修154个。", "维修118个。", "维修132个。", "维修9个。"),
         [f"{APART}维修消火栓：计划第1季度154、第2季度118、第3季度132、第4季度9，年度目标348个。"]),
        ("培训2000-3000人。", ("培训1000人。", "培训500人。", "", "培训50人。"),
         [f"{APART}培训：计划第1季度1000、第2季度500、第4季度50，年度目标2000—3000人。"]),
        ("新建公厕10座。", ("公厕3座、5座。", "", "公厕3座、5座。", "新建公厕10座。"),
         ["一个季度有几个计划数，不知取哪一个：第1、3季度，新建公厕。"]),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_told_with_its_quarters_and_its_goal(text, quarters, words):
    assert told(text, *quarters) == words


def test_the_figures_of_a_part_that_they_name_contradict_nothing_below_half():
    assert codes("绿化造林1000亩。", "", "", "河堤绿化造林200亩。", "河堤绿化造林299亩。") == []
    assert codes("绿化造林1000亩。", "", "", "河堤绿化造林200亩。", "河堤绿化造林300亩。") != []
    assert codes("绿化造林1000亩。", "", "", "造林200亩。", "造林299亩。") != []
    assert codes("绿化造林1000亩。", "", "", "东河堤造林200亩。", "东河堤造林299亩。") != [], "a short name"


def test_a_total_that_its_quarters_do_not_make_is_doubted_unless_they_are_about_right():
    rest = ("新增1500个（累计3000个）。", "新增1500个（累计4500个）。", "新增500个（累计5000个）。")
    assert codes("新增停车泊位5000个。", "新增1000个。", *rest) == ["schedule_does_not_add_up"]
    assert codes("新增停车泊位5000个。", "新增约1000个。", *rest) == []
    assert codes("新增停车泊位5000个。", "新增1500个。", *rest) == []
    assert codes("新增停车泊位5000个。", "", *rest) == []


TWO = "开展工伤预防和应急救护培训2万人次。"


def two(first, second):
    return f"工伤预防培训{first}万人次，应急救护培训{second}万人次。"


def test_things_named_together_are_summed_and_above_the_target_that_is_told_too():
    above = (two("0.8", "0.8"), two("0.4", "0.4"), two("0.2", "0.2"), two("0.2", "0.2"))
    assert rows(TWO, *above)[0][3] == ("16000", "8000", "4000", "4000")
    assert codes(TWO, *above) == ["schedule_does_not_add_up", "over_target"]
    below = (two("0.2", "0.2"), two("0.1", "0.1"), two("0.1", "0.1"), two("0.1", "0.1"))
    assert codes(TWO, *below) == ["schedule_does_not_add_up"]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_one_thing_named_without_a_number_makes_the_sum(place):
    cells = ["建成县级反诈中心2个。", "建成县级反诈中心3个。", "建成县级反诈中心3个。"]
    cells.insert(place, "建成市反诈中心，投入使用。")
    plans, findings = planned("建成反诈中心9个。", *cells)
    values = ["2", "3", "3"]
    values.insert(place, "1")
    assert (plans[0].basis, plans[0].values, findings) == ("own", tuple(values), ())
    assert plans[0].quotes[place] == "建成市反诈中心"
    assert codes("建成反诈中心10个。", *cells) == ["schedule_does_not_add_up"]
    parks = [cell.replace("反诈中心", "市民公园") for cell in cells]
    assert codes("建成市民公园9个。", *parks) == []
    others = [cell.replace("市市民公园", "人民公园") for cell in parks]
    assert codes("建成市民公园9个。", *others) != []


def test_a_last_quarter_that_differs_is_doubted_whatever_another_cell_names():
    assert codes("建成公园9个。", "建成公园，对外开放。", "", "", "建成公园8个。") == [
        "schedule_does_not_add_up"
    ]


def test_a_figure_without_a_name_is_of_the_target_that_another_leaves_over():
    for cell in ("公厕3座，新建公厕2座。", "新建公厕2座，公厕3座。"):
        plans = rows("新建公厕10座、改建公厕5座。", cell)
        assert [(plan[0], plan[3][0]) for plan in plans] == [(0, "2"), (1, "3")]


def test_a_figure_without_a_name_is_of_the_whole_and_a_part_is_named():
    assert rows("新建学校12所（其中小学4所）。", "完成6所。") == [(0, None, "ytd", ("6", None, None, None))]
    plans = rows("新建学校12所（其中小学4所）。", "新建学校6所，其中小学2所。")
    assert [(plan[0], plan[3][0]) for plan in plans] == [(0, "6"), (1, "2")]
    parts = rows("新建学校12所（其中小学4所）。", "新建学校6所，其中学校2所。")
    assert [(plan[0], plan[3][0]) for plan in parts] == [(0, "6")]


def test_stages_stand_in_the_order_in_which_they_follow_each_other():
    plans = rows("新建公厕10座。", "开工公厕10座。", "招标公厕10座。", "立项公厕10座。", "完工公厕10座。")
    assert [plan[1] for plan in plans] == ["完工", "立项", "招标", "开工"]


@pytest.mark.parametrize(
    ("text", "share", "values"),
    [
        ("创建试点项目10个。", "完成30%的年度任务。", ["3"]),
        ("创建试点项目10个，培训100人。", "完成年度任务50%。", ["5", "50"]),
        ("创建试点项目10个，培训100人。", "完成50%的全年任务。", ["5", "50"]),
        ("创建试点项目10个，培训100人。", "完成任务50%。", []),
        ("覆盖率达到90%。", "完成全年任务50%。", []),
    ],
)
def test_a_share_of_the_years_task_is_a_share_of_each_count(text, share, values):
    plans, _ = planned(text, "", share)
    assert [plan.values[1] for plan in plans] == values
    assert all(plan.basis == "ytd" and plan.is_own for plan in plans)


def test_a_number_of_another_thing_plans_nothing():
    assert rows("新增扶贫车间50个。", "计划投资3500万元。", "开工4个标准厂房。") == []


def test_a_number_that_only_prepares_plans_nothing():
    assert rows(
        "打造文化站30家。",
        "明确30个文化站建设任务。",
        "完成10家文化站。",
        "完成20家文化站。",
        "完成30家文化站。",
    ) == [(0, None, "ytd", (None, "10", "20", "30"))]


def test_units_that_count_the_same_thing_are_one():
    assert rows("建设梦想小屋600个。", "", "建成梦想小屋100个。", "", "建成600间梦想小屋。") == [
        (0, None, "ytd", (None, "100", None, "600"))
    ]


def test_things_named_in_turn_have_their_figures_in_turn():
    plans = rows(
        "改造危旧房5万平方米，加固直管公房3万平方米。",
        "危旧房、直管公房分别完成3、2万平方米。",
        "危旧房、直管公房分别完成2万、1万平方米。",
    )
    assert plans == [
        (0, None, "own", ("30000", "20000", None, None)),
        (1, None, "own", ("20000", "10000", None, None)),
    ]


def test_a_stage_and_the_finished_thing_in_one_cell_are_two_rows():
    plans = rows(
        "改造小区162个，惠及3万户。", "开工40个。", "开工162个，完工20个。", "完工100个。", "完工162个。"
    )
    assert plans == [
        (0, "完工", "ytd", (None, "20", "100", "162")),
        (0, "开工", "ytd", ("40", "162", None, None)),
    ]


def test_targets_of_one_noun_are_told_apart_by_the_verb():
    plans = rows(
        "新建学校15所、改扩建8所。",
        "新建学校开工10所，改扩建学校开工5所。",
        "",
        "",
        "新建15所、改扩建8所学校全部竣工投用。",
    )
    assert [(plan[0], plan[1], plan[3]) for plan in plans] == [
        (0, "投用", (None, None, None, "15")),
        (0, "开工", ("10", None, None, None)),
        (1, "投用", (None, None, None, "8")),
        (1, "开工", ("5", None, None, None)),
    ]


def test_a_total_in_brackets_stands_for_its_quarter():
    plans = rows(
        "新增停车泊位5000个。",
        "新增1000个。",
        "新增1500个（累计2500个）。",
        "新增1500个（累计4000个）。",
        "新增1000个（累计5000个）。",
    )
    assert plans == [(0, None, "ytd", ("1000", "2500", "4000", "5000"))]


def test_a_level_without_words_is_the_one_rates():
    assert rows("养老服务覆盖率达到90%以上。", "达到80%。", "达到85%。", "", "达到90%。") == [
        (0, None, "ytd", ("80", "85", None, "90"))
    ]
    assert rows("养老服务覆盖率达到90%以上。", "完成工程量的80%。") == []


def test_a_share_of_the_task_is_a_share_of_its_target():
    assert rows("创建试点项目10个。", "", "完成任务50%。", "完成任务90%以上。") == [
        (0, None, "ytd", (None, "5", "9", None))
    ]
    assert rows("创建试点项目10个。", "", "完成工程量的50%。") == []


def test_a_rate_never_adds_up():
    assert rows("婚检率达85%以上。", *["婚检率达85%以上。"] * 4) == [(0, None, "ytd", ("85",) * 4)]


def test_a_range_adds_up_within_its_ends():
    plans = rows(
        "放映电影10000场次。",
        "放映2000-3000场。",
        "放映2000-3000场。",
        "放映2000-3000场。",
        "放映2000-3000场。",
    )
    assert plans == [(0, None, "own", ("2000",) * 4)]


def test_the_number_of_an_item_is_no_part_of_its_figure():
    items = [[ParsedItem("1", "编制方案"), ParsedItem("2", "18所幼儿园全部建成")], [], [], []]
    plans, _ = planned("新建幼儿园18所。", "1.编制方案；2.18所幼儿园全部建成。", items=items)
    assert plans[0].values[0] == "18"


def test_a_cell_is_read_by_its_items_where_it_has_some():
    items = [[ParsedItem("1", "建成3所"), ParsedItem("2", "建成5所")], []]
    figures = read_figures(["建成8所。", "建成9所。", "建成10所。", ""], items)
    assert [(figure.quarter, figure.value) for figure in figures] == [(0, 3), (0, 5), (1, 9), (2, 10)]


@settings(max_examples=200)
@given(TEXTS, st.lists(TEXTS, min_size=4, max_size=4))
def test_any_schedule_is_read_without_an_error(text, quarters):
    targets = find_targets(text)
    plans, findings = find_planned(targets, quarters)
    for plan in plans:
        assert 0 <= plan.target < len(targets)
        assert all(value is None or Decimal(value) >= 0 for value in plan.values)
        assert all(quote in cell for quote, cell in zip(plan.quotes, quarters, strict=True))
    assert sum(plan.is_own for plan in plans) <= len(targets)
    assert all(finding.message for finding in findings)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("新建学校40所。", ("10", "20", "30", "40")),
        ("新建学校40所。", ("10/40", "20/40", "30/40", "40/40")),
        ("新建学校40所。", ("完成25%。", "50%", "累计75%", "100%")),
        ("发放贷款42000万元。", ("10000", "20000", "32000", "42000")),
        ("空气优良率达到82%。", ("0.8", "0.81", "0.82", "0.82")),
        ("建设公园10个、小游园10个。", ("2个、3个", "5个、5个", "8个、8个", "10个、10个")),
        ("办理时限压缩到3个工作日。", ("10个工作日", "8个工作日", "5个工作日", "3个工作日")),
    ],
)
def test_a_cell_of_nothing_but_figures_that_plan_no_target_is_told(text, cells):
    plans, findings = planned(text, *cells)
    assert not any(any(plan.values) for plan in plans)
    assert [(each.quarter, each.quote) for each in findings if each.code == "figure_unread"] == list(
        enumerate(cells, 1)
    )


def test_the_sentence_names_the_quarter_and_the_cell():
    _, findings = planned("新建学校40所。", "", "20")
    assert [each.message for each in findings] == ["第2季度只写了数字“20”，未能读成计划数。"]


def test_a_cell_whose_figure_is_read_or_that_says_more_is_not_told():
    assert codes("新建学校40所。", "10所", "累计20所", "30所（75%）", "40所") == []
    assert codes("新建学校40所。", "完成工程量的50%。", "按计划推进。", "", "建成40所。") == []
    assert codes("推进教育改革。", "10", "20", "30", "40") == []  # there is no target to plan
