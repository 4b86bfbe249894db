"""What the accounts read: everything that hangs from the tasks, by one statement.

A page that asked each table in turn would spend most of its time in asking, and Django words a query more slowly than PostgreSQL
answers it: so each table's rows come as JSON arrays, side by side, and the statement is worded once.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, DateField, DateTimeField, Func, JSONField, Model, Q, QuerySet

from progress.ledger.deciders import coordinators_units
from progress.models import (
    Closure,
    Extension,
    ItemState,
    ListSettings,
    Measurement,
    Notice,
    Report,
    ReportingPeriod,
    Round,
    Verdict,
)
from progress.rules.states import Completion
from projects.models import (
    Assignment,
    Domain,
    Milestone,
    MilestoneItem,
    PlannedValue,
    SubProject,
    Target,
    Task,
    Unit,
    UnitGroup,
    YearlyList,
)
from projects.models.statements import Statement, among, statement
from projects.rules.states import AssignmentRole

LONG_TEXTS = ("source_text", "clause")  # as printed: deferred, no rule asks for them
TYPED_TEXTS = ("text", "problems", "next_steps", "sent_back_word")
TOLD_DAYS: dict[type, Callable[[str], date]] = {
    DateTimeField: datetime.fromisoformat,
    DateField: date.fromisoformat,
}


class Planned(NamedTuple):
    """One planned value, as a target's plans are made of it."""

    target_id: int
    stage: str
    quarter: int
    value: Decimal
    basis: str


class MilestoneRow(NamedTuple):
    """What is planned for one task in one quarter, in words."""

    id: int
    task_id: int
    quarter: int
    text: str


class Item(NamedTuple):
    """One item of a milestone."""

    id: int
    milestone_id: int
    order: int
    label: str
    text: str
    sub_project_id: int | None
    is_soft: bool

    @property
    def pk(self) -> int:
        """The key, by the name that models use."""
        return self.id


class Measured(NamedTuple):
    """The value of one target in one report."""

    id: int
    report_id: int
    target_id: int
    value: Decimal | None
    no_data_reason: str
    expected_at_year_end: Decimal | None
    needs_settling: bool


class Stated(NamedTuple):
    """The state of one item in one report, as the filer set it and as the review confirmed it."""

    id: int
    report_id: int
    item_id: int
    state: str
    confirmed: str
    note: str

    @property
    def state_word(self) -> str:
        """As the filer set it, in words; "" where not set."""
        return Completion.word_of(self.state)

    @property
    def confirmed_word(self) -> str:
        """As the review confirmed it, in words; "" where it has not."""
        return Completion.word_of(self.confirmed)


@dataclass(frozen=True)
class Part:
    """The rows of one table: which, which of their fields (those left out are deferred), and what each becomes: an instance unless told."""

    rows: QuerySet
    fields: tuple[str, ...]
    shape: Callable[[list], tuple] | None = None

    @property
    def told(self) -> QuerySet:
        """The rows as JSON arrays."""
        return self.rows.values_list(
            Func(*self.fields, function="JSON_BUILD_ARRAY", output_field=JSONField())
        )

    @cached_property
    def _days(self) -> tuple[tuple[int, Callable[[str], date]], ...]:
        kinds = {field.attname: TOLD_DAYS.get(type(field)) for field in self.rows.model._meta.concrete_fields}
        return tuple((place, kinds[name]) for place, name in enumerate(self.fields) if kinds.get(name))

    def read(self, told: list[list]) -> list[Model] | list[tuple]:
        """The rows in their shape; a tuple costs a tenth of an instance, and there are thousands."""
        for place, parsed in self._days:
            for row in told:
                row[place] = row[place] and parsed(row[place])
        return (
            [*map(self.shape, told)]
            if self.shape
            else [self.rows.model.from_db(DEFAULT_DB_ALIAS, self.fields, row) for row in told]
        )


def gather(keys: Sequence[int], *, figures: bool = True) -> dict[str, list]:
    """The rows of every part, of the tasks with these keys; without figures only what filings and given verdicts ask for."""
    (told,) = _statement(figures).ask(tasks=list(keys))
    return {
        name: part.read(json.loads(rows, parse_float=Decimal))
        for (name, part), rows in zip(_parts(figures).items(), told, strict=True)
    }


@cache
def _statement(figures: bool) -> Statement:
    """One SELECT with a column for each part."""
    columns = [statement(part.told) for part in _parts(figures).values()]
    told = ", ".join(f"array_to_json(ARRAY({each.words}))::text" for each in columns)
    return Statement(f"SELECT {told}", tuple(parameter for each in columns for parameter in each.parameters))


