import pytest

from progress.models import ListSettings
from progress.opening.settings_forms import SettingsForm
from tests.factories import make_list

pytestmark = pytest.mark.django_db

PAGE = "/2021/settings/"


def typed(**fields):
    form = SettingsForm()
    return {name: form[name].value() for name in form.fields} | {"version": 0} | fields


def test_the_defaults_stand_where_nothing_was_set(coordinator, enter):
    make_list(2021)
    assert 'value="连督"' in enter(coordinator).get(PAGE).content.decode()
    assert not ListSettings.objects.exists()


def test_a_setting_is_saved(coordinator, enter):
    make_list(2021)
    assert enter(coordinator).post(PAGE, typed(grace_days=5, notice_prefix="连民督")).status_code == 302
    assert ListSettings.objects.values_list("grace_days", "notice_prefix").get() == (5, "连民督")


@pytest.mark.parametrize(
    "wrong",
    [
        {"grace_days": 61},
        {"grace_days": -1},
        {"tolerance": "-0.5"},
        {"far_behind_gap": "101"},
        {"notice_prefix": " "},
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(wrong, coordinator, enter):
    make_list(2021)
    assert enter(coordinator).post(PAGE, typed(**wrong)).status_code == 400
    assert not ListSettings.objects.exists()
