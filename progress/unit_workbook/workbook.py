"""A unit's quarter as a workbook to be filled in: one row a task, one a target, one an item."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from progress.models import ReportingPeriod
from progress.reports.queue import ReportLine
from progress.reports.sheet import ItemRow, ReportSheet, SpentRow, TargetRow, previous_report
from progress.rules.own_entry import OWN
from progress.rules.plausibility import Confirmation, Confirmer
from progress.rules.spending import KEY as SPENDING
from progress.rules.spending import UNIT as SPENT_IN
from progress.rules.states import SELF_ASSESSED, Completion, VerdictClass
from projects.models import Unit
from projects.paper.sheets import Value
from projects.paper.unit_sheets import (
    FillColumn,
    FillSheet,
    TypedLine,
    number_cell,
    read_back,
    unit_workbook_bytes,
)
from projects.rules.calendar import day_words
from projects.rules.errors import Refused
from projects.rules.quarters import NUMERALS, Quarter

TASKS, FIGURES, ITEMS = "进展", "完成值", "事项"
NUMBER, STATE, VERSION, KEY = "序号", "填报状态", "版本", "编号"
UNIT_CODE = "单位代码"
TEXT, PROBLEMS, NEXT_STEPS, SELF = "进展情况", "存在问题", "下一步打算", "单位自评"
ENTRY, EARLIER = "填报口径", "上季累计"
VALUE, CONFIRMED, REASON, EXPECTED = "本次累计", "确认无误", "本季无数据的原因", "预计年底"
DONE, NOTE = "完成情况", "说明"
SPENT = "已完成投资"
ONE_FIGURE_LESS = (REASON, EXPECTED)  # columns that its row does not fill in
FORM = "进展填报1"  # the template; another number where its columns change
YOUNGER = (CONFIRMED, ENTRY)  # columns that copies of this template sent out earlier do not have
TASK_COLUMNS = (
    FillColumn(NUMBER, 6),
    FillColumn("目标任务", 26),
    FillColumn("序时进度", 26),
    FillColumn("上季度进展", 26),
    FillColumn(TEXT, 44, is_open=True),
    FillColumn(PROBLEMS, 24, is_open=True),
    FillColumn(NEXT_STEPS, 24, is_open=True),
    FillColumn(SELF, 12, is_open=True, choices=tuple(code.word for code in SELF_ASSESSED)),
    FillColumn(STATE, 10),
    FillColumn(VERSION, is_hidden=True),
)
FIGURE_COLUMNS = (
    FillColumn(NUMBER, 6),
    FillColumn("指标", 34),
    FillColumn("计量单位", 10),
    FillColumn("全年目标", 14),
    FillColumn("计划累计", 12),
    FillColumn(EARLIER, 12),
    FillColumn(ENTRY, 12),
    FillColumn(VALUE, 14, is_open=True),
    FillColumn(CONFIRMED, 10, is_open=True, choices=(CONFIRMED,)),
    FillColumn(REASON, 24, is_open=True),
    FillColumn(EXPECTED, 14, is_open=True),
    FillColumn(KEY, is_hidden=True),
)
ITEM_COLUMNS = (
    FillColumn(NUMBER, 6),
    FillColumn("事项", 44),
    FillColumn("应完成", 16),
    FillColumn(DONE, 12, is_open=True, choices=tuple(each.word for each in Completion)),
    FillColumn(NOTE, 34, is_open=True),
    FillColumn(KEY, is_hidden=True),
)
HINT = "白格可填，灰格不改；累计数填截至季末的累计；填好后从“用工作簿填报”导入，导入后是草稿"


@dataclass(frozen=True)
class WorkbookLine:
    """One report as it goes out."""

    line: ReportLine
    sheet: ReportSheet
    is_writable: bool
    unit_code: str = ""  # in a workbook of several units


def figure_columns(quarter: int) -> tuple[FillColumn, ...]:
    """预计年底 is asked in the fourth quarter alone."""
    return tuple(column for column in FIGURE_COLUMNS if column.head != EXPECTED or quarter == 4)


def columns_for(
    columns: Sequence[FillColumn], lines: Iterable[WorkbookLine]
) -> tuple[tuple[FillColumn, ...], str]:
    """The columns with 填报口径 only where some figure is the quarter's own, and what the hint then says."""
    if any(each.sheet.asks_own for each in lines):
        return tuple(columns), f"；{ENTRY}为“{OWN}”的，“{VALUE}”列填{OWN}数"
    return tuple(column for column in columns if column.head != ENTRY), ""


def filing_workbook(unit: Unit, period: ReportingPeriod, lines: Sequence[WorkbookLine]) -> bytes:
    """The sheets with whose they are, and how they are filled in."""
    _, hint = columns_for(figure_columns(period.quarter), lines)
    return unit_workbook_bytes(
        *filing_sheets(period, lines),
        marks={
            "年度": period.when.year,
            "季度": period.when.number,
            "单位": unit.code,
            "表式": FORM,
        },
        title=f"{period.when.long_label}进展填报（{unit}）",
        note=f"截至{day_words(period.as_of)}；{HINT}{hint}",
    )


def filing_sheets(period: ReportingPeriod, lines: Sequence[WorkbookLine]) -> tuple[FillSheet, ...]:
    """Plan and last quarter stand beside; keys and versions are hidden, heads and what was filed locked."""
    figures = [(each, row) for each in lines for row in figure_rows(each)]
    items = [(each, row) for each in lines for row in (*each.sheet.items, *each.sheet.later)]
    columns, _ = columns_for(figure_columns(period.quarter), lines)
    return (
        FillSheet(TASKS, TASK_COLUMNS, tuple(task_row(each) for each in lines), _locked(lines)),
        FillSheet(
            FIGURES,
            columns,
            tuple(tuple(row[column.head] for column in columns) for _, row in figures),
            _locked(each for each, _ in figures),
            closed_cells(row for _, row in figures),
        ),
        FillSheet(
            ITEMS,
            ITEM_COLUMNS,
            tuple(item_row(each, row) for each, row in items),
            _locked(each for each, _ in items),
        ),
    )


