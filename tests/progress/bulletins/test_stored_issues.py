"""Issues as earlier releases froze them: read and told the same for ever, nothing of them lost.

The files hold what `progress_bulletin` kept of issue 1 in the filled database of each release
(tests/releases); nobody writes them again.
"""

import json
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.html import escape

from progress.ledger.issued import issued_quarters
from progress.rules.figures_json import from_json
from tests.factories import make_bulletin, make_list, make_period, make_user

ISSUES = sorted(Path(__file__).with_name("issues").glob("*.json"))
TOLD = {  # release: the counts as the issue printed them
    "v0.1.0": "总数120＝已完成0＋超序时2＋达序时86＋滞后29（其中严重滞后1）＋待评定3（其中待审核0）＋未报0",
    "v0.2.0": "总数120＝已完成0＋超序时1＋达序时89＋滞后29（其中严重滞后1）"
    "＋待评定1（其中无可评依据1）＋未报0",
}


@pytest.fixture(params=ISSUES, ids=lambda path: path.stem)
def kept(request):
    return json.loads(request.param.read_text(encoding="utf-8")) | {"release": request.param.stem}


def lost(raw, value, place=""):
    """Where what was frozen is not what is read; a name that nothing reads any more is lost too."""
    if isinstance(raw, dict):
        unread = [f"{place}.{name}" for name in raw if not hasattr(value, name)]
        read = [(name, each) for name, each in raw.items() if hasattr(value, name)]
        return unread + [
            at for name, each in read for at in lost(each, getattr(value, name), f"{place}.{name}")
        ]
    if isinstance(raw, list):
        short = [] if len(raw) == len(value) else [f"{place}: {len(raw)} became {len(value)}"]
        pairs = enumerate(zip(raw, value, strict=False))
        return short + [at for number, (each, one) in pairs for at in lost(each, one, f"{place}[{number}]")]
    told = str(value) if isinstance(value, Decimal | date) else value
    return [] if told == raw else [f"{place}: {raw!r} became {told!r}"]


def test_every_value_that_was_frozen_is_read(kept):
    figures = from_json(kept["figures"])
    assert is_dataclass(figures)
    assert lost(kept["figures"], figures) == []


def test_the_counts_stand_as_they_were_printed(kept):
    assert from_json(kept["figures"]).tally.equation == TOLD[kept["release"]]


@pytest.fixture
def issue(kept, db):
    period = make_period(make_list(), kept["figures"]["quarter"])
    return make_bulletin(period, figures=kept["figures"], paragraphs=kept["paragraphs"])


def test_the_page_tells_every_paragraph(kept, issue, client):
    client.force_login(make_user())
    page = client.get(issue.address).content.decode()
    texts = [line for each in kept["paragraphs"] for line in each["text"].splitlines() if line]
    assert texts
    assert [text for text in texts if str(escape(text)) not in page] == []
    assert str(escape(TOLD[kept["release"]])) in page


def test_who_reads_no_more_is_told_where_every_task_stood(kept, issue):
    told = issued_quarters(issue.yearly_list)[issue.period.quarter]
    raw = {each["number"]: each["code"] for each in kept["figures"]["tasks"]}
    assert {number: told.standing(number).code for number in raw} == raw
    assert [told.task(number).number for number in raw] == list(raw)
