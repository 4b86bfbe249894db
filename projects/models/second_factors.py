"""动态口令: the second thing asked at the sign-in, beside the password."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from projects.models.people import User

MOST_FAILURES = 5  # in a row, from wherever: nobody comes so far without the password
PAUSE = timedelta(minutes=30)


class SecondFactorQuerySet(models.QuerySet):
    """Second factors, by whose they are."""

    def in_use(self) -> "SecondFactorQuerySet":
        """Those that are asked for."""
        return self.filter(confirmed_at__isnull=False)


class SecondFactor(models.Model):
    """动态口令 of one person: the sealed key that the telephone shares, and hashes of the recovery codes."""

    person = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="second_factor", verbose_name="用户"
    )
    key = models.CharField("密钥", max_length=200, blank=True)  # sealed; empty once put out of use
    begun_at = models.DateTimeField("开始设置时间")
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)
    last_step = models.BigIntegerField("最近用过的时段", default=0)  # a code works once
    recovery = models.JSONField("备用码校验值", default=list, blank=True)  # those not used yet
    failures = models.PositiveSmallIntegerField("连续不正确次数", default=0)
    failed_at = models.DateTimeField("最近不正确时间", null=True, blank=True)
    reset_at = models.DateTimeField("他人重置时间", null=True, blank=True)
    reset_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="重置人"
    )

    objects = SecondFactorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "动态口令"
        ordering = ["person"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(key=""), name="a_second_factor_in_use_has_a_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}的动态口令"

    @property
    def is_in_use(self) -> bool:
        """Whether the sign-in asks for it."""
        return self.confirmed_at is not None

    def is_paused(self, at: datetime) -> bool:
        """Whether no code is looked at for now: too many in a row were wrong."""
        return self.failures >= MOST_FAILURES and self.failed_at is not None and at - self.failed_at < PAUSE
