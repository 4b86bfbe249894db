"""Statements prepared for a role, the unit told when they are asked: the same rows as for the person."""

import pytest

from progress.models import Coordination, Notice
from progress.rules.states import NoticeState
from projects.models import Plan
from projects.models.readings import Reading
from projects.models.statements import statement
from projects.models.viewers import anyone_like, unit_of
from projects.rules.plan_states import PlanState
from projects.rules.roles import UNIT_ROLES, Role
from tests.factories import (
    NOW,
    make_conclusion,
    make_coordination,
    make_notice,
    make_plan,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
RECORDED = {"state": PlanState.ACCEPTED, "submitted_at": NOW}


@pytest.fixture
def units():
    """A unit with a task of its own, another one with a part in it, one with nothing."""
    lead, other, stranger = make_unit("sjyj"), make_unit("smzj"), make_unit("sjtj")
    own = make_task(number=1, lead=lead)
    make_plan(own, lead), make_plan(make_task(number=2, lead=other), other, **RECORDED)
    make_conclusion(make_coordination(own), other)
    report = make_report(own, lead)
    make_notice(report), make_notice(report, state=NoticeState.DRAFT)
    return lead, other, stranger


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("model", [Coordination, Plan, Notice])
def test_a_prepared_statement_shows_each_person_what_the_query_set_does(units, role, model):
    people = [make_user(role=role, unit=unit) for unit in (units if role in UNIT_ROLES else [None])]
    for person in people:
        viewer, told = anyone_like(person), unit_of(person)
        seen = model.objects.visible_to(person).order_by("pk")
        assert Reading(model.objects.visible_to(viewer).order_by("pk")).ask(**told) == list(seen)
        counted = statement(model.objects.visible_to(viewer).values_list("pk"))
        assert len(counted.ask(**told)) == seen.count()


def test_a_key_that_is_nobodys_account_may_not_what_its_role_may(units):
    key = make_user(role=Role.COORDINATOR, is_active=False)
    assert not anyone_like(key).has_perm("read_everything")
    assert anyone_like(make_user(role=Role.COORDINATOR)).has_perm("read_everything")
