"""Which yearly values are owed and who is reminded of them: what 催报 rests on, and its pages' lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Exists, Max, OuterRef, Prefetch, QuerySet

from progress.ledger.owed_values import ValueLine, owed_values, value_lines
from progress.letters.lines import MessageLine, message_lines
from progress.letters.reads import foremost, reminded_people
from progress.models import NamedValue, ValueReminder, ValueReminderOccasion
from progress.rules.reminding import DAYS_BEFORE_YEARLY, LetterLine, Message, Occasion, Owed, due_messages
from progress.rules.states import FilingState
from projects.models import FivePlan, User
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.rules.calendar import day_beside, local_day

SINCE = {FilingState.MISSING: "仍未报送", FilingState.NOT_REFILED: "退回未重报"}


@dataclass(frozen=True)
class RemindedValue:
    """One yearly value that a message named, and what became of it since."""

    line: ValueLine
    is_owed: bool  # by the unit that was told

    @property
    def is_overdue(self) -> bool:
        """Whether it was named in vain so far: still owed, and its day is over."""
        return self.is_owed and self.line.state in SINCE

    @property
    def since(self) -> str:
        """2022年3月2日已报送, 仍未报送, 退回未重报, 待报（2022年3月31日前）, or no longer owed."""
        year = self.line.paper.year
        if self.line.is_handed_in:
            return f"{day_beside(local_day(self.line.paper.submitted_at), year)}已报送"
        if not self.is_owed:
            return "已不需报送"
        if self.is_overdue or self.line.until is None:
            return SINCE.get(self.line.state, self.line.word)
        return f"{self.line.word}（{day_beside(self.line.until, year)}前）"


def last_value_message() -> int:
    """The key of the last message of all; 0 where there is none."""
    return ValueReminder.objects.aggregate(last=Max("pk"))["last"] or 0


def values_due_by_themselves(on: date) -> list[Message]:
    """The messages that are due on a day and were not sent yet; occasions count by the year asked about."""
    owed = [
        Owed(line.key, line.paper.unit_id, line.paper.year, line.state, line.until)
        for line in owed_values(on)
    ]
    reached = reminded_people({each.unit for each in owed})
    people = {unit: [each.pk for each in found] for unit, found in reached.items()}
    before = {each.period: DAYS_BEFORE_YEARLY for each in owed}
    rows = ValueReminderOccasion.objects.values_list("person", "year", "kind", "day")
    sent = {(person, Occasion(*occasion)) for person, *occasion in rows}
    return due_messages(owed, people, sent, on=on, days_before=before)


def letter_lines(on: date) -> dict[int, LetterLine]:
    """What a letter tells of each value that it names and that is owed, by the key of its naming."""
    waiting = NamedValue.objects.still_owed().filter(reminder__in=ValueReminder.objects.to_be_mailed())
    owed = {line.key: line for line in owed_values(on)}
    found = {}
    for key, indicator, year in waiting.values_list("pk", "indicator", "year"):
        line = owed.get((indicator, year))
        if line is not None:
            found[key] = _letter_line(line)
    return found


def _letter_line(line: ValueLine) -> LetterLine:
    title = f"{line.paper.year}年 第{line.indicator.number}项指标 {line.indicator.name}"
    return LetterLine(title, line.word, line.until, line.paper.address)


def value_reminders_of(plan: FivePlan) -> QuerySet[ValueReminder]:
    """The messages that name a value of this plan."""
    named = NamedValue.objects.filter(reminder=OuterRef("pk"), indicator__plan=plan)
    return ValueReminder.objects.filter(Exists(named))


def foremost_value_reminder(user: User) -> ValueReminder | None:
    """The first to be told on the desk."""
    return foremost(_waiting(), user)


@cache
def _waiting() -> Reading[ValueReminder]:
    waiting = ValueReminder.objects.left_by(slot("person"), slot("unit"))
    return Reading(waiting.select_related("sent_by"))


def whole(reminders: QuerySet[ValueReminder]) -> QuerySet[ValueReminder]:
    """The messages with all that their lines tell, and whether something of each is owed."""
    owed = NamedValue.objects.still_owed().filter(reminder=OuterRef("pk"))
    rows = reminders.select_related("person", "unit", "sent_by__unit").annotate(is_owed=Exists(owed))
    return rows.prefetch_related(
        "occasions", Prefetch("named", NamedValue.objects.select_related("indicator"))
    )


def value_reminder_lines(rows: Iterable[ValueReminder], on: date) -> list[MessageLine]:
    """The messages in their order, those that differ by the person alone in one line, as a day sees them.

    By a constant number of queries.
    """
    rows = list(rows)
    asked = {(each.indicator.plan_id, each.year) for row in rows for each in row.named.all()}
    stands = {line.key: line for line in value_lines(asked, on)}

    def named(row: ValueReminder) -> Iterable[RemindedValue]:
        for each in row.named.all():
            line = stands[each.indicator_id, each.year]
            yield RemindedValue(line, line.is_owed and line.paper.unit_id == row.unit_id)

    return message_lines(
        rows, keys=lambda row: [(each.indicator_id, each.year) for each in row.named.all()], named=named
    )
