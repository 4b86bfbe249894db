"""What a timer did last, and what did not succeed."""

from django.db import models
from django.db.models import F, Q

from projects.rules.chores import ChoreKind


class ChoreQuerySet(models.QuerySet):
    """Chores, by how they stand."""

    def failing(self) -> "ChoreQuerySet":
        """Those whose last run did not succeed."""
        return self.filter(
            Q(failed_at__isnull=False) & (Q(done_at__isnull=True) | Q(failed_at__gt=F("done_at")))
        )


class Chore(models.Model):
    """定时维护: one row for each thing that is done by itself."""

    kind = models.CharField("事项", max_length=16, primary_key=True, choices=ChoreKind.choices())
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    said = models.CharField("结果", max_length=500, blank=True)
    failed_at = models.DateTimeField("失败时间", null=True, blank=True)
    complaint = models.CharField("失败原因", max_length=500, blank=True)

    objects = ChoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定时维护"
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.get_kind_display()
