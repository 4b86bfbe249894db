"""操作记录: what was done, refused or failed; a trigger of the database refuses to change or delete a row."""

from django.db import models
from django.db.models import Q

from projects.rules.roles import Role
from projects.rules.states import ActResult


class LogEntryQuerySet(models.QuerySet):
    """Recorded acts, in the auditor's words."""

    def visible_to(self, user: "models.Model") -> "LogEntryQuerySet":
        """Everything for the auditor, nothing for anybody else."""
        return self if user.has_perm("read_log") else self.none()


class LogEntry(models.Model):
    """One recorded act: when, who, from where, what, on what, with which result."""

    at = models.DateTimeField("时间", db_index=True)
    actor = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="账号",
    )
    actor_name = models.CharField("操作人", max_length=150, blank=True)
    role = models.CharField("角色", max_length=16, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    act = models.CharField("操作", max_length=64, db_index=True)
    word = models.CharField("操作名称", max_length=64, blank=True, default="")
    object_label = models.CharField("对象", max_length=255, blank=True)
    object_url = models.CharField("链接", max_length=255, blank=True)
    role_words = models.JSONField("角色的称谓", default=dict, blank=True)  # as it was then, where not as now
    result = models.CharField("结果", max_length=8, choices=ActResult.choices(), default=ActResult.DONE)
    detail = models.JSONField("详情", default=dict, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=list(ActResult)), name="an_act_has_a_known_result")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.act}"

    @property
    def role_label(self) -> str:
        """The role that the person had then."""
        return self.role_words.get(self.role) or Role.word_of(self.role) or self.role
