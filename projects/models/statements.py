"""Queries worded once and planned once.

Django takes longer to word a large query, and PostgreSQL to plan it, than to answer it. So a statement is
prepared on each connection when it is first asked there, and only executed from then on. The plan is kept
while the tables grow: it goes by indexes, whatever they held when it was made (settings.STATEMENT_OPTIONS).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    F,
    Field,
    Func,
    ManyToOneRel,
    Model,
    Prefetch,
    QuerySet,
    TextField,
    Value,
    prefetch_related_objects,
)
from django.db.models.base import ModelState
from django.db.models.functions import Cast
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from psycopg2.extensions import AsIs
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

Row = TypeVar("Row", bound=Model)
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


class Reading(Generic[Row]):
    """Rows of one model, worded and planned once: what a query set gives, its relations and annotations too.

    Slots as in a statement. Of `prefetch_related` the rows that point back at these are prepared as well;
    what lies further away is asked anew each time, as Django words it.
    """

    def __init__(self, rows: QuerySet[Row]) -> None:
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._statement = _worded(self._compiler)
        self._locks = rows.query.select_for_update
        self._model = rows.model
        if not self._statement.words:
            return
        self._beside, self._prefetched = _told_apart(rows)
        kind, select = self._compiler.klass_info, self._compiler.select
        fields = kind["select_fields"]
        self._columns = slice(fields[0], fields[-1] + 1)
        self._names = [column.target.attname for column, *_ in select[self._columns]]
        self._relations = get_related_populators(kind, select, DEFAULT_DB_ALIAS)
        self._converters = self._compiler.get_converters([column for column, *_ in select])
        self._annotations: Mapping[str, int] = self._compiler.annotation_col_map or {}

    def ask(self, **given: object) -> list[Row]:
        """The rows as instances, with each slot filled by name."""
        if self._locks and connection.get_autocommit():
            raise TransactionManagementError("rows are locked within a transaction only")
        rows = self._statement.ask(**given)
        if not rows:
            return []
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        known: dict[tuple[int, object], Model] = {}
        found = [self._instance(row, known) for row in rows]
        for relation in self._beside:
            relation.put(found)
        if self._prefetched:
            prefetch_related_objects(found, *self._prefetched)
        return found

    def first(self, **given: object) -> Row | None:
        """The first of the rows; None where there is none."""
        return next(iter(self.ask(**given)), None)

    def get(self, **given: object) -> Row:
        """The one row, or the first; DoesNotExist, as of a query set, where there is none."""
        found = self.first(**given)
        if found is None:
            raise self._model.DoesNotExist
        return found

    def _instance(self, row: tuple, known: dict[tuple[int, object], Model]) -> Row:
        made = instance_of(self._model, self._names, row[self._columns])
        for relation in self._relations:
            _populate(relation, row, made, known)
        for name, place in self._annotations.items():
            setattr(made, name, row[place])
        return made


class _Beside:
    """The rows of a relation that point back at those that were read, as `prefetch_related` puts them."""

    def __init__(self, relation: ManyToOneRel, rows: QuerySet) -> None:
        self._relation, self._back = relation, relation.field
        self._reading = Reading(rows.filter(among(self._back.attname, "keys", of=BigIntegerField())))

    def put(self, found: Sequence[Model]) -> None:
        by_key = {each.pk: (each, []) for each in found}
        for row in self._reading.ask(keys=list(by_key)):
            owner, rows = by_key[getattr(row, self._back.attname)]
            self._back.set_cached_value(row, owner)
            rows.append(row)
        name = self._relation.get_accessor_name()
        for owner, rows in by_key.values():
            answer = getattr(owner, name).all()
            answer._result_cache, answer._prefetch_done = rows, True
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answer


def _told_apart(rows: QuerySet) -> tuple[list[_Beside], list[Prefetch]]:
    """The relations of `prefetch_related` that are prepared, and those that Django asks for itself."""
    lookups = rows._prefetch_related_lookups
    asked = [each if isinstance(each, Prefetch) else Prefetch(each) for each in lookups]
    back = {
        each.get_accessor_name(): each
        for each in rows.model._meta.related_objects
        if type(each) is ManyToOneRel and each.field_name == rows.model._meta.pk.name
    }
    prepared = [each for each in asked if each.prefetch_to in back]
    return (
        [_Beside(back[each.prefetch_to], _rows_of(each, back)) for each in prepared],
        [each for each in asked if each not in prepared],
    )


def _rows_of(asked: Prefetch, back: Mapping[str, ManyToOneRel]) -> QuerySet:
    """The rows that are asked for, all where none are named."""
    if asked.queryset is not None:
        return asked.queryset
    return back[asked.prefetch_to].related_model._default_manager.all()


def _populate(
    relation: RelatedPopulator, row: tuple, made: Model, known: dict[tuple[int, object], Model]
) -> None:
    """What a row leads to: rows that lead to the same one share it, and it is made once."""
    values = row[relation.cols_start : relation.cols_end]
    key = values[relation.pk_idx]
    if key is None:
        relation.local_setter(made, None)
        return
    other = known.get((relation.cols_start, key))
    if other is None:
        other = known[relation.cols_start, key] = instance_of(relation.model_cls, relation.init_list, values)
        for further in relation.related_populators:
            _populate(further, row, other, known)
    relation.local_setter(made, other)
    relation.remote_setter(other, made)


def instance_of(model: type[Row], names: Sequence[str], values: Sequence[object]) -> Row:
    """A row as `from_db` makes it; fields that are not named are deferred.

    It neither tells the signals nor walks through the fields, which is most of what an instance costs.
    """
    state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True), _state=state)
    return made


def statement(rows: QuerySet) -> Statement:
    """A query of `values_list` that may ask for slots."""
    return _worded(rows.query.get_compiler(DEFAULT_DB_ALIAS))


def _worded(compiler: SQLCompiler) -> Statement:
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
    values = Value(Slot(name), output_field=_Many(of or TextField()))
    return Func(
        F(column), values, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField()
    )


class _Many(ArrayField):
    """An array whose value is still a slot."""

    def get_db_prep_value(self, value: object, connection: object, prepared: bool = False) -> object:
        """The slot itself."""
        return value
