"""协同情况 on the desk: what a unit owes to leads, and what waits for a lead's word; one statement."""

from datetime import date
from functools import cache

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value

from progress.ledger.shares import days_before
from progress.models import (
    Allocation,
    Contribution,
    ContributionDemand,
    Report,
)
from progress.models.contributions import AskingQuerySet
from progress.rules import addresses
from progress.rules.shares import contribution_due
from progress.rules.states import ContributionState
from projects.models import User
from projects.models.statements import Statement, slot, statement
from projects.rules.calendar import local_day, short_day
from projects.rules.filing import HANDED_IN
from projects.rules.quarters import Quarter
from projects.screen.links import Waiting

SHARED, DEMANDED, TO_ADOPT = range(3)  # why a row waits for the unit


def contributions_waiting(user: User, on: date) -> list[Waiting]:
    """What the unit owes to leads in running quarters, and what waits for this lead's word; one query."""
    if not user.has_perm("file_reports"):
        return []
    rows = _waiting().ask(unit=user.unit_id)
    owed: dict[tuple[int, int, int], list] = {}
    to_adopt: dict[tuple[int, int, int], list] = {}
    for kind, *place, unit, state, due_on, refile_by, reminded_at, since, days in rows:
        row = unit, state, due_on, refile_by, reminded_at, since, days, kind
        of = to_adopt if kind == TO_ADOPT else owed
        of.setdefault(tuple(place), []).append(row)
    return [
        *(_owed_words(place, own, on) for place, own in sorted(owed.items()) if _is_open(own)),
        *(_to_adopt_words(place, own) for place, own in sorted(to_adopt.items())),
    ]


@cache
def _waiting() -> Statement:
    """All three in one, planned once: PostgreSQL plans it ten times longer than it answers it."""
    return statement(_owed_rows().union(_demanded_rows(), _to_adopt_rows(), all=True))


def _owed_rows() -> QuerySet:
    """The unit's shares in running quarters, each with where its contribution stands."""
    shares = Allocation.objects.filter(unit=slot("unit"), unit__is_active=True)
    return _in_running_quarters(shares, SHARED)


def _demanded_rows() -> QuerySet:
    """What the unit is asked for in running quarters, in the same columns."""
    asked = ContributionDemand.objects.filter(unit=slot("unit"), unit__is_active=True)
    return _in_running_quarters(asked, DEMANDED)


def _in_running_quarters(rows: AskingQuerySet, kind: int) -> QuerySet:
    task = rows.task
    list_of = f"{task}__yearly_list"
    way = f"{list_of}__periods"
    own = Contribution.objects.filter(period=OuterRef(way), task=OuterRef(task), unit=OuterRef("unit"))
    running = {f"{way}__opened_at__isnull": False, f"{way}__closed_at__isnull": True}
    of_quarter = {"quarter": OuterRef(f"{way}__quarter"), "yearly_list": OuterRef(list_of)}
    rows = rows.filter(**running).owing(due_on=F(f"{way}__due_on"), **of_quarter)
    return rows.values_list(
        Value(kind),
        f"{list_of}__year",
        f"{way}__quarter",
        f"{task}__number",
        "unit__code",
        Subquery(own.values("state")),
        f"{way}__due_on",
        Subquery(own.values("refile_by")),
        Subquery(own.values("reminded_at")),
        rows.since,
        days_before(list_of),
    )


def _to_adopt_rows() -> QuerySet:
    """What was sent to a task that the unit reports on, in the same columns."""
    mine = Report.objects.filter(task=OuterRef("task"), period=OuterRef("period"), unit=slot("unit"))
    rows = Contribution.objects.filter(
        Exists(mine), state=ContributionState.SUBMITTED, period__closed_at__isnull=True
    )
    return rows.values_list(
        Value(TO_ADOPT),
        "period__yearly_list__year",
        "period__quarter",
        "task__number",
        "unit__name",
        "state",
        "period__due_on",
        "refile_by",
        "reminded_at",
        "submitted_at",
        Value(0),
    )


def _is_open(own: list) -> bool:
    """Whether the unit still has to send it."""
    return (own[0][1] or "") not in HANDED_IN


def _owed_words(place: tuple[int, int, int], own: list, on: date) -> Waiting:
    year, quarter, number = place
    unit, state, due_on, refile_by, reminded_at, _, days, _ = own[0]
    is_returned = state == ContributionState.RETURNED
    since = local_day(min(each[5] for each in own))
    file_by = refile_by if is_returned else contribution_due(due_on, days, since)
    returned = "牵头单位已退回，" if is_returned else ""
    over = f"，已超{(on - file_by).days}天" if file_by < on else ""
    why = "分解给本单位的目标" if any(each[-1] == SHARED for each in own) else "要求报送协同情况"
    words = f"{why}，{returned}{short_day(file_by)}前报牵头单位{over}。"
    if reminded_at is not None:
        words += f"牵头单位{short_day(local_day(reminded_at))}催办。"
    address = addresses.contribution(year, quarter, number, unit)
    return Waiting("协同情况", f"{Quarter(year, quarter).long_label}第{number}项", words, address)


def _to_adopt_words(place: tuple[int, int, int], own: list) -> Waiting:
    year, quarter, number = place
    names = "、".join(each[0] for each in own[:3]) + ("等" if len(own) > 3 else "")
    words = f"{names}{len(own)}个单位已报，请核对后采用。"
    address = addresses.contributions(year, quarter, number)
    return Waiting("协同情况待采用", f"{Quarter(year, quarter).long_label}第{number}项", words, address)
