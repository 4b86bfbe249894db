"""Reads one document in this process, within limits: `python -m projects.parsing.confined NAME < FILE`.

The reading is written as JSON; with `--cells` before the name, the cells of a workbook's first sheet. A file
that asks for more ends the process, and nothing else.
"""

import json
import re
import resource
import sys

from projects.parsing.formats import LARGEST
from projects.parsing.formats.lines import Unreadable
from projects.parsing.formats.xlsx import grid_of, opened_book
from projects.parsing.reading import read

CELLS = "--cells"
SECONDS = 20  # of the processor
MEMORY = 1_000_000_000  # bytes
WRITTEN = 100_000_000  # bytes, in any file
TOO_MUCH_MEMORY = 3  # exit code
NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what no database keeps


def limit() -> None:
    """From now on no more than this."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def first_sheet(data: bytes, name: str) -> dict:
    """Every filled cell of the first sheet, as row, column, text; or why it cannot be read."""
    try:
        grid = grid_of(opened_book(data, name).worksheets[0])
    except Unreadable as unreadable:
        return {"unreadable": str(unreadable)}
    return {"cells": [[row, column, text] for (row, column), (_, text) in sorted(grid.items())]}


def main(name: str, *, cells_only: bool = False) -> None:
    """Read standard input, write what it holds."""
    limit()
    data = sys.stdin.buffer.read(LARGEST + 1)
    try:
        found = first_sheet(data, name) if cells_only else read(data, name).as_json()
        written = json.dumps(clean(found), ensure_ascii=False)
    except MemoryError:
        sys.exit(TOO_MUCH_MEMORY)
    sys.stdout.buffer.write(written.encode())


def clean(value: object) -> object:
    """The same with a replacement character where a text holds what is no text."""
    if isinstance(value, str):
        return NO_TEXT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return [clean(each) for each in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    main(sys.argv[-1], cells_only=CELLS in sys.argv[1:-1])
