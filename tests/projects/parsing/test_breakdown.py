"""Breakdown documents in the manners of other years and other cities."""

import pytest

from tests.projects.parsing.documents import breakdown, codes, read_text

TWO = (
    "1.新建学校5所。（牵头单位：市教育局；共同责任单位：市财政局）\n"
    "2.改造食堂3个。（牵头单位：市商务局；共同责任单位：各县区）\n"
)


def texts(parsed):
    return [(task.number, task.text) for task in parsed.tasks]


@pytest.mark.parametrize(
    "mark", ["{}.", "{}. ", "{}、", "{}．", "（{}）", "({})", "{})", "第{}项 ", "第{}项：", "{}．　"]
)
def test_arabic_numbering(mark):
    lines = [
        f"{mark.format(number)}{text}（责任单位：市教育局）"
        for number, text in enumerate(("新建学校5所。", "改造食堂3个。", "建桥（主桥）。"), 1)
    ]
    assert texts(breakdown("\n".join(lines))) == [
        (1, "新建学校5所。"),
        (2, "改造食堂3个。"),
        (3, "建桥（主桥）。"),
    ]


@pytest.mark.parametrize("mark", ["{}、", "（{}）", "{}是", "第{}项 ", "{}. "])
def test_chinese_numbering(mark):
    lines = [
        f"{mark.format(number)}{text}（责任单位：市教育局）"
        for number, text in zip("一二三", ("新建学校。", "改造食堂。", "建桥。"), strict=True)
    ]
    assert texts(breakdown("\n".join(lines))) == [(1, "新建学校。"), (2, "改造食堂。"), (3, "建桥。")]


def test_full_width_digits_and_punctuation_of_any_width():
    parsed = breakdown(
        "１．新建学校５所。（牵头单位:市教育局;责任单位:市财政局)\n２．改造食堂３个。(牵头单位：市商务局，责任单位：各县区）\n"
    )
    assert texts(parsed) == [(1, "新建学校５所。"), (2, "改造食堂３个。")]
    assert [(task.lead, task.co) for task in parsed.tasks] == [
        (("市教育局",), ("市财政局",)),
        (("市商务局",), ("各县区",)),
    ]


def test_domains_stand_above_their_tasks():
    parsed = breakdown(
        "一、教育惠民领域\n1.建校。（责任单位：市教育局）\n二、卫生健康领域\n2.建院。（责任单位：市卫健委）\n3.建站。（责任单位：市卫健委）\n"
    )
    assert parsed.domains == ("教育惠民领域", "卫生健康领域")
    assert [task.domain for task in parsed.tasks] == ["教育惠民领域", "卫生健康领域", "卫生健康领域"]


def test_domains_without_a_number_or_marked_in_markdown():
    lines = [
        "# 2024年某市40件民生实事任务分解方案",
        "## 教育",
        "1. 建校**5**所。（责任单位：市教育局）",
        "## 卫生",
        "2. <b>建院</b><br>1家。（责任单位：市卫健委）",
    ]
    parsed = read_text("\n".join(lines))
    assert parsed.domains == ("教育", "卫生")
    assert texts(parsed) == [(1, "建校5所。"), (2, "建院1家。")]


def test_tasks_numbered_in_chinese_below_domains_numbered_in_chinese():
    parsed = breakdown(
        "一、教育\n（一）建校。（责任单位：市教育局）\n（二）建园。（责任单位：市教育局）\n二、卫生\n（三）建院。（责任单位：市卫健委）\n"
    )
    assert [(task.number, task.domain) for task in parsed.tasks] == [(1, "教育"), (2, "教育"), (3, "卫生")]


def test_the_preambles_own_numbering_is_no_list():
    parsed = breakdown(
        "一、建校。（责任单位：市教育局）\n二、建园。（责任单位：市教育局）\n三、建院。（责任单位：市卫健委）\n"
    )
    assert texts(parsed) == [(1, "建校。"), (2, "建园。"), (3, "建院。")]


