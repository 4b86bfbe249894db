"""One bulletin in a real browser: edited, overtaken by a review, restored, issued, downloaded, corrected."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from progress.models import Bulletin, Report
from progress.rules.states import ReportState
from projects.rules.roles import Role

DRAFT = "/2021/q2/bulletin/"
COUNTS = "#p-overall\\.counts"  # the paragraph with the counts


@pytest.fixture
def seat(request, browser, live_server, staff, a_full_year):
    """A page of one's own, by role; with scripts off where the test says so."""
    contexts = []

    def taken(role):
        client = Client()
        client.force_login(staff[role])
        context = browser.new_context(
            base_url=live_server.url, locale="zh-CN", java_script_enabled=getattr(request, "param", True)
        )
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        return context.new_page()

    yield taken
    for context in contexts:
        context.close()


def rewrite(page, text):
    page.goto(DRAFT)
    paragraph = page.locator(COUNTS)
    paragraph.locator("summary", has_text="修改").click()
    editor = paragraph.get_by_label("段落正文")
    assert editor.bounding_box()["width"] > paragraph.bounding_box()["width"] * 0.9
    editor.fill(text)
    paragraph.get_by_role("button", name="保存").click()
    expect(paragraph.locator("p").first).to_have_text(text)
    expect(paragraph).to_contain_text("已改")


def accept_what_waits(page):
    """The one report that waits, which changes the counts."""
    page.goto("/2021/q2/review/")
    page.locator("table.t tbody a").first.click()
    page.get_by_role("button", name="审核通过").click()
    page.wait_for_url("**/review/**")
    assert not Report.objects.filter(state=ReportState.SUBMITTED, period__quarter=2).exists()


def restore(page):
    page.goto(DRAFT)
    paragraph = page.locator(COUNTS)
    expect(paragraph).to_contain_text("与现有数据不一致")
    paragraph.get_by_role("button", name="恢复原文").click()
    expect(paragraph).not_to_contain_text("与现有数据不一致")
    expect(paragraph.locator("p").first).to_contain_text("从督查情况看")


def issue(page, button):
    """Refused first, for something is open; what was typed stays."""
    page.get_by_role("button", name=button).click()
    expect(page.locator("#issue .note.error")).to_contain_text("印发前还有未了事项")
    page.get_by_label("已知悉上述未了事项").check()
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/2021/bulletins/**")


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.locator(f"a[href$='{name}']").first.click()
    return BytesIO(waiting.value.path().read_bytes())


@pytest.mark.parametrize("seat", [True, False], indirect=True)
def test_a_bulletin_is_edited_issued_downloaded_and_corrected(seat):
    officer, unit = seat(Role.COORDINATOR), seat(Role.FILER)
    rewrite(officer, "各项任务总体平稳。")
    accept_what_waits(officer)
    restore(officer)
    issue(officer, "印发通报")
    standing = Bulletin.objects.latest("number")
    assert load_workbook(downloaded(officer, "bulletin.xlsx")).sheetnames[0] == "总体情况"
    assert any(
        "从督查情况看" in each.text for each in Document(downloaded(officer, "bulletin.docx")).paragraphs
    )
    unit.goto(DRAFT)
    expect(unit.locator("h1")).to_have_text(standing.label)
    expect(unit.locator("main")).to_contain_text("上半年")
    officer.goto(DRAFT)
    officer.get_by_label("更正原因").fill("第36项数据有误。")
    issue(officer, "印发更正")
    assert Bulletin.objects.latest("number").corrects == standing
    unit.goto(standing.address)
    expect(unit.locator(".note.warning")).to_contain_text(f"更正第{standing.number}期")
