"""2023, a year without a schedule: a plan is filed, signed, recorded, and the first quarter asks for it."""

import re
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from lianyungang import middleware
from projects.models import Plan, PlannedValue
from projects.rules.roles import Role
from tests.factories import SHANGHAI, make_unit, make_user
from tests.projects.plans.plan_papers import FILED, owed
from tests.sample_files import pdf

PLAN, QUARTER = "/2023/tasks/36/plan/", "/2023/q1/tasks/36/"
TEXTS = ("完成选址，建成1个城市公园。", "累计建成2个城市公园。", "累计建成4个。", "累计建成5个城市公园。")
PEOPLE = {"分管负责人": "张三", "责任处室": "规划科", "联系人": "李四", "联系电话": "0000-1"}
PAPER = {"name": "立项批复.pdf", "mimeType": "application/pdf", "buffer": pdf()}
IN_MARCH = datetime(2023, 3, 28, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def sit(page, live_server, transactional_db, monkeypatch):
    """Take a seat as one of the people of a task whose plan is owed, at a time: `sit("drc", FILED)`."""
    unit = make_unit("sjyj", name="市教育局")
    named = {"filer": (Role.FILER, unit), "signer": (Role.SIGNER, unit), "drc": (Role.COORDINATOR, None)}
    people = {name: make_user(name, role=role, unit=of) for name, (role, of) in named.items()}
    owed(people["drc"], unit=unit)

    def taken(name, now=FILED):
        clock = SimpleNamespace(localtime=lambda: now, now=timezone.now)
        monkeypatch.setattr(middleware, "timezone", clock)
        client = Client()
        client.force_login(people[name])
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        return page

    return taken


def test_a_plan_becomes_what_the_first_quarter_is_asked_for(sit):
    page = sit("filer")
    page.goto(PLAN)
    for name, text in zip("一二三四", TEXTS, strict=True):
        page.get_by_label(f"{name}季度安排").fill(text)
    page.get_by_role("button", name="读出事项和计划数").click()
    target = Plan.objects.get().task.targets.get()
    for number, total in enumerate("1245", 1):
        expect(page.locator(f'[name="total-{target.pk}-{number}"]')).to_have_value(total)
    for label, words in PEOPLE.items():
        page.get_by_label(label, exact=True).fill(words)
    for label, words in {"步骤": "完成设计", "完成时间": "3月底前", "责任人": "规划科"}.items():
        page.get_by_label(f"第1步{label}").fill(words)
    invested = page.locator(".target", has_text="计划投资")
    page.get_by_label("计划投资（万元）").press_sequentially("50000000元")
    expect(invested.locator("[data-words]")).to_have_text("5000万元")
    page.get_by_label("计划投资（万元）").fill("50000000")
    expect(invested.locator("[data-doubt]")).to_contain_text("计划投资5000亿元，达到100亿元以上")
    page.get_by_label("计划投资（万元）").fill("0.5亿")
    expect(invested.locator("[data-doubt]")).to_be_hidden()
    page.get_by_label("选择文件或拍照").set_input_files([PAPER])
    expect(page.locator("[data-rows] .proof")).to_have_count(1)
    page.get_by_role("button", name="送审签").click()
    expect(page.get_by_text("已送审签。")).to_be_visible()

    page = sit("signer")
    page.goto(PLAN)
    expect(page.get_by_role("link", name="立项批复.pdf", exact=True)).to_be_visible()
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("已报送，等待备案。")).to_be_visible()

    page = sit("drc")
    page.goto(PLAN)
    page.get_by_role("button", name="备案", exact=True).click()
    expect(page.get_by_text("已备案。")).to_be_visible()
    assert [each.value for each in PlannedValue.objects.order_by("quarter")] == [1, 2, 4, 5]

    sit("drc", IN_MARCH).goto("/2023/q1/opening/")
    page.get_by_role("button", name="开启填报").click()
    expect(page.get_by_role("button", name="撤回开启")).to_be_visible()

    sit("filer", IN_MARCH).goto(QUARTER)
    expect(page.get_by_text(TEXTS[0]).first).to_be_visible()
    figure = page.locator(".target", has_text="城市公园")
    expect(figure).to_contain_text(re.compile(r"计划累计\s*1"))
    expect(page.get_by_text("应完成事项")).to_be_visible()
    spent = page.locator(".target", has_text="已完成投资")
    expect(spent).to_contain_text(re.compile(r"计划投资\s*5000万元"))
    spent.get_by_label("本次累计").press_sequentially("2亿")
    expect(spent.get_by_text("2亿元，超过计划投资5000万元的两倍。")).to_be_visible()
    expect(spent.get_by_text("确认无误")).to_be_visible()
    spent.get_by_label("本次累计").fill("两千")
    expect(spent.get_by_text("没有看懂“两千”")).to_be_visible()