def test_wrapped_amounts_and_lists_open_no_task():
    parsed = breakdown(
        "1.提供\n2.5万个岗位，建\n3、5分钟反应圈\n10 个。（牵头单位：市\n公安局）\n"
        "2.为 1.5\n万人服务。（牵头单位：市人\n社局）\n"
    )
    assert texts(parsed) == [(1, "提供2.5万个岗位，建3、5分钟反应圈10个。"), (2, "为1.5万人服务。")]


def test_a_number_may_stand_right_before_a_digit():
    parsed = breakdown(
        "1.建校。（责任单位：市教育局）\n2.24部门联动。（责任单位：市政府办）\n3.5个公园。（责任单位：市住建局）\n"
    )
    assert texts(parsed) == [(1, "建校。"), (2, "24部门联动。"), (3, "5个公园。")]


def test_page_numbers_and_running_heads_are_left_out():
    parsed = breakdown(
        "1.建校，（牵头单位：市教育局；共同\n\n— 2 —\n某市人民政府公报\n责任单位：市财政局）\n"
        "2.建园。（牵头单位：市教育局）\n- 3 -\n"
        "某市人民政府公报\n3.建院\n第 4 页 共 9 页\n某市人民政府公报\n5家。（牵头单位：市卫健委）\n"
    )
    assert texts(parsed) == [(1, "建校，"), (2, "建园。"), (3, "建院5家。")]
    assert parsed.tasks[0].co == ("市财政局",)


def test_page_numbers_that_are_nothing_but_numbers_are_left_out():
    parsed = breakdown("1.建校。（牵头单位：市教\n2\n育局）\n2.建园。（牵头单位：\n3\n市教育局）\n")
    assert [task.lead for task in parsed.tasks] == [("市教育局",), ("市教育局",)]


def test_tasks_whose_lines_were_lost():
    parsed = breakdown(
        "1.建校5所。（责任单位：市教育局）2.建园（含分园）3个。（责任单位：市教育局）3.建院。（责任单位：市卫健委）"
    )
    assert texts(parsed) == [(1, "建校5所。"), (2, "建园（含分园）3个。"), (3, "建院。")]


def test_a_clause_without_brackets_on_a_line_of_its_own():
    parsed = breakdown(
        "一、教育领域\n1.建校。\n牵头单位：市教育局；共同责任单位：市财政局\n2.建园。\n牵头单位：市教育局\n二、卫生领域\n3.建院。\n责任单位：市卫健委\n"
    )
    assert [(task.lead, task.co, task.domain) for task in parsed.tasks] == [
        (("市教育局",), ("市财政局",), "教育领域"),
        (("市教育局",), (), "教育领域"),
        (("市卫健委",), (), "卫生领域"),
    ]


def test_a_bracket_that_is_never_closed_or_never_opened():
    parsed = breakdown(
        "一、教育\n1.建校。（牵头单位：市教育局；共同责任单位：市财政局\n二、卫生\n2.建院。牵头单位：市卫健委；共同责任单位：各县区）\n"
    )
    assert [(task.text, task.lead, task.co, task.domain) for task in parsed.tasks] == [
        ("建校。", ("市教育局",), ("市财政局",), "教育"),
        ("建院。", ("市卫健委",), ("各县区",), "卫生"),
    ]
    assert codes(parsed).count("unbalanced") == 2


def test_names_alone_in_the_last_bracket_are_responsible():
    parsed = breakdown(
        "1.建校（含分校）。（市教育局、市财政局）\n2.建园。（市教育局）\n3.建院（三级）。（市卫健委）\n"
    )
    assert [(task.text, task.lead) for task in parsed.tasks] == [
        ("建校（含分校）。", ("市教育局", "市财政局")),
        ("建园。", ("市教育局",)),
        ("建院（三级）。", ("市卫健委",)),
    ]


def test_several_clauses_of_one_task_are_put_together():
    parsed = breakdown(
        "1.建校5所（牵头单位：市教育局）；建市场3个（牵头单位：市商务局）。\n2.建桥（牵头单位：市交通局）。\n"
    )
    assert texts(parsed) == [(1, "建校5所；建市场3个。"), (2, "建桥。")]
    assert parsed.tasks[0].lead == ("市教育局", "市商务局")
    assert "several_clauses" in codes(parsed)


