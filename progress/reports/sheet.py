"""One report on one page: the plan, last quarter, what is typed, what is lacking, why it is locked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.functional import cached_property

from progress.ledger.entries import Measured, MilestoneItemRow, MilestoneRow, Stated
from progress.ledger.filing_days import FilingDay
from progress.ledger.plan_and_actual import is_submitted
from progress.ledger.rounds import last_kept
from progress.ledger.task_ledger import TaskLedger
from progress.ledger.typed_reports import entry_base, later_items_of, said_done_in, typed_report
from progress.models import Report
from progress.reports.quarter_lines import QuarterLine, quarter_lines
from progress.rules.items import DueItem
from progress.rules.judging import Judgement, Work, judge_work
from progress.rules.own_entry import typed_of
from progress.rules.plausibility import Confirmation, Doubted, confirmations_of, doubted, said_of
from progress.rules.requirements import Lack, cause_required, lacking
from progress.rules.spending import KEY, Spending
from progress.rules.states import ReportState
from progress.rules.weighing import TargetFigure, Weighed, completion_rate
from projects.models import Target
from projects.rules.amounts import counted, worded
from projects.rules.planning import PlannedQuarter, StagePlan, planned_words
from projects.rules.quarters import Quarter

UNREADABLE = ("value", "reason", "expected")  # fields of a target that keep what nobody could read


@dataclass(frozen=True)
class TargetRow:
    """One target in the form: the year, the plan, last quarter's total, what is typed and its weight."""

    target: Target
    stage_plans: tuple[StagePlan, ...]
    planned: PlannedQuarter
    earlier: Decimal | None
    measurement: Measured | None
    figure: TargetFigure
    weighed: Weighed
    doubt: Doubted | None  # what is asked about the figure
    said: tuple[Confirmation, ...]  # who confirmed it as it stands
    base: Decimal | None = None  # 本季填报: what is typed is added to it; None where the total is typed

    @property
    def key(self) -> str:
        """The target's key, as names of fields carry it."""
        return str(self.target.pk)

    @property
    def report_key(self) -> str:
        """The same on a page of many reports."""
        return f"{self.measurement.report_id}-{self.target.pk}" if self.measurement else ""

    @property
    def planned_words(self) -> str:
        """The planned total for reading; where only another stage has a figure, that one with its word."""
        return planned_words(self.stage_plans, self.planned.quarter)

    @property
    def earlier_words(self) -> str:
        """Last quarter's total with its unit, for reading."""
        return counted(self.earlier, self.target.unit) or "—"

    @property
    def own_words(self) -> str:
        """The quarter's own with its unit, for reading."""
        return counted(self.own, self.target.unit) or "—"

    @property
    def value_words(self) -> str:
        """What was typed, for reading."""
        return worded(self.measurement.value if self.measurement else None) or "—"

    @property
    def said_words(self) -> str:
        """The figure with its sums, or why there is none, for reading beside another's."""
        if self.measurement is None or self.measurement.value is None:
            reason = self.measurement.no_data_reason if self.measurement else ""
            return f"无数据：{reason}" if reason else ""
        rate = "" if self.completion is None else f"，完成率{self.completion}%"
        return f"{self.value_words}{self.target.unit}（本期{self.own_words}{rate}）"

    @property
    def asks_own(self) -> bool:
        """Whether the quarter's own is typed."""
        return self.base is not None

    @property
    def field_value(self) -> Decimal | None:
        """What stands in the field: the quarter's own, or the total."""
        return typed_of(self.measurement.value if self.measurement else None, self.base)

    @property
    def own(self) -> Decimal | None:
        """The quarter's own: the difference to the last total known."""
        value = self.measurement.value if self.measurement else None
        return None if value is None else value - (self.earlier or 0)

    @property
    def unit_said(self) -> str:
        """The unit behind a figure; "" where none was typed."""
        is_said = self.measurement is not None and self.measurement.value is not None
        return self.target.unit if is_said else ""

    @property
    def own_said(self) -> str:
        """本季填报: the quarter's own, to be read behind the total; "" of other targets."""
        is_said = self.target.is_own_entry and self.own is not None
        return f"（本季完成{self.own_words}）" if is_said else ""

    @property
    def completion(self) -> Decimal | None:
        """完成率 in percent."""
        return completion_rate(self.figure)


