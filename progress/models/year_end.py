"""年底: what becomes of the unfinished, what concluded the list, what is reported afterwards."""

from django.db import models
from django.db.models import Q

from progress.rules import addresses
from progress.rules.states import FollowUpState, OutcomeKind
from projects.models.filing import Paper, Versioned


class Outcome(Versioned):
    """去向: what becomes of a task that the year leaves unfinished."""

    task = models.OneToOneField(
        "projects.Task", on_delete=models.PROTECT, related_name="outcome", verbose_name="任务"
    )
    kind = models.CharField("去向", max_length=16, choices=OutcomeKind.choices())
    note = models.TextField("说明", blank=True)
    approval = models.CharField("批准文号", max_length=64, blank=True)
    until = models.DateField("办理期限", null=True, blank=True)
    finished_on = models.DateField("办结日期", null=True, blank=True)  # by a report accepted afterwards

    class Meta:
        verbose_name = verbose_name_plural = "未完成任务去向"
        ordering = ["task__number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=OutcomeKind.ENDED) | ~Q(approval=""),
                name="an_ended_task_names_its_approval",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OutcomeKind.GOING_ON) | Q(until__isnull=False),
                name="a_task_that_goes_on_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.get_kind_display()}"

    @property
    def address(self) -> str:
        """The page that decides it."""
        return addresses.conclusion(self.task.yearly_list.year)


class YearEnd(models.Model):
    """办结: when the list was concluded, by whom, and the open points as they were read."""

    yearly_list = models.OneToOneField(
        "projects.YearlyList", on_delete=models.PROTECT, related_name="year_end", verbose_name="年度清单"
    )
    concluded_at = models.DateTimeField("办结时间")
    concluded_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="办结人"
    )
    points = models.JSONField("办结时未了事项", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "年度办结"
        ordering = ["-yearly_list"]

    def __str__(self) -> str:
        return f"{self.yearly_list}办结"


class FollowUp(Paper):
    """后续报告: what a lead says of a task that goes on after the year, by the day that was set."""

    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, related_name="follow_ups", verbose_name="去向"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="follow_ups", verbose_name="牵头单位"
    )
    due_on = models.DateField("报送期限")
    state = models.CharField(
        "状态", max_length=16, choices=FollowUpState.choices(), blank=True, default=FollowUpState.NOT_BEGUN
    )
    text = models.TextField("办理情况", blank=True)
    is_done = models.BooleanField("已办结", default=False)
    next_on = models.DateField("下次报送", null=True, blank=True)
    rounds = models.JSONField(
        "历次报送", default=list, blank=True
    )  # as they were, each with what was decided

    class Meta:
        verbose_name = verbose_name_plural = "后续报告"
        ordering = ["outcome__task__number", "unit__order", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "unit", "due_on"], name="a_lead_owes_one_follow_up_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(FollowUpState)), name="a_follow_up_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.RETURNED) | Q(refile_by__isnull=False),
                name="a_returned_follow_up_has_a_date_to_refile_by",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.outcome.task.number}项 {self.unit} 后续报告"

    @property
    def address(self) -> str:
        """The page where it is written and decided."""
        task = self.outcome.task
        return addresses.follow_up(task.yearly_list.year, task.number, self.unit.code)
