"""Queries worded once and planned once.

Django takes longer to word a large query, and PostgreSQL to plan it, than to answer it. So a statement is
prepared on each connection when it is first asked there, and only executed from then on. The plan is kept
while the tables grow: it goes by indexes, whatever they held when it was made (settings.STATEMENT_OPTIONS).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from weakref import WeakKeyDictionary

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Expression,
    F,
    Field,
    Func,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property
from psycopg2.extensions import AsIs
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

LARGEST = BigIntegerField.MAX_BIGINT
_prepared: WeakKeyDictionary[Connection, set[str]] = WeakKeyDictionary()


class Slot(str):
    """Where a parameter goes that is given anew each time."""

    def __repr__(self) -> str:
        """Told apart from a text of the same letters: by this a statement has its name."""
        return f"{type(self).__name__}({super().__repr__()})"

    def numbered(self, number: int) -> str:
        """As the prepared statement knows it."""
        return f"${number}"


class Alone(Slot):
    """In the place of a list the one value of it: what is planned for a list is planned for ten of them."""

    def numbered(self, number: int) -> str:
        """A list of the value that is given."""
        return f"ARRAY[${number}]"


@dataclass(frozen=True)
class Statement:
    """The words of a query and its parameters, some of them slots; without words it is one of no rows."""

    words: str
    parameters: tuple[object, ...]

    def ask(self, **given: object) -> list[tuple]:
        """The rows, as the database tells them, with each slot filled by name."""
        if not self.words:
            return []
        for name in self._slots:
            if isinstance(given[name], list) and len(given[name]) == 1:
                return self._for_one(name).ask(**{**given, name: given[name][0]})
        with connection.cursor() as cursor:
            self._prepare(connection.connection)
            values = [_storable(given[slot]) for slot in self._slots]
            cursor.execute(
                f"EXECUTE {self._name}({', '.join(['%s'] * len(values))})"
                if values
                else f"EXECUTE {self._name}",
                values,
            )
            return cursor.fetchall()

    def _prepare(self, server: Connection) -> None:
        """Let this connection plan it, once; its plans end with the connection, not with a transaction."""
        known = _prepared.setdefault(server, set())
        if self._name not in known:
            with server.cursor() as cursor:
                words = cursor.mogrify(self.words, list(self._numbered())).decode()
                cursor.execute(f"PREPARE {self._name} AS {words}")
                self._plan_by_indexes(cursor)
            known.add(self._name)

    def _plan_by_indexes(self, cursor: Cursor) -> None:
        """Make the plan that is kept.

        A table that is empty today would be read whole within a loop, and still be when it holds a year: what
        took a hundredth of a second then takes half an hour.
        """
        nothing = f"({', '.join(['NULL'] * len(self._slots))})" if self._slots else ""
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN EXECUTE {self._name}{nothing}")
        cursor.execute("RESET enable_seqscan")

    @cached_property
    def _name(self) -> str:
        return "asked_" + sha256(repr((self.words, self.parameters)).encode()).hexdigest()[:16]

    @cached_property
    def _slots(self) -> tuple[str, ...]:
        """The names of the slots, each once, in the order of their numbers."""
        return tuple(dict.fromkeys(str(each) for each in self.parameters if isinstance(each, Slot)))

    def _numbered(self) -> Iterator[object]:
        """The parameters, a slot as the number by which a prepared statement knows it."""
        for each in self.parameters:
            if isinstance(each, Slot):
                yield AsIs(each.numbered(self._slots.index(str(each)) + 1))
            else:
                yield each

    def _for_one(self, name: str) -> "Statement":
        """The same of one value in the place of a list: one is sought otherwise than many."""
        if name not in self._of_one:
            parameters = (
                Alone(each) if isinstance(each, Slot) and each == name else each for each in self.parameters
            )
            self._of_one[name] = replace(self, parameters=tuple(parameters))
        return self._of_one[name]

    @cached_property
    def _of_one(self) -> dict[str, "Statement"]:
        return {}


def statement(rows: QuerySet) -> Statement:
    """A query of `values_list` that may ask for slots."""
    return worded(rows.query.get_compiler(DEFAULT_DB_ALIAS))


def worded(compiler: SQLCompiler) -> Statement:
    """In SQL; what nothing can answer, as `.none()`, needs none."""
    try:
        return Statement(*compiler.as_sql())
    except EmptyResultSet:
        return Statement("", ())


def slot(name: str) -> Value:
    """The value given under this name."""
    return Value(Slot(name), output_field=Field())


def number_slot(name: str) -> Cast:
    """The whole number given under this name: one that is too large for the column finds nothing."""
    return Cast(slot(name), BigIntegerField())


def _storable(value: object) -> object:
    """The value itself, of a number beyond all columns the largest there is."""
    return min(value, LARGEST) if isinstance(value, int) else value


def among(column: str, name: str, of: Field | None = None) -> Func:
    """Whether a column is one of the values under this name: `= ANY`, any number of them in one parameter."""
    return _any_of(column, Value(Slot(name), output_field=_Many(of or TextField())))


def within(column: str, rows: QuerySet) -> Func:
    """Whether a column is the key of one of these rows; they are found first, and nothing else is read.

    Planned as a join it might be read the other way round: the whole of the table, for the few rows of it.
    """
    return _any_of(column, ArraySubquery(rows.order_by().values("pk")))


def _any_of(column: str, values: Expression) -> Func:
    return Func(
        F(column), values, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField()
    )


class _Many(ArrayField):
    """An array whose value is still a slot."""

    def get_db_prep_value(self, value: object, connection: object, prepared: bool = False) -> object:
        """The slot itself."""
        return value
