"""The unit's reports of one quarter, one after the other: how many are done, and which comes next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet

from progress.models import Report
from progress.rules import addresses
from progress.rules.states import LOCKED_STATES
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.rules.filing import HANDED_IN

Place = tuple[int, int, str]  # task number, place of the unit, its code: the order in which one leafs through


@dataclass(frozen=True)
class OwnReports:
    """The reports of one unit in one quarter, in the order of the tasks."""

    reports: tuple[Report, ...]

    @property
    def total(self) -> int:
        """How many are owed."""
        return len(self.reports)

    @property
    def filled(self) -> int:
        """How many the filer has no more to do with, until somebody gives one back."""
        return sum(each.state in LOCKED_STATES for each in self.reports)

    @property
    def submitted(self) -> int:
        """How many are with the coordinator, or accepted."""
        return sum(each.state in HANDED_IN for each in self.reports)

    @property
    def places(self) -> list[Place]:
        """Where each stands among the reports of its quarter."""
        return [(each.task.number, each.unit.order, each.unit.code) for each in self.reports]

    def after(self, report: Report, states: Collection[str]) -> Report | None:
        """The next one in one of these states, beginning again after the last; None where none is left."""
        left = [each for each in self.reports if each.state in states and each.pk != report.pk]
        later = [each for each in left if each.task.number > report.task.number]
        return next(iter(later or left), None)


def places_of(reports: QuerySet[Report]) -> list[Place]:
    """Where these reports stand, by one query."""
    return list(reports.order_by().values_list("task__number", "unit__order", "unit__code"))


def addresses_around(report: Report, places: Iterable[Place]) -> tuple[str, str]:
    """The addresses of the reports before and after this one; "" at either end."""
    here = (report.task.number, report.unit.order)
    before = max((place for place in places if place[:2] < here), default=None)
    after = min((place for place in places if place[:2] > here), default=None)
    return _address(report, before), _address(report, after)


def _address(report: Report, place: Place | None) -> str:
    if place is None:
        return ""
    number, _, code = place
    return addresses.report(report.period.yearly_list.year, report.period.quarter, number, code)


def own_reports(report: Report) -> OwnReports:
    """The reports of the same unit and quarter, by one query."""
    return OwnReports(tuple(_own().ask(period=report.period_id, unit=report.unit_id)))


@cache
def _own() -> Reading[Report]:
    rows = Report.objects.filter(period=slot("period"), unit=slot("unit"))
    named = ("period__quarter", "period__yearly_list__year", "task__number", "unit__code", "unit__order")
    rows = rows.select_related("period__yearly_list", "task", "unit").only("state", *named)
    return Reading(rows.order_by("task__number"))
