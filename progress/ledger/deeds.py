"""What was done so far about a report or task in a quarter (domain.md, Chasing).

Returns and other decisions, reminders, extensions, notices and meetings.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain

from django.db.models import Case, CharField, QuerySet, Value, When
from django.db.models.functions import Cast

from progress.models import Coordination, Extension, Notice, Report, ReportingPeriod, Review
from progress.rules.states import ACCEPTANCES, ExtensionState, ReviewDecision
from projects.models import Unit, User
from projects.models.readings import Reading
from projects.models.statements import Statement, slot, statement
from projects.rules.calendar import local_day, short_day

MET = "会办"
ALL_TASKS = ALL_UNITS = 0  # the key of what concerns every task of a unit, every unit of a task


@dataclass(frozen=True)
class Deed:
    """One thing that was done: when, what, in which words, and by whom where the page says so."""

    at: datetime
    what: str
    words: str = ""
    by: User | None = None

    @property
    def day(self) -> str:
        """The day in Asia/Shanghai, as a list shows it."""
        return f"{local_day(self.at):%m-%d}"

    def __str__(self) -> str:
        return f"{self.what}：{self.words}" if self.words else self.what


Found = tuple[int, int, Deed]  # the keys of task and unit, and what was done


@dataclass(frozen=True)
class Deeds:
    """All deeds of a quarter, found by task and unit."""

    rows: Mapping[tuple[int, int], Sequence[Deed]]

    def of(self, task: int, units: Iterable[Unit]) -> tuple[Deed, ...]:
        """What was done about a task with any of these units, the latest first."""
        keys = [
            (task, ALL_UNITS),
            *(key for unit in units for key in ((task, unit.pk), (ALL_TASKS, unit.pk))),
        ]
        return tuple(
            sorted(
                (deed for key in keys for deed in self.rows.get(key, ())),
                key=lambda deed: deed.at,
                reverse=True,
            )
        )


def deeds_in(period: ReportingPeriod, extensions: Iterable[Extension] | None = None) -> Deeds:
    """What was done in a quarter, by three queries; who has read its extensions gives them."""
    found: dict[tuple[int, int], list[Deed]] = {}
    granted = _extensions().ask(period=period.pk) if extensions is None else extensions
    for task, unit, deed in chain(_acted(period), _extended(granted), _noticed(period)):
        found.setdefault((task, unit), []).append(deed)
    return Deeds(found)


def _acted(period: ReportingPeriod) -> Iterator[Found]:
    """Decisions on reports, reminders and meetings: alike enough to be read as one table."""
    asked = {"period": period.pk, "yearly_list": period.yearly_list_id, "first": period.when.first_day}
    for task, unit, at, what, words in _acts().ask(**asked):
        if what == MET:
            words = short_day(date.fromisoformat(words))
        yield task, unit, Deed(at, ReviewDecision.word_of(what) or what, words)


@cache
def _acts() -> Statement:
    return statement(_decided().union(_reminded(), _met()))


def _decided() -> QuerySet:
    """What was decided, by its code, and why; the acceptances are no news."""
    rows = Review.objects.filter(report__period=slot("period")).exclude(decision__in=ACCEPTANCES).order_by()
    return rows.values_list("report__task", "report__unit", "decided_at", "decision", "reason")


def _reminded() -> QuerySet:
    """Once for each report and reminding, however many people of the unit were told."""
    what = Case(When(reminders__sent_by=None, then=Value("自动催办")), default=Value("催办"))
    rows = Report.objects.filter(period=slot("period"), reminders__isnull=False).order_by()
    return rows.values_list("task", "unit", "reminders__sent_at", what, "reminders__word").distinct()


def _met() -> QuerySet:
    """Meetings on the list's tasks since the quarter began, each with its day."""
    held = Coordination.objects.filter(task__yearly_list=slot("yearly_list"), held_on__gte=slot("first"))
    day = Cast("held_on", CharField())
    return held.order_by().values_list("task", Value(ALL_UNITS), "recorded_at", Value(MET), day)


@cache
def _extensions() -> Reading[Extension]:
    return Reading(Extension.objects.filter(period=slot("period")).with_tasks())


@cache
def _notices() -> Reading[Notice]:
    rows = Notice.objects.issued().not_withdrawn().filter(period=slot("period"))
    return Reading(rows.with_tasks())


def _extended(extensions: Iterable[Extension]) -> Iterator[Found]:
    for row in extensions:
        yield from ((task, row.unit_id, _of_extension(row)) for task in row.task_ids or [ALL_TASKS])


def _noticed(period: ReportingPeriod) -> Iterator[Found]:
    for row in _notices().ask(period=period.pk):
        yield from (
            (task, row.unit_id, Deed(row.issued_at, row.get_level_display(), row.reference))
            for task in row.task_ids
        )


def _of_extension(row: Extension) -> Deed:
    """Asked for and not answered, answered, or granted unasked."""
    until = f"至{short_day(row.until)}"
    if row.state == ExtensionState.ASKED:
        return Deed(row.asked_at, "申请延期", f"{until}，待批复")
    if row.state != ExtensionState.GRANTED:
        word = "不同意延期"
    else:
        word = "给予延期" if row.is_unasked else "同意延期"
    return Deed(row.decided_at or row.asked_at, word, until)
