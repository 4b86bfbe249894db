"""The text of a bulletin in the wording of such bulletins."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.phrases import items, share
from progress.bulletins.prose import prose
from progress.rules.figures import (
    Changed,
    CorrectedReport,
    FilingCounts,
    GroupTally,
    LateTask,
    PastLaggard,
    UnitFiling,
)
from progress.rules.standings import Standing, Tally, tally
from progress.rules.states import OpenReason, VerdictClass
from tests.progress.bulletins.bulletin_values import figures, laggard, task


def said(found, key):
    return next(each.text for each in prose(found, city=LIANYUNGANG) if each.key == key)


def keys(found):
    return [each.key for each in prose(found, city=LIANYUNGANG)]


def past(number, now, **fields):
    return PastLaggard(number, "新建幼儿园16所。", VerdictClass.BEHIND, "滞后（未达序时）", now, "", **fields)


def test_it_opens_with_the_breakdown_its_basis_and_the_as_of_date():
    assert said(figures(task()), "opening") == (
        "2021年50件民生实事分解为1项任务。根据《分解落实方案》（连政发〔2021〕10号）和《序时进度安排方案》要求，"
        "市发改委会同市政府办公室对各牵头单位截至2021年6月30日的进展情况进行了督查和汇总审核。现将上半年有关情况通报如下："
    )


def test_the_sections_stand_in_the_order_of_the_house():
    found = figures(
        task(domain="教育"),
        by_domain=(GroupTally("教育", Tally(on_schedule=1)),),
        tally_before=Tally(on_schedule=1),
    )
    headings = [each.head for each in prose(found, city=LIANYUNGANG) if each.level == 1]
    assert headings == [
        "总体情况",
        "分领域情况",
        "滞后项目",
        "报送情况",
        "上期滞后项目整改及更正情况",
        "存在问题",
        "下一步工作",
    ]


def test_keys_are_told_once():
    found = figures(
        task(1, VerdictClass.BEHIND, problems="甲。"),
        task(2, VerdictClass.FAR_BEHIND, problems="乙。"),
        laggards=(laggard(1), laggard(1), laggard(2, VerdictClass.FAR_BEHIND)),
    )
    assert len(keys(found)) == len(set(keys(found)))


def test_every_class_that_occurs_is_counted():
    tasks = [
        task(number, code)
        for number, code in enumerate(
            (
                VerdictClass.COMPLETED,
                VerdictClass.AHEAD,
                VerdictClass.ON_SCHEDULE,
                VerdictClass.BEHIND,
                VerdictClass.FAR_BEHIND,
                VerdictClass.UNMEASURED,
                VerdictClass.NOT_FILED,
            ),
            1,
        )
    ]
    assert said(figures(*tasks), "overall.counts") == (
        "从督查情况看，截至2021年6月30日，7项任务中，按序时推进3项，占42.9%，其中已提前完成1项、超序时1项、达序时1项；"
        "滞后（未达序时）2项，占28.6%，其中严重滞后1项；待评定1项；未报1项。"
    )


def test_where_all_are_on_schedule_it_says_so():
    assert said(figures(task(1), task(2, VerdictClass.AHEAD)), "overall.counts").endswith(
        "2项任务均按序时推进，其中超序时1项、达序时1项，无滞后任务。"
    )


def test_what_waits_for_review_is_told_apart():
    found = figures(task(1, VerdictClass.UNMEASURED, is_pending=True))
    assert said(found, "overall.pending").startswith("待审核的1项任务")
    assert "待评定1项，其中待审核1项" in said(found, "overall.counts")


def test_the_counts_are_held_against_last_quarter():
    found = figures(
        task(1),
        task(2, VerdictClass.BEHIND),
        tally_before=tally([Standing(VerdictClass.BEHIND), Standing(VerdictClass.BEHIND)]),
    )
    assert (
        said(found, "overall.compared")
        == "与一季度相比，按序时推进的任务增加1项，滞后任务减少1项，待评定和未报任务持平。"
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((VerdictClass.ON_SCHEDULE,), "共1项任务，按序时推进。"),
        (
            (VerdictClass.ON_SCHEDULE, VerdictClass.AHEAD),
            "共2项任务，均按序时推进，其中超序时1项、达序时1项。",
        ),
        ((VerdictClass.BEHIND, VerdictClass.FAR_BEHIND), "共2项任务，均未达序时（第1项、第2项）。"),
        (
            (VerdictClass.ON_SCHEDULE, VerdictClass.BEHIND, VerdictClass.NOT_FILED),
            "共3项任务，按序时推进1项，滞后1项（第2项），未报1项（第3项）。",
        ),
    ],
)
def test_a_domain_is_told_in_a_sentence(codes, words):
    tasks = [task(number, code, domain="教育") for number, code in enumerate(codes, 1)]
    group = GroupTally("教育", tally(Standing(code) for code in codes))
    assert said(figures(*tasks, by_domain=(group,)), "domain:教育") == words


def test_a_list_without_domains_has_no_such_section():
    assert "domains" not in keys(figures(task()))


def test_a_laggard_tells_points_cause_and_lead():
    line = laggard(7, situation="新建幼儿园计划累计6所，实际累计4所", gap=Decimal("9.8"), streak=2)
    assert said(figures(task(7, VerdictClass.BEHIND), laggards=(line,)), "behind:7") == (
        "新建幼儿园16所。新建幼儿园计划累计6所，实际累计4所，滞后序时进度9.8个百分点。已连续2个季度滞后。主要原因：雨水多。牵头单位：市教育局。"
    )


def test_sub_projects_without_points_are_all_behind():
    lines = (laggard(11, sub_project="市二院"), laggard(11, sub_project="开发区院区"))
    assert "市二院：“封顶”未完成；开发区院区：“封顶”未完成，均未达序时。" in said(
        figures(task(11, VerdictClass.BEHIND), laggards=lines), "behind:11"
    )


def test_a_laggard_without_a_cause_says_so():
    assert "牵头单位未说明滞后原因。" in said(
        figures(task(1, VerdictClass.BEHIND), laggards=(laggard(1, cause=""),)), "behind:1"
    )


def test_the_far_behind_stand_first_and_apart():
    found = figures(
        task(1, VerdictClass.BEHIND),
        task(2, VerdictClass.FAR_BEHIND),
        laggards=(laggard(1), laggard(2, VerdictClass.FAR_BEHIND)),
    )
    assert [key for key in keys(found) if key.startswith("behind")] == [
        "behind",
        "behind.far",
        "behind:2",
        "behind.plain",
        "behind:1",
    ]


def test_without_a_laggard_it_says_none():
    assert said(figures(task()), "behind.none") == "本期无滞后项目。"
    assert (
        said(figures(task(1, VerdictClass.UNMEASURED)), "behind.none")
        == "截至2021年6月30日，已评定的任务中无滞后项目。"
    )


def test_where_everybody_filed_it_says_so():
    assert (
        said(figures(task()), "filing.counts")
        == "各牵头单位应报送进展报告1份，均已报送并审核通过，无未报、迟报。"
    )


def test_reports_are_counted_by_where_they_stand():
    found = figures(task(), filing=FilingCounts(owed=9, accepted=4, pending=2, returned=1, missing=2))
    assert said(found, "filing.counts") == (
        "各牵头单位应报送进展报告9份，截至2021年7月14日已报送7份（审核通过4份、待审核2份、退回修改1份），未报2份。本通报采用的数据均已审核通过。"
    )


def test_units_missing_and_late_are_named_with_their_tasks():
    filings = (
        UnitFiling("市教育局", missing=(5, 3)),
        UnitFiling("市民政局", late=(LateTask(7, 1), LateTask(9, 1), LateTask(8, 2))),
    )
    found = figures(task(), unit_filings=filings)
    assert said(found, "filing.missing") == "未按期报送的有1个单位：市教育局（第3项、第5项）。"
    assert (
        said(found, "filing.late") == "逾期后报送的有1个单位：市民政局（第7项、第9项迟报1天，第8项迟报2天）。"
    )


def test_last_quarters_laggards_are_told_by_what_became_of_them():
    laggards = (
        past(2, VerdictClass.ON_SCHEDULE, has_caught_up=True),
        past(5, VerdictClass.NOT_FILED),
        past(6, VerdictClass.BEHIND),
        past(8, VerdictClass.ON_SCHEDULE),
        past(9, VerdictClass.UNMEASURED),
    )
    text = said(figures(task(), tally_before=Tally(behind=5), past_laggards=laggards), "past.laggards")
    assert text == (
        "一季度滞后的5项任务中，已赶上序时1项（第2项），本季达序时但上期差额未补足1项（第8项），"
        "仍未达序时1项（第6项），待评定1项（第9项），未报1项（第5项）。"
    )


def test_all_laggards_caught_up_are_told_together():
    laggards = (
        past(2, VerdictClass.ON_SCHEDULE, has_caught_up=True),
        past(3, VerdictClass.ON_SCHEDULE, has_caught_up=True),
    )
    text = said(figures(task(), tally_before=Tally(behind=2), past_laggards=laggards), "past.laggards")
    assert text == "一季度滞后的2项任务均已赶上序时（第2项、第3项）。"


def test_the_first_quarter_has_no_such_section():
    assert "past" not in keys(figures(task(), quarter=1))


def test_corrections_are_listed_with_what_changed():
    changed = (Changed("幼儿园", "2所", "1所"), Changed("进展情况", "甲", "乙"))
    found = figures(
        task(),
        tally_before=Tally(),
        corrections=(CorrectedReport(7, 1, "市教育局", "新建幼儿园16所。", changed),),
    )
    assert said(found, "past.corrections") == (
        "上期通报印发后经重新审核更正1项：第7项（市教育局，第1季度）幼儿园由2所更正为1所，进展情况文字已修改。"
    )


def test_the_same_problem_is_told_once_the_most_frequent_first():
    found = figures(task(1, problems="雨水多。"), task(2, problems="缺资金"), task(3, problems="缺资金。"))
    assert [
        each.text for each in prose(found, city=LIANYUNGANG) if each.key in ("problem:1", "problem:2")
    ] == [
        "缺资金（第2项、第3项）。",
        "雨水多（第1项）。",
    ]


def test_the_fourth_quarter_asks_for_the_years_tasks():
    found = figures(task(1, VerdictClass.BEHIND), quarter=4, laggards=(laggard(1),))
    assert "确保尽快完成年度任务" in said(found, "next.behind")


def test_numbers_are_sorted_and_shares_have_one_decimal():
    assert (items([9, 3, 9]), share(1, 3), share(0, 0)) == ("第3项、第9项", "33.3%", "0%")


def test_why_tasks_are_unmeasured_is_told_with_the_units_that_filed_no_plan():
    counts = tally(
        [
            Standing(VerdictClass.UNMEASURED, OpenReason.PENDING),
            Standing(VerdictClass.UNMEASURED, OpenReason.UNPLANNED),
        ]
    )
    unplanned = task(7, VerdictClass.UNMEASURED, remarks=("未备案",))
    told = replace(figures(unplanned), tally=counts)
    assert "待评定2项，其中待审核1项、未备案1项" in said(told, "overall.counts")
    assert said(told, "filing.unplanned").endswith("列为待评定：市教育局（第7项）。")
