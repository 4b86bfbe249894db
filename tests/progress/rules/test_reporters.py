"""Which lead a part of a task is proposed to."""

import pytest

from progress.rules.reporters import own_unit

LEADS = {1: ["海州区"], 2: ["市开发区", "市经济技术开发区"]}


@pytest.mark.parametrize(
    ("names", "unit"),
    [
        (["海州"], 1),
        (["开发区"], 2),
        (["海州区体育公园"], 1),
        (["月牙岛公园（开发区）"], 2),
        (["邻里中心", "开发区邻里中心"], 2),
        (["经济技术开发区邻里中心"], 2),
    ],
)
def test_a_part_that_bears_a_leads_name_is_that_leads(names, unit):
    assert own_unit(names, LEADS) == unit


@pytest.mark.parametrize("name", ["月牙岛公园", "海", "海州区、开发区共建段", "连云港站"])
def test_a_part_that_names_no_lead_or_two_is_nobodys(name):
    assert own_unit([name], LEADS) is None
