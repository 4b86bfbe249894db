"""What the last issue of each quarter tells: for whoever may not see more, and for the bulletins after it.

The frozen figures are read in every version that was ever written, and only as far as asked for.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property

from progress.ledger.after_issue import TELLING
from progress.ledger.task_ledger import TaskLedger
from progress.models import Bulletin, Review
from progress.rules.figures import (
    Figures,
    PastLaggard,
    TargetProgress,
    TaskFigure,
    UnitFiling,
    any_exceeds,
)
from progress.rules.figures_json import from_json, part_from_json
from progress.rules.standings import Standing, Tally
from progress.rules.states import GOOD, OpenReason
from progress.rules.weighing import LAST_QUARTER
from projects.models import YearlyList
from projects.models.statements import Statement, slot, statement


@dataclass(frozen=True)
class IssuedQuarter:
    """One quarter as its last issue tells it; `kept` are the figures as the issue froze them."""

    quarter: int
    number: int  # of that issue
    first_at: datetime  # when the quarter was first issued
    last_at: datetime  # when that issue went out
    kept: Mapping[str, Any]

    @cached_property
    def figures(self) -> Figures:
        """All figures of the issue; whoever needs one part reads that alone, which is quicker."""
        return from_json(self.kept)

    @property
    def label(self) -> str:
        """第 n 期通报; a quarter 无通报 was loaded from paper and counts as issued."""
        return f"第{self.number}期通报" if self.number else "补录（无通报）"

    @property
    def tally(self) -> Tally:
        """The counts of the whole list."""
        return part_from_json(Tally, self.kept["tally"])

    @property
    def unit_filings(self) -> tuple[UnitFiling, ...]:
        """The units that it names for their filing."""
        return tuple(part_from_json(UnitFiling, each) for each in self.kept.get("unit_filings", ()))

    def standing(self, number: int) -> Standing | None:
        """Where a task stands; None where the issue does not know it."""
        kept = self._tasks.get(number)
        if kept is None:
            return None
        pending = OpenReason.PENDING if kept.get("is_pending") else ""  # all that older issues say of it
        standing = Standing(kept["code"], kept.get("reason") or pending, kept.get("is_unreported", False))
        if self.quarter < LAST_QUARTER or standing.code not in GOOD:
            return standing
        targets = (part_from_json(TargetProgress, each) for each in kept.get("targets", ()))
        return standing._replace(
            is_exceeded=any_exceeds(targets), is_closed=kept.get("closed_in") is not None
        )

    def task(self, number: int) -> TaskFigure | None:
        """A task's row."""
        kept = self._tasks.get(number)
        return part_from_json(TaskFigure, kept) if kept else None

    def points_behind(self, number: int) -> Decimal | None:
        """滞后 x 个百分点 of a task; the rest of its row is not read."""
        kept = self._tasks[number]
        row = {name: kept[name] for name in ("number", "text", "code", "word", "gap") if name in kept}
        return part_from_json(TaskFigure, row).points_behind

    def has_caught_up(self, number: int) -> bool:
        """Whether it says of a task that lagged the quarter before that it made up for it."""
        kept = self._past.get(number)
        return kept is not None and part_from_json(PastLaggard, kept).has_caught_up

    @cached_property
    def _tasks(self) -> dict[int, dict]:
        return {each["number"]: each for each in self.kept["tasks"]}

    @cached_property
    def _past(self) -> dict[int, dict]:
        return {each["number"]: each for each in self.kept.get("past_laggards", ())}


def issued_quarters(yearly_list: YearlyList | int) -> dict[int, IssuedQuarter]:
    """The quarters of a list that were issued, by number; by one query."""
    key = yearly_list if isinstance(yearly_list, int) else yearly_list.pk
    rows = _last_issues().ask(yearly_list=key)
    return {row[0]: IssuedQuarter(*row[:-1], kept=json.loads(row[-1])) for row in rows}


@cache
def _last_issues() -> Statement:
    first = Bulletin.objects.filter(period=OuterRef("period")).order_by("number").values("issued_at")[:1]
    rows = (
        Bulletin.objects.filter(yearly_list=slot("yearly_list"))
        .order_by("period__quarter", "-number")
        .distinct("period__quarter")
        .annotate(first_at=Subquery(first))
    )
    named = ("period__quarter", "number", "first_at", "issued_at", "figures")
    return statement(rows.values_list(*named))


def last_issued(lists: Collection[int]) -> dict[int, IssuedQuarter]:
    """The last quarter of each list, by key, that was issued; by one query."""
    rows = (
        Bulletin.objects.filter(yearly_list__in=lists)
        .order_by("yearly_list", "-period__quarter", "-number")
        .distinct("yearly_list")
    )
    named = ("yearly_list", "period__quarter", "number", "issued_at", "issued_at", "figures")
    return {row[0]: IssuedQuarter(*row[1:]) for row in rows.values_list(*named)}


def newer_than_told(
    yearly_list: YearlyList, issues: Mapping[int, IssuedQuarter]
) -> frozenset[tuple[int, int]]:
    """The tasks, by key, and quarters of which something was accepted or judged anew since they were told."""
    first = min(each.number for each in issues.values())
    found = _told_since().ask(yearly_list=yearly_list.pk, first=first)
    return frozenset(
        (task, quarter)
        for task, quarter, after in found
        if quarter in issues and after >= issues[quarter].number
    )


@cache
def _told_since() -> Statement:
    rows = Review.objects.filter(
        report__period__yearly_list=slot("yearly_list"),
        decision__in=TELLING,
        after_issue__gte=slot("first"),
    )
    return statement(rows.values_list("report__task", "report__period__quarter", "after_issue"))


def told_codes(
    ledger: TaskLedger, issues: Mapping[int, IssuedQuarter], quarter: int, on: date
) -> dict[int, str]:
    """The class quarter by quarter up to this one: earlier ones as their last issue tells them.

    A streak that a notice or a bulletin tells is that of the issues; what was corrected since is told by the
    next of them. A quarter that was not issued counts as it stands, and so does this one.
    """
    codes = {}
    for number in range(1, quarter + 1):
        issue = issues.get(number) if number < quarter else None
        told = issue.standing(ledger.task.number) if issue else None
        codes[number] = told.code if told else ledger.judged_at(number, on).code
    return codes


def told_target(figure: TaskFigure, label: str, place: int) -> TargetProgress | None:
    """What an issue tells of one target: the one of this label, of several alike the one at its place."""
    alike = [each for each in figure.targets if each.label == label]
    if len(alike) < 2:
        return alike[0] if alike else None
    found = figure.targets[place : place + 1]
    return found[0] if found and found[0].label == label else alike[0]
