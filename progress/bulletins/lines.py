"""The rows of a bulletin's tables, which workbook and document share."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from progress.bulletins.columns import NOTHING, OVERALL_COLUMNS, BulletinColumn
from progress.bulletins.correction_prose import reasons_in_words
from progress.bulletins.past_prose import became, correction
from progress.bulletins.phrases import share
from progress.rules.figures import (
    Figures,
    GroupTally,
    Laggard,
    PastLaggard,
    TargetProgress,
    TaskFigure,
    UnitFiling,
    named,
)
from progress.rules.standings import Tally, streak_mark
from progress.rules.states import VerdictClass
from projects.paper.paragraphs import chinese
from projects.rules.amounts import worded

BY_UNIT = "按牵头单位（多个单位牵头的任务，分别计入，未报按各单位报送情况统计）"
NO_LAGGARD, ALL_FILED = "本期无滞后项目。", "各牵头单位均已按期报送。"
Row = tuple[str | int | Decimal, ...]


def heading(figures: Figures, what: str) -> str:
    """2021年上半年50件民生实事进展情况表."""
    matters = f"{figures.matters}件" if figures.matters else ""
    return f"{figures.year}年{figures.span}{matters}民生实事{what}"


def tally_groups(figures: Figures) -> list[tuple[str, Sequence[GroupTally]]]:
    """What is counted, under its heading; by domain only where the list has domains.

    The quarter before stands beside the quarter, not beside the year.
    """
    is_compared = figures.tally_before is not None and not figures.is_year
    before = [GroupTally(figures.when.previous.label, figures.tally_before)] if is_compared else []
    by_domain = "按领域（自定）" if figures.has_custom_domains else "按领域"
    whole = figures.span if figures.is_year else figures.when.label
    groups = [
        ("总体", [GroupTally(whole, figures.tally), *before]),
        (by_domain, figures.domain_rows),
        ("按件", figures.matter_rows),
        (BY_UNIT, figures.by_unit),
    ]
    return [
        (f"{chinese(place)}、{title}", found)
        for place, (title, found) in enumerate([each for each in groups if each[1]], 1)
    ]


def idle_counts(figures: Figures) -> tuple[str, ...]:
    """The counts that are no words of this paper: of a year under way, or of filing in public."""
    year = ("超序时", "达序时") if figures.is_year else ()
    filing = ("未报", "其中待审核", "其中未备案") if figures.is_public else ()
    return year + filing


def tally_columns(figures: Figures) -> tuple[BulletinColumn, ...]:
    """The columns of the counts that this paper has words for; of the year the share of what is finished."""
    idle = idle_counts(figures)
    columns = [each for each in OVERALL_COLUMNS if each.head not in idle]
    if figures.is_year:
        columns[-1] = replace(columns[-1], head="已完成占比")
    return tuple(columns)


def tally_cells(figures: Figures, group: GroupTally) -> Row:
    """The counts of one group in the columns that this paper has."""
    idle = idle_counts(figures)
    counted = zip(OVERALL_COLUMNS, tally_row(group), strict=True)
    return tuple(value for column, value in counted if column.head not in idle)


def tally_row(group: GroupTally) -> Row:
    """The counts of one group: total, six classes, what some of them hold, the share on schedule."""
    tally = group.tally
    counts = (
        tally.total,
        tally.completed,
        tally.ahead,
        tally.on_schedule,
        tally.behind,
        tally.unmeasured,
        tally.not_filed,
    )
    parts = (tally.far_behind, tally.pending, tally.unplanned)
    return (group.name, *counts, *parts, _share_on_schedule(tally))


def _share_on_schedule(tally: Tally) -> str:
    """45.0%; — where no task was judged yet: what nobody has read is no 0.0%."""
    is_read = tally.done or tally.behind or tally.not_filed == tally.total
    return share(tally.done, tally.total) if is_read else NOTHING


def progress_row(task: TaskFigure) -> Row:
    """One task in the columns of 进展情况表."""
    texts = (
        task.text,
        task.plan or NOTHING,
        task.progress or NOTHING,
        completion_lines(task),
        verdict_lines(task),
    )
    open_ones = (task.problems or NOTHING, task.next_steps or NOTHING)
    units = ("\n".join(task.leads), named(task.co) or NOTHING, "\n".join(task.remarks))
    return (task.number, task.domain or NOTHING, *texts, *open_ones, *units)


def completion_lines(task: TaskFigure) -> str:
    """A line per target; — for a task of words alone, or of which no value is known."""
    if all(each.actual is None for each in task.targets):
        return NOTHING
    return "\n".join(map(target_line, task.targets))


def target_line(target: TargetProgress) -> str:
    """新改扩建中小学：累计10/25所，40.0%; 近视率：52%（年度目标50%）; a percentage where there is one."""
    if target.actual is None:
        return f"{target.label}：暂无数据"
    actual, unit = worded(target.actual), target.unit
    percent = "" if target.completion is None else f"，{target.completion}%"
    if target.quantity is None:
        return f"{target.label}：{actual}{unit}{percent}"
    if target.is_level:
        return f"{target.label}：{actual}{unit}（年度目标{worded(target.quantity)}{unit}）{percent}"
    return f"{target.label}：累计{actual}/{worded(target.quantity)}{unit}{percent}"


def verdict_lines(task: TaskFigure) -> str:
    """The class, and how many points behind where there are any."""
    points = f"\n滞后{task.points_behind}个百分点" if task.points_behind else ""
    return f"{task.word}{points}"


def laggard_row(line: Laggard) -> Row:
    """One line of what is behind in the columns of 滞后项目表."""
    remarks = "\n".join(each for each in (streak_mark(line.streak), line.note) if each)
    what = (
        line.text,
        line.sub_project or NOTHING,
        line.situation or NOTHING,
        points_behind(line.gap),
        line.word,
    )
    return (
        line.number,
        *what,
        line.cause or NOTHING,
        line.next_steps or NOTHING,
        "\n".join(line.leads),
        remarks,
    )


def filing_rows(figures: Figures) -> list[Row]:
    """The units in the columns of 未报迟报单位名单: what is missing, not refiled and late, by task number."""
    completed = {each.number for each in figures.tasks if each.code == VerdictClass.COMPLETED}
    return [_filing_row(place, each, completed) for place, each in enumerate(figures.unit_filings, 1)]


def _filing_row(place: int, filing: UnitFiling, completed: Collection[int]) -> Row:
    late = named(f"第{each.number}项（{each.days}天）" for each in filing.late)
    missing = named(f"第{number}项" + "（已完成）" * (number in completed) for number in filing.missing)
    not_refiled = named(f"第{number}项" for number in filing.not_refiled)
    return (
        place,
        filing.unit,
        len(filing.missing),
        missing or NOTHING,
        not_refiled or NOTHING,
        len(filing.late),
        late or NOTHING,
    )


def past_rows(figures: Figures) -> list[Row | str]:
    """Last quarter's laggards and what became of them, then corrections; a text stands across the table."""
    rows: list[Row | str] = [_past_row(each, figures.quarter) for each in figures.past_laggards]
    if not rows and figures.tally_before:
        rows.append(f"{figures.when.previous.label}无滞后项目。")
    elif not rows:
        rows.append("本期为年度第一期，无上期滞后项目。")
    if figures.corrections:
        rows.append("通报后更正、补报")
    unjudged = (NOTHING, NOTHING, NOTHING, NOTHING)  # classes and points then and now
    for each in figures.corrections:
        corrected = "\n".join(filter(None, (correction(each), each.reason)))
        rows.append((each.number, each.text, *unjudged, corrected, each.unit))
    return rows


