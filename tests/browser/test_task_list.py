"""The task table in a real browser: with scripts and without, by mouse, by keyboard and on a phone."""

import pytest
from playwright.sync_api import expect

from projects.rules.roles import Role

PHONE = {"width": 390, "height": 844}


def numbers(page):
    return page.locator("#results tbody td.no").all_inner_texts()


def test_a_choice_updates_the_rows_the_address_and_the_ways_on(enter):
    page = enter("/2021/tasks/")
    page.select_option("[name=lead]", "u1")
    page.wait_for_url("**/2021/tasks/?lead=u1")
    assert page.locator("#count").inner_text() == "查到 12 项"
    assert len(numbers(page)) == 12
    assert "lead=u1" in page.locator("#export").get_attribute("href")
    assert "lead=u1" in page.locator("#bar-right .qs a").nth(2).get_attribute("href")


def test_a_search_follows_the_typing(enter):
    page = enter("/2021/tasks/")
    page.locator("[name=q]").press_sequentially("第12所")
    expect(page.locator("#count")).to_have_text("查到 1 项")
    assert page.locator("mark").inner_text() == "第12所"
    assert page.locator("[name=q]").evaluate("one => one === document.activeElement")


def test_going_back_brings_the_former_question_back(enter):
    page = enter("/2021/tasks/")
    page.select_option("[name=lead]", "u1")
    page.wait_for_url("**lead=u1")
    page.go_back()
    expect(page.locator("#count")).to_have_text("共 24 项")
    assert page.locator("[name=lead]").input_value() == ""


def test_a_head_sorts_and_the_next_question_keeps_the_order(enter):
    page = enter("/2021/tasks/")
    page.click("thead >> text=序号")
    page.wait_for_url("**sort=-number")
    assert numbers(page)[0] == "24"
    page.select_option("[name=targets]", "yes")
    page.wait_for_url("**targets=yes**")
    assert numbers(page)[0] == "24"


def test_pages_are_turned(enter):
    page = enter("/2021/tasks/?per_page=20")
    page.click("nav.pages >> text=下一页")
    assert numbers(page)[0] == "21"
    page.click("nav.pages .size >> text=100")
    assert len(numbers(page)) == 24


def test_an_ended_session_leads_to_the_sign_in(enter):
    page = enter("/2021/tasks/")
    page.context.clear_cookies()
    page.select_option("[name=lead]", "u1")
    page.wait_for_url("**/accounts/login/**")


def test_everything_works_by_keyboard(enter):
    page = enter("/2021/tasks/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("第12所")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_have_text("查到 1 项")


def test_the_focus_can_be_seen(enter):
    page = enter("/2021/tasks/")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_on_a_phone_the_ways_unfold_and_a_row_is_a_card(enter):
    page = enter("/2021/tasks/?quarter=q2")
    page.set_viewport_size(PHONE)
    assert not page.locator(".menu nav").is_visible()
    page.click(".menu summary")
    assert page.locator(".menu nav >> text=年度清单").is_visible()
    assert page.locator("tbody tr").first.evaluate("row => getComputedStyle(row).display") == "block"
    assert page.locator("[name=sort]").is_visible()


@pytest.fixture
def plain(browser, live_server):
    """A page in a browser whose scripts are off."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_table_is_searched_sorted_and_turned(plain, enter):
    cookies = enter("/").context.cookies()
    plain.context.add_cookies(cookies)
    plain.goto("/2021/tasks/")
    plain.select_option("[name=lead]", "u1")
    plain.click("text=查询")
    assert plain.locator("#count").inner_text() == "查到 12 项"
    plain.click("thead >> text=序号")
    assert plain.locator("#results tbody td.no").first.inner_text() == "23"
    plain.click(".pick summary")
    plain.click(".pick >> text=2019年")
    assert plain.locator("h1").inner_text() == "2019年任务"


def pressed_on(page, place):
    """The mouse goes down on the place, stays down as long as a person's does, and comes up."""
    box = page.locator(place).first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(120)
    page.mouse.up()


@pytest.mark.parametrize("place", ["#results tbody a", "#results thead a", "#export"])
def test_a_click_on_what_was_found_is_not_lost(enter, place):
    page = enter("/2021/tasks/")
    page.locator("[name=q]").press_sequentially("小学")
    page.wait_for_url("**q=**")
    page.evaluate(
        "document.addEventListener('click', event => { window.clicked = event.target.textContent; })"
    )
    page.evaluate(
        "window.addEventListener('beforeunload', () => sessionStorage.setItem('on', window.clicked))"
    )
    words = page.locator(place).first.text_content()
    pressed_on(page, place)
    said = "words => (window.clicked || sessionStorage.getItem('on')) === words"
    page.wait_for_function(said, arg=words, timeout=5_000)  # through the navigation that the click begins


def test_a_click_before_the_answer_is_not_lost_either(enter):
    page = enter("/2021/tasks/")
    page.locator("[name=q]").press_sequentially("小学")
    target = page.locator("#results tbody a").first.get_attribute("href")
    pressed_on(page, "#results tbody a")
    page.wait_for_url(f"**{target}")


@pytest.mark.parametrize(("address", "words"), [("/2021/tasks/", "小学"), ("/2021/notices/", "民政")])
def test_leaving_the_field_asks_nothing_again(enter, address, words):
    page = enter(address, Role.COORDINATOR)
    before = page.evaluate("history.length")
    page.locator("[name=q]").press_sequentially(words)
    page.wait_for_url("**q=**")
    page.keyboard.press("Tab")
    page.click("text=查询")
    page.wait_for_timeout(600)
    assert page.evaluate("history.length") == before + 1


def test_a_word_typed_and_left_at_once_is_searched(enter):
    page = enter("/2021/tasks/")
    page.fill("[name=q]", "第12所")
    pressed_on(page, "h1")
    expect(page.locator("#count")).to_have_text("查到 1 项")
