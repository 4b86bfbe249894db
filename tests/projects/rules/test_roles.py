import pytest

from projects.rules.roles import PERMISSIONS, Role, may, may_in_admin


def test_every_role_has_its_permissions():
    assert set(PERMISSIONS) == set(Role)


def test_administrator_coordinator_and_auditor_share_nothing():
    assert not PERMISSIONS[Role.ADMINISTRATOR] & PERMISSIONS[Role.COORDINATOR]
    assert not PERMISSIONS[Role.AUDITOR] & (PERMISSIONS[Role.ADMINISTRATOR] | PERMISSIONS[Role.COORDINATOR])


@pytest.mark.parametrize("role", Role)
def test_the_log_is_the_auditors(role):
    assert may(role, "read_log") == (role == Role.AUDITOR)


def test_the_admin_site_keeps_units_and_people_and_nothing_else():
    assert may_in_admin(Role.ADMINISTRATOR, "projects.change_unit")
    assert not may_in_admin(Role.ADMINISTRATOR, "projects.change_logentry")
    assert not may_in_admin(Role.COORDINATOR, "projects.change_unit")
