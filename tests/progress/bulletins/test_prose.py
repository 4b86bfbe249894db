"""The text of a bulletin in the wording of such bulletins."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.phrases import items, share
from progress.bulletins.prose import prose
from progress.rules.figures import (
    Changed,
    Compared,
    CorrectedReport,
    FilingCounts,
    GroupTally,
    LateTask,
    Measure,
    PastLaggard,
    UnitFiling,
)
from progress.rules.standings import Standing, Tally, tally
from progress.rules.states import OpenReason, VerdictClass
from tests.progress.bulletins.bulletin_values import figures, laggard, target, task


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
        "上期滞后项目整改情况",
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


def test_only_what_both_quarters_judged_is_held_against_last_quarter():
    both = Compared(
        tally([Standing(VerdictClass.BEHIND)] * 3 + [Standing(VerdictClass.ON_SCHEDULE)]),
        tally([Standing(VerdictClass.BEHIND)] * 2 + [Standing(VerdictClass.AHEAD)] * 2),
        recovered=2,
        slipped=1,
    )
    pending = task(9, VerdictClass.UNMEASURED, is_pending=True)
    found = figures(task(1), pending, tally_before=Tally(behind=90), compared=both, issue_before=1)
    assert said(found, "overall.compared") == (
        "与一季度（第1期通报）相比，两个季度均已评定的4项任务中，按序时推进的由1项增至2项，滞后的由3项减至2项，"
        "其中由滞后转为按序时推进2项、由按序时推进转为滞后1项。"
    )


def test_what_was_corrected_since_is_named_beside_the_quarter_before():
    both = Compared(Tally(on_schedule=1), Tally(on_schedule=1))
    corrections = (CorrectedReport(7, 1, "市教育局", "新建。", (Changed("幼儿园", "2所", "1所"),)),)
    found = figures(task(1), compared=both, issue_before=1, corrections=corrections)
    assert said(found, "overall.compared").endswith(
        "按序时推进的仍为1项，滞后的仍为0项。一季度数据以该期通报为准，印发后更正的第7项未计入。"
    )


def test_where_nothing_was_judged_in_both_nothing_is_compared():
    assert "overall.compared" not in keys(figures(task(), tally_before=Tally(behind=3)))


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
        "新建幼儿园16所。新建幼儿园计划累计6所，实际累计4所，滞后9.8个百分点。已连续2个季度滞后。主要原因：雨水多。牵头单位：市教育局。"
    )


def test_sub_projects_stand_side_by_side():
    lines = (laggard(11, sub_project="市二院"), laggard(11, sub_project="开发区院区"))
    assert "市二院：“封顶”未完成；开发区院区：“封顶”未完成。" in said(
        figures(task(11, VerdictClass.BEHIND), laggards=lines), "behind:11"
    )


def test_a_laggard_without_a_cause_says_so():
    assert "主要原因：未作说明。" in said(
        figures(task(1, VerdictClass.BEHIND), laggards=(laggard(1, cause=""),)), "behind:1"
    )


def test_the_far_behind_stand_first_and_apart():
    found = figures(
        task(1, VerdictClass.BEHIND),
        task(2, VerdictClass.FAR_BEHIND),
        laggards=(laggard(1), laggard(2, VerdictClass.FAR_BEHIND)),
    )
    heads = [
        (each.key, each.head, bool(each.text))
        for each in prose(found, city=LIANYUNGANG)
        if each.key.startswith("behind")
    ]
    assert heads == [
        ("behind", "滞后项目", False),
        ("behind.far", "严重滞后项目（1项）", False),
        ("behind:2", "第2项", True),
        ("behind.plain", "其他滞后项目（1项）", False),
        ("behind:1", "第1项", True),
    ]


def test_where_none_is_far_behind_it_says_so_in_place_of_headings():
    found = figures(task(1, VerdictClass.BEHIND), laggards=(laggard(1),))
    assert said(found, "behind.none") == "未达序时的任务1项，均未达到严重滞后程度。"
    assert "behind.plain" not in keys(found)


def test_a_cause_does_not_close_with_what_every_laggard_is():
    line = laggard(1, cause="市教育局：雨水多，影响本季度进度。\n市民政局：缺资金，影响了工程进度")
    assert "主要原因：市教育局：雨水多；市民政局：缺资金。" in said(
        figures(task(1, VerdictClass.BEHIND), laggards=(line,)), "behind:1"
    )


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


def test_a_unit_stands_once_under_the_gravest_of_what_it_owes():
    filings = (
        UnitFiling("市教育局", missing=(5, 3), late=(LateTask(6, 1),)),
        UnitFiling("市民政局", late=(LateTask(7, 1), LateTask(9, 1), LateTask(8, 2))),
        UnitFiling("市水利局", not_refiled=(4,), late=(LateTask(10, 3),)),
    )
    found = figures(task(leads=("市住建局",)), unit_filings=filings)
    assert (
        said(found, "filing.missing") == "未按期报送的有1个单位：市教育局（第3项、第5项，另第6项迟报1天）。"
    )
    assert (
        said(found, "filing.not_refiled")
        == "退回后未按期重报的有1个单位：市水利局（第4项，另第10项迟报3天）。"
    )
    assert (
        said(found, "filing.late")
        == "逾期后报送的另有1个单位：市民政局（第7项、第9项迟报1天、第8项迟报2天）。"
    )
    told = "".join(each.text for each in prose(found, city=LIANYUNGANG))
    assert [told.count(each.unit) for each in filings] == [1, 1, 1]


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
    judged = (Changed("进度评价", "未报", "达序时"),)
    found = figures(
        task(),
        tally_before=Tally(),
        corrections=(
            CorrectedReport(7, 1, "市教育局", "新建幼儿园16所。", changed),
            CorrectedReport(8, 1, "市民政局", "新建。", judged, is_first=True),
        ),
    )
    assert said(found, "past.corrections") == (
        "上期通报印发后经重新审核更正1项：第7项（市教育局，一季度）幼儿园由2所更正为1所，进展情况文字已修改。"
        "补报1项：第8项（市民政局，一季度）评定为“达序时”。"
    )
    heads = {each.key: each.head for each in prose(found, city=LIANYUNGANG)}
    assert heads["past"] == "上期滞后项目整改和通报后更正、补报情况"


def test_without_a_correction_no_section_speaks_of_any():
    told = prose(figures(task(), tally_before=Tally()), city=LIANYUNGANG)
    assert "past.corrections" not in {each.key for each in told}
    assert [each.head for each in told if each.key == "past"] == ["上期滞后项目整改情况"]


def test_problems_are_summed_up_by_their_causes_the_most_frequent_first():
    found = figures(
        task(1, problems="雨水多。", leads=("市住建局",)),
        task(2, problems="缺资金", leads=("市教育局",)),
        task(3, problems="上级资金下达晚。", leads=("市民政局", "市教育局")),
        task(4, problems="说不清"),
    )
    told = [
        (each.key, each.head, each.text) for each in prose(found, city=LIANYUNGANG) if "problem" in each.key
    ]
    assert told == [
        ("problems", "存在问题", ""),
        (
            "problems.counts",
            "",
            "牵头单位在4项任务的报告中反映了存在问题，按主要原因分为3类，具体见进展情况表。",
        ),
        (
            "problem:money",
            "资金到位较慢",
            "涉及2项任务（第2项、第3项），牵头单位为市教育局、市民政局。",
        ),
        ("problem:weather", "天气影响施工", "涉及1项任务（第1项），牵头单位为市住建局。"),
        ("problem:other", "其他原因", "涉及1项任务（第4项），牵头单位为市教育局。"),
    ]


def test_only_what_is_on_record_is_announced():
    lagging = {"laggards": (laggard(1),), "unit_filings": (UnitFiling("市民政局", missing=(3,)),)}
    found = figures(task(1, VerdictClass.FAR_BEHIND), **lagging)
    told = "".join(each.text for each in prose(found, city=LIANYUNGANG))
    assert not [word for word in ("会办", "督办", "提醒单") if word in told]
    day = date(2021, 7, 13)
    recorded = (
        Measure(1, day, "会办"),
        Measure(1, day, "督办单", "连督〔2021〕3号"),
        Measure(3, day, "提醒单", "连督〔2021〕4号"),
        Measure(9, day, "会办"),
    )
    told = replace(found, measures=recorded)
    assert said(told, "next.behind").endswith(
        "第1项已召开会办会议，有关单位要抓紧落实议定事项。"
        "已印发督办单（连督〔2021〕3号，第1项），有关单位要按期回复并抓好整改。"
    )
    assert "已印发提醒单（连督〔2021〕4号，第3项）" in said(told, "next.filing")


def of_the_year(**fields):
    """A fourth quarter: done above its target, done without figures, closed, and two behind."""
    over = target("18", completion=Decimal("112.5"))
    tasks = (
        task(1, VerdictClass.COMPLETED, targets=(over,)),
        task(2, VerdictClass.COMPLETED),
        task(3, VerdictClass.COMPLETED, targets=(target("16"),), closed_in=2),
        task(4, VerdictClass.BEHIND),
        task(5, VerdictClass.FAR_BEHIND),
    )
    lines = (laggard(4, expected="新建幼儿园16所"), laggard(5, VerdictClass.FAR_BEHIND))
    given = {"quarter": 4, "as_of": date(2021, 12, 15), "laggards": lines, **fields}
    return figures(*tasks, **given)


def test_the_fourth_quarter_tells_the_year():
    found = of_the_year()
    assert said(found, "overall.counts") == (
        "从督查情况看，截至2021年12月15日，5项任务中，已完成3项，占60.0%，其中超额完成1项、销号1项、非量化1项；"
        "滞后（未完成年度任务）2项，占40.0%，其中严重滞后1项。"
    )
    assert found.equation == (
        "总数5＝已完成3（其中超额完成1、销号1）＋滞后2（其中严重滞后1）＋待评定0（其中待审核0）＋未报0"
    )
    assert "预计年底：新建幼儿园16所。" in said(found, "behind:4")
    assert "预计年底" not in said(replace(found, as_of=date(2021, 12, 31)), "behind:4")
    told = "".join(each.head + each.text for each in prose(found, city=LIANYUNGANG))
    assert not [word for word in ("序时", "提前", "按季度") if word in told.replace("序时进度安排方案", "")]


def test_the_titles_of_the_year_name_their_day():
    assert of_the_year().title == "关于2021年全年（截至12月15日）50件民生实事进展情况的通报"
    assert of_the_year(as_of=date(2021, 12, 31)).title == "关于2021年全年50件民生实事进展情况的通报"


@pytest.mark.parametrize(
    ("quarter", "as_of", "aim"),
    [
        (1, date(2021, 3, 31), "确保下季度末赶上序时进度"),
        (3, date(2021, 9, 30), "确保年底前完成年度任务"),
        (4, date(2021, 12, 15), "确保年底前完成年度任务"),
        (4, date(2021, 12, 31), "尽快完成年度任务"),
    ],
)
def test_the_aim_lies_ahead(quarter, as_of, aim):
    found = figures(task(1, VerdictClass.BEHIND), quarter=quarter, as_of=as_of, laggards=(laggard(1),))
    assert aim in said(found, "next.behind")


def test_numbers_are_sorted_and_shares_have_one_decimal():
    assert (items([9, 3, 9]), share(1, 3), share(0, 0)) == ("第3项、第9项", "33.3%", "0%")


def test_why_tasks_are_unmeasured_is_told_with_the_units_that_filed_no_plan():
    counts = tally(
        [
            Standing(VerdictClass.UNMEASURED, OpenReason.PENDING),
            Standing(VerdictClass.UNMEASURED, OpenReason.UNPLANNED),
        ]
    )
    unplanned = task(7, VerdictClass.UNMEASURED, remarks=("未备案",), reason=OpenReason.UNPLANNED)
    pending = task(8, VerdictClass.UNMEASURED, remarks=("未备案",), reason=OpenReason.PENDING)
    told = replace(figures(unplanned, pending), tally=counts)
    assert "待评定2项，其中待审核1项、未备案1项" in said(told, "overall.counts")
    assert said(told, "filing.unplanned").endswith("列为待评定：市教育局（第7项）。")


def test_a_single_kind_of_filing_needs_no_heading():
    filings = (UnitFiling("市民政局", missing=(7,)),)
    told = {each.key: each for each in prose(figures(task(), unit_filings=filings), city=LIANYUNGANG)}
    assert (told["filing.missing"].head, told["filing.missing"].level) == ("", 0)


MATTERS = (
    GroupTally("教育", Tally(on_schedule=1, ahead=1), 1),
    GroupTally("养老", Tally(behind=1, unmeasured=1), 2),
    GroupTally("公园", Tally(on_schedule=1, not_filed=1), 3),
    GroupTally("住房", Tally(unmeasured=1), 4),
)


def test_by_matter_it_names_what_lags_and_what_waits():
    found = figures(*(task(number) for number in range(1, 9)), by_matter=MATTERS)
    assert said(found, "overall.matters") == (
        "按件看，4件中，任务均按序时推进的1件；有滞后任务的1件（第2件）；"
        "没有滞后、有待评定或未报任务的2件（第3件、第4件）。另有1项任务没有归入各件。"
    )


def test_by_matter_the_public_is_not_told_of_missing_reports():
    unseen = (*MATTERS[:2], GroupTally("公园", Tally(on_schedule=1, unmeasured=1), 3))
    found = figures(*(task(number) for number in range(1, 7)), by_matter=unseen, is_public=True)
    assert said(found, "overall.matters") == (
        "按件看，3件中，任务均按序时推进的1件；有滞后任务的1件（第2件）；没有滞后、有待评定任务的1件（第3件）。"
    )
