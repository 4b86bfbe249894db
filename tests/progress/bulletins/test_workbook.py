"""The bulletin as a workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.bulletins.imprint import Imprint
from progress.bulletins.lines import tally_row
from progress.bulletins.workbook import bulletin_workbook
from progress.rules.figures import Changed, CorrectedReport, GroupTally, LateTask, PastLaggard, UnitFiling
from progress.rules.standings import Tally
from progress.rules.states import VerdictClass
from projects.paper.heights import TALLEST, height_of
from projects.paper.sheets import left_empty_on
from tests.progress.bulletins.bulletin_values import figures, laggard, many, target, task

PROGRESS_HEADS = (
    "序号 领域 年度目标任务 本季度序时进度 本季度进展情况 完成率"
    " 进度评价 存在问题 下一步打算 牵头单位 共同责任单位 备注"
)


def opened(found, imprint=None):
    return load_workbook(BytesIO(bulletin_workbook(found, imprint)))


def rows(sheet, first=4):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def test_the_sheets_stand_in_their_order():
    assert opened(figures(task())).sheetnames == [
        "总体情况",
        "进展情况表",
        "滞后项目表",
        "未报迟报单位",
        "上期滞后整改",
        "数据",
    ]


def test_the_columns_of_the_progress_table_are_the_agreed_ones():
    sheet = opened(figures(task(domain="教育")))["进展情况表"]
    assert [cell.value for cell in sheet[3]] == PROGRESS_HEADS.split()


def test_what_tells_the_year_has_no_column_of_this_quarter():
    book = opened(figures(task(), quarter=5, as_of=date(2021, 12, 31)))
    heads = [
        cell.value for name in ("进展情况表", "数据") for cell in book[name][3 if name[0] == "进" else 1]
    ]
    assert [each for each in heads if "本季" in each] == []
    assert heads.count("四季度序时进度") == heads.count("全年进展情况") == 2
    assert book["数据"]["B2"].value == "年底核定"
    assert book["总体情况"]["A6"].value == "全年"


def test_a_list_without_domains_has_no_column_of_dashes():
    heads = [cell.value for cell in opened(figures(task()))["进展情况表"][3]]
    assert heads == [each for each in PROGRESS_HEADS.split() if each != "领域"]


def test_a_column_that_no_laggard_fills_is_left_out():
    def heads(line):
        row = opened(figures(task(7, VerdictClass.BEHIND), laggards=(line,)))["滞后项目表"][3]
        return [cell.value for cell in row]

    assert {"子项目", "备注"} & set(heads(laggard(7))) == set()
    assert {"子项目", "备注"} < set(heads(laggard(7, sub_project="园博园", streak=2)))


def test_a_task_stands_in_the_progress_table():
    row = task(
        7,
        VerdictClass.BEHIND,
        targets=(target(),),
        gap=Decimal("9.8"),
        problems="雨水多。",
        remarks=("连续2季",),
        domain="教育",
    )
    assert rows(opened(figures(row))["进展情况表"])[0] == [
        *(
            7,
            "教育",
            "新建幼儿园16所。",
            "开工4所。",
            "已开工4所。",
            "新建幼儿园：累计4/16所，25.0%",
            "滞后（未达序时）\n滞后9.8个百分点",
        ),
        *("雨水多。", "—", "市教育局", "市住建局、各县区", "连续2季"),
    ]


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ((), "—"),
        ((target(completion=Decimal("120.0")),), "新建幼儿园：累计4/16所，120.0%"),
        ((target(actual=None),), "—"),
        ((target(), target(actual=None)), "新建幼儿园：累计4/16所，25.0%\n新建幼儿园：暂无数据"),
        ((target(completion=None),), "新建幼儿园：累计4/16所"),
        (
            (target(), target(is_level=True, completion=None)),
            "新建幼儿园：累计4/16所，25.0%\n新建幼儿园：4所（年度目标16所）",
        ),
    ],
)
def test_completion_is_a_line_per_target(targets, said):
    assert rows(opened(figures(task(domain="教育", targets=targets)))["进展情况表"])[0][5] == said


def test_the_overall_sheet_counts_all_by_domain_and_by_lead_unit():
    groups = {
        "by_domain": (GroupTally("教育", Tally(on_schedule=1)),),
        "by_unit": (GroupTally("市教育局", Tally(on_schedule=1)),),
    }
    sheet = opened(figures(task(), tally_before=Tally(behind=1), **groups))["总体情况"]
    named = {row[0]: row[1:] for row in rows(sheet) if row[1] is not None}
    assert named["二季度"] == [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    assert list(named) == ["二季度", "一季度", "教育", "市教育局"]
    assert sheet["A4"].value.startswith("总数1＝")


def test_the_charts_are_native_and_read_the_cells():
    groups = {
        "by_domain": (GroupTally("教育", Tally(on_schedule=1)),),
        "by_unit": (GroupTally("市教育局", Tally(on_schedule=1)),),
    }
    sheet = opened(figures(task(), **groups))["总体情况"]
    charts = sheet._charts
    assert [type(chart).__name__ for chart in charts] == ["DoughnutChart", "BarChart", "BarChart", "BarChart"]
    assert charts[0].series[0].val.numRef.f == "'总体情况'!$C$6:$H$6"
    assert charts[2].series[2].val.numRef.f == "'总体情况'!$E$9"
    assert {chart.y_axis.scaling.min for chart in charts[1:]} == {0}  # no bar is cut at its beginning


def test_a_list_without_domains_has_no_domain_rows():
    titles = [
        row[0]
        for row in rows(
            opened(figures(task(), by_unit=(GroupTally("市教育局", Tally(on_schedule=1)),)))["总体情况"]
        )
    ]
    assert "二、按牵头单位（多个单位牵头的任务，分别计入，未报按各单位报送情况统计）" in titles


def test_a_laggard_stands_with_points_cause_and_streak():
    line = laggard(7, sub_project="园博园", gap=Decimal("9.8"), streak=2)
    row = rows(opened(figures(task(7, VerdictClass.BEHIND), laggards=(line,)))["滞后项目表"])[0]
    assert row[:5] == [7, "新建幼儿园16所。", "园博园", "“封顶”未完成", 9.8]
    assert row[6:] == ["雨水多。", "—", "市教育局", "连续2季"]


def test_units_missing_and_late_stand_with_their_tasks():
    filings = (UnitFiling("市教育局", missing=(3, 5), late=(LateTask(7, 2),)),)
    finished = task(5, VerdictClass.COMPLETED)
    assert rows(opened(figures(task(), finished, unit_filings=filings))["未报迟报单位"]) == [
        [1, "市教育局", 2, "第3项、第5项（已完成）", 1, "第7项（2天）"]
    ]


def test_what_was_returned_and_not_filed_again_has_a_column_where_there_is_any():
    filings = (UnitFiling("市教育局", not_refiled=(3,)),)
    assert rows(opened(figures(task(), unit_filings=filings))["未报迟报单位"]) == [
        [1, "市教育局", 0, "—", "第3项", 0, "—"]
    ]


def test_empty_tables_say_that_there_is_nothing():
    book = opened(figures(task(), tally_before=Tally(on_schedule=1)))
    said = [book[name]["A4"].value for name in ("滞后项目表", "未报迟报单位", "上期滞后整改")]
    assert said == ["本期无滞后项目。", "各牵头单位均已按期报送。", "一季度无滞后项目。"]


def test_what_became_of_laggards_and_corrections_stand_in_one_sheet():
    past = PastLaggard(
        2,
        "新建。",
        VerdictClass.BEHIND,
        "滞后（未达序时）",
        VerdictClass.ON_SCHEDULE,
        "达序时",
        Decimal("6.0"),
        Decimal("-1.0"),
        True,
        ("市教育局",),
    )
    corrected = CorrectedReport(7, 1, "市教育局", "改造。", (Changed("公园", "2个", "1个"),))
    found = rows(
        opened(
            figures(task(), tally_before=Tally(behind=1), past_laggards=(past,), corrections=(corrected,))
        )["上期滞后整改"]
    )
    assert found[0] == [2, "新建。", "滞后（未达序时）", 6, "达序时", "—", "已赶上序时", "市教育局"]
    assert found[2][6] == "第7项（市教育局，一季度）公园由2个更正为1个"


def test_the_data_sheet_is_plain_with_a_column_for_every_value():
    sheet = opened(figures(task(1, targets=(target(),)), task(2)))["数据"]
    heads = [cell.value for cell in sheet[1]]
    assert not sheet.merged_cells.ranges
    values = dict(zip(heads, (cell.value for cell in sheet[2]), strict=True))
    assert (values["年度目标1"], values["计划累计1"], values["实际累计1"], values["完成率（%）1"]) == (
        16,
        4,
        4,
        25,
    )
    assert sheet.max_row == 3


def test_every_sheet_is_marked_with_its_issue_and_date():
    book = opened(figures(task()), Imprint(number=2, note="演示数据"))
    assert book["进展情况表"]["A2"].value == "截至2021年6月30日　第2期　演示数据"
    assert {sheet.oddHeader.right.text for sheet in book} == {"第2期"}
    assert opened(figures(task()))["进展情况表"]["A2"].value.endswith("草稿")


def test_what_looks_like_a_formula_is_text():
    cell = opened(figures(task(domain="教育", progress="=1+1", problems="@cmd")))["进展情况表"]["E4"]
    assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, "=1+1")


def test_the_same_figures_give_the_same_bytes():
    assert bulletin_workbook(many(20)) == bulletin_workbook(many(20))


def test_no_cell_of_160_tasks_with_long_texts_is_cut():
    for sheet in opened(many(160)):
        widths = {letter: found.width for letter, found in sheet.column_dimensions.items()}
        for row in sheet.iter_rows(min_row=4):
            height = sheet.row_dimensions[row[0].row].height
            assert height <= TALLEST
            for cell in row:
                if isinstance(cell.value, str) and cell.style.startswith("cell"):
                    assert height_of(cell.value, column=widths[cell.column_letter], size=10) <= height, (
                        cell.coordinate
                    )


def test_a_text_that_no_row_can_hold_goes_on_in_the_next():
    told = "".join(f"第{place}句说明工程进展情况，主体结构已经封顶。" for place in range(400))
    sheet = opened(figures(task(7, domain="教育", progress=told)))["进展情况表"]
    found = rows(sheet)
    assert found[1][0] == "7\n续" and "".join(row[4] for row in found) == told
    assert all(sheet.row_dimensions[4 + place].height <= TALLEST for place in range(len(found)))


def test_a_unit_whose_reports_nobody_read_yet_has_no_share():
    unread, missing, half = Tally(unmeasured=2, pending=2), Tally(not_filed=1), Tally(unmeasured=1, behind=1)
    assert [tally_row(GroupTally("市教育局", each))[-1] for each in (unread, missing, half)] == [
        "—",
        "0.0%",
        "0.0%",
    ]


def test_the_counts_of_the_year_are_those_of_the_document():
    year = figures(task(1, VerdictClass.COMPLETED), quarter=4, tally_before=Tally(ahead=1))
    sheet = opened(year)["总体情况"]
    heads = [cell.value for cell in sheet[3]]
    assert {"超序时", "达序时"}.isdisjoint(heads) and heads[-1] == "已完成占比"
    assert "三季度" not in [cell.value for cell in sheet["A"]]
    shares, bars = sheet._charts[:2]
    assert shares.series[0].val.numRef.f == "'总体情况'!$C$6:$F$6"
    named = [series.tx.strRef.f.rpartition("!")[2].replace("$", "") for series in bars.series]
    assert [sheet[place].value for place in named] == ["已完成", "滞后", "待评定", "未报"]


def test_the_charts_name_every_unit():
    groups = tuple(GroupTally(f"第{place}局", Tally(on_schedule=1)) for place in range(65))
    sheet = opened(figures(task(), by_unit=groups))["总体情况"]
    charts = sheet._charts[2:]
    named = [chart.series[0].cat.numRef or chart.series[0].cat.strRef for chart in charts]
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "第0局")
    ends = [tuple(int(part.rpartition("$")[2]) for part in each.f.split(":")) for each in named]
    covered = [row for begin, end in ends for row in range(begin, end + 1)]
    assert covered == list(range(first, first + 65))
    assert all(end - begin < 20 for begin, end in ends)
    assert {chart.x_axis.tickLblSkip for chart in charts} == {1}


def test_the_data_sheet_is_printed_on_readable_pages_side_by_side():
    sheet = opened(figures(task(targets=(target(),) * 6)))["数据"]
    assert sheet.page_setup.fitToWidth > 1
    assert sheet.print_title_cols == "$A:$C"


def test_tables_end_their_pages_with_more_than_a_heading():
    groups = tuple(GroupTally(f"第{place}局", Tally(on_schedule=1)) for place in range(65))
    sheet = opened(figures(task(), by_unit=groups))["总体情况"]
    for each in sheet.row_breaks.brk:
        last = sheet.cell(each.id, 1)
        assert last.style != "section" or not last.value, "a chart's row may end a page, a heading not"


@pytest.mark.parametrize("number", [5, 12, 25, 33, 41, 48, 65])
def test_a_chart_leaves_no_half_page_empty_before_it(number):
    """Under the last rows of 41 units it went to the next page, and the page before stood empty by half."""
    groups = tuple(GroupTally(f"第{place}局", Tally(on_schedule=1)) for place in range(number))
    sheet = opened(figures(task(), by_unit=groups))["总体情况"]
    assert left_empty_on(sheet) < 200
    first = next(row[0].row for row in sheet.iter_rows() if row[0].value == "第0局")
    bands = [row for row in range(4, sheet.max_row + 1) if sheet.row_dimensions[row].height >= 250]
    assert bands[-1] in (first - 1, first + number), "beside the rows that it shows"
    anchored = {chart.anchor._from.row + 1 for chart in sheet._charts[2:]}
    assert anchored == {bands[-1]}
