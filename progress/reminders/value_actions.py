"""催报: units are reminded of the yearly values of indicators that they owe, by hand and by themselves.

On the page at once, by mail after the commit, as of reports (domain.md, The five-year plan and Chasing).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from progress.ledger.owed_values import ValueLine, value_lines
from progress.letters.due_actions import send_by_themselves
from progress.letters.hand_actions import Matter, RemindedByHand, remind_by_hand
from progress.letters.mail import Mail
from progress.letters.mail_actions import Delivery, deliver_waiting
from progress.models import NamedValue, ValueReminder, ValueReminderOccasion
from progress.reminders.value_reads import letter_lines, values_due_by_themselves
from progress.rules import addresses
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import FivePlan, User
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused

HEADING, NOUN = "规划指标", "年度值"
VALUE_REMINDER_SENT = Act("value_reminder_sent", "催报规划指标年度值")


@transaction.atomic
def remind_of_values(
    plan: FivePlan,
    *,
    year: int,
    seen: Mapping[int, str],
    word: str = "",
    again_after: int | None = None,
    at: datetime,
    by: User,
) -> RemindedByHand:
    """催报 by hand: one message to each filer and signer of a unit, with all its values of the year ticked.

    `seen` are the seals of the lines ticked, by indicator: what is owed no more, by another unit now, or
    stands otherwise than on the list, is named and left out. Who was reminded of a value today by hand is
    left out; `again_after` is the last message that stood when somebody asked for another one all the same.
    """
    if not by.has_perm("remind_units"):
        raise NotYours("只有协调员、督查员可以催报。")
    if not seen:
        raise Refused("请先勾选要催报的指标。")
    locked, on = FivePlan.objects.select_for_update(no_key=True).get(pk=plan.pk), local_day(at)
    if year not in locked.years or year >= on.year:
        raise Refused(f"{year}年的年度值还没有到填报的时候，不能催报。")
    lines = [each for each in value_lines([(locked.pk, year)], on) if each.indicator.pk in seen]
    stands = [each for each in lines if each.is_owed and each.seal == seen[each.indicator.pk]]
    reminded = remind_by_hand(
        [Matter(each.key, each.unit, _name(each)) for each in stands],
        changed=[_changed(each) for each in lines if each not in stands],
        sent_today=_sent_today(year, at, after=again_after or 0),
        send=partial(_send, word=word.strip(), at=at, by=by),
    )
    keys = [each.pk for each in reminded.messages]
    transaction.on_commit(partial(deliver_values, keys, at=at), robust=True)
    return reminded


@transaction.atomic
def send_due_values(*, at: datetime) -> tuple[ValueReminder, ...]:
    """Send what is due by itself and was not sent yet; running it twice, or twice at once, sends once."""
    list(FivePlan.objects.select_for_update(no_key=True).order_by("pk"))  # one run after the other
    due = values_due_by_themselves(local_day(at))
    send = partial(_send, at=at, by=None)
    return send_by_themselves(due, send=send, occasions=ValueReminderOccasion, of="year")


def deliver_values(reminders: Collection[int] | None = None, *, at: datetime) -> Delivery:
    """Mail what waits for it (of these, by key, where given); what fails waits for the next run."""
    return deliver_waiting(
        ValueReminder.objects.to_be_mailed(),
        heading=HEADING,
        noun=NOUN,
        named="named",
        read=lambda: letter_lines(local_day(at)),
        only=reminders,
        at=at,
    )


def _sent_today(year: int, at: datetime, *, after: int) -> set[tuple[int, tuple[int, int]]]:
    """Whom somebody has reminded of which value of the year today, by messages after this one."""
    today = NamedValue.objects.filter(
        year=year, reminder__gt=after, reminder__sent_by__isnull=False, reminder__sent_at__date=local_day(at)
    )
    rows = today.values_list("reminder__person", "indicator", "year")
    return {(person, (indicator, of_year)) for person, indicator, of_year in rows}


def _send(
    person: User,
    keys: Iterable[tuple[int, int]],
    *,
    word: str = "",
    at: datetime,
    by: User | None,
) -> ValueReminder:
    """One message, laid into the person's list and recorded."""
    to_mail = Mail().reaches(person)
    reminder = ValueReminder.objects.create(
        person=person, unit_id=person.unit_id, word=word, sent_at=at, sent_by=by, to_mail=to_mail
    )
    named = [
        NamedValue(reminder=reminder, indicator_id=indicator, year=year) for indicator, year in sorted(keys)
    ]
    NamedValue.objects.bulk_create(named)
    detail = {"values": len(named), "word": word}
    record(VALUE_REMINDER_SENT, by=by, at=at, obj=reminder, url=addresses.reminders(), detail=detail)
    return reminder


def _changed(line: ValueLine) -> str:
    """How it stands now."""
    return f"{_name(line)}在您打开之后已有变动，现为“{line.word}”"


def _name(line: ValueLine) -> str:
    return f"{line.paper.year}年第{line.indicator.number}项指标（{line.unit or '未指定单位'}）"
