"""One report as a day sees it: filing state and dates, extensions counted (domain.md, A report's life)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import BigIntegerField
from django.utils.safestring import SafeString

from progress.ledger.entries import ExtensionRow
from progress.models import Extension, Report
from progress.rules.deadlines import (
    ExtensionDates,
    Filing,
    due_day,
    filing_state,
    late_days,
    overdue_days,
    own_as_of,
)
from progress.rules.states import INACTIVE_MARK, ExtensionState, FilingState, Punctuality, ReportState
from projects.models.readings import Reading
from projects.models.statements import among
from projects.rules.calendar import local_day, short_day
from projects.rules.filing import HANDED_IN
from projects.rules.seals import seal_of
from projects.screen import cells

WRITTEN = {ReportState.AWAITING: "待审签", ReportState.DRAFT: "有草稿"}  # of what is missing, how far it came
IN_WRITING = (FilingState.NOT_DUE, FilingState.DRAFT, FilingState.AWAITING)  # with the unit, in time


class FilingDay(NamedTuple):
    """One report as a day sees it; late and overdue in calendar days."""

    report: Report
    state: str
    due_on: date
    late_days: int
    overdue_days: int
    granted_until: date | None = None  # by any extension, also one that came too late to move the due day
    own_as_of: date | None = None  # its own 截至: filed, or if it were filed now, before the as-of date

    @property
    def is_late(self) -> bool:
        """迟报."""
        return self.late_days > 0

    @property
    def as_of_mark(self) -> str:
        """数据截至3月28日, of what was filed before the as-of date; "" of all else."""
        return f"数据截至{short_day(self.own_as_of)}" if self.own_as_of and not self.is_open else ""

    @property
    def is_backfilled(self) -> bool:
        """补录: of a quarter loaded as a whole, neither in time nor late."""
        return self.report.period.is_backfilled

    @property
    def is_let_off(self) -> bool:
        """Whether nobody awaits it any more: its unit is out of use, and it is not filed."""
        return self.is_open and not self.report.unit.is_active

    @property
    def word(self) -> str:
        """The filing state in words; of what nobody awaits why not."""
        return INACTIVE_MARK if self.is_let_off else FilingState(self.state).word

    @property
    def tone(self) -> str:
        """The colour beside the word."""
        return "none" if self.is_let_off else FilingState(self.state).tone

    @property
    def marks(self) -> SafeString:
        """The filing state and what is to be known beside it, as pages show it."""
        return cells.joined(self._marks(), " ")

    @property
    def now_words(self) -> str:
        """Where it stands, for whom a line has changed under: “未报”，已准延至7月20日."""
        until = f"，已准延至{short_day(self.granted_until)}" if self.granted_until else ""
        return f"“{self.word}”{until}"

    @property
    def seal(self) -> str:
        """A mark of how the report stood when it was read; writing on alone leaves it as it was."""
        state = FilingState.NOT_DUE if self.state in IN_WRITING else self.state
        return seal_of(state, self.due_on, self.granted_until, self.report.refile_by)

    @property
    def is_returned(self) -> bool:
        """Whether a return waits for its answer."""
        return self.report.refile_by is not None and self.is_open

    @property
    def file_by(self) -> date:
        """By when it is filed: 重报期限 after a return, else the due day."""
        return self.report.refile_by if self.is_returned else self.due_on

    @property
    def sent_back(self) -> str:
        """The signer's word, while the paper is the filer's again; for the unit's own pages."""
        report = self.report
        return "" if report.is_locked or not self.is_open else report.sent_back_word

    @property
    def is_open(self) -> bool:
        """Whether the unit has still to file, to sign or to file again."""
        return self.state not in (FilingState.ACCEPTED, FilingState.PENDING)

    def _marks(self) -> Iterator[SafeString]:
        yield cells.badge(self.tone, self.word)
        if self.is_late:
            yield cells.badge("behind", Punctuality.LATE.word)
        for word, why in (
            (self.as_of_mark, "截至日期以前报送"),
            (self.report.came_on_paper and "代填", "按单位盖章纸质报告录入"),
            (self.is_backfilled and Punctuality.BACKFILLED.word, "系统启用前的季度，从工作簿导入"),
        ):
            if word:
                yield cells.element("span", word, kind="v v-none", title=why)
        if not self.is_open or self.is_let_off:
            return
        if self.state == FilingState.MISSING and self.report.state in WRITTEN:
            yield cells.span(WRITTEN[self.report.state], "hint nw")
        if self.overdue_days:
            yield cells.span(f"逾期{self.overdue_days}天", "due nw")
        if self.granted_until:
            yield cells.span(f"已准延至{short_day(self.granted_until)}", "hint nw")


def filing_day(report: Report, extensions: Iterable[Extension | ExtensionRow], on: date) -> FilingDay:
    """Where a report stands on a day; of the extensions those count that were granted and concern it.

    An extension brings the keys of its tasks along as `task_ids`.
    """
    period, filing = report.period, _filing(report)
    granted = [each for each in extensions if _is_granted_for(report, each)]
    due_on = due_day(period.due_on, map(_as_dates, granted)) if granted else period.due_on
    state = filing_state(filing, due_on=due_on, on=on)
    return FilingDay(
        report,
        state=state,
        due_on=due_on,
        late_days=late_days(filing, due_on=due_on),
        overdue_days=overdue_days(filing, state=state, due_on=due_on, on=on),
        granted_until=max((each.until for each in granted), default=None),
        own_as_of=own_as_of(_filed_on(report, on), period.as_of),
    )


def _filed_on(report: Report, on: date) -> date:
    """The day that its figures are of: of what is not filed the day that looks at it."""
    if report.state not in HANDED_IN:
        return on
    return report.came_on_paper or local_day(report.submitted_at)


def filing_days(reports: Iterable[Report], on: date) -> list[FilingDay]:
    """These reports, which come with their quarters, as a day sees them; one query."""
    found = list(reports)
    periods, units = {each.period_id for each in found}, {each.unit_id for each in found}
    granted = _granted().ask(periods=list(periods), units=list(units)) if found else []
    return [filing_day(each, granted, on) for each in found]


@cache
def _granted() -> Reading[Extension]:
    """The extensions of these units in these quarters, with the keys of their tasks."""
    periods = among("period_id", "periods", of=BigIntegerField())
    units = among("unit_id", "units", of=BigIntegerField())
    return Reading(Extension.objects.filter(periods, units, state=ExtensionState.GRANTED).with_tasks())


def _filing(report: Report) -> Filing:
    """What the dates of a report's row tell; `refile_by` stands from the return until it is answered."""
    return Filing(
        report.state or None,
        report.first_submitted_at,
        report.refile_by,
        report.refile_by is not None,
        report.period.is_backfilled,
    )


def _is_granted_for(report: Report, extension: Extension | ExtensionRow) -> bool:
    """Whether it was granted to the unit in this quarter, for all its tasks or for this one."""
    if (extension.period_id, extension.unit_id) != (report.period_id, report.unit_id):
        return False
    if extension.state != ExtensionState.GRANTED:
        return False
    return not extension.task_ids or report.task_id in extension.task_ids


def _as_dates(extension: Extension | ExtensionRow) -> ExtensionDates:
    return ExtensionDates(local_day(extension.asked_at), extension.until)
