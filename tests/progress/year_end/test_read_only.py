"""A concluded list is read only, whatever the act and the way to it; but notices, and what goes on."""

from contextlib import contextmanager

import pytest

from projects.log.acts import DECLARED
from projects.models import LogEntry, YearlyList
from projects.rules.errors import Refused
from projects.rules.states import ListStage
from tests.as_read import as_read
from tests.factories import NOW
from tests.progress.test_seen_versions import CARRIED, office

pytestmark = pytest.mark.django_db
__all__ = ["office"]  # the fixture
GOES_ON = {code for code, act in DECLARED.items() if act.after_conclusion}
# The public page is no list's, nor is the five-year plan: its values come in after a year was concluded.
OF_NO_LIST = {code for code in CARRIED if code.startswith(("yearly_value_", "public_page_"))}
NO_FILE = "notice_reply_evidence_taken_away"  # its row there has no file


@contextmanager
def suppress_but_the_conclusion():
    """The rows of that table reach their versions, not always a whole act: what they lack is refused too."""
    try:
        yield
    except Refused as refusal:
        assert "清单已办结" not in str(refusal)


def conclude():
    YearlyList.objects.update(stage=ListStage.CONCLUDED)


@pytest.mark.parametrize("act", sorted(set(CARRIED) - GOES_ON - OF_NO_LIST))
def test_no_act_changes_a_concluded_list(act, office):
    row, action, named = CARRIED[act](office)
    conclude()
    before = type(row).objects.filter(pk=row.pk).values().get()
    with pytest.raises(Refused):
        as_read(action, row, at=NOW, **named)
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("act", sorted((set(CARRIED) & GOES_ON) - {NO_FILE}))
def test_what_is_open_of_a_concluded_list_goes_on(act, office):
    row, action, named = CARRIED[act](office)
    conclude()
    with suppress_but_the_conclusion():
        as_read(action, row, at=NOW, **named)
