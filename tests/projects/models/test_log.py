import pytest
from django.db import DatabaseError

from projects.accounts.actions import SIGNED_IN
from projects.log.actions import record
from projects.models import LogEntry
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return record(SIGNED_IN, by=make_user("anna"), at=NOW)


def test_an_entry_is_never_changed(entry):
    with pytest.raises(DatabaseError, match="append-only"):
        LogEntry.objects.update(act="nothing")


def test_an_entry_is_never_deleted(entry):
    with pytest.raises(DatabaseError, match="append-only"):
        LogEntry.objects.all().delete()


def test_an_entry_keeps_the_name_as_it_was_then(entry):
    entry.actor.display_name = "另一个名字"
    assert entry.actor_name == "anna某（anna）"


def test_the_log_is_visible_to_the_auditor_alone(entry, people):
    seeing = [role for role, person in people.items() if LogEntry.objects.visible_to(person).exists()]
    assert seeing == ["auditor"]


def test_an_entry_keeps_the_word_of_its_act(entry):
    assert (entry.act, entry.word) == ("signed_in", "登录")
