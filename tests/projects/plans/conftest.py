import pytest

from projects.rules.roles import Role
from tests.factories import make_unit, make_user
from tests.projects.plans.plan_papers import owed


@pytest.fixture
def coordinator(db):
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def unit(db):
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


@pytest.fixture
def plan(coordinator, unit):
    return owed(coordinator, unit=unit)
