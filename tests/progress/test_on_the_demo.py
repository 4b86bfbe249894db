"""The demo's desks and dashboards against its raw rows, and its papers with the eyes of who is to sign them.

All in one file, because loading the demo takes a minute of a machine.
"""

from collections import Counter
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.db import transaction
from django.utils import timezone

from lianyungang.demo import TODAY, load_demo
from lianyungang.demo_plans import NOTE
from progress.ledger.overdue import overdue_rows
from progress.models import Notice, ReportingPeriod
from progress.notices.proposal_reads import proposals
from progress.rules.standings import COUNTED
from progress.rules.states import OpenReason
from projects.models import Milestone, Target, User, YearlyList
from projects.plans.reads import plan_lines
from projects.rules.plan_states import PlanFilingState
from tests.factories import NOW
from tests.progress.demo_rows import BEHIND, REPORTS, STANDINGS, told
from tests.progress.paper_checks import assert_signable
from tests.progress.year.running_year import linked_figures

pytestmark = [pytest.mark.django_db, pytest.mark.early(90)]

PAPERS = [  # who, where
    ("drc", "/2021/bulletins/1/bulletin.xlsx"),
    ("drc", "/2021/bulletins/1/bulletin.docx"),
    ("drc", "/2021/bulletins/1/public.docx"),
    ("drc", "/2021/q2/bulletin/bulletin.xlsx"),
    ("drc", "/2021/q2/bulletin/bulletin.docx"),
    ("drc", "/2021/q2/overdue/overdue.xlsx"),
    ("drc", "/2021/notices.xlsx"),
    ("office", "/2021/notices/1/notice.docx"),
    ("office", "/2021/notices/2/notice.docx"),
    ("drc", "/2021/tasks.xlsx"),
    ("drc", "/2023/tasks.xlsx"),
    ("drc", "/2021/schedule.xlsx"),
    ("drc", "/2023/schedule.xlsx"),
    ("sjyj", "/2021/q2/filing/quarter.xlsx"),
    ("sjyj", "/2021/q2/filing/quarter.docx"),
    ("auditor", "/log/log.xlsx"),
    ("admin", "/accounts/import/template.xlsx"),
]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo, loaded once for this module and put away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(NOW)
        yield
        transaction.set_rollback(True)


def second():
    return ReportingPeriod.objects.select_related("yearly_list").get(yearly_list__year=2021, quarter=2)


@pytest.mark.parametrize("today", [date(2021, 7, 12), date(2021, 7, 13), TODAY, date(2021, 7, 20)])
def test_the_tabs_of_reports_hold_what_the_dates_say(today, demo):
    shown = {
        (row.kind, row.task.number, row.units[0].code, row.days)
        for row in overdue_rows(second(), today)
        if row.report
    }
    assert shown == told(REPORTS, today=today)


def test_the_demo_has_something_in_every_tab_of_reports_in_time(demo):
    assert {kind for kind, *_ in told(REPORTS)} >= {"missing", "late"}
    assert {kind for kind, *_ in told(REPORTS, today=date(2021, 7, 20))} == {"missing", "late", "not_refiled"}


def test_the_tab_of_tasks_behind_holds_what_the_figures_say(demo):
    shown = {(row.task.number, row.points) for row in overdue_rows(second(), TODAY) if not row.report}
    assert shown == told(BEHIND)
    assert sum(points > Decimal(0) for _, points in shown if points) >= 3


def test_a_streak_is_as_long_as_the_quarters_say(demo):
    late = {
        quarter: {(number, code) for _, number, code, _ in told(REPORTS, quarter=quarter)}
        for quarter in (1, 2)
    }
    shown = {
        (row.task.number, row.units[0].code)
        for row in overdue_rows(second(), TODAY)
        if row.report and row.streak == 2
    }
    assert shown == late[1] & late[2]


def test_the_demo_has_a_notice_replied_to_one_to_sign_for_and_one_to_sign(demo):
    found = Notice.objects.order_by("number").values_list("number", "level", "state")
    assert list(found) == [
        (1, "alert", "received"),
        (2, "alert", "replied"),
        (3, "alert", "issued"),
        (None, "order", "awaiting"),
    ]
    assert Notice.objects.get(number=3).unit.code == "sjyj"  # whose filer the bar offers


