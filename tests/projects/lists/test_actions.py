"""The stage of a list."""

import pytest

from projects.lists.actions import start
from projects.models import LogEntry
from projects.rules.errors import Refused
from tests.factories import NOW, make_list

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stage", ["draft", "filing_plans"])
def test_a_list_starts_with_its_first_quarter(stage):
    assert start(make_list(stage=stage), at=NOW, by=None).is_running
    assert LogEntry.objects.get().act == "list_started"


def test_starting_again_changes_nothing():
    start(make_list(stage="running"), at=NOW, by=None)
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("stage", ["archived", "concluded"])
def test_a_list_on_file_or_concluded_does_not_start(stage):
    with pytest.raises(Refused):
        start(make_list(stage=stage), at=NOW, by=None)
