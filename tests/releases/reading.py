"""Reads a release's pages with today's code: `python -m tests.releases.reading`, where its database is named.

It prints JSON. It knows the pages by their addresses alone, and people by their accounts in the demo.
"""

import hashlib
import io
import json
import sys
from collections.abc import Iterator
from unittest.mock import patch

import django
from openpyxl import load_workbook

from tests.releases.addresses import ISSUED, NOW, PAGES, WORKBOOKS, key
from tests.releases.lines import lines

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

SIGNED_IN_BY = "projects.accounts.backend.WithTheCity"


def read() -> dict[str, list[str]]:
    """What every page says at one moment, the workbooks' cells, and the checksums of what was issued."""
    told = {}
    with patch("django.utils.timezone.now", lambda: NOW):  # the clock that everything of ours asks
        for account, address in PAGES:
            told[key(account, address)] = lines(_content(account, address).decode())
        for account, address in WORKBOOKS:
            told[key(account, address)] = list(_cells(_content(account, address)))
        for account, address in ISSUED:
            told[key(account, address)] = [hashlib.sha256(_content(account, address)).hexdigest()]
    return told


def _content(account: str, address: str) -> bytes:
    """What this person gets there."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=account), SIGNED_IN_BY)
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{account} is answered {answer.status_code} at {address}.")
    return b"".join(answer) if answer.streaming else answer.content


def _cells(content: bytes) -> Iterator[str]:
    """A workbook's rows, without its empty cells."""
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        yield f"# {sheet.title}"
        for row in sheet.iter_rows(values_only=True):
            if values := [" ".join(str(value).split()) for value in row if value is not None]:
                yield " | ".join(values)


if __name__ == "__main__":
    json.dump(read(), sys.stdout, ensure_ascii=False)
