"""Quantities as the office writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.amounts import plain, typed, worded


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


@given(st.decimals(min_value=0, max_value=10**12, places=4))
def test_what_is_worded_is_read_back_the_same(amount):
    assert typed(worded(amount)) == amount
