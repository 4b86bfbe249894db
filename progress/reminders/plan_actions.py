"""催报: units are reminded of the plans (实施方案) that they owe, by hand and by themselves.

On the page at once, by mail after the commit, as of reports (domain.md, Plans and Chasing).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from progress.letters.due_actions import send_by_themselves
from progress.letters.hand_actions import Matter, RemindedByHand, remind_by_hand
from progress.letters.mail import Mail
from progress.letters.mail_actions import Delivery, deliver_waiting
from progress.reminders.plan_reads import letter_lines, plans_due_by_themselves
from progress.rules import addresses
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Plan, PlanFiling, PlanReminder, PlanReminderOccasion, User
from projects.plans.reads import PlanLine, line_of
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused

HEADING, NOUN = "民生实事", "实施方案"
PLAN_REMINDER_SENT = Act("plan_reminder_sent", "催报实施方案")


@transaction.atomic
def remind_of_plans(
    filing: PlanFiling,
    *,
    seen: Mapping[int, str],
    word: str = "",
    again_after: int | None = None,
    at: datetime,
    by: User,
) -> RemindedByHand:
    """催报 by hand: one message to each filer and signer of a unit, with all its plans that were ticked.

    `seen` are the seals of the lines ticked, by plan: what is owed no more, or stands otherwise than on the
    list, is named and left out. Who was reminded of a plan today by hand is left out; `again_after` is the
    last message that stood when somebody asked for another one all the same, so that one click sends once.
    """
    if not by.has_perm("remind_units"):
        raise NotYours("只有协调员、督查员可以催报。")
    if not seen:
        raise Refused("请先勾选要催报的方案。")
    locked = PlanFiling.objects.select_for_update(no_key=True).get(pk=filing.pk)
    rows = Plan.objects.filter(pk__in=seen, task__yearly_list=locked.yearly_list_id)
    found = rows.select_related("task__yearly_list", "unit").order_by("unit__order", "task__number")
    owed = set(rows.still_owed().values_list("pk", flat=True))
    lines = [line_of(plan, locked, local_day(at)) for plan in found]
    stands = [line for line in lines if line.plan.pk in owed and line.seal == seen[line.plan.pk]]
    changed = [_changed(line) for line in lines if line not in stands]
    reminded = remind_by_hand(
        [Matter(line.plan.pk, line.plan.unit, _name(line.plan)) for line in stands],
        changed=changed,
        sent_today=_sent_today(rows, at, after=again_after or 0),
        send=partial(_send, word=word.strip(), at=at, by=by),
    )
    keys = [each.pk for each in reminded.messages]
    transaction.on_commit(partial(deliver_plans, keys, at=at), robust=True)
    return reminded


@transaction.atomic
def send_due_plans(*, at: datetime) -> tuple[PlanReminder, ...]:
    """Send what is due by itself and was not sent yet; running it twice, or twice at once, sends once."""
    list(PlanFiling.objects.select_for_update(no_key=True).order_by("pk"))  # one run after the other
    due = plans_due_by_themselves(local_day(at))
    send = partial(_send, at=at, by=None)
    return send_by_themselves(due, send=send, occasions=PlanReminderOccasion, of="filing_id")


def deliver_plans(reminders: Collection[int] | None = None, *, at: datetime) -> Delivery:
    """Mail what waits for it (of these, by key, where given); what fails waits for the next run."""
    return deliver_waiting(
        PlanReminder.objects.to_be_mailed(),
        heading=HEADING,
        noun=NOUN,
        named="plans",
        read=lambda: letter_lines(local_day(at)),
        only=reminders,
        at=at,
    )


def _sent_today(plans: Iterable[Plan], at: datetime, *, after: int) -> set[tuple[int, int]]:
    """Whom somebody has reminded of which plan today, by messages after this one."""
    today = PlanReminder.objects.filter(
        pk__gt=after, sent_by__isnull=False, sent_at__date=local_day(at), plans__in=plans
    )
    return set(today.values_list("person", "plans"))


def _send(
    person: User, plans: Iterable[int], *, word: str = "", at: datetime, by: User | None
) -> PlanReminder:
    """One message, laid into the person's list and recorded."""
    reminder = PlanReminder.objects.create(
        person=person,
        unit_id=person.unit_id,
        word=word,
        sent_at=at,
        sent_by=by,
        to_mail=Mail().reaches(person),
    )
    reminder.plans.set(plans)
    detail = {"plans": reminder.plans.count(), "word": word}
    record(PLAN_REMINDER_SENT, by=by, at=at, obj=reminder, url=addresses.reminders(), detail=detail)
    return reminder


def _changed(line: PlanLine) -> str:
    """How it stands now."""
    return f"{_name(line.plan)}在您打开之后已有变动，现为“{line.filing_state.word}”"


def _name(plan: Plan) -> str:
    return f"第{plan.task.number}项（{plan.unit}）"
