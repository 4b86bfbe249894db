"""An indicator that rises from 2 to 4.5, and its value of 2021 on its way."""

from decimal import Decimal

import pytest

from progress.indicators import actions
from progress.indicators.reads import paper_of
from tests.factories import NOW, make_document, make_indicator

SAID = {
    "value": Decimal("2.6"),
    "source": "市统计局",
    "situation": "新增托位600个。",
    "trend": "",
    "cause": "",
    "adjustment": "",
    "measures": "",
}


@pytest.fixture
def indicator(unit):
    return make_indicator(make_document(None), unit, number=2)


@pytest.fixture
def draft(indicator, filer):
    paper = paper_of(indicator, 2021)
    return actions.save_draft(paper, content=SAID, based_on=paper.version, at=NOW, by=filer)


@pytest.fixture
def submitted(draft, filer, signer):
    sent = actions.send_for_signature(draft, based_on=draft.version, at=NOW, by=filer)
    return actions.submit(sent, based_on=sent.version, at=NOW, by=signer)
