"""What is typed into any form survives until it is saved: left, overtaken, saved beside another."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from progress.models import Extension
from projects.models import Unit
from projects.rules.roles import Role
from tests.factories import make_user
from tests.slow_scripts import scripts_held_back

ASK = "/2021/q2/filing/extension/"
DRAFT = "/2021/q2/bulletin/"
WORDS = "因疫情停工两周，进度顺延。"
GIVEN_BACK = "已填回下面"


@pytest.fixture
def seat(browser, live_server, staff, a_full_year):
    """A page of one's own, by role."""
    contexts = []

    def taken(role):
        client = Client()
        person = staff[role] if role in staff else make_user(f"the-{role}", role=role)
        client.force_login(person)
        context = browser.new_context(base_url=live_server.url, locale="zh-CN")
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield taken
    for context in contexts:
        context.close()


PLACES = [
    (Role.FILER, ASK, "[name=reason]"),
    (Role.COORDINATOR, "/2021/notices/new/", "[name=grounds]"),
    (Role.COORDINATOR, "/2021/tasks/36/coordination/new/", "[name=text]"),
    (Role.ADMINISTRATOR, "/units/sjyj/edit/", "[name=aliases]"),
    (Role.ADMINISTRATOR, "/2021/tasks/36/items/q2/", "textarea >> nth=0"),
    (Role.COORDINATOR, "/2021/settings/", "[name=refile_days]"),
    (Role.ADMINISTRATOR, "/2021/tasks/36/targets/9001/planned/", "[name=stages-0-q1]"),
    (Role.FILER, "/units/sjyj/contacts/", "[name=liaison]"),
]


@pytest.mark.parametrize(("role", "address", "place"), PLACES)
def test_what_was_typed_and_left_is_given_back(seat, role, address, place):
    page = seat(role)
    page.goto(address)
    page.locator(place).fill(WORDS)
    page.goto("/help/")
    page.goto(address)
    expect(page.locator(place)).to_have_value(WORDS)
    expect(page.locator(".note", has_text=GIVEN_BACK)).to_be_visible()
    page.get_by_role("button", name="放弃").click()
    page.goto(address)
    expect(page.locator(place)).not_to_have_value(WORDS)


def test_leaving_is_asked_about(seat):
    page = seat(Role.FILER)
    page.goto(ASK)
    page.locator("[name=reason]").press_sequentially("因疫情")
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="返回填报").click()
    assert asked.value.type == "beforeunload"


def test_a_click_while_the_server_is_away_keeps_the_page(seat):
    page = seat(Role.FILER)
    page.goto(ASK)
    page.locator("[name=until]").fill("2021-07-30")
    page.locator("[name=reason]").fill(WORDS)
    page.context.set_offline(True)
    for _ in range(2):
        page.locator("main button.btn-primary").click()
        expect(page.get_by_text("现在连不上服务器，没有保存")).to_have_count(1)
    expect(page.locator("[name=reason]")).to_have_value(WORDS)
    page.context.set_offline(False)
    page.locator("main button.btn-primary").click()
    page.wait_for_load_state()
    assert Extension.objects.filter(reason=WORDS).count() == 1


def test_what_was_saved_is_not_given_back(seat):
    page = seat(Role.FILER)
    page.goto(ASK)
    before = Extension.objects.count()
    page.locator("[name=reason]").fill(WORDS)
    page.locator("[name=until]").fill("2021-07-30")
    page.locator("main button.btn-primary").click()
    page.wait_for_load_state()
    assert Extension.objects.count() == before + 1
    page.goto(ASK)
    expect(page.locator("[name=reason]")).to_have_value("")


def test_what_was_refused_stays(seat):
    page = seat(Role.FILER)
    page.goto(ASK)
    page.locator("[name=reason]").fill(WORDS)
    page.locator("main form[method=post]").last.evaluate("form => { form.noValidate = true; }")
    page.locator("main button.btn-primary").click()
    page.wait_for_selector(".errorlist")
    page.goto("/help/")
    page.goto(ASK)
    expect(page.locator("[name=reason]")).to_have_value(WORDS)


def test_what_the_server_filled_in_stays_beside_what_was_typed(seat):
    page = seat(Role.FILER)
    page.goto("/2021/q2/tasks/37/")
    text = page.get_by_label("进展情况")
    text.fill("二季度另有安排。")
    page.get_by_role("button", name="复制到本季").click()
    expect(text).to_have_value(re.compile("^二季度另有安排。\n.*已开工1处"))


