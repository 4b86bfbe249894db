import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.models import ListSettings
from progress.opening.settings_actions import change_settings
from projects.models import LogEntry
from projects.rules.errors import NotYours
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_user

pytestmark = pytest.mark.django_db


def test_a_setting_is_changed_and_logged_with_old_and_new():
    change_settings(
        make_list(),
        values={"notice_prefix": "连民督", "grace_days": 3},
        city=LIANYUNGANG,
        based_on=0,
        at=NOW,
        by=make_user(role=Role.COORDINATOR),
    )
    assert ListSettings.objects.get().notice_prefix == "连民督"
    assert LogEntry.objects.get().detail == {"notice_prefix": ["连督", "连民督"]}


def test_the_citys_prefix_saved_as_shown_is_no_change():
    named = {"city": LIANYUNGANG, "based_on": 0, "at": NOW, "by": make_user(role=Role.COORDINATOR)}
    change_settings(make_list(), values={"notice_prefix": "连督"}, **named)
    assert not LogEntry.objects.exists()


def test_the_same_values_change_nothing():
    change_settings(
        make_list(),
        values={"grace_days": 3},
        city=LIANYUNGANG,
        based_on=0,
        at=NOW,
        by=make_user(role=Role.COORDINATOR),
    )
    assert not LogEntry.objects.exists()


def test_settings_are_the_coordinators():
    with pytest.raises(NotYours):
        change_settings(
            make_list(),
            values={"grace_days": 9},
            city=LIANYUNGANG,
            based_on=0,
            at=NOW,
            by=make_user(role=Role.SUPERVISOR),
        )
