"""What was done so far about one unit's report or task in a quarter: returns, extensions, notices; the latest first (domain.md, Chasing)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from progress.models import Extension, ReportingPeriod, Review
from progress.states import ASKED, GRANTED, RETURN
from projects.models import Unit, User

ALL_TASKS = 0  # the key of what concerns every task of a unit


@dataclass(frozen=True)
class Deed:
    """One thing that was done: when, what, in which words, by whom."""

    at: datetime
    what: str
    words: str
    by: User | None = None

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
        keys = [key for unit in units for key in ((task, unit.pk), (ALL_TASKS, unit.pk))]
        return tuple(sorted((deed for key in keys for deed in self.rows.get(key, ())), key=lambda deed: deed.at, reverse=True))


def deeds_in(period: ReportingPeriod) -> Deeds:
    """What was done in a quarter, by one query for each kind of deed."""
    found = Deeds()
    returned = Review.objects.filter(report__period=period, decision=RETURN).select_related("report", "decided_by")
    for review in returned.only("reason", "decided_at", "report__task", "report__unit", "decided_by__display_name", "decided_by__username"):
        found.add(Deed(review.decided_at, "退回", review.reason, review.decided_by), review.report.unit_id, (review.report.task_id,))
    chosen = ArrayAgg("tasks", filter=Q(tasks__isnull=False), default=[])
    for extension in period.extensions.select_related("asked_by", "decided_by").annotate(task_ids=chosen):
        found.add(_of_extension(extension), extension.unit_id, extension.task_ids)
    for notice in period.notices.issued().with_tasks().select_related("issued_by"):
        found.add(Deed(notice.issued_at, notice.get_level_display(), notice.reference, notice.issued_by), notice.unit_id, notice.task_ids)
    return found


def _of_extension(row: Extension) -> Deed:
    """Asked for and not answered, answered, or granted unasked."""
    until = f"{row.until:%m月%d日}"
    if row.state == ASKED:
        return Deed(row.asked_at, "申请延期", f"至{until}，待批复", row.asked_by)
    word = "不同意延期" if row.state != GRANTED else "给予延期" if row.asked_by_id == row.decided_by_id else "同意延期"
    return Deed(row.decided_at or row.asked_at, word, f"至{until}", row.decided_by)