def test_sub_items_of_a_task_are_its_text():
    parsed = breakdown(
        "1.实施教育工程：\n（1）建校；\n（2）建园。\n（牵头单位：市教育局）\n2.建桥。（牵头单位：市交通局）\n"
    )
    assert texts(parsed) == [(1, "实施教育工程：（1）建校；（2）建园。"), (2, "建桥。")]


def test_misnumbered_sub_items_are_found():
    parsed = breakdown(
        "1.实施教育工程：（1）建校；（2）建园；（4）建馆。（牵头单位：市教育局）\n2.建桥。（牵头单位：市交通局）\n"
    )
    assert [(finding.task, finding.code) for finding in parsed.findings] == [(1, "item_number")]


def test_where_the_document_says_so_the_first_named_leads():
    rows = "1.建校。（责任单位：市教育局、市财政局、各县区）\n2.建园。（责任单位：市教育局、各县区）\n"
    parsed = read_text("2024年某市民生实事任务分解方案\n责任单位中排在第一位的为牵头单位。\n" + rows)
    assert [(task.lead, task.co) for task in parsed.tasks] == [
        (("市教育局",), ("市财政局", "各县区")),
        (("市教育局",), ("各县区",)),
    ]
    assert "missing_lead" not in codes(parsed)


def test_numbers_missing_doubled_and_out_of_order_are_found():
    lines = [f"{number}.建校。（责任单位：市教育局）" for number in (1, 3, 3, 2, 6)]
    assert codes(breakdown("\n".join(lines))) == ["number_missing", "number_order", "number_twice"]


def test_numbers_that_restart_in_every_domain_are_said_once():
    parsed = breakdown(
        "一、教育\n1.建校。（责任单位：市教育局）\n2.建园。（责任单位：市教育局）\n二、卫生\n1.建院。（责任单位：市卫健委）\n2.建站。（责任单位：市卫健委）\n"
    )
    assert codes(parsed) == ["number_restarts"]
    assert [task.number for task in parsed.tasks] == [1, 2, 1, 2]


def test_a_task_without_a_clause_is_found():
    parsed = breakdown("1.建校。（责任单位：市教育局）\n2.建园。\n3.建院。（责任单位：市卫健委）\n")
    assert [(finding.task, finding.code) for finding in parsed.findings] == [(2, "missing_clause")]


def test_text_behind_a_clause_is_found():
    parsed = breakdown(
        "1.建校。（责任单位：市教育局）\n这一段不知归谁，也不是标题。\n2.建园。（责任单位：市教育局）\n"
    )
    assert [(finding.task, finding.code) for finding in parsed.findings] == [(1, "leftover_text")]


def test_the_documents_ending_is_no_finding():
    assert (
        codes(breakdown(TWO + "\n附件：名单\n抄送：市委各部门。\n某市人民政府办公室 2024年1月8日印发\n"))
        == []
    )


def test_a_count_that_the_document_gets_wrong_is_found():
    parsed = read_text(
        "2024年某市40件民生实事任务分解方案\n现将40件民生实事分解为3项任务，印发给你们。\n" + TWO
    )
    assert codes(parsed) == ["count_mismatch"]


def test_a_clause_over_several_lines_one_for_each_role():
    parsed = breakdown(
        "1.建校。\n牵头单位：市教育局\n责任单位：市财政局、各县区\n2.建园。\n牵头单位：市教\n育局\n责任单位：市财\n政局\n"
    )
    assert [(task.lead, task.co) for task in parsed.tasks] == [
        (("市教育局",), ("市财政局", "各县区")),
        (("市教育局",), ("市财政局",)),
    ]


def test_a_heading_may_say_how_many_tasks_stand_below_it():
    parsed = breakdown(
        "一、教育（2项）\n1.建校。（责任单位：市教育局）\n2.建园。（责任单位：市教育局）\n二、卫生（共3项）\n3.建院。（责任单位：市卫健委）\n"
    )
    assert parsed.domains == ("教育", "卫生")
    assert [(finding.code, finding.quote) for finding in parsed.findings] == [
        ("count_mismatch", "二、卫生（共3项）")
    ]


