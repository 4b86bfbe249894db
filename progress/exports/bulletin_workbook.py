"""The bulletin as a workbook: six sheets in the order of interface.md, laid out from `Figures` alone; the same figures give the same bytes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from progress.exports.bulletin_charts import HEAD_ROW, add_comparison, add_shares
from progress.figures import Figures, GroupTally, Imprint, Laggard, TargetProgress, TaskFigure, UnitFiling, named
from progress.paragraphs import chinese
from progress.prose import became, correction, day, good, share
from progress.standings import Tally, streak_mark
from projects.amounts import worded
from projects.exports.archive import FIRST_MOMENT
from projects.exports.measuring import pieces_fitting
from projects.exports.sheets import BODY_SIZE, WIDEST, Column, Section, Sheet, Value, built, saved

OVERALL, PROGRESS, BEHIND, FILING, PAST, DATA = "总体情况", "进展情况表", "滞后项目表", "未报迟报单位", "上期滞后整改", "数据"
NOTHING = "—"
BAND = Section("")  # a row that a chart stands on

OVERALL_COLUMNS = (
    Column("范围", 22),
    *(Column(head, 10, "center") for head in ("任务总数", "已完成", "超序时", "达序时", "滞后", "待评定", "未报", "其中严重滞后", "其中待审核")),
    Column("按序时推进占比", 12, "center"),
)
PROGRESS_COLUMNS = (
    Column("序号", 5.5, "center"),
    Column("领域", 9, "center"),
    Column("年度目标任务", 22),
    Column("本季度序时进度", 26),
    Column("本季度进展情况", 36),
    Column("完成率", 20),
    Column("进度评价", 16, "center"),
    Column("存在问题", 18),
    Column("下一步打算", 18),
    Column("牵头单位", 12, "center"),
    Column("共同责任单位", 17),
    Column("备注", 10, "center"),
)
BEHIND_COLUMNS = (
    Column("项号", 6, "center"),
    Column("年度目标任务", 30),
    Column("子项目", 14),
    Column("现状", 42),
    Column("滞后百分点", 11, "center", number_format="0.0"),
    Column("进度评价", 16, "center"),
    Column("原因", 26),
    Column("下一步打算", 26),
    Column("牵头单位", 14, "center"),
    Column("备注", 14),
)
FILING_COLUMNS = (
    Column("序号", 6, "center"),
    Column("单位", 20),
    Column("未报项数", 10, "center"),
    Column("未报任务", 34),
    Column("退回未重报任务", 26),
    Column("迟报项数", 10, "center"),
    Column("迟报任务（迟报天数）", 40),
)
PAST_COLUMNS = (
    Column("项号", 6, "center"),
    Column("年度目标任务", 44),
    Column("上期评价", 16, "center"),
    Column("上期滞后百分点", 10, "center", number_format="0.0"),
    Column("本期评价", 16, "center"),
    Column("本期滞后百分点", 10, "center", number_format="0.0"),
    Column("整改或更正情况", 36),
    Column("牵头单位", 16, "center"),
)
DATA_COLUMNS = (
    Column("年度", 7, "center"),
    Column("季度", 7, "center"),
    Column("序号", 7, "center"),
    Column("领域", 12),
    Column("年度目标任务", 30),
    Column("本季度序时进度", 30),
    Column("本季度进展情况", 40),
    Column("进度评价", 12),
    Column("滞后百分点", 10, "right", number_format="0.0"),
    Column("连续滞后季数", 10, "right"),
    Column("存在问题", 24),
    Column("下一步打算", 24),
    Column("牵头单位", 16),
    Column("共同责任单位", 24),
    Column("备注", 16),
)
TARGET_COLUMNS = ("指标", "单位", "年度目标", "计划累计", "实际累计", "完成率（%）", "滞后百分点", "预计年底")
PLAIN_NUMBER = "0.####"


def bulletin_workbook(figures: Figures, imprint: Imprint | None = None, *, moment: datetime = FIRST_MOMENT) -> bytes:
    """The workbook's bytes."""
    return saved(bulletin_book(figures, imprint or Imprint()), moment=moment)


def bulletin_book(figures: Figures, imprint: Imprint) -> Workbook:
    """The workbook with its charts, not yet saved."""
    makers = (_overall, _progress, _behind, _filing, _past, _data)
    book = built(*(make(figures, _note(figures, imprint)) for make in makers))
    _draw(book[OVERALL], figures)
    for sheet in book.worksheets:
        sheet.oddHeader.right.text = imprint.label
    return book


