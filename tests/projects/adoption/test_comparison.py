"""Comparing two documents about one list, and a reading with what is stored."""

from dataclasses import replace

from projects.adoption.comparison import (
    additions,
    against,
    changed_tasks,
    combined,
    compare,
    findings_of,
    word_changes,
)
from projects.parsing.parsed import ParsedItem, ParsedList, ParsedPlan, ParsedTarget, ParsedTask

FIFTEEN = ParsedTarget("15", "所", "新建中小学", "新建中小学15所")
TWENTY = ParsedTarget("20", "所", "创建幼儿园", "创建幼儿园20所")
PLAN = ParsedPlan(0, None, "ytd", ("5", None, None, "15"))
TASK = ParsedTask(
    1,
    "新建中小学15所。",
    "新建中小学15所。",
    lead=("市教育局",),
    co=("市财政局", "各县区"),
    targets=(FIFTEEN,),
)


def a_list(*tasks, kind="breakdown"):
    return ParsedList(kind, 2021, "", tasks=tasks)


def test_equal_lists_do_not_differ():
    assert compare(a_list(TASK), a_list(TASK)) == ()


def test_width_and_white_space_are_no_difference():
    assert compare(a_list(TASK), a_list(replace(TASK, text="新建中小学 15 所。"))) == ()
    assert word_changes("“甲”，乙", '"甲",乙') == ()


def test_a_differing_word_is_shown_with_its_surroundings():
    (change,) = word_changes("办理大学生生源地助学信用贷款1亿元", "办理大学生生源地助学贷款1亿元")
    assert (change.before, change.left, change.right, change.after) == ("源地助学", "信用", "", "贷款1亿")


def test_differing_texts_are_a_finding_that_names_both():
    differences = compare(a_list(TASK), a_list(replace(TASK, text="新建中小学15个。")))
    (finding,) = findings_of(differences, "任务分解方案", "序时进度安排方案")
    assert (finding.code, finding.task) == ("texts_differ", 1)
    assert "“小学15所。”，序时进度安排方案作“小学15个。”" in finding.message


def test_differing_units_are_a_finding():
    differences = compare(a_list(TASK), a_list(replace(TASK, co=("市财政局",))))
    assert [finding.code for finding in findings_of(differences, "甲", "乙")] == ["units_differ"]


def test_units_are_not_compared_with_a_schedule_that_has_none():
    assert compare(a_list(TASK), a_list(replace(TASK, lead=(), co=()))) == ()


def test_a_task_of_one_document_only_is_told():
    (finding,) = findings_of(compare(a_list(TASK), a_list(TASK, replace(TASK, number=2))), "甲", "乙")
    assert (finding.code, finding.task) == ("task_in_one_document", 2)
    assert "乙" in finding.message


def test_the_breakdown_governs_and_the_schedule_gives_milestones():
    quarters = ("一", "二", "三", "四")
    scheduled = replace(
        TASK, text="新建小学15所。", quarters=quarters, items=((), (), (), ()), planned=(PLAN,)
    )
    (task,) = combined(a_list(TASK), a_list(scheduled, kind="schedule")).tasks
    assert (task.text, task.quarters, task.planned) == (TASK.text, quarters, (PLAN,))


def test_a_plan_follows_its_target_into_the_governing_text():
    ours = replace(TASK, targets=(TWENTY, FIFTEEN))
    (task,) = combined(
        a_list(ours), a_list(replace(TASK, quarters=("", "", "", ""), planned=(PLAN,)), kind="schedule")
    ).tasks
    assert [plan.target for plan in task.planned] == [1]


def test_a_plan_without_its_target_in_the_governing_text_is_dropped():
    ours = replace(TASK, targets=(TWENTY,))
    (task,) = combined(a_list(ours), a_list(replace(TASK, planned=(PLAN,)), kind="schedule")).tasks
    assert task.planned == ()


def test_against_what_is_stored_every_value_counts():
    stored = replace(
        TASK, quarters=("一", "", "", ""), items=((ParsedItem("1", "一"),), (), (), ()), planned=(PLAN,)
    )
    read = replace(
        stored,
        quarters=("乙", "", "", ""),
        items=((ParsedItem("1", "乙"),), (), (), ()),
        targets=(TWENTY,),
        planned=(replace(PLAN, basis="own"),),
    )
    assert [difference.field for difference in against(a_list(stored), a_list(read))] == [
        "quarters",
        "items",
        "targets",
        "planned",
    ]
    assert against(a_list(stored), a_list(stored)) == ()


def test_a_sequence_shows_only_the_members_that_differ():
    (difference,) = compare(a_list(TASK), a_list(replace(TASK, co=("市财政局", "市审计局", "各县区"))))
    assert difference.sentence == "第1项共同责任单位不一致：（无）与“市审计局”"


def test_against_what_is_stored_a_sign_of_another_width_is_a_typographic_difference():
    (difference,) = against(a_list(replace(TASK, text="甲，乙")), a_list(replace(TASK, text="甲,乙")))
    assert difference.is_typographic
    assert difference.sentence.endswith("全角半角或空白不同")


def test_what_is_only_added_is_a_change_and_no_difference():
    scheduled = replace(TASK, quarters=("一", "", "", ""))
    assert against(a_list(TASK), a_list(scheduled)) == ()
    assert changed_tasks(a_list(TASK), a_list(scheduled)) == (1,)
    assert changed_tasks(a_list(TASK), a_list(TASK)) == ()


def test_what_only_the_stored_list_holds_is_no_change():
    quarters = ("一", "二", "三", "四")
    filed = replace(TASK, quarters=quarters, source_quarters=quarters, planned=(PLAN,), domain="教育")
    assert changed_tasks(a_list(filed), a_list(TASK)) == ()
    assert changed_tasks(a_list(filed, replace(TASK, number=2)), a_list(TASK)) == (2,)


def test_what_is_added_is_told_in_words():
    scheduled = replace(
        TASK, quarters=("一", "二", "三", "四"), source_quarters=("一", "二", "三", "四"), planned=(PLAN,)
    )
    second = replace(scheduled, number=2, source_text="新建中小学 15 所。")
    third = replace(TASK, number=3)
    stored = a_list(TASK, replace(TASK, number=2), third)
    assert additions(stored, a_list(scheduled, replace(scheduled, number=2), third)) == (
        "第1、2项将增加序时进度、计划值",
    )
    assert additions(a_list(replace(second, source_text="")), a_list(second)) == ("第2项将增加原文",)
    reworded = a_list(replace(second, source_text="新建中小学十五所。"))
    assert additions(reworded, a_list(second)) == ("第2项的原文写法不同",)
    assert additions(stored, stored) == ()


def test_a_difference_reads_as_a_sentence():
    (difference,) = compare(a_list(TASK), a_list(replace(TASK, lead=("市体育局",))))
    assert difference.sentence == "第1项牵头单位不一致：“市教育局”与“市体育局”"
