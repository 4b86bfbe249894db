"""逐项填数 in a real browser: keys as in a sheet, pasting over several cells, marks while typing."""

import pytest
from playwright.sync_api import expect

from progress.models import Measurement, Report
from projects.models import Task
from tests.browser.test_reporting import PHONE, people_of_the_quarter, press, seat
from tests.progress.spendings import invest
from tests.soundness import faults

__all__ = ["people_of_the_quarter", "seat"]  # fixtures
TABLE = "/2021/q2/filing/figures/"
VALUES, REASONS = "[name^=value-]", "[name^=reason-]"


def values():
    return list(Measurement.objects.order_by("report__task__number").values_list("value", flat=True))


def paste(field, text):
    field.evaluate(
        """(field, text) => { const data = new DataTransfer(); data.setData("text", text);
        const told = { clipboardData: data, bubbles: true, cancelable: true };
        field.dispatchEvent(new ClipboardEvent("paste", told)); }""",
        text,
    )


def test_a_quarter_is_typed_by_keyboard_alone_and_saves_itself(seat):
    page = seat("filer", TABLE)
    page.clock.install()
    fields = page.locator(VALUES)
    expect(fields.first).to_be_focused()
    for number in ("1", "2", "3"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="保存")).to_be_focused()
    expect(page.locator("[data-rate]").nth(2)).to_have_text("60.0%")
    page.clock.fast_forward(3_000)
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    assert values() == [1, 2, 3]
    fields.nth(2).focus()
    page.keyboard.type("4")  # what one comes to is selected whole
    page.keyboard.press("Escape")
    expect(fields.nth(2)).to_have_value("3")
    page.keyboard.press("ArrowUp")
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(REASONS).nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("5")
    with page.expect_response("**" + TABLE):
        page.keyboard.press("Control+s")
    assert values() == [1, 5, 3]


def test_how_many_are_filled_is_counted_while_one_types(seat):
    page = seat("filer", TABLE)
    told = page.locator("[data-filled]")
    before, last = int(told.first.inner_text()), page.locator(VALUES).nth(2)
    fields = page.locator(VALUES)
    for place in range(3):
        fields.nth(place).fill("")
    expect(told.first).to_have_text("0")
    fields.nth(0).fill("1")
    page.locator(REASONS).nth(1).fill("尚未开工")
    expect(told.first).to_have_text("2")
    last.fill("3")
    expect(told).to_have_text(["3", "3"])
    assert before == 0


def test_cells_of_a_sheet_are_laid_over_lines_and_columns_or_refused_whole(seat):
    page = seat("filer", TABLE)
    fields, told = page.locator(VALUES), page.locator("[data-pasted]")
    paste(fields.nth(1), "1\n2\n3")
    expect(told).to_contain_text("粘贴的是3行1列，从这里起只有2行2列可填")
    expect(fields.nth(1)).to_have_value("")
    paste(fields.first, "1\t\r\n\t尚未统计\r\n9.6亿\r\n")
    assert [fields.nth(place).input_value() for place in range(3)] == ["1", "", "9.6亿"]
    expect(page.locator(REASONS).nth(1)).to_have_value("尚未统计")
    expect(page.locator("[data-doubt]").nth(2)).to_contain_text("超过全年目标5所的两倍")
    fields.nth(2).fill("12 34")
    expect(page.locator(".errorlist")).to_contain_text("这一格里有2个数")
    fields.nth(2).fill("3")
    expect(page.locator(".errorlist")).to_have_count(0)
    with page.expect_navigation():
        page.get_by_role("button", name="保存").click()
    assert values() == [1, None, 3]


@pytest.mark.parametrize("scripts", [True, False])
def test_the_table_is_a_plain_form_and_a_stale_line_is_named(scripts, seat):
    page = seat("filer", TABLE, scripts=scripts)
    page.locator(VALUES).first.fill("2")
    page.locator(VALUES).last.fill("3")
    Report.objects.filter(task__number=38).update(version=7)  # somebody else saved
    press(page, "保存")
    assert values() == [2]
    expect(page.locator(".note.error")).to_contain_text("有1项没有保存")
    expect(page.locator(VALUES).last).to_have_value("3")
    press(page, "保存")
    assert values() == [2, 3]


def test_the_table_is_sound_on_a_desk_and_on_a_phone(seat):
    page = seat("filer", TABLE)
    page.locator(VALUES).first.fill("11")
    expect(page.locator("[data-doubt]").first).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert faults(page) == []
    assert page.evaluate("document.querySelector('.sheet').scrollWidth <= window.innerWidth")


def test_what_was_spent_is_typed_as_the_figures_are(seat):
    task = Task.objects.get(number=36)
    invest(task, task.reports.get().unit)
    page = seat("filer", TABLE)
    spent, told = page.locator("[name^=invested-]"), page.locator("[data-pasted]")
    page.locator(VALUES).first.focus()
    page.keyboard.press("ArrowDown")
    expect(spent).to_be_focused()
    page.keyboard.type("0.6亿元")
    line = page.locator("tr", has=spent)
    expect(line.locator("[data-words]")).to_have_text("6000万元")
    expect(line.locator("[data-doubt]")).to_contain_text("超过计划投资2000万元的两倍")
    page.keyboard.press("ArrowDown")
    expect(page.locator(VALUES).nth(1)).to_be_focused()
    paste(page.locator(VALUES).first, "1\t\n五百\t尚未统计\n2\t")
    expect(told).to_contain_text("已从这里起填入3格，请逐格核对。有1格所在的行没有这一列，没有填入。")
    expect(line.locator(".errorlist")).to_contain_text("没有看懂“五百”")
    spent.fill("500万")
    expect(line.locator(".errorlist")).to_have_count(0)
    assert faults(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="保存").click()
    assert (values(), Report.objects.get(task__number=36).invested) == ([1, 2], 500)
