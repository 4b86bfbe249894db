"""What the coordinator decides: one review per submission, one verdict per task and quarter, early ends."""

from django.db import models
from django.db.models import Q

from progress.rules.states import REPORT_DECISIONS, ClosureState, ReviewDecision, VerdictClass, verdict_word
from projects.models.filing import Versioned


class ReviewQuerySet(models.QuerySet):
    """Decisions, in the office's words."""

    def last_on(self, report: "models.Model") -> "Review | None":
        """The last one that moved the report; what was said of its verdict alone moves nothing."""
        moved = self.filter(report=report, decision__in=REPORT_DECISIONS)
        return moved.order_by("pk").last()


class Review(models.Model):
    """审核: one decision on one report, or on the verdict given with it, with its reason."""

    report = models.ForeignKey(
        "progress.Report", on_delete=models.CASCADE, related_name="reviews", verbose_name="进展报告"
    )
    round = models.ForeignKey(
        "progress.Round",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name="轮次",
    )
    decision = models.CharField("决定", max_length=16, choices=ReviewDecision.choices())
    reason = models.TextField("理由", blank=True)
    verdict = models.CharField(
        "进度评价", max_length=16, choices=VerdictClass.choices(), blank=True
    )  # given with this acceptance; stands here for ever
    refile_by = models.DateField("重报期限", null=True, blank=True)
    parts = models.JSONField("需修改的部分", default=list, blank=True)  # keys, as a form names its fields
    # What it came after is kept, not read from times: a clock may be set back between two acts.
    after_issue = models.PositiveSmallIntegerField("此前最后一期", default=0)  # a number; 0: none
    is_after_closing = models.BooleanField("关闭后", default=False)
    decided_at = models.DateTimeField("审核时间")
    decided_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="审核人"
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核"
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision=ReviewDecision.RETURN) | ~Q(reason=""), name="a_return_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(decision=ReviewDecision.RETURN) | Q(refile_by__isnull=False),
                name="a_return_sets_a_new_date",
            ),
            models.CheckConstraint(
                condition=Q(decision=ReviewDecision.REOPEN) | Q(round__isnull=False),
                name="only_what_was_submitted_is_accepted_or_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.report}"

    @property
    def verdict_in_words(self) -> str:
        """The class that was given, as its quarter calls it; "" where none was."""
        return verdict_word(self.verdict, self.report.period.quarter) if self.verdict else ""


class Verdict(models.Model):
    """进度评价: the coordinator's class for a task in a quarter; a reason where it was computed otherwise."""

    period = models.ForeignKey(
        "progress.ReportingPeriod", on_delete=models.PROTECT, related_name="verdicts", verbose_name="填报期"
    )
    task = models.ForeignKey(
        "projects.Task", on_delete=models.PROTECT, related_name="verdicts", verbose_name="任务"
    )
    code = models.CharField("进度评价", max_length=16, choices=VerdictClass.choices())
    computed = models.CharField("系统测算", max_length=16, choices=VerdictClass.choices())
    reason = models.TextField("理由", blank=True)
    given_at = models.DateTimeField("评定时间")
    given_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="评定人"
    )
    version = models.PositiveIntegerField("版本", default=1)
    awaits_confirmation = models.BooleanField(
        "待督查员确认", default=False, help_text="协调员所在单位牵头的任务"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    refused_at = models.DateTimeField("不同意时间", null=True, blank=True)
    refused_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="不同意人",
    )
    refusal_reason = models.TextField("不同意的理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "进度评价"
        ordering = ["period", "task__number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "task"], name="a_task_has_one_verdict_a_quarter"),
            models.CheckConstraint(
                condition=Q(code=models.F("computed")) | ~Q(reason=""),
                name="a_differing_verdict_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | ~Q(refusal_reason="") & Q(confirmed_at__isnull=True),
                name="a_refused_verdict_has_a_reason_and_no_confirmation",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.get_code_display()}"

    @property
    def is_refused(self) -> bool:
        """Whether the supervisor disagreed: the coordinator gives another, or the same with more reason."""
        return self.refused_at is not None

    @property
    def counts(self) -> bool:
        """Whether it judges: on a task of the coordinator's own only once the supervisor confirmed it."""
        return not self.awaits_confirmation or self.confirmed_at is not None


class ClosureQuerySet(models.QuerySet):
    """Closures, in the office's words."""

    def agreed_before(self, quarter: int | models.OuterRef) -> "ClosureQuerySet":
        """Those by which nothing is owed in this quarter any more."""
        return self.filter(state=ClosureState.AGREED, period__quarter__lt=quarter)


class Closure(Versioned):
    """销号: a task's early end; applied for by the lead, agreed or refused, and perhaps taken back."""

    task = models.ForeignKey(
        "projects.Task", on_delete=models.PROTECT, related_name="closures", verbose_name="任务"
    )
    period = models.ForeignKey(
        "progress.ReportingPeriod", on_delete=models.PROTECT, related_name="closures", verbose_name="填报期"
    )
    state = models.CharField("状态", max_length=16, choices=ClosureState.choices())
    grounds = models.TextField("申请理由")
    waived_items = models.ManyToManyField(
        "projects.MilestoneItem", blank=True, related_name="waivers", verbose_name="免于完成的事项"
    )
    applied_at = models.DateTimeField("申请时间")
    applied_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="申请人"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    decision_note = models.TextField("决定意见", blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销号"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=[ClosureState.APPLIED, ClosureState.AGREED]),
                name="a_task_is_closed_or_asked_to_be_once",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.get_state_display()}"
