"""What is owed and who is reminded of it: the rows behind reminders, and the lines of their pages."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby

from django.db.models import BigIntegerField, Count, Exists, F, Max, OuterRef, Q, QuerySet

from progress.ledger.filing_days import FilingDay, filing_days
from progress.letters.reads import foremost, reminded_people
from progress.models import ListSettings, Reminder, ReminderOccasion, Report
from progress.reports.filings import LONG_TEXTS, running_filings, still_to_do
from progress.rules.reminding import LetterLine, Message, Occasion, Owed, due_messages
from progress.rules.states import FilingState, ReportState
from projects.models import User, YearlyList
from projects.models.letters import addressed_to
from projects.models.readings import Reading
from projects.models.statements import Statement, among, slot, statement
from projects.rules.calendar import day_beside, day_words, local_day
from projects.rules.roles import Role

SINCE = {FilingState.MISSING: "仍未报送", FilingState.NOT_REFILED: "退回后仍未重报"}
OVERDUE = tuple(SINCE)  # of what was told the day, or the new day of a return, has passed


@dataclass(frozen=True)
class Named:
    """One report that a message named, and what became of it since."""

    day: FilingDay
    is_owed: bool

    @property
    def report(self) -> Report:
        return self.day.report

    @property
    def is_overdue(self) -> bool:
        """Whether it was named in vain so far: still owed, and its day or new date is over."""
        return self.is_owed and self.day.state in OVERDUE

    @property
    def since(self) -> str:
        """7月14日已报送, 仍未报送, 已退回，7月20日前重报, or no longer owed."""
        year = self.report.period.yearly_list.year
        if not self.day.is_open:
            return f"{day_beside(local_day(self.report.submitted_at), year)}已报送"
        if not self.is_owed:
            return "已不需报送"
        if self.day.state == FilingState.RETURNED:
            until = self.report.refile_by
            return f"已退回，{day_beside(until, year)}前重报" if until else "已退回，待重报"
        return SINCE.get(self.day.state, f"未到期（{day_beside(self.day.due_on, year)}）")


@dataclass(frozen=True)
class ReminderLine:
    """What the people of one unit were told at one stroke, and what became of everything that it named."""

    reminders: tuple[Reminder, ...]
    named: tuple[Named, ...]
    occasions: tuple[ReminderOccasion, ...] = ()

    @property
    def reminder(self) -> Reminder:
        """The message; they differ by the person and the mail alone."""
        return self.reminders[0]

    @property
    def occasion(self) -> str:
        """Why it went out: by whose hand, or the occasions."""
        if self.reminder.sent_by:
            return f"{self.reminder.sent_by}催办"
        return "、".join(f"{each.get_kind_display()}（期限{day_words(each.day)}）" for each in self.occasions)


@dataclass(frozen=True)
class Sending:
    """What went out at one stroke: when, by whose hand ("" by itself), to how many, and to how many units in
    vain so far.
    """

    sent_at: datetime
    by: str
    units: int
    people: int
    unsettled: int


def last_message() -> int:
    """The key of the last message of all; 0 where there is none."""
    return Reminder.objects.aggregate(last=Max("pk"))["last"] or 0


def owed_filings(on: date) -> list[FilingDay]:
    """Every report that is owed on a day in a quarter that runs, the longest overdue first.

    Nothing of inactive units or closed tasks.
    """
    owed = set(Report.objects.still_owed().values_list("pk", flat=True))
    return [each for each in still_to_do(running_filings(on)) if each.report.pk in owed]


def due_by_themselves(on: date) -> list[Message]:
    """The messages that are due on a day and were not sent yet."""
    owed = [as_owed(each) for each in owed_filings(on)]
    periods = {each.period for each in owed}
    reached = reminded_people({each.unit for each in owed})
    people = {unit: [person.pk for person in found] for unit, found in reached.items()}
    signers = {each.pk for found in reached.values() for each in found if each.role == Role.SIGNER}
    settings = ListSettings.objects.filter(yearly_list__periods__in=periods)
    days_before = dict(settings.values_list("yearly_list__periods", "remind_days_before"))
    rows = ReminderOccasion.objects.filter(period__in=periods).values_list("person", "period", "kind", "day")
    sent = {(person, Occasion(*occasion)) for person, *occasion in rows}
    return due_messages(owed, people, sent, on=on, days_before=days_before, signers=signers)


def as_owed(day: FilingDay) -> Owed:
    """A report's day as the rules of reminding take it."""
    report = day.report
    waits = report.state == ReportState.AWAITING and report.sent_at is not None
    sent_on = local_day(report.sent_at) if waits else None
    return Owed(report.pk, report.unit_id, report.period_id, day.state, until(day), sent_on)


def until(day: FilingDay) -> date | None:
    """The day until which a report is expected: its due day, or the new date of a return."""
    return (
        day.report.refile_by if day.state in (FilingState.NOT_REFILED, FilingState.RETURNED) else day.due_on
    )


