"""Rows of several tables by one statement.

A page that asked each table in turn would spend most of its time in asking, and Django words a query more
slowly than PostgreSQL answers it: so each table's rows come as JSON arrays, side by side, and the statement
is worded once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.db.models import DateField, DateTimeField, Func, JSONField, Model, QuerySet
from django.utils.functional import cached_property

from projects.models.readings import instance_of
from projects.models.statements import Statement, statement

FROM_JSON = json.JSONDecoder(parse_float=Decimal).decode
DAYS_FROM_JSON: dict[type, Callable[[str], date]] = {
    DateTimeField: datetime.fromisoformat,
    DateField: date.fromisoformat,
}


@dataclass(frozen=True)
class Selection:
    """The rows of one table: which, which of their fields, and what each row becomes.

    `shape` makes a tuple of a row, which costs a tenth of an instance, and there are thousands; without it
    a row becomes an instance of its model, on which the fields left out are deferred.
    """

    rows: QuerySet
    fields: tuple[str, ...]
    shape: Callable[[list], tuple] | None = None

    @property
    def as_json(self) -> QuerySet:
        """The rows as JSON arrays."""
        return self.rows.values_list(
            Func(*self.fields, function="JSON_BUILD_ARRAY", output_field=JSONField())
        )

    def read(self, rows: list[list]) -> list[Model] | list[tuple]:
        """The rows in their shape; JSON knows no days and times, so these are parsed."""
        for place, parsed in self._days:
            for row in rows:
                row[place] = row[place] and parsed(row[place])
        if self.shape:
            return [*map(self.shape, rows)]
        return [instance_of(self.rows.model, self.fields, row) for row in rows]

    @cached_property
    def _days(self) -> tuple[tuple[int, Callable[[str], date]], ...]:
        """At which places days and times stand, each with what parses it."""
        kinds = {
            field.attname: DAYS_FROM_JSON.get(type(field)) for field in self.rows.model._meta.concrete_fields
        }
        return tuple((place, kinds[name]) for place, name in enumerate(self.fields) if kinds.get(name))


Tables = dict[str, Selection]  # by name


def side_by_side(tables: Callable[[], Tables], **given: object) -> dict[str, list]:
    """The rows of these tables, by one statement, with each slot filled by name."""
    (columns,) = _statement(tables).ask(**given)
    return {
        name: selection.read(FROM_JSON(rows))
        for (name, selection), rows in zip(tables().items(), columns, strict=True)
    }


@cache
def _statement(tables: Callable[[], Tables]) -> Statement:
    """One SELECT with a column for each table."""
    queries = [statement(selection.as_json) for selection in tables().values()]
    columns = ", ".join(f"array_to_json(ARRAY({each.words}))::text" for each in queries)
    parameters = tuple(parameter for each in queries for parameter in each.parameters)
    return Statement(f"SELECT {columns}", parameters)
