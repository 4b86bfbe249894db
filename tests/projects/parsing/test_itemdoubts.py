"""What is doubtful about a task's items across its quarters."""

from projects.parsing.itemdoubts import item_findings
from projects.parsing.parsed import ParsedItem, ParsedTask


def findings(*quarters):
    items = tuple(tuple(ParsedItem(label, text) for label, text in quarter) for quarter in quarters)
    return [(finding.code, finding.quarter) for finding in item_findings(ParsedTask(1, "", "", items=items))]


def test_several_sub_projects_in_one_item_are_doubted():
    assert findings([("甲园", "开工。"), ("乙园", "开工。")], [("甲园、乙园", "养护。")]) == [
        ("labels_joined", 2)
    ]


def test_what_is_completed_in_two_quarters_is_doubted():
    assert findings([("", "完成食堂设备招标采购；")], [("1", "推进；完成食堂设备招标采购，验收。")]) == [
        ("repeated_milestone", 2)
    ]


def test_counts_and_different_sub_projects_may_be_completed_again():
    assert findings([("", "完成50家企业的年度检查。")], [("", "完成50家企业的年度检查。")]) == []
    assert findings([("甲园", "完成主体工程施工。")], [("乙园", "完成主体工程施工。")]) == []
    assert findings([("", "完成验收。")], [("", "完成验收。")]) == []
