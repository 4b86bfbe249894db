"""通报: the officer's draft of a quarter's text, and the numbered issues with their files, for ever."""

from functools import cache

from django.db import models
from django.db.models import Q

from progress.rules import addresses
from projects.models.statements import Statement, slot, statement

BULLETIN_FILES = {"workbook": "通报表格", "document": "通报正文", "public": "公开版"}


class BulletinDraft(models.Model):
    """What the officer changed of the text that builds itself; one per quarter, kept for a correction."""

    period = models.OneToOneField(
        "progress.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="bulletin_draft",
        verbose_name="填报期",
    )
    edits = models.JSONField("修改", default=list)
    order = models.JSONField("段落次序", default=list)
    version = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    saved_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="保存人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "通报草稿"

    def __str__(self) -> str:
        return f"{self.period}通报草稿"


class BulletinQuerySet(models.QuerySet):
    """Issues, in the office's words."""

    def numbered(self) -> "BulletinQuerySet":
        """Those that are issues: a quarter 无通报 counts as issued and has none."""
        return self.filter(number__gt=0)

    def of_year(self, year: int) -> "BulletinQuerySet":
        """A year's issues in the order of their numbers."""
        return self.numbered().filter(yearly_list__year=year).order_by("number")

    def latest_for(self, period: "models.Model") -> "Bulletin | None":
        """The last issue of a quarter: the one that stands."""
        return self.filter(period=period).order_by("-number").first()

    def last_number(self, yearly_list: int) -> int:
        """The number of a list's last issue, by the list's key, whatever its quarter; 0 before the first."""
        found = _last_number().ask(yearly_list=yearly_list)
        return found[0][0] if found else 0


@cache
def _last_number() -> Statement:
    issues = Bulletin.objects.filter(yearly_list=slot("yearly_list"))
    return statement(issues.order_by("-number").values_list("number")[:1])


class Bulletin(models.Model):
    """通报: one numbered issue (第 n 期); figures and text as they were.

    The database refuses to change or delete it.
    """

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.PROTECT, related_name="bulletins", verbose_name="年度清单"
    )
    period = models.ForeignKey(
        "progress.ReportingPeriod", on_delete=models.PROTECT, related_name="bulletins", verbose_name="填报期"
    )
    number = models.PositiveSmallIntegerField("期号")
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="更正",
    )
    correction_reason = models.TextField("更正原因", blank=True)
    title = models.CharField("标题", max_length=255)
    figures = models.JSONField("数据")
    paragraphs = models.JSONField("正文")
    left_open = models.JSONField("印发时未了事项", default=list)
    is_backfilled = models.BooleanField(
        "补录", default=False
    )  # issued on paper, or (numbered 0) not at all; the figures are those loaded, there are no files
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.ForeignKey(
        "projects.User", on_delete=models.PROTECT, related_name="+", verbose_name="印发人"
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["yearly_list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "number"],
                condition=Q(number__gt=0),
                name="issues_of_a_year_are_numbered",
            ),
            models.CheckConstraint(
                condition=Q(number__gt=0) | Q(is_backfilled=True, corrects__isnull=True),
                name="a_quarter_without_an_issue_was_backfilled",
            ),
            models.UniqueConstraint(
                fields=["period"], condition=Q(corrects__isnull=True), name="a_quarter_is_issued_once"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""),
                name="a_correction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """第 n 期, or 第 n 期（更正第 m 期）."""
        if not self.number:
            return "无通报"
        return f"第{self.number}期" + (f"（更正第{self.corrects.number}期）" if self.corrects else "")

    @property
    def is_on_paper(self) -> bool:
        """Whether it went out on paper before the list was kept here."""
        return self.is_backfilled and self.number > 0

    @property
    def address(self) -> str:
        """The page of this issue."""
        return addresses.bulletin(self.yearly_list.year, self.number)


class BulletinFile(models.Model):
    """One file of an issue, the bytes as they were made when it was issued."""

    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.PROTECT, related_name="files", verbose_name="通报"
    )
    kind = models.CharField("类别", max_length=16, choices=BULLETIN_FILES)
    name = models.CharField("文件名", max_length=64)
    content = models.BinaryField("内容")
    sha256 = models.CharField("校验值", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        verbose_name = verbose_name_plural = "通报文件"
        ordering = ["bulletin", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "kind"], name="an_issue_has_one_file_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.bulletin} {self.get_kind_display()}"
