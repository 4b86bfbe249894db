"""Which plans (实施方案) are owed and who is reminded of them: what 催报 rests on, and its pages' lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet

from progress.letters.lines import MessageLine, message_lines
from progress.letters.reads import foremost, reminded_people
from progress.models import ListSettings
from progress.rules.reminding import LetterLine, Message, Occasion, Owed, due_messages
from projects.models import Plan, PlanFiling, PlanReminder, PlanReminderOccasion, User, YearlyList
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.plans.reads import PlanLine, line_of, owed_lines
from projects.rules.calendar import day_beside, local_day
from projects.rules.plan_states import PlanFilingState

OVERDUE = (PlanFilingState.MISSING, PlanFilingState.NOT_REFILED)


@dataclass(frozen=True)
class NamedPlan:
    """One plan that a message named, and what became of it since."""

    line: PlanLine

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.line.plan

    @property
    def is_overdue(self) -> bool:
        """Whether it was named in vain so far: still owed, and its day is over."""
        return self.line.filing_state in OVERDUE

    @property
    def since(self) -> str:
        """3月2日已报送, 仍未报备, 退回未重报, 未到期（3月1日）."""
        year = self.plan.task.yearly_list.year
        if not self.line.is_owed:
            return f"{day_beside(local_day(self.plan.submitted_at), year)}已报送"
        if self.line.filing_state == PlanFilingState.MISSING:
            return "仍未报备"
        if self.is_overdue or self.line.until is None:
            return self.line.filing_state.word
        return f"{self.line.filing_state.word}（{day_beside(self.line.until, year)}前）"


def last_plan_message() -> int:
    """The key of the last message of all; 0 where there is none."""
    return PlanReminder.objects.aggregate(last=Max("pk"))["last"] or 0


def plans_due_by_themselves(on: date) -> list[Message]:
    """The messages that are due on a day and were not sent yet."""
    filings = dict(PlanFiling.objects.values_list("yearly_list", "pk"))
    owed = [
        Owed(
            line.plan.pk,
            line.plan.unit_id,
            filings[line.plan.task.yearly_list_id],
            line.filing_state,
            line.until,
        )
        for line in owed_lines(on)
    ]
    units = {each.unit for each in owed}
    people = {unit: [each.pk for each in found] for unit, found in reminded_people(units).items()}
    settings = ListSettings.objects.filter(yearly_list__in=filings)
    before = {filings[key]: days for key, days in settings.values_list("yearly_list", "remind_days_before")}
    rows = PlanReminderOccasion.objects.values_list("person", "filing", "kind", "day")
    sent = {(person, Occasion(*occasion)) for person, *occasion in rows}
    return due_messages(owed, people, sent, on=on, days_before=before)


def letter_lines(on: date) -> dict[int, LetterLine]:
    """What a letter tells of each plan that is owed, by key."""
    return {line.plan.pk: _letter_line(line) for line in owed_lines(on)}


def _letter_line(line: PlanLine) -> LetterLine:
    task = line.plan.task
    title = f"{task.yearly_list.year}年第{task.number}项 {task.in_print}"
    return LetterLine(title, line.filing_state.word, line.until, line.plan.address)


def plan_reminders_of(yearly_list: YearlyList) -> QuerySet[PlanReminder]:
    """The messages that name a plan of this list."""
    named = PlanReminder.objects.filter(plans__task__yearly_list=yearly_list)
    return PlanReminder.objects.filter(pk__in=named.order_by().values("pk"))


def foremost_plan_reminder(user: User) -> PlanReminder | None:
    """The first to be told on the desk."""
    return foremost(_waiting(), user)


@cache
def _waiting() -> Reading[PlanReminder]:
    waiting = PlanReminder.objects.left_by(slot("person"), slot("unit"))
    return Reading(waiting.select_related("sent_by"))


def whole(reminders: QuerySet[PlanReminder]) -> QuerySet[PlanReminder]:
    """The messages with all that their lines tell, and whether something of each is owed: three queries."""
    plans = Plan.objects.select_related("task__yearly_list__plan_filing", "unit").defer("content")
    owed = Plan.objects.still_owed().filter(reminders=OuterRef("pk"))
    rows = reminders.select_related("person", "unit", "sent_by__unit").annotate(is_owed=Exists(owed))
    return rows.prefetch_related("occasions", Prefetch("plans", plans))


def plan_reminder_lines(rows: Iterable[PlanReminder], on: date) -> list[MessageLine]:
    """The messages in their order, those that differ by the person alone in one line, as a day sees them."""
    return message_lines(
        rows,
        keys=lambda row: [each.pk for each in row.plans.all()],
        named=lambda row: _named(row.plans.all(), on),
    )


def _named(plans: Iterable[Plan], on: date) -> Iterable[NamedPlan]:
    for plan in plans:
        yield NamedPlan(line_of(plan, plan.task.yearly_list.plan_filing, on))
