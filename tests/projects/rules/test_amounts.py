"""Quantities as the office writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.amounts import counted, money, plain, read, read_back, typed, worded


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("957", "957"),
        ("22000.0000", "2.2万"),
        ("100000000", "1亿"),
        ("40000000", "4000万"),
        ("12345", "12345"),
        ("0", "0"),
        ("0.5000", "0.5"),
    ],
)
def test_an_amount_reads_as_the_office_writes_it(amount, words):
    assert worded(Decimal(amount)) == words


def test_no_amount_reads_as_nothing():
    assert (worded(None), plain(None)) == ("", "")


@pytest.mark.parametrize(
    ("text", "amount"),
    [("22000", 22000), (" 2.2万 ", 22000), ("22,000", 22000), ("1亿", 10**8), ("0", 0)]
    + [("４５", 45), ("1,234,567.5", Decimal("1234567.5")), ("12，345", 12345), ("2.2 万", 22000)],
)
def test_a_typed_amount_is_read(text, amount):
    assert typed(text) == amount


@pytest.mark.parametrize(
    "text", ["", "约5", "1e5", "5所", "万", "1.2.3", "12\t34", "12 34", "12\n34", "1,2", "1234,567", "12,34"]
)
def test_what_is_no_amount_is_none(text):
    assert typed(text) is None


@pytest.mark.parametrize("text", ["12²", "12①", "①", "²", "12₂", "12⑴", "1½", "3⒈", "１２③万"])
def test_a_mark_of_a_footnote_is_no_digit(text):
    assert typed(text) is None
    assert text[-2:] in read(text).why  # as it was typed


@pytest.mark.parametrize("text", ["12㎡", "12m²", "12m2", "12 m²"])
@pytest.mark.parametrize("unit", ["㎡", "m²"])
def test_the_mark_of_the_unit_is_none_of_the_number(text, unit):
    assert typed(text, unit) == 12


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("9.6万㎡", "平方米", 96000),
        ("9.6万平米", "平方米", 96000),
        ("9.6万m²", "万平方米", Decimal("9.6")),
        ("12平方米", "㎡", 12),
        ("12KM", "公里", 12),
        ("12千米", "公里", 12),
        ("3.5km²", "平方公里", Decimal("3.5")),
        ("200 kg", "公斤", 200),
        ("4t", "吨", 4),
    ],
)
def test_a_measure_spelled_otherwise_is_the_same(text, unit, amount):
    assert typed(text, unit) == amount


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5家", "个"),
        ("5km²", "公里"),
        ("5km", "平方公里"),
        ("5平方千米", "公里"),
        ("5m2", "米"),
        ("5km2", "平方米"),
        ("5m2", ""),
    ],
)
def test_another_measure_is_not(text, unit):
    assert typed(text, unit) is None
    assert read(text, unit).why


@pytest.mark.parametrize("text", ["-0", "－0", "-0.0万"])
def test_nothing_has_no_sign(text):
    assert plain(typed(text)) == "0"


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_what_is_worded_is_read_back_the_same(amount):
    assert typed(worded(amount)) == amount


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("9.6万平方米", "平方米", 96000),
        ("9.6 万平方米", "平方米", 96000),
        ("96000.", "", 96000),
        (".5", "", Decimal("0.5")),
        ("１２", "", 12),
        ("4,330万元", "元", 43_300_000),
        ("4330万元", "万元", 4330),
        ("4330万", "万元", 4330),
        ("1.1亿", "元", 110_000_000),
        ("1.1亿", "万元", 11_000),
        ("1.1亿元", "万元", 11_000),
        ("5千万", "万元", 5000),
        ("1200元", "万元", Decimal("0.12")),
        ("500万元", "亿元", Decimal("0.05")),
        ("2.2万人次", "万人次", Decimal("2.2")),
        ("3千万", "元", 30_000_000),
        ("3百万", "元", 3_000_000),
        ("15  万元", "万元", 15),
        ("999999999999999", "", 10**15 - 1),
        ("-999999999999999", "", 1 - 10**15),
        ("5千米", "千米", 5),
        ("5千米", "米", 5000),
        ("８０％", "%", 80),
        ("4‰", "‰", 4),
        ("15 所", "所", 15),
        ("+5", "", 5),
        ("－5", "", -5),
        ("12,345.6", "", Decimal("12345.6")),
    ],
)
def test_a_number_is_taken_as_people_write_it(text, unit, amount):
    assert read(text, unit).amount == amount
    assert read(text, unit).why == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12\t34", "2个数"),
        ("5 2004 100 260 270", "5个数"),
        ("52\n004\n100", "3个数"),
        ("1,2", "千分位"),
        ("1234,567", "千分位"),
        ("1.2.3", "千分位"),
        ("约5", "没有看懂“约5”"),
        ("5亩", "本项按“所”填"),
        ("5所左右", "本项按“所”填"),
        ("0.12345", "小数超过4位"),
        ("9" * 16, "太大"),
    ],
)
def test_what_is_no_number_is_told_in_a_sentence(text, said):
    reading = read(text, "所")
    assert reading.amount is None
    assert said in reading.why


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("500万", "亿元", "本项按“亿元”填，没有看懂“500万”。请填写数字，如 2.75 或 1.1亿。"),
        ("3千", "万元", "本项按“万元”填，没有看懂“3千”。请填写数字，如 500 或 1.1亿。"),
        ("3百万", "亿元", "本项按“亿元”填，没有看懂“3百万”。"),
        ("约5", "万人次", "没有看懂“约5”。请填写数字，如 500 或 1.1亿。"),
        ("约5", "", "没有看懂“约5”。请填写数字，如 22000 或 2.2万。"),
        ("1.2千", "万元", "本项按“万元”填，没有看懂“1.2千”。"),
        ("1,2千", "万元", "千分位"),
    ],
)
def test_a_refusal_says_what_is_true_of_the_unit(text, unit, said):
    reading = read(text, unit)
    assert reading.amount is None
    assert said in reading.why
    assert ("逗号" in reading.why) == ("," in text)


@pytest.mark.parametrize("unit", ["", "所", "万元", "万人次", "亿元"])
def test_what_a_refusal_gives_as_an_example_can_be_typed(unit):
    named = read("约5", unit).why.partition("如 ")[2].rstrip("。").split(" 或 ")
    assert len(named) == 2
    assert all(read(each, unit).amount for each in named)


def test_what_is_typed_at_length_is_repeated_in_part():
    assert len(read("很" * 5000).why) < 60
    assert f"没有看懂“{'很' * 24}”" in read("很" * 24).why
    assert f"没有看懂“{'很' * 24}…”" in read("很" * 25).why


def test_a_refusal_names_the_unit_where_a_number_was_typed_for_one():
    assert read("约5", "所").why.startswith("没有看懂")
    assert read("5亩", "").why.startswith("没有看懂")


@pytest.mark.parametrize("text", ["1000000000000000", "-1000000000000000"])
def test_what_the_database_cannot_hold_is_too_large(text):
    assert read(text).why == f"“{text}”太大，请核对。"


@pytest.mark.parametrize("text", ["", " ", "\t", "　"])
def test_an_empty_cell_holds_nothing_and_nothing_wrong(text):
    assert (read(text).amount, read(text).why) == (None, "")


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("957", "957"),
        ("96000", "9.6万"),
        ("10000", "1万"),
        ("100000000", "1亿"),
        ("12345", "1.2345万"),
        ("43300000", "4330万"),
        ("110000000", "1.1亿"),
        ("52004100260270", "约520041.0026亿"),
        ("0.5", "0.5"),
    ],
)
def test_what_was_typed_is_read_back_in_ten_thousands(amount, words):
    assert read_back(Decimal(amount)) == words


@given(st.text(max_size=40), st.sampled_from(["", "所", "万元", "%"]))
def test_whatever_stands_in_a_cell_is_a_number_or_told_or_nothing(text, unit):
    reading = read(text, unit)
    assert (reading.amount is None) or not reading.why


def test_thousands_of_ten_thousands_may_mean_two_things_and_are_asked_about():
    assert read("3千", "万元").why


@pytest.mark.parametrize(
    ("amount", "words"),
    [("27500", "2.75亿元"), ("500", "500万元"), ("120.5", "120.5万元"), ("0.5", "5000元"), ("0", "0元")],
)
def test_money_kept_in_ten_thousands_is_told_in_yuan(amount, words):
    assert money(Decimal(amount)) == words


def test_no_money_has_no_words():
    assert money(None) == ""


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [("120000000", "元", "1.2亿元"), ("27500", "万元", "27500万元"), ("-3", "所", "-3所"), (None, "元", "")],
)
def test_an_amount_is_read_with_its_unit(amount, unit, words):
    assert counted(amount if amount is None else Decimal(amount), unit) == words
