"""逐项填数: the figures of a unit's whole quarter in one table, a line a target, a form a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from progress.models import Report, ReportingPeriod
from progress.reports.forms import ReportForm, TargetFields, initial_of
from progress.reports.partial_forms import form_over
from progress.reports.queue import ReportLine, report_lines, writable_keys
from progress.reports.sheet import ReportSheet, report_sheet
from projects.models import Unit
from projects.rules.seals import seal_of
from projects.screen.posted import seen_version

TYPED = ("value-", "reason-", "expected-", "confirm-", "based_on-")  # what the table posts of each target


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
    def rows(self) -> list[TargetFields]:
        """A line each, in the order of the task."""
        return [next(row for row in self._fields if row.row is target) for target in self.sheet.targets]

    @cached_property
    def _fields(self) -> list[TargetFields]:
        return list(self.form.target_fields())

    @cached_property
    def shown(self) -> dict[str, str]:
        """What stands in the fields of the table, by name, as a browser would send it."""
        values: dict[str, str] = {}
        for row in self.rows:
            key = row.row.target.pk
            fields = {"value": row.value, "reason": row.reason, "expected": row.expected}
            values |= {f"{name}-{key}": each.value() or "" for name, each in fields.items() if each}
            values[f"confirm-{key}"] = (
                row.reckoned.doubt.mark if row.is_confirmed and row.reckoned.doubt else ""
            )
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
        return sum(len(each.rows) for each in self.reports)

    @property
    def filled(self) -> int:
        """How many of them have a value, or a reason why there is none."""
        rows = [row for each in self.reports for row in each.rows]
        return sum(bool(row.value.value() or row.reason.value()) for row in rows)

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
        if sheet.targets
    )
    without = tuple(line for line, sheet in sheets if not sheet.targets)
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
    standing = ReportForm(sheet=sheet, initial=initial_of(sheet))
    if posted is None or f"version-{report.pk}" not in posted:
        return FiguresOfReport(line, sheet, standing, is_writable)
    if refused is None:
        version = seen_version(posted, f"version-{report.pk}")
        return FiguresOfReport(line, sheet, _bound(sheet, posted, version), is_writable)
    if report.pk not in refused:
        return FiguresOfReport(line, sheet, standing, is_writable)
    # the next save replaces knowingly what the other person wrote: it stands beside
    form, why = _bound(sheet, posted, report.version), refused[report.pk]
    left = () if is_writable else tuple(_left(sheet, posted))
    return FiguresOfReport(line, sheet, form if is_writable else standing, is_writable, why, left)


def _bound(sheet: ReportSheet, posted: Mapping[str, str], version: int) -> ReportForm:
    """With the fields of the table that were posted; a tick that was not posted is none.

    Where no last total was posted the page asked for the total.
    """
    report = sheet.report
    names = [f"{start}{row.target.pk}" for row in sheet.targets for start in TYPED]
    unsaid = ("confirm-", "based_on-")  # where these were not posted, none was meant
    typed = {name: posted.get(name, "") for name in names if name in posted or name.startswith(unsaid)}
    seen = f"seen-{report.pk}"
    return form_over(sheet, {**typed, seen: posted.get(seen, "")}, version=version)


def _left(sheet: ReportSheet, posted: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for row in sheet.targets:
        words = [posted.get(f"{start}{row.target.pk}", "").strip() for start in TYPED[:3]]
        if any(words):
            yield row.target.in_print, "；".join(filter(None, words))
