"""封存包: the sealed log as one file that is checked without the system, signed by the installation.

A zip archive of `entries.jsonl` (the lines that the seals were worked out from), `entries.csv` (the same to
read), `seals.jsonl`, `manifest.json` (what is in it, with the SHA-256 of each) and `signature.txt`: the
HMAC-SHA256 of the bytes of the manifest, in hexadecimal, by a key that Django derives from SECRET_KEY.
"""

import hmac
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from projects.log.seal_reads import A_PIECE, lines_between, seal_before
from projects.log.words import act_word, detail_words
from projects.models.log import LogEntry
from projects.paper.comma_lines import comma_lines
from projects.rules.log_seals import Checked, Seal, check, entry_from, seal_from, seal_line

FORMAT = 1
APPLICATION = "lianyungang-livelihood-tracker log"
SALT = "projects.log.archive"
MANIFEST, SIGNATURE, ENTRIES, TABLE, SEALS = (
    *("manifest.json", "signature.txt", "entries.jsonl", "entries.csv", "seals.jsonl"),
)
HEADINGS = ("编号", "时间", "操作人", "角色", "来源地址", "操作", "对象", "链接", "结果", "详情")


class Damaged(Exception):
    """It is no archive of the log, or cannot be read."""


@dataclass(frozen=True)
class Archive:
    """What an archive was found to be."""

    made_at: datetime
    made_by: str
    seals: tuple[Seal, ...]
    checked: Checked


def write_archive(stream: BinaryIO, seals: list[Seal], *, at: datetime, made_by: str) -> None:
    """Write these seals and the entries under them."""
    first, last = (seals[0].first, seals[-1].last) if seals else (1, 0)
    before = seal_before(seals[0]) if seals else None
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        members = [
            _add(archive, ENTRIES, (line for _, line in lines_between(first, last))),
            _add(archive, TABLE, _table(first, last)),
            _add(archive, SEALS, map(seal_line, seals)),
        ]
        manifest = {
            "application": APPLICATION,
            "format": FORMAT,
            "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
            "made_by": made_by,
            "entries": sum(seal.count for seal in seals),
            "seals": len(seals),
            "before": json.loads(seal_line(before)) if before else None,
            "members": members,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        archive.writestr(MANIFEST, text)
        archive.writestr(SIGNATURE, _signature(text, settings.SECRET_KEY) + "\n")


def read_archive(stream: BinaryIO) -> Archive:
    """Check everything in an archive; Damaged where it is none."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, OSError, EOFError, LookupError, TypeError, ValueError) as error:
        raise Damaged("这不是操作记录的封存包，或已损坏。") from error


def _read(archive: zipfile.ZipFile) -> Archive:
    text = archive.read(MANIFEST)
    manifest = json.loads(text)
    if manifest["application"] != APPLICATION or manifest["format"] > FORMAT:
        raise ValueError(manifest["application"])
    faults = [*_signature_faults(archive, text), *_member_faults(archive, manifest["members"])]
    zone = timezone.get_current_timezone()
    with archive.open(SEALS) as lines:
        seals = tuple(seal_from(line, zone) for line in lines)
    before = manifest["before"] and seal_from(json.dumps(manifest["before"]).encode(), zone)
    with archive.open(ENTRIES) as lines:
        checked = check(seals, map(entry_from, lines), anchor=before or None)
    if checked.unsealed:
        faults.append(f"有{checked.unsealed}条记录不在任何封存之内。")
    if (checked.entries, checked.seals) != (manifest["entries"], manifest["seals"]):
        faults.append(f"清单记有{manifest['entries']}条记录、{manifest['seals']}号封存，包内与此不符。")
    whole = Checked(checked.seals, checked.entries, checked.unsealed, (*faults, *checked.faults))
    return Archive(datetime.fromisoformat(manifest["made_at"]), manifest["made_by"], seals, whole)


def _signature(text: bytes, key: str) -> str:
    return salted_hmac(SALT, text, secret=key, algorithm="sha256").hexdigest()


def _signature_faults(archive: zipfile.ZipFile, text: bytes) -> Iterator[str]:
    """By the key of today, or one of before."""
    keys = [key for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if key]
    signed = archive.read(SIGNATURE).decode("ascii", "replace").strip()
    if not any(hmac.compare_digest(signed, _signature(text, key)) for key in keys):
        yield "签名不符：清单被改动过，或不是用本系统的密钥（SECRET_KEY）签的。"


def _member_faults(archive: zipfile.ZipFile, members: Iterable[dict]) -> Iterator[str]:
    """Every part by its checksum; none too many."""
    named = {MANIFEST, SIGNATURE}
    for member in members:
        digest, size = sha256(), 0
        with archive.open(member["name"]) as part:
            while piece := part.read(1 << 20):
                digest.update(piece)
                size += len(piece)
        if (size, digest.hexdigest()) != (member["size"], member["sha256"]):
            yield f"{member['name']} 与清单中的校验值不符。"
        named.add(member["name"])
    if sorted(named) != sorted(archive.namelist()):
        yield "包内的文件与清单不符。"


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> dict[str, object]:
    """Write one part; its line of the manifest."""
    digest, size = sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _table(first: int, last: int) -> Iterator[bytes]:
    """The entries as comma-separated values that Excel opens."""
    entries = LogEntry.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")
    return comma_lines(HEADINGS, map(_cells, entries.iterator(chunk_size=A_PIECE)))


def _cells(entry: LogEntry) -> tuple[str, ...]:
    details = detail_words(entry.detail, entry.role_words)
    return (
        str(entry.pk),
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.actor_name,
        entry.role_label,
        entry.address or "",
        act_word(entry),
        entry.object_label,
        entry.object_url,
        entry.get_result_display(),
        "；".join(f"{name}：{words}" for name, words in details),
    )
