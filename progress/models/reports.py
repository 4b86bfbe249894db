"""What the units say: one lead unit's word on one task in one quarter, its figures, items and rounds."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q

from progress.models.reviews import Closure, Review
from progress.rules import addresses
from progress.rules.states import REPORT_DECISIONS, Completion, ReportState, VerdictClass
from projects.models.filing import Paper
from projects.rules.amounts import money, worded
from projects.rules.filing import HANDED_IN


class ReportQuerySet(models.QuerySet):
    """Reports, in the office's words."""

    def writable_by(self, user: "models.Model") -> "ReportQuerySet":
        """Reports of the person's own unit."""
        return self.filter(unit=user.unit_id) if user.unit_id else self.none()

    def waiting_for_review(self) -> "ReportQuerySet":
        return self.filter(state=ReportState.SUBMITTED)

    def in_hand(self) -> "ReportQuerySet":
        """Those of quarters that run, and of closed ones what was opened again and is not accepted yet."""
        running = Q(period__opened_at__isnull=False, period__closed_at__isnull=True)
        decided_after = Review.objects.filter(
            report=OuterRef("pk"), is_after_closing=True, decision__in=REPORT_DECISIONS
        )
        return self.filter(
            running
            | Q(state=ReportState.REOPENED)
            | Q(Exists(decided_after)) & ~Q(state=ReportState.ACCEPTED)
        )

    def counted(self) -> "ReportQuerySet":
        """Those that count as owed: those that are, and what was filed before it no longer was."""
        return self.filter(_is_owed() | Q(submitted_at__isnull=False))

    def still_owed(self) -> "ReportQuerySet":
        """What a unit has to file, sign or file again of what is in hand."""
        return self.in_hand().filter(_is_owed()).exclude(state__in=HANDED_IN)


def _is_owed() -> Q:
    """Nothing is owed for a task closed in an earlier quarter, nor by an inactive unit (Who owes what)."""
    earlier = Closure.objects.agreed_before(OuterRef("period__quarter")).filter(task=OuterRef("task"))
    return Q(~Exists(earlier), unit__is_active=True)


