"""Shares of a target, as plain values (domain.md, Contributions and shares)."""

from datetime import date
from decimal import Decimal

import pytest

from progress.rules.shares import (
    Share,
    contribution_due,
    contribution_slip,
    remarks,
    share_rate,
    total_of,
    why_impossible,
)


def share(quantity, *planned):
    figures = [None if each is None else Decimal(each) for each in planned]
    return Share(Decimal(quantity), (*figures, *[None] * (4 - len(figures))))


@pytest.mark.parametrize(
    ("given", "quarter", "planned"),
    [
        (share(5), 1, None),
        (share(5, 1, None, 3), 2, 1),
        (share(5, 1, None, 3), 3, 3),
        (share(5, 1), 4, 5),
        (share(5, 1), 5, 5),  # 年底核定
    ],
)
def test_what_a_share_plans_by_the_end_of_a_quarter(given, quarter, planned):
    assert given.by(quarter) == planned


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (share(0), 0),
        (share(-1), 0),
        (share(5, -1), 1),
        (share(5, 2, 1), 2),
        (share(5, 1, None, 6), 3),
        (share(5, 1, 2, 3, 4), 4),
        (share(5, 1, None, None, 4), 4),
        (share(5, None, None, None, 4), 4),
        (share(5, 1, 1, 5, 5), None),
        (share(5, 0, 2, 3, 5), None),
        (share(5), None),
        (share(1), None),
        (Share(Decimal(5)), None),
    ],
)
def test_what_cannot_be_of_a_share_is_told_by_its_quarter(given, wrong):
    found = why_impossible(given)
    assert (found and found[0]) == wrong


def test_a_plan_below_nothing_is_told_as_that():
    assert why_impossible(share(5, -1)) == (1, "计划数不能是负数。")


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([share(2), share(1)], "各单位合计3所，其余2所由牵头单位完成。"),
        ([share(2), share(3)], "各单位合计5所，与全年目标一致。"),
        ([share(4), share(3)], "各单位合计7所，超出全年目标2所。"),
    ],
)
def test_shares_are_told_beside_the_target(shares, said):
    assert remarks(shares, quantity=Decimal(5), unit="所", planned={}) == [said]


def test_shares_that_plan_less_than_the_schedule_are_told():
    found = remarks([share(5, 1, 2)], quantity=Decimal(5), unit="所", planned={1: Decimal(1), 2: Decimal(3)})
    assert found[1:] == ["第二季度合计2所，少于序时进度的3所。"]
    found = remarks([share(5, 1, 2, 3)], quantity=Decimal(5), unit="所", planned={3: Decimal(4)})
    assert found[1:] == ["第三季度合计3所，少于序时进度的4所。"]


@pytest.mark.parametrize(
    ("unit", "told"), [("所", ["1.5、2.5所是小数，按“所”计数应是整数，请核对。"]), ("公里", [])]
)
def test_a_fraction_of_whole_pieces_is_told(unit, told):
    found = remarks([share("2.5", "1.5"), share("2.5")], quantity=Decimal(5), unit=unit, planned={})
    assert found[1:] == told


def test_nothing_is_told_where_nothing_is_shared_out():
    assert remarks([], quantity=Decimal(5), unit="所", planned={1: Decimal(1)}) == []


def test_a_contribution_is_due_working_days_before_the_lead():
    due = date(2021, 7, 12)  # a Monday
    assert contribution_due(due, 3, None) == date(2021, 7, 7)
    assert contribution_due(due, 3, date(2021, 3, 1)) == date(2021, 7, 7)


def test_a_share_made_late_leaves_its_unit_as_many_days_until_the_leads_due_day():
    due = date(2021, 7, 12)
    assert contribution_due(due, 3, date(2021, 7, 6)) == date(2021, 7, 9)
    assert contribution_due(due, 3, date(2021, 7, 9)) == due
    assert contribution_due(due, 3, due) == due
    assert contribution_due(due, 3, date(2021, 7, 13)) == date(2021, 7, 16)  # no due day in the past


DUE = date(2021, 7, 7)


@pytest.mark.parametrize(
    ("asked_on", "sent_on", "on", "slip"),
    [
        (date(2021, 3, 1), None, date(2021, 7, 8), "未报"),
        (date(2021, 3, 1), None, DUE, ""),  # its own day is not over
        (date(2021, 3, 1), DUE, date(2021, 12, 1), ""),
        (date(2021, 3, 1), date(2021, 7, 8), date(2021, 12, 1), "迟报"),
        (DUE, None, date(2021, 7, 8), "未报"),
        (date(2021, 7, 8), None, date(2021, 12, 1), ""),  # asked for when its day was over
        (date(2021, 7, 8), date(2021, 7, 9), date(2021, 12, 1), ""),
    ],
)
def test_what_counts_against_a_unit(asked_on, sent_on, on, slip):
    assert contribution_slip(due_on=DUE, asked_on=asked_on, sent_on=sent_on, on=on) == slip


def test_the_rate_of_a_share():
    assert share_rate(Decimal(3), Decimal(5)) == Decimal("60.0")
    assert share_rate(Decimal("4.9999"), Decimal(5)) == Decimal("99.9")
    assert share_rate(Decimal(5), Decimal(5)) == Decimal("100.0")
    assert share_rate(Decimal(6), Decimal(5)) == Decimal("120.0")
    assert share_rate(Decimal("0.5"), Decimal(1)) == Decimal("50.0")
    assert share_rate(None, Decimal(5)) is None
    assert share_rate(Decimal(1), Decimal(0)) is None


def test_nothing_reported_sums_to_nothing():
    assert total_of([None, None]) is None
    assert total_of([None, Decimal(0)]) == 0
