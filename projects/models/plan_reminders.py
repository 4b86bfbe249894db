"""What a unit's people are reminded of: plans (实施方案) that they owe."""

from django.db import models
from django.db.models import Exists, OuterRef

from projects.models.filed_plans import Plan, PlanFiling
from projects.models.letters import Letter, LetterOccasion, LetterQuerySet, mail_constraints
from projects.rules.plan_states import PlanOccasion


class PlanReminderQuerySet(LetterQuerySet):
    """Reminders of plans, in the office's words."""

    def unsettled(self) -> "PlanReminderQuerySet":
        """Of what they name something is still owed: computed from the plans, never stored."""
        return self.filter(Exists(Plan.objects.still_owed().filter(reminders=OuterRef("pk"))))


class PlanReminder(Letter):
    """催报: one message to one person that plans of their unit are owed."""

    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="plan_reminders", verbose_name="收件人"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="plan_reminders", verbose_name="单位"
    )
    plans = models.ManyToManyField(Plan, related_name="reminders", verbose_name="实施方案")

    objects = PlanReminderQuerySet.as_manager()

    class Meta(Letter.Meta):
        verbose_name = verbose_name_plural = "催报"
        constraints = mail_constraints("plan_reminder")


class PlanReminderOccasion(LetterOccasion):
    """催报时点: why a reminder of plans went out by itself."""

    reminder = models.ForeignKey(
        PlanReminder, on_delete=models.CASCADE, related_name="occasions", verbose_name="催报"
    )
    filing = models.ForeignKey(
        PlanFiling, on_delete=models.PROTECT, related_name="reminder_occasions", verbose_name="计划备案"
    )
    kind = models.CharField("时点", max_length=16, choices=PlanOccasion.choices())

    class Meta(LetterOccasion.Meta):
        verbose_name = verbose_name_plural = "催报时点"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "filing", "kind", "day"],
                name="a_person_is_reminded_of_plans_once_an_occasion",
            )
        ]
