"""佐证材料: what the files of all papers have in common; each app keeps those of its papers in a table."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db import models
from django.db.models import Q

LONGEST_CAPTION = 120  # characters


def of_one(papers: Sequence[str]) -> Q:
    """Exactly one of the papers is named."""
    condition = Q()
    for one in papers:
        condition |= Q(**{f"{each}__isnull": each != one for each in papers})
    return condition


class EvidenceQuerySet(models.QuerySet):
    """Evidence, in the office's words."""

    def in_place(self) -> "EvidenceQuerySet":
        """What has not been taken away."""
        return self.filter(taken_away_at__isnull=True)

    def in_order(self) -> "EvidenceQuerySet":
        """As it was handed in, each with its file and what it proves."""
        return self.select_related("file", "target", "item", "added_by").order_by("pk")

    def as_kept(self) -> list[dict]:
        """What stands, for keeping with a round: readable when the rows have changed."""
        return [each.as_kept() for each in self.in_place().in_order()]

    def kept_of(self, relation: str, papers: Collection[models.Model]) -> Mapping[int, list[dict]]:
        """The same of many papers, to which the `relation` leads, by the paper's key."""
        found = defaultdict(list)
        for each in self.filter(**{f"{relation}__in": papers}).in_place().in_order():
            found[getattr(each, f"{relation}_id")].append(each.as_kept())
        return found


class FileOfPaper(models.Model):
    """A file of one paper; once submitted it stays with its round, also when it is taken away.

    Which papers, and the kept file, are the fields of each table.
    """

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

    proves = ("target", "item")  # the fields that say what it proves

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.caption or self.name

    def as_kept(self) -> dict:
        """What a round keeps of it."""
        return {"key": self.pk, "name": self.name, "caption": self.caption, "about": self.about_words}

    @classmethod
    def places(cls, about: str) -> dict[str, object]:
        """The columns of what it proves, by the name of its field; nothing where it is the whole paper."""
        kind, _, key = about.partition("-")
        return {f"{name}_id": int(key) if kind == name else None for name in ("target", "item")}

    @property
    def about(self) -> str:
        """What it proves, by the name of its field in the form; "" where it is the whole paper."""
        if self.target_id:
            return f"target-{self.target_id}"
        return f"item-{self.item_id}" if self.item_id else ""

    @property
    def about_words(self) -> str:
        """What it proves, for reading."""
        if self.target:
            return self.target.in_print
        return self.item.text if self.item else ""
