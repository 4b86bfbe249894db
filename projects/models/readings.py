"""Whole rows by statements that are prepared: what a query set gives, without its being worded each time."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    ManyToOneRel,
    Model,
    Prefetch,
    QuerySet,
    prefetch_related_objects,
)
from django.db.models.base import ModelState
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.transaction import TransactionManagementError

from projects.models.statements import among, worded

Row = TypeVar("Row", bound=Model)


class Reading(Generic[Row]):
    """Rows of one model, worded and planned once: what a query set gives, its relations and annotations too.

    Slots as in a statement. Of `prefetch_related` the rows that point back at these are prepared as well;
    what lies further away is asked anew each time, as Django words it.
    """

    def __init__(self, rows: QuerySet[Row]) -> None:
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._statement = worded(self._compiler)
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
    state.adding, state.db, state.fields_cache = False, DEFAULT_DB_ALIAS, {}
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True), _state=state)
    return made
