"""An act that has no page of its own: what reaches it as a GET goes to the page with the form."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from progress.rules.states import ReportState
from projects.filing.posted_views import POSTED_FROM
from projects.models import Unit
from projects.rules.roles import UNIT_ROLES, Role
from tests.factories import NOW, make_list, make_report, make_user
from tests.test_access import ACCESS
from tests.worlds import a_year_of_everything, made_once

SAMPLES = {"code": "x"}  # every other argument is a number


def patterns(of):
    for each in of.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        elif isinstance(each, URLPattern):
            yield each


def declared(view):
    """What the decorator left on the view, through the decorators outside of it."""
    while view is not None:
        if found := vars(view).get(POSTED_FROM):
            return found
        view = getattr(view, "__wrapped__", None)
    return None


def test_every_act_names_a_page_that_is_there():
    acts = {each.name: declared(each.callback) for each in patterns(get_resolver())}
    acts = {name: page for name, page in acts.items() if page}
    assert {"plans_sign", "target_remove", "succession_decide", "matter_remove"} <= set(acts)
    for page, place in acts.values():
        reverse(page, kwargs={name: SAMPLES.get(name, 1) for name in place})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["matters/headings/", "succession/seek/"])
def test_an_act_that_met_the_sign_in_comes_back_to_its_page_undone(path, client):
    make_list(2021)
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    answer = client.post(f"/2021/{path}?sort=number", {"carried-action": "confirm"}, follow=True)
    page, status = answer.redirect_chain[0]
    assert (page, status) == (f"/2021/{path.partition('/')[0]}/?sort=number", 302)
    assert "刚才的操作没有办理" in answer.text
    assert client.put(f"/2021/{path}").status_code == 405


SIGNED_OUT = "accounts/logout/"  # whoever met the sign-in is signed out already: nothing is brought back
BROUGHT_BACK = [route for route, access in ACCESS.items() if access.method == "post" and route != SIGNED_OUT]
# Not in the year of the tests: a lead's own contribution, a report after the year, a list from old papers.
NOT_IN_THIS_YEAR = {
    "<int:year>/q<int:quarter>/tasks/<int:number>/contribution/evidence/",
    "<int:year>/tasks/<int:number>/follow-up/evidence/",
    "<int:year>/backfill/q<int:quarter>/decide/",
    "<int:year>/backfill/q<int:quarter>/take-back/",
}
# A signer's word on a report that does not wait for them: its page says so.
NOT_DUE = {
    "<int:year>/tasks/<int:number>/plan/send-back/",
    "<int:year>/q<int:quarter>/tasks/<int:number>/send-back/",
}

DRAFT = "<int:year>/notices/drafts/<int:pk>/move/"  # a unit sees a notice when it is issued


def _people():
    """One account of each role; the filer and the signer are of the unit that the year is about."""
    yearly_list, unit = a_year_of_everything(), Unit.objects.get(code="sjyj")
    make_report(yearly_list.tasks.get(), unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW)
    return {role: make_user(role, role=role, unit=unit if role in UNIT_ROLES else None) for role in Role}


people = made_once(_people)


def who_may(route):
    """The roles whose act it is."""
    access = ACCESS[route]
    refused = {403, access.others}
    roles = [role for role in Role if access.expected(role) not in refused]
    return [role for role in roles if route != DRAFT or role not in UNIT_ROLES]


def page_status(route):
    if route in NOT_IN_THIS_YEAR:
        return 404
    return 400 if route in NOT_DUE else 200


@pytest.mark.django_db
@pytest.mark.parametrize("route", BROUGHT_BACK)
def test_every_act_comes_to_a_page_also_after_a_sign_in_in_between(route, people):
    address = ACCESS[route].path
    assert who_may(route)
    for role in who_may(route):
        client = Client()
        client.force_login(people[role])
        brought_back = {"carried-version": "0", "carried-action": "none"}
        plain = client.get(address, follow=True)
        restored = client.post(address, brought_back, follow=True)
        for answer in (plain, restored):
            assert (role, answer.status_code) == (role, page_status(route))
            assert "<main" in answer.text


def test_acts_that_are_not_there_or_not_due_are_acts():
    assert set(BROUGHT_BACK) > NOT_IN_THIS_YEAR | NOT_DUE


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["submit", "take_back", "recall"])
def test_a_click_on_a_reply_that_met_the_sign_in_is_said_not_to_be_done(action, people):
    client = Client()
    client.force_login(people[Role.FILER])
    restored = {"carried-version": "0", "carried-action": action}
    answer = client.post("/2021/notices/3/reply/move/", restored, follow=True)
    assert (answer.status_code, answer.redirect_chain[0][0]) == (200, "/2021/notices/3/")
    assert "刚才的操作没有办理" in answer.text