def read_filing(content: bytes, name: str, *, unit: Unit, when: Quarter) -> Sequence[TypedLine]:
    """The rows; refused where it is another year's, quarter's or unit's, or of another template."""
    columns = {TASKS: TASK_COLUMNS, FIGURES: figure_columns(when.number), ITEMS: ITEM_COLUMNS}
    heads = {sheet: [column.head for column in those] for sheet, those in columns.items()}
    return read_back(
        content,
        name,
        noun="进展填报",
        heads=heads,
        check=lambda marks: _check(marks, unit, when),
        younger=YOUNGER,
    )


def _check(marks: Mapping[str, str], unit: Unit, when: Quarter) -> None:
    """First whether it is the right one; nothing of it is read before."""
    year, quarter = marks.get("年度", ""), marks.get("季度", "")
    numeral = {str(number): word for number, word in NUMERALS.items()}.get(quarter)
    if year != str(when.year):
        raise Refused(f"这是{year or '其他'}年的工作簿，本页只收{when.long_label}的。")
    if quarter != str(when.number):
        raise Refused(f"这是{numeral or '其他'}季度的工作簿，本页只收{when.long_label}的。")
    if marks.get("单位") != unit.code:
        raise Refused(f"这是其他单位的工作簿，不是{unit}的。")
    if marks.get("表式") != FORM:
        raise Refused("工作簿的版式已经更新，请重新下载后填写。")


def _locked(lines: Iterable[WorkbookLine]) -> frozenset[int]:
    """The places of those in which nothing can be filled in."""
    return frozenset(place for place, each in enumerate(lines) if not each.is_writable)


def task_row(each: WorkbookLine) -> tuple[Value, ...]:
    """The first sheet's row of a report, by TASK_COLUMNS."""
    report, milestone = each.line.report, each.line.milestone
    previous = previous_report(each.line.ledger, report)
    return (
        each.line.task.number,
        each.line.task.in_print,
        (milestone.in_print if milestone else "") or "—",
        previous.text if previous else "—",
        report.text,
        report.problems,
        report.next_steps,
        VerdictClass(report.self_assessment).word if report.self_assessment else "",
        each.line.state_word,
        report.version,
    )


Row = Mapping[str, Value]  # the cells by their heads


def figure_rows(each: WorkbookLine) -> Iterator[Row]:
    """A row for each target, and behind them one for 已完成投资 where it is asked for."""
    for row in each.sheet.targets:
        yield _target_row(each, row)
    if each.sheet.spent is not None:
        yield _spent_row(each, each.sheet.spent)


def closed_cells(rows: Iterable[Row]) -> frozenset[tuple[int, str]]:
    """已完成投资 may be left out: it has no reason why there is none, and no 预计年底."""
    spent = [place for place, row in enumerate(rows) if row[KEY] == SPENDING]
    return frozenset((place, head) for place in spent for head in ONE_FIGURE_LESS)


def _target_row(each: WorkbookLine, row: TargetRow) -> Row:
    known, unread = row.measurement, each.line.report.unread
    return {
        NUMBER: each.line.task.number,
        "指标": row.target.in_print,
        "计量单位": row.target.unit,
        "全年目标": row.target.amount,
        "计划累计": row.planned_words,
        EARLIER: number_cell(row.earlier),
        ENTRY: OWN if row.asks_own else "累计",
        VALUE: _typed(unread, f"value-{row.key}") or number_cell(row.field_value),
        CONFIRMED: _confirmed(row.said),
        REASON: known.no_data_reason if known else "",
        EXPECTED: _typed(unread, f"expected-{row.key}")
        or number_cell(known.expected_at_year_end if known else None),
        KEY: row.target.pk,
    }


def _spent_row(each: WorkbookLine, row: SpentRow) -> Row:
    return {
        NUMBER: each.line.task.number,
        "指标": f"{SPENT}（可以不填）",
        "计量单位": SPENT_IN,
        "全年目标": f"计划投资{row.spending.planned_words}",
        "计划累计": "—",
        EARLIER: number_cell(row.spending.earlier),
        ENTRY: "累计",
        VALUE: _typed(each.line.report.unread, "invested") or number_cell(row.spending.spent),
        CONFIRMED: _confirmed(row.said),
        REASON: "",
        EXPECTED: "",
        KEY: SPENDING,
    }


def _confirmed(said: Iterable[Confirmation]) -> str:
    """The filer's 确认无误."""
    return CONFIRMED if any(each.by_whom == Confirmer.FILER for each in said) else ""


def item_row(each: WorkbookLine, row: ItemRow) -> tuple[Value, ...]:
    """An item's row, by ITEM_COLUMNS."""
    if row.later:
        when = f"{row.later.label}（可提前）"
    else:
        when = "上季结转" if row.due.is_carried else "本季"
    state = row.state.state if row.state else ""
    note = row.state.note if row.state else ""
    return (
        each.line.task.number,
        row.due.name,
        when,
        Completion(state).word if state else "",
        note,
        row.item.pk,
    )


def _typed(unread: dict[str, dict], name: str) -> str:
    """What nobody could read, as it was typed."""
    return unread.get(name, {}).get("typed", "")
