"""逐项填数: the figures of a unit's whole quarter in one table, a line a target, a form a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.forms import BoundField
from django.utils.functional import cached_property

from progress.models import Report, ReportingPeriod
from progress.reports.forms import ReportForm, TargetFields, initial_of
from progress.reports.partial_forms import form_over
from progress.reports.queue import ReportLine, report_lines, writable_keys
from progress.reports.reckoned import NOTHING, Reckoned
from progress.reports.sheet import ReportSheet, report_sheet
from progress.rules.spending import UNIT as SPENT_IN
from projects.models import Unit
from projects.rules.seals import seal_of
from projects.screen.posted import seen_version

TYPED = ("value-", "reason-", "expected-", "confirm-", "based_on-")  # what the table posts of each target


@dataclass(frozen=True)
class FigureLine:
    """One line of the table, of a target or of 已完成投资: what stands beside, and its fields."""

    key: str  # as names of the page's fields carry it
    label: str
    year: str
    planned: str
    earlier: str
    saved: str  # what is kept of it, for reading
    unit: str
    value: BoundField
    reckoned: Reckoned
    is_confirmed: bool
    is_named: bool  # by the return, as to be mended
    is_owed: bool = True  # 已完成投资 may be left out
    year_head: str = "全年"  # what `year` is
    is_unsettled: bool = False
    asks_own: bool = False
    why_total: str = ""
    last: BoundField | None = None
    reason: BoundField | None = None
    expected: BoundField | None = None

    @property
    def is_filled(self) -> bool:
        """Whether it has a value, or a reason why there is none."""
        return bool(self.value.value() or (self.reason and self.reason.value()))

    @property
    def mark(self) -> str:
        """What is said of the figure by the tick 确认无误; "" where it is not ticked."""
        return self.reckoned.doubt.mark if self.is_confirmed and self.reckoned.doubt else ""


@dataclass(frozen=True)
class FiguresOfReport:
    """The lines of one report: its targets with what stands, or with what was typed into them."""

    line: ReportLine
    sheet: ReportSheet
    form: ReportForm
    is_writable: bool
    refusal: str = ""  # why it was not saved just now
    left: tuple[tuple[str, str], ...] = ()  # what was typed where nothing can be typed any more

    @property
    def report(self) -> Report:
        return self.line.report

    @cached_property
    def rows(self) -> list[FigureLine]:
        """A line each: the targets in the order of the task, 已完成投资 behind them."""
        fields = list(self.form.target_fields())
        targets = [next(row for row in fields if row.row is target) for target in self.sheet.targets]
        return [*map(_target_line, targets), *_spent_line(self.form)]

    @cached_property
    def shown(self) -> dict[str, str]:
        """What stands in the fields of the table, by name, as a browser would send it."""
        values: dict[str, str] = {}
        for row in self.rows:
            fields = [each for each in (row.value, row.reason, row.expected) if each]
            values |= {each.html_name: each.value() or "" for each in fields}
            values[f"confirm-{row.key}"] = row.mark
        return values

    @property
    def seen(self) -> str:
        """The mark of what the lines show, posted back with them: who typed nothing there saves nothing."""
        return seal_of(sorted(self.shown.items()))

    @property
    def seen_mark(self) -> str:
        """The mark that the page posts: where typed figures are shown again, that of what stood before."""
        return self.form.data.get(self.seen_field, "") if self.form.is_bound else self.seen

    @property
    def seen_field(self) -> str:
        """The name under which it is posted."""
        return f"seen-{self.report.pk}"

    @property
    def version_field(self) -> str:
        """The name under which the version is posted."""
        return f"version-{self.report.pk}"

    @property
    def is_touched(self) -> bool:
        """Whether anything else stands in the posted lines than the page showed."""
        return self.form.is_bound and self.seen_mark != self.seen


@dataclass(frozen=True)
class FiguresTable:
    """All lines of a unit's quarter, and the tasks that have no figure."""

    reports: tuple[FiguresOfReport, ...]
    without_targets: tuple[ReportLine, ...] = ()

    @property
    def typed(self) -> list[FiguresOfReport]:
        """Those into whose lines somebody typed."""
        return [each for each in self.reports if each.is_touched]

    @property
    def asks_year_end(self) -> bool:
        """Whether 预计年底 is asked beside each figure."""
        return any(row.expected for each in self.reports for row in each.rows)

    @property
    def asks_own(self) -> bool:
        """Whether of any target the quarter's own is typed."""
        return any(each.sheet.asks_own for each in self.reports)

    @property
    def total(self) -> int:
        """How many figures are owed."""
        return len(self._owed)

    @property
    def filled(self) -> int:
        """How many of them have a value, or a reason why there is none."""
        return sum(row.is_filled for row in self._owed)

    @property
    def spent(self) -> int:
        """Of how many tasks 已完成投资 is asked, which is not owed."""
        return sum(not row.is_owed for each in self.reports for row in each.rows)

    @property
    def _owed(self) -> list[FigureLine]:
        return [row for each in self.reports for row in each.rows if row.is_owed]

    @property
    def is_writable(self) -> bool:
        """Whether any line can still be typed into."""
        return any(each.is_writable for each in self.reports)


