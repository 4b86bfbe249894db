"""Amounts in running text: each with its unit, its ends and what qualifies it; names are none."""

from decimal import Decimal

import pytest

from projects.parsing.amounts import scan_amounts


def read(text):
    """Each amount as (what qualifies it before, as printed, value, end of a range, unit, qualifier)."""
    return [
        (
            text[each.lead : each.start],
            text[each.start : each.end],
            each.value,
            each.maximum,
            each.unit,
            each.qualifier,
        )
        for each in scan_amounts(text)
    ]


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("新建中小学15所。", "15所", 15, "所"),
        ("投资12,345.6元。", "12,345.6元", "12345.6", "元"),
        ("投资1,234,567元。", "1,234,567元", 1234567, "元"),
        ("投资300百万元。", "300百万元", 300_000_000, "元"),
        ("投资3万亿元。", "3万亿元", 3 * 10**12, "元"),
        ("投资3百亿元。", "3百亿元", 3 * 10**10, "元"),
        ("投资3千亿元。", "3千亿元", 3 * 10**11, "元"),
        ("投资3千万元。", "3千万元", 3 * 10**7, "元"),
        ("投资3十万元。", "3十万元", 3 * 10**5, "元"),
        ("投资1亿2000万元。", "1亿2000万元", 120_000_000, "元"),
        ("培训3万5000人次。", "3万5000人次", 35_000, "人次"),
        ("培训3万1000人次。", "3万1000人次", 31_000, "人次"),
        ("投资3万2千元。", "3万2千元", 32_000, "元"),
        ("投资1亿500万元。", "1亿500万元", 105_000_000, "元"),
        ("投资一亿二千万元。", "一亿二千万元", 120_000_000, "元"),
        ("培训5百人。", "5百人", 500, "人"),
        ("新建110千瓦电站。", "110千瓦", 110, "千瓦"),
        ("改造3千米。", "3千米", 3, "千米"),
        ("供水35km。", "35km", 35, "km"),
        ("降至33 微克/立方米。", "33 微克/立方米", 33, "微克/立方米"),
        ("抽检率3.5‰。", "3.5‰", "3.5", "‰"),
        ("新建充电桩１２个。", "１２个", 12, "个"),
        ("新增停车泊位5000。", "5000", 5000, None),
        ("新增停车泊位2万。", "2万", 20_000, None),
        ("新增停车泊位9999。", "9999", 9999, None),
        ("新增停车泊位5", "5", 5, None),
        ("投资3 万元。", "3 万元", 30_000, "元"),
        ("1.5公里绿道。", "1.5公里", "1.5", "公里"),
        ("改善环境；2.5公里绿道。", "2.5公里", "2.5", "公里"),
        ("百分之五。", "百分之五", 5, "%"),
        ("发生0起。", "0起", 0, "起"),
        ("新打机井12 口。", "12 口", 12, "口"),
        ("开凿12 洞。", "12 洞", 12, "洞"),
        ("建设5G基站三个。", "三个", 3, "个"),
        ("增加到2 倍。", "2 倍", 2, "倍"),
        ("新打机井12口。", "12口", 12, "口"),
        ("压缩至2000小时。", "2000小时", 2000, "小时"),
        ("压缩至3天。", "3天", 3, "天"),
        ("从原来的15天起。", "15天", 15, "天"),
        ("免费开放三个场馆。", "三个", 3, "个"),
        ("建成一个市民广场。", "一个", 1, "个"),
        ("保障三十人。", "三十人", 30, "人"),
        ("保障十人。", "十人", 10, "人"),
        ("服务七万名职工。", "七万名", 70_000, "名"),
        ("达到百分之九十五。", "百分之九十五", 95, "%"),
        ("抽检千分之三。", "千分之三", 3, "‰"),
        ("达到百分之百。", "百分之百", 100, "%"),
        ("5G基站300个。", "300个", 300, "个"),
        ("A4纸100张。", "100张", 100, "张"),
        ("每周演出3次。", "3次", 3, "次"),
    ],
)
def test_an_amount_is_read_in_base_units(text, printed, value, unit):
    assert read(text) == [("", printed, Decimal(value), None, unit, None)]


