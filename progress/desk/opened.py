"""The last opened quarter of a year, and what waits for one person: stands above every page."""

from dataclasses import dataclass
from functools import cache

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from progress.models import ContributionReminder, Reminder, Report, ReportingPeriod, ValueReminder
from progress.rules.states import WRITABLE_STATES, ReportState
from projects.models import PlanReminder, User
from projects.models.letters import Letter, addressed_to
from projects.models.statements import Statement, among, slot, statement
from projects.rules.states import ListStage

NOTHING = Value(0)
LAST_YEAR = 9999  # of four digits; the database holds no larger


@dataclass(frozen=True)
class Opened:
    """A quarter by its number; how many reports this person has to file or review, how many messages wait.

    What is not theirs to file or to review is not counted: 0.
    """

    quarter: int
    to_file: int
    to_review: int
    reminders: int


def messages_waiting(user: User) -> int:
    """How many messages this person's unit has not settled, where no quarter is open that tells it."""
    return _messages().ask(unit=user.unit_id, person=user.pk)[0][0]


def last_opened(year: int, user: User) -> Opened | None:
    """What the navigation counts; None where no quarter of the year, or of no year, was opened."""
    if year > LAST_YEAR:
        return None
    states = [*WRITABLE_STATES]
    if user.is_signer:
        states.append(ReportState.AWAITING)
    theirs = _last_opened(user.has_perm("file_reports"), user.has_perm("read_everything"))
    rows = theirs.ask(year=year, unit=user.unit_id, person=user.pk, states=states)
    return Opened(*rows[0]) if rows else None


@cache
def _last_opened(files: bool, reviews: bool) -> Statement:
    """The last quarter is found first: else everything would be counted for each of them."""
    opened = ReportingPeriod.objects.opened().filter(yearly_list__year=slot("year")).order_by("-quarter")
    last = ReportingPeriod.objects.filter(pk=Subquery(opened.values("pk")[:1]))
    counted = {
        "to_file": _to_file() if files else NOTHING,
        "to_review": _to_review() if reviews else NOTHING,
        "unsettled": _reminders() if files else NOTHING,
    }
    return statement(last.annotate(**counted).values_list("quarter", *counted))


def _to_review() -> Coalesce:
    """How many reports of the quarter are 待审核; of a concluded list nothing is reviewed any more."""
    sent = Report.objects.filter(period=OuterRef("pk"), state=ReportState.SUBMITTED)
    return _number_of(sent.exclude(period__yearly_list__stage=ListStage.CONCLUDED), by="period")


def _to_file() -> Coalesce:
    """How many reports of the quarter this person's unit still owes and may write."""
    owed = Report.objects.still_owed().filter(among("state", "states"))
    return _number_of(owed.filter(period=OuterRef("pk"), unit=slot("unit")), by="period")


@cache
def _messages() -> Statement:
    person = User.objects.filter(pk=slot("person")).annotate(unsettled=_reminders())
    return statement(person.values_list("unsettled"))


def _reminders() -> CombinedExpression:
    """How many messages this person's unit has not settled, whatever they name."""
    of_quarter = _unsettled(Reminder) + _unsettled(ContributionReminder)
    return of_quarter + _unsettled(PlanReminder) + _unsettled(ValueReminder)


def _unsettled(letters: type[Letter]) -> Coalesce:
    mine = letters.objects.filter(addressed_to(slot("person")), unit=slot("unit")).unsettled()
    return _number_of(mine, by="unit")


def _number_of(rows: QuerySet, *, by: str) -> Coalesce:
    """How many rows there are, all alike in the field that they are counted by."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)
