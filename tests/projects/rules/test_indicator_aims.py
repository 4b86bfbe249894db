from decimal import Decimal

import pytest

from projects.rules.indicator_aims import Aim, Direction, direction_of, is_met, read_aim


@pytest.mark.parametrize(
    ("printed", "aim"),
    [
        ("98.16", Aim(Decimal("98.16"))),
        ("≥95", Aim(Decimal(95), "≥")),
        ("＞85", Aim(Decimal(85), ">")),
        ("<6", Aim(Decimal(6), "<")),
        ("4以内", Aim(Decimal(4), "≤")),
        ("不低于 90%", Aim(Decimal(90), "≥")),
        ("65左右", Aim(Decimal(65), "左右")),
        ("[8.15]", Aim(Decimal("8.15"), "", is_sum=True)),
        ("【＞15】", Aim(Decimal(15), ">", is_sum=True)),
        ("74.5%", Aim(Decimal("74.5"))),
    ],
)
def test_a_printed_value_is_read(printed, aim):
    assert read_aim(printed) == aim


@pytest.mark.parametrize(
    "printed", ["", "_", "-", "—", "ı", "新农合参合率99.8;城镇95.5", "≥90以上", "3—5", "[8.15", "8.15]"]
)
def test_what_is_no_value_is_none(printed):
    assert read_aim(printed) is None


@pytest.mark.parametrize(
    ("base", "target", "direction", "certain"),
    [
        ("5", "<6", Direction.LOWER, True),
        ("85", "≥90", Direction.HIGHER, True),
        ("2", "4.5", Direction.HIGHER, True),
        ("98", "98", Direction.HIGHER, True),
        ("303.43", "303", Direction.LOWER, False),
        ("26左右", "24左右", Direction.LOWER, False),
        ("[8.15]", "[5]", Direction.HIGHER, True),
        ("_", "25", Direction.HIGHER, True),
        ("5", "_", Direction.HIGHER, True),
        ("90", "≥85", Direction.HIGHER, True),
    ],
)
def test_the_direction_is_told_or_doubted(base, target, direction, certain):
    assert direction_of(read_aim(base), read_aim(target)) == (direction, certain)


@pytest.mark.parametrize(
    ("value", "target", "direction", "met"),
    [
        ("90", "≥90", Direction.HIGHER, True),
        ("90", ">90", Direction.HIGHER, False),
        ("6", "<6", Direction.LOWER, False),
        ("5.9", "<6", Direction.LOWER, True),
        ("63.7", "65左右", Direction.HIGHER, True),
        ("63.6", "65左右", Direction.HIGHER, False),
        ("24.5", "24左右", Direction.LOWER, False),
        ("24.48", "24左右", Direction.LOWER, True),
        ("24", "≤24", Direction.LOWER, True),
        ("24.5", "≤24", Direction.LOWER, False),
    ],
)
def test_a_target_is_met_as_it_is_printed(value, target, direction, met):
    assert is_met(Decimal(value), read_aim(target), direction) is met
