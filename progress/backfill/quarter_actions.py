"""A quarter as it is laid out for 补录, and what was loaded written into its reports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime

from progress.ledger.ledgers import ledgers_of
from progress.ledger.spendings import spending_of
from progress.ledger.task_ledger import TaskLedger
from progress.ledger.typed_reports import typed_report
from progress.models import ItemState, ListSettings, Measurement, Report, ReportingPeriod
from progress.opening.owed_actions import lay_out
from progress.reports.actions import ReportContent
from progress.reports.sheet import report_sheet, said_in
from progress.reports.typed_rows import Value
from progress.rules.plausibility import Confirmation, Confirmer, is_of, to_json
from progress.rules.requirements import Lack, lacking
from progress.rules.spending import KEY as SPENDING
from progress.rules.spending import in_yuan
from progress.rules.states import ReportState
from projects.models import Task, User, YearlyList
from projects.rules.calendar import local_day, period_dates
from projects.rules.errors import Refused
from projects.rules.quarters import Quarter

NOT_ON_PAPER = ("problems", "next_steps")  # nobody is asked for what the paper of then does not say
CHANGED = "清单的任务、单位、目标或事项已有变动，补录内容与现在的计划对不上，请重新下载工作簿后导入。"


@dataclass(frozen=True)
class Entry:
    """What was loaded of one lead's report."""

    number: int  # of the task
    unit: str  # the lead's code
    content: ReportContent

    @property
    def key(self) -> tuple[int, str]:
        """Whose report it is."""
        return self.number, self.unit

    def as_json(self) -> dict:
        """For keeping until it is accepted."""
        content = self.content
        return {
            "number": self.number,
            "unit": self.unit,
            "text": content.text,
            "problems": content.problems,
            "next_steps": content.next_steps,
            "values": {str(key): _value_json(each) for key, each in content.values.items()},
            "items": {str(key): state for key, state in content.items.items()},
            "notes": {str(key): note for key, note in content.notes.items() if note},
            "confirmed": {str(key): mark for key, mark in content.confirmed.items()},
            "invested": _text(content.invested),
        }


def entry_from(kept: Mapping) -> Entry:
    """The same from JSON."""
    content = ReportContent(
        text=kept["text"],
        problems=kept["problems"],
        next_steps=kept["next_steps"],
        values={int(key): _value_from(each) for key, each in kept["values"].items()},
        items={int(key): state for key, state in kept["items"].items()},
        notes={int(key): note for key, note in kept["notes"].items()},
        confirmed={int(key): mark for key, mark in kept["confirmed"].items()},
        invested=_amount(kept.get("invested")),  # what was loaded before it was asked for says nothing of it
    )
    return Entry(kept["number"], kept["unit"], content)


@contextmanager
def laid_out(yearly_list: YearlyList, *, quarter: int, at: datetime, by: User) -> Iterator[ReportingPeriod]:
    """The quarter for as long as it is looked at: at the end everything is taken back, nothing stays."""
    with transaction.atomic():
        yield lay(yearly_list, quarter=quarter, at=at, by=by)
        transaction.set_rollback(True)


def lay(yearly_list: YearlyList, *, quarter: int, at: datetime, by: User) -> ReportingPeriod:
    """The quarter, opened and closed at once, with a report for every lead; in a transaction."""
    rules = ListSettings.objects.of(yearly_list).period_rules
    dates = period_dates(Quarter(yearly_list.year, quarter), rules)
    period = ReportingPeriod.objects.filter(yearly_list=yearly_list, quarter=quarter).first()
    period = period or ReportingPeriod(yearly_list=yearly_list, quarter=quarter)
    period.as_of, period.opens_on, period.due_on = dates.as_of, dates.opens_on, dates.due_on
    period.opened_at, period.opened_by, period.closed_at = at, by, at
    period.is_backfilled = True
    period.save()
    lay_out(period, on=local_day(at))
    return period


def write(period: ReportingPeriod, *, entries: Iterable[Entry], at: datetime, by: User) -> None:
    """What was loaded as accepted reports; refused, before anything is written, where the plan lacks it."""
    found = {each.key: each for each in entries}
    ledgers = _ledgers(period)
    reports = {}
    for ledger in ledgers:
        for report in ledger.reports_in(period.quarter):
            entry = found.get((ledger.task.number, report.unit.code))
            if entry is not None:
                _check_known(ledger, report, entry.content)
                reports[entry.key] = report
    if set(reports) != set(found):
        raise Refused(CHANGED)
    _write_reports(reports, found, at=at, by=by)


