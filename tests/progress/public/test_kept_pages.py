"""A public page is drawn once; an issue, the switch or the city's name draws it anew."""

import pytest
from django.utils.functional import SimpleLazyObject

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.public_actions import keep_what_is_lacking
from progress.models import PublicPage
from progress.public import views
from progress.public.actions import turn
from progress.public.kept_pages import KeptPage, KeptPages
from projects.models import CityRecord
from projects.rules.roles import Role
from tests.factories import NOW, make_bulletin, make_list, make_period, make_public_page, make_user
from tests.progress.bulletins.bulletin_values import figures, task


def page(content, stamp="now"):
    return KeptPage(stamp, content, (), None)


def test_a_page_of_another_state_of_things_is_not_found():
    kept = KeptPages()
    kept.keep("/public/", page(b"1"))
    assert kept.found("/public/", "now").content == b"1"
    assert kept.found("/public/", "later") is None and kept.found("/public/2021/", "now") is None


def test_what_nobody_asked_for_longest_goes_first():
    kept = KeptPages(most_bytes=10)
    kept.keep("a", page(b"1234")), kept.keep("b", page(b"1234"))
    kept.found("a", "now")
    kept.keep("c", page(b"1234"))
    assert kept.found("b", "now") is None and kept.found("a", "now") and kept.found("c", "now")
    assert kept.bytes == 8


def test_a_newer_page_takes_the_place_of_the_older():
    kept = KeptPages(most_bytes=10)
    for content in (b"1234", b"123456"):
        kept.keep("a", page(content))
    assert kept.bytes == 6 and kept.found("a", "now").content == b"123456"


@pytest.fixture
def open_page(db):
    yearly_list = make_list()
    make_bulletin(make_period(yearly_list, 1), told=figures(task(1, text="新建幼儿园。"), quarter=1))
    make_public_page(LIANYUNGANG)
    return yearly_list


@pytest.mark.parametrize("path", ["", "2021/", "2021/tasks/1/", "2021/tasks.csv", "2021/q1/"])
def test_the_second_time_nothing_is_read_but_whether_it_is_the_same(path, open_page, client, monkeypatch):
    first = client.get(f"/public/{path}")
    monkeypatch.setattr(views, "render", None)
    monkeypatch.setattr(views, "public_list", None)
    again = client.get(f"/public/{path}")
    assert again.content == first.content
    assert {name: again[name] for name in ("ETag", "Content-Type", "Cache-Control")} == {
        name: first[name] for name in ("ETag", "Content-Type", "Cache-Control")
    }


def test_an_issue_draws_it_anew(open_page, client):
    """The page stays open: nothing but the issue tells that there is more to read."""
    assert "上半年" not in client.get("/public/2021/").text
    make_bulletin(make_period(open_page, 2), told=figures(task(1, text="新建幼儿园。")))
    keep_what_is_lacking(city=LIANYUNGANG)
    assert "上半年" in client.get("/public/2021/").text


def test_a_page_is_kept_once_however_its_address_is_written(open_page, client, monkeypatch):
    first = client.get("/public/2021/")
    monkeypatch.setattr(views, "render", None)
    for path in ("02021/", "2021/?x=1"):
        assert client.get(f"/public/{path}").content == first.content


def test_what_is_kept_does_not_hold_the_request(open_page, client):
    client.get("/public/2021/")
    stamps = [each.stamp for each in views.KEPT._pages.values()]
    assert stamps and all(type(part) is not SimpleLazyObject for stamp in stamps for part in stamp)


def test_the_citys_new_name_stands_at_once(open_page, client):
    client.get("/public/")
    CityRecord.objects.update(name="石门市")
    assert "石门市" in client.get("/public/").text


def test_shut_it_is_shut_whatever_is_kept(open_page, client):
    client.get("/public/")
    office, now = make_user(role=Role.SUPERVISOR), PublicPage.objects.get()
    turn(now, is_on=False, based_on=now.version, city=LIANYUNGANG, at=NOW, by=office)
    assert client.get("/public/").status_code == 404


def test_who_asks_too_often_waits_and_the_others_do_not(open_page, client, settings):
    settings.PUBLIC_PER_MINUTE = 2
    answers = [client.get("/public/", REMOTE_ADDR="10.9.8.7") for _ in range(3)]
    if answers[-1].status_code == 200:  # a minute ended between them
        answers.append(client.get("/public/", REMOTE_ADDR="10.9.8.7"))
    assert answers[-1].status_code == 429 and 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "秒后再试" in answers[-1].text
    assert client.get("/public/", REMOTE_ADDR="10.9.8.8").status_code == 200
