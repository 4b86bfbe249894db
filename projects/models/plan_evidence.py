"""佐证材料 of plans, and of what units ask to change in them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.models.evidence import EvidenceQuerySet, FileOfPaper, of_one
from projects.models.filed_plans import Plan
from projects.models.tasks import Task
from projects.rules import addresses
from projects.rules.filing import WRITABLE
from projects.rules.plan_items import is_planned, named_item

PAPERS = ("plan", "adjustment")  # what it may belong to


class PlanEvidenceQuerySet(EvidenceQuerySet):
    """Files of plans, in the office's words."""

    def visible_to(self, user: models.Model) -> "PlanEvidenceQuerySet":
        """All for the offices; for a unit its own, and those of its tasks' plans that it reads as they stand.

        Once the task is no longer its own it reads only what it may still write. A request to change a plan
        is read by the unit that asks.
        """
        if user.has_perm("read_everything"):
            return self
        if not user.unit_id:
            return self.none()
        own = Plan.objects.writable_by(user)
        shared = Task.objects.involving(user.unit)
        of_plan = self._task_among(shared, "plan")
        written = Q(plan__in=own.filter(state__in=WRITABLE))
        kept = Q(plan__in=own) & of_plan
        read = Q(plan__in=Plan.objects.as_written_for(user), taken_away_at__isnull=True) & of_plan
        asked = Q(adjustment__plan__in=own) & self._task_among(shared, "adjustment__plan")
        return self.filter(written | kept | read | asked)

    def _task_among(self, tasks: models.QuerySet, plan: str) -> Q:
        return Q(Exists(tasks.filter(pk=OuterRef(f"{plan}__task"))))


class PlanEvidence(FileOfPaper):
    """佐证材料 of a plan, or of a request to change one."""

    plan = models.ForeignKey(
        "projects.Plan",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="实施方案",
    )
    adjustment = models.ForeignKey(
        "projects.PlanAdjustment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="申请调整",
    )
    file = models.ForeignKey(
        "projects.KeptFile",
        on_delete=models.PROTECT,
        related_name="plan_evidence",
        verbose_name="留存文件",
    )

    planned_item = models.TextField("对应方案事项", blank=True)  # by its name: rules/plan_items

    objects = PlanEvidenceQuerySet.as_manager()
    proves = (*FileOfPaper.proves, "planned_item")

    class Meta:
        verbose_name = verbose_name_plural = "方案佐证材料"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "file"],
                condition=Q(taken_away_at__isnull=True),
                name="a_file_stands_once_in_a_plan",
            ),
            models.CheckConstraint(condition=of_one(PAPERS), name="evidence_belongs_to_a_plan_or_a_request"),
            models.CheckConstraint(
                condition=Q(taken_away_at__isnull=True) | Q(was_submitted=True),
                name="what_no_plan_submitted_is_not_kept_when_taken_away",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True, item__isnull=True)
                | Q(target__isnull=True, planned_item="")
                | Q(item__isnull=True, planned_item=""),
                name="evidence_of_a_plan_proves_a_target_or_an_item",
            ),
        ]

    @classmethod
    def places(cls, about: str) -> dict[str, object]:
        """An item of the plan is no row before the plan is recorded: it is kept by its name."""
        if is_planned(about):
            return {**super().places(""), "planned_item": about}
        return {**super().places(about), "planned_item": ""}

    @property
    def about(self) -> str:
        """What it proves, by the name of its field in the form; "" where it is the whole plan."""
        return self.planned_item or super().about

    @property
    def about_words(self) -> str:
        """What it proves, for reading."""
        return named_item(self.planned_item).words if self.planned_item else super().about_words

    @property
    def of_plan(self) -> Plan:
        """The plan that it is about."""
        return self.plan or self.adjustment.plan

    @property
    def address(self) -> str:
        """The file itself."""
        return addresses.plan_evidence(self.pk)

    @property
    def small_address(self) -> str:
        """Its small picture."""
        return addresses.plan_evidence_picture(self.pk, "small")

    @property
    def large_address(self) -> str:
        """Its picture as browsers show it."""
        return addresses.plan_evidence_picture(self.pk, "large")
