"""One thing, two measure words."""

from projects.parsing.measurewords import measure_findings
from projects.parsing.parsed import ParsedTarget, ParsedTask


def findings(label, unit, *cells):
    target = ParsedTarget("40", unit, label, f"{label}40{unit}")
    task = ParsedTask(1, "", "", quarters=(*cells, *[""] * (4 - len(cells))), targets=(target,))
    return [(finding.quarter, finding.quote) for finding in measure_findings(task)]


def test_the_same_thing_by_another_measure_word():
    assert findings("新建“星级职工书屋”", "家", "建成20家。", "累计创建“星级职工书屋”40个。") == [(2, "40个")]
    assert findings("打造示范文化站", "家", "落实40个示范文化站建设任务。") == [(1, "40个")]


def test_another_thing_of_the_same_number_is_none():
    assert (
        findings("新建城区道路", "条", "加固40座桥梁。", "建成城区道路40条。", "完成140座城区道路桥。") == []
    )


def test_people_and_money_are_not_compared():
    assert findings("培训缺紧技工", "人", "培训缺紧技工40名。") == []
