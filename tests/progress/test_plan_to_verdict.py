"""From a filed plan to the verdict: plan, report and verdict of one task agree in every quarter."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures
from progress.ledger.ledgers import ledger_of, ledgers_for_classes
from progress.models import Report
from progress.opening.actions import Dates, open_period
from progress.opening.checklist import checklist
from progress.reports import actions as report_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import UNPLANNED_MARK, OpenReason, VerdictClass
from projects.models import MilestoneItem, Task
from projects.rules.calendar import period_dates
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_unit, make_user
from tests.projects.plans.plan_papers import list_of_2023, owed, recorded

pytestmark = pytest.mark.django_db

OPENING = datetime(2023, 3, 28, 9, 0, tzinfo=SHANGHAI)
AFTER_Q1 = datetime(2023, 4, 20, 9, 0, tzinfo=SHANGHAI)
REPORTED = {1: datetime(2023, 4, 6, 9, 0, tzinfo=SHANGHAI), 2: datetime(2023, 7, 5, 9, 0, tzinfo=SHANGHAI)}
SAID = {1: "完成选址和设计。", 2: "主体工程开工，累计建成两处。"}  # no report says the same twice


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def unit():
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


def opened(yearly_list, number, coordinator, at):
    quarter = Quarter(yearly_list.year, number)
    dates = period_dates(quarter)
    return open_period(
        yearly_list,
        quarter=number,
        dates=Dates(dates.opens_on, dates.as_of, dates.due_on),
        known=[point.key for point in checklist(yearly_list, quarter, at.date())],
        at=at,
        by=coordinator,
    )


def reported(task, quarter, value, filer, coordinator):
    """Filed and accepted with all due items done."""
    report = Report.objects.get(task=task, period__quarter=quarter)
    due = MilestoneItem.objects.filter(milestone__task=task, milestone__quarter__lte=quarter)
    content = ReportContent(
        text=SAID[quarter],
        problems="无。",
        next_steps="继续推进。",
        values={task.targets.get().pk: Value(Decimal(value))},
        items={item.pk: "done" for item in due},
    )
    at = REPORTED[quarter]
    as_read(report_actions.save_draft, report, content=content, at=at, by=filer)
    as_read(report_actions.submit, report, at=at, by=filer)
    return accept_as_shown(report, at=at, by=coordinator)


def test_what_was_filed_is_what_the_report_is_measured_by(coordinator, unit, filer):
    plan = owed(coordinator, unit=unit)
    recorded(plan, filer, coordinator, totals=(1, 2, 4, 5))
    opened(plan.task.yearly_list, 1, coordinator, OPENING)
    reported(plan.task, 1, "1", filer, coordinator)
    ledger = ledger_of(plan.task)
    assert ledger.judged_at(1, date(2023, 4, 20)).code == VerdictClass.ON_SCHEDULE
    assert [each.ytd for each in ledger.planned(plan.task.targets.get())] == [1, 2, 4, 5]


def test_behind_the_filed_plan_is_behind(coordinator, unit, filer):
    plan = owed(coordinator, unit=unit)
    recorded(plan, filer, coordinator, totals=(2, 3, 4, 5))
    opened(plan.task.yearly_list, 1, coordinator, OPENING)
    reported(plan.task, 1, "1", filer, coordinator)
    assert ledger_of(plan.task).judged_at(1, date(2023, 4, 20)).code in (
        VerdictClass.BEHIND,
        VerdictClass.FAR_BEHIND,
    )


def test_a_quarter_opens_knowingly_without_a_plan_and_stays_unplanned_when_it_comes_late(
    coordinator, unit, filer
):
    yearly_list = list_of_2023()
    filed = owed(coordinator, unit=unit, number=1, yearly_list=yearly_list)
    late = owed(coordinator, unit=unit, number=2, yearly_list=yearly_list)
    recorded(filed, filer, coordinator)
    points = {point.code: point for point in checklist(yearly_list, Quarter(2023, 1), OPENING.date())}
    assert not points["milestones"].is_in_order and "第2项" in points["milestones"].words
    opened(yearly_list, 1, coordinator, OPENING)
    reported(late.task, 1, "1", filer, coordinator)
    on = date(2023, 4, 20)
    assert ledger_of(late.task).judged_at(1, on).code == VerdictClass.UNMEASURED
    assert ledger_of(late.task).judged_at(1, on).open_reason == OpenReason.UNPLANNED

    recorded(late, filer, coordinator, at=AFTER_Q1, totals=(None, 3, 4, 5))
    assert ledger_of(late.task).judged_at(1, on).code == VerdictClass.UNMEASURED  # nothing past is lifted
    assert ledger_of(late.task).judged_at(1, on).open_reason == OpenReason.UNPLANNED  # 未备案 as before
    [light] = ledgers_for_classes(Task.objects.filter(pk=late.task.pk), (1, 2), on)
    assert light.judged_at(1, on).open_reason == OpenReason.UNPLANNED

    opened(yearly_list, 2, coordinator, datetime(2023, 6, 28, 9, 0, tzinfo=SHANGHAI))
    reported(late.task, 2, "2", filer, coordinator)
    assert ledger_of(late.task).judged_at(2, date(2023, 7, 6)).code in (
        VerdictClass.BEHIND,
        VerdictClass.FAR_BEHIND,
    )
    for quarter, is_told in ((1, True), (2, False)):
        assert [UNPLANNED_MARK in each for each in _told(late.task, quarter, coordinator)] == [is_told] * 5


def _told(task, quarter, coordinator):
    """What is said of the task: in table and words of the bulletin, on the quarter's page, in a workbook."""
    period = task.yearly_list.periods.get(quarter=quarter)
    drawn = figures(period, date(2023, 7, 6))
    [row] = [each for each in drawn.tasks if each.number == task.number]
    yield "、".join(row.remarks)
    yield "".join(each.text for each in prose(drawn, city=LIANYUNGANG))
    client = Client()
    client.force_login(coordinator)
    page = client.get(f"/2023/q{quarter}/").content.decode()
    yield "".join(re.findall(r'<span class="hint">(.*?)</span>', page))
    yield client.get(f"/2023/q{quarter}/tasks/{task.number}/").content.decode()
    sheet = load_workbook(BytesIO(client.get(f"/2023/tasks.xlsx?quarter=q{quarter}").content)).active
    yield [row for row in sheet.iter_rows(values_only=True) if str(row[0]) == str(task.number)][0][-1]
