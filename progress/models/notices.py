"""督办单: numbered orders in three levels."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from progress.rules import addresses
from progress.rules.escalation import Chase, Fact, is_unanswered, over_word
from progress.rules.states import OPEN, RUNNING, UNANSWERED, UNISSUED, NoticeLevel, NoticeState
from projects.models import Task
from projects.models.filing import Versioned
from projects.rules.calendar import local_day
from projects.rules.roles import may


def unanswered(on: date) -> Q:
    """`is_unanswered` as a condition on notices, for the database."""
    return Q(state__in=UNANSWERED, reply_by__lt=on)


class NoticeQuerySet(models.QuerySet):
    """Notices, in the office's words."""

    def visible_to(self, user: "models.Model") -> "NoticeQuerySet":
        """Everything for coordinator and supervisor; what was issued about their tasks for units.

        Nothing for anybody else (Who sees what).
        """
        if may(user.role, "read_everything"):
            return self
        if not user.unit_id or not may(user.role, "read_notices"):
            return self.none()
        about_own = Exists(Task.objects.answered_for(user.unit.code).filter(notices=OuterRef("pk")))
        return self.issued().filter(Q(unit=user.unit_id) | about_own)

    def issued(self) -> "NoticeQuerySet":
        """With a number, withdrawn ones too."""
        return self.filter(number__isnull=False)

    def open(self) -> "NoticeQuerySet":
        """Drafted or issued, and neither closed, raised nor withdrawn."""
        return self.filter(state__in=OPEN)

    def without_way(self) -> "NoticeQuerySet":
        """Drafts that were to raise a notice that is over: they cannot be signed any more."""
        over = self.filter(state__in=UNISSUED, previous__isnull=False)
        return over.exclude(previous__state__in=RUNNING)

    def unanswered(self, on: date) -> "NoticeQuerySet":
        """Issued and past the deadline without a reply that stands."""
        return self.filter(unanswered(on))

    def not_withdrawn(self) -> "NoticeQuerySet":
        return self.exclude(state=NoticeState.WITHDRAWN)

    def with_tasks(self) -> "NoticeQuerySet":
        """With the keys of their tasks, in one query."""
        return self.annotate(task_ids=ArraySubquery(Task.objects.filter(notices=OuterRef("pk")).values("pk")))

    def with_numbers(self) -> "NoticeQuerySet":
        """With the numbers of their tasks, in one query."""
        return self.annotate(
            task_numbers=ArraySubquery(
                Task.objects.filter(notices=OuterRef("pk")).order_by("number").values("number")
            )
        )


class Notice(Versioned):
    """督办单: one order to one unit about one or several of its tasks in a quarter.

    Its number is given when it is issued and never again.
    """

    period = models.ForeignKey(
        "progress.ReportingPeriod", on_delete=models.PROTECT, related_name="notices", verbose_name="填报期"
    )
    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.PROTECT, related_name="notices", verbose_name="年度清单"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="notices", verbose_name="主送单位"
    )
    tasks = models.ManyToManyField("projects.Task", related_name="notices", verbose_name="任务")
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="上一级",
    )
    level = models.CharField("级别", max_length=8, choices=NoticeLevel.choices())
    state = models.CharField("状态", max_length=16, choices=NoticeState.choices())
    number = models.PositiveIntegerField("编号", null=True, blank=True)
    reference = models.CharField("文号", max_length=64, blank=True)
    head = models.CharField("红头", max_length=64, blank=True)  # head and office as issued, whatever
    office = models.CharField("落款", max_length=64, blank=True)  # the city calls itself later
    grounds = models.TextField("事由")
    demands = models.TextField("办理要求")
    reply_by = models.DateField("回复期限")
    urgency = models.TextField("紧急事由", blank=True)
    rests_on = models.JSONField("拟稿时的情形", null=True, blank=True)  # of `escalation.Fact`; null: not kept
    drafted_at = models.DateTimeField("拟稿时间")
    drafted_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人"
    )
    saved_at = models.DateTimeField("保存时间")
    saved_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="保存人"
    )
    sent_back_word = models.TextField("退回意见", blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签发人",
    )
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签收人",
    )
    ended_at = models.DateTimeField("办结或作废时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )
    ended_note = models.TextField("办结意见或作废理由", blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办单"
        ordering = ["yearly_list", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "number"], name="a_notice_number_is_given_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(level__in=list(NoticeLevel)), name="a_notice_is_of_a_known_level"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(NoticeState)), name="a_notice_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNISSUED, number__isnull=True, issued_at__isnull=True)
                | (~Q(state__in=UNISSUED) & Q(number__isnull=False, issued_at__isnull=False)),
                name="a_notice_has_a_number_when_it_is_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state=NoticeState.WITHDRAWN) | ~Q(ended_note=""),
                name="a_withdrawn_notice_says_why",
            ),
            models.UniqueConstraint(
                fields=["previous"], condition=Q(state__in=OPEN), name="a_notice_is_raised_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.reference or '（未编号）'}"

    @property
    def address(self) -> str:
        """The page of this notice; a draft has no number yet."""
        year = self.yearly_list.year
        return addresses.notice(year, self.number) if self.number else addresses.notice_draft(year, self.pk)

    @property
    def tone(self) -> str:
        return NoticeLevel(self.level).tone

    @property
    def state_tone(self) -> str:
        return NoticeState(self.state).tone

    @property
    def is_issued(self) -> bool:
        return self.number is not None

    @property
    def is_running(self) -> bool:
        """Issued, and neither closed, raised nor withdrawn."""
        return self.state in RUNNING

    @property
    def chase(self) -> Chase:
        """The notice as the rules of chasing take it."""
        kept = [each for each in self.rounds.all() if each.stands]
        last = kept[-1] if kept else None
        return Chase(
            self.level,
            self.state,
            self.reply_by,
            local_day(last.replied_at) if last else None,
            last.finish_by if last and not last.is_done else None,
        )

    @property
    def facts(self) -> list[Fact]:
        """What stood against the unit when it was drafted."""
        return [Fact(*each) for each in self.rests_on or ()]

    @property
    def over_before(self) -> str:
        """已办结: how the notice that this draft was to raise has ended; "" where none stands in its way."""
        return "" if self.is_issued or not self.previous else over_word(self.previous.state)

    def is_unanswered(self, on: date) -> bool:
        """逾期未回复."""
        return is_unanswered(self.state, self.reply_by, on)