def target_line(target: TargetProgress) -> str:
    """新改扩建中小学：累计10/25所，40.0%; — where there is no value or no percentage."""
    if target.actual is None:
        return f"{target.label}：{NOTHING}"
    amounts = worded(target.actual) + (f"/{worded(target.quantity)}" if target.quantity is not None else "") + target.unit
    return f"{target.label}：{'' if target.is_level else '累计'}{amounts}，{percent(target.completion)}"


def percent(completion: Decimal | None) -> str:
    """40.0%, or —."""
    return NOTHING if completion is None else f"{completion}%"


def completion_lines(task: TaskFigure) -> str:
    """A line per target; — for a task of words alone."""
    return "\n".join(map(target_line, task.targets)) or NOTHING


def verdict_lines(task: TaskFigure) -> str:
    """The class, and how many points behind where there are any."""
    points = f"\n滞后{task.gap}个百分点" if task.is_lagging and task.gap is not None and task.gap > 0 else ""
    return f"{task.word}{points}"


def progress_row(task: TaskFigure) -> tuple[Value, ...]:
    """One task in the columns of 进展情况表."""
    texts = (task.text, task.plan or NOTHING, task.progress or NOTHING, completion_lines(task))
    units = ("\n".join(task.leads), named(task.co) or NOTHING)
    return (
        task.number,
        task.domain or NOTHING,
        *texts,
        verdict_lines(task),
        task.problems or NOTHING,
        task.next_steps or NOTHING,
        *units,
        "\n".join(task.remarks),
    )


def _note(figures: Figures, imprint: Imprint) -> str:
    parts = (f"截至{day(figures.as_of)}", imprint.label, "公开版" if imprint.is_public else "", imprint.note)
    return "　".join(part for part in parts if part)


def _heading(figures: Figures, what: str) -> str:
    matters = f"{figures.matters}件" if figures.matters else ""
    return f"{figures.year}年{figures.span}{matters}民生实事{what}"


def _sheet(figures: Figures, note: str, what: tuple[str, str], columns: tuple[Column, ...], rows: Iterable, **options: object) -> Sheet:
    name, title = what
    return Sheet(name, columns, tuple(_continued(rows, columns)), title=_heading(figures, title), note=note, **options)


def _overall(figures: Figures, note: str) -> Sheet:
    """The counts of all, by domain, by lead unit; under each a row that its chart stands on."""
    rows = [row for title, groups in _groups(figures) for row in (Section(title), *map(_tally_row, groups), BAND)]
    return _sheet(figures, note, (OVERALL, "总体情况"), OVERALL_COLUMNS, [Section(figures.tally.equation), *rows], frozen_columns=1)


def _groups(figures: Figures) -> list[tuple[str, Sequence[GroupTally]]]:
    """What is counted, under its heading; by domain only where the list has domains."""
    before = [GroupTally(figures.when.previous.label, figures.tally_before)] if figures.tally_before else []
    groups = [
        ("总体", [GroupTally(figures.when.label, figures.tally), *before]),
        ("按领域" + "（自定）" * figures.has_custom_domains, figures.by_domain),
        ("按牵头单位（多个单位牵头的任务，各单位分别计入）", figures.by_unit),
    ]
    return [(f"{chinese(place)}、{title}", found) for place, (title, found) in enumerate([each for each in groups if each[1]], 1)]


def _draw(sheet: Worksheet, figures: Figures) -> None:
    """A chart on the band under each group."""
    row = HEAD_ROW + 2  # the equation stands under the head
    for place, (title, groups) in enumerate(_groups(figures)):
        rows = row + 1, row + len(groups)
        band = row = rows[1] + 1
        if place == 0:
            add_shares(sheet, band, rows[0])
            add_comparison(sheet, band, rows, title="与上季度对比" if len(groups) > 1 else "各类任务数", beside_shares=True)
        else:
            add_comparison(sheet, band, rows, title=title.partition("、")[2].partition("（")[0])
        row += 1


def _tally_row(group: GroupTally) -> tuple[Value, ...]:
    tally: Tally = group.tally
    counts = (tally.total, tally.completed, tally.ahead, tally.on_schedule, tally.behind, tally.unmeasured, tally.not_filed)
    return (group.name, *counts, tally.far_behind, tally.pending, share(good(tally), tally.total))


def _progress(figures: Figures, note: str) -> Sheet:
    rows = map(progress_row, figures.tasks)
    return _sheet(figures, note, (PROGRESS, "进展情况表"), PROGRESS_COLUMNS, rows, frozen_columns=1, filterable=True)


def _behind(figures: Figures, note: str) -> Sheet:
    rows = [_laggard_row(each) for each in figures.laggards] or [Section("本期无滞后项目。")]
    return _sheet(figures, note, (BEHIND, "滞后项目表"), BEHIND_COLUMNS, rows, frozen_columns=1)


