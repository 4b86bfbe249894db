"""Numbers from characters."""

from datetime import date
from decimal import Decimal

import pytest

from projects.parsing.numerals import chinese_number, plain, readable, to_date, to_int


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("七万", 70000),
        ("二〇二三", 2023),
        ("一亿二千万", 120_000_000),
        ("三亿零五百万", 305_000_000),
        ("一万二千亿", 1_200_000_000_000),
        ("一亿二千万三千四百", 120_003_400),
        ("五万万", 500_000_000),
        ("三万五千", 35_000),
        ("百", 100),
        ("万", 10_000),
        ("亿", 100_000_000),
        ("一千一百一十一万一千一", 11_111_001),
    ],
)
def test_chinese_numerals_are_numbers(printed, value):
    assert chinese_number(printed) == value


def test_twelve_characters_are_a_number_and_more_are_none():
    assert chinese_number("一二三四五六七八九○〇零") == 123_456_789_000
    assert chinese_number("一二三四五六七八九○〇零两") is None


def test_other_characters_are_no_number():
    assert chinese_number("十所") is None
    assert to_int("学校") is None
    assert to_int("") is None


def test_full_width_digits_are_digits():
    assert to_int("１２") == 12


@pytest.mark.parametrize("printed", ["2023年1月20日", "2023-01-20", "二〇二三年一月二十日", "2023.1.20"])
def test_a_day_is_read_however_it_is_printed(printed):
    assert to_date(printed) == date(2023, 1, 20)


def test_a_day_that_does_not_exist_is_none():
    assert to_date("2023年13月20日") is None


def test_a_decimal_is_written_without_exponent_or_needless_zeros():
    assert [plain(Decimal(text)) for text in ("1.20E+4", "0.50", "100", "2.2E+4")] == [
        "12000",
        "0.5",
        "100",
        "22000",
    ]


def test_large_numbers_are_said_as_a_report_says_them():
    assert [readable(Decimal(value)) for value in (48140000, 150000000, 350)] == ["4814万", "1.5亿", "350"]
    assert [readable(Decimal(value)) for value in (10**4, 10**8, 9999)] == ["1万", "1亿", "9999"]
