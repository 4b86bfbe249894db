"""The head of a table."""

import pytest

from projects.parsing.columns import columns_of, is_head, quarter_of


@pytest.mark.parametrize(
    ("cell", "quarter"),
    [
        ("第一季度", 0),
        ("二季度", 1),
        ("第3季度", 2),
        ("Q4", 3),
        ("一季度工作计划", 0),
        ("10—12月", 3),
        ("7月至9月", 2),
        ("全年目标", None),
        ("目标任务", None),
    ],
)
def test_quarters(cell, quarter):
    assert quarter_of(cell) == quarter


def test_a_head_of_two_rows():
    columns = columns_of(
        [
            ["序号", "目标任务", "序时进度", "", "", "", "责任单位"],
            ["", "", "第一季度", "第二季度", "第三季度", "第四季度", ""],
        ]
    )
    assert (columns.number, columns.text, columns.quarters, columns.units, columns.unread) == (
        0,
        1,
        (2, 3, 4, 5),
        6,
        (),
    )


def test_roles_of_many_columns():
    heads = [
        "序号",
        "类别",
        "项目名称",
        "年度目标任务",
        "牵头单位",
        "责任单位",
        "责任领导",
        "一季度",
        "二季度",
        "三季度",
        "四季度",
        "备注",
        "联系电话",
    ]
    columns = columns_of([heads])
    assert (columns.domain, columns.text, columns.lead, columns.units, columns.quarters) == (
        1,
        3,
        4,
        5,
        (7, 8, 9, 10),
    )
    assert (columns.name, columns.unread) == (2, ())


def test_a_column_of_names_beside_the_one_of_what_is_done():
    assert [columns_of([head]).name for head in (["序号", "任务", "具体措施"], ["序号", "任务"])] == [1, -1]
    assert columns_of([["序号", "项目地点", "建设内容", "责任单位"]]).unread == ("项目地点",)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["序号", "目标任务", "责任单位"], True),
        (["", "", "第一季度", "第二季度", "第三季度", "第四季度"], True),
        (["1", "新建学校5所。", "第一季度开工。", "第二季度主体完工，第三季度竣工。", "", ""], False),
        (["甲", "乙"], False),
    ],
)
def test_what_is_a_head(cells, expected):
    assert is_head(cells) is expected
