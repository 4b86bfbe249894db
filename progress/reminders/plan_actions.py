"""催报: units are reminded of the plans (实施方案) that they owe, by hand and by themselves.

On the page at once, by mail after the commit, as of reports (domain.md, Plans and Chasing).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from progress.letters.mail import Mail
from progress.letters.mail_actions import Delivery, deliver_waiting
from progress.letters.reads import reminded_people
from progress.reminders.plan_reads import letter_lines, plans_due_by_themselves
from progress.rules import addresses
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Plan, PlanFiling, PlanReminder, PlanReminderOccasion, Unit, User
from projects.plans.reads import PlanLine, line_of
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused

NOUN = "实施方案"
PLAN_REMINDER_SENT = Act("plan_reminder_sent", "催报实施方案")


@dataclass(frozen=True)
class RemindedOfPlans:
    """What became of a 催报: the messages, and the plans of which none went out and why."""

    messages: tuple[PlanReminder, ...]
    changed: tuple[PlanLine, ...] = ()  # stood otherwise on the list that was read
    today_already: tuple[Plan, ...] = ()  # everybody there had a message on it today
    unreached: tuple[Unit, ...] = ()  # nobody in office there

    @property
    def sentence(self) -> str:
        """For the person who clicked."""
        units = {each.unit_id for each in self.messages}
        sentences = ["没有发出催报。"]
        if units:
            sentences = [f"已催报{len(units)}个单位（{len(self.messages)}人）。"]
        for line in self.changed:
            now = f"现为“{line.standing.word}”"
            sentences.append(f"{_name(line.plan)}在您打开之后已有变动，{now}，未催报。")
        if self.today_already:
            names = "、".join(_name(plan) for plan in self.today_already)
            sentences.append(f"{names}今天已催报过；确需再催，请勾选“再次催办”。")
        if self.unreached:
            names = "、".join(str(unit) for unit in self.unreached)
            sentences.append(f"{names}没有在用账号，请电话联系。")
        return "".join(sentences)


@transaction.atomic
def remind_of_plans(
    filing: PlanFiling,
    *,
    seen: Mapping[int, str],
    word: str = "",
    again_after: int | None = None,
    at: datetime,
    by: User,
) -> RemindedOfPlans:
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
    changed = tuple(line for line in lines if line not in stands)
    sent_today = _sent_today(rows, at, after=again_after or 0)
    return _send_by_hand([line.plan for line in stands], changed, sent_today, word.strip(), at=at, by=by)


@transaction.atomic
def send_due_plans(*, at: datetime) -> tuple[PlanReminder, ...]:
    """Send what is due by itself and was not sent yet; running it twice, or twice at once, sends once."""
    list(PlanFiling.objects.select_for_update(no_key=True).order_by("pk"))  # one run after the other
    due = plans_due_by_themselves(local_day(at))
    people = {person.pk: person for person in User.objects.filter(pk__in={each.person for each in due})}
    sent = []
    for message in due:
        person = people[message.person]
        reminder = _send(person, message.reports, at=at, by=None)
        PlanReminderOccasion.objects.bulk_create(
            PlanReminderOccasion(
                reminder=reminder, person=person, filing_id=each.period, kind=each.kind, day=each.day
            )
            for each in message.occasions
        )
        sent.append(reminder)
    return tuple(sent)


def deliver_plans(reminders: Collection[int] | None = None, *, at: datetime) -> Delivery:
    """Mail what waits for it (of these, by key, where given); what fails waits for the next run."""
    return deliver_waiting(
        PlanReminder.objects.to_be_mailed(),
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


def _send_by_hand(
    plans: list[Plan],
    changed: tuple[PlanLine, ...],
    sent_today: Collection[tuple[int, int]],
    word: str,
    *,
    at: datetime,
    by: User,
) -> RemindedOfPlans:
    """A message to each person of each unit, of what nobody has reminded them of today."""
    people = reminded_people({plan.unit_id for plan in plans})
    messages = []
    for unit, persons in people.items():
        own = [plan for plan in plans if plan.unit_id == unit]
        for person in persons:
            unsent = [plan.pk for plan in own if (person.pk, plan.pk) not in sent_today]
            if unsent:
                messages.append(_send(person, unsent, word=word, at=at, by=by))
    transaction.on_commit(partial(deliver_plans, [each.pk for each in messages], at=at), robust=True)
    named = {plan.pk for message in messages for plan in message.plans.all()}
    left = [plan for plan in plans if plan.pk not in named]
    already = tuple(plan for plan in left if plan.unit_id in people)
    unreached = {plan.unit_id: plan.unit for plan in left if plan.unit_id not in people}
    return RemindedOfPlans(tuple(messages), changed, already, tuple(unreached.values()))


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


def _name(plan: Plan) -> str:
    return f"第{plan.task.number}项（{plan.unit}）"