def test_what_is_missing_after_the_days_of_grace_is_proposed_and_nothing_else(demo):
    missing = {
        (number, code)
        for kind, number, code, _ in told(REPORTS, today=date(2021, 7, 20))
        if kind == "missing"
    }
    shown = [
        (task.number, each.unit.code)
        for each in proposals(second(), date(2021, 7, 20))
        for task in each.tasks
        if each.is_missing
    ]
    assert len(shown) == len(set(shown)) and set(shown) == missing
    assert not any(each.is_missing for each in proposals(second(), date(2021, 7, 15)))


def test_the_plans_of_2023_are_filed_so_that_its_first_quarter_can_be_opened(demo):
    yearly_list = YearlyList.objects.get(year=2023)
    lines = plan_lines(yearly_list.plan_filing, date(2023, 3, 28))
    counts = Counter(line.filing_state for line in lines)
    assert len(lines) > 150
    assert counts[PlanFilingState.RECORDED] > 120
    assert (
        counts[PlanFilingState.MISSING]
        and counts[PlanFilingState.NOT_REFILED]
        and counts[PlanFilingState.PENDING]
    )
    assert any(line.is_late for line in lines)
    assert not Target.objects.filter(task__yearly_list=yearly_list, needs_settling=True).exists()
    planned = Milestone.objects.filter(task__yearly_list=yearly_list).exclude(text="")
    assert planned.values("task").distinct().count() == counts[PlanFilingState.RECORDED]
    assert all(line.plan.content["note"] == NOTE for line in lines if line.plan.content)


@pytest.fixture
def enter(client, settings):
    """A client signed in as one of the demo's accounts, on the real day; their passwords are old by then."""
    settings.PASSWORD_DAYS = 0

    def signed_in(username):
        client.force_login(User.objects.get(username=username))
        return client

    return signed_in


def counted(rows, quarter, verdict="", lead=""):
    """How many of the told standings a figure's address asks for."""
    reasons = dict.fromkeys(OpenReason, ("unmeasured",))
    holds = {"behind": ("behind", "far_behind"), **reasons}.get(verdict, (verdict,))
    return sum(
        f"q{at}" == quarter
        and (not verdict or code in holds)
        and (verdict not in reasons or why == verdict)
        and (not lead or lead in leads.split())
        for _, at, code, why, leads in rows
    )


@pytest.mark.parametrize(
    "address", ["/2021/", "/2021/?quarter=q1", "/2021/q1/", "/2021/q2/", "/units/srsj/?year=2021"]
)
def test_every_figure_of_the_dashboards_is_that_of_the_raw_rows(address, demo, enter):
    rows = told(STANDINGS, today=timezone.localdate())
    client = enter("drc")
    found = linked_figures(client.get(address).content.decode())
    queries = [(dict(parse_qsl(at.partition("?")[2])), number) for at, number in found]
    asked = [(query, number) for query, number in queries if "quarter" in query]
    assert len(asked) > 5
    assert [(query, number) for query, number in asked if counted(rows, **query) != number] == []


def test_the_task_table_finds_what_the_raw_rows_say(demo, enter):
    rows = told(STANDINGS, today=timezone.localdate())
    client = enter("drc")
    for verdict in COUNTED:
        assert client.get(f"/2021/tasks/?quarter=q2&verdict={verdict}").context["pages"].total == counted(
            rows, "q2", verdict
        ), verdict


def test_a_unit_is_told_what_the_last_issued_quarter_says(demo, enter):
    rows = told(STANDINGS, today=timezone.localdate())
    client = enter("sjyj")
    found = [
        (dict(parse_qsl(at.partition("?")[2])), number)
        for at, number in linked_figures(client.get("/2021/").content.decode())
    ]
    assert all(query.get("quarter") == "q1" or query.get("lead") == "sjyj" for query, _ in found)
    assert all(counted(rows, **query) == number for query, number in found)


@pytest.fixture(params=PAPERS, ids=lambda each: each[1])
def paper(request, demo, client, settings):
    """A file's address and bytes, fetched by who may."""
    settings.PASSWORD_DAYS = 0
    username, address = request.param
    client.force_login(User.objects.get(username=username))
    answer = client.get(address)
    assert answer.status_code == 200
    return address, answer.content if not answer.streaming else b"".join(answer.streaming_content)


def test_a_paper_may_be_signed(paper):
    assert_signable(*paper)
