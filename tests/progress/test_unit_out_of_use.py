"""No page offers the people of a unit out of use what would be refused: each shows what stands there."""

import re
from datetime import date

import pytest

from progress.contributions import actions as contributions
from progress.contributions.actions import ContributionContent
from progress.indicators import actions as values
from progress.indicators.reads import paper_of
from progress.ledger.shares import seal_of_shares
from progress.models import Contribution, FollowUp, NoticeReply, Outcome
from progress.notices import reply_actions
from progress.notices.checks import Answer
from progress.reports import actions as reports
from progress.rules.states import NoticeState, OutcomeKind
from progress.year_end import follow_up_actions
from projects.plans import actions as plans
from projects.plans.opening_actions import open_filing
from projects.rules.plan_content import PlanContent
from projects.rules.states import AssignmentRole, ListStage
from tests.as_read import as_read
from tests.factories import (
    NOW,
    make_assignment,
    make_conclusion,
    make_coordination,
    make_document,
    make_indicator,
    make_list,
    make_notice,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.pages import one_line
from tests.progress.conftest import PAGE, owed, saved

pytestmark = pytest.mark.django_db

WORDS = "本单位已停用，可以查看，不能再填报、审签"
OTHERS = "/2021/q2/tasks/50/contributions/"


@pytest.fixture
def begun(report, unit, filer, signer, coordinator):
    """Of each kind of paper one that the filer began or sent for signature, by the page that shows it.

    With each what its page tells of it.
    """
    who = {"at": NOW, "by": filer}
    saved(report, filer, text="报告写了一半。")
    sent = saved(owed(unit, 37, report.task.yearly_list), filer)
    as_read(reports.send_for_signature, sent, **who)

    filed = saved(owed(unit, 38, report.task.yearly_list), filer)
    filed = as_read(reports.send_for_signature, filed, **who)
    as_read(reports.submit, filed, at=NOW, by=signer)

    helped = make_task(report.task.yearly_list, number=40, lead=make_unit("smzj", name="市民政局"))
    make_assignment(helped, unit, role=AssignmentRole.CO)
    beside = Contribution(period=report.period, task=helped, unit=unit)
    content = ContributionContent(text="协同写了一半。")
    contributions.save_draft(beside, content=content, based_on=0, **who)

    led = owed(unit, 50, report.task.yearly_list).task
    helper = make_unit("hzq", name="海州区")
    make_assignment(led, helper, role=AssignmentRole.CO)
    theirs = Contribution(period=report.period, task=led, unit=helper)
    by_helper = {"at": NOW, "by": make_user("hzq", unit=helper)}
    content = ContributionContent(text="海州区已开工。")
    drafted = contributions.save_draft(theirs, content=content, based_on=0, **by_helper)
    contributions.submit(drafted, shown=seal_of_shares(()), based_on=drafted.version, **by_helper)

    make_notice(report)
    answered = make_notice(report, state=NoticeState.RECEIVED, number=2)
    answer = Answer("督办回复写了一半。", "增加班组。", date(2023, 7, 31))
    reply_actions.save_draft(NoticeReply(notice=answered), answer=answer, based_on=0, **who)

    value = paper_of(make_indicator(make_document(None), unit, number=2), 2021)
    said = dict.fromkeys(("source", "trend", "cause", "adjustment", "measures"), "")
    values.save_draft(
        value, content={**said, "value": None, "situation": "年度值写了一半。"}, based_on=0, **who
    )

    task = make_task(make_list(2020, stage=ListStage.CONCLUDED), number=5, lead=unit)
    outcome = Outcome.objects.create(task=task, kind=OutcomeKind.GOING_ON, until=date(2023, 9, 30))
    paper = FollowUp.objects.create(outcome=outcome, unit=unit, due_on=outcome.until)
    named = {"text": "后续写了一半。", "is_done": False, "next_on": None}
    follow_up_actions.save_draft(paper, **named, based_on=0, **who)

    planned = make_task(make_list(2023, issued_on=date(2023, 1, 20)), number=9, lead=unit)
    make_target(planned, quantity=5)
    open_filing(planned.yearly_list, due_on=date(2023, 8, 1), at=NOW.replace(year=2023), by=coordinator)
    plan = planned.filed_plan
    plans.save_draft(plan, content=PlanContent(leader="方案写了一半"), based_on=plan.version, **who)

    meeting = make_coordination(report.task, recorded_by=coordinator)
    make_conclusion(meeting, unit, text="会办事项一件。")
    return {
        PAGE: "报告写了一半。",
        "/2021/q2/tasks/37/": "已建成2个公园。",
        "/2021/q2/filing/": ">查看</a>",
        "/2021/q2/filing/figures/": "城市公园",
        "/2021/q2/filing/workbook/": "下载本单位的工作簿",
        "/2021/q2/filing/extension/": "不能申请延期",
        "/2021/q2/tasks/37/closure/": "全年目标",
        "/2021/q2/tasks/40/contribution/": "协同写了一半。",
        OTHERS: "海州区已开工。",
        "/2021/tasks/50/shares/": "城市公园",
        "/2021/notices/1/": "待签收",
        "/2021/notices/2/": "督办回复写了一半。",
        "/plans/2021-2025/indicators/2/2021/": "年度值写了一半。",
        "/plans/2021-2025/values/2021/workbook/": "下载本单位的工作簿",
        "/2020/tasks/5/follow-up/": "后续写了一半。",
        "/2023/plans/": "目标任务",
        "/2023/tasks/9/plan/": "方案写了一半",
        "/2023/plans/workbook/": "下载本单位的工作簿",
        f"/2021/coordination/{meeting.pk}/": "会办事项一件。",
        "/": "工作台",
    }


def posts(client, address):
    """The forms of a page that write, without signing out."""
    page = one_line(client.get(address).content.decode())
    forms = re.findall(r'<form[^>]*method="post"[^>]*>', page)
    return page, [each for each in forms if "/logout/" not in each]


def test_every_page_shows_what_stands_there_and_offers_nothing(begun, unit, filer, signer, enter):
    before = {address: posts(enter(filer), address)[1] for address in begun}
    assert [address for address, forms in before.items() if not forms] == [
        "/2021/q2/filing/",  # only signers have a form there, and on the desk of plans
        "/2023/plans/",
        "/",
    ]
    type(unit).objects.filter(pk=unit.pk).update(is_active=False)
    for person in (filer, signer):
        client = enter(person)
        for address, said in begun.items():
            page, forms = posts(client, address)
            assert WORDS in page and said in page, (person, address)
            assert not forms, (person, address, forms)
            assert "等待审签" not in page and 'type="checkbox"' not in page, (person, address)


def test_the_desk_tells_of_nothing_to_do(begun, unit, filer, enter):
    assert "待办理" in one_line(enter(filer).get("/").content.decode())
    type(unit).objects.filter(pk=unit.pk).update(is_active=False)
    assert "待办理" not in one_line(enter(filer).get("/").content.decode())


def test_a_workbook_is_not_read_any_more(begun, unit, filer, enter):
    type(unit).objects.filter(pk=unit.pk).update(is_active=False)
    for address in ("/2021/q2/filing/workbook/", "/2023/plans/workbook/"):
        answer = enter(filer).post(address, {"check": "1"})
        assert answer.status_code == 409 and f"没有保存。</b>{WORDS}" in one_line(answer.content.decode())
