"""What every paper and every other row that several people act on has in common: its version, its life."""

from datetime import datetime

from django.db import models

from projects.rules.calendar import short_moment
from projects.rules.filing import LOCKED


class Versioned(models.Model):
    """A row whose acts carry the version that was on the screen; it knows who did what to it last."""

    version = models.PositiveIntegerField("版本", default=0)
    changed_at = models.DateTimeField("最近办理时间", null=True, blank=True)
    changed_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="最近办理人",
    )
    changed_word = models.CharField("最近办理事项", max_length=64, blank=True)

    class Meta:
        abstract = True

    def renew(self, word: str, *, at: datetime, by: models.Model) -> tuple[str, ...]:
        """Raise the version and note who did what; the names of the fields that are to be written."""
        self.version += 1
        self.changed_at, self.changed_by, self.changed_word = at, by, word
        return ("version", "changed_at", "changed_by", "changed_word")

    @property
    def last_change(self) -> str:
        """Who did what last, and when, as half a sentence."""
        if self.changed_at is None or self.changed_by is None:
            return "内容又有变动"
        when = short_moment(self.changed_at)
        return f"{self.changed_by.display_name}已于{when}{self.changed_word}"

    def stands_as(self, word: str) -> str:
        """The word of its state for a refusal, with who brought it there where that is known."""
        who = f"（{self.last_change}）" if self.changed_by_id else ""
        return f"现为“{word}”{who}"

    def was_done_by(self, person: models.Model) -> bool:
        """Whether it was this person, as far as is known: a second click, nobody else's first."""
        return self.changed_by_id in (None, person.pk)


class Paper(Versioned):
    """What a unit writes, signs and submits, and an office accepts or returns.

    The state is the own field of each paper, because its words are.
    """

    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    saved_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="保存人",
    )
    sent_at = models.DateTimeField("送审签时间", null=True, blank=True)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    refile_by = models.DateField("重报期限", null=True, blank=True)
    sent_back_word = models.TextField("审签人意见", blank=True)

    class Meta:
        abstract = True

    @property
    def is_locked(self) -> bool:
        """Awaiting signature, submitted or accepted: nothing of it can be written."""
        return self.state in LOCKED
