"""The numbers that a task promises."""

from django.db import models
from django.db.models import Q

from projects.states import COUNT, DIRECTIONS, NATURES, QUALIFIERS, UP


class Target(models.Model):
    """量化目标: a number that the task promises, in base units (2.2万 is 22000), with the quote it was read from."""

    task = models.ForeignKey("projects.Task", on_delete=models.CASCADE, related_name="targets", verbose_name="任务")
    order = models.PositiveSmallIntegerField("排序")
    label = models.CharField("指标", max_length=128)
    quantity = models.DecimalField("目标值", max_digits=20, decimal_places=4)
    quantity_max = models.DecimalField("目标上限", max_digits=20, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField("基数", max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField("计量单位", max_length=16, blank=True)
    qualifier = models.CharField("限定", max_length=16, choices=QUALIFIERS, blank=True)
    stage = models.CharField("环节", max_length=16, blank=True, help_text="目标所指的环节，如竣工、投用")
    nature = models.CharField("性质", max_length=8, choices=NATURES, default=COUNT)
    direction = models.CharField("方向", max_length=8, choices=DIRECTIONS, default=UP)
    is_round_word = models.BooleanField("约数词", default=False, help_text="百个、千人、万场")
    needs_settling = models.BooleanField("待核对", default=False, help_text="序时进度与目标不符，核对前不参与评价")
    quote = models.CharField("原文", max_length=255, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "量化目标"
        ordering = ["task", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "order"], name="targets_of_a_task_stand_in_one_order"),
            models.CheckConstraint(
                condition=Q(quantity_max__isnull=True) | Q(quantity_max__gte=models.F("quantity")), name="a_range_runs_from_low_to_high"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.quantity.normalize():f}{self.unit}"


class PlannedValue(models.Model):
    """计划值: what is planned of one stage of one target in one quarter, as printed; basis says own or year-to-date."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="planned_values", verbose_name="量化目标")
    quarter = models.PositiveSmallIntegerField("季度")
    stage = models.CharField("环节", max_length=16, blank=True)
    basis = models.CharField("口径", max_length=8, blank=True)
    value = models.DecimalField("计划值", max_digits=20, decimal_places=4)
    quote = models.CharField("原文", max_length=255, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "计划值"
        ordering = ["target", "stage", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["target", "stage", "quarter"], name="a_stage_of_a_target_is_planned_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="a_planned_value_names_a_quarter_of_the_year"),
            models.CheckConstraint(condition=Q(basis__in=["", "ytd", "own"]), name="a_planned_value_has_a_known_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.target.label} {self.quarter}：{self.value.normalize():f}"
