"""公开页面: whether everybody may read it, and what it tells of each issue."""

from django.db import models
from django.db.models import Q

from projects.models.filing import Versioned


class PublicPageQuerySet(models.QuerySet):
    """The one row."""

    def current(self) -> "PublicPage":
        """The switch; off, not saved, before anybody has touched it."""
        return self.select_related("changed_by").first() or PublicPage()


class PublicPage(Versioned):
    """公开页面: whether the installation has one; off until the supervisor turns it on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_on = models.BooleanField("对外开放", default=False)

    objects = PublicPageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开页面"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_public_page")]

    def __str__(self) -> str:
        return "公开页面"


class PublicIssueQuerySet(models.QuerySet):
    """What is told in public, in the office's words."""

    def in_place(self) -> "PublicIssueQuerySet":
        """Those of the issues that stand: one that was corrected is told by its correction alone."""
        return (
            self.filter(bulletin__corrected_by__isnull=True)
            .select_related("bulletin__yearly_list", "bulletin__corrects")
            .order_by("-bulletin__yearly_list__year", "bulletin__period__quarter")
        )

    def of(self, year: int, quarter: int) -> "PublicIssueQuerySet":
        """The one that stands for a quarter."""
        return self.in_place().filter(bulletin__yearly_list__year=year, bulletin__period__quarter=quarter)


class PublicIssue(models.Model):
    """公开版: what everybody may read of one issue, as it was when it was drawn; the database keeps it so."""

    bulletin = models.OneToOneField(
        "progress.Bulletin", on_delete=models.PROTECT, related_name="public_issue", verbose_name="通报"
    )
    issuer = models.CharField("印发机关", max_length=64)
    figures = models.JSONField("数据")
    paragraphs = models.JSONField("正文")
    document = models.BinaryField("公开版文件")

    objects = PublicIssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报公开版"
        ordering = ["bulletin"]

    def __str__(self) -> str:
        return f"{self.bulletin}（公开版）"
