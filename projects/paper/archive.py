"""Byte-identical office files: the same content gives the same bytes, whenever and wherever it is saved."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CORE, APPLICATION, RELATIONS = "docProps/core.xml", "docProps/app.xml", "_rels/.rels"
# Of the template that a library brings: its thumbnail, its application's name, its counts of pages and words.
THUMBNAIL = "docProps/thumbnail.jpeg"
TO_THUMBNAIL = re.compile(rb"<Relationship\b[^>]*/metadata/thumbnail[^>]*/>")
NO_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
MODIFIED = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(?=</dcterms:\2>)")


def repacked(data: bytes, *, moment: datetime = FIRST_MOMENT) -> bytes:
    """The same xlsx or docx archive with every date in it set to one moment, its members in their order.

    Nothing in it tells of a template.
    """
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != THUMBNAIL:
                new.writestr(_entry(name), _member(name, old.read(name), stamp))
    return out.getvalue()


def _member(name: str, content: bytes, stamp: bytes) -> bytes:
    if name == CORE:
        return MODIFIED.sub(rb"\g<1>" + stamp, content)
    if name == RELATIONS:
        return TO_THUMBNAIL.sub(b"", content)
    return NO_APPLICATION if name == APPLICATION else content


def _entry(name: str) -> ZipInfo:
    """An archive entry that says nothing of the day, the machine or the file mode."""
    entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry
