"""承接: a task of a later list goes on with one of an earlier list."""

from django.db import models
from django.db.models import F, Q

from projects.models.filing import Versioned
from projects.rules.succession import SuccessionState


class SuccessionQuerySet(models.QuerySet):
    """Pairs, in the office's words."""

    def confirmed(self) -> "SuccessionQuerySet":
        """Those that the administrator confirmed; pages show no others."""
        return self.filter(state=SuccessionState.CONFIRMED)

    def undecided(self) -> "SuccessionQuerySet":
        """Those that wait for the administrator."""
        return self.filter(state=SuccessionState.PROPOSED)


class Succession(Versioned):
    """承接: a pair of tasks, proposed or registered by hand; a task may follow several and be followed by
    several.
    """

    later = models.ForeignKey(
        "projects.Task", on_delete=models.CASCADE, related_name="follows", verbose_name="任务"
    )
    earlier = models.ForeignKey(
        "projects.Task", on_delete=models.CASCADE, related_name="followed_by", verbose_name="承接的任务"
    )
    state = models.CharField(
        "状态", max_length=16, choices=SuccessionState.choices(), default=SuccessionState.PROPOSED
    )
    likeness = models.PositiveSmallIntegerField("相似度", null=True, blank=True)  # none of those made by hand
    reason = models.CharField("依据", max_length=255, blank=True)
    made_at = models.DateTimeField("列出时间")

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承接关系"
        ordering = ["later__number", "-earlier__yearly_list__year", "earlier__number"]
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier"], name="a_task_follows_another_once"),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="no_task_follows_itself"),
            models.CheckConstraint(
                condition=Q(state__in=list(SuccessionState)), name="a_succession_is_in_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.later.yearly_list.year}年第{self.later.number}项承接"
            f"{self.earlier.yearly_list.year}年第{self.earlier.number}项"
        )

    @property
    def is_by_hand(self) -> bool:
        """Whether a person brought the two together."""
        return self.likeness is None
