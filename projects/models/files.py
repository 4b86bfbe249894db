"""Files that people handed in, known by their content."""

from django.db import models

from projects.rules.file_kinds import MEDIA_TYPES, PICTURES, SHOWN, UNKNOWN, FileKind

FOLDER = "kept"


class KeptFileQuerySet(models.QuerySet):
    """Files, by who still needs them."""

    def unused(self) -> "KeptFileQuerySet":
        """Those that no row of any table names any more."""
        relations = self.model._meta.related_objects
        return self.filter(**{f"{each.get_accessor_name()}__isnull": True for each in relations})


class KeptFile(models.Model):
    """留存文件: the same bytes are the same row, whoever handed them in; the bytes lie in the file store."""

    sha256 = models.CharField("校验值", max_length=64, unique=True)
    size = models.PositiveIntegerField("大小")
    kind = models.CharField(
        "类型", max_length=8, choices=FileKind.choices(), blank=True
    )  # "" where nobody asked: official documents are read by their own reader
    width = models.PositiveIntegerField("宽", null=True, blank=True)
    height = models.PositiveIntegerField("高", null=True, blank=True)
    kept_at = models.DateTimeField("存入时间")
    unused_since = models.DateTimeField("不再使用时间", null=True, blank=True)

    objects = KeptFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "留存文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Where its bytes lie in the file store."""
        return path_of(self.sha256)

    @property
    def small_path(self) -> str:
        """Where its small picture lies."""
        return f"{self.path}.small.jpg"

    @property
    def large_path(self) -> str:
        """Where the picture lies that browsers show: itself, or made of it."""
        return self.path if self.kind in SHOWN else f"{self.path}.large.jpg"

    @property
    def is_picture(self) -> bool:
        """Whether a small picture stands for it."""
        return self.kind in PICTURES

    @property
    def media_type(self) -> str:
        """For the browser."""
        kind = FileKind.of(self.kind)
        return MEDIA_TYPES[kind] if kind else UNKNOWN


def path_of(sha256: str) -> str:
    """Where the bytes of this checksum lie."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}"
