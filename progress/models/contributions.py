"""分解, 协同情况: what a lead shared out of a target, and what the co-responsible units contributed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from progress.models.periods import ReportingPeriod
from progress.models.reviews import Closure
from progress.rules import addresses
from progress.rules.shares import Share
from progress.rules.states import ContributionState
from projects.models.filing import Paper, Versioned
from projects.models.letters import Letter, LetterQuerySet, mail_constraints
from projects.rules.filing import HANDED_IN


class SharedTarget(Versioned):
    """目标分解: a target as its lead shared it out; the version is that of all its shares."""

    target = models.OneToOneField(
        "projects.Target", on_delete=models.CASCADE, related_name="shared_out", verbose_name="量化目标"
    )

    class Meta:
        verbose_name = verbose_name_plural = "目标分解"
        ordering = ["target__task__number", "target__order"]

    def __str__(self) -> str:
        return f"第{self.target.task.number}项 {self.target.in_print}分解"

    @property
    def address(self) -> str:
        """The page where it is shared out."""
        task = self.target.task
        return addresses.shares(task.yearly_list.year, task.number)


class AskingQuerySet(models.QuerySet):
    """What makes a unit owe contributions: shares and demands alike."""

    task: str  # where its task stands
    since: str  # when it was asked

    def owing(self, *, quarter: int | OuterRef, yearly_list: int | OuterRef, due_on: date | F) -> Self:
        """Those by which something is owed in one quarter.

        A task closed earlier (销号) owes nothing; what was asked after a quarter's due day counts from the
        last one opened on, not for those before.
        """
        closed = Closure.objects.agreed_before(quarter).filter(task=OuterRef(self.task))
        later = ReportingPeriod.objects.filter(
            yearly_list=yearly_list, quarter__gt=quarter, opened_at__isnull=False
        )
        in_time = Q(**{f"{self.since}__date__lte": due_on})
        return self.filter(~Exists(closed), in_time | ~Exists(later))


class AllocationQuerySet(AskingQuerySet):
    """Shares, in the office's words."""

    task, since = "shared__target__task", "shared_at"


class DemandQuerySet(AskingQuerySet):
    """Demands, in the office's words."""

    task, since = "task", "demanded_at"


class Allocation(models.Model):
    """分解: one unit's share of a target: the year's, and year-to-date by quarter where it was planned."""

    shared = models.ForeignKey(
        SharedTarget, on_delete=models.CASCADE, related_name="allocations", verbose_name="目标分解"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="allocations", verbose_name="单位"
    )
    quantity = models.DecimalField("全年份额", max_digits=20, decimal_places=4)
    first = models.DecimalField("一季度累计", max_digits=20, decimal_places=4, null=True, blank=True)
    second = models.DecimalField("二季度累计", max_digits=20, decimal_places=4, null=True, blank=True)
    third = models.DecimalField("三季度累计", max_digits=20, decimal_places=4, null=True, blank=True)
    fourth = models.DecimalField("四季度累计", max_digits=20, decimal_places=4, null=True, blank=True)
    shared_at = models.DateTimeField("分解时间")

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分解"
        ordering = ["shared", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["shared", "unit"], name="a_unit_has_one_share_of_a_target"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_share_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.shared} {self.unit}"

    @property
    def share(self) -> Share:
        """The figures alone."""
        return Share(self.quantity, (self.first, self.second, self.third, self.fourth))


class ContributionDemand(models.Model):
    """要求报送: a unit owes a contribution on a task in every quarter, whether it has a share or not."""

    task = models.ForeignKey(
        "projects.Task", on_delete=models.CASCADE, related_name="demands", verbose_name="任务"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="demands", verbose_name="单位"
    )
    demanded_at = models.DateTimeField("要求时间")

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "要求报送协同情况"
        ordering = ["task__number", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="a_unit_is_asked_once_for_a_task")
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.unit} 要求报送协同情况"


