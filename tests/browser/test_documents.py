"""A document is uploaded with its progress shown, read, and adopted; without scripts as well."""

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from projects.models import SourceDocument, Task
from projects.rules.roles import Role
from tests.browser.test_pages import PHONE
from tests.factories import make_user
from tests.projects.adoption.test_actions import FIRST, SECOND, a_document
from tests.soundness import faults


@pytest.fixture
def signed_in(page, client, live_server, transactional_db):
    call_command("loaddata", settings.BASE_DIR / "fixtures" / "units.json", verbosity=0)
    client.force_login(make_user(role=Role.ADMINISTRATOR))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def file(name, text):
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_one_document_leads_to_its_page_and_into_the_list(signed_in):
    signed_in.goto("/documents/")
    signed_in.set_input_files("#files", file("清单.txt", a_document(FIRST)))
    signed_in.get_by_role("button", name="上传并读取").click()
    signed_in.get_by_role("button", name="确认入库").click()
    expect(signed_in.get_by_text("这份文件已经入库")).to_be_visible()
    assert Task.objects.count() == 1


def test_each_of_several_files_says_what_became_of_it(signed_in):
    signed_in.goto("/documents/")
    signed_in.set_input_files("#files", [file("清单.txt", a_document(FIRST)), file("空.txt", "")])
    signed_in.get_by_role("button", name="上传并读取").click()
    expect(signed_in.get_by_role("link", name="已读取，去核对")).to_be_visible(timeout=30_000)
    expect(signed_in.get_by_text("文件“空.txt”是空的。")).to_be_visible(timeout=30_000)
    assert SourceDocument.objects.count() == 1


@pytest.mark.parametrize("path", ["/documents/", "/start/", "/city/", "/lists/new/", "/register/new/"])
def test_a_page_is_sound_on_a_desk_and_on_a_phone(signed_in, path):
    signed_in.goto(path)
    assert faults(signed_in) == []
    signed_in.set_viewport_size(PHONE)
    assert faults(signed_in) == []
    assert signed_in.locator("h1").count() == 1


def test_a_document_with_questions_is_sound_on_a_desk_and_on_a_phone(signed_in):
    signed_in.goto("/documents/")
    tasks = (FIRST.replace("市教育局", "市没有这局"), SECOND.replace("2.", "1."))
    signed_in.set_input_files("#files", file("清单.txt", a_document(*tasks)))
    signed_in.get_by_role("button", name="上传并读取").click()
    expect(signed_in.get_by_role("button", name="保存答复")).to_be_visible()
    assert faults(signed_in) == []
    signed_in.set_viewport_size(PHONE)
    assert faults(signed_in) == []
