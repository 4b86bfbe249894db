"""规划指标: what the responsible unit says of an indicator once a year."""

from datetime import date

from django.db import models
from django.db.models import Q

from progress.rules.indicator_course import value_due_on
from progress.rules.states import YearlyValueState
from projects.models.filing import Paper
from projects.rules import addresses


class YearlyValue(Paper):
    """年度值: an indicator's value of one year with its source and what is to be said about it."""

    indicator = models.ForeignKey(
        "projects.Indicator", on_delete=models.PROTECT, related_name="yearly_values", verbose_name="规划指标"
    )
    year = models.PositiveSmallIntegerField("年度")
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="yearly_values", verbose_name="责任单位"
    )
    state = models.CharField(
        "状态",
        max_length=16,
        choices=YearlyValueState.choices(),
        blank=True,
        default=YearlyValueState.NOT_BEGUN,
    )
    value = models.DecimalField("年度值", max_digits=19, decimal_places=4, null=True, blank=True)
    source = models.CharField("数据来源", max_length=128, blank=True)
    situation = models.TextField("现状", blank=True)
    trend = models.TextField("趋势", blank=True)
    cause = models.TextField("原因", blank=True)
    adjustment = models.TextField("目标调整建议", blank=True)
    measures = models.TextField("下一步措施", blank=True)
    rounds = models.JSONField("历次报送", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "规划指标年度值"
        ordering = ["indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="an_indicator_has_one_value_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=list(YearlyValueState)), name="a_yearly_value_is_in_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year}年"

    @property
    def address(self) -> str:
        """The page where it is written and decided."""
        plan = self.indicator.plan
        return addresses.yearly_value(plan.start_year, plan.end_year, self.indicator.number, self.year)

    @property
    def due_on(self) -> date:
        """The end of the next year's first quarter."""
        return value_due_on(self.year)
