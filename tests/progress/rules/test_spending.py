"""已完成投资 beside what is planned."""

from decimal import Decimal

import pytest

from progress.rules.spending import Spending


def of(spent, *, planned="2000", earlier=None):
    values = [Decimal(each) if each is not None else None for each in (planned, earlier, spent)]
    return Spending(*values)


def test_what_is_spent_is_told_with_its_part_of_the_plan():
    assert of("500").words == "500万元，计划2000万元，占25.0%"
    assert of("30000", planned="40000").words == "3亿元，计划4亿元，占75.0%"


def test_nothing_said_is_not_nothing_spent():
    assert of(None).words == "未填，计划2000万元" and of(None).rate is None
    assert of("0").words == "0元，计划2000万元，占0.0%"


def test_a_plan_of_nothing_has_no_percentage():
    assert of("5", planned="0").words == "5万元，计划0元"
    assert of("0.2", planned="0.5").rate == 40


def test_its_key_is_no_targets():
    assert of("5").figure.key < 1, "rows of a table are numbered from 1"


@pytest.mark.parametrize(
    ("spent", "earlier", "words"),
    [
        ("400", "500", "400万元，比上次累计500万元少100万元。"),
        ("500", "500", None),
        ("2000", None, None),
        ("2000.5", None, "2000.5万元，超过计划投资2000万元。"),
        ("4000", None, "4000万元，超过计划投资2000万元。"),
        ("5000", None, "5000万元，超过计划投资2000万元的两倍。"),
        ("1900", "190", "1900万元，是上次累计190万元的10倍。"),
        ("3900", "390", "3900万元，超过计划投资2000万元；是上次累计390万元的10倍。"),
        (None, "500", None),
    ],
)
def test_what_can_hardly_be_is_asked_about_as_of_a_target(spent, earlier, words):
    doubt = of(spent, earlier=earlier).doubt
    assert (doubt.words if doubt else None) == words


@pytest.mark.parametrize(
    ("spent", "earlier", "moved"),
    [("0", None, False), ("5", None, True), ("5", "5", False), (None, "5", False)],
)
def test_another_sum_than_the_last_has_moved(spent, earlier, moved):
    assert of(spent, earlier=earlier).has_moved == moved
