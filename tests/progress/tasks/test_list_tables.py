import pytest

from progress.rules.standings import Standing
from progress.tasks.list_tables import TaskTable
from progress.tasks.target_words import target_words
from projects.rules.quarters import Quarter

ROW = {
    "pk": 7,
    "number": 36,
    "text": "建设5个<公园>。",
    "domain__name": "宜居环境领域",
    "leads": "市住建局",
    "co": "",
    "target_rows": [],
    "findings_open": 0,
    "milestone": None,
}


class GivenRows(TaskTable):
    """The table on rows that are given instead of read."""

    def read(self, tasks):
        return list(tasks)


def table(terms=(), **options):
    return GivenRows([ROW], query={}, year=2021, terms=terms, **options)


def target(**fields):
    return {
        "label": "公园",
        "quantity": "5.0000",
        "quantity_max": None,
        "unit": "个",
        "qualifier": "",
        **fields,
    }


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "公园 5个"),
        ({"quantity": "22000.0000", "unit": "名"}, "公园 2.2万名"),
        ({"quantity": "6", "quantity_max": "8"}, "公园 6—8个"),
        ({"qualifier": "at_least", "quantity": "80", "unit": "%"}, "公园 不少于80%"),
    ],
)
def test_a_target_is_told_as_the_office_writes_it(fields, told):
    assert target_words(target(**fields)) == told


def test_the_first_three_targets_are_shown_and_the_rest_counted():
    cell = table().cell_target_rows({"target_rows": [target()] * 5})
    assert cell.count("公园") == 3
    assert "另 2 项" in cell


def test_a_text_is_escaped_around_and_inside_its_marks():
    assert (
        table(["公园"]).cell_text(ROW) == '<a href="/2021/tasks/36/">建设5个&lt;<mark>公园</mark>&gt;。</a>'
    )
    assert "&lt;公园&gt;" in table().cell_text(ROW)


def test_a_mark_takes_the_word_as_it_stands():
    assert table(["<"]).cell_text(ROW).count("<mark>&lt;</mark>") == 1
    assert "<mark>" not in table([".*"]).cell_text(ROW)


def test_a_domain_stands_without_the_word_that_all_of_them_end_with():
    assert table().cell_domain__name(ROW) == "宜居环境"


def test_an_empty_cell_of_the_schedule_is_said_to_be_one():
    assert "未列安排" in table().cell_milestone(ROW)


@pytest.mark.parametrize(("reason", "word"), [("pending", "待审核"), ("unplanned", "未备案"), ("", "")])
def test_beside_an_open_class_stands_why(reason, word):
    standing = Standing("unmeasured", reason)
    judged = {"judged": Quarter(2021, 2), "standings": lambda numbers: {36: standing}}
    cell = table(**judged).cell_verdict(ROW)
    assert "待评定" in cell
    assert (f">{word}<" in cell) if word else ("hint" not in cell)


def test_the_plans_head_names_the_quarter():
    assert "二季度序时进度" in table(quarter=Quarter(2021, 2)).html()


def test_another_table_of_the_same_kind_keeps_its_own_head():
    table(quarter=Quarter(2021, 2))
    assert "二季度" not in table().html()