@pytest.mark.parametrize(
    ("text", "before", "printed", "value", "qualifier"),
    [
        ("不少于500场演出。", "不少于", "500场", 500, "at_least"),
        ("不低于为500场。", "不低于为", "500场", 500, "at_least"),
        ("至少建成3所。", "至少建成", "3所", 3, "at_least"),
        ("不超过百分之五。", "不超过", "百分之五", 5, "at_most"),
        ("控制在5%以内。", "控制在", "5%以内", 5, "at_most"),
        ("低于12%。", "低于", "12%", 12, "at_most"),
        ("超过20家。", "超过", "20家", 20, "over"),
        ("超过百分之九十。", "超过", "百分之九十", 90, "over"),
        ("近30公里。", "近", "30公里", 30, "about"),
        ("每人每月不低于500元。", "不低于", "500元", 500, "at_least"),
        ("不低于每人每月500元。", "不低于", "每人每月500元", 500, "at_least"),
        ("达到90%以上。", "", "90%以上", 90, "at_least"),
        ("达到90%及以上。", "", "90%及以上", 90, "at_least"),
        ("超过20家以上。", "超过", "20家以上", 20, "at_least"),
        ("12座左右。", "", "12座左右", 12, "about"),
        ("12座内，", "", "12座内", 12, "at_most"),
        ("培训2.2万余人次。", "", "2.2万余人次", 22000, "over"),
        ("补助50余万元。", "", "50余万元", 500_000, "over"),
        ("近50余万元。", "近", "50余万元", 500_000, "about"),
        ("培训10多个。", "", "10多个", 10, "over"),
        ("培训2万余。", "", "2万余", 20_000, "over"),
        ("改造300户以上。", "", "300户以上", 300, "at_least"),
        ("建设3个以上规模企业。", "", "3个以上", 3, "at_least"),
        ("噪声控制在55。", "控制在", "55", 55, "at_most"),
        ("不多于缴费标准的80%。", "", "80%", 80, "at_most"),
        ("不大于缴费标准的80%。", "", "80%", 80, "at_most"),
        ("不小于缴费标准的80%。", "", "80%", 80, "at_least"),
        ("补助1亿2000余万元。", "", "1亿2000余万元", 120_000_000, "over"),
        ("补助十余万元。", "", "十余万元", 100_000, "over"),
        ("惠及三十多万人次。", "", "三十多万人次", 300_000, "over"),
        ("不低于缴费标准的80%。", "", "80%", 80, "at_least"),
        ("不超过缴费标准的80%。", "", "80%", 80, "at_most"),
        ("至少为原标准的2倍。", "", "2倍", 2, "at_least"),
        ("不高于原标准的2倍。", "", "2倍", 2, "at_most"),
    ],
)
def test_what_qualifies_an_amount_is_read_before_and_behind_it(text, before, printed, value, qualifier):
    (found,) = read(text)
    part = printed.removeprefix("每人每月")
    said = printed.removesuffix(part)
    assert found[0] == before + said
    assert (found[1], found[2], found[5]) == (part, value, qualifier)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新建6—8个公园。", [("", "6—8个", 6, 8, "个", None)]),
        ("新建6至8个公园。", [("", "6至8个", 6, 8, "个", None)]),
        ("不少于6-8个。", [("不少于", "6-8个", 6, 8, "个", "at_least")]),
        ("投资2—3亿元。", [("", "2—3亿元", 200_000_000, 300_000_000, "元", None)]),
        ("投资5000万—1亿元。", [("", "5000万—1亿元", 50_000_000, 100_000_000, "元", None)]),
        ("改造3、5万吨。", [("", "3", 30000, None, "吨", None), ("", "5万吨", 50000, None, "吨", None)]),
        ("约3、5万吨。", [("约", "3", 3e4, None, "吨", "about"), ("", "5万吨", 5e4, None, "吨", "about")]),
        ("新建3所、5个。", [("", "3所", 3, None, "所", None), ("", "5个", 5, None, "个", None)]),
        ("投入1亿3个项目。", [("", "1亿", 100_000_000, None, None, None), ("", "3个", 3, None, "个", None)]),
        ("投入2亿2021年完成。", [("", "2亿", 200_000_000, None, None, None)]),
        ("投入3万5万人。", [("", "3万", 30000, None, None, None), ("", "5万人", 50000, None, "人", None)]),
    ],
)  # fmt: skip
def test_ranges_and_lists_share_their_unit(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "G204国道。",
        "建设5G。",
        "2021年底前。",
        "连政发〔2021〕10号。",
        "打造“15分钟”圈。",
        "打造“15分钟”",
        "《100条》措施。",
        "第3批。",
        "1:500地形图。",
        "3×4米。",
        "20户以上自然村。",
        "60岁以上老人。",
        "前10名。",
        "007个。",
        "3—1个。",
        "3—3个。",
        "3—5年。",
        "一批项目。",
        "举办一场演出。",
        "服务一人。",
        "三人篮球赛。",
        "服务九人。",
        "数百个。",
        "成百上千人。",
        "百家争鸣。",
        "千家万户。",
        "三分之一。",
        "百分之",
        "10余年。",
        "12000以上。",
        "泊位10000。",
        "15",
        "10多功能厅。",
        "第3至5批。",
        "第3、5批。",
        "6、7号楼。",
        "存储3万GB。",
        "20人以上自然村。",
    ],
)
def test_what_is_a_name_a_date_or_a_size_is_no_amount(text):
    assert read(text) == []