def as_letter_line(day: FilingDay) -> LetterLine:
    """A report's day as a letter tells it."""
    report = day.report
    return LetterLine(
        f"{report.period}第{report.task.number}项 {report.task.in_print}",
        FilingState(day.state).word,
        until(day),
        report.address,
        report.state == ReportState.AWAITING,
    )


def reminders_of(yearly_list: YearlyList) -> QuerySet[Reminder]:
    """The messages that name a report of this list."""
    return Reminder.objects.filter(
        Exists(Report.objects.filter(reminders=OuterRef("pk"), period__yearly_list=yearly_list))
    )


def own_reminders(user: User) -> list[tuple[int, bool]]:
    """One's own messages by key, the latest first, each with whether it waits for the person's unit."""
    return _own().ask(person=user.pk, unit=user.unit_id)


def reminder_lines(reminders: Collection[int], on: date) -> list[ReminderLine]:
    """The messages with these keys, the latest first, those that differ by the person alone in one line, as
    a day sees them.

    By a constant number of queries.
    """
    asked = list(reminders)
    if not asked:
        return []
    reports, occasions = defaultdict(list), defaultdict(list)
    for report in _named().ask(reminders=asked):
        reports[report.message].append(report)
    for each in _occasions().ask(reminders=asked):
        occasions[each.reminder_id].append(each)
    named = {report.pk: report for found in reports.values() for report in found}
    owed = {key for (key,) in _still_owed().ask(reports=list(named))}
    days = {day.report.pk: day for day in filing_days(named.values(), on)}
    told = {key: tuple(Named(days[each.pk], each.pk in owed) for each in reports[key]) for key in reports}

    def stroke(row: Reminder) -> tuple:
        """What the messages of one line have in common."""
        itself = [(each.kind, each.day) for each in occasions[row.pk]]
        keys = [each.pk for each in reports[row.pk]]
        return (row.sent_at, row.unit_id, row.sent_by_id, row.word, itself, keys)

    together = [tuple(found) for _, found in groupby(_whole().ask(reminders=asked), key=stroke)]
    return [
        ReminderLine(found, told.get(found[0].pk, ()), tuple(occasions[found[0].pk])) for found in together
    ]


@cache
def _own() -> Statement:
    waits = Reminder.objects.filter(pk=OuterRef("pk"), unit=slot("unit")).unsettled().order_by()
    mine = Reminder.objects.filter(addressed_to(slot("person")))
    return statement(mine.annotate(waits=Exists(waits)).values_list("pk", "waits"))


@cache
def _whole() -> Reading[Reminder]:
    rows = Reminder.objects.filter(among("pk", "reminders", of=BigIntegerField()))
    return Reading(rows.select_related("person", "unit", "sent_by__unit"))


@cache
def _occasions() -> Reading[ReminderOccasion]:
    rows = ReminderOccasion.objects.filter(among("reminder_id", "reminders", of=BigIntegerField()))
    return Reading(rows.order_by("day", "pk"))


@cache
def _named() -> Reading[Report]:
    """What the messages name in its order, each with the key of the message that names it."""
    rows = Report.objects.annotate(message=F("reminders"))
    rows = rows.filter(among("message", "reminders", of=BigIntegerField()))
    return Reading(rows.select_related("period__yearly_list", "task", "unit").defer(*LONG_TEXTS))


@cache
def _still_owed() -> Statement:
    owed = Report.objects.still_owed().filter(among("pk", "reports", of=BigIntegerField()))
    return statement(owed.order_by().values_list("pk"))


def _is_overdue(day: FilingDay) -> bool:
    """Its day has passed, and it is still owed."""
    return day.state in OVERDUE and day.report.unit.is_active


def foremost_reminder(user: User) -> Reminder | None:
    """The first to be told on the desk."""
    return foremost(_waiting(), user)


@cache
def _waiting() -> Reading[Reminder]:
    waiting = Reminder.objects.left_by(slot("person"), slot("unit"))
    return Reading(waiting.select_related("sent_by").with_kind())


def last_sendings(number: int, filings: Iterable[FilingDay]) -> list[Sending]:
    """What went out last, the latest first; one query.

    `filings` are those of the running quarters: a unit is reminded in vain where one of its reports that the
    message named is overdue now. What is returned and has its new date ahead is not.
    """
    overdue = [each.report.pk for each in filings if _is_overdue(each)]
    owed = Exists(Report.objects.filter(pk__in=overdue, reminders=OuterRef("pk")))
    named = Reminder.objects.annotate(owed=owed, by=F("sent_by__display_name"))
    rows = named.order_by().values("sent_at", "by")
    counts = {
        "units": Count("unit", distinct=True),
        "people": Count("pk"),
        "unsettled": Count("unit", distinct=True, filter=Q(owed=True)),
    }
    return [
        Sending(row["sent_at"], row["by"] or "", row["units"], row["people"], row["unsettled"])
        for row in rows.annotate(**counts, last=Max("pk")).order_by("-last")[:number]
    ]
