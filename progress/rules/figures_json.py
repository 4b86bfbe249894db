"""The figures of a bulletin as JSON keeps them, and back; a snapshot of an older version is read too."""

from collections.abc import Callable
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from progress.rules.figures import Figures

Part = TypeVar("Part")


def to_json(figures: Figures) -> dict[str, Any]:
    """The figures as JSON holds them: decimals and dates as strings; `from_json` gives the same back."""
    return _frozen(figures)


def from_json(kept: dict[str, Any]) -> Figures:
    """The figures from what `to_json` made; what an older snapshot does not know takes its default."""
    return _reader(Figures)(kept)


def part_from_json(kind: type[Part], kept: Any) -> Part:
    """One part of the figures alone, read like the whole."""
    return _reader(kind)(kept)


def _frozen(value: Any) -> Any:
    return _writer(type(value))(value)


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """How a value of this type is kept; what JSON holds as it is stays as it is."""
    if _has_fields(kind):
        names = tuple(_kinds(kind))
        return lambda value: {name: _frozen(getattr(value, name)) for name in names}
    if issubclass(kind, tuple):
        return lambda value: [_frozen(each) for each in value]
    if issubclass(kind, date):
        return lambda value: value.isoformat()
    return str if issubclass(kind, Decimal) else lambda value: value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How a value of this kind is read again; what JSON holds as it is stays as it is."""
    if get_origin(kind) is UnionType:
        return _reader(next(each for each in get_args(kind) if each is not NoneType))
    if get_origin(kind) is tuple:
        part = _reader(get_args(kind)[0])
        return _where_known(lambda kept: tuple(map(part, kept)))
    if _has_fields(kind):
        parts = {name: _reader(hint) for name, hint in _kinds(kind).items()}
        return _where_known(
            lambda kept: kind(**{name: part(kept[name]) for name, part in parts.items() if name in kept})
        )
    if kind is Decimal:
        return _where_known(Decimal)
    return _where_known(date.fromisoformat) if kind is date else lambda kept: kept


def _where_known(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda kept: None if kept is None else read(kept)


def _has_fields(kind: Any) -> bool:
    """Whether it is a dataclass or a named tuple."""
    return is_dataclass(kind) or hasattr(kind, "_fields")


@cache
def _kinds(kind: type) -> dict[str, Any]:
    """The fields with their types, in their order."""
    return get_type_hints(kind)
