"""What a unit's people are reminded of: yearly values of the five-year plan's indicators that they owe."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from progress.models.indicators import YearlyValue
from progress.rules.states import ReminderKind
from projects.models.letters import Letter, LetterOccasion, LetterQuerySet, mail_constraints
from projects.rules.filing import HANDED_IN


class ValueReminderQuerySet(LetterQuerySet):
    """Reminders of yearly values, in the office's words."""

    def unsettled(self) -> "ValueReminderQuerySet":
        """Of what they name something is still owed: computed from the papers, never stored."""
        return self.filter(Exists(NamedValue.objects.still_owed().filter(reminder=OuterRef("pk"))))


class ValueReminder(Letter):
    """催报年度值: one message to one person that yearly values of their unit are owed."""

    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="value_reminders", verbose_name="收件人"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="value_reminders", verbose_name="单位"
    )

    objects = ValueReminderQuerySet.as_manager()

    class Meta(Letter.Meta):
        verbose_name = verbose_name_plural = "催报年度值"
        constraints = mail_constraints("value_reminder")


class NamedValueQuerySet(models.QuerySet):
    """What the messages named, in the office's words."""

    def still_owed(self) -> "NamedValueQuerySet":
        """Not handed in yet, and still the unit's: its paper, or where nobody began one its indicator."""
        papers = YearlyValue.objects.filter(indicator=OuterRef("indicator"), year=OuterRef("year"))
        own = papers.filter(unit=OuterRef("reminder__unit")).exclude(state__in=HANDED_IN)
        not_begun = ~Exists(papers) & Q(indicator__unit=F("reminder__unit"))
        return self.filter(Exists(own) | not_begun, reminder__unit__is_active=True)


class NamedValue(models.Model):
    """催报的年度值: an indicator and a year that a message named; nobody may have begun the paper yet."""

    reminder = models.ForeignKey(
        ValueReminder, on_delete=models.CASCADE, related_name="named", verbose_name="催报年度值"
    )
    indicator = models.ForeignKey(
        "projects.Indicator", on_delete=models.CASCADE, related_name="reminders", verbose_name="规划指标"
    )
    year = models.PositiveSmallIntegerField("年度")

    objects = NamedValueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催报的年度值"
        ordering = ["reminder", "year", "indicator__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "indicator", "year"], name="a_message_names_a_yearly_value_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年"


class ValueReminderOccasion(LetterOccasion):
    """催报年度值时点: why a reminder of yearly values went out by itself."""

    reminder = models.ForeignKey(
        ValueReminder, on_delete=models.CASCADE, related_name="occasions", verbose_name="催报年度值"
    )
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("时点", max_length=16, choices=ReminderKind.choices())

    class Meta(LetterOccasion.Meta):
        verbose_name = verbose_name_plural = "催报年度值时点"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year", "kind", "day"],
                name="a_person_is_reminded_of_yearly_values_once_an_occasion",
            )
        ]