def _laggard_row(line: Laggard) -> tuple[Value, ...]:
    remarks = "\n".join(each for each in (streak_mark(line.streak), line.note) if each)
    texts = (line.cause or NOTHING, line.next_steps or NOTHING, "\n".join(line.leads), remarks)
    return (
        line.number,
        line.text,
        line.sub_project or NOTHING,
        line.situation or NOTHING,
        line.gap if line.gap is not None else NOTHING,
        line.word,
        *texts,
    )


def _filing(figures: Figures, note: str) -> Sheet:
    rows = [_filing_row(place, each) for place, each in enumerate(figures.unit_filings, 1)] or [Section("各牵头单位均已按期报送。")]
    return _sheet(figures, note, (FILING, "未报迟报单位"), FILING_COLUMNS, rows, frozen_columns=2)


def _filing_row(place: int, filing: UnitFiling) -> tuple[Value, ...]:
    late = named(f"第{each.number}项（{each.days}天）" for each in filing.late)
    missing, not_refiled = (named(f"第{number}项" for number in numbers) for numbers in (filing.missing, filing.not_refiled))
    return (place, filing.unit, len(filing.missing), missing or NOTHING, not_refiled or NOTHING, len(filing.late), late or NOTHING)


def _past(figures: Figures, note: str) -> Sheet:
    """Last quarter's laggards, then what was corrected after its bulletin."""
    rows = [
        (each.number, each.text, each.word_then, _points(each.gap_then), each.word_now, _points(each.gap_now), became(each), "\n".join(each.leads))
        for each in figures.past_laggards
    ] or [Section("上季度无滞后项目。" if figures.tally_before else "本期为年度第一期，无上期滞后项目。")]
    corrected = [(each.number, each.text, *(NOTHING,) * 4, correction(each), each.unit) for each in figures.corrections]
    more = [Section("通报后更正"), *corrected] if corrected else []
    return _sheet(figures, note, (PAST, "上期滞后项目整改情况"), PAST_COLUMNS, [*rows, *more], frozen_columns=1)


def _points(gap: Decimal | None) -> Value:
    """Points behind; — where it is not behind by points."""
    return gap if gap is not None and gap > 0 else NOTHING


def _data(figures: Figures, note: str) -> Sheet:
    """One row per task for re-use: plain, unmerged, a column for every value."""
    most = max((len(each.targets) for each in figures.tasks), default=0)
    columns = (*DATA_COLUMNS, *(_target_column(head, place) for place in range(1, most + 1) for head in TARGET_COLUMNS))
    return Sheet(DATA, columns, tuple(_data_row(figures, each, most) for each in figures.tasks), filterable=True, frozen_columns=3)


def _target_column(head: str, place: int) -> Column:
    if head in ("指标", "单位"):
        return Column(f"{head}{place}", 18 if head == "指标" else 8)
    return Column(f"{head}{place}", 11, "right", number_format=PLAIN_NUMBER)


def _data_row(figures: Figures, task: TaskFigure, most: int) -> tuple[Value, ...]:
    behind = task.gap if task.is_lagging and task.gap is not None and task.gap > 0 else None
    texts = (task.text, task.plan, task.progress, task.word, behind, task.streak, task.problems, task.next_steps)
    units = (named(task.leads), named(task.co), named(task.remarks))
    values = [value for each in task.targets for value in _target_values(each)]
    return (figures.year, figures.quarter, task.number, task.domain, *texts, *units, *values, *(None,) * (most * len(TARGET_COLUMNS) - len(values)))


def _target_values(target: TargetProgress) -> tuple[Value, ...]:
    numbers = (target.quantity, target.planned, target.actual, target.completion, target.gap, target.expected)
    return (target.label, target.unit, *numbers)


def _continued(rows: Iterable[tuple[Value, ...] | Section], columns: Sequence[Column]) -> Iterator[tuple[Value, ...] | Section]:
    """The rows, one whose text no row can hold going on in the next under （续）."""
    for row in rows:
        if isinstance(row, Section):
            yield row
            continue
        parts = [_pieces(value, column) for value, column in zip(row, columns, strict=True)]
        for place, piece in enumerate(zip_longest(*parts, fillvalue="")):
            yield piece if place == 0 else (f"{row[0]}（续）", *piece[1:])


def _pieces(value: Value, column: Column) -> list[Value]:
    return pieces_fitting(value, column=column.width * WIDEST, size=BODY_SIZE) if isinstance(value, str) and value else [value]
