"""What a browser posts, before any form has looked at it: keys of rows, versions, files."""

from collections.abc import Callable, Iterable, Mapping

from django.http import Http404, QueryDict

LONGEST = 18  # digits of the largest key; Python itself refuses to read thousands


def whole_number(value: object) -> int | None:
    """The number that was posted, None where it is none that a row could have."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None


def whole_numbers(values: Iterable[object]) -> list[int]:
    """Those of the posted values that are whole numbers."""
    return [number for number in map(whole_number, values) if number is not None]


def seen_version(posted: Mapping[str, str], name: str = "version") -> int:
    """The version that was on the screen; 404 where the act was posted without one."""
    version = whole_number(posted.get(name))
    if version is None:
        raise Http404
    return version


def brought_back(restored: QueryDict | None, *acts: str) -> QueryDict | None:
    """What comes back through an interruption, where it was typed for one of these acts; else None.

    A page that holds several forms fills each with its own words alone.
    """
    return restored if restored and restored.get("action", "") in acts else None


TAKES_FILES = "takes_files"


def takes_files(view: Callable) -> Callable:
    """Mark a view to which files may be posted; nobody's other forms are longer than text."""
    setattr(view, TAKES_FILES, True)
    return view
