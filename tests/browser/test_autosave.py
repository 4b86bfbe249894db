"""The report's form saves by itself in a real browser."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from progress.models import Report
from tests.factories import make_report

PAUSE = 3_000  # milliseconds without a key, after which the form saves


@pytest.fixture
def form(enter, a_list):
    """The open form of one report, as its filer sees it."""
    task = a_list.tasks.order_by("number").first()
    make_report(task, task.assignments.filter(role="lead").first().unit)
    page = enter(f"/2021/q2/tasks/{task.number}/")
    page.clock.install()
    return page


def test_what_was_typed_is_saved_without_a_click(form):
    form.fill("[name=text]", "已完成招标。")
    form.clock.fast_forward(PAUSE)
    form.wait_for_selector("#saved:has-text('已自动保存')")
    assert Report.objects.get().text == "已完成招标。"


def test_a_word_that_is_still_being_composed_is_not_saved(form):
    keys = form.context.new_cdp_session(form)
    form.locator("[name=text]").focus()
    keys.send("Input.imeSetComposition", {"text": "kai'gong", "selectionStart": 8, "selectionEnd": 8})
    form.clock.fast_forward(PAUSE * 3)
    assert (form.locator("#saved").inner_text(), Report.objects.get().text) == ("", "")
    keys.send("Input.insertText", {"text": "开工"})
    form.clock.fast_forward(PAUSE)
    form.wait_for_selector("#saved:has-text('已自动保存')")
    assert Report.objects.get().text == "开工"


def test_keys_keep_one_signed_in_and_the_autosave_alone_does_not(form):
    session = SessionStore(Session.objects.get().session_key)
    session["seen"] = before = session["seen"] - 600
    session.save()
    form.locator("[name=text]").press_sequentially("已")
    form.clock.fast_forward(PAUSE)
    form.wait_for_selector("#saved:has-text('已自动保存')")
    assert SessionStore(session.session_key)["seen"] == before
    form.clock.fast_forward(3 * 60_000)
    with form.expect_response("**/accounts/session/"):
        form.locator("[name=text]").press_sequentially("开工")
    assert SessionStore(session.session_key)["seen"] > before


def test_a_report_saved_by_itself_can_still_be_saved_by_hand(form):
    form.fill("[name=text]", "已完成招标。")
    form.clock.fast_forward(PAUSE)
    form.wait_for_selector("#saved:has-text('已自动保存')")
    form.fill("[name=text]", "已完成招标和开工。")
    form.click("text=保存草稿")
    assert "草稿已保存" in form.locator(".note").inner_text()


def test_what_could_not_be_sent_is_offered_again(form):
    form.context.set_offline(True)
    form.fill("[name=text]", "断网时写的内容。")
    form.clock.fast_forward(PAUSE)
    form.wait_for_selector("#saved:has-text('没有保存到服务器')")
    form.context.set_offline(False)
    form.reload()
    form.wait_for_selector("text=已填回下面")
    assert form.input_value("[name=text]") == "断网时写的内容。"
