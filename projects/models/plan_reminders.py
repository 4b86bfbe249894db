"""What a unit's people are reminded of: plans (实施方案) that they owe."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.models.filed_plans import Plan, PlanFiling
from projects.models.letters import Letter
from projects.rules.plan_states import PlanOccasion


class PlanReminderQuerySet(models.QuerySet):
    """Reminders of plans, in the office's words."""

    def addressed_to(self, user: models.Model) -> "PlanReminderQuerySet":
        """One's own messages, and those to whom one succeeded."""
        return self.filter(Q(person=user.pk) | Q(person__handed_over_to=user.pk))

    def unsettled(self) -> "PlanReminderQuerySet":
        """Of what they name something is still owed: computed from the plans, never stored."""
        return self.filter(Exists(Plan.objects.still_owed().filter(reminders=OuterRef("pk"))))

    def waiting_for(self, user: models.Model) -> "PlanReminderQuerySet":
        """What this person was told and their unit has not settled."""
        return self.addressed_to(user).filter(unit=user.unit_id).unsettled()

    def to_be_mailed(self) -> "PlanReminderQuerySet":
        """Not mailed yet, tried in vain or not, to people in office and only while something is owed."""
        waiting = self.filter(to_mail=True, mailed_at__isnull=True, person__is_active=True)
        return waiting.exclude(person__email="").unsettled()


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

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        ordering = ["-sent_at", "unit__order", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(to_mail=True),
                name="only_a_plan_reminder_to_be_mailed_is_mailed",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(mail_failure=""),
                name="a_mailed_plan_reminder_has_not_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.person}"


class PlanReminderOccasion(models.Model):
    """催报时点: why a reminder went out by itself; a moved due day is another occasion."""

    reminder = models.ForeignKey(
        PlanReminder, on_delete=models.CASCADE, related_name="occasions", verbose_name="催报"
    )
    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="收件人"
    )
    filing = models.ForeignKey(
        PlanFiling, on_delete=models.PROTECT, related_name="reminder_occasions", verbose_name="计划备案"
    )
    kind = models.CharField("时点", max_length=16, choices=PlanOccasion.choices())
    day = models.DateField("期限")

    class Meta:
        verbose_name = verbose_name_plural = "催报时点"
        ordering = ["reminder", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "filing", "kind", "day"],
                name="a_person_is_reminded_of_plans_once_an_occasion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"