def figures_table(
    period: ReportingPeriod,
    unit: Unit,
    on: date,
    *,
    posted: Mapping[str, str] | None = None,
    refused: Mapping[int, str] | None = None,
) -> FiguresTable:
    """The table as it stands, or with what was `posted`; `refused` says of which reports it was not saved.

    Where some were refused the lines of the others show what was saved of them.
    """
    lines = report_lines(period, on, unit=unit)
    sheets = [(line, report_sheet(line.ledger, line.report, on)) for line in lines]
    writable = writable_keys(period, lines)
    reports = tuple(
        _figures(line, sheet, line.report.pk in writable, posted, refused)
        for line, sheet in sheets
        if sheet.asked_about
    )
    without = tuple(line for line, sheet in sheets if not sheet.asked_about)
    return FiguresTable(reports, without)


def posted_figures(
    period: ReportingPeriod, unit: Unit, on: date, posted: Mapping[str, str]
) -> Sequence[FiguresOfReport]:
    """The reports of which anything was posted, for reckoning while one types: the others are not read."""
    keys = [int(name.removeprefix("version-")) for name in posted if _is_version(name)]
    lines = report_lines(period, on, unit=unit, reports=keys)
    sheets = [(line, report_sheet(line.ledger, line.report, on)) for line in lines]
    return [_figures(line, sheet, True, posted, None) for line, sheet in sheets]


def _is_version(name: str) -> bool:
    key = name.removeprefix("version-")
    return key != name and key.isascii() and key.isdecimal() and len(key) < 18


def _figures(
    line: ReportLine,
    sheet: ReportSheet,
    is_writable: bool,
    posted: Mapping[str, str] | None,
    refused: Mapping[int, str] | None,
) -> FiguresOfReport:
    report = line.report
    saved = ReportForm(sheet=sheet, is_among_many=True, initial=initial_of(sheet))
    if posted is None or f"version-{report.pk}" not in posted:
        return FiguresOfReport(line, sheet, saved, is_writable)
    if refused is None:
        version = seen_version(posted, f"version-{report.pk}")
        return FiguresOfReport(line, sheet, _bound(sheet, posted, version), is_writable)
    if report.pk not in refused:
        return FiguresOfReport(line, sheet, saved, is_writable)
    # the next save replaces knowingly what the other person wrote: it stands beside
    form, why = _bound(sheet, posted, report.version), refused[report.pk]
    left = () if is_writable else tuple(_left(sheet, posted))
    return FiguresOfReport(line, sheet, form if is_writable else saved, is_writable, why, left)


def _bound(sheet: ReportSheet, posted: Mapping[str, str], version: int) -> ReportForm:
    """With the fields of the table that were posted; a tick that was not posted is none.

    Where no last total was posted the page asked for the total.
    """
    report = sheet.report
    names = [f"{start}{row.target.pk}" for row in sheet.targets for start in TYPED]
    if sheet.spent and (spent := f"invested-{report.pk}") in posted:
        names += [spent, f"confirm-{sheet.spent.report_key}"]
    unsaid = ("confirm-", "based_on-")  # where these were not posted, none was meant
    typed = {name: posted.get(name, "") for name in names if name in posted or name.startswith(unsaid)}
    seen = f"seen-{report.pk}"
    return form_over(sheet, {**typed, seen: posted.get(seen, "")}, version=version, is_among_many=True)


def _target_line(target: TargetFields) -> FigureLine:
    row = target.row
    return FigureLine(
        key=row.key,
        label=row.target.in_print,
        year=row.target.amount,
        planned=f"{row.planned_words}（默认）" if row.planned.is_default else row.planned_words,
        earlier=row.earlier_words,
        saved=f"{row.value_words}{row.unit_said}",
        unit=row.target.unit,
        value=target.value,
        reckoned=target.reckoned,
        is_confirmed=target.is_confirmed,
        is_named=target.is_named,
        is_unsettled=row.figure.is_unsettled,
        asks_own=target.asks_own,
        why_total=target.why_total,
        last=target.last,
        reason=target.reason,
        expected=target.expected,
    )


def _spent_line(form: ReportForm) -> Iterable[FigureLine]:
    """已完成投资, where it is asked for: beside 计划投资, without a plan by quarters."""
    if form.sheet.spent is None:
        return
    spending = form.sheet.spent.spending
    yield FigureLine(
        key=form.sheet.spent.report_key,
        label="已完成投资",
        year=spending.planned_words,
        planned=NOTHING,
        earlier=spending.earlier_words or NOTHING,
        saved=spending.spent_words or NOTHING,
        unit=SPENT_IN,
        value=form["invested"],
        reckoned=form.spent_reckoned,
        is_confirmed=form.is_spent_confirmed,
        is_named=form.is_spent_named,
        is_owed=False,
        year_head="计划投资",
    )


def _left(sheet: ReportSheet, posted: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    typed = [(row.target.in_print, [f"{start}{row.key}" for start in TYPED[:3]]) for row in sheet.targets]
    for label, names in (*typed, ("已完成投资", [f"invested-{sheet.report.pk}"])):
        words = [posted.get(name, "").strip() for name in names]
        if any(words):
            yield label, "；".join(filter(None, words))