def corrected_rows(figures: Figures) -> list[Row | str]:
    """What a correction issue tells otherwise: a row per change, the filing of units under a heading."""
    rows: list[Row | str] = []
    for task in figures.corrected:
        why = reasons_in_words(task) or NOTHING
        for each in task.changes:
            before, after = each.before or NOTHING, each.after or NOTHING
            rows.append((task.number, task.text, each.label, before, after, why))
    if figures.corrected_filings:
        rows.append("未报迟报单位")
    for each in figures.corrected_filings:
        rows.append((NOTHING, each.label, "报送情况", each.before or "无", each.after or "无", NOTHING))
    return rows or [f"与第{figures.corrects}期一致。"]


def _past_row(past: PastLaggard, quarter: int) -> Row:
    then, now = (past.word_then, points_behind(past.gap_then)), (past.word_now, points_behind(past.gap_now))
    return (past.number, past.text, *then, *now, became(past, quarter), "\n".join(past.leads))


def points_behind(gap: Decimal | None) -> Decimal | str:
    """Points behind; — where it is not behind by points."""
    return gap if gap is not None and gap > 0 else NOTHING


def continued(rows: Iterable[Row | str], cut: Callable[[str, int], list[str]]) -> Iterator[Row | str]:
    """The rows; one whose text no row can hold goes on in the next, under its number and 续.

    `cut` takes a text and its column.
    """
    for row in rows:
        if isinstance(row, str):
            yield row
            continue
        parts = [
            cut(value, place) if isinstance(value, str) and value else [value]
            for place, value in enumerate(row)
        ]
        for place, piece in enumerate(zip_longest(*parts, fillvalue="")):
            yield piece if place == 0 else (f"{row[0]}\n续", *piece[1:])
