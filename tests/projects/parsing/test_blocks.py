"""Schedules whose table lines were lost: one cell per block, in every way that text layers part them."""

import pytest

from tests.projects.parsing.documents import SCHEDULE_TITLE, found, raw, read_text, reading

ROWS = (
    ("1", "改善办学\n条件。", "1.办手续；\n2.招标。", "开工5\n所。", "主体。", "竣工。"),
    ("2", "建院。", "2024年\n开工。", "主体。", "封顶。", "投用。"),
    ("3", "修路。", "前期。", "招标。", "开工。", "完工。"),
)
READ = [("改善办学条件。", ("1.办手续；2.招标。", "开工5所。", "主体。", "竣工。"))]
READ += [
    ("建院。", ("2024年开工。", "主体。", "封顶。", "投用。")),
    ("修路。", ("前期。", "招标。", "开工。", "完工。")),
]
HEAD = "序\n号 目标任务 \n序时进度 \n第一季度 第二季度 第三季度 第四季度 \n"
WAYS = {
    "white space behind a cell, blank lines between all": "\n".join(
        cell.replace("\n", "\n\n") + " \n" for row in ROWS for cell in row
    ),
    "a blank line between cells": "\n\n".join(cell for row in ROWS for cell in row),
    "a line for every cell": "\n".join(cell.replace("\n", "") for row in ROWS for cell in row),
    "the number before the text": "\n\n".join(
        " ".join(row[:2]) + "\n\n" + "\n\n".join(row[2:]) for row in ROWS
    ),
    "nothing between cells": "\n\n".join(cell.replace("\n", "\n\n") for row in ROWS for cell in row),
}


def texts(parsed):
    return [(task.text, task.quarters) for task in parsed.tasks]


@pytest.mark.parametrize("way", WAYS)
def test_ways_to_part_cells(way):
    assert texts(read_text(f"{SCHEDULE_TITLE}{HEAD}\n{WAYS[way]}\n")) == READ


def test_cells_put_together_by_their_punctuation_are_doubted():
    parsed = read_text(f"{SCHEDULE_TITLE}{HEAD}\n{WAYS['nothing between cells']}\n")
    assert found(parsed, "cells_guessed") == [(1, None), (2, None)]


def test_the_head_may_be_repeated_between_rows():
    cells = "\n\n".join(cell for row in ROWS for cell in row).replace("2\n\n建院", f"\n\n{HEAD}\n2\n\n建院")
    assert texts(read_text(f"{SCHEDULE_TITLE}{HEAD}\n{cells}\n")) == READ


def test_a_row_that_a_page_break_cut_in_two():
    cut = "1\n\n改善\n\n办手\n\n开工\n\n主\n\n竣\n\n办学条件。\n\n续。\n\n5所。\n\n体。\n\n工。\n\n"
    rest = "\n\n".join(cell for row in ROWS[1:] for cell in row)
    parsed = read_text(f"{SCHEDULE_TITLE}{HEAD}\n{cut}{rest}\n{''}")
    assert texts(parsed)[0] == ("改善办学条件。", ("办手续。", "开工5所。", "主体。", "竣工。"))


def test_domains_between_the_rows():
    cells = "\n\n".join(cell for row in ROWS for cell in row).replace(
        "2\n\n建院", "二、卫生领域\n\n2\n\n建院"
    )
    parsed = read_text(f"{SCHEDULE_TITLE}{HEAD}\n一、教育领域\n\n{cells}\n")
    assert texts(parsed) == READ
    assert [task.domain for task in parsed.tasks] == ["教育领域", "卫生领域", "卫生领域"]


def test_units_behind_the_quarters():
    cells = "\n\n".join(cell for row in ROWS for cell in (*row, "牵头单位：市教育局；\n共同责任单位：各县区"))
    parsed = read_text(
        f"{SCHEDULE_TITLE}序号 目标任务 序时进度 责任单位\n第一季度 第二季度 第三季度 第四季度\n\n{cells}\n"
    )
    assert texts(parsed) == READ
    assert {(task.lead, task.co) for task in parsed.tasks} == {(("市教育局",), ("各县区",))}


@pytest.mark.parametrize("blank", ["\n\n", "\n"])
def test_2019_reads_the_same_without_the_white_space_that_parts_its_cells(blank):
    lines = [line.strip() for line in raw("2019-schedule").splitlines() if line.strip()]
    assert texts(read_text(blank.join(lines))) == texts(reading("2019-schedule"))


BLOCKS = "\n\n".join(cell for row in ROWS for cell in row)
STACK = "序号\n目标任务\n责任单位\n1\n建校\n市教育局\n2\n建园\n市教育局\n3\n修路\n市交通局\n"


def leftovers(parsed):
    return [finding.quote for finding in parsed.findings if finding.code == "leftover_text"]


def test_a_line_between_the_head_and_the_first_number_is_told():
    parsed = read_text(f"{SCHEDULE_TITLE}{HEAD}\n按任务先后排列，不分主次\n\n{BLOCKS}\n")
    assert texts(parsed) == READ
    assert leftovers(parsed) == ["按任务先后排列，不分主次"]


def test_a_line_behind_the_last_row_is_told():
    parsed = read_text(f"{SCHEDULE_TITLE}{STACK}以上项目统筹推进\n")
    assert [(task.text, task.lead) for task in parsed.tasks][-1] == ("修路", ("市交通局",))
    assert leftovers(parsed) == ["以上项目统筹推进"]


def test_the_line_above_the_first_row_that_heads_it_is_no_leftover():
    assert leftovers(read_text(f"{SCHEDULE_TITLE}{HEAD}\n一、教育领域\n\n{BLOCKS}\n")) == []


@pytest.mark.parametrize("note", ["说明：第1项含改扩建2所。", "注：含改扩建"])
@pytest.mark.parametrize(
    ("table", "above"), [(STACK, "2\n建园"), (f"{HEAD}\n{BLOCKS}\n", f"2\n\n{ROWS[1][1]}")]
)
def test_a_note_above_the_next_number_is_told_and_is_no_cell(table, above, note):
    assert above in table
    noted = read_text(SCHEDULE_TITLE + table.replace(above, f"{note}\n\n{above}", 1))
    assert noted.tasks == read_text(SCHEDULE_TITLE + table).tasks
    assert leftovers(noted) == [note]
