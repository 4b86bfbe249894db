"""实施方案: a list's filing of plans, each task's plan, its submissions, and what units ask to change."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.models.filing import Paper, Versioned
from projects.models.tasks import Task
from projects.rules import addresses
from projects.rules.filing import HANDED_IN
from projects.rules.plan_states import AdjustmentState, PlanDecision, PlanState
from projects.rules.states import ListStage

OVER = (ListStage.CONCLUDED, ListStage.ARCHIVED)  # of such a list no plan is filed any more


def _person(word: str, **fields: object) -> models.ForeignKey:
    return models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name=word, **fields
    )


class PlanFiling(Versioned):
    """计划备案: a list's lead units file their plans, by a day."""

    yearly_list = models.OneToOneField(
        "projects.YearlyList",
        on_delete=models.PROTECT,
        related_name="plan_filing",
        verbose_name="年度清单",
    )
    due_on = models.DateField("报备期限")
    opened_at = models.DateTimeField("开启时间")
    opened_by = _person("开启人")

    class Meta:
        verbose_name = verbose_name_plural = "计划备案"

    def __str__(self) -> str:
        return f"{self.yearly_list}计划备案"


class PlanQuerySet(models.QuerySet):
    """Plans, in the office's words."""

    def writable_by(self, user: models.Model) -> "PlanQuerySet":
        """Plans of the person's own unit."""
        return self.filter(unit=user.unit_id) if user.unit_id else self.none()

    def visible_to(self, user: models.Model) -> "PlanQuerySet":
        """Recorded ones for everybody, also while a change that was agreed to is written; drafts as below."""
        if user.has_perm("read_everything"):
            return self
        agreed = PlanAdjustment.objects.filter(plan=OuterRef("pk"), state=AdjustmentState.AGREED)
        return self.filter(Q(state=PlanState.ACCEPTED) | Q(Exists(agreed)) | _drafts_for(user))

    def as_written_for(self, user: models.Model) -> "PlanQuerySet":
        """Those that this person reads as they stand; of others only what was recorded last.

        Drafts are for their unit, for who reads everything, and, sent round (征求意见), for the other units.
        """
        if user.has_perm("read_everything"):
            return self
        return self.filter(Q(state=PlanState.ACCEPTED) | _drafts_for(user))

    def still_owed(self) -> "PlanQuerySet":
        """What a unit in office has to write, sign or file again, of a list that is not over."""
        owed = self.filter(unit__is_active=True).exclude(task__yearly_list__stage__in=OVER)
        return owed.exclude(state__in=HANDED_IN)

    def waiting_to_be_recorded(self) -> "PlanQuerySet":
        return self.filter(state=PlanState.SUBMITTED)


def _drafts_for(user: models.Model) -> Q:
    if not user.unit_id:
        return Q(pk__in=[])
    involving = Task.objects.involving(user.unit).filter(pk=OuterRef("task"))
    return Q(unit=user.unit_id) | Q(Exists(involving), sent_round_at__isnull=False)


class Plan(Paper):
    """实施方案: the lead's plan for one task; laid out as owed when the filing opens."""

    task = models.OneToOneField(
        "projects.Task", on_delete=models.PROTECT, related_name="filed_plan", verbose_name="任务"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="plans", verbose_name="报备单位"
    )
    state = models.CharField(
        "状态", max_length=16, choices=PlanState.choices(), blank=True, default=PlanState.NOT_BEGUN
    )
    content = models.JSONField("方案", default=dict, blank=True)
    first_submitted_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    sent_round_at = models.DateTimeField("征求意见时间", null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实施方案"
        ordering = ["task__yearly_list", "task__number"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PlanState)), name="a_plan_is_in_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.RETURNED) | Q(refile_by__isnull=False),
                name="a_returned_plan_has_a_date_to_refile_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlanState.SUBMITTED, PlanState.ACCEPTED])
                | Q(submitted_at__isnull=False),
                name="a_submitted_plan_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项实施方案 {self.unit}"

    @property
    def address(self) -> str:
        """The page of this plan."""
        return addresses.plan(self.task.yearly_list.year, self.task.number)


class PlanRound(models.Model):
    """实施方案的一次报送: as it was then, and what the office answered; rows are only added."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rounds", verbose_name="实施方案")
    number = models.PositiveSmallIntegerField("轮次")
    content = models.JSONField("报送内容")
    evidence = models.JSONField("佐证材料", default=list, blank=True)
    submitted_at = models.DateTimeField("报送时间")
    submitted_by = _person("报送人")
    filed_by = _person("填报人", null=True)
    recalled_at = models.DateTimeField("撤回时间", null=True, blank=True)
    recalled_by = _person("撤回人", null=True, blank=True)
    decision = models.CharField("答复", max_length=16, choices=PlanDecision.choices(), blank=True)
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)
    decided_by = _person("答复人", null=True, blank=True)
    reason = models.TextField("退回理由", blank=True)
    parts = models.JSONField("需修改的部分", default=list, blank=True)
    refile_by = models.DateField("重报期限", null=True, blank=True)
    holds_from = models.PositiveSmallIntegerField("自第几季度起执行", null=True, blank=True)
    reopened_at = models.DateTimeField("重开时间", null=True, blank=True)
    reopened_by = _person("重开人", null=True, blank=True)
    reopen_reason = models.TextField("重开理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "实施方案轮次"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="rounds_of_a_plan_are_numbered"),
            models.CheckConstraint(
                condition=~Q(decision=PlanDecision.RETURNED) | ~Q(reason=""), name="a_returned_plan_says_why"
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True) | Q(decision=""),
                name="a_recalled_plan_is_not_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} 第{self.number}轮"


class PlanAdjustment(Versioned):
    """申请调整: a unit asks to change a recorded plan of a list at work; the coordinator answers."""

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="adjustments", verbose_name="实施方案"
    )
    state = models.CharField(
        "状态", max_length=16, choices=AdjustmentState.choices(), default=AdjustmentState.ASKED
    )
    what = models.TextField("调整内容")
    reason = models.TextField("调整理由")
    approval = models.CharField("批准文号或会议", max_length=128)
    approved_on = models.DateField("批准日期")
    holds_from = models.PositiveSmallIntegerField("自第几季度起执行")
    asked_at = models.DateTimeField("申请时间")
    asked_by = _person("申请人")
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)
    decided_by = _person("答复人", null=True, blank=True)
    note = models.TextField("答复意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申请调整"
        ordering = ["plan", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(state__in=[AdjustmentState.ASKED, AdjustmentState.AGREED]),
                name="a_plan_is_asked_to_be_changed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(holds_from__range=(1, 4)), name="an_adjustment_holds_from_a_quarter_of_the_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} 调整"


class PlanOpinion(Versioned):
    """方案意见: what another unit of the task says to a draft that was sent round."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="opinions", verbose_name="实施方案")
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="+", verbose_name="答复单位"
    )
    text = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案意见"
        ordering = ["plan", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="a_unit_says_one_opinion_on_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.unit}意见"