def test_quarters_in_the_tasks_own_text_make_a_schedule():
    parsed = breakdown(
        "1.建校5所。序时进度：第一季度：办手续；招标。第二季度：开工5所。第三季度：主体完工。第四季度：竣工。（牵头单位：市教育局）\n"
        "2.建园，一季度末前完成选址。（牵头单位：市教育局）\n"
    )
    assert parsed.kind == "schedule"
    assert parsed.tasks[0].text == "建校5所。"
    assert parsed.tasks[0].quarters == ("办手续；招标。", "开工5所。", "主体完工。", "竣工。")
    assert (parsed.tasks[1].text, parsed.tasks[1].quarters) == ("建园，一季度末前完成选址。", None)


def test_a_breakdown_in_a_table():
    parsed = read_text(
        "2024年某市民生实事任务分解表\n序号\t领域\t目标任务\t牵头单位\t配合单位\t责任领导\n1\t教育\t建校5所。\t市教育局\t市财政局、市住建局\t张三\n"
        "2\t\t建园。\t市教育局\t\t李四\n3\t卫生\t建院。\t市卫健委、市发改委\t各县区\t王五\n"
    )
    assert (parsed.kind, parsed.domains) == ("breakdown", ("教育", "卫生"))
    assert [(task.text, task.lead, task.co, task.domain) for task in parsed.tasks] == [
        ("建校5所。", ("市教育局",), ("市财政局", "市住建局"), "教育"),
        ("建园。", ("市教育局",), (), "教育"),
        ("建院。", ("市卫健委", "市发改委"), ("各县区",), "卫生"),
    ]


def test_traditional_characters_become_simplified_and_stay_beside():
    parsed = read_text(
        "2024年某市民生實事任務分解方案\n1.新建學校5所。(牽頭單位:市教育局;共同責任單位:市財政局,各縣區)\n2.建園。(責任單位:市教育局)\n"
    )
    assert (parsed.tasks[0].text, parsed.tasks[0].source_text) == ("新建学校5所。", "新建學校5所。")
    assert parsed.tasks[0].co == ("市财政局", "各县区")
    assert parsed.title == "2024年某市民生实事任务分解方案"


def test_an_amount_at_a_lines_start_opens_no_task_within_the_list():
    parsed = breakdown(
        "1.建校。（责任单位：市教育局）\n2.为5000名老人服务。为不少于\n1.7万名残疾人投保。（责任单位：市残联）\n"
        "3.建园。（责任单位：市教育局）\n"
    )
    assert texts(parsed) == [
        (1, "建校。"),
        (2, "为5000名老人服务。为不少于1.7万名残疾人投保。"),
        (3, "建园。"),
    ]


BESIDE = (
    "三、组织实施\n3.健全机制。（市发改委牵头）\n4.会商问题。（市政府办公室牵头）\n"
    "四、督查考核\n5.定期督查。（市政府督查室负责）\n"
)


def test_points_on_organisation_are_told_under_their_own_heading():
    parsed = breakdown(f"二、主要任务\n{TWO}{BESIDE}")
    assert [task.number for task in parsed.tasks] == [1, 2]
    told = [finding for finding in parsed.findings if finding.code == "leftover_text"]
    assert [finding.quote for finding in told] == ["健全机制。", "定期督查。"]
    assert [finding.message[:13] for finding in told] == ["“组织实施”部分有 2 条", "“督查考核”部分有 1 条"]


def test_a_line_between_the_list_and_a_section_on_organisation_is_told_alone():
    parsed = breakdown(f"{TWO}以上任务统筹推进，不得迟延。\n三、保障措施\n各单位要高度重视。\n")
    told = [finding.quote for finding in parsed.findings if finding.code == "leftover_text"]
    assert told == ["以上任务统筹推进，不得迟延。"]


@pytest.mark.parametrize(
    "note", ["说明：第1项含改扩建2所。", "注：含改扩建", "带*的为省民生实事", "（续表）"]
)
def test_a_note_between_two_tasks_is_told_and_heads_nothing(note):
    parsed = breakdown(
        f"一、教育惠民\n1.新建小学1所。（市教育局负责）\n{note}\n2.新建小学2所。（市教育局负责）\n"
    )
    assert {task.domain for task in parsed.tasks} == {"教育惠民"}
    assert [each.quote for each in parsed.findings] == [note] * (note != "（续表）")
