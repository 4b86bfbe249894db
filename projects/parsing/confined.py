"""Reads one document in this process, within limits: `python -m projects.parsing.confined NAME < FILE`.

The reading is written as JSON. A document that asks for more ends the process, and nothing else.
"""

import json
import re
import resource
import sys

from projects.parsing.formats import LARGEST
from projects.parsing.reading import read

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


def main(name: str) -> None:
    """Read standard input, write what it holds."""
    limit()
    data = sys.stdin.buffer.read(LARGEST + 1)
    try:
        told = json.dumps(clean(read(data, name).as_json()), ensure_ascii=False)
    except MemoryError:
        sys.exit(TOO_MUCH_MEMORY)
    sys.stdout.buffer.write(told.encode())


def clean(value: object) -> object:
    """The same with a replacement character where a text holds what is no text."""
    if isinstance(value, str):
        return NO_TEXT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    return [clean(each) for each in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    main(sys.argv[1])