@dataclass(frozen=True)
class SpentRow:
    """已完成投资 in the form, with what is asked about it."""

    spending: Spending
    doubt: Doubted | None
    said: tuple[Confirmation, ...]  # who confirmed it as it stands
    report: int

    @property
    def report_key(self) -> str:
        """Its key on a page of many reports."""
        return f"{self.report}-{KEY}"


@dataclass(frozen=True)
class ItemRow:
    """One item in the form, due or of a later quarter, with what was set."""

    due: DueItem
    item: MilestoneItemRow
    state: Stated | None
    later: Quarter | None = None  # the quarter that it is planned for, of one that may be done early
    said_done_in: Quarter | None = None  # an earlier report of the unit, still 待审核, calls it done

    @property
    def proposes_done(self) -> bool:
        """Whether the page opens with 已完成 where nothing was saved: an earlier report said so."""
        return self.state is None and self.said_done_in is not None

    @property
    def said_words(self) -> str:
        """The state and the note, for reading beside another's."""
        return "：".join(filter(None, (self.state.state_word, self.state.note))) if self.state else ""

    @property
    def is_set(self) -> bool:
        """Whether the filer set a state."""
        return self.state is not None and bool(self.state.state)


@dataclass(frozen=True)
class PreviousReport:
    """What the unit said last, and of which quarter."""

    when: Quarter
    as_of: date
    state: str  # where that report stands today, in words
    text: str
    submitted_at: datetime


@dataclass(frozen=True)
class ReportSheet:
    """Everything that the page of one report shows."""

    ledger: TaskLedger
    report: Report
    on: date
    day: FilingDay
    work: Work  # what is asked of this lead and typed
    targets: tuple[TargetRow, ...]
    items: tuple[ItemRow, ...]
    later: tuple[ItemRow, ...]  # of later quarters: may be reported as done already
    lacks: tuple[Lack, ...]
    cause: str  # why 存在问题 and 下一步打算 are required; "" where they are not
    judgement: Judgement  # by what is typed here alone
    carried_from: Quarter | None  # 沿用上季: the quarter whose text stands here unedited
    says_no_change: bool  # 本季无变化: that, with nothing due since and no figure moved
    spent: SpentRow | None  # None where this lead is not asked for 已完成投资

    @cached_property
    def lines(self) -> tuple[QuarterLine, ...]:
        """The four quarters, for the page: what is typed alone need not judge them."""
        return tuple(quarter_lines(self.ledger, self.on))

    @property
    def asked_about(self) -> tuple[TargetRow | SpentRow, ...]:
        """Every figure that may be asked about."""
        return (*self.targets, *([self.spent] if self.spent else ()))

    @property
    def asks_own(self) -> bool:
        """Whether of any target the quarter's own is typed."""
        return any(row.asks_own for row in self.targets)

    @property
    def said_items(self) -> tuple[ItemRow, ...]:
        """What the report says of items: the due ones, and those of later quarters that it calls done."""
        return (*self.items, *(row for row in self.later if row.is_set))

    @property
    def milestone(self) -> MilestoneRow | None:
        """What is planned in this quarter."""
        return next(
            (line.milestone for line in self.lines if line.quarter.number == self.report.period.quarter), None
        )


def report_sheet(ledger: TaskLedger, report: Report, on: date) -> ReportSheet:
    """The page of one report as a day sees it."""
    typed = typed_report(ledger, report)
    judgement = judge_work(typed.work, rules=ledger.rules)
    return ReportSheet(
        ledger=ledger,
        report=report,
        on=on,
        day=ledger.filing_day(report, on),
        work=typed.work,
        targets=tuple(_target_rows(ledger, report, typed.work.targets, judgement.targets)),
        items=tuple(_item_rows(ledger, report, typed.work.items)),
        later=tuple(_later_rows(ledger, report)),
        lacks=lacking(typed, rules=ledger.rules),
        cause=cause_required(typed, rules=ledger.rules),
        judgement=judgement,
        carried_from=typed.carried_from,
        says_no_change=typed.says_no_change,
        spent=_spent_row(typed.spending, report),
    )


