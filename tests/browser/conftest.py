"""A list with something of everything, and pages opened by people of each role."""

import pytest

from projects.models import Domain
from projects.roles import ADMINISTRATOR, AUDITOR, COORDINATOR, FILER
from projects.states import CO
from tests.factories import (
    make_assignment,
    make_document,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_target,
    make_task,
    make_unit,
    make_user,
)

LONG = "建设市二院西院区综合大楼、市第一人民医院开发区院区、徐圩新区医疗应急救援中心二期、连云区公共卫生中心、东海县妇幼保健院、灌云县妇幼保健院。"
PLANS = ("完成可研批复。", "1.开工建设；2.主体完工60%，同步进行安装、预埋施工；3.协调解决地块权属。", "", "竣工投用。")


@pytest.fixture
def a_list(transactional_db):
    """24 tasks of 2021 in two domains: leads, a group, targets, plans with an empty cell, findings; and an archive without units."""
    yearly_list = make_list(2021, document_number="连政发〔2021〕10号")
    headings = enumerate(["教育惠民领域", "卫生健康领域"], 1)
    domains = [Domain.objects.create(yearly_list=yearly_list, order=order, name=name) for order, name in headings]
    names = ["市教育局", "市12345公共服务中心", "海州区"]
    units = [make_unit(f"u{number}", name=name, pinyin=f"u{number}") for number, name in enumerate(names)]
    group = make_group("gxq", units[2], yearly_list=yearly_list, name="各县区")
    for number in range(1, 25):
        text = LONG if number % 7 == 0 else f"新建第{number}所小学。"
        task = make_task(yearly_list, number=number, text=text, domain=domains[number % 2], lead=units[number % 2])
        make_assignment(task, group, role=CO)
        make_target(task, planned=(None, 2, 3, 5)), make_finding(task)
        for quarter, text in enumerate(PLANS, 1):
            make_milestone(task, quarter, text, items=[text] if text else ())
    make_document(yearly_list, title="市政府关于印发2021年50件民生实事分解落实方案的通知")
    make_task(make_list(2019, stage="archived"), number=1)
    return yearly_list


@pytest.fixture
def enter(page, client, live_server, a_list):
    """Open an address as a person of this role: `enter("/2021/", role)`."""

    def opened(address="/", role=FILER, **fields):
        unit = a_list.tasks.first().assignments.filter(role="lead").first().unit if role == FILER else None
        client.force_login(make_user(role, role=role, unit=unit, **fields))
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page.goto(address)
        return page

    return opened


ROLES_AND_PAGES = [
    (FILER, "/"),
    (ADMINISTRATOR, "/"),
    (AUDITOR, "/"),
    (COORDINATOR, "/2021/"),
    (FILER, "/2019/"),
    (FILER, "/2021/tasks/"),
    (FILER, "/2021/tasks/?quarter=q2&q=小学"),
    (FILER, "/2021/tasks/?q=没有这样的任务"),
    (ADMINISTRATOR, "/2021/tasks/7/"),
    (FILER, "/units/"),
    (FILER, "/units/u1/"),
    (ADMINISTRATOR, "/units/u1/edit/"),
    (ADMINISTRATOR, "/units/groups/gxq/"),
    (ADMINISTRATOR, "/2021/findings/"),
    (ADMINISTRATOR, "/2021/tasks/7/units/"),
    (ADMINISTRATOR, "/2021/tasks/7/sub-projects/"),
    (ADMINISTRATOR, "/2021/tasks/7/items/q2/"),
    (ADMINISTRATOR, "/2021/tasks/7/targets/add/"),
    (FILER, "/2020/"),
    (ADMINISTRATOR, "/log/"),
    (FILER, "/accounts/password_change/"),
    (FILER, "/help/"),
    (COORDINATOR, "/2021/q2/overdue/"),
]
