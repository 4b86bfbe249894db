"""Rows of made-up tables that lost the cells which are one with those above, as web pages leave them."""

import pytest

from projects.parsing.reading import read
from tests.projects.parsing.documents import found

QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
CANTEENS = ("新建社区食堂12家。", "选址。", "开工12家。", "建成8家。", "建成12家。")
TABLES = ("改建老年餐桌30处。", "改建5处。", "累计10处。", "累计20处。", "累计30处。")
AIDS = ("发放辅具300件。", "采购。", "发放100件。", "累计200件。", "累计300件。")


def page(*rows):
    """A web page whose rows hold only the cells that they print, without a word of what is merged."""
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    title = "<h1>沅川市2034年民生实事序时进度表</h1>"
    return read(f"<!DOCTYPE html><body>{title}<table>{table}</table></body>".encode(), "page.html")


def test_a_row_without_its_class_and_units_is_read_with_those_above():
    parsed = page(
        ("序号", "类别", "目标任务", *QUARTERS, "牵头单位", "配合单位"),
        ("1", "养老", *CANTEENS, "市民政局", "市财政局"),
        ("2", *TABLES),
    )
    first, second = parsed.tasks
    assert (second.number, second.text, second.domain) == (2, "改建老年餐桌30处。", "养老")
    assert second.quarters == TABLES[1:]
    assert (second.lead, second.co) == (first.lead, first.co) == (("市民政局",), ("市财政局",))
    assert found(parsed, "cells_guessed") == [(2, None)]
    assert "“类别”、“牵头单位”、“配合单位”" in next(
        each.message for each in parsed.findings if each.code == "cells_guessed"
    )


def test_a_row_without_number_and_name_is_another_task_of_the_number_above():
    parsed = page(
        ("序号", "项目名称", "建设内容", *QUARTERS, "责任单位"),
        ("1", "社区食堂", *CANTEENS, "县民政局"),
        TABLES,
        ("2", "辅具", *AIDS, "县残联"),
    )
    assert [(task.number, task.domain, task.text, task.lead) for task in parsed.tasks] == [
        (1, "社区食堂", "新建社区食堂12家。", ("县民政局",)),
        (1, "社区食堂", "改建老年餐桌30处。", ("县民政局",)),
        (2, "辅具", "发放辅具300件。", ("县残联",)),
    ]
    assert parsed.tasks[1].quarters == TABLES[1:]
    assert found(parsed, "number_twice") and found(parsed, "cells_guessed") == [(1, None)]


def test_a_name_that_may_stand_in_two_columns_is_read_in_neither():
    parsed = page(
        ("类别", "序号", "任务", "牵头单位", "配合单位", "完成时限"),
        ("养老", "1", "新建社区食堂12家", "区民政局", "区财政局", "10月底"),
        ("2", "改建老年餐桌30处", "各街道"),
    )
    assert [(task.number, task.text, task.domain) for task in parsed.tasks] == [
        (1, "新建社区食堂12家", "养老"),
        (2, "改建老年餐桌30处", "养老"),
    ]
    assert (parsed.tasks[1].lead, parsed.tasks[1].co) == ((), ())
    (guessed,) = (each for each in parsed.findings if each.code == "cells_guessed")
    assert guessed.task == 2 and "“各街道”" in guessed.message


@pytest.mark.parametrize(
    "row", [("2", "改建老年餐桌30处", "区商务局"), ("2", "改建老年餐桌30处", "区商务局", "", "")]
)
def test_a_row_that_only_lacks_its_last_cells_stands_as_it_is(row):
    parsed = page(
        ("序号", "任务", "牵头单位", "配合单位", "备注"),
        ("1", "新建社区食堂12家", "区民政局", "区财政局", "续建"),
        row,
    )
    second = parsed.tasks[1]
    assert (second.number, second.lead, second.co) == (2, ("区商务局",), ())
    assert not found(parsed, "cells_guessed")


@pytest.mark.parametrize("empty", [(), ("",)])
def test_a_number_in_the_cell_of_its_text_is_taken_apart(empty):
    parsed = page(
        ("序号", "任务", "责任单位"),
        ("1.新建口袋公园7个", *empty, "县园林局"),
        ("2、体检3.5万人次", *empty, "县卫健局"),
    )
    assert [(task.number, task.text, task.lead) for task in parsed.tasks] == [
        (1, "新建口袋公园7个", ("县园林局",)),
        (2, "体检3.5万人次", ("县卫健局",)),
    ]


def test_a_short_row_that_fits_nowhere_and_stands_wrong_is_told_of():
    parsed = page(
        ("序号", "类别", "目标任务", "责任单位", "完成时限"),
        ("1", "养老", "新建社区食堂12家", "区民政局", "10月底"),
        ("改建老年餐桌30处", "30处", "无"),
    )
    assert found(parsed, "cell_count") == [(1, None)]


def test_a_row_that_fits_nowhere_in_a_wide_table_is_soon_given_up():
    remarks = [f"备注{at}" for at in range(30)]
    parsed = page(
        ("序号", "任务", *remarks, *QUARTERS),
        ("1", CANTEENS[0], *remarks, *CANTEENS[1:]),
        ("2", TABLES[0], *remarks[:15], "改建5处。", "累计10处。", "累计20处。", "县民政局"),
    )
    assert not found(parsed, "cells_guessed") and (2, 4) in found(parsed, "empty_cell")


def test_a_table_of_a_thousand_columns_is_read_without_an_error():
    head = ("序号", "任务", *("备注" for _ in range(1500)), "责任单位")
    assert page(head, ("新建口袋公园7个", "县园林局"), ("2", "体检3.5万人次")).findings
