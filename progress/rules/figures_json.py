"""The figures of a bulletin as JSON keeps them, and back; a snapshot of an older version is read too."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from progress.rules.figures import Figures

Part = TypeVar("Part")


def to_json(figures: Figures) -> dict[str, Any]:
    """The figures as JSON holds them: decimals and dates as strings; `from_json` gives the same back."""
    return _frozen(figures)


def from_json(kept: dict[str, Any]) -> Figures:
    """The figures from what `to_json` made; what an older snapshot does not know takes its default."""
    return _thawed(Figures, kept)


def part_from_json(kind: type[Part], kept: Any) -> Part:
    """One part of the figures alone, read like the whole."""
    return _thawed(kind, kept)


def _frozen(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _frozen(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_frozen(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _thawed(kind: Any, kept: Any) -> Any:
    if kept is None:
        return None
    if get_origin(kind) is UnionType:
        return _thawed(next(each for each in get_args(kind) if each is not type(None)), kept)
    if get_origin(kind) is tuple:
        return tuple(_thawed(get_args(kind)[0], each) for each in kept)
    if is_dataclass(kind):
        return kind(
            **{name: _thawed(hint, kept[name]) for name, hint in _kinds(kind).items() if name in kept}
        )
    return {Decimal: Decimal, date: date.fromisoformat}.get(kind, lambda each: each)(kept)


@cache
def _kinds(kind: type) -> dict[str, Any]:
    """The fields of a dataclass with their types."""
    return {each.name: get_type_hints(kind)[each.name] for each in fields(kind)}
