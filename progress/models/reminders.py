"""What a unit's people are reminded of: messages, and the occasions on which they went out by themselves."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, When

from progress.models.reports import Report
from progress.rules.states import ReminderKind
from projects.models.letters import Letter, LetterOccasion, LetterQuerySet, mail_constraints
from projects.rules.roles import may


class ReminderQuerySet(LetterQuerySet):
    """Reminders, in the office's words."""

    def visible_to(self, user: "models.Model") -> "ReminderQuerySet":
        """One's own messages and those to whom one succeeded; all for coordinator and supervisor."""
        return self if may(user.role, "read_everything") else self.addressed_to(user)

    def unsettled(self) -> "ReminderQuerySet":
        """Of what they name something is still owed: computed from the reports, never stored."""
        return self.filter(Exists(Report.objects.still_owed().filter(reminders=OuterRef("pk"))))

    def with_kind(self) -> "ReminderQuerySet":
        """`is_to_sign`: whether it tells a signer that something waits, and nothing else."""
        occasions = ReminderOccasion.objects.filter(reminder=OuterRef("pk"))
        to_sign = Exists(occasions.filter(kind=ReminderKind.TO_SIGN))
        more = Exists(occasions.exclude(kind=ReminderKind.TO_SIGN))
        return self.annotate(is_to_sign=Case(When(to_sign & ~more, then=True), default=False))


class Reminder(Letter):
    """催办: one message to one person that something is owed."""

    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="reminders", verbose_name="收件人"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="reminders", verbose_name="单位"
    )
    reports = models.ManyToManyField(Report, related_name="reminders", verbose_name="进展报告")

    objects = ReminderQuerySet.as_manager()

    class Meta(Letter.Meta):
        verbose_name = verbose_name_plural = "催办"
        constraints = mail_constraints("reminder")


class ReminderOccasion(LetterOccasion):
    """催办时点: why a reminder went out by itself."""

    reminder = models.ForeignKey(
        Reminder, on_delete=models.CASCADE, related_name="occasions", verbose_name="催办"
    )
    period = models.ForeignKey(
        "progress.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="reminder_occasions",
        verbose_name="填报期",
    )
    kind = models.CharField("时点", max_length=16, choices=ReminderKind.choices())

    class Meta(LetterOccasion.Meta):
        verbose_name = verbose_name_plural = "催办时点"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "period", "kind", "day"], name="a_person_is_reminded_once_an_occasion"
            )
        ]