def leave_out_empty(period: ReportingPeriod) -> None:
    """Of whom nothing was loaded nothing is owed."""
    period.reports.exclude(state=ReportState.ACCEPTED).delete()


def lacks_of(period: ReportingPeriod) -> dict[tuple[int, str], tuple[Lack, ...]]:
    """What is missing in what was loaded, by report; only those in which something is."""
    found = {}
    for ledger in _ledgers(period):
        for report in ledger.reports_in(period.quarter):
            lacks = lacking(typed_report(ledger, report), rules=ledger.rules)
            asked = tuple(each for each in lacks if not _is_not_on_paper(each, report))
            if asked:
                found[ledger.task.number, report.unit.code] = asked
    return found


def shown_of(period: ReportingPeriod, *, on: date) -> list[dict]:
    """What was loaded and what it comes to, report by report, for reading."""
    found = []
    for ledger in _ledgers(period):
        for report in ledger.reports_in(period.quarter):
            said = said_in(report_sheet(ledger, report, on))
            found.append(
                {
                    "number": ledger.task.number,
                    "task": ledger.task.in_print,
                    "unit": str(report.unit),
                    "said": [list(pair) for pair in said if pair[1] != "—"],
                    "code": str(ledger.judged_at(period.quarter, on).judgement.code),
                }
            )
    return found


def _ledgers(period: ReportingPeriod) -> Sequence[TaskLedger]:
    """Of the list's tasks as they stand in this transaction."""
    return ledgers_of(Task.objects.filter(yearly_list=period.yearly_list_id).order_by("number"))


def _check_known(ledger: TaskLedger, report: Report, content: ReportContent) -> None:
    figures = ledger.figures_in(report.period.quarter)
    targets = {each.pk for each in figures.targets if figures.reports_target(each, report.unit)}
    items = {each.id for each in figures.items if figures.item_reporter(each) == report.unit}
    if not (set(content.values) <= targets and set(content.items) | set(content.notes) <= items):
        raise Refused(CHANGED)
    if content.invested is not None and spending_of(ledger, report) is None:
        raise Refused(CHANGED)


def _write_reports(
    reports: Mapping[tuple[int, str], Report],
    entries: Mapping[tuple[int, str], Entry],
    *,
    at: datetime,
    by: User,
) -> None:
    values, states = [], []
    for key, report in reports.items():
        content = entries[key].content
        report.text = content.text.strip()
        report.problems = content.problems.strip()
        report.next_steps = content.next_steps.strip()
        report.invested = content.invested
        report.unread = {name: asdict(each) for name, each in content.unread.items()}
        report.confirmations = to_json(_confirmations(content, at=at, by=by))
        report.state = ReportState.ACCEPTED
        report.saved_at = report.submitted_at = report.first_submitted_at = at
        report.saved_by = by
        values += [
            Measurement(report=report, target_id=target, **asdict(each))
            for target, each in content.values.items()
        ]
        states += [
            ItemState(
                report=report, item_id=item, state=state, confirmed=state, note=content.notes.get(item, "")
            )
            for item, state in content.items.items()
        ]
    texts = ["text", "problems", "next_steps", "invested", "unread", "confirmations"]
    filing = ["state", "saved_at", "submitted_at", "first_submitted_at", "saved_by"]
    Report.objects.bulk_update(reports.values(), [*texts, *filing])
    Measurement.objects.bulk_create(values)
    ItemState.objects.bulk_create(states)


def _confirmations(content: ReportContent, *, at: datetime, by: User) -> Iterator[Confirmation]:
    """确认无误 of the figures that stand."""
    amounts = {key: each.value for key, each in content.values.items()}
    amounts[SPENDING] = in_yuan(content.invested)
    for key, mark in content.confirmed.items():
        if is_of(mark, amounts.get(key)):
            yield Confirmation(f"target-{key}", mark, Confirmer.FILER, by.display_name, localtime(at))


def _is_not_on_paper(lack: Lack, report: Report) -> bool:
    return lack.field in NOT_ON_PAPER and not getattr(report, lack.field).strip()


def _value_json(value: Value) -> dict:
    amounts = {"value": value.value, "expected_at_year_end": value.expected_at_year_end}
    kept = {name: _text(amount) for name, amount in amounts.items()}
    return {**kept, "no_data_reason": value.no_data_reason.strip()}


def _value_from(kept: Mapping) -> Value:
    amounts = {name: _amount(kept[name]) for name in ("value", "expected_at_year_end")}
    return Value(no_data_reason=kept["no_data_reason"], **amounts)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
