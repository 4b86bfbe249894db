"""What everybody reads: no persons, no telephone numbers however they are typed; words and amounts stay."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.rules.public_text import public_text

ROOT = Path(__file__).resolve().parents[3]
SPELLED = [
    "13912345678",
    "139 1234 5678",
    "139-1234-5678",
    "139－1234－5678",
    "139—1234—5678",
    "139–1234–5678",
    "139.1234.5678",
    "139 12345678",
    "1391234 5678",
    "139 123 45678",
    "1391 234 5678",
    "(139)12345678",
    "（139）1234 5678",
    "１３９１２３４５６７８",
    "１３９－１２３４－５６７８",
    "+8613912345678",
    "+86 139 1234 5678",
    "(+86)139-1234-5678",
    "0086-13912345678",
    "86-13912345678",
    "0518-85801234",
    "0518－85801234",
    "0518—85801234",
    "０５１８－８５８０１２３４",
    "051885801234",
    "0518 85801234",
    "0518 8580 1234",
    "0518-8580-1234",
    "0518-8585-1234",
    "0518 - 8580 1234",
    "(0518)85801234",
    "（0518） 8580 1234",
    "（0518）8580－1234",
    "+86-518-85801234",
    "0086 518 8580 1234",
    "025-8329 1234",
    "010-65251234",
    "0518-85801234-8012",
    "0518-85801234转8012",
    "0518-8580123",
    "400-820-8820",
    "400 8208 820",
    "4008208820",
    "800-820-8820",
]


@pytest.mark.parametrize("number", SPELLED)
@pytest.mark.parametrize(
    ("before", "after", "public"),
    [
        ("请与", "联系。", "请与（略）联系。"),
        ("请拨打", "咨询。", "请拨打（略）咨询。"),
        ("已完成，电话：", "。", "已完成。"),
        ("已完成，电话", "。", "已完成。"),
        ("已完成（电话：", "）。", "已完成。"),
        ("已完成；TEL:", "。", "已完成。"),
        ("已完成，座机", "。", "已完成。"),
        ("已完成，联系电话（", "）。", "已完成。"),
    ],
)
def test_a_telephone_number_is_taken_out_however_it_is_typed(number, before, after, public):
    assert public_text(f"{before}{number}{after}") == public


@pytest.mark.parametrize(
    ("internal", "public"),
    [
        ("已完成，座机85801234。", "已完成。"),
        ("已完成，TEL:85801234。", "已完成。"),
        ("已完成，Tel. 8580 1234。", "已完成。"),
        ("已完成，电话（85801234）。", "已完成。"),
        ("已完成，电话(8580-1234)，下月验收。", "已完成，下月验收。"),
        ("已完成，固定电话为8580－1234。", "已完成。"),
        ("请致电85801234。", "请致电（略）。"),
        ("热线：85801234。", "热线：（略）。"),
        ("请拨打0518-85801234、85801235咨询。", "请拨打（略）咨询。"),
        ("请拨打0518-85801234或13912345678咨询。", "请拨打（略）或（略）咨询。"),
        ("发至a.b＠lyg.gov.cn。", "发至（略）。"),
        ("已核，身份证号320703 19800101 123X。", "已核。"),
        ("（320703198001011234）", "（（略））"),
    ],
)
def test_seven_or_eight_digits_behind_a_word_for_a_telephone(internal, public):
    assert public_text(internal) == public


@pytest.mark.parametrize(
    "text",
    [
        "累计完成投资12345678元。",
        "累计完成投资13912345678元。",
        "累计完成投资4008208820元，占年度的80%。",
        "其中2021年85801234元，2020年85801233元。",
        "办结13912345678件。",
        "接听电话85801234次，办结率99.8%。",
        "连政发〔2021〕10号、连政办传〔2021〕1234567号。",
        "2021年6月30日前、2021-06-30、2021.06.30、20210630、2021/6/30。",
        "2020-2021年、2021—2025年、5000-8000人、1000－1500名。",
        "项目代码：2103-320700-04-01-123456，编号0518-85801234。",
        "统一社会信用代码913207007036543210。",
        "12345热线、96889、110、120、119联动。",
        "面积1234.5678平方米，占比0.12345678。",
        "新增6、7、8、9号楼4栋，公交1、2、3、4、5、6、7、8路。",
        "办公电话全部更换，手机银行开通12万户，QQ群3个。",
        "G204国道、X201县道、S242省道改扩建11.38公里。",
        "HOTEL12345678",
    ],
)
def test_figures_that_are_no_telephone_numbers_stay(text):
    assert public_text(text) == text


@pytest.mark.parametrize(
    ("internal", "public"),
    [
        ("已开工4所。联系人：张建国，电话：0518-85821234。", "已开工4所。"),
        ("已开工4所（联系人：张建国，电话13812345678）。", "已开工4所。"),
        ("已开工4所，联系人：张建国，下月完工。", "已开工4所，下月完工。"),
        ("已开工4所（联系电话：0518-85821234）。", "已开工4所。"),
        ("请拨打0518-85821234咨询。", "请拨打（略）咨询。"),
        ("可打138 1234 5678联系。", "可打（略）联系。"),
        ("已完成，电话85821234。", "已完成。"),
        ("发至a.b@lyg.gov.cn。", "发至（略）。"),
        ("由王建国局长带队督查。", "由×××局长带队督查。"),
        ("李梅同志负责。", "×××同志负责。"),
        ("责任人王小明，下月完工。", "责任人×××，下月完工。"),
        ("项目负责人为李梅（设计单位另定）。", "项目负责人为×××（设计单位另定）。"),
    ],
)
def test_contacts_and_persons_are_taken_out(internal, public):
    assert public_text(internal) == public


@pytest.mark.parametrize(
    "text",
    [
        "累计新改扩建中小学6所，完成投资13800000000元。",
        "受理12345热线办件85821234件，办结率99.8%。",
        "落实责任人，建立周调度机制；市教育局局长办公会已研究。",
        "连政发〔2021〕10号文件要求，2021年6月30日前完成。",
        "项目负责人高度重视，责任人落实到位，责任人、责任时限已明确。",
        "申报创建文明城市，打造高峰学科。",
        "G204国道改扩建11.38公里，发放手机12部。",
    ],
)
def test_words_and_amounts_stay(text):
    assert public_text(text, ["文明", "高峰"]) == text


@pytest.mark.parametrize("title", ["局长", "主任", "书记"])
def test_no_unit_of_the_register_is_taken_for_a_person(title):
    names = [
        row["fields"]["name"]
        for row in json.loads((ROOT / "fixtures/units.json").read_text())
        if row["model"] == "projects.unit"
    ]
    assert [name for name in names if public_text(f"{name}{title}") != f"{name}{title}"] == []


def test_a_known_name_is_taken_out_wherever_it_stands():
    assert public_text("请欧阳建华协调，并由高峰负责。", ["欧阳建华", "高峰"]) == "请×××协调，并由×××负责。"
    assert public_text("请王建国协调。", ["王建国"]) == "请×××协调。"


def test_of_two_names_that_begin_alike_the_longer_one_goes():
    assert public_text("请欧阳建华协调。", ["欧阳建", "欧阳建华"]) == "请×××协调。"


def test_one_character_is_no_name():
    assert public_text("由高、低两段组成。", ["高", " "]) == "由高、低两段组成。"


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.sampled_from(["", "电话", "手机：", "，", "（", "请联系"]),
    st.sampled_from(["", "。", "）", "，谢谢"]),
)
def test_no_mobile_number_is_left(number, before, after):
    assert number not in public_text(f"已完成{before}{number}{after}")


@given(st.from_regex(r"\A0518-?8[0-9]{7}\Z"), st.sampled_from(["", "电话", "传真：", "，"]))
def test_no_landline_is_left(number, before):
    assert number not in public_text(f"已完成{before}{number}。")
