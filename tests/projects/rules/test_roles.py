import pytest

from projects.rules.roles import ADMINISTRATOR, AUDITOR, COORDINATOR, PERMISSIONS, ROLES, may, may_in_admin


def test_every_role_has_its_permissions():
    assert set(PERMISSIONS) == set(ROLES)


def test_administrator_coordinator_and_auditor_share_nothing():
    assert not PERMISSIONS[ADMINISTRATOR] & PERMISSIONS[COORDINATOR]
    assert not PERMISSIONS[AUDITOR] & (PERMISSIONS[ADMINISTRATOR] | PERMISSIONS[COORDINATOR])


@pytest.mark.parametrize("role", ROLES)
def test_the_log_is_the_auditors(role):
    assert may(role, "read_log") == (role == AUDITOR)


def test_the_admin_site_keeps_units_and_people_and_nothing_else():
    assert may_in_admin(ADMINISTRATOR, "projects.change_unit")
    assert not may_in_admin(ADMINISTRATOR, "projects.change_logentry")
    assert not may_in_admin(COORDINATOR, "projects.change_unit")
