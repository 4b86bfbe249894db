"""What a unit's people are reminded of: messages, and the occasions on which they went out by themselves."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from progress.models.reports import Report
from progress.rules.states import ReminderKind
from projects.models.letters import Letter
from projects.rules.roles import may


def addressed_to(person: object) -> Q:
    """Messages to this person (a key), or to one whose account was handed over to them."""
    return Q(person=person) | Q(person__handed_over_to=person)


class ReminderQuerySet(models.QuerySet):
    """Reminders, in the office's words."""

    def visible_to(self, user: "models.Model") -> "ReminderQuerySet":
        """One's own messages and those to whom one succeeded; all for coordinator and supervisor."""
        return self if may(user.role, "read_everything") else self.filter(addressed_to(user.pk))

    def unsettled(self) -> "ReminderQuerySet":
        """Of what they name something is still owed: computed from the reports, never stored."""
        return self.filter(Exists(Report.objects.still_owed().filter(reminders=OuterRef("pk"))))

    def waiting_for(self, user: "models.Model") -> "ReminderQuerySet":
        """What this person was told and their unit has not settled."""
        return self.filter(addressed_to(user.pk), unit=user.unit_id).unsettled()

    def with_kind(self) -> "ReminderQuerySet":
        """`is_to_sign`: whether it tells a signer that something waits, and nothing else."""
        occasions = ReminderOccasion.objects.filter(reminder=OuterRef("pk"))
        to_sign = Exists(occasions.filter(kind=ReminderKind.TO_SIGN))
        more = Exists(occasions.exclude(kind=ReminderKind.TO_SIGN))
        return self.annotate(is_to_sign=Case(When(to_sign & ~more, then=True), default=False))

    def to_be_mailed(self) -> "ReminderQuerySet":
        """Not mailed yet, tried in vain or not, to people in office and only while something is owed."""
        return (
            self.filter(to_mail=True, mailed_at__isnull=True, person__is_active=True)
            .exclude(person__email="")
            .unsettled()
        )


class Reminder(Letter):
    """催办: one message to one person that something is owed.

    On the page always, by mail where a server is set.
    """

    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="reminders", verbose_name="收件人"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="reminders", verbose_name="单位"
    )
    reports = models.ManyToManyField(Report, related_name="reminders", verbose_name="进展报告")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-sent_at", "unit__order", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(to_mail=True),
                name="only_a_reminder_to_be_mailed_is_mailed",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(mail_failure=""),
                name="a_mailed_reminder_has_not_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.person}"


class ReminderOccasion(models.Model):
    """催办时点: why a reminder went out by itself; a moved due day is another occasion."""

    reminder = models.ForeignKey(
        Reminder, on_delete=models.CASCADE, related_name="occasions", verbose_name="催办"
    )
    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="收件人"
    )
    period = models.ForeignKey(
        "progress.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="reminder_occasions",
        verbose_name="填报期",
    )
    kind = models.CharField("时点", max_length=16, choices=ReminderKind.choices())
    day = models.DateField("期限")

    class Meta:
        verbose_name = verbose_name_plural = "催办时点"
        ordering = ["reminder", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "period", "kind", "day"], name="a_person_is_reminded_once_an_occasion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"
