"""Queries worded once: Django takes longer to word a query than PostgreSQL to answer it, and some stand on every page."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, F, Field, Func, QuerySet, TextField, Value


class Slot(str):
    """Where a parameter goes that is given anew each time."""


@dataclass(frozen=True)
class Worded:
    """The words of a query and its parameters, some of them slots."""

    statement: str
    parameters: tuple[object, ...]

    def ask(self, **given: object) -> list[tuple]:
        """The rows, as the database tells them, with each slot filled by name."""
        with connection.cursor() as cursor:
            cursor.execute(self.statement, [given[each] if isinstance(each, Slot) else each for each in self.parameters])
            return cursor.fetchall()


def worded(rows: QuerySet) -> Worded:
    """A query of `values_list` that may ask for slots."""
    return Worded(*rows.query.sql_with_params())


def slot(name: str) -> Value:
    """The value given under this name."""
    return Value(Slot(name), output_field=Field())


def among(column: str, name: str, of: Field | None = None) -> Func:
    """Whether a column is one of the values given under this name: `= ANY`, which takes any number of them in one parameter."""
    values = Value(Slot(name), output_field=_Many(of or TextField()))
    return Func(F(column), values, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


class _Many(ArrayField):
    """An array whose value is still a slot."""

    def get_db_prep_value(self, value: object, connection: object, prepared: bool = False) -> object:
        """The slot itself."""
        return value