@cache
def _parts(figures: bool) -> dict[str, Part]:
    """The tables that the rules ask for."""
    return _frame() | (_plan() | _filed(but=()) | _figures() if figures else _filed(but=TYPED_TEXTS))


def _frame() -> dict[str, Part]:
    """The tasks, their lists with settings and quarters, the units that they name, who leads, whose people review."""
    tasks, leads = (
        Task.objects.filter(_asked("pk")).order_by(),
        _of_task(Assignment).filter(role=AssignmentRole.LEAD),
    )
    lists = tasks.values("yearly_list")
    named = Q(pk__in=leads.values("unit")) | Q(pk__in=_of_task(Report).values("unit"))
    named |= Q(pk__in=_of_task(Target).values("reporting_unit")) | Q(
        pk__in=_of_task(SubProject).values("reporting_unit")
    )
    return {
        "tasks": Part(tasks, _all_of(Task, but=LONG_TEXTS)),
        "lists": Part(YearlyList.objects.filter(pk__in=lists), _all_of(YearlyList)),
        "domains": Part(Domain.objects.filter(pk__in=tasks.values("domain")), _all_of(Domain)),
        "settings": Part(ListSettings.objects.filter(yearly_list__in=lists), _all_of(ListSettings)),
        "periods": Part(
            ReportingPeriod.objects.filter(yearly_list__in=lists).order_by("quarter"),
            _all_of(ReportingPeriod),
        ),
        "units": Part(Unit.objects.filter(named), _all_of(Unit)),
        "groups": Part(UnitGroup.objects.filter(pk__in=leads.values("group")), _all_of(UnitGroup)),
        "leads": Part(leads.order_by("order"), _all_of(Assignment)),
        "coordinators": Part(coordinators_units().order_by(), ("id",), tuple),
    }


def _plan() -> dict[str, Part]:
    """What is planned: targets with their figures, milestones with their items."""
    planned = PlannedValue.objects.filter(_asked("target__task_id")).order_by("stage", "quarter")
    items = MilestoneItem.objects.filter(_asked("milestone__task_id")).order_by("milestone__quarter", "order")
    return {
        "targets": Part(_of_task(Target).order_by("order"), _all_of(Target)),
        "planned": Part(planned, Planned._fields, Planned._make),
        "milestones": Part(_of_task(Milestone).order_by("quarter"), MilestoneRow._fields, MilestoneRow._make),
        "sub_projects": Part(_of_task(SubProject), _all_of(SubProject)),
        "items": Part(items, Item._fields, Item._make),
    }


def _filed(but: tuple[str, ...]) -> dict[str, Part]:
    """What was reported and decided, without the figures; `but` leaves texts of the reports out."""
    reports, rounds = (
        _of_task(Report).order_by("period__quarter", "unit__order"),
        Round.objects.filter(_asked("report__task_id")),
    )
    extensions = Extension.objects.filter(period__in=_of_task(Report).values("period")).order_by()
    chosen = ArrayAgg("tasks", filter=Q(tasks__isnull=False), default=[])
    return {
        "reports": Part(reports, _all_of(Report, but=but)),
        "verdicts": Part(_of_task(Verdict), _all_of(Verdict)),
        "rounds": Part(rounds.order_by().filter(number=1), ("report_id",), tuple),
        "closures": Part(_of_task(Closure), ("task_id", "period__quarter", "state"), tuple),
        "extensions": Part(extensions, _all_of(Extension)),
        "extended": Part(extensions.annotate(task_ids=chosen), ("id", "task_ids"), tuple),
        "notices": Part(Notice.tasks.through.objects.filter(_asked()), ("task_id",), tuple),
    }


def _figures() -> dict[str, Part]:
    """The figures and the states of items in the reports."""
    measurements = Measurement.objects.filter(_asked("report__task_id")).order_by("target__order")
    return {
        "measurements": Part(measurements, Measured._fields, Measured._make),
        "states": Part(
            ItemState.objects.filter(_asked("report__task_id")).order_by(), Stated._fields, Stated._make
        ),
    }


def _asked(task: str = "task_id") -> Func:
    """Whether the task is among those asked about."""
    return among(task, "tasks", of=BigIntegerField())


def _of_task(model: type[Model]) -> QuerySet:
    return model.objects.filter(_asked()).order_by()


def _all_of(model: type[Model], but: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in but)
