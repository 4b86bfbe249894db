"""Looks at one file in this process, within limits: `python -m projects.files.inspection NAME < FILE`.

Written are one line of JSON (kind, size of the picture, or why the file is not taken), then the small
pictures. A file that asks for more ends the process, and nothing else.
"""

import json
import resource
import sys

from projects.files.contents import Unfit, kinds_of
from projects.files.pictures import Shrunk, shrunk
from projects.rules.file_kinds import PICTURES, TAKEN, FileKind, kind_of

SECONDS = 15  # of the processor
MEMORY = 1_500_000_000  # bytes
WRITTEN = 50_000_000  # bytes


def limit() -> None:
    """From now on no more than this."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(data: bytes, name: str) -> tuple[FileKind, Shrunk | None]:
    """What the file is; Unfit where it is none of the kinds, or not the one that its name says."""
    found = kinds_of(data)
    if not found:
        raise Unfit(f"不是可以上传的文件类型；可以上传 {TAKEN}。")
    kind = kind_of(found, name)
    if kind is None:
        raise Unfit(f"内容是{found[0].word}，与扩展名不符，请核对文件。")
    return kind, shrunk(data, kind) if kind in PICTURES else None


def main(name: str) -> None:
    """Read standard input, write what it is."""
    limit()
    try:
        kind, picture = look(sys.stdin.buffer.read(), name)
    except Unfit as unfit:
        found, pictures = {"refused": str(unfit)}, (b"", b"")
    else:
        found, pictures = {"kind": kind.value}, (b"", b"")
        if picture:
            found |= {"width": picture.width, "height": picture.height}
            pictures = (picture.small, picture.large)
    found["lengths"] = [len(each) for each in pictures]
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + b"".join(pictures))


if __name__ == "__main__":
    main(sys.argv[1])
