"""Reports for the API: those that a key may see, one of them, and what is typed into it."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from progress.api.report_answers import (
    Draft,
    FilingOut,
    LackOut,
    ReportedItem,
    ReportedValue,
    ReportOut,
    ReportRow,
    TypedItem,
    TypedValue,
)
from progress.api.stamp_reads import unit_out, word_out
from progress.api.task_reads import digits, planned_out
from progress.ledger.filing_days import FilingDay
from progress.models import Report, ReportingPeriod
from progress.reports.sheet import ItemRow, ReportSheet, TargetRow
from progress.reports.write_locks import why_locked
from progress.rules import addresses
from progress.rules.states import FilingState
from projects.models import Task, User
from projects.rules.amounts import plain
from projects.rules.letters import seen


def reports_for(period: ReportingPeriod, user: User) -> QuerySet[Report]:
    """The reports of a quarter that may be read: an office's all, a unit's own and those of its tasks."""
    reports = Report.objects.filter(period=period).counted().order_by("task__number", "unit__order")
    reports = reports.select_related("period__yearly_list", "task", "unit")
    if user.has_perm("read_everything"):
        return reports
    tasks = Task.objects.filter(pk=OuterRef("task")).answered_for(user.unit.code)
    return reports.filter(Q(unit=user.unit_id) | Q(Exists(tasks)))


def report_row(day: FilingDay) -> ReportRow:
    """A report in the list."""
    report = day.report
    period = report.period
    year, number = period.yearly_list.year, report.task.number
    return ReportRow(
        number=number,
        unit=unit_out(report.unit),
        version=report.version,
        filing=filing_out(day),
        link=addresses.api(year, f"q{period.quarter}", "tasks", number, "reports", report.unit.code),
    )


def filing_out(day: FilingDay) -> FilingOut:
    """Where a report stands on the day: 未到期, 未报 and an empty draft are three things."""
    return FilingOut(
        state=word_out(FilingState, day.state),
        is_late=day.is_late,
        late_days=day.late_days,
        due_on=day.due_on,
        refile_by=day.report.refile_by,
        first_submitted_at=day.report.first_submitted_at,
    )


def report_out(sheet: ReportSheet, user: User, stamp: Mapping[str, object]) -> ReportOut:
    """One report as it stands."""
    report = sheet.report
    is_own = report.unit_id == user.unit_id
    lock = (user.out_of_use_words if is_own else "") or why_locked(report)
    return ReportOut(
        **stamp,
        year=report.period.yearly_list.year,
        quarter=report.period.quarter,
        number=report.task.number,
        unit=unit_out(report.unit),
        version=report.version,
        filing=filing_out(sheet.day),
        may_write=is_own and not lock and user.has_perm("file_reports"),
        lock=lock,
        text=report.text,
        problems=report.problems,
        next_steps=report.next_steps,
        self_assessment=report.self_assessment,
        investment=plain(sheet.spent.spending.planned) if sheet.spent else None,
        invested=plain(report.invested) or None,
        targets=[_value(row, report) for row in sheet.targets],
        items=[*(_item(row) for row in sheet.items), *(_item(row) for row in sheet.later)],
        lacks=[LackOut(field=each.field, message=each.message) for each in sheet.lacks] if is_own else [],
    )


def typed_fields(draft: Draft) -> dict[str, str]:
    """What was sent, by the fields of the report's form; what was not sent is not among them."""
    names = ("text", "problems", "next_steps", "self_assessment", "invested")
    fields = {name: getattr(draft, name) for name in names}
    for value in draft.values:
        fields |= _typed_value(value)
    for item in draft.items:
        fields |= _typed_item(item)
    return {name: seen(text) for name, text in fields.items() if text is not None}


def own_slips(sheet: ReportSheet, draft: Draft) -> dict[int, str]:
    """What is wrong with a quarter's own that was sent, by target."""
    takes_own = {row.target.pk for row in sheet.targets if row.asks_own}
    mine = {row.target.pk for row in sheet.targets}
    found = {}
    for typed in draft.values:
        if typed.own is not None and typed.value is not None:
            found[typed.target] = "value 和 own 只写一个。"
        elif typed.own is not None and typed.target in mine - takes_own:
            found[typed.target] = "这个量化目标现在填截至季末累计（value）。"
    return found


def _typed_value(typed: TypedValue) -> dict[str, str | None]:
    """A total is added to nothing, whatever the page asks for; a quarter's own to the last total known."""
    is_own = typed.own is not None
    return {
        f"value-{typed.target}": typed.own if is_own else typed.value,
        f"based_on-{typed.target}": "" if typed.value is not None and not is_own else None,
        f"reason-{typed.target}": typed.no_data_reason,
        f"expected-{typed.target}": typed.expected_at_year_end,
    }


def _typed_item(typed: TypedItem) -> dict[str, str | None]:
    return {f"item-{typed.item}": typed.state, f"note-{typed.item}": typed.note}


def _value(row: TargetRow, report: Report) -> ReportedValue:
    measured = row.measurement
    unread = report.unread.get(f"value-{row.key}", {}).get("typed", "")
    reason = measured.no_data_reason if measured else ""
    value: Decimal | None = measured.value if measured else None
    return ReportedValue(
        target=row.target.pk,
        label=row.target.in_print,
        unit=row.target.unit,
        planned=planned_out(row.planned),
        earlier=digits(row.earlier),
        state=_state_of(value, reason, unread),
        value=digits(value),
        own=digits(row.own),
        takes_own=row.asks_own,
        no_data_reason=reason,
        as_typed=unread,
        expected_at_year_end=digits(measured.expected_at_year_end) if measured else None,
        completion=digits(row.completion),
    )


def _state_of(value: Decimal | None, reason: str, unread: str) -> str:
    """0 is a value; nothing typed is none, and neither is what nobody could read."""
    if value is not None:
        return "value"
    if unread:
        return "unread"
    return "no_data" if reason else "not_filled"


def _item(row: ItemRow) -> ReportedItem:
    stated = row.state
    return ReportedItem(
        item=row.item.pk,
        label=row.due.label,
        text=row.item.text,
        is_soft=row.due.is_soft,
        quarter=row.later.number if row.later else None,
        state=(stated.state or None) if stated else None,
        confirmed=(stated.confirmed or None) if stated else None,
        note=stated.note if stated else "",
    )
