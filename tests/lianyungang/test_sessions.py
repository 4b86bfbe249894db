"""The session store: Django's own, read by a prepared statement."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from lianyungang.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    store = SessionStore()
    store["seen"] = "今天"
    store.save()
    return store


def test_a_session_is_read_as_django_reads_it(kept):
    assert SessionStore(kept.session_key)["seen"] == db.SessionStore(kept.session_key)["seen"] == "今天"


def test_a_session_that_ran_out_or_was_never_there_is_empty_and_gets_a_new_key(kept):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (kept.session_key, "a" * 32):
        store = SessionStore(key)
        assert "seen" not in store
        store["seen"] = "明天"
        store.save()
        assert store.session_key != key


def test_what_was_changed_elsewhere_is_seen(kept):
    other = SessionStore(kept.session_key)
    other["seen"] = "明天"
    other.save()
    assert SessionStore(kept.session_key)["seen"] == "明天"
