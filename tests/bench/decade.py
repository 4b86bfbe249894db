"""Ten further years of the real list with four reported quarters each, copied within the database."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import F, ForeignKey, Model

from progress.models import ItemState, Measurement, Report, ReportingPeriod, Review, Round, Verdict
from projects.models import (
    Assignment,
    GroupMembership,
    LogEntry,
    Milestone,
    MilestoneItem,
    PlannedValue,
    SubProject,
    Target,
    Task,
    YearlyList,
)

YEARS, STEP = 10, 1_000_000
ACTUAL = {
    ReportingPeriod: "yearly_list",
    Report: "period__yearly_list",
    Round: "report__period__yearly_list",
    Review: "report__period__yearly_list",
    Verdict: "period__yearly_list",
    Measurement: "report__period__yearly_list",
    ItemState: "report__period__yearly_list",
}
PLAN = {
    YearlyList: "pk",
    GroupMembership: "yearly_list",
    Task: "yearly_list",
    Assignment: "task__yearly_list",
    SubProject: "task__yearly_list",
    Target: "task__yearly_list",
    PlannedValue: "target__task__yearly_list",
    Milestone: "task__yearly_list",
    MilestoneItem: "milestone__task__yearly_list",
}


def load_decade() -> None:
    """The whole list ten times, four reported quarters each, closed as years gone by are; and the log."""
    source = YearlyList.objects.get(year=2021)
    for place in range(1, YEARS + 1):
        _copy(PLAN | ACTUAL, source, STEP * place, {YearlyList: {"year": 10 + place}})
    for copied in YearlyList.objects.filter(pk__gt=STEP):
        _copy(ACTUAL, copied, STEP // 2, {ReportingPeriod: {"quarter": 2}})
    ReportingPeriod.objects.filter(yearly_list__gt=STEP).update(closed_at=F("opened_at"))
    keys = list(LogEntry.objects.values_list("pk", flat=True))
    for place in range(1, YEARS + 1):
        _copy_rows(LogEntry, keys, (LogEntry,), STEP * place, {})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(
    tables: dict[type[Model], str], source: YearlyList, step: int, raised: dict[type[Model], dict[str, int]]
) -> None:
    for model, way in tables.items():
        keys = list(model.objects.filter(**{way: source.pk}).values_list("pk", flat=True))
        _copy_rows(model, keys, tables, step, raised.get(model, {}))


def _copy_rows(
    model: type[Model], keys: Sequence[int], copied: Sequence[type[Model]], step: int, raised: dict[str, int]
) -> None:
    """Keys, and references to rows that are copied too, rise by the step; named columns by their own."""
    columns = {
        field.column: _raise(field, copied, step) or raised.get(field.attname, 0)
        for field in model._meta.concrete_fields
    }
    told = ", ".join(
        f'"{column}" + {number}' if number else f'"{column}"' for column, number in columns.items()
    )
    names, table = ", ".join(f'"{column}"' for column in columns), model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {told} FROM "{table}" WHERE id = ANY(%s)', [list(keys)]
        )  # noqa: S608


def _raise(field: object, copied: Sequence[type[Model]], step: int) -> int:
    is_copied = field.primary_key or isinstance(field, ForeignKey) and field.related_model in copied
    return step if is_copied else 0
