"""规划指标: the five-year plan that was adopted, and what it asks of each indicator."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from projects.models.filing import Versioned
from projects.rules import addresses
from projects.rules.indicator_aims import Aim, Direction, read_aim


class FivePlan(models.Model):
    """五年规划: the years that it covers and the document that says so."""

    start_year = models.PositiveSmallIntegerField("起始年")
    end_year = models.PositiveSmallIntegerField("终止年")
    title = models.CharField("标题", max_length=255)
    document = models.ForeignKey(
        "projects.SourceDocument",
        on_delete=models.PROTECT,
        related_name="five_plans",
        verbose_name="来源文件",
    )
    adopted_at = models.DateTimeField("入库时间")
    adopted_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="入库人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "五年规划"
        ordering = ["-start_year"]
        constraints = [
            models.UniqueConstraint(fields=["start_year", "end_year"], name="one_five_year_plan_a_time"),
            models.CheckConstraint(
                condition=Q(start_year__lt=F("end_year")), name="a_five_year_plan_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def base_year(self) -> int:
        """The year whose values the plan starts from."""
        return self.start_year - 1

    @property
    def years(self) -> range:
        """The years that it covers."""
        return range(self.start_year, self.end_year + 1)

    @property
    def address(self) -> str:
        """Its page."""
        return addresses.five_plan(self.start_year, self.end_year)


class Indicator(Versioned):
    """One indicator: as printed, and what a person settled where the print leaves it open."""

    plan = models.ForeignKey(
        FivePlan, on_delete=models.CASCADE, related_name="indicators", verbose_name="五年规划"
    )
    number = models.PositiveSmallIntegerField("序号")
    domain = models.CharField("领域", max_length=64, blank=True)
    is_domain_certain = models.BooleanField("领域无疑", default=True)
    name = models.CharField("指标", max_length=255)
    measure = models.CharField("计量单位", max_length=32, blank=True)
    base_printed = models.CharField("基期值", max_length=64, blank=True)
    target_printed = models.CharField("目标值", max_length=64, blank=True)
    attribute = models.CharField("属性", max_length=16, blank=True)  # 约束性 | 预期性
    direction = models.CharField("方向", max_length=8, choices=Direction.choices())
    is_direction_certain = models.BooleanField("方向无疑", default=True)
    yearly = models.JSONField("分年目标", default=dict, blank=True)  # year → value, where the plan sets some
    unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name="责任单位",
    )
    tasks = models.ManyToManyField(
        "projects.Task", blank=True, related_name="indicators", verbose_name="支撑任务"
    )

    class Meta:
        verbose_name = verbose_name_plural = "规划指标"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="an_indicator_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(direction__in=list(Direction)), name="an_indicator_goes_one_of_two_ways"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def doubts(self) -> str:
        """What of it nobody has checked yet, for reading: 领域, 方向; "" where nothing is in doubt."""
        open_ones = (("领域", self.is_domain_certain), ("方向", self.is_direction_certain))
        return "、".join(word for word, is_certain in open_ones if not is_certain)

    @property
    def domain_words(self) -> str:
        """Its domain; one that the reader guessed at is told as such."""
        return self.domain if self.is_domain_certain else f"{self.domain}（待核对）"

    @property
    def is_binding(self) -> bool:
        """约束性: must be reached."""
        return self.attribute == "约束性"

    @property
    def base(self) -> Aim | None:
        """The value of the year before the plan."""
        return read_aim(self.base_printed)

    @property
    def base_words(self) -> str:
        """The base for reading: a dash, or what a scan made of one, is a dash."""
        return self.base_printed if any(letter.isdecimal() for letter in self.base_printed) else "—"

    @property
    def target(self) -> Aim | None:
        """The value of its last year."""
        return read_aim(self.target_printed)

    @property
    def targets_by_year(self) -> dict[int, Decimal]:
        """The targets set for single years."""
        return {int(year): Decimal(value) for year, value in self.yearly.items()}

    @property
    def full_name(self) -> str:
        """With its unit of measure."""
        return f"{self.name}（{self.measure}）" if self.measure else self.name

    @property
    def address(self) -> str:
        """Its page."""
        return addresses.indicator(self.plan.start_year, self.plan.end_year, self.number)
