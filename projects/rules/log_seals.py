"""Seals over the log: what a seal says, how it is worked out, and what does not fit it.

Every entry of the log is written as one line, every seal is the checksum of the lines of its entries and of
a last line that names the seal before. So whoever has written down one digest holds all entries up to it.

The line of an entry (format 1) is a JSON object in UTF-8, its keys sorted, without spaces between, other than
ASCII characters as they are, ended by a line feed. Its keys are those of FIELDS; `at` is in UTC with six
digits of a second (`2021-07-14T00:30:00.000000+00:00`), `actor` is the account's number or null, `role_words`
and `detail` are JSON themselves. The last line is a JSON object of the same kind with the keys `at`, `count`,
`first`, `format`, `last`, `number` and `previous` (the digest of the seal before; "" for the first). The
digest is the SHA-256 of all these lines in the order of `id`, in hexadecimal.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from hashlib import sha256

FORMAT = 1
FIELDS = (
    *("id", "at", "actor_id", "actor_name", "role", "address", "act", "word"),
    *("object_label", "object_url", "role_words", "result", "detail"),
)
DIGITS = 16  # so many of a digest are enough to know it by
Line = tuple[int, bytes]  # the number of an entry and its line


@dataclass(frozen=True)
class Seal:
    """One seal: all entries numbered from `first` to `last` (`count` of them; numbers may be missing)."""

    number: int
    first: int
    last: int
    count: int
    previous: str
    at: datetime
    digest: str = ""
    format: int = FORMAT


@dataclass(frozen=True)
class Checked:
    """What was found: sentences on what does not fit, and how many entries wait for their seal."""

    seals: int
    entries: int
    unsealed: int
    faults: tuple[str, ...]


def line_of(values: Iterable[object]) -> Line:
    """An entry's line, from its values in the order of FIELDS."""
    entry = dict(zip(FIELDS, values, strict=True))
    entry["actor"] = entry.pop("actor_id")
    entry["at"] = _moment(entry["at"])
    return entry["id"], _as_line(entry)


def last_line(seal: Seal) -> bytes:
    """What a seal says of itself."""
    said = {"number": seal.number, "first": seal.first, "last": seal.last, "count": seal.count}
    return _as_line(said | {"previous": seal.previous, "at": _moment(seal.at), "format": seal.format})


def seal_line(seal: Seal) -> bytes:
    """A seal in an archive: what it says of itself, and its digest."""
    return _as_line(json.loads(last_line(seal)) | {"digest": seal.digest})


def seal_from(line: bytes, zone: tzinfo) -> Seal:
    """A seal out of an archive; ValueError, TypeError or LookupError where the line is none."""
    said = json.loads(line)
    return Seal(**said | {"at": datetime.fromisoformat(said["at"]).astimezone(zone)})


def entry_from(line: bytes) -> Line:
    """An entry out of an archive, by its number."""
    return json.loads(line)["id"], line


def digest_of(seal: Seal, lines: Iterable[bytes]) -> str:
    """The digest of a seal over the lines of its entries."""
    digest = sha256()
    for line in lines:
        digest.update(line)
    digest.update(last_line(seal))
    return digest.hexdigest()


def check(seals: Iterable[Seal], lines: Iterator[Line], *, anchor: Seal | None = None) -> Checked:
    """Every seal against its entries and the seal before; both in the order of their numbers.

    `anchor` is the seal before the first of them, where they begin in the middle.
    """
    faults: list[str] = []
    before, number_of_seals, entries = anchor, 0, 0
    waiting = next(lines, None)
    for seal in seals:
        digest, count, strays = sha256(), 0, 0
        while waiting is not None and waiting[0] <= seal.last:
            if waiting[0] < seal.first:
                strays += 1
            else:
                digest.update(waiting[1])
                count += 1
            waiting = next(lines, None)
        digest.update(last_line(seal))
        faults += _links(seal, before)
        if strays:
            faults.append(f"第{seal.number}号封存之前有{strays}条记录不在任何封存之内。")
        if digest.hexdigest() != seal.digest:
            faults.append(_broken(seal, count))
        before, number_of_seals, entries = seal, number_of_seals + 1, entries + count + strays
    unsealed = _rest(waiting, lines)
    return Checked(number_of_seals, entries + unsealed, unsealed, tuple(faults))


def matches(digest: str, typed: str) -> bool:
    """Whether what was typed is this digest or begins it; letters and spaces as they like."""
    return len(typed) >= DIGITS and digest.startswith(typed)


def as_typed(text: str) -> str:
    """A digest that was written by hand: without spaces and hyphens, small letters."""
    return "".join(letter for letter in text.lower() if letter not in " -\u3000\t\r\n")


def _links(seal: Seal, before: Seal | None) -> Iterator[str]:
    """Whether it follows the one before."""
    number, last, digest = (before.number, before.last, before.digest) if before else (0, 0, "")
    if seal.number != number + 1:
        missing = f"第{number + 1}" + (f"至第{seal.number - 1}" if seal.number > number + 2 else "")
        yield f"{missing}号封存不在了。"
    elif seal.previous != digest:
        yield f"第{seal.number}号封存与前一号接不上：前一号的摘要已不是当时的摘要。"
    elif seal.first != last + 1:
        yield f"第{seal.number}号封存自第{seal.first}条起，前一号止于第{last}条，首尾不接。"


def _broken(seal: Seal, count: int) -> str:
    """In which way the entries are not those that were sealed."""
    place = f"第{seal.number}号封存（第{seal.first}条至第{seal.last}条，{seal.at:%Y-%m-%d %H:%M}）"
    if count < seal.count:
        return f"{place}：封存时有{seal.count}条，现有{count}条，少了{seal.count - count}条。"
    if count > seal.count:
        return f"{place}：封存时有{seal.count}条，现有{count}条，多了{count - seal.count}条。"
    return f"{place}：摘要不符，其中的记录或封存本身被改动过。"


def _rest(waiting: Line | None, lines: Iterator[Line]) -> int:
    """How many entries are left."""
    return 0 if waiting is None else 1 + sum(1 for _ in lines)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _as_line(values: dict[str, object]) -> bytes:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
