"""What was done so far about a report or task in a quarter: returns, reminders, extensions, notices, meetings (domain.md, Chasing)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from progress.calendar import local_day
from progress.models import Coordination, Extension, ReportingPeriod, Review
from progress.states import ASKED, GRANTED, RETURN
from projects.models import Unit

OF_REPORT = ("report__task", "report__unit")
ALL_TASKS = ALL_UNITS = 0  # the key of what concerns every task of a unit, every unit of a task


@dataclass(frozen=True)
class Deed:
    """One thing that was done: when, what, in which words."""

    at: datetime
    what: str
    words: str = ""

    @property
    def day(self) -> str:
        """The day in Asia/Shanghai, as a list shows it."""
        return f"{local_day(self.at):%m-%d}"

    def __str__(self) -> str:
        return f"{self.what}：{self.words}" if self.words else self.what


@dataclass(frozen=True)
class Deeds:
    """All deeds of a quarter, found by task and unit."""

    rows: dict[tuple[int, int], list[Deed]] = field(default_factory=lambda: defaultdict(list))

    def add(self, deed: Deed, unit: int, tasks: Iterable[int] = ()) -> None:
        """Put a deed to its tasks, or to all of the unit's where none is named."""
        for task in tuple(tasks) or (ALL_TASKS,):
            self.rows[task, unit].append(deed)

    def of(self, task: int, units: Iterable[Unit]) -> tuple[Deed, ...]:
        """What was done about a task with any of these units, the latest first."""
        keys = [(task, ALL_UNITS), *(key for unit in units for key in ((task, unit.pk), (ALL_TASKS, unit.pk)))]
        return tuple(sorted((deed for key in keys for deed in self.rows.get(key, ())), key=lambda deed: deed.at, reverse=True))


def deeds_in(period: ReportingPeriod) -> Deeds:
    """What was done in a quarter, by one query for each kind of deed."""
    found = Deeds()
    for task, unit, at, reason in Review.objects.filter(report__period=period, decision=RETURN).values_list(*OF_REPORT, "decided_at", "reason"):
        found.add(Deed(at, "退回", reason), unit, (task,))
    for task, unit, at, word, by in _reminded(period):
        found.add(Deed(at, "催办" if by else "自动催办", word), unit, (task,))
    prefetch_related_objects([period], Prefetch("extensions", Extension.objects.with_tasks()))  # read once where the page shows them too
    for extension in period.extensions.all():
        found.add(_of_extension(extension), extension.unit_id, extension.task_ids)
    for notice in period.notices.issued().with_tasks():
        found.add(Deed(notice.issued_at, notice.get_level_display(), notice.reference), notice.unit_id, notice.task_ids)
    held = Coordination.objects.filter(task__yearly_list=period.yearly_list_id, held_on__gte=period.when.first_day)
    for task, at, on in held.values_list("task", "recorded_at", "held_on"):
        found.add(Deed(at, "会办", f"{on.month}月{on.day}日"), ALL_UNITS, (task,))
    return found


def _reminded(period: ReportingPeriod) -> QuerySet:
    """One row for each report and reminding, however many people of the unit were told."""
    told = period.reports.filter(reminders__isnull=False).order_by()
    return told.values_list("task", "unit", "reminders__sent_at", "reminders__word", "reminders__sent_by").distinct()


def _of_extension(row: Extension) -> Deed:
    """Asked for and not answered, answered, or granted unasked."""
    until = f"至{row.until.month}月{row.until.day}日"
    if row.state == ASKED:
        return Deed(row.asked_at, "申请延期", f"{until}，待批复")
    word = "不同意延期" if row.state != GRANTED else "给予延期" if row.is_unasked else "同意延期"
    return Deed(row.decided_at or row.asked_at, word, until)
