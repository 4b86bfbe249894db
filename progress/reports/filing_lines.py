"""A unit's quarter as rows on paper: the plan beside what was done, whatever its state."""

from dataclasses import astuple, dataclass

from progress.reports.queue import ReportLine
from progress.reports.sheet import ReportSheet, TargetRow
from projects.rules.punctuation import full_width

NOTHING = "—"


@dataclass(frozen=True)
class QuarterPaper:
    """What stands above and below the table."""

    title: str
    unit: str
    as_of: str
    printed_on: str

    @property
    def note(self) -> str:
        """填报单位 and the day that the figures are of."""
        return f"填报单位：{self.unit}　截至{self.as_of}"

    @property
    def signatures(self) -> str:
        """Where persons sign, with the day."""
        return f"填报人：　　　　　　审签人：　　　　　　单位（盖章）：　　　　　　{self.printed_on}"


@dataclass(frozen=True)
class FilingLine:
    """One task; a field is a column."""

    number: int
    text: str
    plan: str
    totals: str
    said: str
    problems: str
    next_steps: str
    state: str

    @property
    def values(self) -> tuple[int | str, ...]:
        return astuple(self)


# head, width in characters, whether its values stand in the middle
HEADS = (
    ("序号", 6, True),
    ("目标任务", 26, False),
    ("序时进度", 32, False),
    ("截至季末累计", 30, False),
    ("进展情况", 40, False),
    ("存在问题", 20, False),
    ("下一步打算", 20, False),
    ("填报情况", 12, True),
)


def filing_line(line: ReportLine, sheet: ReportSheet) -> FilingLine:
    """The task's row."""
    spent = [f"已完成投资：{sheet.spent.spending.words}"] if sheet.spent else []
    report, milestone = line.report, line.milestone
    return FilingLine(
        line.task.number,
        line.task.in_print,
        (milestone.in_print if milestone else "") or NOTHING,
        "\n".join([*map(target_words, sheet.targets), *spent]) or NOTHING,
        full_width(report.text) or NOTHING,
        full_width(report.problems) or NOTHING,
        full_width(report.next_steps) or NOTHING,
        "、".join(filter(None, (line.state_word, line.late_mark, line.day.as_of_mark))),
    )


def target_words(row: TargetRow) -> str:
    """新建中小学：4所，计划4，完成率26.7%; without what is not planned or has no percentage."""
    measured = row.measurement
    if measured is not None and measured.no_data_reason:
        return f"{row.target.in_print}：无数据（{measured.no_data_reason}）"
    is_typed = measured is not None and measured.value is not None
    parts = (
        f"{row.value_words}{row.target.unit}{row.own_said}" if is_typed else "未填",
        f"计划{row.planned_words}" if row.planned_words != NOTHING else "",
        f"完成率{row.completion}%" if row.completion is not None else "",
    )
    return f"{row.target.in_print}：{'，'.join(filter(None, parts))}"
