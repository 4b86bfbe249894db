"""Evidence in a real browser: from a phone's camera, several at once, dropped, and without scripts."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from progress.models import Evidence, Report
from projects.rules.roles import Role
from tests.factories import (
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.sample_files import pdf, picture
from tests.soundness import faults

FORM = "/2021/q2/tasks/36/"
PHOTO = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(4000, 3000))}
PAPER = {"name": "验收.pdf", "mimeType": "application/pdf", "buffer": pdf()}
FALSE = {"name": "假.pdf", "mimeType": "application/pdf", "buffer": picture()}


@pytest.fixture
def seat(browser, live_server, transactional_db):
    """A browser at task 36: `seat(Role.FILER, scripts=False)`."""
    unit = make_unit("sjyj", name="市教育局")
    task = make_task(make_list(2021), number=36, text="新建第36所小学。", lead=unit)
    make_period(task.yearly_list, 2)
    make_target(task, label="小学", unit="所", quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    make_report(task, unit)
    contexts = []

    def taken(role=Role.FILER, *, scripts=True):
        client = Client()
        client.force_login(make_user(role=role, unit=unit if role == Role.FILER else None))
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", java_script_enabled=scripts)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        contexts.append(context)
        page = context.new_page()
        page.goto(FORM)
        return page

    yield taken
    for context in contexts:
        context.close()


def screenshot(size):
    return list(picture("PNG", size=size))


def names():
    return list(Evidence.objects.order_by("pk").values_list("name", flat=True))


def test_a_phone_hands_in_photographs_while_one_types(seat):
    page = seat()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("进展情况").fill("已建成2所。")
    page.get_by_label("选择文件或拍照").set_input_files([PHOTO, PAPER, FALSE])
    expect(page.locator("[data-rows] .proof")).to_have_count(2)
    expect(page.locator(".files .bad")).to_have_text("“假.pdf”：内容是JPG 图片，与扩展名不符，请核对文件。")
    assert names() == ["现场.jpg", "验收.pdf"]
    page.get_by_label("现场.jpg的说明").fill("西广场")
    expect(page.locator("#saved")).to_contain_text("已自动保存", timeout=20_000)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(page) == []
    expect(page.locator(".proof img").first).to_have_js_property("naturalWidth", 320)
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    report = Report.objects.get(task__number=36)
    assert (report.text, Evidence.objects.order_by("pk").first().caption) == ("已建成2所。", "西广场")


THREE = [
    PHOTO | {"name": f"现场{size}.jpg", "buffer": picture(size=(size, 3000))} for size in (1001, 1002, 1003)
]


def test_a_click_while_files_wait_waits_for_them_all(seat):
    page = seat()
    page.get_by_label("选择文件或拍照").set_input_files(THREE)
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    assert names() == [each["name"] for each in THREE]


def test_a_way_off_the_page_waits_for_them_all(seat):
    page = seat()
    page.get_by_label("选择文件或拍照").set_input_files(THREE)
    with page.expect_navigation():
        page.evaluate("document.querySelector('header a[href], nav a[href]').click()")
    assert names() == [each["name"] for each in THREE]


def test_nothing_is_sent_where_a_file_failed_until_one_clicks_again(seat):
    page = seat()
    page.get_by_label("进展情况").fill("已建成2所。")
    page.get_by_label("选择文件或拍照").set_input_files([PHOTO, FALSE, PAPER])
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("#saved")).to_have_text("有文件没有上传成功，没有继续；请看红字，再点一次。")
    assert names() == ["现场.jpg", "验收.pdf"]
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()


def test_a_file_is_dropped_on_its_place(seat):
    page = seat()
    data = page.evaluate_handle(
        "() => { const data = new DataTransfer(), named = {type: 'application/pdf'};"
        " data.items.add(new File(['%PDF-1.4\\n%%EOF\\n'], '拖.pdf', named)); return data; }"
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": data})
    expect(page.locator("[data-rows] .proof")).to_have_count(1)
    assert names() == ["拖.pdf"]


PASTE = """(field, given) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(given.bytes)], given.name, {type: given.type}));
  if (given.text) { data.setData("text/plain", given.text); }
  const told = {clipboardData: data, bubbles: true, cancelable: true};
  return field.dispatchEvent(new ClipboardEvent("paste", told));
}"""


def test_a_copied_picture_is_pasted_and_copied_cells_stay_words(seat):
    page = seat()
    shot = {"bytes": screenshot(size=(40, 30)), "name": "image.png", "type": "image/png"}
    text = page.get_by_label("进展情况")
    # a page just opened has the focus nowhere; the browser is to do nothing more with it
    assert not page.locator("body").evaluate(PASTE, shot)
    expect(page.locator("[data-rows] .proof")).to_have_count(1)
    assert not text.evaluate(PASTE, shot | {"name": "微信图片.png", "bytes": screenshot(size=(30, 20))})
    expect(page.locator("[data-rows] .proof")).to_have_count(2)
    expect(page.locator("[data-arrived]")).to_have_text("已上传2份，可在上面填写说明。")
    assert text.evaluate(PASTE, shot | {"text": "1\t2"})  # cells of a table come with a picture of them
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").click()
    assert names() == ["粘贴的图片1.png", "微信图片.png"]


def to_label(page, key, label):
    """Press the key until the field with this label has the focus."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("[...(document.activeElement.labels || [])].map(each => each.textContent)") == [
            label
        ]:
            return
    raise AssertionError(f"{key} never comes to {label}")


def test_a_file_is_handed_in_by_keyboard_alone(seat):
    page = seat()
    expect(page.locator("[data-also]")).to_be_visible()  # the scripts have come
    page.get_by_label("进展情况").focus()
    to_label(page, "Tab", "选择文件或拍照")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(PAPER)
    expect(page.locator("[data-arrived]")).to_have_text("已上传1份，可在上面填写说明。")
    to_label(page, "Shift+Tab", "验收.pdf的说明")
    page.keyboard.type("竣工验收")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Evidence.objects.get().caption == "竣工验收"


def test_enter_in_a_field_saves_and_takes_no_file_away(seat):
    page = seat()
    page.get_by_label("选择文件或拍照").set_input_files(PAPER)
    expect(page.locator("[data-rows] .proof")).to_have_count(1)
    with page.expect_navigation():
        page.get_by_label("验收.pdf的说明").press("Enter")
    assert names() == ["验收.pdf"]


@pytest.mark.parametrize("button", ["上传", "保存草稿"])
def test_without_scripts_the_form_brings_text_and_files(button, seat):
    page = seat(scripts=False)
    page.get_by_label("进展情况").fill("已建成2所。")
    page.get_by_label("选择文件或拍照").set_input_files([PAPER, PHOTO])
    page.get_by_role("button", name=button).click()
    expect(page.get_by_label("进展情况")).to_have_value("已建成2所。")
    assert names() == ["验收.pdf", "现场.jpg"]
    page.get_by_role("button", name="移除验收.pdf").click()
    assert names() == ["现场.jpg"]


def test_the_reviewer_reads_it(seat):
    page = seat()
    page.get_by_label("选择文件或拍照").set_input_files(PHOTO)
    expect(page.locator("[data-rows] .proof")).to_have_count(1)
    Report.objects.update(state="submitted", submitted_at="2021-07-09T09:00+08:00")
    page = seat(Role.COORDINATOR)
    expect(page.locator(".proofs.read .proof")).to_have_count(1)
