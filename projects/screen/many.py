"""What is done to many rows of a list at once: each by itself, with the version that was on the screen."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.db.models import Model
from django.http import Http404

from projects.rules.errors import Refused
from projects.screen.posted import seen_version

Row, Done = TypeVar("Row"), TypeVar("Done")


def one_by_one(
    rows: Iterable[Row],
    act: Callable[[Row], Done],
    *,
    name: Callable[[Row], str],
    tell: Callable[[str], object],
) -> list[Done]:
    """Act on each row; what is refused stays as it is and is named to the person, the others go through."""
    done = []
    for row in rows:
        try:
            done.append(act(row))
        except Refused as refusal:
            tell(f"{name(row)}：{refusal}")
    return done


def ticked(keys: Iterable[object]) -> str:
    """The boxes that a page shows ticked, as its address says them."""
    return ".".join(map(str, keys))


def are_ticked(asked: str | None) -> frozenset[str]:
    """The keys back."""
    return frozenset((asked or "").split("."))


def seen_versions(posted: Mapping[str, str], rows: Iterable[Model]) -> dict[int, int]:
    """The version of each row as it was on the screen; 404, before anything is done, where one lacks."""
    return {row.pk: seen_version(posted, f"version-{row.pk}") for row in rows}


def seen_seal(posted: Mapping[str, str], key: object) -> str:
    """The seal of a row as it was on the screen; 404 where the row was posted without one."""
    seal = posted.get(f"seal-{key}", "")
    if not seal:
        raise Http404
    return seal
