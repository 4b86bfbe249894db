"""The years side by side: what each list promised, where it ended, and how much each unit led."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from progress.models import Bulletin
from progress.rules.figures_json import from_json, part_from_json
from progress.rules.standings import Tally
from progress.rules.weighing import LAST_QUARTER
from projects.models import Assignment, Milestone, PlannedValue, Target, Task, Unit, YearlyList
from projects.rules.states import AssignmentRole


@dataclass(frozen=True)
class YearColumn:
    """One list: its size, what of it can be measured, and its last issued quarter's counts."""

    list: YearlyList
    tasks: int
    measured: int  # tasks with a target
    targets: int
    domains: int
    scheduled: int  # tasks with a milestone
    figured: int  # tasks with a planned figure
    leads: int  # units that lead a task
    custom_domains: int  # of `domains`, those that the administrator gave
    bulletins: tuple[Bulletin, ...] = ()  # the issue that stands for each quarter
    done_parts: tuple[tuple[str, int], ...] = ()  # what 已完成 holds, of an issue that tells the year

    @property
    def last(self) -> Bulletin | None:
        """The issue of the last quarter that was told."""
        return self.bulletins[-1] if self.bulletins else None

    @property
    def tally(self) -> Tally | None:
        """Where the tasks stood in the last issue."""
        return part_from_json(Tally, self.last.told_tally) if self.last else None

    @property
    def is_told_whole(self) -> bool:
        """Whether the last issue tells the year: 超序时 and 达序时 are words for a year under way."""
        return self.last is not None and self.last.period.quarter >= LAST_QUARTER

    @property
    def done(self) -> int | None:
        """已完成, as the last issue words it."""
        if self.tally is None:
            return None
        return self.tally.done if self.is_told_whole else self.tally.completed

    @property
    def parts(self) -> dict[str, int]:
        """What 已完成 holds, by its word."""
        return dict(self.done_parts)


@dataclass(frozen=True)
class UnitYears:
    """How many tasks one unit has led in each year."""

    unit: Unit
    led: dict[int, int] = field(hash=False)

    def cells(self, years: list[int]) -> list[tuple[int, int]]:
        """Year and number, in the order of the columns."""
        return [(year, self.led.get(year, 0)) for year in years]


def year_columns() -> list[YearColumn]:
    """Every list, the earliest first, by two queries; a third where an issue tells a year."""
    issues = _latest_issues()
    parts = _done_parts(told[-1] for told in issues.values())
    lists = YearlyList.objects.annotate(**_sizes()).order_by("year")
    return [
        YearColumn(
            one,
            *(getattr(one, f"n_{name}") for name in _SIZES),
            tuple(issues[one.pk]),
            parts.get(one.pk, ()),
        )
        for one in lists
    ]


def part_rows(columns: Iterable[YearColumn]) -> list[tuple[str, list[int | None]]]:
    """What 已完成 of the years holds, a row each, in the order of the columns; none where no year is told."""
    columns = list(columns)
    words = dict.fromkeys(word for one in columns for word in one.parts)
    return [(word, [one.parts.get(word) for one in columns]) for word in words]


def _done_parts(issues: Iterable[Bulletin]) -> dict[int, tuple[tuple[str, int], ...]]:
    """By list, from the frozen figures and by their own rule: the same numbers as in the year's bulletin."""
    told = [issue.pk for issue in issues if issue.period.quarter >= LAST_QUARTER]
    if not told:
        return {}
    rows = Bulletin.objects.filter(pk__in=told).values_list("yearly_list", "figures")
    return {key: from_json(figures).done_parts for key, figures in rows}


def units_over_years() -> list[UnitYears]:
    """Units that have led a task in any year, most over the years first."""
    led: dict[int, dict[int, int]] = defaultdict(dict)
    counted = (
        Assignment.objects.filter(role=AssignmentRole.LEAD, unit__isnull=False)
        .order_by()
        .values_list("unit", "task__yearly_list__year")
    )
    for unit, year, number in counted.annotate(number=Count("task", distinct=True)):
        led[unit][year] = number
    units = Unit.objects.filter(pk__in=led).order_by("order")
    return sorted((UnitYears(unit, led[unit.pk]) for unit in units), key=lambda each: -sum(each.led.values()))


_SIZES = ("tasks", "measured", "targets", "domains", "scheduled", "figured", "leads", "customs")


def _sizes() -> dict[str, Coalesce]:
    """How large a list is, each number by its own subquery."""
    of_task = "task__yearly_list"
    return {
        "n_tasks": _number(Task, "pk", "yearly_list"),
        "n_measured": _number(Target, "task", of_task),
        "n_targets": _number(Target, "pk", of_task),
        "n_domains": Count("domains", distinct=True),
        "n_customs": Count("domains", distinct=True, filter=Q(domains__is_custom=True)),
        "n_scheduled": _number(Milestone, "task", of_task, text__gt=""),
        "n_figured": _number(PlannedValue, "target__task", "target__task__yearly_list"),
        "n_leads": _number(Assignment, "unit", of_task, role=AssignmentRole.LEAD),
    }


def _number(model: type, counted: str, path: str, **conditions: object) -> Coalesce:
    """How many different ones the list at hand has."""
    rows = model.objects.filter(**{path: OuterRef("pk")}, **conditions).order_by().values(path)
    return Coalesce(Subquery(rows.annotate(number=Count(counted, distinct=True)).values("number")), 0)


def _latest_issues() -> dict[int, list[Bulletin]]:
    """For each list the last issue of each quarter, without figures and files."""
    found: dict[int, dict[int, Bulletin]] = defaultdict(dict)
    issues = (
        Bulletin.objects.numbered()
        .defer("figures", "paragraphs")
        .select_related("period", "corrects", "yearly_list")
        .annotate(told_tally=F("figures__tally"))
    )
    for issue in issues.order_by("period__quarter", "number"):
        found[issue.yearly_list_id][issue.period.quarter] = issue
    return defaultdict(list, {key: list(by_quarter.values()) for key, by_quarter in found.items()})
