"""已完成投资 beside what is planned."""

from decimal import Decimal

import pytest

from progress.rules.spending import Spending


def of(spent, *, planned="2000", earlier=None):
    values = [Decimal(each) if each is not None else None for each in (planned, earlier, spent)]
    return Spending(*values)


def test_what_is_spent_is_told_with_its_part_of_the_plan():
    assert of("500").told == "500万元，计划2000万元，占25.0%"
    assert of("30000", planned="40000").told == "3亿元，计划4亿元，占75.0%"


def test_nothing_said_is_not_nothing_spent():
    assert of(None).told == "未填，计划2000万元" and of(None).rate is None
    assert of("0").told == "0元，计划2000万元，占0.0%"


def test_a_plan_of_nothing_has_no_percentage():
    assert of("5", planned="0").told == "5万元，计划0元"


@pytest.mark.parametrize(
    ("spent", "earlier", "question"),
    [
        ("400", "500", "低于上次累计500万元，请核对"),
        ("500", "500", ""),
        ("4000", None, ""),
        ("4000.01", None, "超过计划投资2000万元的两倍，请核对"),
        (None, "500", ""),
    ],
)
def test_a_fall_and_more_than_twice_the_plan_are_asked_about(spent, earlier, question):
    assert of(spent, earlier=earlier).question == question
    assert question in of(spent, earlier=earlier).words