def test_of_two_paragraphs_typed_the_one_not_saved_is_given_back(seat):
    page = seat(Role.COORDINATOR)
    page.goto(DRAFT)
    folds = page.locator(".para details", has=page.get_by_text("修改", exact=True))
    for number, words in enumerate(("第一段的新文字。", "第二段的新文字。")):
        folds.nth(number).locator("summary").click()
        folds.nth(number).locator("textarea").fill(words)
    folds.nth(1).get_by_role("button", name="保存").click()
    expect(page.locator(".para p", has_text="第二段的新文字。").first).to_be_visible()
    expect(folds.nth(0).locator("textarea")).to_have_value("第一段的新文字。")


def test_what_others_saved_since_is_not_covered(seat):
    page = seat(Role.ADMINISTRATOR)
    page.goto("/units/sjyj/edit/")
    page.locator("[name=liaison]").fill("钱乙")
    page.goto("/help/")
    Unit.objects.filter(code="sjyj").update(liaison="赵甲")
    page.goto("/units/sjyj/edit/")
    expect(page.locator("[name=liaison]")).to_have_value("赵甲")
    expect(page.locator(".note", has_text="此后这里的内容已经变动")).to_contain_text("钱乙")
    page.get_by_role("button", name="恢复到表单").click()
    expect(page.locator("[name=liaison]")).to_have_value("钱乙")


def test_signing_out_leaves_nothing_and_another_person_gets_nothing(seat):
    page = seat(Role.FILER)
    page.goto(ASK)
    page.locator("[name=reason]").fill(WORDS)
    page.evaluate("window.localStorage.setItem('draft-0|elsewhere', JSON.stringify({ at: Date.now() }))")
    page.locator(".who button", has_text="退出").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("Object.keys(window.localStorage)") == []


@pytest.mark.parametrize(("role", "address", "place"), PLACES)
def test_what_was_typed_before_the_scripts_ran_is_kept_too(seat, role, address, place):
    page = seat(role)
    with scripts_held_back(page, address):
        page.locator(place).fill(WORDS)
    page.wait_for_load_state()
    page.goto("/help/")
    page.goto(address)
    expect(page.locator(place)).to_have_value(WORDS)
    expect(page.locator(".note", has_text=GIVEN_BACK)).to_be_visible()


def test_what_was_kept_never_takes_the_place_of_what_was_typed_before_the_scripts_ran(seat):
    page = seat(Role.FILER)
    page.goto(ASK)
    page.locator("[name=reason]").fill(WORDS)
    page.goto("/help/")
    with scripts_held_back(page, ASK):
        page.locator("[name=reason]").fill("另写一句。")
    expect(page.locator(".note", has_text=WORDS)).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("另写一句。")


def test_a_form_that_saves_itself_saves_what_was_typed_before_the_scripts_ran(seat):
    page = seat(Role.FILER)
    with scripts_held_back(page, "/2021/q2/tasks/36/"):
        page.locator("[name=text]").fill(WORDS)
    expect(page.locator("#saved")).to_contain_text("已自动保存")


@pytest.mark.parametrize("way", ["insertFromPaste", "insertFromDrop"])
def test_what_is_pasted_into_a_field_of_one_line_is_not_cut(seat, way):
    page = seat(Role.ADMINISTRATOR)
    page.goto("/2021/tasks/36/items/q2/")
    field = page.locator("[name=basis-reason]")
    longest = int(field.get_attribute("maxlength"))
    words = "因" * (longest + 3)
    field.focus()
    if way == "insertFromPaste":
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("words => navigator.clipboard.writeText(words)", words)
        page.keyboard.press("Control+v")
    else:
        _drop(field, words)
    expect(field).to_have_value(words)
    expect(page.get_by_text(f"已超出 3 字（最多 {longest} 字）")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Backspace")
    expect(page.get_by_text("已超出")).to_have_count(0)


def _drop(field, words):
    """As a browser does with words that are dropped on a field: it announces them, then puts them in."""
    field.evaluate(
        """(field, words) => {
            const announced = {data: words, inputType: "insertFromDrop", bubbles: true, cancelable: true};
            field.dispatchEvent(new InputEvent("beforeinput", announced));
            field.setRangeText(words.slice(0, field.maxLength < 0 ? words.length : field.maxLength));
            field.setSelectionRange(field.value.length, field.value.length);
            field.dispatchEvent(new InputEvent("input", {bubbles: true}));
        }""",
        words,
    )
