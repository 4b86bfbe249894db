"""Keys of the API: handed to a unit's or an office's own system, and the account under which each acts."""

from datetime import date

from django.db import models
from django.db.models import Q

from progress.rules.api_keys import KeyScope, KeyState, key_state
from projects.models import User
from projects.models.filing import Versioned
from projects.rules.roles import Role


class KeyHolder(User):
    """接口账号: what a key stands for, its unit or office; it reads and types, and never signs."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "接口账号"

    def has_perm(self, permission: str, obj: models.Model | None = None) -> bool:
        """What the key's scope gives; nothing of what the role gives to a person."""
        if permission == "read_everything":
            return self.role in (Role.COORDINATOR, Role.SUPERVISOR)
        return permission == "file_reports" and self.unit_id is not None and self._scope() == KeyScope.DRAFT

    def _scope(self) -> str:
        return self.api_key.scope


class ApiKeyQuerySet(models.QuerySet):
    """Keys, in the administrator's words."""

    def with_holders(self) -> "ApiKeyQuerySet":
        """With whom each stands for and who made or ended it."""
        return self.select_related("holder__unit", "made_by", "changed_by")


class ApiKey(Versioned):
    """接口密钥: of the key itself only a hash is kept; ended, its row stays."""

    holder = models.OneToOneField(
        KeyHolder, on_delete=models.PROTECT, related_name="api_key", verbose_name="接口账号"
    )
    name = models.CharField("名称", max_length=32)
    public = models.CharField("编号", max_length=16, unique=True)
    seal = models.CharField("密钥校验值", max_length=64)
    scope = models.CharField("权限", max_length=8, choices=KeyScope.choices())
    ends_on = models.DateField("有效期至")
    made_at = models.DateTimeField("发放时间")
    made_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="发放人"
    )
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用时间", null=True, blank=True)
    minute = models.DateTimeField("计数的一分钟", null=True, blank=True)
    used = models.PositiveIntegerField("本分钟请求数", default=0)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口密钥"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=list(KeyScope)), name="a_key_has_a_known_scope")
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.public}）"

    @property
    def of_whom(self) -> str:
        """The unit, or the office by its role's name."""
        return str(self.holder.unit) if self.holder.unit_id else Role.word_of(self.holder.role)

    def state(self, on: date) -> KeyState:
        """Where it stands on a day."""
        return key_state(is_ended=self.ended_at is not None, ends_on=self.ends_on, on=on)
