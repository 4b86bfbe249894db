"""Official documents as received, what a person should look at in them, and what the person answered."""

from django.db import models
from django.db.models import Q

from projects.models.natural import NaturalModel, NaturalQuerySet
from projects.parsing.findings import kinds
from projects.rules.states import DocumentKind


class SourceDocument(NaturalModel):
    """来源文件: a file as received, byte for byte; the same bytes are the same row.

    The bytes lie in the file store. `content` holds them as well until they have lain there for a while
    (adoption/store_actions): workers of v0.2 and before read nothing else, and their rows have no `file` yet.
    """

    NATURAL_KEY = ("sha256",)

    sha256 = models.CharField("校验值", max_length=64, unique=True)
    name = models.CharField("文件名", max_length=255)
    file = models.ForeignKey(
        "projects.KeptFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="文件",
    )
    content = models.BinaryField("内容", null=True, blank=True)
    kind = models.CharField("类别", max_length=16, choices=DocumentKind.choices(), blank=True)
    title = models.CharField("标题", max_length=255, blank=True)
    document_number = models.CharField("文号", max_length=64, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    received_at = models.DateTimeField("收到时间")
    received_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收件人",
    )
    yearly_list = models.ForeignKey(
        "projects.YearlyList",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="年度清单",
    )

    class Meta:
        verbose_name = verbose_name_plural = "来源文件"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(content__isnull=False),
                name="a_document_has_its_bytes",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name


class DocumentReading(models.Model):
    """读取结果: what a document was read as when it came, and what a person answered so far.

    A document is read once, in a process of its own; whoever looks at it or adopts it uses this.
    """

    document = models.OneToOneField(
        SourceDocument, on_delete=models.CASCADE, related_name="reading", verbose_name="来源文件"
    )
    parsed = models.JSONField("读取结果")
    answers = models.JSONField("答复", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "读取结果"

    def __str__(self) -> str:
        return str(self.document)


class FindingQuerySet(NaturalQuerySet):
    """Findings, in the office's words."""

    def open(self) -> "FindingQuerySet":
        """Findings that nobody has answered."""
        return self.filter(decision__isnull=True)


class Finding(NaturalModel):
    """疑点: what a person should look at, with the place and the quote."""

    NATURAL_KEY = ("yearly_list__year", "task__number", "code", "quarter", "quote", "message")

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.CASCADE, related_name="findings", verbose_name="年度清单"
    )
    document = models.ForeignKey(
        SourceDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="来源文件",
    )
    task = models.ForeignKey(
        "projects.Task",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="任务",
    )
    quarter = models.PositiveSmallIntegerField("季度", null=True, blank=True)
    code = models.CharField("类型", max_length=48, choices=kinds)
    message = models.TextField("说明")
    quote = models.TextField("原文", blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑点"
        ordering = ["task__number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__range=(1, 4)),
                name="a_finding_names_a_quarter_of_the_year",
            ),
        ]

    def __str__(self) -> str:
        return self.message


class Decision(models.Model):
    """处理: what a person answered to a finding; the finding stays."""

    finding = models.OneToOneField(
        Finding, on_delete=models.CASCADE, related_name="decision", verbose_name="疑点"
    )
    answer = models.TextField("处理意见")
    decided_at = models.DateTimeField("处理时间")
    decided_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "处理"

    def __str__(self) -> str:
        return self.answer
