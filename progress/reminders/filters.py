"""Narrowing the reminders of a year."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from progress.models import Reminder, ReminderOccasion
from progress.rules.states import ReminderKind
from projects.screen.filters import FastChoiceFilter, FastFilterSet
from projects.screen.names import units_called
from projects.screen.searches import SearchFilter, Word

BY_HAND = "by_hand"
OWED, SETTLED = "owed", "settled"
SENT, FAILED, NONE = "sent", "failed", "none"


class ReminderFilter(FastFilterSet):
    """By person or unit, why it went out, what became of it, and of its mail."""

    q = SearchFilter("单位、姓名或拼音首字母")
    unit = FastChoiceFilter(field_name="unit__code", label="单位")
    why = FastChoiceFilter(
        method="because", label="催办方式", choices=[(BY_HAND, "人工催办"), *ReminderKind.choices()]
    )
    since = FastChoiceFilter(method="settled", label="此后", choices=[(OWED, "未了结"), (SETTLED, "已了结")])
    mail = FastChoiceFilter(
        method="mailed", label="邮件", choices=[(SENT, "已发出"), (FAILED, "未发出"), (NONE, "未发邮件")]
    )

    class Meta:
        model = Reminder
        fields: list[str] = []

    def found(self, word: Word) -> Q:
        """The unit's names or initials, or the person's name."""
        return word.within("person__display_name") | Q(unit__in=units_called(word))

    def because(self, reminders: QuerySet, name: str, value: str) -> QuerySet:
        """Those sent by hand, or those that went out by themselves on this occasion."""
        if value == BY_HAND:
            return reminders.filter(sent_by__isnull=False)
        return reminders.filter(Exists(ReminderOccasion.objects.filter(reminder=OuterRef("pk"), kind=value)))

    def settled(self, reminders: QuerySet, name: str, value: str) -> QuerySet:
        """Those of which something is still owed, or nothing."""
        unsettled = Reminder.objects.unsettled().order_by().values("pk")
        return reminders.filter(pk__in=unsettled) if value == OWED else reminders.exclude(pk__in=unsettled)

    def mailed(self, reminders: QuerySet, name: str, value: str) -> QuerySet:
        """Those without mail, those not mailed yet, or those mailed."""
        if value == NONE:
            return reminders.filter(to_mail=False)
        return reminders.filter(to_mail=True, mailed_at__isnull=value == FAILED)
