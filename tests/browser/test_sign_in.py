"""Signing in, with a real browser: by keyboard, without scripts, and with what was typed before."""

import pytest
from django.contrib.sessions.models import Session

from tests.factories import PASSWORD, make_user
from tests.soundness import faults

CHANGE = "/accounts/password_change/"


def sign_in(page, username="anna"):
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


@pytest.fixture
def anna(transactional_db):
    return make_user("anna")


def test_one_signs_in_by_keyboard_and_comes_where_one_wanted_to_go(page, anna):
    page.goto(CHANGE)
    sign_in(page)
    page.wait_for_url(f"**{CHANGE}")
    assert page.locator("h1").inner_text() == "修改密码"


def test_what_was_typed_into_an_expired_page_comes_back_to_that_page(page, anna):
    page.goto("/accounts/login/")
    sign_in(page)
    page.goto(CHANGE)
    Session.objects.all().delete()
    page.evaluate("""() => {
        const form = document.querySelector('main form');
        const field = document.createElement('textarea');
        field.name = 'progress';
        field.value = '已开工 3 所\\n其余年内开工';
        form.append(field);
        form.noValidate = true;
        form.requestSubmit();
    }""")
    page.wait_for_selector("[name=carried-progress]", state="attached")
    sign_in(page)
    page.wait_for_url(f"**{CHANGE}")
    assert page.locator("[name=carried-progress]").count() == 0


def test_after_signing_out_back_shows_no_page(page, anna):
    page.goto("/accounts/login/")
    sign_in(page)
    page.wait_for_url("**/")
    page.goto("/units/")
    page.click("header button:has-text('退出')")
    page.wait_for_url("**/accounts/login/**")
    page.go_back()
    page.wait_for_selector("[name=password]")
    assert page.locator("#main[data-person]:not([data-person=''])").count() == 0


@pytest.mark.parametrize("address", ["/accounts/login/", CHANGE, "/nowhere/"])
def test_axe_finds_nothing_serious(page, anna, address):
    page.goto("/accounts/login/")
    if address != "/accounts/login/":
        sign_in(page)
        page.wait_for_url("**/")
        page.goto(address)
    assert faults(page) == []


def test_nothing_is_refused_by_the_content_security_policy(page, anna):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/accounts/login/")
    assert not said
