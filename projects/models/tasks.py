"""Tasks of a yearly list, who is responsible for them, their sub-projects, and what was changed later."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value

from projects.models.natural import NaturalModel, NaturalQuerySet
from projects.models.statements import within
from projects.models.units import GroupMembership, Unit, UnitGroup
from projects.rules.headings import LOOSE
from projects.rules.punctuation import full_width
from projects.rules.quotes import Segment, segments
from projects.rules.states import AssignmentRole

PLACES = {"domain": "domain__order", "matter": "matter__number"}  # what a heading is called by in its list


class TaskQuerySet(NaturalQuerySet):
    """Tasks, in the office's words."""

    def answered_for(self, code: str, *roles: str) -> "TaskQuerySet":
        """Tasks for which this unit or group answers in these roles, a unit also as a member of a group."""
        answering = Assignment.objects.answered_by(code).filter(role__in=roles or list(AssignmentRole))
        return self.filter(Exists(answering.filter(task=OuterRef("pk"))))

    def under(self, heading: str, place: str) -> "TaskQuerySet":
        """Tasks under the `domain` or `matter` of this place in the list; of `LOOSE` those under none."""
        if place == LOOSE:
            return self.filter(**{heading: None})
        return self.filter(**{PLACES[heading]: place})

    def with_units(self) -> "TaskQuerySet":
        """With the units and groups that answer for them, so that `responsibility` asks no more."""
        return self.prefetch_related("assignments__unit", "assignments__group")

    def involving(self, unit: "models.Model") -> "TaskQuerySet":
        """Tasks in which the unit is responsible, itself or as a member of a group."""
        return self.answered_for(unit.code)


class Task(NaturalModel):
    """任务: one numbered item of the list; its number and printed text never change."""

    NATURAL_KEY = ("yearly_list__year", "number")

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.CASCADE, related_name="tasks", verbose_name="年度清单"
    )
    domain = models.ForeignKey(
        "projects.Domain",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="领域",
    )
    matter = models.ForeignKey(
        "projects.Matter",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="件",
    )
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("目标任务")
    source_text = models.TextField("原文")
    clause = models.TextField("责任分工原文", blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["yearly_list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "number"], name="a_task_number_stands_once_in_a_list"
            )
        ]

    def __str__(self) -> str:
        return f"第{self.number}项 {self.text}"

    @property
    def in_print(self) -> str:
        """The text in the punctuation of the printed documents, whatever web page it came from."""
        return full_width(self.text)

    def segments(self, quotes: Sequence[str]) -> tuple[Segment, ...]:
        """The text, cut where these quotes begin and end."""
        return segments(self.text, quotes)

    @property
    def responsibility(self) -> str:
        """牵头：甲；共同责任：乙（登记名）、丙: as printed, with the register's name where it differs."""
        rows = sorted(self.assignments.all(), key=lambda row: row.order)
        parts = (
            (label, [row.wording for row in rows if row.role == role])
            for role, label in AssignmentRole.choices()
        )
        return "；".join(f"{label}：{'、'.join(names)}" for label, names in parts if names)

    @property
    def sub_projects_wording(self) -> str:
        """The sub-projects, one a line, each with the names it drifts under."""
        return "\n".join(row.wording for row in self.sub_projects.all())


class AssignmentQuerySet(NaturalQuerySet):
    """Who answers for tasks."""

    def answered_by(self, code: str | Value) -> "AssignmentQuerySet":
        """Those of the unit or group with this code, of a unit also as a member of a group in that year.

        Units and groups are found first: so the few rows of one unit are, in ten years of lists.
        """
        units = Unit.objects.filter(code=code)
        named = Q(within("unit_id", units)) | Q(within("group_id", UnitGroup.objects.filter(code=code)))
        groups = UnitGroup.objects.filter(memberships__unit__in=units)
        then = GroupMembership.objects.filter(
            unit__in=units, group=OuterRef("group"), yearly_list__tasks=OuterRef("task")
        )
        return self.filter(named | (Q(within("group_id", groups)) & Q(Exists(then))))

    def of_groups_without_members(self) -> "AssignmentQuerySet":
        """Where a group answers for a task of a list in which it has no members: nobody would report."""
        members = GroupMembership.objects.filter(
            group=OuterRef("group"), yearly_list=OuterRef("task__yearly_list")
        )
        return self.filter(~Exists(members), group__isnull=False)


