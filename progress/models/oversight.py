"""人大监督: a vote, an inquiry, a visit, a rating, a survey about a list, a matter or a task of it."""

from django.db import models
from django.db.models import Q

from progress.rules import addresses
from progress.rules.oversight import OversightKind
from projects.models.filing import Versioned


def _count(label: str) -> models.PositiveIntegerField:
    """Votes or answers; None where the kind has none."""
    return models.PositiveIntegerField(label, null=True, blank=True)


class OversightQuerySet(models.QuerySet):
    """Entries, in the office's words."""

    def in_place(self) -> "OversightQuerySet":
        """What has not been removed, in the order of the days."""
        rows = self.filter(removed_at__isnull=True).select_related(
            "task", "matter", "yearly_list", "changed_by", "file"
        )
        return rows.order_by("held_on", "pk")


class Oversight(Versioned):
    """人大监督: one entry with its source. What is removed stays with the word why, and is shown no more."""

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.PROTECT, related_name="oversight", verbose_name="年度清单"
    )
    task = models.ForeignKey(
        "projects.Task",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="oversight",
        verbose_name="任务",
    )
    matter = models.ForeignKey(
        "projects.Matter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="oversight",
        verbose_name="件",
    )
    kind = models.CharField("类别", max_length=16, choices=OversightKind.choices())
    held_on = models.DateField("日期")
    title = models.CharField("名称", max_length=128)
    source = models.CharField("来源", max_length=255)
    agreed = _count("赞成")
    opposed = _count("反对")
    satisfied = _count("满意")
    fairly_satisfied = _count("基本满意")
    dissatisfied = _count("不满意")
    abstained = _count("弃权")
    ballots = _count("有效票")
    answers = _count("收回答卷")
    score = models.DecimalField("综合得分", max_digits=5, decimal_places=2, null=True, blank=True)
    scores = models.JSONField("分领域得分", default=list, blank=True)  # each a name and a score, as a string
    findings = models.TextField("指出的问题和意见", blank=True)
    answer = models.TextField("办理情况", blank=True)
    is_done = models.BooleanField("已办结", default=False)
    file = models.ForeignKey(
        "projects.KeptFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="oversight",
        verbose_name="来源文件",
    )
    file_name = models.CharField("文件名", max_length=255, blank=True)
    removed_at = models.DateTimeField("删除时间", null=True, blank=True)
    removed_word = models.TextField("删除原因", blank=True)

    objects = OversightQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人大监督"
        ordering = ["yearly_list", "held_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="oversight_names_its_source"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_word=""),
                name="removed_oversight_says_why",
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=True) | Q(matter__isnull=True),
                name="oversight_is_about_a_task_or_a_matter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}　{self.title}"

    @property
    def address(self) -> str:
        """Its place on the list's page."""
        return addresses.oversight(self.yearly_list.year)
