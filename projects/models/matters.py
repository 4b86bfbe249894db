"""件: one of the matters that a list promises; tasks (项) are grouped under them."""

from django.db import models

from projects.models.filing import Versioned
from projects.rules.matters import label_of, place_of


class Matter(Versioned):
    """件: optional. Where a list has them, congress, surveys and the public page speak by matter."""

    yearly_list = models.ForeignKey(
        "projects.YearlyList",
        on_delete=models.CASCADE,
        related_name="matter_rows",
        verbose_name="年度清单",
    )
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("名称", max_length=128)
    lead = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_matters",
        verbose_name="责任单位",
    )

    class Meta:
        verbose_name = verbose_name_plural = "件"
        ordering = ["yearly_list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "number"], name="a_matter_number_stands_once_in_a_list"
            ),
            models.UniqueConstraint(fields=["yearly_list", "name"], name="a_matter_is_named_once_per_list"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_matter_has_a_name"),
        ]

    def __str__(self) -> str:
        return label_of(self.number, self.name)

    @property
    def place(self) -> str:
        """第3件: as a sentence names it."""
        return place_of(self.number)
