import pytest
from django.db import IntegrityError
from django.test import override_settings

from lianyungang.demo_city import LIANYUNGANG
from projects.models import CityRecord, LogEntry
from projects.rules.city import City
from projects.rules.roles import Role
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


def test_the_row_is_seeded_from_the_settings():
    assert CityRecord.objects.get().city == LIANYUNGANG


def test_before_there_is_a_row_the_settings_say_it():
    CityRecord.objects.all().delete()
    with override_settings(CITY={"name": "苏州市"}):
        assert CityRecord.objects.current() == City(name="苏州市")


def test_there_is_one_row():
    with pytest.raises(IntegrityError, match="there_is_one_city"):
        CityRecord.objects.create(id=2)


def test_an_entry_calls_a_role_as_it_was_called_then():
    entry = LogEntry.objects.create(at=NOW, act="signed_in", role=Role.COORDINATOR)
    assert entry.role_label == "协调员"
    entry.role_words = {"coordinator": "市发改委协调员"}
    assert entry.role_label == "市发改委协调员"


def test_the_administrator_changes_it_and_the_log_says_so(client):
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    form = client.get("/admin/projects/cityrecord/1/change/")
    typed = {**form.context["adminform"].form.initial, "name": "苏州市"}
    assert client.post("/admin/projects/cityrecord/1/change/", typed).status_code == 302
    assert CityRecord.objects.get().name == "苏州市"
    entry = LogEntry.objects.get(act="register_changed")
    assert (entry.detail["table"], entry.object_label) == ("城市", "苏州市")


def test_it_is_added_where_it_is_missing_and_never_deleted(client):
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    assert client.get("/admin/projects/cityrecord/add/").status_code == 403
    assert client.get("/admin/projects/cityrecord/1/delete/").status_code == 403
    CityRecord.objects.all().delete()
    assert "连云港市发展和改革委员会" in client.get("/admin/projects/cityrecord/add/").content.decode()
