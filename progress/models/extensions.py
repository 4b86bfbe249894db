"""延期: who may file later in a quarter."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef

from progress.models.periods import ReportingPeriod
from progress.rules.states import ExtensionState
from projects.models import Task
from projects.models.filing import Versioned
from projects.rules.calendar import local_day


class ExtensionQuerySet(models.QuerySet):
    """Extensions, in the office's words."""

    def with_tasks(self) -> "ExtensionQuerySet":
        """With the keys and the numbers of the chosen tasks, in one query; none stand for all."""
        chosen = Task.objects.filter(extensions=OuterRef("pk")).order_by("number")
        return self.annotate(
            task_ids=ArraySubquery(chosen.values("pk")), task_numbers=ArraySubquery(chosen.values("number"))
        )

    def with_evidence(self) -> "ExtensionQuerySet":
        """With the files that were handed in with each."""
        return self.prefetch_related("evidence")


class Extension(Versioned):
    """延期: a unit may file later in a quarter, for all its tasks or for the chosen ones."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="extensions", verbose_name="填报期"
    )
    unit = models.ForeignKey(
        "projects.Unit", on_delete=models.PROTECT, related_name="extensions", verbose_name="单位"
    )
    tasks = models.ManyToManyField(
        "projects.Task",
        blank=True,
        related_name="extensions",
        verbose_name="任务",
        help_text="不选即全部任务",
    )
    reason = models.TextField("理由")
    until = models.DateField("延至")
    state = models.CharField("状态", max_length=16, choices=ExtensionState.choices())
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="申请人"
    )
    decided_at = models.DateTimeField("批复时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批复人",
    )
    decision_note = models.TextField("批复意见", blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit} 延至 {self.until:%Y-%m-%d}"

    @property
    def is_unasked(self) -> bool:
        """Granted by the coordinator without being asked for."""
        return self.state == ExtensionState.GRANTED and self.asked_by_id == self.decided_by_id

    @property
    def came_late(self) -> bool:
        """Asked for or granted after the due day: what is missing or late stays so (A report's life)."""
        return local_day(self.asked_at) > self.period.due_on
