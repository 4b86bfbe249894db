import socket
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory

from lianyungang import views
from lianyungang.demo import PASSWORD, SWITCHES, TODAY, is_foreign, load_demo, load_plan
from lianyungang.demo_oversight import LATER, load_oversight, open_public_page
from lianyungang.demo_succession import load_successions
from lianyungang.demo_year import steps
from lianyungang.models import DemoState
from lianyungang.web_server import refuse_taken_port
from progress.models import Oversight
from progress.oversight.actions import amend, remove
from progress.oversight.reads import entry_of
from projects.models import LogEntry, Succession, Unit, User, YearlyList
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo's plan, loaded once for this module; each test's own changes are undone by its savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_plan(NOW)
        DemoState.objects.create(today=TODAY)
        yield
        transaction.set_rollback(True)


def post(view, **fields):
    request = RequestFactory().post("/", fields)
    return view(request)


def test_accounts_without_the_mark_are_somebody_elses():
    assert not is_foreign()
    make_user()
    assert is_foreign()


def test_the_demo_holds_the_three_lists_and_an_account_for_everybody(loaded):
    assert list(YearlyList.objects.order_by("year").values_list("year", flat=True)) == [2019, 2021, 2023]
    assert User.objects.count() == 2 * Unit.objects.active().count() + 4
    assert all(User.objects.get(username=switch.username).check_password(PASSWORD) for switch in SWITCHES)


def test_contacts_are_seen_to_be_made_up(loaded):
    told = Unit.objects.active().values_list("liaison", "liaison_telephone", "leader", "leader_telephone")
    assert all(names[0].startswith("演示") and names[2].startswith("演示") for names in told)
    assert all(names[1].startswith("0000-") and names[3].startswith("0000-") for names in told)


def test_loading_again_changes_nothing(loaded):
    load_demo(NOW, today=date(2022, 1, 1))
    assert DemoState.objects.get().today == TODAY


def test_a_visitor_chooses_the_day_for_all(loaded):
    post(views.demo_day, today="2021-03-20")
    assert DemoState.objects.get().today == date(2021, 3, 20)  # nothing has happened by then
    for unusable in ("2021-99-99", "0001-01-01", "9999-12-31"):
        post(views.demo_day, today=unusable)
    assert DemoState.objects.get().today == date(2021, 3, 20)


def test_nobody_becomes_an_account_that_is_not_there(loaded):
    with pytest.raises(Http404):
        post(views.demo_role, account="nobody")


def test_nobody_becomes_an_account_that_a_visitor_opened(loaded):
    make_user("visitor")
    with pytest.raises(Http404):
        post(views.demo_role, account="visitor")


def test_a_taken_port_is_said_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="cannot be used"):
            refuse_taken_port("127.0.0.1", taken.getsockname()[1])


def test_the_demos_tasks_are_linked_through_the_years_by_the_actions_of_the_page(loaded):
    load_successions(NOW)
    counted = Counter(Succession.objects.values_list("state", flat=True))
    assert counted["confirmed"] > 80 and counted["proposed"] > 20 and counted["refused"] > 5
    acts = Counter(LogEntry.objects.filter(act__startswith="succession").values_list("act", flat=True))
    assert acts["successions_sought"] == 2
    assert acts["succession_confirmed"] + acts["succession_registered"] == counted["confirmed"]


def test_the_demos_oversight_says_that_it_is_made_up_and_comes_by_its_day(loaded):
    load_oversight(date(2021, 5, 30))
    load_oversight(TODAY)
    kinds = list(Oversight.objects.order_by("held_on").values_list("kind", flat=True))
    assert kinds == ["vote", "survey", "inspection", "inquiry"]
    assert all(
        each.title.startswith("（演示）") and "编造" in each.source for each in Oversight.objects.all()
    )
    assert LogEntry.objects.filter(act="oversight_recorded", actor__username="office").count() == 4


def test_what_a_visitor_made_of_the_demos_oversight_is_not_added_again(loaded):
    load_oversight(date(2021, 5, 30))
    office, vote = User.objects.get(username="office"), Oversight.objects.get(kind="vote")
    moved = replace(entry_of(vote), held_on=date(2021, 1, 29), title="另一次会议")
    amend(vote, entry=moved, based_on=vote.version, at=NOW, by=office)
    survey = Oversight.objects.get(kind="survey")
    remove(survey, word="（演示）登记有误。", based_on=survey.version, at=NOW, by=office)
    load_oversight(TODAY)
    december = [each for each in steps(TODAY) if each.day == LATER[0] and "人大监督" in each.words]
    for step in december:
        step.act()
        assert step.is_done()
    standing = Oversight.objects.in_place().values_list("kind", flat=True)
    assert list(standing) == ["vote", "inspection", "inquiry", "survey"]
    assert Oversight.objects.filter(kind="vote").count() == 1
    assert Oversight.objects.filter(kind="survey").count() == 2  # the removed one, and the one of December


def test_the_supervisor_opens_the_demos_public_page(loaded, client):
    open_public_page(date(2021, 4, 1))
    assert client.get("/public/").status_code == 404
    open_public_page(TODAY)
    open_public_page(TODAY)
    assert client.get("/public/").status_code == 200
    assert LogEntry.objects.filter(act="public_page_opened").count() == 1
