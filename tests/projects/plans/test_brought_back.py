"""A decision about a plan that comes back through the sign-in stands on the version that was read."""

import re

import pytest

from projects.lists import actions as list_actions
from projects.plans import adjustment_actions, opinion_actions
from projects.plans.adjustment_actions import Wish
from projects.rules.states import AssignmentRole
from tests.as_read import as_read
from tests.factories import make_assignment, make_unit, make_user
from tests.projects.plans.plan_papers import FILED, recorded, saved, submitted

pytestmark = pytest.mark.django_db

PAGE, SEEN = "/2023/tasks/36/plan/", 77


def to_decide(plan, filer, coordinator):
    submitted(plan, filer)
    return coordinator


def in_force(plan, filer, coordinator):
    recorded(plan, filer, coordinator)
    return coordinator


def at_work(plan, filer, coordinator):
    in_force(plan, filer, coordinator)
    list_actions.start(plan.task.yearly_list, at=FILED, by=coordinator)
    return filer


def asked(plan, filer, coordinator):
    at_work(plan, filer, coordinator)
    wish = Wish("改为6个", "新增一处", "市政府常务会议", FILED.date(), 2)
    as_read(adjustment_actions.ask_adjustment, plan, wish=wish, at=FILED, by=filer)
    return coordinator


def sent_round(plan, filer, coordinator):
    unit = make_unit("hzq")
    make_assignment(plan.task, unit, role=AssignmentRole.CO)
    as_read(opinion_actions.send_round, saved(plan, filer), at=FILED, by=filer)
    return make_user(unit=unit)


def with_two_leads(plan, filer, coordinator):
    make_assignment(plan.task, make_unit("hzq"))
    return coordinator


DECISIONS = {  # who decides, once the plan stands there, and what else was typed
    "record": (to_decide, {}),
    "return": (to_decide, {"reason": "请细化。"}),
    "reopen": (in_force, {"reason": "数字有误。"}),
    "adjustment": (at_work, {"what": "改为6个", "reason": "新增一处"}),
    "adjustment/answer": (asked, {"note": "请再核对。"}),
    "opinion": (sent_round, {"text": "建议提前开工。"}),
    "unit": (with_two_leads, {"unit": "hzq"}),
}


@pytest.mark.parametrize("place", DECISIONS)
def test_a_decision_comes_back_on_the_version_that_was_read(place, plan, filer, coordinator, client):
    brought_to, typed = DECISIONS[place]
    client.force_login(brought_to(plan, filer, coordinator))
    address = f"{PAGE}{place}/"
    posted = {f"carried-{name}": value for name, value in {**typed, "version": SEEN}.items()}
    page = client.post(address, posted).content.decode()
    assert version_at(address, page) == str(SEEN)


@pytest.mark.parametrize("place", ["return", "reopen", "adjustment"])
def test_what_is_wrong_is_told_on_the_version_of_now(place, plan, filer, coordinator, client):
    client.force_login(DECISIONS[place][0](plan, filer, coordinator))
    plan.refresh_from_db()
    address = f"{PAGE}{place}/"
    page = client.post(address, {"version": SEEN}).content.decode()
    assert version_at(address, page) == str(plan.version)


def version_at(address, page):
    """The version that the form of this address would post."""
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    own = next(form for form in forms if f'action="{address}"' in form)
    return re.search(r'name="version"\s+value="(\d+)"', own)[1]
