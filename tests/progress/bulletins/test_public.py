"""The public version: no persons, no telephone numbers, no internal remarks; words and amounts stay."""

from dataclasses import replace
from datetime import date

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.prose import prose
from progress.bulletins.public import public_figures, public_version
from progress.rules.figures import (
    Changed,
    CorrectedReport,
    CorrectedTask,
    FilingCounts,
    GroupTally,
    LateTask,
    Measure,
    PastLaggard,
    UnitFiling,
)
from progress.rules.standings import Tally
from progress.rules.states import VerdictClass
from projects.paper.paragraphs import Paragraph
from tests.progress.bulletins.bulletin_values import figures, laggard, task


def test_every_text_of_the_figures_is_scrubbed():
    told = "联系王建国局长，13812345678。"
    row = task(1, VerdictClass.BEHIND, progress=told, problems=told, next_steps=told)
    lines = (laggard(1, situation=told, cause=told, next_steps=told),)
    corrected = CorrectedReport(1, 1, "市教育局", "新建。", (Changed("进展情况", told, told),))
    kept = repr(public_figures(figures(row, laggards=lines, corrections=(corrected,))))
    assert "王建国" not in kept and "13812345678" not in kept


def test_internal_remarks_are_left_out():
    row = task(
        1, remarks=("第1季度销号", "已报送待审核", "待核对", "迟报", "连续2季", "数据截至3月28日", "部分未报")
    )
    shown = public_figures(figures(row, laggards=(laggard(1, note="现场核查不符。"),)))
    assert shown.tasks[0].remarks == ("第1季度销号", "连续2季", "数据截至3月28日")
    assert shown.laggards[0].note == ""


LATE_AND_MISSING = figures(
    task(1),
    task(2, VerdictClass.NOT_FILED, leads=("甲局",), domain="教育"),
    task(3, VerdictClass.UNMEASURED, is_pending=True, reason="pending", domain="教育"),
    by_domain=(GroupTally("教育", Tally(unmeasured=1, pending=1, not_filed=1)),),
    by_unit=(GroupTally("甲局", Tally(not_filed=1)),),
    filing=FilingCounts(owed=4, accepted=1, pending=1, missing=2),
    unit_filings=(
        UnitFiling("甲局", missing=(2,)),
        UnitFiling("乙局", not_refiled=(4,), late=(LateTask(5, 1),)),
    ),
    tally_before=Tally(behind=2),
    past_laggards=(
        PastLaggard(2, "新建。", VerdictClass.BEHIND, "滞后（未达序时）", VerdictClass.NOT_FILED, "未报"),
    ),
    corrections=(
        CorrectedReport(8, 1, "丙局", "新建。", (Changed("进度评价", "未报", "达序时"),), is_first=True),
    ),
    measures=(Measure(2, date(2021, 7, 13), "提醒单", "连督〔2021〕1号"),),
)
FILING_WORDS = ("未报", "迟报", "退回", "待审核", "补报", "未按期", "报送", "提醒单", "乙局", "丙局")


def public(found, paragraphs=None):
    text = prose(found, city=LIANYUNGANG) if paragraphs is None else paragraphs
    return public_version(found, text, city=LIANYUNGANG)


def test_nobody_reads_who_is_late_or_missing_or_under_review():
    shown, text = public(LATE_AND_MISSING)
    words = "".join(each.head + each.text for each in text) + shown.equation + repr(shown.tasks)
    assert [word for word in FILING_WORDS if word in words] == []
    assert (shown.unit_filings, shown.filing, shown.measures) == ((), FilingCounts(), ())


def test_what_is_missing_counts_among_what_is_not_judged_yet():
    shown, text = public(LATE_AND_MISSING)
    told = {each.key: each.text for each in text}
    assert [(each.code, each.word) for each in shown.tasks][1:] == [("unmeasured", "待评定")] * 2
    assert told["overall.counts"].endswith(
        "3项任务中，按序时推进1项，占33.3%，其中达序时1项；无滞后任务；待评定2项。"
    )
    assert told["domain:教育"] == "共2项任务，待评定2项（第2项、第3项）。"
    assert told["past.laggards"] == "一季度滞后的1项任务为待评定（第2项）。"
    assert shown.equation == "总数3＝已完成0＋超序时0＋达序时1＋滞后0（其中严重滞后0）＋待评定2"


def test_in_his_own_words_the_officer_names_nobody_either():
    text = [
        *prose(LATE_AND_MISSING, city=LIANYUNGANG),
        Paragraph("own-1", "特此通报。甲局第2项至今未报。联系人：张建国。"),
        Paragraph("own-2", "乙局迟报。"),
    ]
    edited = [
        replace(each, text="120项任务进展总体平稳，甲局未报1项。") if each.key == "overall.counts" else each
        for each in text
    ]
    told = {each.key: each.text for each in public(LATE_AND_MISSING, edited)[1]}
    assert told["own-1"] == "特此通报。" and "own-2" not in told


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("overall.counts", "120项任务进展总体平稳，甲局未报1项。"),
        ("overall.counts", "各单位抓紧推进。其中甲局1项待审核。"),
        ("domain:教育", "教育领域有1项迟报。"),
    ],
)
def test_other_words_about_filing_give_way_to_the_public_wording(key, written):
    text = prose(LATE_AND_MISSING, city=LIANYUNGANG)
    edited = [replace(each, text=written) if each.key == key else each for each in text]
    told, as_it_was = public(LATE_AND_MISSING, edited)[1], public(LATE_AND_MISSING)[1]
    assert told == as_it_was and key in {each.key for each in told}


