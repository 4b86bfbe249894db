"""A quarter from filer over signer to coordinator in a real browser, with scripts and without."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from progress.models import Report
from progress.rules.states import ReportState
from projects.rules.roles import Role
from tests.factories import (
    PASSWORD,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.slow_scripts import scripts_held_back
from tests.soundness import faults

PHONE = {"width": 390, "height": 844}
FORM, DESK, QUEUE = "/2021/q2/tasks/36/", "/2021/q2/filing/", "/2021/q2/review/"
PAUSE = 3_000  # milliseconds without a key, after which the form saves


@pytest.fixture
def people_of_the_quarter(transactional_db):
    """A filer and a signer of one unit, the coordinator, and three tasks of the second quarter."""
    unit = make_unit("sjyj", name="市教育局")
    yearly_list = make_list(2021)
    make_period(yearly_list, 2)
    for number in (36, 37, 38):
        task = make_task(yearly_list, number=number, text=f"新建第{number}所小学。", lead=unit)
        make_target(task, label="小学", unit="所", quantity=5, planned=(1, 2, 4, 5), basis="ytd")
        make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
        make_report(task, unit)
    return {
        "filer": make_user("sjyj", unit=unit),
        "signer": make_user("sjyj-signer", role=Role.SIGNER, unit=unit),
        "coordinator": make_user("drc", role=Role.COORDINATOR),
    }


@pytest.fixture
def seat(browser, live_server, people_of_the_quarter):
    """A browser of one's own: `seat("filer", "/2021/q2/filing/", scripts=False)`."""
    contexts = []

    def taken(who, address, *, scripts=True):
        client = Client()
        client.force_login(people_of_the_quarter[who])
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 1366, "height": 768},
            locale="zh-CN",
            java_script_enabled=scripts,
        )
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield taken
    for context in contexts:
        context.close()


def fill(page, text="已建成2所。", value="2", state="done"):
    page.get_by_label("进展情况").fill(text)
    page.get_by_label("本次累计").fill(value)
    page.locator(".item select").select_option(state)


