"""The numbers that a task promises."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from projects.models.natural import NaturalModel
from projects.rules.amounts import worded
from projects.rules.planning import PlannedFigure, StagePlan, by_stage, doubt
from projects.rules.punctuation import full_width
from projects.rules.states import Basis, Direction, Nature, Qualifier


class Target(NaturalModel):
    """量化目标: a number that the task promises, in base units (2.2万 is 22000), with its quote."""

    NATURAL_KEY = ("task__yearly_list__year", "task__number", "order")

    task = models.ForeignKey(
        "projects.Task", on_delete=models.CASCADE, related_name="targets", verbose_name="任务"
    )
    order = models.PositiveSmallIntegerField("排序")
    label = models.CharField("指标", max_length=128)
    quantity = models.DecimalField("目标值", max_digits=20, decimal_places=4)
    quantity_max = models.DecimalField("目标上限", max_digits=20, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField("基数", max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField("计量单位", max_length=16, blank=True)
    qualifier = models.CharField("限定", max_length=16, choices=Qualifier.choices(), blank=True)
    stage = models.CharField("环节", max_length=16, blank=True, help_text="目标所指的环节，如竣工、投用")
    nature = models.CharField("性质", max_length=8, choices=Nature.choices(), default=Nature.COUNT)
    direction = models.CharField("方向", max_length=8, choices=Direction.choices(), default=Direction.UP)
    is_round_word = models.BooleanField("约数词", default=False, help_text="百个、千人、万场")
    needs_settling = models.BooleanField(
        "待核对", default=False, help_text="序时进度与目标不符，核对前不参与评价"
    )
    reporting_unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_targets",
        verbose_name="填报单位",
        help_text="多个牵头单位时由谁填报；不选即第一牵头单位",
    )
    is_summed_over_leads = models.BooleanField(
        "分头完成", default=False, help_text="各牵头单位分别填报，合计为完成值"
    )
    is_own_entry = models.BooleanField(
        "本季填报", default=False, help_text="填报本季完成数，系统加上截至上季的累计"
    )
    quote = models.CharField("原文", max_length=255, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "量化目标"
        ordering = ["task", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "order"], name="targets_of_a_task_stand_in_one_order"),
            models.CheckConstraint(
                condition=Q(quantity_max__isnull=True) | Q(quantity_max__gte=models.F("quantity")),
                name="a_range_runs_from_low_to_high",
            ),
            models.CheckConstraint(
                condition=Q(is_own_entry=False) | Q(nature=Nature.COUNT, is_summed_over_leads=False),
                name="only_a_count_of_one_lead_is_typed_by_quarter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.in_print} {self.amount}"

    @property
    def in_print(self) -> str:
        """The label in the punctuation of the printed documents, as `Task.in_print`."""
        return full_width(self.label)

    @property
    def amount(self) -> str:
        """不少于500场, 6—8个, 2.2万余名: the quantity with what limits it and its unit."""
        upper = f"—{worded(self.quantity_max)}" if self.quantity_max is not None else ""
        return f"{Qualifier.word_of(self.qualifier)}{worded(self.quantity)}{upper}{self.unit}"

    @property
    def baseline_words(self) -> str:
        """The baseline, for reading."""
        return f"{worded(self.baseline)}{self.unit}" if self.baseline is not None else ""

    @cached_property
    def stage_plans(self) -> tuple[StagePlan, ...]:
        """What the schedule plans by the end of each quarter, by stage, the target's own stage first."""
        return self.stage_plans_of(self.planned_values.all())

    def stage_plans_of(self, rows: Iterable["PlannedValue"]) -> tuple[StagePlan, ...]:
        """The same from planned values that were read already, as rows or as tuples."""
        figures: dict[str, list[PlannedFigure]] = {}
        for row in rows:
            figures.setdefault(row.stage, []).append(PlannedFigure(row.quarter, row.value, row.basis))
        return by_stage(figures, own_stage=self.stage, target=self.quantity, nature=self.nature)

    @property
    def doubt(self) -> str:
        """Why the schedule does not fit this target; "" where it does."""
        return doubt(self.stage_plans[0].quarters, target=self.quantity)

    @property
    def wording(self) -> str:
        """All that a correction may change, in one line."""
        parts = [str(self), Nature(self.nature).word, Direction(self.direction).word]
        if self.reporting_unit_id is not None:
            parts.append(f"由{self.reporting_unit}填报")
        if self.is_summed_over_leads:
            parts.append("分头完成")
        if self.is_own_entry:
            parts.append("本季填报")
        if self.baseline is not None:
            parts.append(f"基数{self.baseline_words}")
        if self.stage:
            parts.append(f"环节{self.stage}")
        if self.needs_settling:
            parts.append("待核对")
        return "，".join(parts)

    @property
    def planned_wording(self) -> str:
        """The planned values in one line: 竣工 一季度 5（累计）."""
        rows = sorted(self.planned_values.all(), key=lambda row: (row.stage, row.quarter))
        words = [str(row) for row in rows]
        if self.needs_settling:
            words.append("待核对")
        return "；".join(words)


class PlannedValue(NaturalModel):
    """计划值: what is planned of one stage of one target in one quarter, as printed; own or to date."""

    NATURAL_KEY = (
        "target__task__yearly_list__year",
        "target__task__number",
        "target__order",
        "stage",
        "quarter",
    )

    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, related_name="planned_values", verbose_name="量化目标"
    )
    quarter = models.PositiveSmallIntegerField("季度")
    stage = models.CharField("环节", max_length=16, blank=True)
    basis = models.CharField("口径", max_length=8, blank=True)
    value = models.DecimalField("计划值", max_digits=20, decimal_places=4)
    quote = models.CharField("原文", max_length=255, blank=True)
    plan = models.ForeignKey(
        "projects.Plan",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="planned_values",
        verbose_name="实施方案",
        help_text="由备案的实施方案写入的，出自哪一份",
    )

    class Meta:
        verbose_name = verbose_name_plural = "计划值"
        ordering = ["target", "stage", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "stage", "quarter"], name="a_stage_of_a_target_is_planned_once_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="a_planned_value_names_a_quarter_of_the_year"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["", "ytd", "own"]), name="a_planned_value_has_a_known_basis"
            ),
        ]

    def __str__(self) -> str:
        basis = f"（{Basis(self.basis).word}）" if self.basis else ""
        return f"{self.stage}第{self.quarter}季度{worded(self.value)}{basis}"
