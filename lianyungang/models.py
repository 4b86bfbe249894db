"""The mark of a demo's database, and the business date its visitors have chosen."""

from django.db import models
from django.db.models import Q


class DemoState(models.Model):
    """One row in a demo's database, none in any other."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    today = models.DateField("业务日期")

    class Meta:
        verbose_name = verbose_name_plural = "演示状态"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_demo")]

    def __str__(self) -> str:
        return f"{self.today:%Y-%m-%d}"
