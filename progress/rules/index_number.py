"""索引号: how what is public is numbered.

Year, serial number of the document that gave the list (〔2021〕10号: 010; 000 where it has none), and of an
issue its own number: 2021-010 is the list, 2021-010-02 its second issue. One list a year, so no two agree.
"""

import re

SERIAL = re.compile(r"(\d+)\s*号")


def index_number(year: int, document_number: str, issue: int | None = None) -> str:
    """2021-010, 2021-010-02."""
    found = SERIAL.search(document_number)
    serial = int(found[1]) if found else 0
    return f"{year}-{serial:03}" + (f"-{issue:02}" if issue is not None else "")
