"""催办: by hand and by itself.

On the page at once, by mail after the commit, each mail's result kept (domain.md, Chasing).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import MappingProxyType

from django.db import transaction

from progress.ledger.filing_days import FilingDay, filing_days
from progress.letters.due_actions import send_by_themselves
from progress.letters.mail import Mail
from progress.letters.mail_actions import Delivery, deliver_waiting
from progress.letters.reads import reminded_people
from progress.models import Reminder, ReminderOccasion, Report, ReportingPeriod
from progress.reminders.reads import as_letter_line, due_by_themselves, owed_filings
from progress.rules import addresses
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Unit, User
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused

HEADING, NOUN = "民生实事", "进展报告"
REMINDER_SENT = Act("reminder_sent", "催办")


@dataclass(frozen=True)
class Reminded:
    """What became of a 催办: the messages, and the units that got none and why."""

    messages: tuple[Reminder, ...]
    settled: tuple[Unit, ...] = ()  # owe nothing of it
    today_already: tuple[Unit, ...] = ()  # everybody there had the same message today
    unreached: tuple[Unit, ...] = ()  # nobody in office there
    changed: tuple[FilingDay, ...] = ()  # stood otherwise on the list that was read

    @property
    def sentence(self) -> str:
        """For the person who clicked."""
        units = {each.unit_id for each in self.messages}
        sentences = ["没有发出催办。"]
        if units:
            sentences = [f"已催办{len(units)}个单位（{len(self.messages)}人）。"]
        if self.settled:
            sentences.append(f"{_named(self.settled)}没有待报送的报告，未催办。")
        if self.today_already:
            names = _named(self.today_already)
            sentences.append(f"{names}今天已就同一事项催办过；确需再催，请勾选“再次催办”。")
        if self.unreached:
            sentences.append(f"{_named(self.unreached)}没有在用账号，请电话联系。")
        for day in self.changed:
            line = f"第{day.report.task.number}项（{day.report.unit}）"
            sentences.append(f"{line}在您打开之后已有变动，现为{day.now_words}，未催办。")
        return "".join(sentences)


@transaction.atomic
def remind(
    period: ReportingPeriod,
    *,
    units: Iterable[Unit] = (),
    reports: Iterable[Report] = (),
    seen: Mapping[int, str] = MappingProxyType({}),
    word: str = "",
    again_after: int | None = None,
    at: datetime,
    by: User,
) -> Reminded:
    """催办 by hand: one message to each filer and signer of these units (all they owe in the period) or of
    these reports.

    Who owes nothing of it gets none; nor does who had the same by hand today. `again_after` is the last
    message that stood when somebody asked for another one all the same: only what was sent after it counts
    then, so that the same click twice sends once. `seen` are the seals, by report, of the lines that were
    ticked: one that has changed since is named and left out, the others go out.
    """
    if not by.has_perm("remind_units"):
        raise NotYours("只有协调员、督查员可以催办。")
    locked = (
        ReportingPeriod.objects.select_for_update(no_key=True, of=("self",))
        .select_related("yearly_list")
        .get(pk=period.pk)
    )
    if not locked.is_open:
        raise Refused(f"{locked}未开启或已关闭，不能催办。")
    changed = _changed(locked, seen, at)
    units, reports = tuple(units), tuple(each for each in reports if each.pk not in changed)
    asked = {each.pk: each for each in (*units, *(report.unit for report in reports))}
    if not asked and not changed:
        raise Refused("请先勾选要催办的单位或报告。")
    owed = _owed_of(locked, {each.pk for each in units}, {each.pk for each in reports}, at)
    sent_today = _sent_today(locked, at, after=again_after or 0)
    reminded = _send_by_hand(asked, owed, sent_today, word.strip(), at=at, by=by)
    return replace(reminded, changed=tuple(changed.values()))


@transaction.atomic
def send_due(*, at: datetime) -> tuple[Reminder, ...]:
    """Send what is due by itself and was not sent yet.

    Running it twice, or twice at once, sends nothing twice. `deliver` mails it.
    """
    list(
        ReportingPeriod.objects.running().select_for_update(no_key=True).order_by("pk")
    )  # one run after the other
    due = due_by_themselves(local_day(at))
    send = partial(_send, at=at, by=None)
    return send_by_themselves(due, send=send, occasions=ReminderOccasion, of="period_id")


def deliver(reminders: Collection[int] | None = None, *, at: datetime) -> Delivery:
    """Mail what waits for it (of these, by key, where given); what fails waits for the next run."""
    on = local_day(at)
    return deliver_waiting(
        Reminder.objects.to_be_mailed(),
        heading=HEADING,
        noun=NOUN,
        named="reports",
        read=lambda: {each.report.pk: as_letter_line(each) for each in owed_filings(on)},
        only=reminders,
        at=at,
    )


def _changed(period: ReportingPeriod, seen: Mapping[int, str], at: datetime) -> dict[int, FilingDay]:
    """The lines that tell something else now than they did on the screen, by report."""
    rows = period.reports.filter(pk__in=seen).select_related("period__yearly_list", "task", "unit")
    days = filing_days(rows.order_by("unit__order", "task__number"), local_day(at))
    return {day.report.pk: day for day in days if day.seal != seen[day.report.pk]}


def _owed_of(
    period: ReportingPeriod, units: Collection[int], reports: Collection[int], at: datetime
) -> list[FilingDay]:
    """What is owed in the period of all that was asked for."""
    owed = (each for each in owed_filings(local_day(at)) if each.report.period_id == period.pk)
    return [each for each in owed if each.report.unit_id in units or each.report.pk in reports]


def _sent_today(period: ReportingPeriod, at: datetime, *, after: int) -> set[tuple[int, int]]:
    """Whom somebody has reminded of which report today, by messages after this one."""
    today = Reminder.objects.filter(
        pk__gt=after, sent_by__isnull=False, sent_at__date=local_day(at), reports__period=period
    )
    return set(today.values_list("person", "reports"))


def _send_by_hand(
    asked: dict[int, Unit],
    owed: list[FilingDay],
    sent: Collection[tuple[int, int]],
    word: str,
    *,
    at: datetime,
    by: User,
) -> Reminded:
    """A message to each person of each unit, of what nobody has reminded them of today."""
    people = reminded_people(asked)
    by_unit = {key: [each.report for each in owed if each.report.unit_id == key] for key in asked}
    messages = []
    for key in asked:
        for person in people.get(key, ()):
            unsent = [each for each in by_unit[key] if (person.pk, each.pk) not in sent]
            if unsent:
                messages.append(_send(person, unsent, word=word, at=at, by=by))
    transaction.on_commit(partial(deliver, [each.pk for each in messages], at=at), robust=True)
    reached = {each.unit_id for each in messages}
    left = {key: unit for key, unit in asked.items() if key not in reached}
    settled = tuple(unit for key, unit in left.items() if not by_unit[key])
    unreached = tuple(unit for key, unit in left.items() if by_unit[key] and key not in people)
    already = tuple(unit for key, unit in left.items() if by_unit[key] and key in people)
    return Reminded(tuple(messages), settled, already, unreached)


def _send(
    person: User, reports: Iterable[Report | int], *, word: str = "", at: datetime, by: User | None
) -> Reminder:
    """One message, laid into the person's list and recorded."""
    to_mail = Mail().reaches(person)
    reminder = Reminder.objects.create(
        person=person, unit_id=person.unit_id, word=word, sent_at=at, sent_by=by, to_mail=to_mail
    )
    reminder.reports.set(reports)
    record(
        REMINDER_SENT,
        by=by,
        at=at,
        obj=reminder,
        url=addresses.reminders(),
        detail={"reports": reminder.reports.count(), "word": word},
    )
    return reminder


def _named(units: Collection[Unit]) -> str:
    """The first few by name: enough for a sentence."""
    names = [unit.name for unit in units]
    return "、".join(names[:5]) + (f"等{len(names)}个单位" if len(names) > 5 else "")
