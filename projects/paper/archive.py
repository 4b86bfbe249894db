"""Byte-identical office files: the same content gives the same bytes, whenever and wherever it is saved."""

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CORE = "docProps/core.xml"
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
MODIFIED = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(?=</dcterms:\2>)")


def repacked(data: bytes, *, moment: datetime = FIRST_MOMENT) -> bytes:
    """The same xlsx or docx archive with every date in it set to one moment, its members in their order."""
    stamp = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == CORE:
                content = MODIFIED.sub(rb"\g<1>" + stamp, content)
            new.writestr(_entry(name), content)
    return out.getvalue()


def _entry(name: str) -> ZipInfo:
    """An archive entry that says nothing of the day, the machine or the file mode."""
    entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0
    return entry
