"""Sub-projects from the labels of a task's items."""

from projects.parsing.parsed import ParsedItem, ParsedTask
from projects.parsing.subprojects import drift_findings, is_name, named_by, sub_projects


def a_task(*quarters):
    items = tuple(tuple(ParsedItem(label, "施工") for label in labels) for labels in quarters)
    return ParsedTask(11, "", "", items=items)


def test_a_label_of_four_quarters_is_one_sub_project():
    assert [each.name for each in sub_projects(a_task(*[["市二院", "连云区"]] * 4))] == ["市二院", "连云区"]


def test_printed_numbers_are_no_sub_projects():
    assert sub_projects(a_task(["1", "2"], ["（1）", "一"], ["①"], [""])) == ()
    assert not is_name("3.")


def test_a_drifting_name_is_an_alias_with_a_finding():
    task = a_task(["市二院", "一院开发区"], ["市二院", "开发区"])
    assert sub_projects(task)[1].names == ("一院开发区", "开发区")
    assert [finding.code for finding in drift_findings(task)] == ["label_drift"]


def test_a_name_that_leaves_characters_out_is_an_alias():
    task = a_task(["县第一中学", "城东小学"], ["县一中", "城东小学"])
    assert sub_projects(task)[0].names == ("县第一中学", "县一中")


def test_a_name_of_the_same_characters_but_another_head_is_another_sub_project():
    assert len(sub_projects(a_task(["县第一中学"], ["一中学"]))) == 1  # it stands in the other
    assert len(sub_projects(a_task(["城东第一小学"], ["东一小学"]))) == 2


def test_two_names_of_one_quarter_are_two_sub_projects():
    assert len(sub_projects(a_task(["一院开发区", "开发区"]))) == 2


def test_a_joined_label_names_each_of_its_parts():
    task = a_task(["园博园", "刘志洲山公园", "朐阳公园"], ["园博园", "刘志洲山公园、朐阳公园"])
    known = sub_projects(task)
    assert [each.name for each in known] == ["园博园", "刘志洲山公园", "朐阳公园"]
    assert named_by("刘志洲山公园、朐阳公园", known) == (1, 2)