def press(page, name):
    """Click and come to where it leads: during an autosave the page sends the form a moment later."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def state():
    return Report.objects.get(task__number=36).state


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_goes_from_filer_over_signer_to_coordinator(scripts, seat):
    filer = seat("filer", DESK, scripts=scripts)
    filer.get_by_role("link", name="填报", exact=True).first.click()
    fill(filer)
    press(filer, "保存草稿")
    assert state() == ReportState.DRAFT
    press(filer, "送审签")
    assert (state(), "/tasks/37/" in filer.url) == (ReportState.AWAITING, True)
    signer = seat("signer", DESK, scripts=scripts)
    signer.locator("[name=report]").check()
    press(signer, "报送所选")
    assert state() == ReportState.SUBMITTED
    coordinator = seat("coordinator", QUEUE, scripts=scripts)
    coordinator.get_by_role("link", name="新建第36所小学。").click()
    press(coordinator, "审核通过")
    assert (state(), coordinator.url.endswith(QUEUE)) == (ReportState.ACCEPTED, True)


def test_an_item_changed_before_the_scripts_ran_is_computed_when_they_do(seat):
    signer = seat("signer", FORM)
    fill(signer)
    press(signer, "报送")
    coordinator = seat("coordinator", QUEUE)
    address = coordinator.get_by_role("link", name="新建第36所小学。").get_attribute("href")
    with scripts_held_back(coordinator, address):
        coordinator.locator("#review select[name^=item-]").first.select_option("not_done")
        expect(coordinator.locator("#proposal")).not_to_contain_text("应完成事项未完成")
    expect(coordinator.locator("#proposal")).to_contain_text("应完成事项未完成")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_item_changed_in_the_review_is_computed_anew_before_it_is_accepted(scripts, seat):
    signer = seat("signer", FORM, scripts=scripts)
    fill(signer)
    press(signer, "报送")
    coordinator = seat("coordinator", QUEUE, scripts=scripts)
    coordinator.get_by_role("link", name="新建第36所小学。").click()
    coordinator.locator("#review select[name^=item-]").first.select_option("not_done")
    if not scripts:
        press(coordinator, "重新测算")
    expect(coordinator.locator("#proposal")).to_contain_text("应完成事项未完成")
    press(coordinator, "审核通过")
    expect(coordinator.get_by_text("评为滞后（未达序时）（系统测算滞后（未达序时））")).to_be_visible()
    assert state() == ReportState.ACCEPTED


@pytest.fixture
def reviewing(seat):
    """The coordinator before a filed report; each new computation takes as long as one says."""
    signer = seat("signer", FORM)
    fill(signer)
    press(signer, "报送")
    coordinator = seat("coordinator", FORM)

    def slowed(milliseconds):
        def later(route):
            coordinator.wait_for_timeout(milliseconds)
            route.continue_()

        coordinator.route("**/compute/", later)
        return coordinator

    return slowed


def item_of(page):
    return page.locator("#review select[name^=item-]").first


def test_a_click_before_the_computation_has_come_accepts_nothing_unseen(reviewing):
    page = reviewing(800)
    item_of(page).select_option("not_done")
    page.get_by_role("button", name="审核通过").click(no_wait_after=True)
    expect(page.locator("[data-held]")).to_have_text("测算结果有变化，请核对后再点一次。")
    expect(page.locator("#proposal")).to_contain_text("应完成事项未完成")
    assert state() == ReportState.SUBMITTED
    press(page, "审核通过")
    assert state() == ReportState.ACCEPTED


def test_a_click_that_the_computation_does_not_change_goes_on_by_itself(reviewing):
    page = reviewing(800)
    item_of(page).select_option("not_done")
    item_of(page).select_option("done")  # the second question waits for the first
    press(page, "审核通过")
    assert state() == ReportState.ACCEPTED


def test_what_is_typed_while_it_is_computed_stays(reviewing):
    page = reviewing(800)
    item_of(page).select_option("not_done")
    page.get_by_label("评价理由").fill("现场核实。")
    expect(page.locator("#proposal")).to_contain_text("应完成事项未完成")
    expect(page.get_by_label("评价理由")).to_have_value("现场核实。")


def test_an_answer_under_a_pressed_button_is_shown_after_the_click(reviewing):
    page = reviewing(300)
    page.get_by_role("button", name="审核通过").scroll_into_view_if_needed()
    item_of(page).select_option("not_done")
    box = page.get_by_role("button", name="审核通过").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.wait_for_timeout(900)
    page.mouse.up()
    expect(page.locator("[data-held]")).to_have_text("测算结果有变化，请核对后再点一次。")
    expect(page.locator("#proposal")).to_contain_text("应完成事项未完成")
    assert state() == ReportState.SUBMITTED


def test_the_answer_stands_at_once_with_the_class_that_is_sent(reviewing):
    page = reviewing(0)
    at_once = "document.querySelector('#accept .btn-primary').click()"
    page.evaluate(f"document.addEventListener('htmx:afterRequest', () => setTimeout(() => {at_once}))")
    with page.expect_navigation():
        item_of(page).select_option("not_done")
    assert state() == ReportState.ACCEPTED


def test_an_answer_that_leads_elsewhere_is_not_put_into_the_page(reviewing):
    page = reviewing(0)
    Report.objects.filter(task__number=36).update(state=ReportState.ACCEPTED)
    with page.expect_navigation():
        item_of(page).select_option("not_done")
    assert page.locator("#main").count() == 1


def test_what_the_filer_takes_back_is_not_signed_from_a_list_that_still_shows_it(seat):
    filer = seat("filer", FORM)
    fill(filer)
    press(filer, "送审签")
    signer = seat("signer", DESK)
    signer.locator("[name=report]").check()
    filer.goto(FORM)
    press(filer, "取回修改")
    press(signer, "报送所选")
    expect(signer.get_by_text("取回修改")).to_be_visible()
    assert state() == ReportState.DRAFT


@pytest.mark.parametrize("scripts", [True, False])
def test_a_returned_report_is_filed_again(scripts, seat):
    signer = seat("signer", FORM, scripts=scripts)
    fill(signer)
    press(signer, "报送")
    coordinator = seat("coordinator", FORM, scripts=scripts)
    coordinator.locator("summary", has_text="退回").click()
    coordinator.locator("[name=reason]").last.fill("请写明地点。")
    coordinator.locator("button.btn-danger").click()
    signer.goto(FORM)
    assert "请写明地点。" in signer.locator(".note.warning").inner_text()
    fill(signer, "已在新浦建成2所。")
    press(signer, "报送")
    coordinator.goto(FORM)
    assert coordinator.locator("ins").first.inner_text() == "在新浦"


def test_while_typing_the_share_is_shown_and_the_draft_saves_itself(seat):
    page = seat("filer", FORM)
    page.clock.install()
    fill(page, value="3")
    expect(page.locator("[data-own]")).to_have_text("3所")  # the server reckons
    expect(page.locator("[data-rate]")).to_have_text("60.0%")
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    assert Report.objects.get(task__number=36).text == "已建成2所。"


def test_the_keyboard_saves_and_goes_on(seat):
    page = seat("filer", FORM)
    page.get_by_label("进展情况").fill("用键盘写的。")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    assert Report.objects.get(task__number=36).text == "用键盘写的。"
    page.get_by_role("link", name="下一项").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/2021/q2/tasks/37/**")


@pytest.mark.parametrize("scripts", [True, False])
def test_typed_text_survives_an_ended_session(scripts, seat):
    page = seat("filer", FORM, scripts=scripts)
    page.get_by_label("进展情况").fill("很长的进展情况。")
    page.context.clear_cookies(name="sessionid")
    if scripts:
        page.keyboard.press("Control+s")
        expect(page.locator("#saved")).to_contain_text("登录已过期，没有保存到服务器，内容留在本机")
    page.get_by_role("button", name="保存草稿").click()
    page.locator("[name=username]").fill("sjyj")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator(".alone button.btn-primary").click()
    if page.locator("button", has_text="返回").count():
        page.locator("button", has_text="返回").click()
    expect(page.get_by_label("进展情况")).to_have_value("很长的进展情况。")


def test_typed_text_survives_a_lost_network(seat):
    page = seat("filer", FORM)
    page.clock.install()
    page.context.set_offline(True)
    page.get_by_label("进展情况").fill("断网时写的。")
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#saved")).to_contain_text("内容留在本机")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("现在连不上服务器，没有保存")).to_be_visible()
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(FORM)
    expect(page.get_by_label("进展情况")).to_have_value("断网时写的。")
    expect(page.get_by_role("button", name="放弃")).to_be_visible()


def test_a_note_of_a_lost_network_goes_when_the_form_has_saved_itself(seat):
    page = seat("filer", FORM)
    page.clock.install()
    page.context.set_offline(True)
    page.get_by_label("进展情况").fill("断网时写的。")
    page.get_by_role("button", name="保存草稿").click()
    away = page.get_by_text("现在连不上服务器，没有保存")
    expect(away).to_be_visible()
    page.context.set_offline(False)
    page.get_by_label("进展情况").fill("恢复以后写的。")
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    expect(away).to_have_count(0)


def test_what_was_saved_is_not_offered_again_and_signing_out_leaves_nothing(seat):
    page = seat("filer", FORM)
    page.get_by_label("进展情况").fill("已保存的。\n")
    press(page, "保存草稿")
    assert page.get_by_role("button", name="放弃").count() == 0
    page.context.set_offline(True)
    page.get_by_label("进展情况").fill("没有保存的。")
    page.context.set_offline(False)
    page.evaluate("window.localStorage.setItem('draft-other', '{}')")
    page.locator(".who button", has_text="退出").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("Object.keys(window.localStorage)") == []


PAGES = [
    ("filer", FORM),
    ("filer", DESK),
    ("filer", "/"),
    ("filer", DESK + "extension/"),
    ("filer", DESK + "print/"),
    ("coordinator", FORM),
    ("coordinator", QUEUE + "?state="),
    ("coordinator", "/2021/q2/"),
    ("coordinator", "/2021/q3/opening/"),
]


@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_is_sound_on_a_desk_and_on_a_phone(who, address, seat):
    page = seat(who, address)
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []


def test_a_sentence_in_red_goes_when_its_field_is_filled(seat):
    page = seat("filer", FORM)
    page.get_by_role("button", name="送审签").click()
    expect(page.locator(".errorlist")).to_have_count(3)
    fill(page)
    expect(page.locator(".errorlist")).to_have_count(0)
    expect(page.locator("[data-lacks]")).to_contain_text("都已填写")


def test_the_cause_is_asked_for_while_typing_what_lags_and_no_more_when_it_does_not(seat):
    page = seat("filer", FORM)
    page.clock.install()
    asked = page.locator("[data-cause-words]")
    page.get_by_label("本次累计").fill("1")
    expect(asked).to_contain_text("进度滞后")
    page.get_by_label("本次累计").fill("2")
    expect(asked).to_have_text("")
    page.locator(".item select").select_option("not_done")
    expect(asked).to_contain_text("进度滞后")
    page.clock.fast_forward(PAUSE)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    expect(asked).to_contain_text("进度滞后")


def test_what_was_typed_is_saved_on_the_way_to_another_page(seat):
    page = seat("filer", FORM)
    page.get_by_label("进展情况").fill("马上翻页。")
    page.get_by_role("link", name="下一项").click()
    page.wait_for_url("**/2021/q2/tasks/37/**")
    assert Report.objects.get(task__number=36).text == "马上翻页。"


def test_leaving_with_what_cannot_be_saved_is_asked_about(seat):
    page = seat("filer", FORM)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    Report.objects.filter(task__number=36).update(version=7)  # somebody else saved
    page.get_by_label("进展情况").type("没有存上的。")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="下一项").click()
    expect(page.locator("#saved")).to_contain_text("没有保存")
    assert (asked, "/tasks/36/" in page.url) == (["beforeunload"], True)


def test_a_click_during_a_save_waits_for_it(seat):
    page = seat("filer", FORM)
    fill(page)
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="送审签").click()
    page.wait_for_url("**/tasks/37/**")
    assert state() == ReportState.AWAITING


def test_three_reports_are_filed_by_keyboard_alone(seat):
    page = seat("filer", FORM)
    page.get_by_label("进展情况").focus()
    for number in (36, 37, 38):
        page.wait_for_url(f"**/tasks/{number}/**")
        expect(page.get_by_label("进展情况")).to_be_focused()
        page.keyboard.type("已建成2所。")
        page.keyboard.press("Tab")
        page.keyboard.type("2")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Control+Enter")
    page.wait_for_url("**" + DESK)
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.AWAITING}


def test_a_column_of_a_sheet_is_spread_over_the_figures_or_refused_whole(seat):
    task = Report.objects.get(task__number=36).task
    for label in ("初中", "高中"):
        make_target(task, label=label, unit="所", quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    page = seat("filer", FORM)
    fields = page.locator(".typed input")

    def paste(text):
        fields.first.evaluate(
            """(field, text) => { const data = new DataTransfer(); data.setData("text", text);
            const told = { clipboardData: data, bubbles: true, cancelable: true };
            field.dispatchEvent(new ClipboardEvent("paste", told)); }""",
            text,
        )

    paste("1\n2\n3\n4")
    expect(page.locator("[data-pasted]")).to_contain_text("粘贴的有4格")
    expect(fields.first).to_have_value("")
    paste("1\r\n2\r\n3\r\n")
    assert [fields.nth(place).input_value() for place in range(3)] == ["1", "2", "3"]
    expect(page.locator("[data-rate]").nth(2)).to_have_text("60.0%")


def test_a_pasted_column_takes_the_red_sentences_of_all_its_cells_away(seat):
    task = Report.objects.get(task__number=36).task
    make_target(task, label="初中", unit="所", quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    page = seat("filer", FORM)
    page.locator("button.btn-primary[form=report], form#report button.btn-primary").first.click()
    expect(page.locator(".target .errorlist")).to_have_count(2)
    page.locator(".typed input").first.evaluate(
        """field => { const data = new DataTransfer(); data.setData("text", "1\\n2");
        const told = { clipboardData: data, bubbles: true, cancelable: true };
        field.dispatchEvent(new ClipboardEvent("paste", told)); }"""
    )
    expect(page.locator(".target .errorlist")).to_have_count(0)


def test_what_is_typed_is_read_back_doubted_and_marked_at_once(seat):
    page = seat("filer", FORM)
    field = page.get_by_label("本次累计")
    field.fill("9.6亿所")
    expect(page.locator("[data-words]")).to_have_text("9.6亿所")
    expect(page.locator("[data-doubt]")).to_contain_text("超过全年目标5所的两倍")
    page.get_by_label("确认无误").check()
    field.fill("9.7亿")
    expect(page.get_by_label("确认无误")).not_to_be_checked()
    field.fill("12 34")
    expect(page.locator(".errorlist")).to_contain_text("这一格里有2个数")
    field.fill("2")
    expect(page.locator(".errorlist")).to_have_count(0)
    expect(page.locator("[data-doubt]")).to_be_hidden()


def test_reloading_after_a_refused_save_brings_the_newer_text_back(seat):
    page = seat("filer", FORM)
    page.on("dialog", lambda dialog: dialog.accept())
    Report.objects.filter(task__number=36).update(version=7, text="别人写的。")
    text = page.get_by_label("进展情况")
    text.fill("较早写的。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".note.error")).to_contain_text("没有保存")
    text.fill("较新写的。")
    text.press("End")
    page.keyboard.type("又")
    page.keyboard.press("Backspace")
    page.reload()
    expect(text).to_have_value("较新写的。")
    page.goto(FORM)
    expect(text).to_have_value("较新写的。")


@pytest.mark.parametrize("size", [{"width": 1366, "height": 768}, PHONE])
def test_no_field_of_the_form_has_the_focus_under_a_bar(size, seat):
    page = seat("filer", FORM)
    page.set_viewport_size(size)
    page.get_by_label("进展情况").focus()
    for _ in range(9):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const active = document.activeElement, field = active.getBoundingClientRect();
            const foot = document.querySelector(".report-foot").getBoundingClientRect();
            const meets = field.bottom > foot.top + 1 && field.top < foot.bottom;
            return meets && !active.closest(".report-foot") ? active.outerHTML : ""; }"""
        )
        assert hidden == ""
