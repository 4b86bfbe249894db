"""What a unit replies to a notice: its paper, and each submission of it."""

from django.db import models
from django.db.models import Q

from progress.rules.states import ReplyState
from projects.models.filing import Paper


class Said(models.Model):
    """What a unit says to a notice: why, what it does about it, and by when or that it is done."""

    cause = models.TextField("原因", blank=True)
    measures = models.TextField("措施", blank=True)
    finish_by = models.DateField("完成时限", null=True, blank=True)
    is_done = models.BooleanField("已办结", default=False)
    text = models.TextField("办理情况", blank=True)

    class Meta:
        abstract = True


class NoticeReply(Paper, Said):
    """督办回复: the addressee's paper on one notice, kept as typed until it is signed and submitted."""

    notice = models.OneToOneField(
        "progress.Notice", on_delete=models.CASCADE, related_name="reply", verbose_name="督办单"
    )
    state = models.CharField(
        "状态", max_length=16, choices=ReplyState.choices(), blank=True, default=ReplyState.NOT_BEGUN
    )

    class Meta:
        verbose_name = verbose_name_plural = "督办回复"
        ordering = ["notice"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(ReplyState)), name="a_reply_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReplyState.RETURNED) | Q(refile_by__isnull=False),
                name="a_returned_reply_has_a_date_to_reply_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReplyState.SUBMITTED, ReplyState.ACCEPTED])
                | Q(submitted_at__isnull=False),
                name="a_submitted_reply_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 回复"

    @property
    def address(self) -> str:
        """The page of the notice, where it stands."""
        return self.notice.address


class ReplyRound(Said):
    """督办回复的一次报送: as it was then; one that the office found wanting carries the reason and stays."""

    notice = models.ForeignKey(
        "progress.Notice", on_delete=models.CASCADE, related_name="rounds", verbose_name="督办单"
    )
    number = models.PositiveSmallIntegerField("次序")
    replied_at = models.DateTimeField("回复时间")
    replied_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="回复人"
    )
    filed_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="填报人"
    )
    evidence = models.JSONField("佐证材料", default=list, blank=True)
    recalled_at = models.DateTimeField("撤回时间", null=True, blank=True)
    recalled_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤回人",
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="退回人",
    )
    return_reason = models.TextField("退回理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办回复轮次"
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="replies_of_a_notice_are_numbered"),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(return_reason=""), name="a_returned_reply_says_why"
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True) | Q(returned_at__isnull=True),
                name="a_recalled_reply_is_not_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} 第{self.number}次回复"

    @property
    def stands(self) -> bool:
        """Neither recalled by the unit nor found wanting by the office."""
        return self.recalled_at is None and self.returned_at is None
