"""Meetings on stuck tasks, and what was concluded there: who does what by when."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from progress.rules import addresses
from progress.rules.states import ConclusionState
from projects.models import Task
from projects.models.filing import Versioned
from projects.rules.roles import may


class ConclusionQuerySet(models.QuerySet):
    """Conclusions, in the office's words."""

    def open(self) -> "ConclusionQuerySet":
        """Not confirmed as done yet."""
        return self.filter(done_at__isnull=True)

    def overdue(self, on: date) -> "ConclusionQuerySet":
        """The day has passed and the unit has not reported it done; the day itself is in time."""
        return self.open().filter(reported_at__isnull=True, due_on__lt=on)

    def concerning(self, user: "models.Model") -> "ConclusionQuerySet":
        """Those that the person's unit has to do; all of them for coordinator and supervisor."""
        if may(user.role, "read_everything"):
            return self
        return self.filter(unit=user.unit_id) if user.unit_id else self.none()


class CoordinationQuerySet(models.QuerySet):
    """Meetings, in the office's words."""

    def visible_to(self, user: "models.Model") -> "CoordinationQuerySet":
        """Those of the unit's tasks and those that conclude something for the unit.

        All of them for coordinator and supervisor.
        """
        if may(user.role, "read_everything"):
            return self
        if not user.unit_id:
            return self.none()
        named = Exists(Conclusion.objects.filter(coordination=OuterRef("pk"), unit=user.unit_id))
        return self.filter(Q(task__in=Task.objects.involving(user.unit)) | named)


class Coordination(models.Model):
    """会办: a meeting on a stuck task."""

    task = models.ForeignKey(
        "projects.Task", on_delete=models.PROTECT, related_name="coordinations", verbose_name="任务"
    )
    held_on = models.DateField("会办日期")
    place = models.CharField("地点", max_length=128, blank=True)
    chaired_by = models.CharField("主持人", max_length=128)
    units = models.ManyToManyField(
        "projects.Unit", blank=True, related_name="coordinations", verbose_name="参加单位"
    )
    text = models.TextField("会办情况")
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="记录人"
    )

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会办"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_meeting_says_what_it_was_about"),
            models.CheckConstraint(condition=~Q(chaired_by=""), name="a_meeting_names_who_chaired_it"),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.held_on:%Y-%m-%d}会办"

    @property
    def address(self) -> str:
        """Its page."""
        return addresses.meeting(self.task.yearly_list.year, self.pk)


class Conclusion(Versioned):
    """会办事项: what one unit does by a day; reported done by the unit, confirmed by the office."""

    coordination = models.ForeignKey(
        Coordination, on_delete=models.CASCADE, related_name="conclusions", verbose_name="会办"
    )
    order = models.PositiveSmallIntegerField("排序")
    text = models.TextField("事项")
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="conclusions", verbose_name="责任单位"
    )
    due_on = models.DateField("完成时限")
    reported_at = models.DateTimeField("报告办结时间", null=True, blank=True)
    reported_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="报告人",
    )
    reported_word = models.TextField("办理情况", blank=True)
    sent_back_word = models.TextField("退回意见", blank=True)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    done_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会办事项"
        ordering = ["coordination", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["coordination", "order"], name="conclusions_of_a_meeting_stand_in_one_order"
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True) | ~Q(reported_word=""),
                name="who_reports_a_conclusion_done_says_how",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="a_confirmed_conclusion_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def state(self, on: date) -> str:
        """Where it stands on a day; the day by which it is to be done is still in time."""
        if self.done_at is not None:
            return ConclusionState.CONCLUDED
        if self.reported_at is not None:
            return ConclusionState.REPORTED
        return ConclusionState.OVERDUE if on > self.due_on else ConclusionState.TO_DO

    def state_word(self, on: date) -> str:
        """The state in words."""
        return ConclusionState(self.state(on)).word