def test_the_years_of_a_change_are_no_durations():
    assert [each.value for each in scan_amounts("由2021年的3所增加到5所。")] == [3, 5]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.300户改造；2.500户新建。", [300, 500]),
        ("1.建校3所；2.500户新建；3.5公里绿道。", [3, 500, 5]),
        ("1.建校3所；5.建园4所；6.20户。", [3, 4, 20]),
        ("1.建校3所；3.5公里绿道；建园4所。", [3, Decimal("3.5"), 4]),
        ("建校3所；2.5公里绿道；3.建园4所。", [3, Decimal("2.5"), 4]),
    ],
)
def test_a_number_at_the_front_is_of_an_enumeration_where_the_one_beside_it_is_too(text, values):
    assert [each.value for each in scan_amounts(text)] == values


@pytest.mark.parametrize(
    "text", ["1.建校3所；2.建园4所。", "1、建校3所；2、建园4所。", "（1）建校3所；（2）建园4所。"]
)
def test_the_numbers_of_an_enumeration_are_none(text):
    assert [each.value for each in scan_amounts(text)] == [3, 4]


@pytest.mark.parametrize(
    ("text", "is_round"),
    [("新建15所。", False), ("万名职工。", True), ("七万名职工。", False), ("走访百家企业。", True)],
)
def test_a_round_word_alone_is_known_as_one(text, is_round):
    (found,) = scan_amounts(text)
    assert found.round_word is is_round


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("新增床位三千五百张。", 3500, "张"),
        ("安装路灯八百盏。", 800, "盏"),
        ("植树三万株。", 30000, "株"),
        ("改造教室十二间。", 12, "间"),
        ("发放手册一百五十本。", 150, "本"),
    ],
)
def test_a_large_chinese_numeral_counts_whatever_its_unit(text, value, unit):
    assert [(each.value, each.unit) for each in scan_amounts(text)] == [(value, unit)]


@pytest.mark.parametrize(
    "text", ["织密三张网。", "推行一张清单。", "三百六十度服务。", "二十四节气。", "打造百张名片。"]
)
def test_a_chinese_numeral_that_makes_a_name_counts_nothing(text):
    assert scan_amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("新建学校15（所）。", 15, "所"),
        ("新增学位3240(个)。", 3240, "个"),
        ("投资2亿（元）。", 2 * 10**8, "元"),
    ],
)
def test_a_unit_in_brackets_is_the_numbers(text, value, unit):
    assert [(each.value, each.unit) for each in scan_amounts(text)] == [(value, unit)]


def test_a_bracket_that_says_more_than_the_unit_is_none():
    assert [(each.value, each.unit) for each in scan_amounts("建校15所（所有县区）。")] == [(15, "所")]
    assert [each.unit for each in scan_amounts("发放贷款2200万（所需资金自筹）。")] == [None]