def said_in(sheet: ReportSheet) -> list[tuple[str, str]]:
    """What a report says, by label: texts, figures with their sums, items with their notes."""
    report = sheet.report
    texts = [("进展情况", report.text), ("存在问题", report.problems), ("下一步打算", report.next_steps)]
    figures = [pair for row in sheet.targets for pair in _said_of_target(row, report.unread)]
    items = [(row.due.name, row.said_words) for row in sheet.said_items]
    spent = [("已完成投资", _spent_words(sheet))] if sheet.spent else []
    pairs = [*texts, *figures, *spent, *items, ("单位自评", report.get_self_assessment_display())]
    return [(label, words or "—") for label, words in pairs]


def _spent_words(sheet: ReportSheet) -> str:
    """What was spent; what nobody could read as it was typed; "" where nothing was said."""
    unread = sheet.report.unread.get("invested", {}).get("typed", "")
    if unread:
        return f"{unread}（未读懂）"
    return "" if sheet.spent.spending.spent is None else sheet.spent.spending.words


def _said_of_target(row: TargetRow, unread: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    """The figure and what is expected by the year's end; what nobody could read as it was typed."""
    label = row.target.in_print
    as_typed = {name: unread.get(f"{name}-{row.key}", {}).get("typed", "") for name in UNREADABLE}
    typed = "；".join(filter(None, (as_typed["value"], as_typed["reason"])))
    yield label, f"{typed}（未读懂）" if typed else row.said_words
    expected = worded(row.measurement.expected_at_year_end if row.measurement else None)
    if as_typed["expected"]:
        yield f"{label}预计年底", f"{as_typed['expected']}（未读懂）"
    elif expected:
        yield f"{label}预计年底", f"{expected}{row.target.unit}"


def _target_rows(
    ledger: TaskLedger, report: Report, figures: Iterable[TargetFigure], weighed: Iterable[Weighed]
) -> Iterable[TargetRow]:
    then = ledger.figures_in(report.period.quarter)
    targets = {each.pk: each for each in then.targets}
    confirmed = confirmations_of(report.confirmations)
    for figure, result in zip(figures, weighed, strict=True):
        target, doubt = targets[figure.key], doubted(figure)
        yield TargetRow(
            target=target,
            stage_plans=then.stage_plans(target),
            planned=figure.planned,
            earlier=figure.earlier,
            measurement=then.measured(report, target.pk),
            figure=figure,
            weighed=result,
            doubt=doubt,
            said=said_of(doubt, confirmed) if doubt else (),
            base=entry_base(ledger, report, target),
        )


def _spent_row(spending: Spending | None, report: Report) -> SpentRow | None:
    if spending is None:
        return None
    doubt = spending.doubt
    said = said_of(doubt, confirmations_of(report.confirmations)) if doubt else ()
    return SpentRow(spending, doubt, said, report.pk)


def _item_rows(ledger: TaskLedger, report: Report, due: Iterable[DueItem]) -> Iterable[ItemRow]:
    then = ledger.figures_in(report.period.quarter)
    items = {each.id: each for each in then.items}
    for each in due:
        stated, earlier = then.stated(report, each.key), said_done_in(ledger, report, each.key)
        yield ItemRow(each, items[each.key], stated, said_done_in=earlier)


def _later_rows(ledger: TaskLedger, report: Report) -> Iterable[ItemRow]:
    items = {each.id: each for each in ledger.figures.items}
    year = ledger.task.yearly_list.year
    for each in later_items_of(ledger, report):
        due = DueItem(each.key, each.text, None, each.label, each.is_soft, sub_project=each.sub_project)
        stated = ledger.figures.stated(report, each.key)
        earlier = said_done_in(ledger, report, each.key)
        yield ItemRow(due, items[each.key], stated, Quarter(year, each.quarter), earlier)


def previous_report(ledger: TaskLedger, report: Report) -> PreviousReport | None:
    """The quarter before, else the last one that the unit filed; a returned one as it was last filed."""
    for number in range(report.period.quarter - 1, 0, -1):
        before = ledger.report(number, report.unit)
        if before is None:
            continue
        head = before.period.when, before.period.as_of, ReportState(before.state).word
        if is_submitted(before):
            return PreviousReport(*head, before.text, before.submitted_at)
        filed = last_kept(before) if ledger.has_rounds(before) else None
        if filed is not None:
            return PreviousReport(*head, filed.content["text"], filed.submitted_at)
    return None
