"""城市: how this installation's city and its offices are called, one row that the administrator edits."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Subquery
from django.db.models.functions import JSONObject

from projects.rules.city import WORDS, City, city_from


class CityRecordQuerySet(models.QuerySet):
    """The one row."""

    def current(self) -> City:
        """The city as a value; before the row is written, as the settings call it."""
        record = self.first()
        return record.city if record else city_from(settings.CITY)

    def as_subquery(self) -> Subquery:
        """The row as one value beside another query's rows, at no query of its own; None before it exists."""
        return Subquery(self.values(words=JSONObject(**{word: word for word in WORDS}))[:1])


class CityRecord(models.Model):
    """城市. What was issued and what was logged keeps the words it was written with."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(
        "名称", max_length=32, blank=True, help_text="如：某某市；用于各标题，留空则标题不带市名。"
    )
    product = models.CharField("系统名称", max_length=64, help_text="各页面上方的名称。")
    coordinator = models.CharField("牵头协调部门", max_length=32, help_text="简称，用于页面和通报正文。")
    coordinator_full = models.CharField("牵头协调部门全称", max_length=64, help_text="用于通报、提醒单落款。")
    coordinator_role = models.CharField("协调员称谓", max_length=32)
    supervisor = models.CharField("督查部门", max_length=32, help_text="简称，用于页面和通报正文。")
    supervisor_full = models.CharField("督查部门全称", max_length=64, help_text="用于督办单落款。")
    supervisor_role = models.CharField("督查员称谓", max_length=32)
    masthead = models.CharField("通报红头", max_length=64)
    addressees = models.CharField("通报主送", max_length=128)
    copies_to = models.CharField(
        "通报抄送", max_length=128, blank=True, help_text="印在通报末页版记；留空则不印抄送。"
    )
    notice_prefix = models.CharField(
        "督办单代字",
        max_length=16,
        help_text="用于以后签发第一件督办单的年度；已有督办单的年度在清单设置中修改。",
    )
    stationed = models.CharField("驻地单位的称谓", max_length=32)

    objects = CityRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "城市"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_city")]

    def __str__(self) -> str:
        return self.name or self.product

    @property
    def city(self) -> City:
        """The row as a value."""
        return City(**{word: getattr(self, word) for word in WORDS})
