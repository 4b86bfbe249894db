"""The lists as an office sends them: every format is read as the text of the same document is."""

from pathlib import Path

import pytest

from projects.parsing.reading import read
from tests.projects.parsing.documents import reading

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
VALUES = (
    *("number", "text", "domain", "lead", "co", "quarters", "items", "targets", "planned"),
    "source_text",
)


def of(name):
    (path,) = [path for path in SAMPLES if path.name == name]
    return read(path.read_bytes(), name)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_value_is_that_of_the_text_file(path):
    text = reading("2021-schedule" if path.name.startswith("2021") else "2023-breakdown")
    parsed = read(path.read_bytes(), path.name)
    for mine, theirs in zip(parsed.tasks, text.tasks, strict=True):
        for value in VALUES:
            assert getattr(mine, value) == getattr(theirs, value), (mine.number, value)
    assert (parsed.kind, parsed.year, parsed.domains) == (text.kind, text.year, text.domains)
    assert "民生实事" in parsed.title


def test_a_hidden_sheet_and_changes_that_were_only_proposed_are_said():
    hidden = [finding for finding in of("2021-schedule.xlsx").findings if finding.code == "part_unread"]
    assert [finding.message for finding in hidden] == ["工作表“Sheet2”是隐藏的，未读取。"]
    changed = of("2023-breakdown-numbered-by-word.docx").findings
    assert [finding.code for finding in changed if finding.task is None] == ["tracked_changes"]
