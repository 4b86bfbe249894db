"""佐证材料: which kept file belongs to which paper, with a caption and what of the paper it proves."""

from django.db import models
from django.db.models import Q

from progress.rules import addresses
from projects.models.evidence import FileOfPaper, of_one

PAPERS = (  # what it may belong to
    *("report", "reply", "contribution", "backfill"),
    *("extension", "closure", "yearly_value", "follow_up"),
)


class Evidence(FileOfPaper):
    """佐证材料 of a paper of the actual."""

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
    yearly_value = models.ForeignKey(
        "progress.YearlyValue",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="规划指标年度值",
    )
    follow_up = models.ForeignKey(
        "progress.FollowUp",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="后续报告",
    )
    file = models.ForeignKey(
        "projects.KeptFile", on_delete=models.PROTECT, related_name="evidence", verbose_name="留存文件"
    )

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
            models.UniqueConstraint(
                fields=["yearly_value", "file"],
                condition=Q(taken_away_at__isnull=True),
                name="a_file_stands_once_in_a_yearly_value",
            ),
            models.UniqueConstraint(
                fields=["follow_up", "file"],
                condition=Q(taken_away_at__isnull=True),
                name="a_file_stands_once_in_a_follow_up",
            ),
            models.CheckConstraint(
                condition=of_one(PAPERS),
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

    @property
    def paper(self) -> models.Model:
        """What it belongs to."""
        return next(found for each in PAPERS if (found := getattr(self, each)) is not None)

    @property
    def address(self) -> str:
        """The file itself."""
        return addresses.evidence(self.pk)

    @property
    def small_address(self) -> str:
        """Its small picture."""
        return addresses.evidence_picture(self.pk, "small")

    @property
    def large_address(self) -> str:
        """Its picture as browsers show it."""
        return addresses.evidence_picture(self.pk, "large")
