"""What all messages have in common by which units are reminded: their sending, and for whom they wait."""

from typing import Self

from django.db import models
from django.db.models import CheckConstraint, Q


def addressed_to(person: object) -> Q:
    """Messages to this person (a key), or to one whose account was handed over to them."""
    return Q(person=person) | Q(person__handed_over_to=person)


def mail_constraints(noun: str) -> list[CheckConstraint]:
    """What may never be false of a message's mail; the names say whose messages they are."""
    return [
        CheckConstraint(
            condition=Q(mailed_at__isnull=True) | Q(to_mail=True),
            name=f"only_a_{noun}_to_be_mailed_is_mailed",
        ),
        CheckConstraint(
            condition=Q(mailed_at__isnull=True) | Q(mail_failure=""), name=f"a_mailed_{noun}_has_not_failed"
        ),
    ]


class LetterQuerySet(models.QuerySet):
    """Messages, in the office's words."""

    def addressed_to(self, user: models.Model) -> Self:
        """One's own messages, and those to whom one succeeded."""
        return self.filter(addressed_to(user.pk))

    def unsettled(self) -> Self:
        """Of what they name something is still owed: computed from the papers, never stored."""
        raise NotImplementedError

    def waiting_for(self, user: models.Model) -> Self:
        """What was sent to this person and their unit has not settled."""
        return self.left_by(user.pk, user.unit_id)

    def left_by(self, person: object, unit: object) -> Self:
        """The same of a person and a unit by key, or by the slots that stand for them."""
        return self.filter(addressed_to(person), unit=unit).unsettled()

    def to_be_mailed(self) -> Self:
        """Not mailed yet, tried in vain or not, to people in office and only while something is owed."""
        waiting = self.filter(to_mail=True, mailed_at__isnull=True, person__is_active=True)
        return waiting.exclude(person__email="").unsettled()


class Letter(models.Model):
    """A message to one `person` of a `unit`: on the page always, by mail where a server is set."""

    word = models.TextField("附言", blank=True)
    sent_at = models.DateTimeField("发出时间", db_index=True)
    sent_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="催办人",
    )
    to_mail = models.BooleanField("另发邮件", default=False)
    mailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)
    mail_failure = models.CharField("邮件未发出的原因", max_length=255, blank=True)

    class Meta:
        abstract = True
        ordering = ["-sent_at", "unit__order", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.person}"

    @property
    def mail_word(self) -> str:
        """What became of the mail."""
        if not self.to_mail:
            return "未发邮件"
        if self.mailed_at:
            return "已发邮件"
        return "邮件未发出，待重发" if self.mail_failure else "邮件待发"


class LetterOccasion(models.Model):
    """Why a message went out by itself; a moved due day is another occasion."""

    person = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="收件人"
    )
    day = models.DateField("期限")

    class Meta:
        abstract = True
        ordering = ["reminder", "day"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%Y-%m-%d}"