class Report(Paper):
    """进展报告: one lead unit's word on one task in one quarter; laid out as owed when the quarter opens."""

    period = models.ForeignKey(
        "progress.ReportingPeriod", on_delete=models.PROTECT, related_name="reports", verbose_name="填报期"
    )
    task = models.ForeignKey(
        "projects.Task", on_delete=models.PROTECT, related_name="reports", verbose_name="任务"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="reports", verbose_name="牵头单位"
    )
    state = models.CharField(
        "状态", max_length=16, choices=ReportState.choices(), blank=True, default=ReportState.NOT_BEGUN
    )
    text = models.TextField("进展情况", blank=True)
    problems = models.TextField("存在问题", blank=True)
    next_steps = models.TextField("下一步打算", blank=True)
    invested = models.DecimalField(
        "已完成投资（万元）", max_digits=20, decimal_places=4, null=True, blank=True
    )  # year-to-date; asked where a recorded plan says 计划投资
    self_assessment = models.CharField("单位自评", max_length=16, choices=VerdictClass.choices(), blank=True)
    first_submitted_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    came_on_paper = models.DateField(
        "纸质报告收到日期", null=True, blank=True
    )  # 代填: what stands was typed by the office from the unit's stamped paper
    unread = models.JSONField(
        "没有读懂的填写", default=dict, blank=True
    )  # by the form's field: what was typed, and why it is no value; a draft keeps everything else
    confirmations = models.JSONField(
        "确认无误", default=list, blank=True
    )  # of plausibility.Confirmation: who said that a figure that was asked about is right

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展报告"
        ordering = ["period", "task__number", "unit__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "task", "unit"], name="a_unit_owes_one_report_per_task_and_quarter"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(ReportState)),
                name="a_report_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | Q(refile_by__isnull=False),
                name="a_returned_report_has_a_date_to_refile_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.SUBMITTED, ReportState.ACCEPTED])
                | Q(submitted_at__isnull=False),
                name="a_submitted_report_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.unit} {self.period}"

    @property
    def address(self) -> str:
        """The page of this report."""
        period = self.period
        return addresses.report(period.yearly_list.year, period.quarter, self.task.number, self.unit.code)

    @property
    def is_reopenable(self) -> bool:
        """Whether the coordinator may let the unit write again.

        An accepted report; after closing, when nothing else opens it, also one that was missing, in signature
        or returned.
        """
        return (
            self.state == ReportState.ACCEPTED
            or self.period.closed_at is not None
            and self.state not in (ReportState.SUBMITTED, ReportState.REOPENED)
        )


class KeptPlan(models.Model):
    """报送时的计划: what was shown when the quarter was first signed; it judges the quarter for ever.

    One for a task and quarter: what the first lead signed by holds for the others too.
    """

    period = models.ForeignKey(
        "progress.ReportingPeriod", on_delete=models.PROTECT, related_name="kept_plans", verbose_name="填报期"
    )
    task = models.ForeignKey(
        "projects.Task", on_delete=models.PROTECT, related_name="kept_plans", verbose_name="任务"
    )
    plan = models.JSONField("计划")
    kept_at = models.DateTimeField("留存时间")

    class Meta:
        verbose_name = verbose_name_plural = "报送时的计划"
        ordering = ["period", "task__number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "task"], name="a_quarter_of_a_task_keeps_one_plan")
        ]

    def __str__(self) -> str:
        return f"{self.period} 第{self.task.number}项"


class Measurement(models.Model):
    """完成值: the actual year-to-date value of one target in one report; no value is not 0."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="measurements", verbose_name="进展报告"
    )
    target = models.ForeignKey(
        "projects.Target", on_delete=models.PROTECT, related_name="measurements", verbose_name="量化目标"
    )
    value = models.DecimalField("截至季末累计", max_digits=20, decimal_places=4, null=True, blank=True)
    no_data_reason = models.CharField("本季无数据的原因", max_length=255, blank=True)
    expected_at_year_end = models.DecimalField(
        "预计年底", max_digits=20, decimal_places=4, null=True, blank=True
    )
    needs_settling = models.BooleanField("待核对", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "完成值"
        ordering = ["report", "target__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "target"], name="a_target_is_measured_once_per_report"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(no_data_reason=""),
                name="a_value_needs_no_reason_for_its_absence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.value}"


class ItemState(models.Model):
    """事项状态: the state of one item in one report, as filed and as confirmed; only the latter judges."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="item_states", verbose_name="进展报告"
    )
    item = models.ForeignKey(
        "projects.MilestoneItem", on_delete=models.PROTECT, related_name="states", verbose_name="事项"
    )
    state = models.CharField("填报状态", max_length=16, choices=Completion.choices(), blank=True)
    confirmed = models.CharField("审核确认", max_length=16, choices=Completion.choices(), blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项状态"
        ordering = ["report", "item__milestone__quarter", "item__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "item"], name="an_item_has_one_state_per_report")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_state_display()}"


def figure_words(kept: dict) -> str:
    """A figure as a round keeps it, or why there was none."""
    if kept["value"] is None:
        return f"本季无数据：{kept['reason']}"
    return f"{worded(Decimal(kept['value']))}{kept['unit']}"


class Round(models.Model):
    """轮次: one submission, with the text and the figures as they were then; rows are only added."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="rounds", verbose_name="进展报告"
    )
    number = models.PositiveSmallIntegerField("轮次")
    submitted_at = models.DateTimeField("报送时间")
    submitted_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="报送人"
    )
    filed_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="填报人"
    )
    content = models.JSONField("报送内容")
    recalled_at = models.DateTimeField("撤回时间", null=True, blank=True)
    recalled_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤回人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "轮次"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="rounds_of_a_report_are_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.report} 第{self.number}轮"

    @property
    def came_on_paper(self) -> date | None:
        """代填: the day on which the unit's paper came in; None of what it filed itself."""
        day = self.content.get("came_on_paper")
        return date.fromisoformat(day) if day else None

    @property
    def values_in_words(self) -> list[tuple[str, str]]:
        """Each figure of that time by its target, and what was spent by then, for reading."""
        values = [(each["label"], figure_words(each)) for each in self.content.get("values", ())]
        spent = self.content.get("invested")
        return values if spent is None else [*values, ("已完成投资", money(Decimal(spent)))]
