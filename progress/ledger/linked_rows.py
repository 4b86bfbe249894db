"""Rows by table, linked: those that belong together lead to one another, and none is there twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Model

LINKS = (  # rows, the relation, the rows that it leads to
    ("tasks", "yearly_list", "lists"),
    ("tasks", "domain", "domains"),
    ("tasks", "matter", "matters"),
    ("periods", "yearly_list", "lists"),
    ("leads", "unit", "units"),
    ("leads", "group", "groups"),
    ("targets", "task", "tasks"),
    ("targets", "reporting_unit", "units"),
    ("sub_projects", "reporting_unit", "units"),
    ("reports", "period", "periods"),
    ("reports", "task", "tasks"),
    ("reports", "unit", "units"),
    ("verdicts", "period", "periods"),
    ("verdicts", "task", "tasks"),
)


class LinkedRows:
    """Rows by table; those that belong together are linked, and what is read later is linked to them."""

    def __init__(self, found: Mapping[str, list]) -> None:
        self.found: dict[str, list] = {}
        self.by_key: dict[str, dict[int, Model]] = {}
        self.join(found)

    def join(self, found: Mapping[str, list]) -> None:
        """Take up rows of further tables."""
        self.found |= found
        for name, rows in found.items():
            if rows and isinstance(rows[0], Model):
                self.by_key[name] = {row.id: row for row in rows}
        for name, relation, others in LINKS:
            _link(found.get(name, ()), relation, self.by_key.get(others, {}))


def _link(rows: Sequence[Model], relation: str, others: Mapping[int, Model]) -> None:
    """Let the relation of each row lead to the one instance that all rows share.

    By the field's own cache: plain assignment asks the database router and writes the key again, thousands
    of times for one page. The key is taken from the row's values, where no descriptor stands before it.
    """
    if rows and others:
        field = rows[0]._meta.get_field(relation)
        key, place = field.attname, field.cache_name
        for row in rows:
            other = others.get(vars(row)[key])
            if other is not None:
                row._state.fields_cache[place] = other


def grouped(rows: Iterable[object], attribute: str) -> dict[int, list]:
    """The rows by what this attribute says; none for what no row says."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found