class Contribution(Paper):
    """协同情况: what a co-responsible unit sends the lead of a task in one quarter.

    Owed where it has a share, or the task demands it; laid out when it is first written.
    """

    period = models.ForeignKey(
        "progress.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name="填报期",
    )
    task = models.ForeignKey(
        "projects.Task", on_delete=models.PROTECT, related_name="contributions", verbose_name="任务"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="contributions", verbose_name="协同单位"
    )
    state = models.CharField(
        "状态",
        max_length=16,
        choices=ContributionState.choices(),
        blank=True,
        default=ContributionState.NOT_BEGUN,
    )
    text = models.TextField("协同情况", blank=True)
    first_submitted_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    return_word = models.TextField("退回理由", blank=True)
    reminded_at = models.DateTimeField("最近催办时间", null=True, blank=True)
    reminded_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="催办人",
    )
    reminder_word = models.TextField("催办附言", blank=True)
    unread = models.JSONField("没有读懂的填写", default=dict, blank=True)  # as of a report
    confirmations = models.JSONField("确认无误", default=list, blank=True)  # as of a report
    rounds = models.JSONField(
        "历次报送", default=list, blank=True
    )  # as they were, each with what was decided

    class Meta:
        verbose_name = verbose_name_plural = "协同情况"
        ordering = ["period", "task__number", "unit__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "task", "unit"], name="a_unit_contributes_once_to_a_task_and_quarter"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(ContributionState)), name="a_contribution_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.RETURNED) | Q(refile_by__isnull=False),
                name="a_returned_contribution_has_a_date_to_refile_by",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 {self.unit} {self.period} 协同情况"

    @property
    def address(self) -> str:
        """The page where it is written, read and decided."""
        period = self.period
        return addresses.contribution(
            period.yearly_list.year, period.quarter, self.task.number, self.unit.code
        )

    @property
    def received_address(self) -> str:
        """The page on which its lead has all of the task."""
        period = self.period
        return addresses.contributions(period.yearly_list.year, period.quarter, self.task.number)


class ContributionReminderQuerySet(LetterQuerySet):
    """What leads reminded of, in the office's words."""

    def unsettled(self) -> "ContributionReminderQuerySet":
        """Of what they name something is still asked, in a quarter that runs, and was not sent."""
        of_paper = {"unit": OuterRef("unit")}
        shares = Allocation.objects.filter(shared__target__task=OuterRef("task"), **of_paper)
        demands = ContributionDemand.objects.filter(task=OuterRef("task"), **of_paper)
        of_quarter = {
            "quarter": OuterRef(OuterRef("period__quarter")),  # asked within what `owing` looks up
            "yearly_list": OuterRef(OuterRef("period__yearly_list")),
            "due_on": OuterRef("period__due_on"),
        }
        running = Contribution.objects.filter(period__closed_at__isnull=True, unit__is_active=True)
        unsent = running.exclude(state__in=HANDED_IN)
        owed = unsent.filter(Exists(shares.owing(**of_quarter)) | Exists(demands.owing(**of_quarter)))
        return self.filter(Exists(owed.filter(reminders=OuterRef("pk"))))


class ContributionReminder(Letter):
    """催办协同情况: one message of a lead to one person of a co-responsible unit.

    That the unit was reminded stands on its desk with the contribution itself.
    """

    person = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        related_name="contribution_reminders",
        verbose_name="收件人",
    )
    unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        related_name="contribution_reminders",
        verbose_name="单位",
    )
    contributions = models.ManyToManyField(Contribution, related_name="reminders", verbose_name="协同情况")

    objects = ContributionReminderQuerySet.as_manager()

    class Meta(Letter.Meta):
        verbose_name = verbose_name_plural = "催办协同情况"
        constraints = mail_constraints("contribution_reminder")


class ContributedValue(models.Model):
    """协同完成值: the year-to-date of a unit's share of one target; no value is not 0."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="values", verbose_name="协同情况"
    )
    target = models.ForeignKey(
        "projects.Target", on_delete=models.PROTECT, related_name="contributed", verbose_name="量化目标"
    )
    value = models.DecimalField("截至季末累计", max_digits=20, decimal_places=4, null=True, blank=True)
    no_data_reason = models.CharField("本季无数据的原因", max_length=255, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "协同完成值"
        ordering = ["contribution", "target__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "target"], name="a_target_is_valued_once_a_contribution"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(no_data_reason=""),
                name="a_contributed_value_needs_no_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.value}"
