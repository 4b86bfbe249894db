"""计划投资: what is asked about, and what can be none."""

from decimal import Decimal

import pytest

from projects.rules.investments import doubt_about, why_not


@pytest.mark.parametrize(
    ("amount", "asked"),
    [
        (None, ""),
        ("0", ""),
        ("10", ""),
        ("999999", ""),
        ("1000000", "计划投资100亿元，达到100亿元以上，本栏按“万元”填写"),
        ("20000000", "计划投资2000亿元，达到100亿元以上，本栏按“万元”填写"),
        ("2.75", "计划投资2.75万元，不足10万元，本栏按“万元”填写"),
        ("0.5", "计划投资5000元，不足10万元，本栏按“万元”填写"),
        ("-5", ""),
    ],
)
def test_a_slip_of_the_unit_is_asked_about(amount, asked):
    assert doubt_about(None if amount is None else Decimal(amount)) == asked


def test_less_than_nothing_can_be_none():
    assert why_not(Decimal(-1)) == "计划投资不能是负数。"
    assert why_not(Decimal(0)) == why_not(None) == ""
