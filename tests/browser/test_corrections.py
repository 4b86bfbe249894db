"""The administrator puts things right in a real browser, scripts off: every form is a plain form."""

import pytest

from projects.rules.roles import Role


@pytest.fixture
def plain(browser, live_server, client, enter):
    """A page without scripts, opened by the administrator."""
    enter("/", Role.ADMINISTRATOR)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    yield context.new_page()
    context.close()


def test_a_unit_is_added_to_a_task(plain):
    plain.goto("/2021/tasks/7/")
    plain.click("text=更正责任单位")
    plain.fill("#id_units-2-name", "市教育局")
    plain.fill("#id_basis-reason", "原文另列")
    plain.click("text=保存更正")
    assert "已更正责任单位" in plain.locator(".note").inner_text()
    assert "市教育局" in plain.locator(".answering").last.inner_text()


def test_a_quarters_text_becomes_three_items(plain):
    plain.goto("/2021/tasks/2/items/q2/")
    plain.select_option("#id_items-0-treatment", "split")
    plain.click("text=保存更正")
    assert plain.locator(".quarters > section").nth(1).locator("li").count() == 3


def test_planned_values_are_settled(plain):
    plain.goto("/2021/tasks/2/")
    plain.click("text=计划值")
    plain.select_option("#id_stages-0-basis", "ytd")
    plain.click("text=保存更正")
    assert "口径不明" not in plain.locator(".planned").inner_text()


def test_several_findings_are_answered_at_once(plain):
    plain.goto("/2021/findings/")
    plain.click("text=勾选本页全部")
    plain.fill("[name=answer]", "核对无误。")
    plain.click("text=处理勾选的疑点")
    assert "已处理 24 条疑点。" in plain.locator(".note").inner_text()


def test_proposed_members_are_confirmed(plain):
    plain.goto("/units/groups/gxq/?year=2021")
    plain.click("text=全部确认")
    assert "待确认" not in plain.locator("main table").inner_text()
