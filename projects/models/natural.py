"""Natural keys: how fixtures name a row without knowing its number in the database."""

from typing import Any

from django.db import models


class NaturalQuerySet(models.QuerySet):
    """Rows that can be found by their natural key."""

    def get_by_natural_key(self, *key: Any) -> "NaturalModel":
        """The row with this key, its parts in the order of `NATURAL_KEY`."""
        return self.get(**dict(zip(self.model.NATURAL_KEY, key, strict=True)))


class NaturalModel(models.Model):
    """A row named by the values at `NATURAL_KEY`, lookups through foreign keys among them."""

    NATURAL_KEY: tuple[str, ...] = ()

    objects = NaturalQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple:
        """What a fixture writes in place of the primary key."""
        return tuple(_value(self, path.split("__")) for path in self.NATURAL_KEY)


def _value(row: models.Model, path: list[str]) -> Any:
    """The value at the end of a lookup; None where a link is missing."""
    if len(path) > 2:
        _fetch(row, path[0], "__".join(path[1:-1]))
    for name in path:
        row = getattr(row, name) if row is not None else None
    return row


def _fetch(row: models.Model, link: str, behind: str) -> None:
    """Fetch what a link leads to together with all that lies behind it, in one query."""
    field = row._meta.get_field(link)
    key = getattr(row, field.attname)
    if key is not None and not field.is_cached(row):
        setattr(row, link, field.related_model.objects.select_related(behind).get(pk=key))
