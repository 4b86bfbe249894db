"""The quarters of a list as units see them: when they open, are due and close."""

from datetime import datetime
from functools import cache

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from progress.rules.evidence import Demand
from progress.rules.reminding import DAYS_BEFORE
from progress.rules.weighing import JudgingRules
from projects.models.filing import Versioned
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.rules.calendar import PeriodRules
from projects.rules.quarters import PERIODS, Quarter


class ListSettingsManager(models.Manager):
    """Settings, by the list."""

    def of(self, yearly_list: "models.Model") -> "ListSettings":
        """The list's settings; the defaults, not saved, before its first quarter opened."""
        found = _settings().first(yearly_list=yearly_list.pk)
        return found or ListSettings(yearly_list=yearly_list)


@cache
def _settings() -> "Reading[ListSettings]":
    return Reading(ListSettings.objects.filter(yearly_list=slot("yearly_list")))


class ListSettings(Versioned):
    """The numbers of one list that domain.md calls default; the coordinator may change them."""

    yearly_list = models.OneToOneField(
        "projects.YearlyList", on_delete=models.CASCADE, related_name="settings", verbose_name="年度清单"
    )
    tolerance = models.DecimalField("滞后容许（百分点）", max_digits=5, decimal_places=1, default=0)
    ahead_margin = models.DecimalField("超序时界限（百分点）", max_digits=5, decimal_places=1, default=5)
    far_behind_gap = models.DecimalField("严重滞后界限（百分点）", max_digits=5, decimal_places=1, default=30)
    refile_days = models.PositiveSmallIntegerField("重报期限（工作日）", default=PeriodRules.refile)
    grace_days = models.PositiveSmallIntegerField("宽限期（工作日）", default=PeriodRules.grace)
    late_opening_days = models.PositiveSmallIntegerField(
        "逾期开启后的报送期限（工作日）", default=PeriodRules.late_opening
    )
    remind_days_before = models.PositiveSmallIntegerField("到期前提醒（天）", default=DAYS_BEFORE)
    contribution_days = models.PositiveSmallIntegerField(
        "协同单位提前报送（工作日）", default=PeriodRules.contribution
    )
    notice_prefix = models.CharField(
        "督办单代字", max_length=16, default=""
    )  # empty: the city's, until a first number is given
    notice_days = models.PositiveSmallIntegerField("督办单回复期限（工作日）", default=5)
    evidence_for_items = models.BooleanField("已完成事项须附佐证材料", default=False)
    evidence_for_targets = models.BooleanField("达到全年目标须附佐证材料", default=False)
    evidence_since = models.PositiveSmallIntegerField(
        "佐证材料自哪一季度起必附",
        choices=[(number, f"第{word}季度") for number, word in enumerate("一二三四", 1)],
        default=1,
    )

    objects = ListSettingsManager()

    class Meta:
        verbose_name = verbose_name_plural = "清单设置"

    def __str__(self) -> str:
        return f"{self.yearly_list} 设置"

    @property
    def evidence_demand(self) -> Demand:
        """What evidence is asked for."""
        return Demand(self.evidence_for_items, self.evidence_for_targets, self.evidence_since)

    @property
    def rules(self) -> JudgingRules:
        """The settings of judging."""
        return JudgingRules(self.tolerance, self.ahead_margin, self.far_behind_gap)

    @property
    def period_rules(self) -> PeriodRules:
        """The settings of the calendar."""
        return PeriodRules(
            grace=self.grace_days,
            refile=self.refile_days,
            contribution=self.contribution_days,
            late_opening=self.late_opening_days,
        )


class ReportingPeriodQuerySet(models.QuerySet):
    """Periods, in the office's words."""

    def opened(self) -> "ReportingPeriodQuerySet":
        return self.filter(opened_at__isnull=False)

    def in_quarter(self, year: int, quarter: int) -> "ReportingPeriodQuerySet":
        """The one opened for this quarter, with its list."""
        return self.opened().filter(yearly_list__year=year, quarter=quarter).select_related("yearly_list")

    def running(self) -> "ReportingPeriodQuerySet":
        """Those in which units may file: opened and not closed, whether issued or not."""
        return self.opened().filter(closed_at__isnull=True)

    def unissued(self) -> "ReportingPeriodQuerySet":
        """Opened, and no bulletin of them is out."""
        return self.opened().filter(bulletins__isnull=True)


class ReportingPeriod(Versioned):
    """填报期: one quarter of one list, or its 年底核定.

    The due day is in time; lateness is computed, never stored.
    """

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.PROTECT, related_name="periods", verbose_name="年度清单"
    )
    quarter = models.PositiveSmallIntegerField("季度")
    as_of = models.DateField("截至日期")
    opens_on = models.DateField("开始填报")
    due_on = models.DateField("报送期限")
    opened_at = models.DateTimeField("开启时间", null=True, blank=True)
    opened_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="开启人",
    )
    closed_at = models.DateTimeField("关闭时间", null=True, blank=True)
    is_backfilled = models.BooleanField(
        "补录", default=False
    )  # loaded from a workbook as a whole: nothing of it is late or missing

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "填报期"
        ordering = ["yearly_list", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "quarter"], name="a_list_has_one_period_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(quarter__in=PERIODS), name="a_period_is_a_quarter_of_the_year"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("opens_on")), name="a_period_opens_before_it_is_due"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="only_an_opened_period_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.when.long_label

    @property
    def when(self) -> Quarter:
        return Quarter(self.yearly_list.year, self.quarter)

    @property
    def is_open(self) -> bool:
        """Units may write."""
        return self.opened_at is not None and self.closed_at is None

    @cached_property
    def issued_at(self) -> datetime | None:
        """When its first bulletin went out; None before. Issuing closes nothing."""
        return self.bulletins.order_by("number").values_list("issued_at", flat=True).first()
