"""The numbers that a task promises."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from projects.parsing.quantities import find_targets
from tests.projects.parsing.documents import reading
from tests.projects.parsing.figures import TEXTS, by_task

LISTS = {"2019": "2019-schedule", "2021": "2021-schedule", "2023": "2023-breakdown"}


def short(text):
    return [(target.quantity, target.unit, target.label) for target in find_targets(text)]


def only(text):
    (target,) = find_targets(text)
    return target


def as_row(target):
    parts = (
        target.quantity,
        target.quantity_max,
        target.unit,
        target.qualifier,
        target.baseline,
        "round" if target.round_word else "",
    )
    return (*(part or "" for part in parts), target.label, target.quote)


@pytest.mark.parametrize("year", LISTS)
def test_the_targets_of_a_real_list_are_those_read_by_eye(year):
    expected = by_task(f"targets-{year}")
    read = {
        str(task.number): [as_row(target) for target in task.targets]
        for task in reading(LISTS[year]).tasks
        if task.targets
    }
    assert read == expected


def test_2023_holds_targets_in_124_tasks():
    assert len(by_task("targets-2023")) == 124


@pytest.mark.parametrize("year", LISTS)
def test_every_quote_stands_in_its_text(year):
    for task in reading(LISTS[year]).tasks:
        assert all(target.quote in task.text for target in task.targets)


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [
        ("培训2.2万人次。", "22000", "人次"),
        ("发放贷款2亿元。", "200000000", "元"),
        ("减免费用3000万元。", "30000000", "元"),
        ("抽检率达到4‰。", "4", "‰"),
        ("覆盖率达到53％。", "53", "%"),
        ("新建绿道 12.5 公里。", "12.5", "公里"),
        ("完成1,200户改造。", "1200", "户"),
        ("PM2.5浓度降至33微克/立方米。", "33", "微克/立方米"),
        ("完成6批次/千人食品抽检。", "6", "批次/千人"),
        ("办理时间压缩至0.5个工作日。", "0.5", "个工作日"),
        ("供水管道改造35km。", "35", "km"),
        ("新增停车泊位5000。", "5000", None),
        ("发放职工创业贷款2200万。", "22000000", None),
        ("惠及10万农民。", "100000", None),
        ("建档率达到百分之九十。", "90", "%"),
        ("新增公交车300标台。", "300", "标台"),
        ("预期寿命达到79.5岁。", "79.5", "岁"),
        ("PM2.5浓度≤33μg/m³。", "33", "μg/m³"),
        ("粮食产量75亿斤。", "7500000000", "斤"),
        ("改造道路12条(段)。", "12", "条"),
        ("发布岗位15万个次。", "150000", "个次"),
        ("新建50个多功能运动场。", "50", "个"),
        ("受益人数3万人次。", "30000", "人次"),
        ("改造10条次干道。", "10", "条"),
        ("新增车位60泊。", "60", "泊"),
    ],
)
def test_quantity_and_unit(text, quantity, unit):
    assert (only(text).quantity, only(text).unit) == (quantity, unit)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("开展活动不少于500场。", "at_least"),
        ("办结率80%以上。", "at_least"),
        ("农村低保标准达到每人每月520元以上。", "at_least"),
        ("资助标准不低于个人缴费标准的80%。", "at_least"),
        ("大班额比例降至5%以内。", "at_most"),
        ("失业率不高于3%。", "at_most"),
        ("为2.2万余名儿童购买保险。", "over"),
        ("为1万多名对象体检。", "over"),
        ("投入50余万元。", "over"),
        ("新增岗位超过5000个。", "over"),
        ("新建管网约20公里。", "about"),
        ("培育企业50家左右。", "about"),
        ("改造提升近50座公厕。", "about"),
        ("新建公厕10座。", None),
    ],
)
def test_qualifiers(text, qualifier):
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize("dash", ["—", "–", "-", "~", "～", "至", "——"])
def test_a_range_keeps_both_ends(dash):
    target = only(f"建成6{dash}8个产业学院。")
    assert (target.quantity, target.quantity_max, target.unit) == ("6", "8", "个")


def test_the_first_of_a_range_shares_the_multiplier():
    assert (only("销售2—3万吨。").quantity, only("销售2—3万吨。").quantity_max) == ("20000", "30000")


def test_a_change_is_its_end_with_the_start_as_baseline():
    target = only("普通门诊统筹起付标准由1500元降至750元。")
    assert (target.quantity, target.baseline, target.label) == ("750", "1500", "普通门诊统筹起付标准")
    assert target.quote == "普通门诊统筹起付标准由1500元降至750元"


def test_a_level_reached_and_a_level_changed_are_targets():
    assert short("补助标准提高到610元。") == [("610", "元", "补助标准")]
    assert short("报销比例再提高5%。") == [("5", "%", "报销比例再提高")]
    assert short("近视率较2020年降低1%。") == [("1", "%", "近视率较2020年降低")]


@pytest.mark.parametrize(
    "text",
    [
        "到2025年完成建设。",
        "为65岁以上老人提供服务。",
        "对0—14岁儿童免费治疗。",
        "建设G204柘汪停车场、S242杨集停车场。",
        "实现行政村5G覆盖。",
        "开通地铁4号线。",
        "建设204国道连接线。",
        "落实连政发〔2021〕10号文件。",
        "建成13号学生公寓。",
        "建设二期工程，打造五级中医馆。",
        "建设“15分钟医保服务圈”。",
        "优化12345热线、120急救和7×24小时服务。",
        "3月底前完成，6月30日投用。",
        "打造5A级景区和四星级饭店。",
        "打造一批示范小区，构建三级网络。",
        "实现市县两级全覆盖，惠及千家万户。",
        "举办第十六届西游记文化节。",
        "落实“一老一小”“四好农村路”，整治“双随机”。",
        "推进24部门联动，建设三方通话平台。",
        "完成“1+2+8”系统建设，实施《2021年行动计划》。",
        "为八类困难人群发放补助。",
        "未成年人10万元以上部分报销。",
        "实现全覆盖。",
        "引进世界500强。",
        "完善二次供水，组织三人篮球赛。",
        "服务上百家企业，惠及数千人。",
        "死亡率控制在8/10万以下。",
        "三分之二以上的社区建成服务中心。",
        "推动12345热线与110报警平台联动。",
        "",
    ],
)
def test_what_only_looks_like_a_target_is_none(text):
    assert find_targets(text) == ()


def test_round_words_are_marked():
    found = find_targets("打造百个示范点，建立千人团，开展万场巡讲。")
    assert [(target.quantity, target.unit, target.round_word) for target in found] == [
        ("100", "个", True),
        ("1000", "人", True),
        ("10000", "场", True),
    ]


def test_a_round_word_that_the_sentence_then_counts_is_a_name():
    assert short("实施万人创业计划，扶持创业1万人。") == [("10000", "人", "扶持创业")]


def test_spoken_numbers_count_things():
    assert short("新建三所幼儿园、两个社区中心，改造十二条小巷。") == [
        ("3", "所", "新建幼儿园"),
        ("2", "个", "新建社区中心"),
        ("12", "条", "改造小巷"),
    ]
    assert short("三个场馆免费开放，建成一个市民广场。") == [
        ("3", "个", "场馆免费开放"),
        ("1", "个", "建成市民广场"),
    ]
    assert short("为七万名职工办理保障。") == [("70000", "名", "为职工办理保障")]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("新建中小学15所、改扩建8所。", ["新建中小学", "改扩建中小学"]),
        ("新建幼儿园14所、托育园6所。", ["新建幼儿园", "新建托育园"]),
        ("新建6家示范门诊。", ["新建示范门诊"]),
        ("资助500名困难职工子女、300名残疾学生。", ["资助困难职工子女", "资助残疾学生"]),
        ("基本建成320套、2万平方米保障性住房。", ["基本建成保障性住房", "基本建成保障性住房"]),
        ("建设生态河道47条270公里。", ["建设生态河道", "建设生态河道"]),
        ("培育家庭农场、合作社各100家。", ["培育家庭农场", "培育合作社"]),
        ("为30个乡镇、199个村改善通行条件。", ["为乡镇改善通行条件", "为村改善通行条件"]),
        ("为全市1万名优抚对象发放补助资金1000万元。", ["为全市优抚对象发放补助资金", "发放补助资金"]),
        ("为45个村配备垃圾清运车90辆。", ["为村配备垃圾清运车", "配备垃圾清运车"]),
        ("给12个乡镇卫生院配置救护车12辆。", ["给乡镇卫生院配置救护车", "配置救护车"]),
        ("为60个村级卫生室配备设备300台。", ["为村级卫生室配备设备", "配备设备"]),
        ("扶持24个产业园新增车间50个。", ["扶持产业园", "新增车间"]),
        ("消火栓补建982个、维修348个。", ["消火栓补建", "消火栓维修"]),
        ("分配保障房（人才房）2500户。", ["分配保障房（人才房）"]),
        ("改造老旧小区120个，惠及3.35万户。", ["改造老旧小区", "改造老旧小区惠及"]),
        ("新建110千伏变电站3座。", ["新建110千伏变电站"]),
        ("投放鱼、虾等2亿尾。", ["投放鱼、虾等"]),
        ("打通为民路、叶海路等5条断头路。", ["打通为民路、叶海路等断头路"]),
        ("建成充电桩1500个（其中快充桩300个），换电站5座。", ["建成充电桩", "快充桩", "建成换电站"]),
        ("新建学校12所（其中小学4所、初中1所）。", ["新建学校", "小学", "初中"]),
        ("新建学校12所，其中小学4所、初中1所。", ["新建学校", "小学", "初中"]),
        ("为居民提供14类55项服务。", ["为居民提供服务", "为居民提供服务"]),
        ("新增技术企业100家，企业总数突破800家。", ["新增技术企业", "企业总数"]),
        ("送戏下乡覆盖率达到90%，公益电影下乡6.5万场。", ["送戏下乡覆盖率", "公益电影下乡"]),
        ("建设1个市级、6个县级、90个乡级服务站。", ["建设市级服务站", "建设县级服务站", "建设乡级服务站"]),
        ("建设110kV变电站2座、35kV变电站4座。", ["建设110kV变电站", "建设35kV变电站"]),
        ("污水处理率提高3个百分点，达到92%。", ["污水处理率提高", "污水处理率"]),
        ("投资10亿元以上项目10个。", ["投资10亿元以上项目"]),
        ("为全市中小学新增纸质图书70万册，电子图书100万册。", ["为全市中小学新增纸质图书", "新增电子图书"]),
        ("新（改、扩）建幼儿园80所。", ["新（改、扩）建幼儿园"]),
        ("居民和职工报销范围分别扩大到40种和30种。", ["居民", "职工报销范围"]),
        ("投入1亿元，实施扶持工程。", ["投入实施扶持工程"]),
        ("新建公厕750座(其中,城区公厕100座、农村公厕500座)。", ["新建公厕", "城区公厕", "农村公厕"]),
        ("改造校舍3处,其中;小学2处。", ["改造校舍", "小学"]),
        ("帮助失业人员再就业10万人,接收毕业生7万人。", ["帮助失业人员再就业", "接收毕业生"]),
        ("改善环境:-消除黑点60个。-翻新公厕40座。", ["消除黑点", "翻新公厕"]),
        ("★新建绿道8公里。", ["新建绿道"]),
    ],
)
def test_labels_say_what_is_counted(text, labels):
    assert [target.label for target in find_targets(text)] == labels


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("服务万名职工，培训职工1万名。", ["10000"]),  # said again in figures
        ("服务万名职工。培训职工1万名。", ["10000", "10000"]),
        ("服务万名职工，培训职工2万名。", ["10000", "20000"]),
        ("实施万名职工培训计划。", []),
    ],
)
def test_a_round_word_that_its_sentence_counts_again_or_that_names_a_programme_is_none(text, quantities):
    assert [target.quantity for target in find_targets(text)] == quantities


def test_spaces_within_the_text_are_kept_in_the_quote_only():
    target = only("新建中小学 15 所。")
    assert (target.label, target.quote, target.unit) == ("新建中小学", "新建中小学 15 所", "所")


@settings(max_examples=400)
@given(TEXTS)
def test_any_text_is_read_without_an_error(text):
    for target in find_targets(text):
        assert target.quote in text
        assert Decimal(target.quantity) >= 0
        assert target.quantity_max is None or Decimal(target.quantity_max) > Decimal(target.quantity)


@pytest.mark.parametrize(
    "piece", ["新建3所、", "1", "十", "（", "“3所", "由1元", "为", "、", "不低于", "1至", "每人每月", "5万、"]
)
def test_length_costs_no_more_than_its_share(piece):
    targets = find_targets(piece * (20000 // len(piece)))
    assert isinstance(targets, tuple)
