"""What is planned quarter by quarter: milestones and their items."""

from django.db import models
from django.db.models import Q

from projects.models.natural import NaturalModel
from projects.rules.punctuation import full_width


class Milestone(NaturalModel):
    """序时进度: what is planned for one task in one quarter; an empty text is an empty cell."""

    NATURAL_KEY = ("task__yearly_list__year", "task__number", "quarter")

    task = models.ForeignKey(
        "projects.Task", on_delete=models.CASCADE, related_name="milestones", verbose_name="任务"
    )
    quarter = models.PositiveSmallIntegerField("季度")
    text = models.TextField("序时进度", blank=True)
    source_text = models.TextField("原文", blank=True)
    plan = models.ForeignKey(
        "projects.Plan",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name="实施方案",
        help_text="由备案的实施方案写入的，出自哪一份",
    )

    class Meta:
        verbose_name = verbose_name_plural = "序时进度"
        ordering = ["task", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["task", "quarter"], name="a_task_has_one_milestone_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="a_milestone_names_a_quarter_of_the_year"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def in_print(self) -> str:
        """The text in the punctuation of the printed documents, whatever web page it came from."""
        return full_width(self.text)

    @property
    def items_wording(self) -> str:
        """The items, one a line, as a correction keeps them."""
        return "\n".join(item.wording for item in self.items.all())


class MilestoneItem(NaturalModel):
    """事项: one item of a milestone; the printed number or the sub-project says which."""

    NATURAL_KEY = (
        "milestone__task__yearly_list__year",
        "milestone__task__number",
        "milestone__quarter",
        "order",
    )

    milestone = models.ForeignKey(
        Milestone, on_delete=models.CASCADE, related_name="items", verbose_name="序时进度"
    )
    order = models.PositiveSmallIntegerField("排序")
    label = models.CharField("编号", max_length=128, blank=True)
    text = models.TextField("内容")
    sub_project = models.ForeignKey(
        "projects.SubProject",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="子项目",
    )
    is_soft = models.BooleanField("不作硬性要求", default=False, help_text="含力争、争取、推进、加强、持续")

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["milestone", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "order"], name="items_of_a_milestone_stand_in_one_order"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def wording(self) -> str:
        """The item with its number or sub-project, and its mark where it is soft."""
        label = ""
        if self.sub_project:
            label = f"{self.sub_project.name}："
        elif self.label:
            label = f"{self.label} "
        mark = "（不作硬性要求）" if self.is_soft else ""
        return f"{label}{self.text}{mark}"