def test_other_words_about_anything_else_stay():
    text = prose(LATE_AND_MISSING, city=LIANYUNGANG)
    edited = [replace(each, text="总体平稳。") if each.key == "overall.counts" else each for each in text]
    told = {each.key: each.text for each in public(LATE_AND_MISSING, edited)[1]}
    assert told["overall.counts"] == "总体平稳。"


VERDICT, ALIKE = "进度评价", Changed("进度评价", "未报", "待评定")


def test_a_correction_that_the_public_reads_as_none_is_left_out():
    real = Changed(VERDICT, "未报", "达序时")
    corrections = (
        CorrectedReport(1, 1, "甲局", "新建。", (ALIKE,)),
        CorrectedReport(2, 1, "甲局", "新建。", (ALIKE, Changed("完成值", "1所", "2所"))),
        CorrectedReport(3, 1, "甲局", "新建。"),  # looked at again, and nothing was otherwise
    )
    corrected = (CorrectedTask(1, "新建。", (ALIKE,)), CorrectedTask(2, "新建。", (real,)))
    shown = public_figures(figures(task(), corrections=corrections, corrected=corrected))
    assert [(each.number, len(each.changes)) for each in shown.corrections] == [(2, 1), (3, 0)]
    assert [(each.number, each.changes) for each in shown.corrected] == [
        (2, (Changed(VERDICT, "待评定", "达序时"),))
    ]


def test_an_edited_paragraph_about_filing_is_left_out():
    text = [
        replace(each, text="各单位报得都很快。") if each.key == "filing.counts" else each
        for each in prose(LATE_AND_MISSING, city=LIANYUNGANG)
    ]
    assert "filing.counts" not in {each.key for each in public(LATE_AND_MISSING, text)[1]}


def test_an_edited_paragraph_is_scrubbed_too():
    assert public(figures(task()), [Paragraph("own:1", "特此通报。联系人：张建国。")])[1] == (
        Paragraph("own:1", "特此通报。"),
    )


def test_where_all_is_judged_the_counts_stay_the_same():
    found = figures(task(1), task(2, VerdictClass.BEHIND))
    assert public_figures(found).tally == found.tally


def test_no_unit_stands_in_a_row_for_its_absence_would_tell_the_others():
    shown = public_figures(
        figures(
            task(1),
            laggards=(laggard(1),),
            by_unit=(GroupTally("市教育局", Tally(on_schedule=1)),),
            corrections=(CorrectedReport(1, 1, "市教育局", "新建。", (Changed("完成值", "1所", "2所"),)),),
        )
    )
    assert "市教育局" not in repr(shown)


def test_a_text_names_no_unit_that_is_missing_or_late_by_none_of_its_names():
    told = "甲城建局和A局组织推进，丙局配合。"
    found = figures(
        task(1, progress=told, plan=told, problems=told),
        unit_filings=(UnitFiling("甲局", missing=(2,)), UnitFiling("丁局", late=(LateTask(5, 1),))),
        corrected_filings=(Changed("丙局", "未报第1项", ""),),
    )
    names = {"甲局": {"甲城建局", "甲局全称"}, "丁局": {"A局"}, "乙局": {"乙局全称"}}
    text = [Paragraph("own-1", "甲局推进较慢，乙局较快。")]
    shown, words = public_version(found, text, city=LIANYUNGANG, unit_names=names)
    assert shown.tasks[0].progress == "有关单位和有关单位组织推进，有关单位配合。"
    assert shown.tasks[0].plan == shown.tasks[0].problems == shown.tasks[0].progress
    assert words == (Paragraph("own-1", "有关单位推进较慢，乙局较快。"),)


def test_of_several_leads_the_one_in_time_does_not_tell_the_other():
    told = "甲局：已开工。\n乙局：已完工。"
    found = figures(
        task(1, progress=told, leads=("甲局", "乙局")),
        laggards=(laggard(1, situation=told, leads=("甲局", "乙局")),),
        unit_filings=(UnitFiling("甲局", missing=(1,)),),
    )
    shown = public_figures(found)
    assert shown.tasks[0].progress == "已开工。\n已完工。"
    assert shown.laggards[0].situation == shown.tasks[0].progress


def test_what_several_leads_say_alike_is_told_once():
    told = "甲局：按计划推进。\n乙局：按计划推进。"
    shown = public_figures(figures(task(1, progress=told, leads=("甲局", "乙局"))))
    assert shown.tasks[0].progress == "按计划推进。"
