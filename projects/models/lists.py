"""The year's promise: a yearly list and its domains."""

from django.db import models
from django.db.models import Q

from projects.models.filing import Versioned
from projects.models.natural import NaturalModel
from projects.rules.states import ListStage


class YearlyList(NaturalModel):
    """年度清单: one year's livelihood matters (件), broken down into tasks (项)."""

    NATURAL_KEY = ("year",)

    year = models.PositiveSmallIntegerField("年度", unique=True)
    title = models.CharField("标题", max_length=255)
    document_number = models.CharField("文号", max_length=64, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    matters = models.PositiveSmallIntegerField("件数", null=True, blank=True)
    stage = models.CharField("阶段", max_length=16, choices=ListStage.choices(), default=ListStage.DRAFT)
    adopted_at = models.DateTimeField("入库时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度清单"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(ListStage)), name="a_list_is_in_a_known_stage")
        ]

    def __str__(self) -> str:
        return f"{self.year}年民生实事"

    @property
    def is_archived(self) -> bool:
        """仅存档: no units, nobody owes anything."""
        return self.stage == ListStage.ARCHIVED

    @property
    def is_running(self) -> bool:
        """After its first quarter opened: changes are Revisions, no longer Corrections."""
        return self.stage == ListStage.RUNNING

    @property
    def is_concluded(self) -> bool:
        """已办结: read only."""
        return self.stage == ListStage.CONCLUDED

    @property
    def has_printed_domains(self) -> bool:
        """Whether its document prints domains, which nobody adds to or changes by hand."""
        return self.domains.filter(is_custom=False).exists()

    @property
    def takes_corrections(self) -> bool:
        """更正: a misreading may be put right until the first quarter opens."""
        return self.stage in (ListStage.DRAFT, ListStage.FILING_PLANS, ListStage.ARCHIVED)

    @property
    def takes_changes(self) -> bool:
        """更正 before the first quarter opens, 调整 afterwards; nothing once the year is concluded."""
        return self.takes_corrections or self.is_running


class Domain(NaturalModel, Versioned):
    """领域: a heading of the list, in its order; 自定 where the administrator gave it, which has versions."""

    NATURAL_KEY = ("yearly_list__year", "name")

    yearly_list = models.ForeignKey(
        YearlyList, on_delete=models.CASCADE, related_name="domains", verbose_name="年度清单"
    )
    order = models.PositiveSmallIntegerField("排序")
    name = models.CharField("名称", max_length=64)
    is_custom = models.BooleanField("自定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "领域"
        ordering = ["yearly_list", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "order"], name="domains_of_a_list_stand_in_one_order"
            ),
            models.UniqueConstraint(fields=["yearly_list", "name"], name="a_domain_is_named_once_per_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """领域“教育”: as a sentence names it."""
        return f"领域“{self.name}”"