class Assignment(NaturalModel):
    """责任: task × unit or group, with role, order and the name as printed."""

    NATURAL_KEY = ("task__yearly_list__year", "task__number", "role", "order")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments", verbose_name="任务")
    unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="单位",
    )
    group = models.ForeignKey(
        "projects.UnitGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="单位组",
    )
    role = models.CharField("责任", max_length=8, choices=AssignmentRole.choices())
    order = models.PositiveSmallIntegerField("排序")
    printed_name = models.CharField("原文名称", max_length=64)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任"
        ordering = ["task", "-role", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "role", "order"], name="assignments_of_a_task_stand_in_one_order"
            ),
            models.UniqueConstraint(fields=["task", "unit"], name="a_unit_stands_once_in_a_task"),
            models.UniqueConstraint(fields=["task", "group"], name="a_group_stands_once_in_a_task"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, group__isnull=False)
                | Q(unit__isnull=False, group__isnull=True),
                name="an_assignment_is_a_unit_or_a_group",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_name

    @property
    def party(self) -> "models.Model":
        """The unit or the group."""
        return self.unit or self.group

    @property
    def is_renamed(self) -> bool:
        """Whether the register knows it under another name than the printed one."""
        return self.party.name != self.printed_name

    @property
    def wording(self) -> str:
        """The printed name, with the register's beside it where they differ."""
        return f"{self.printed_name}（{self.party.name}）" if self.is_renamed else self.printed_name


class SubProject(NaturalModel):
    """子项目: a stable part of one task across quarters (市二院, 园博园), with the names it drifts under."""

    NATURAL_KEY = ("task__yearly_list__year", "task__number", "name")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="sub_projects", verbose_name="任务")
    order = models.PositiveSmallIntegerField("排序")
    name = models.CharField("名称", max_length=128)
    aliases = models.JSONField("别名", default=list, blank=True)
    reporting_unit = models.ForeignKey(
        "projects.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_sub_projects",
        verbose_name="填报单位",
    )

    class Meta:
        verbose_name = verbose_name_plural = "子项目"
        ordering = ["task", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "name"], name="a_sub_project_is_named_once_per_task")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def wording(self) -> str:
        """市二院（又名：第二人民医院）."""
        return f"{self.name}（又名：{'、'.join(self.aliases)}）" if self.aliases else self.name


class PlanChange(models.Model):
    """A change of what stands in a list: what, old and new words, why, who and when; rows are only added."""

    subject = models.CharField("内容", max_length=128)
    old = models.TextField("原值", blank=True)
    new = models.TextField("新值", blank=True)
    reason = models.TextField("理由", blank=True)
    made_at = models.DateTimeField("办理时间")
    made_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="办理人"
    )

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject}：{self.old} → {self.new}"


class Correction(PlanChange):
    """更正: before the first quarter opens, a misreading put right against the quote."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="corrections", verbose_name="任务")

    class Meta(PlanChange.Meta):
        verbose_name = verbose_name_plural = "更正"


class Revision(PlanChange):
    """调整: after the first quarter opened, a change of the plan that somebody approved."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="revisions", verbose_name="任务")
    approval = models.CharField("批准文号或会议", max_length=128)
    approved_on = models.DateField("批准日期")
    holds_from = models.PositiveSmallIntegerField(
        "自第几季度起执行", null=True, blank=True
    )  # not known of those made before it was asked

    class Meta(PlanChange.Meta):
        verbose_name = verbose_name_plural = "调整"
        constraints = [
            models.CheckConstraint(
                condition=Q(holds_from__isnull=True) | Q(holds_from__range=(1, 4)),
                name="a_revision_holds_from_a_quarter_of_the_year",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_revision_has_a_reason"),
            models.CheckConstraint(condition=~Q(approval=""), name="a_revision_was_approved"),
        ]


class EarlierPlan(models.Model):
    """调整前的计划: what a quarter is still judged by that a later change does not reach."""

    task = models.ForeignKey(
        Task, on_delete=models.CASCADE, related_name="earlier_plans", verbose_name="任务"
    )
    quarter = models.PositiveSmallIntegerField("季度")
    plan = models.JSONField("计划")
    kept_at = models.DateTimeField("留存时间")

    class Meta:
        verbose_name = verbose_name_plural = "调整前的计划"
        ordering = ["task", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "quarter"], name="a_quarter_has_one_plan_that_later_changes_do_not_reach"
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="an_earlier_plan_names_a_quarter_of_the_year"
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.task.number}项 第{self.quarter}季度"
