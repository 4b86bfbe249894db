"""考核: the table of points of a list, what units say against their lines, the cards as issued."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q

from progress.rules import addresses
from progress.rules.states import ObjectionState, VerdictClass
from projects.models.filing import Versioned


def _points(label: str, default: str) -> models.DecimalField:
    """A number of the table; its default as the database gives it back, for what is seen is compared."""
    return models.DecimalField(label, max_digits=5, decimal_places=1, default=Decimal(default))


class ScoringQuerySet(models.QuerySet):
    """Tables of points, by the list."""

    def of(self, yearly_list: "models.Model") -> "Scoring":
        """The list's; the defaults, not saved, before anything was set."""
        return self.filter(yearly_list=yearly_list).first() or Scoring(yearly_list=yearly_list)


class Scoring(Versioned):
    """考核办法: the points of one list; shown to the units for objections, then issued and frozen."""

    yearly_list = models.OneToOneField(
        "projects.YearlyList", on_delete=models.CASCADE, related_name="scoring", verbose_name="年度清单"
    )
    completed = _points("任务已完成", "100.0")
    behind = _points("任务滞后", "60.0")
    far_behind = _points("任务严重滞后", "30.0")
    not_filed = _points("任务未报", "0.0")
    minus_missing = _points("未报，每份扣", "2.0")
    minus_late = _points("迟报，每份扣", "0.5")
    minus_not_refiled = _points("退回未重报，每份扣", "1.0")
    minus_behind = _points("季度滞后，每项每季扣", "0.5")
    minus_alert = _points("提醒单，每件扣", "0.5")
    minus_order = _points("督办单，每件扣", "1.0")
    minus_listed = _points("挂牌督办，每件扣", "3.0")
    plus_early = _points("提前完成，每项加", "0.5")
    plus_exceeded = _points("超额完成，每项加", "0.5")
    minus_contribution = _points("协同情况未报或迟报，每份扣", "0.0")  # 0: does not count
    plus_survey = _points("满意度调查每100分加", "0.0")  # 0: does not count
    weights = models.JSONField("任务权重", default=dict, blank=True)  # by number, where not 1
    objection_days = models.PositiveSmallIntegerField("申诉期限（工作日）", default=5)
    shown_at = models.DateTimeField("公示时间", null=True, blank=True)
    objections_until = models.DateField("申诉截止", null=True, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="印发人",
    )

    objects = ScoringQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核办法"

    def __str__(self) -> str:
        return f"{self.yearly_list}考核"

    @property
    def by_class(self) -> dict[str, Decimal]:
        """The points of a task by its class; before the year's end what is on time counts as done."""
        good = (VerdictClass.COMPLETED, VerdictClass.AHEAD, VerdictClass.ON_SCHEDULE)
        return {
            **dict.fromkeys(good, self.completed),
            VerdictClass.BEHIND: self.behind,
            VerdictClass.FAR_BEHIND: self.far_behind,
            VerdictClass.NOT_FILED: self.not_filed,
        }

    def weight(self, number: int) -> Decimal:
        """The weight of a task in the average."""
        return Decimal(str(self.weights.get(str(number), 1)))

    def takes_objections(self, on: date) -> bool:
        """Whether units may object on a day."""
        return self.shown_at is not None and self.issued_at is None and on <= self.objections_until


class Objection(Versioned):
    """申诉: what a unit says against one line of its scorecard, and the answer."""

    scoring = models.ForeignKey(
        Scoring, on_delete=models.PROTECT, related_name="objections", verbose_name="考核"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="objections", verbose_name="单位"
    )
    line = models.CharField("计分项", max_length=64)
    words = models.TextField("计分内容")
    before = models.DecimalField("原分值", max_digits=6, decimal_places=2, null=True)
    reason = models.TextField("申诉理由")
    state = models.CharField(
        "状态", max_length=16, choices=ObjectionState.choices(), default=ObjectionState.ASKED
    )
    points = models.DecimalField("改定分值", max_digits=6, decimal_places=2, null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    asked_at = models.DateTimeField("申诉时间")
    asked_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="申诉人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "考核申诉"
        ordering = ["unit__order", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scoring", "unit", "line"], name="a_line_is_objected_to_once"),
            models.CheckConstraint(
                condition=~Q(state=ObjectionState.UPHELD) | Q(points__isnull=False),
                name="an_upheld_objection_says_the_points",
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.ASKED) | ~Q(answer=""),
                name="an_answered_objection_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.words}"

    @property
    def address(self) -> str:
        """The card that it is about."""
        return addresses.scorecard(self.scoring.yearly_list.year, self.unit.code)


class Scorecard(models.Model):
    """考核结果: one unit's card as it was issued, for ever."""

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="cards", verbose_name="考核")
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="scorecards", verbose_name="单位"
    )
    lines = models.JSONField("计分明细")
    total = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核结果"
        ordering = ["scoring", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["scoring", "unit"], name="a_unit_has_one_scorecard_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.scoring} {self.unit}"


class ScorecardFile(models.Model):
    """One file of what was issued, the bytes as they were made."""

    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="files", verbose_name="考核")
    kind = models.CharField("类别", max_length=16)  # workbook, document
    content = models.BinaryField("内容")
    sha256 = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "考核文件"
        ordering = ["scoring", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scoring", "kind"], name="scorecards_have_one_file_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.scoring} {self.kind}"
