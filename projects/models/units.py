"""The register of units: who answers for tasks, under which names, in which official order."""

from django.db import models
from django.db.models import Q

from projects.models.natural import NaturalModel, NaturalQuerySet
from projects.rules.letters import look_of
from projects.rules.states import UnitKind


class UnitQuerySet(NaturalQuerySet):
    """Units, in the office's words."""

    def active(self) -> "UnitQuerySet":
        """Units that may owe something."""
        return self.filter(is_active=True)


class Unit(NaturalModel):
    """单位: one unit of the register. Its code is its address and is never recomputed."""

    NATURAL_KEY = ("code",)

    code = models.SlugField("代码", max_length=32, unique=True, help_text="拼音首字母，登记后不再改变")
    name = models.CharField("名称", max_length=64, unique=True)
    full_name = models.CharField("全称", max_length=128, blank=True)
    kind = models.CharField("类别", max_length=16, choices=UnitKind.choices())
    order = models.PositiveSmallIntegerField("排序", help_text="公文中的先后顺序")
    pinyin = models.CharField("拼音首字母", max_length=64, blank=True, help_text="用于按首字母查找")
    liaison = models.CharField("联络员", max_length=32, blank=True)
    liaison_telephone = models.CharField("联络员电话", max_length=32, blank=True)
    leader = models.CharField("分管负责人", max_length=32, blank=True)
    leader_telephone = models.CharField("分管负责人电话", max_length=32, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def editable_wording(self) -> str:
        """Contacts and other names in one line: what an edit is based on."""
        liaison, leader = (
            f"{self.liaison} {self.liaison_telephone}".strip(),
            f"{self.leader} {self.leader_telephone}".strip(),
        )
        aliases = "、".join(alias.name for alias in self.aliases.all())
        return f"联络员：{liaison or '无'}；分管负责人：{leader or '无'}；别名：{aliases or '无'}"


class UnitAlias(NaturalModel):
    """A former, short or misprinted name of a unit; the printed name stays on the list it was printed in."""

    NATURAL_KEY = ("name",)

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name="单位")
    name = models.CharField("别名", max_length=64, unique=True)
    note = models.CharField("说明", max_length=128, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "别名"
        ordering = ["unit", "pk"]

    def __str__(self) -> str:
        return self.name


class UnitGroup(NaturalModel):
    """单位组: 各县区, 功能板块; stands for its members, which are given list by list."""

    NATURAL_KEY = ("code",)

    code = models.SlugField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=64, unique=True)
    aliases = models.JSONField("别名", default=list, blank=True, help_text="名称的其他写法")
    order = models.PositiveSmallIntegerField("排序")
    pinyin = models.CharField("拼音首字母", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位组"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class GroupMembership(NaturalModel):
    """A unit's membership of a group, for one list; proposed (待确认) until the administrator confirms."""

    NATURAL_KEY = ("yearly_list__year", "group__code", "unit__code")

    yearly_list = models.ForeignKey(
        "projects.YearlyList", on_delete=models.CASCADE, related_name="memberships", verbose_name="年度清单"
    )
    group = models.ForeignKey(
        UnitGroup, on_delete=models.PROTECT, related_name="memberships", verbose_name="单位组"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name="单位")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "projects.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "组成员"
        ordering = ["group", "unit__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["yearly_list", "group", "unit"], name="a_unit_is_in_a_group_once_per_list"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="a_confirmed_membership_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}：{self.unit}"


def bearer_of(name: str) -> Unit | UnitGroup | None:
    """The unit or group that bears this name or another one that looks like it; an old row may hold unseen
    characters, which make no other name of it.
    """
    wanted = look_of(name)
    for unit in Unit.objects.prefetch_related("aliases"):
        if wanted in {look_of(unit.name), *(look_of(alias.name) for alias in unit.aliases.all())}:
            return unit
    for group in UnitGroup.objects.all():
        if wanted in {look_of(group.name), *map(look_of, group.aliases)}:
            return group
    return None
