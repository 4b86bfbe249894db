"""Made-up progress for the demo, from a fixed seed, by the actions that people use; no figure is a record."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection

from lianyungang.demo_bulletin import issue_quarter
from lianyungang.demo_clock import some_minute
from lianyungang.demo_filing import Filing, Hands, live
from progress.models import Report, ReportingPeriod
from progress.opening import actions as opening_actions
from progress.opening.actions import Dates
from progress.opening.checklist import checklist
from projects.models import User, YearlyList
from projects.rules.calendar import local_day, period_dates, shift_working_days
from projects.rules.quarters import Quarter
from projects.rules.roles import Role

SEED = 20210714
YEAR = 2021
Q2_FATES = (
    ("accepted", 62),
    ("submitted", 22),
    ("late", 8),
    ("returned", 5),
    ("awaiting", 5),
    ("draft", 6),
    ("missing", 12),
)


@dataclass(frozen=True)
class Latecomer:
    """A report that is filed after its due day, and whose hands file it."""

    report: Report
    hands: Hands


def load_progress(today: date) -> tuple[Latecomer, ...]:
    """Q1 accepted, Q2 filed as far as a city would have by its due day; nothing later than the day.

    Returns who will be late: `file_late` files for them once they were reminded.
    """
    random = Random(SEED)  # noqa: S311 - made-up figures, not a secret
    late: list[Latecomer] = []
    yearly_list = YearlyList.objects.get(year=YEAR)
    coordinator = User.objects.get(username="drc", role=Role.COORDINATOR)
    for number, fate in ((1, lambda: "accepted"), (2, _drawn_fate(random))):
        if period_dates(Quarter(YEAR, number)).opens_on <= today:
            period, latecomers = _load_quarter(yearly_list, number, fate, coordinator, random, today)
            late += latecomers
            if number == 1:
                issue_quarter(period, today)
    return tuple(late)


def file_late(latecomers: Sequence[Latecomer], today: date) -> None:
    """What the latecomers file one or two days after the due day, as far as the day has come."""
    random = Random(SEED + 1)  # noqa: S311 - made-up figures, not a secret
    for each in latecomers:
        filed_on = each.report.period.due_on + timedelta(days=random.choice((1, 2)))
        if filed_on <= today:
            live(Filing(each.report, each.hands, random), "late", filed_on, today)


def _drawn_fate(random: Random) -> Callable[[], str]:
    names, weights = zip(*Q2_FATES, strict=True)
    return lambda: random.choices(names, weights)[0]


def _load_quarter(
    yearly_list: YearlyList,
    number: int,
    fate: Callable[[], str],
    coordinator: User,
    random: Random,
    today: date,
) -> tuple[ReportingPeriod, list[Latecomer]]:
    dates = period_dates(Quarter(YEAR, number))
    period = open_quarter(yearly_list, number, some_minute(dates.opens_on, 9, random))
    late = []
    for report, hands in with_hands(period, coordinator):
        drawn = fate()
        if drawn == "late":
            late.append(Latecomer(report, hands))
        elif drawn != "missing":
            filed_on = shift_working_days(dates.due_on, -random.choice((0, 1, 1, 2, 3)))
            live(Filing(report, hands, random), drawn, min(filed_on, today), today)
    return period, late


def open_quarter(yearly_list: YearlyList, number: int, at: datetime) -> ReportingPeriod:
    """Opened with the usual dates, knowing what is not in order."""
    quarter = Quarter(yearly_list.year, number)
    dates = period_dates(quarter)
    period = opening_actions.open_period(
        yearly_list,
        quarter=number,
        dates=Dates(dates.opens_on, dates.as_of, dates.due_on),
        known=[point.key for point in checklist(yearly_list, quarter, local_day(at))],
        at=at,
        by=User.objects.get(username="drc", role=Role.COORDINATOR),
    )
    take_statistics()
    return period


def with_hands(period: ReportingPeriod, coordinator: User) -> Iterator[tuple[Report, Hands]]:
    """Every report of a quarter, in the order of the list, with the people whose hands it goes through."""
    writers = User.objects.filter(role__in=[Role.FILER, Role.SIGNER])
    people = {(user.unit_id, user.role): user for user in writers}
    for report in period.reports.select_related("task", "unit").order_by("task__number", "unit__order"):
        yield (
            report,
            Hands(people[report.unit_id, Role.FILER], people[report.unit_id, Role.SIGNER], coordinator),
        )


def take_statistics() -> None:
    """Let PostgreSQL know the tables that this transaction fills; until then it plans blindly and slowly."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
