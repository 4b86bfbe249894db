"""Schedules in tab-separated tables, and lists in tables of other shapes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.parsing.formats.text import lines_of
from projects.parsing.layout import rows_of
from projects.parsing.reading import read
from projects.parsing.roles import parse_clause
from projects.parsing.schedule import read_table
from tests.projects.parsing.documents import HEAD, SCHEDULE_TITLE, codes, found, read_text, schedule

QUARTERS = "办手续。\t开工5所。\t主体完工。\t竣工5所。"
READ = ("办手续。", "开工5所。", "主体完工。", "竣工5所。")
UNITS = "牵头单位：市教育局；共同责任单位：市财政局"


def test_a_head_of_two_rows_repeated_on_every_page():
    head = "序号\t目标任务\t序时进度\t\t\t\t责任单位\n\t\t第一季度\t第二季度\t第三季度\t第四季度\t\n"
    parsed = schedule(f"1\t建校5所。\t{QUARTERS}\t{UNITS}\n\n{head}2\t建园。\t{QUARTERS}\t{UNITS}\n", head)
    assert [(task.number, task.text, task.quarters, task.lead, task.co) for task in parsed.tasks] == [
        (1, "建校5所。", READ, ("市教育局",), ("市财政局",)),
        (2, "建园。", READ, ("市教育局",), ("市财政局",)),
    ]
    assert codes(parsed) == []


@pytest.mark.parametrize(
    "head",
    [
        "序号\t年度目标任务\t一季度\t二季度\t三季度\t四季度\t牵头单位\t配合单位\t备注\n",
        "编号\t实事项目\t1—3月\t4—6月\t7—9月\t10—12月\t牵头部门\t协办部门\t责任人\n",
        "序 号\t任务内容\tQ1\tQ2\tQ3\tQ4\t牵头单位\t共同责任单位\t联系电话\n",
        "序号\t建设内容\t第1季度\t第2季度\t第3季度\t第4季度\t主办单位\t参与单位\t分管领导\n",
    ],
)
def test_heads_of_other_cities(head):
    parsed = schedule(f"1\t建校5所。\t{QUARTERS}\t市教育局\t市财政局、各县区\t无\n", head)
    assert parsed.kind == "schedule"
    assert [(task.text, task.quarters, task.lead, task.co) for task in parsed.tasks] == [
        ("建校5所。", READ, ("市教育局",), ("市财政局", "各县区"))
    ]


def test_units_in_the_tasks_own_text():
    parsed = schedule(
        f"1\t建校（含分校）5所。（牵头单位：市教育局）\t{QUARTERS}\n",
        "序号\t目标任务\t第一季度\t第二季度\t第三季度\t第四季度\n",
    )
    assert (parsed.tasks[0].text, parsed.tasks[0].lead) == ("建校（含分校）5所。", ("市教育局",))


def test_a_schedule_without_units_has_none_and_no_doubt_about_it():
    parsed = schedule(f"1\t建校。\t{QUARTERS}\n", "序号\t目标任务\t第一季度\t第二季度\t第三季度\t第四季度\n")
    assert parsed.tasks[0].lead == ()
    assert codes(parsed) == []


def test_a_table_without_a_head_is_read_in_the_official_layout():
    parsed = schedule(f"1\t建校5所。\t{QUARTERS}\t{UNITS}\n2\t建园。\t{QUARTERS}\t{UNITS}\n", "")
    assert [task.quarters for task in parsed.tasks] == [READ, READ]


def test_a_table_drawn_with_pipes():
    rows = "| 1 | 建**校**5所。 | 办手续。 | 开工5所。 | 主体完工。 | 竣工5所。 | 市教育局 |\n"
    parsed = schedule(
        rows,
        "| 序号 | 目标任务 | 第一季度 | 第二季度 | 第三季度 | 第四季度 | 责任单位 |\n"
        "|---|:--:|---|---|---|---|---|\n",
    )
    assert [(task.text, task.quarters, task.lead) for task in parsed.tasks] == [
        ("建校5所。", READ, ("市教育局",))
    ]


def test_domains_in_rows_of_one_cell_or_in_a_column():
    parsed = schedule(
        f"一、教育领域\n1\t建校。\t{QUARTERS}\t市教育局\n二、卫生领域\t\t\t\t\t\t\n2\t建院。\t{QUARTERS}\t市卫健委\n"
    )
    assert parsed.domains == ("教育领域", "卫生领域")
    merged = schedule(
        f"1\t教育\t建校。\t{QUARTERS}\n2\t\t建园。\t{QUARTERS}\n3\t卫生\t建院。\t{QUARTERS}\n",
        "序号\t领域\t任务内容\t一季度\t二季度\t三季度\t四季度\n",
    )
    assert [task.domain for task in merged.tasks] == ["教育", "教育", "卫生"]


def test_a_row_that_a_page_break_cut_in_two():
    parsed = schedule(
        f"1\t建校5所，\t办手\t开工5所。\t主体完工。\t竣工5所。\t{UNITS}\n{HEAD}\t改建3所。\t续。\t\t\t\t\n2\t建园。\t{QUARTERS}\t{UNITS}\n"
    )
    assert [(task.text, task.quarters) for task in parsed.tasks] == [
        ("建校5所，改建3所。", READ),
        ("建园。", READ),
    ]


def test_cells_wrapped_over_lines_with_and_without_quotation_marks():
    plain = schedule(f"1\t建\n校5所。\t办手\n续。\t开工5所。\t主体完工。\t竣工5所。\t{UNITS}\n")
    quoted = schedule(f'1\t"建\n校5所。"\t"办手\n续。"\t开工5所。\t主体完工。\t竣工5所。\t{UNITS}\n')
    assert [(task.text, task.quarters, task.lead) for task in plain.tasks] == [
        ("建校5所。", READ, ("市教育局",))
    ]
    assert quoted.tasks == plain.tasks


def test_names_one_below_the_other_in_a_cell():
    parsed = schedule(f'1\t建校。\t{QUARTERS}\t"市教育局\n市财政局\n市人社\n局"\n')
    assert parsed.tasks[0].lead == ("市教育局", "市财政局", "市人社局")


def test_empty_cells_and_rows_of_the_wrong_width_are_found():
    parsed = schedule(
        f"1\t建校。\t办手续。\t\t主体完工。\t竣工。\t{UNITS}\n2\t建园。\t办手续。\t开工。\t竣工。\t{UNITS}\n3\t建院。\t{QUARTERS}\t{UNITS}\t多\n"
    )
    assert found(parsed, "empty_cell") == [(1, 2), (2, 4)]
    assert found(parsed, "cell_count") == [(2, None), (3, None)]
    assert parsed.tasks[1].lead == ("市教育局",)


def test_an_empty_units_cell_is_found():
    assert found(schedule(f"1\t建校。\t{QUARTERS}\t\n"), "no_lead") == [(1, None)]


def test_a_column_that_is_not_read_is_named():
    parsed = schedule(f"1\t建校。\t{QUARTERS}\t市教育局\t300\n", HEAD.replace("责任单位", "责任单位\t面积"))
    assert [finding.quote for finding in parsed.findings] == ["面积"]


def test_numbers_of_a_table_are_checked():
    rows = "".join(f"{number}\t建校。\t{QUARTERS}\t市教育局\n" for number in (1, 2, 2, 5))
    assert codes(schedule(rows)) == ["number_missing", "number_twice"]


def test_a_line_among_the_rows_that_is_no_row_is_found():
    text = "这是一段混在表格中的很长的说明文字，既不是标题也不是任务，不知道该归到哪里去才好。"
    assert codes(schedule(f"1\t建校。\t{QUARTERS}\t市教育局\n{text}\n2\t建园。\t{QUARTERS}\t市教育局\n")) == [
        "leftover_text"
    ]


NOTES = (
    "说明：第2项含改扩建2所。",
    "附注：第3项由市财政局新增投入500万元，新建实验室20个。",
    "备注：含改扩建2所",
    "（注：含改扩建）",
    "注1：含改扩建",
    "填表人：张某",
    "制表日期：2024年3月1日",
    "单位：万元",
    "数据来源：市统计局",
    "带*的为省民生实事",
    "上述项目由市财政局统筹",
    "附件2",
    "2024年某市民生实事任务安排表",
)
PLAIN_HEAD = "序号\t目标任务\t责任单位\n"
HEADS_OF_NOTED = {  # a head, and what each row holds between its text and its units
    "tabs": (PLAIN_HEAD, "\t"),
    "bars": ("序号 | 目标任务 | 责任单位\n", " | "),
    "quarters": (HEAD, f"\t{QUARTERS}\t"),
    "without remarks": ("序号\t目标任务\t责任单位\t备注\n", "\t"),
}


def noted(line, form):
    """Four rows of one domain, a line in their midst."""
    head, between = HEADS_OF_NOTED[form]
    gap = " | " if form == "bars" else "\t"
    rows = [f"{number}{gap}建校{number}所。{between}市教育局\n" for number in range(1, 5)]
    return schedule("".join((*rows[:2], f"{line}\n", *rows[2:])), f"{head}一、教育惠民\n")


@pytest.mark.parametrize("form", HEADS_OF_NOTED)
@pytest.mark.parametrize("line", NOTES)
def test_a_note_between_the_rows_is_told_and_leaves_them_their_domain(line, form):
    parsed = noted(line, form)
    assert {(task.domain, task.lead) for task in parsed.tasks} == {("教育惠民", ("市教育局",))}
    assert [task.number for task in parsed.tasks] == [1, 2, 3, 4]
    assert [finding.quote for finding in parsed.findings if finding.code == "leftover_text"] == [line]


@pytest.mark.parametrize("line", ["注：新建实验室20个\t\t", "说明：含改扩建\t\t"])
def test_a_note_in_the_first_cell_of_a_row_is_told_too(line):
    parsed = noted(line, "tabs")
    assert [(task.number, task.domain) for task in parsed.tasks] == [
        (number, "教育惠民") for number in range(1, 5)
    ]
    assert codes(parsed) == ["leftover_text"]


@pytest.mark.parametrize(
    "lines",
    ["注：1.第2项含改扩建；\n2.第3项跨年度", f"说明：{'第2项含改扩建，' * 4}新建\n实验室20个"],
)
def test_a_note_of_several_lines_is_told_to_its_end(lines):
    parsed = noted(lines, "tabs")
    assert {task.domain for task in parsed.tasks} == {"教育惠民"}
    assert [finding.quote for finding in parsed.findings] == lines.split("\n")


@pytest.mark.parametrize("line", ["续表", "（续上表）", "第3页 共5页", "—3—"])
def test_a_mark_of_a_page_says_nothing_and_changes_nothing(line):
    parsed = noted(line, "tabs")
    assert {task.domain for task in parsed.tasks} == {"教育惠民"}
    assert codes(parsed) == []


@pytest.mark.parametrize(
    "title",
    [
        "附件2",
        "2024年某市重点项目责任分解表",
        "2024年某市重点项目清单",
        "附件2\n\n重点项目任务表\n单位：万元",
    ],
)
def test_a_title_above_another_head_ends_the_domain(title):
    rows = f"一、教育惠民\n1\t建校。\t市教育局\n{title}\n{PLAIN_HEAD}1\t修路。\t市交通局\n"
    assert [task.domain for task in schedule(rows, PLAIN_HEAD).tasks] == ["教育惠民", None]


@pytest.mark.parametrize("again", ["", "（续）"])
def test_a_title_that_a_page_prints_again_ends_no_domain(again):
    title = "2024年某市民生实事任务分解表"
    parsed = read_text(
        f"{title}\n{PLAIN_HEAD}一、教育惠民\n1\t建校。\t市教育局\n"
        f"{title}{again}\n{PLAIN_HEAD}2\t建园。\t市教育局\n"
    )
    assert [task.domain for task in parsed.tasks] == ["教育惠民", "教育惠民"]
    assert codes(parsed) == []


@pytest.mark.parametrize(
    "line", ["二、卫生健康", "卫生健康", "注：含改扩建2所\n卫生健康", "关爱老年人：", "市卫生健康委员会\t\t"]
)
def test_a_heading_between_the_rows_is_no_note(line):
    parsed = noted(line, "tabs")
    assert len(parsed.domains) == 2
    assert codes(parsed) == ["leftover_text"] * line.startswith("注")


def test_a_note_within_a_cell_stays_in_its_text():
    parsed = schedule("1\t建校5所。\n注：含改扩建\n\t市教育局\n", PLAIN_HEAD)
    assert "注：含改扩建" in parsed.tasks[0].text


def test_tags_are_no_text():
    parsed = schedule(
        "1\t建<br>校。\t<p><b>甲校：</b>办手续。</p> <p><b>乙校</b> ：开工。</p>\t开工5所。\t主体完工。"
        f"\t竣工5所。\t{UNITS}\n"
    )
    assert parsed.tasks[0].quarters[0] == "甲校：办手续。乙校：开工。"
    assert [(item.label, item.text) for item in parsed.tasks[0].items[0]] == [
        ("甲校", "办手续。"),
        ("乙校", "开工。"),
    ]
    assert found(parsed, "inline_tags") == [(1, None)]


def test_plain_lines_headed_by_quarters_are_a_schedule_too():
    assert (
        read_text(SCHEDULE_TITLE + "序号 目标任务 序时进度\n第一季度 第二季度 第三季度 第四季度\n").kind
        == "schedule"
    )


def test_heads_without_any_rows_are_read_in_time():
    assert schedule(HEAD * 5000).tasks == ()


def test_a_row_that_fills_its_columns_keeps_every_cell():
    parsed = read_text(
        "2026年度民生实事\n类别 | 事项名称 | 年度目标 | 责任单位 | 分管领导 |\n"
        "一、教育 | 1.改建小学 | 完成教学楼2座。 | 教育局 | 王某 |\n"
        "2.住房 | 建设操场 | 建成操场13处。 | 住建局 | 李某 |\n"
    )
    assert [(task.text, task.lead, task.domain) for task in parsed.tasks] == [
        ("改建小学：完成教学楼2座。", ("教育局",), "教育"),
        ("建设操场：建成操场13处。", ("住建局",), "住房"),
    ]


def test_quarters_without_a_column_are_said_once_for_the_list():
    parsed = schedule(
        "1\t新建小学2所。\t开工2所。\t市教育局\n2\t改造操场6处。\t无\t市体育局\n",
        head="序号\t任务\t二季度目标\t责任单位\n",
    )
    assert [task.quarters for task in parsed.tasks] == [("", "开工2所。", "", ""), ("", "", "", "")]
    assert found(parsed, "empty_cell") == [(None, None), (2, 2)]


@pytest.mark.parametrize("total", ["合计", "小计：2项", "合计2项任务", "共2项", "总计 3200万元"])
def test_a_row_that_sums_up_is_no_part_of_the_task_above(total):
    rows = f"1\t新建小学2所\t区教育局\n2\t改造操场6处\t区体育局\n\t{total}\t\n"
    parsed = schedule(rows, head="序号\t任务\t责任单位\n")
    assert [task.text for task in parsed.tasks] == ["新建小学2所", "改造操场6处"]


def test_a_row_below_a_shorter_one_takes_no_cell_that_is_not_there():
    rows = rows_of(lines_of("序号\t责任单位\t领域\t任务\n1\t市教育局\n\t市住建局\t教育领域惠民\t\n"))
    assert [task.text.text for task in read_table(rows, first_leads=False).tasks] == ["", ""]


BARRED = "序号|项目名称|建设内容|责任单位"


@pytest.mark.parametrize(("end", "behind"), [("", ""), ("|", "|"), ("", "|")])
def test_a_row_of_bars_that_begins_with_empty_cells_keeps_their_places(end, behind):
    rows = (
        f"1|学位扩容|新建小学3所|市教育局{end}",
        f"||改造幼儿园5所|市教育局{behind}",
        f"2|助餐|新建助餐点3个|市民政局{end}",
    )
    parsed = schedule("".join(f"{row}\n" for row in rows), f"{BARRED}{end}\n")
    assert [(task.number, task.domain, task.text, task.lead) for task in parsed.tasks] == [
        (1, "学位扩容", "新建小学3所", ("市教育局",)),
        (1, "学位扩容", "改造幼儿园5所", ("市教育局",)),
        (2, "助餐", "新建助餐点3个", ("市民政局",)),
    ]


def test_a_row_of_bars_that_ends_with_an_empty_cell_has_every_cell():
    parsed = schedule("1|新建小学3所|市教育局|\n2|新建助餐点3个|市民政局|无\n", "序号|内容|责任单位|备注\n")
    assert [task.lead for task in parsed.tasks] == [("市教育局",), ("市民政局",)]
    assert codes(parsed) == []


NAMED = "序号\t项目名称\t建设内容\t责任单位\t完成时限\n"


def test_the_name_of_a_task_in_a_column_of_its_own_opens_its_text():
    parsed = schedule(
        "1\t东湖公园\t新建公园1座，面积2万平方米\t市园林局\t10月底前\n2\t体检\t体检5万人次\t市卫健委\t无\n",
        NAMED,
    )
    assert [task.text for task in parsed.tasks] == ["东湖公园：新建公园1座，面积2万平方米", "体检5万人次"]
    assert [target.quote for target in parsed.tasks[0].targets] == ["新建公园1座", "面积2万平方米"]
    assert codes(parsed) == []


def test_a_name_over_several_rows_is_their_domain():
    parsed = schedule(
        "1\t城市更新\t新建公园1座\t市园林局\t\n^\t^\t改造管网3公里\t市住建局\t\n2\t绿化\t植树2万株\t市林业局\t\n",
        NAMED,
    )
    assert [(task.number, task.text, task.domain) for task in parsed.tasks] == [
        (1, "新建公园1座", "城市更新"),
        (1, "改造管网3公里", "城市更新"),
        (2, "植树2万株", "绿化"),
    ]


def test_a_deadline_in_a_column_is_kept_with_the_clause():
    parsed = schedule(
        "1\t东湖公园\t新建公园1座\t市园林局、市财政局\t10月底前\n2\t体检\t体检5万人次\t市卫健委\t/\n", NAMED
    )
    assert [task.clause for task in parsed.tasks] == ["市园林局、市财政局；完成时限：10月底前", "市卫健委"]
    again = parse_clause(parsed.tasks[0].clause)
    assert again.lead == parsed.tasks[0].lead == ("市园林局", "市财政局")
    assert again.doubts == ()


JOINED = {  # heads whose cells the reader joins, and two rows with three marks of the writer and a slip
    "deadline": (
        "序号\t目标任务\t责任单位\t完成时限\n",
        "1\t新建小学2所；改建3所；校名:东湖。\t市教育局\t6月底\n2\t建园2所；建院。\t市教育局\t12月底\n",
    ),
    "name": (
        "序号\t项目名称\t建设内容\t责任单位\n",
        "1\t建校\t新建小学2所；改建3所；校名:东湖。\t市教育局\n2\t建园\t新建2所；建院。\t市教育局\n",
    ),
    "two columns of units": (
        "序号\t目标任务\t牵头单位\t配合单位\n",
        "1\t新建小学2所；改建3所；校名:东湖。\t市教育局\t市财政局\n2\t建园2所；建院。\t市教育局\t各县区\n",
    ),
    "months": (
        "序号\t目标任务\t" + "".join(f"{month}月\t" for month in range(1, 13)) + "责任单位\n",
        "1\t新建小学2所；改建3所；校名:东湖。\t" + "开工\t" * 12 + "市教育局\n"
        "2\t建园2所；建院。\t" + "开工\t" * 12 + "市教育局\n",
    ),
}


@pytest.mark.parametrize("mark", "；;。")
@pytest.mark.parametrize("head", ["牵头单位\t配合单位", "责任单位\t完成时限", "牵头单位\t共同责任单位"])
def test_no_mark_is_doubled_where_cells_are_joined(head, mark):
    parsed = schedule(f"1\t建校2所。\t市教育局{mark}\t各县区\n", f"序号\t目标任务\t{head}\n")
    assert parsed.tasks[0].lead == ("市教育局",)
    assert found(parsed, "double_punctuation") == []


def widths_told(parsed):
    return [(each.task, each.message[:8]) for each in parsed.findings if each.code == "half_width"]


@pytest.mark.parametrize("form", JOINED)
def test_the_writers_own_marks_count_in_a_row_whose_cells_are_joined(form):
    head, rows = JOINED[form]
    assert widths_told(schedule(rows, head)) == [(1, "有 1 处半角标")]


@pytest.mark.parametrize("form", JOINED)
def test_the_readers_own_marks_count_nowhere(form):
    head, rows = JOINED[form]
    assert widths_told(schedule(rows.replace("；", ";"), head)) == [(None, "全文的逗号、冒号")]


HEADS = (
    "序号",
    "领域",
    "目标任务",
    "任务",
    "责任单位",
    "牵头单位",
    "配合单位",
    "第一季度",
    "第二季度",
    "第三季度",
)
HEADS += ("第四季度", "上半年", "下半年", "1月", "3月", "6月", "完成时限", "项目名称", "备注")
WORDS = (
    "1",
    "2",
    "3",
    "1.建校5所。",
    "2.建园",
    "一、教育",
    "二、住房",
    "一",
    "（一）",
    "新建小学2所",
    "市教育局",
    "",
)
WORDS += ("市住建局、各区", "同上", "合计", "开工", "10%", "12月底前", "●", "教育领域惠民", "^")
CELLS = st.one_of(st.sampled_from(WORDS), st.sampled_from(HEADS))


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(HEADS), max_size=8, unique=True),
    st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=8),
    st.booleans(),
)
def test_ragged_tables_are_read(head, table, first_leads):
    lines = "\n".join("\t".join(cells) for cells in (head, *table))
    for task in read_table(rows_of(lines_of(lines)), first_leads=first_leads).tasks:
        assert len(task.text.text) == len(task.text.source)
    assert read_text(SCHEDULE_TITLE + lines).kind


ROWS = [("新建学校5所。", "市教育局", "市财政局"), ("新建医院5所。", "市卫健委", "市财政局")]
TWO_COLUMNS = "序号\t目标任务\t第一季度\t第二季度\t第三季度\t第四季度\t牵头单位\t责任单位\n"


def numbered(*numbers):
    rows = zip(numbers, ROWS, strict=True)
    return schedule(
        "".join(f"{number}\t{text}\t{QUARTERS}\t{lead}\t{co}\n" for number, (text, lead, co) in rows),
        TWO_COLUMNS,
    )


def test_tasks_below_an_empty_column_of_numbers_are_counted_and_that_is_told():
    parsed = numbered(" ", " ")
    assert [(task.number, task.text, task.lead) for task in parsed.tasks] == [
        (1, "新建学校5所。", ("市教育局",)),
        (2, "新建医院5所。", ("市卫健委",)),
    ]
    assert codes(parsed) == ["number_missing"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("填表人：张某\t\t\t审核：李某\t\t\t\t\n", ["leftover_text", "number_missing"]),
        ("合计\t2项\t\t\t\t\t\t\n", ["number_missing"]),
        ("一、教育惠民\t\t\t\t\t\t\t\n", ["number_missing"]),
    ],
)
def test_what_stands_in_the_column_of_numbers_and_is_none_leaves_it_empty(more, told):
    (text, lead, co), (other, *units) = ROWS
    parsed = schedule(
        f" \t{text}\t{QUARTERS}\t{lead}\t{co}\n \t{other}\t{QUARTERS}\t{units[0]}\t{units[1]}\n{more}",
        TWO_COLUMNS,
    )
    assert [(task.number, task.text) for task in parsed.tasks] == [(1, text), (2, other)]
    assert sorted(codes(parsed)) == told


@pytest.mark.parametrize(
    ("lead", "co", "told"),
    [
        ("市卫健委", " ", []),
        (" ", "市卫健委", ["missing_lead"]),
        (" ", " ", ["no_lead"]),
    ],
)
def test_a_row_without_a_number_is_a_task_of_its_own_whichever_unit_it_lacks(lead, co, told):
    rows = [
        ("名称", "主要内容", "牵头单位", "责任单位"),
        ("教育", "新建学校5所。", "市教育局", "市财政局"),
        ("医疗", "新建医院5所。", lead, co),
        ("养老", "新增助餐点5个。", "市民政局", " "),
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<html><p>2026年民生实事任务分解表</p><table>{cells}</table></html>"
    parsed = read(page.encode(), "document.html")
    texts = [task.text.partition("：")[2] for task in parsed.tasks]
    assert texts == ["新建学校5所。", "新建医院5所。", "新增助餐点5个。"]
    assert [code for code in codes(parsed) if code != "number_missing"] == told


def test_a_deed_without_number_and_unit_is_a_task_and_no_heading():
    rows = "一、教育惠民\t\n新建学校5所\t市教育局\n改造老旧小区85个\t \n新建站3个\t市民政局\n"
    parsed = schedule(rows, "目标任务\t责任单位\n")
    assert [(task.text, task.domain) for task in parsed.tasks] == [
        ("新建学校5所", "教育惠民"),
        ("改造老旧小区85个", "教育惠民"),
        ("新建站3个", "教育惠民"),
    ]
    assert found(parsed, "no_lead") == [(2, None)]


def test_a_row_without_number_and_unit_goes_with_the_one_above_but_not_unseen():
    rows = "新建学校5所\t6月\t市教育局\n幼儿园提升工程\t9月\t \n"
    parsed = schedule(rows, "目标任务\t完成时限\t责任单位\n")
    assert [task.text for task in parsed.tasks] == ["新建学校5所幼儿园提升工程"]
    assert found(parsed, "cells_guessed") == [(1, None)]


def test_one_empty_number_among_others_is_not_counted_away():
    assert "number_missing" not in codes(numbered("1", "2"))
    assert found(numbered("3", " "), "number_twice") == [(3, None)]


def test_numbers_that_passed_through_a_spreadsheet_are_whole():
    assert [task.number for task in numbered("1.0", "２．００").tasks] == [1, 2]


@pytest.mark.parametrize(
    "row",
    [
        "\t填表人：张某\t\t\t\t联系电话：12345\t\t",
        "\t\t\t\t\t\t审核：李某\t",
        "\t备注：数据截至3月底\t\t\t\t\t\t",
        "填表人：\t张某\t\t联系电话：\t12345\t\t\t",
    ],
)
def test_who_drew_up_a_table_is_no_part_of_its_last_task(row):
    text, lead, co = ROWS[0]
    parsed = schedule(f"1\t{text}\t{QUARTERS}\t{lead}\t{co}\n{row}\n", TWO_COLUMNS)
    (task,) = parsed.tasks
    assert (task.text, task.quarters, task.lead, task.co) == (text, READ, (lead,), (co,))
    assert codes(parsed) == ["leftover_text"]


def test_a_task_without_a_text_is_told():
    head = ["序号", "目标任务", "第一季度", "第二季度", "第三季度", "第四季度", "牵头单位", "责任单位"]
    rows = [["1", "", *READ, "市教育局", "市财政局"], ["2", "新建医院5所。", *READ, "市卫健委", "市财政局"]]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (head, *rows))
    parsed = read(f"<html><p>{SCHEDULE_TITLE}</p><table>{cells}</table></html>".encode(), "document.html")
    assert [task.number for task in parsed.tasks] == [1, 2]
    assert found(parsed, "no_text") == [(1, None)]


def test_a_single_unit_beside_an_empty_cell_of_the_lead_leads_but_not_unseen():
    parsed = schedule(
        f"1\t新建学校5所。\t{QUARTERS}\t \t市财政局\n2\t新建医院5所。\t{QUARTERS}\t市卫健委\t市财政局\n",
        TWO_COLUMNS,
    )
    assert [task.lead for task in parsed.tasks] == [("市财政局",), ("市卫健委",)]
    assert found(parsed, "missing_lead") == [(1, None)]
