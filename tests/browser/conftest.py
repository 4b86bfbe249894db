"""A list with something of everything, and pages opened by people of each role."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from lianyungang import middleware
from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins import actions as bulletin_actions
from progress.bulletins.draft import bulletin_draft
from progress.models import Bulletin, Report
from progress.reminders import actions as reminder_actions
from progress.reports import actions as report_actions
from progress.reports import review_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import Completion, ExtensionState, NoticeLevel, NoticeState, ReportState
from projects.models import Domain, Unit
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import (
    NOW,
    make_assignment,
    make_document,
    make_extension,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_notice,
    make_report,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.kept_worlds import KeptWorld
from tests.worlds import a_year_of_everything

LONG = (
    "建设市二院西院区综合大楼、市第一人民医院开发区院区、徐圩新区医疗应急救援中心二期、"
    "连云区公共卫生中心、东海县妇幼保健院、灌云县妇幼保健院。"
)
STATES = tuple(ReportState)
PLANS = (
    "完成可研批复。",
    "1.开工建设；2.主体完工60%，同步进行安装、预埋施工；3.协调解决地块权属。",
    "",
    "竣工投用。",
)


def _make_list():
    """24 tasks of 2021 in two domains: leads, a group, targets, plans, findings; an archive without units."""
    yearly_list = make_list(2021, document_number="连政发〔2021〕10号")
    headings = enumerate(["教育惠民领域", "卫生健康领域"], 1)
    domains = [
        Domain.objects.create(yearly_list=yearly_list, order=order, name=name) for order, name in headings
    ]
    names = ["市教育局", "市12345公共服务中心", "海州区"]
    units = [make_unit(f"u{number}", name=name, pinyin=f"u{number}") for number, name in enumerate(names)]
    group = make_group("gxq", units[2], yearly_list=yearly_list, name="各县区")
    for number in range(1, 25):
        text = LONG if number % 7 == 0 else f"新建第{number}所小学。"
        task = make_task(
            yearly_list, number=number, text=text, domain=domains[number % 2], lead=units[number % 2]
        )
        make_assignment(task, group, role=AssignmentRole.CO)
        make_target(task, planned=(None, 2, 3, 5)), make_finding(task)
        for quarter, text in enumerate(PLANS, 1):
            make_milestone(task, quarter, text, items=[text] if text else ())
    make_document(yearly_list, title="市政府关于印发2021年50件民生实事分解落实方案的通知")
    make_task(make_list(2019, stage="archived"), number=1)
    return yearly_list


the_list = KeptWorld(_make_list)


@pytest.fixture
def a_list(transactional_db):
    """What `_make_list` makes."""
    return the_list.stand()


@pytest.fixture
def enter(page, client, live_server, a_list):
    """Open an address as a person of this role: `enter("/2021/", role)`."""

    def opened(address="/", role=Role.FILER, **fields):
        unit = (
            a_list.tasks.first().assignments.filter(role="lead").first().unit if role == Role.FILER else None
        )
        client.force_login(make_user(role, role=role, unit=unit, **fields))
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.goto(address)
        return page

    return opened


def _make_full_year():
    """Beside task 36 one for each state of a report, notices at each step, reminder, extension, issue."""
    a_year = a_year_of_everything()
    unit = Unit.objects.get(code="sjyj")
    named = {Role.FILER: unit, Role.SIGNER: unit}
    named |= {Role.COORDINATOR: None, Role.SUPERVISOR: None, Role.AUDITOR: None, Role.ADMINISTRATOR: None}
    staff = {role: make_user(f"the-{role}", role=role, unit=unit) for role, unit in named.items()}
    for number, state in enumerate(STATES, 37):
        task = make_task(
            a_year, number=number, text=LONG if number % 2 else f"新建第{number}所小学。", lead=unit
        )
        make_target(task, planned=(1, 2, 4, 5), basis="ytd"), make_sub_project(task)
        make_milestone(task, 1, "完成可研批复。", items=["完成可研批复。"])
        make_milestone(task, 2, LONG, items=["主体完工60%。", {"text": "力争安装设备。", "is_soft": True}])
        (
            _live(make_report(task, unit, quarter=1), ReportState.ACCEPTED, staff),
            _live(make_report(task, unit), state, staff),
        )
    report = Report.objects.get(task__number=37, period__quarter=2)
    for number, state in enumerate(
        (NoticeState.RECEIVED, NoticeState.REPLIED, NoticeState.CLOSED, NoticeState.WITHDRAWN), 4
    ):
        make_notice(report, state=state, number=number)
    make_notice(report, pk=9003, state=NoticeState.AWAITING, level=NoticeLevel.ORDER)
    make_extension(
        report.period, unit, tasks=[report.task], state=ExtensionState.GRANTED, decided_at=NOW, reason=LONG
    )
    reminder_actions.remind(
        report.period, units=[unit], word="请抓紧补报。", at=NOW, by=staff[Role.COORDINATOR]
    )
    standing = Bulletin.objects.get()
    bulletin_actions.correct(
        standing,
        reason="以审核数据为准。",
        knowingly=True,
        seen=bulletin_draft(standing.period, NOW.date(), city=LIANYUNGANG).mark,
        city=LIANYUNGANG,
        at=NOW,
        by=staff[Role.COORDINATOR],
    )
    return a_year, staff


the_full_year = KeptWorld(_make_full_year)


@pytest.fixture
def year_and_staff(transactional_db, monkeypatch):
    """What `_make_full_year` makes, on a day two days after its reports were due."""
    monkeypatch.setattr(middleware, "timezone", SimpleNamespace(localtime=lambda: NOW, now=timezone.now))
    return the_full_year.stand()


@pytest.fixture
def a_full_year(year_and_staff):
    """The list of the year."""
    return year_and_staff[0]


@pytest.fixture
def staff(year_and_staff):
    """Who works in the quarter, by role."""
    return year_and_staff[1]


def _live(report, state, staff):
    """As far as the state, by the acts that people use; the last item is not done, and that has its cause."""
    if state == ReportState.NOT_BEGUN:
        return
    items = [
        each.pk
        for quarter in (1, 2)[: report.period.quarter]
        for each in report.task.milestones.get(quarter=quarter).items.all()
    ]
    content = ReportContent(
        text=f"{LONG}已开工{report.period.quarter}处。",
        problems="用地手续尚在办理。",
        next_steps="倒排工期。",
        values={report.task.targets.get().pk: Value(1)},
        items=dict.fromkeys(items, Completion.DONE) | {items[-1]: Completion.NOT_DONE},
    )
    saved = report_actions.save_draft(
        report, content=content, based_on=report.version, at=NOW, by=staff[Role.FILER]
    )
    if state == ReportState.DRAFT:
        return
    sent = as_read(report_actions.send_for_signature, saved, at=NOW, by=staff[Role.FILER])
    if state == ReportState.AWAITING:
        return
    decided = {"at": NOW, "by": staff[Role.COORDINATOR]}
    submitted = as_read(report_actions.submit, sent, at=NOW, by=staff[Role.SIGNER])
    if state == ReportState.RETURNED:
        review_actions.return_report(submitted, based_on=submitted.version, reason="请写明数量。", **decided)
    elif state != ReportState.SUBMITTED:
        accepted = accept_as_shown(submitted, **decided)
        if state == ReportState.REOPENED:
            as_read(review_actions.reopen, accepted, reason="数据有误。", **decided)


ROLES_AND_PAGES = [
    (Role.FILER, "/"),
    (Role.ADMINISTRATOR, "/"),
    (Role.AUDITOR, "/"),
    (Role.COORDINATOR, "/2021/"),
    (Role.FILER, "/2019/"),
    (Role.FILER, "/2021/tasks/"),
    (Role.FILER, "/2021/tasks/?quarter=q2&q=小学"),
    (Role.FILER, "/2021/tasks/?q=没有这样的任务"),
    (Role.ADMINISTRATOR, "/2021/tasks/7/"),
    (Role.ADMINISTRATOR, "/accounts/keys/"),
    (Role.FILER, "/api/docs/"),
    (Role.FILER, "/units/"),
    (Role.FILER, "/units/u1/"),
    (Role.ADMINISTRATOR, "/units/u1/edit/"),
    (Role.ADMINISTRATOR, "/units/groups/gxq/"),
    (Role.ADMINISTRATOR, "/2021/findings/"),
    (Role.ADMINISTRATOR, "/2021/tasks/7/units/"),
    (Role.ADMINISTRATOR, "/2021/tasks/7/sub-projects/"),
    (Role.ADMINISTRATOR, "/2021/tasks/7/items/q2/"),
    (Role.ADMINISTRATOR, "/2021/tasks/7/targets/add/"),
    (Role.FILER, "/2020/"),
    (Role.ADMINISTRATOR, "/log/"),
    (Role.FILER, "/accounts/password_change/"),
    (Role.FILER, "/help/"),
    (Role.COORDINATOR, "/2021/q2/overdue/"),
]
