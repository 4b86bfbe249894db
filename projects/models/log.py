"""操作记录: what was done, refused or failed, and the seals over it; the database refuses to change a row."""

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


class LogSealQuerySet(models.QuerySet):
    """Seals, in the auditor's words."""

    def of_digest(self, typed: str) -> "LogSealQuerySet":
        """The one that was written down by this digest, or by its first letters."""
        return self.filter(digest__startswith=typed)


class LogSeal(models.Model):
    """记录封存: the checksum of all entries of the log since the seal before, and of that seal's digest.

    How it is worked out stands in projects/rules/log_seals.py. Written once, like the log.
    """

    number = models.PositiveIntegerField("号", primary_key=True)  # from 1, none left out
    first = models.BigIntegerField("起")  # numbers of entries; the seals cover all numbers without a gap
    last = models.BigIntegerField("止")
    count = models.PositiveIntegerField("条数")
    previous = models.CharField("前一号摘要", max_length=64, blank=True)
    digest = models.CharField("摘要", max_length=64, unique=True)
    at = models.DateTimeField("封存时间", db_index=True)
    format = models.PositiveSmallIntegerField("格式")

    objects = LogSealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "记录封存"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="a_seal_covers_entries")
        ]

    def __str__(self) -> str:
        return f"第{self.number}号封存"
