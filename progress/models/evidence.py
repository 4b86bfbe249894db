"""佐证材料: which kept file belongs to which paper, with a caption and what of the paper it proves."""

from django.db import models
from django.db.models import Q

from progress.rules import addresses

LONGEST_CAPTION = 120  # characters


PAPERS = ("report", "reply", "contribution", "backfill", "extension", "closure")  # what it may belong to


def _of_one_paper() -> Q:
    """Exactly one of the papers is named."""
    condition = Q()
    for one in PAPERS:
        condition |= Q(**{f"{each}__isnull": each != one for each in PAPERS})
    return condition


class EvidenceQuerySet(models.QuerySet):
    """Evidence, in the office's words."""

    def standing(self) -> "EvidenceQuerySet":
        """What has not been taken away."""
        return self.filter(taken_away_at__isnull=True)

    def in_order(self) -> "EvidenceQuerySet":
        """As it was handed in, each with its file and what it proves."""
        return self.select_related("file", "target", "item", "added_by").order_by("pk")

    def as_kept(self) -> list[dict]:
        """What stands, for keeping with a round: readable when the rows have changed."""
        return [
            {"key": each.pk, "name": each.name, "caption": each.caption, "about": each.about_words}
            for each in self.standing().in_order()
        ]


class Evidence(models.Model):
    """佐证材料: a file of one paper; once submitted it stays with its round, also when it is taken away."""

    report = models.ForeignKey(
        "progress.Report",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="进展报告",
    )
    reply = models.ForeignKey(
        "progress.NoticeReply",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="督办回复",
    )
    contribution = models.ForeignKey(
        "progress.Contribution",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="协同情况",
    )
    backfill = models.ForeignKey(
        "progress.Backfill",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="补录",
    )
    extension = models.ForeignKey(
        "progress.Extension",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="延期",
    )
    closure = models.ForeignKey(
        "progress.Closure",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="销号",
    )
    file = models.ForeignKey(
        "projects.KeptFile", on_delete=models.PROTECT, related_name="evidence", verbose_name="留存文件"
    )
    name = models.CharField("文件名", max_length=255)
    caption = models.CharField("说明", max_length=LONGEST_CAPTION, blank=True)
    target = models.ForeignKey(
        "projects.Target",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="对应量化目标",
    )
    item = models.ForeignKey(
        "projects.MilestoneItem",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="对应事项",
    )
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    was_submitted = models.BooleanField("已报送", default=False)
    taken_away_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "file"],
                condition=Q(taken_away_at__isnull=True),
                name="a_file_stands_once_in_a_report",
            ),
            models.UniqueConstraint(
                fields=["reply", "file"],
                condition=Q(taken_away_at__isnull=True),
                name="a_file_stands_once_in_a_reply",
            ),
            models.UniqueConstraint(
                fields=["contribution", "file"],
                condition=Q(taken_away_at__isnull=True),
                name="a_file_stands_once_in_a_contribution",
            ),
            models.CheckConstraint(
                condition=_of_one_paper(),
                name="evidence_belongs_to_one_paper",
            ),
            models.CheckConstraint(
                condition=Q(taken_away_at__isnull=True) | Q(was_submitted=True),
                name="what_was_never_submitted_is_not_kept_when_taken_away",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(item__isnull=True),
                name="evidence_proves_a_target_or_an_item",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.name

    @property
    def paper(self) -> models.Model:
        """What it belongs to."""
        return next(found for each in PAPERS if (found := getattr(self, each)) is not None)

    @property
    def about(self) -> str:
        """What it proves, by the name of its field in the form; "" where it is the whole report."""
        if self.target_id:
            return f"target-{self.target_id}"
        return f"item-{self.item_id}" if self.item_id else ""

    @property
    def about_words(self) -> str:
        """What it proves, for reading."""
        if self.target:
            return self.target.in_print
        return self.item.text if self.item else ""

    @property
    def address(self) -> str:
        """The file itself."""
        return addresses.evidence(self.pk)
