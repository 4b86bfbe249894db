"""Rows as comma-separated values that a spreadsheet opens as they are."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

CONTENT_TYPE = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it Excel and WPS take the text for another encoding


def comma_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Line by line: UTF-8 with its mark, a head; a text that begins like a formula is kept from being one."""
    yield BOM.encode()
    yield _line(head)
    for row in rows:
        yield _line([_cell(value) for value in row])


def _line(cells: Sequence[object]) -> bytes:
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerow(cells)
    return sheet.getvalue().encode()


def _cell(value: object) -> object:
    """A number stays a number, below 0 too."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
