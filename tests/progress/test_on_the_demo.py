"""The overdue desk and the dashboards of the demo against its raw rows, by SQL without the house's rules."""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lianyungang.demo import TODAY, load_demo
from progress.ledger.overdue import overdue_rows
from progress.models import Notice, ReportingPeriod
from progress.notices.proposal_reads import proposals
from progress.rules.standings import COUNTED
from progress.rules.states import OpenReason
from projects.models import User
from tests.factories import NOW
from tests.progress.year.running_year import linked_figures

pytestmark = pytest.mark.django_db

REPORTS = """
WITH filed AS (
  SELECT r.id, t.number, u.code, u.is_active, p.quarter,
    (SELECT greatest(p.due_on, max(e.until)) FROM progress_extension e
      WHERE e.period_id = p.id AND e.unit_id = u.id AND e.state = 'granted'
        AND (e.asked_at AT TIME ZONE 'Asia/Shanghai')::date <= p.due_on
        AND (NOT EXISTS (SELECT 1 FROM progress_extension_tasks x WHERE x.extension_id = e.id)
          OR EXISTS (SELECT 1 FROM progress_extension_tasks x WHERE x.extension_id = e.id
            AND x.task_id = t.id))) AS due,
    (SELECT min((o.submitted_at AT TIME ZONE 'Asia/Shanghai')::date) FROM progress_round o
      WHERE o.report_id = r.id AND o.recalled_at IS NULL) AS came,
    (SELECT w.refile_by FROM progress_review w JOIN progress_round o ON o.id = w.round_id
      WHERE w.report_id = r.id AND w.decision = 'return'
        AND o.number = (SELECT max(l.number) FROM progress_round l WHERE l.report_id = r.id
          AND l.recalled_at IS NULL)) AS refile,
    EXISTS (SELECT 1 FROM progress_closure c JOIN progress_reportingperiod cp ON cp.id = c.period_id
      WHERE c.task_id = t.id AND c.state = 'agreed' AND cp.quarter < p.quarter) AS closed
  FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
    JOIN projects_yearlylist y ON y.id = p.yearly_list_id
    JOIN projects_task t ON t.id = r.task_id JOIN projects_unit u ON u.id = r.unit_id
  WHERE y.year = 2021 AND p.quarter = %(quarter)s
)
SELECT 'missing', number, code, %(today)s - due FROM filed WHERE came IS NULL AND due < %(today)s
  AND is_active AND NOT closed
UNION ALL SELECT 'late', number, code, came - due FROM filed WHERE came > due
UNION ALL SELECT 'not_refiled', number, code, %(today)s - refile FROM filed WHERE refile < %(today)s
  AND is_active AND NOT closed
"""

BEHIND = """
WITH judged AS (
  SELECT t.id, t.number FROM projects_task t JOIN projects_yearlylist y ON y.id = t.yearly_list_id
  WHERE y.year = 2021 AND EXISTS (
      SELECT 1 FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE r.task_id = t.id AND p.quarter = 2 AND r.state = 'accepted')
    AND NOT EXISTS (  -- the lead that reports is missing: 未报
      SELECT 1 FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE r.task_id = t.id AND p.quarter = 2 AND r.first_submitted_at IS NULL AND p.due_on < %(today)s
        AND r.unit_id = (SELECT a.unit_id FROM projects_assignment a
          WHERE a.task_id = t.id AND a.role = 'lead' ORDER BY a."order" LIMIT 1))
    AND NOT EXISTS (
      SELECT 1 FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE r.task_id = t.id AND p.quarter = 2 AND r.state <> 'accepted'
        AND (r.first_submitted_at IS NOT NULL OR p.due_on >= %(today)s))
), planned AS (
  SELECT g.id, g.task_id, g.quantity,
    CASE WHEN g.needs_settling THEN NULL
      WHEN b.value IS NULL THEN a.value  -- the last planned total judges until the next one
      WHEN b.basis = 'ytd' OR a.value IS NULL OR g.nature = 'level' THEN b.value
        WHEN b.basis = 'own' THEN a.value + b.value END AS plan,
    (SELECT sum(m.value) FROM progress_measurement m
        JOIN progress_report r ON r.id = m.report_id JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE m.target_id = g.id AND p.quarter = 2 AND r.state = 'accepted') AS actual
  FROM projects_target g
    LEFT JOIN projects_plannedvalue a ON a.target_id = g.id AND a.quarter = 1 AND a.stage = g.stage
    LEFT JOIN projects_plannedvalue b ON b.target_id = g.id AND b.quarter = 2 AND b.stage = g.stage
), gaps AS (
  SELECT task_id, max(round((plan - actual) * 100 / quantity, 1)) FILTER (WHERE nature = 'count') AS points,
    bool_or(actual < plan AND actual < planned.quantity) AS lags
  FROM planned JOIN projects_target USING (id, task_id, quantity) WHERE plan IS NOT NULL GROUP BY task_id
), undone AS (
  SELECT DISTINCT task_id FROM (
    SELECT DISTINCT ON (i.id) s.task_id, x.confirmed FROM projects_milestoneitem i
      JOIN projects_milestone s ON s.id = i.milestone_id
      JOIN progress_itemstate x ON x.item_id = i.id JOIN progress_report r ON r.id = x.report_id
        JOIN progress_reportingperiod p ON p.id = r.period_id
    WHERE NOT i.is_soft AND s.quarter <= 2 AND p.quarter <= 2 AND r.state = 'accepted'
      ORDER BY i.id, p.quarter DESC) last
  WHERE confirmed <> 'done'
)
SELECT number, CASE WHEN points > 0 THEN points END FROM judged LEFT JOIN gaps ON gaps.task_id = judged.id
WHERE lags OR judged.id IN (SELECT task_id FROM undone)
"""


STANDINGS = """
WITH led AS (
  SELECT a.task_id, u.code FROM projects_assignment a JOIN projects_unit u ON u.id = a.unit_id
    WHERE a.role = 'lead'
  UNION SELECT a.task_id, u.code FROM projects_assignment a JOIN projects_task t ON t.id = a.task_id
    JOIN projects_groupmembership m ON m.group_id = a.group_id AND m.yearly_list_id = t.yearly_list_id
      JOIN projects_unit u ON u.id = m.unit_id
    WHERE a.role = 'lead'
), filed AS (
  SELECT r.task_id, r.unit_id, p.quarter, r.state, (SELECT min(o.submitted_at) FROM progress_round o
    WHERE o.report_id = r.id AND o.recalled_at IS NULL) AS came,
    (SELECT greatest(p.due_on, max(e.until)) FROM progress_extension e
      WHERE e.period_id = p.id AND e.unit_id = r.unit_id AND e.state = 'granted'
        AND (e.asked_at AT TIME ZONE 'Asia/Shanghai')::date <= p.due_on
        AND (NOT EXISTS (SELECT 1 FROM progress_extension_tasks x WHERE x.extension_id = e.id)
          OR EXISTS (SELECT 1 FROM progress_extension_tasks x WHERE x.extension_id = e.id
            AND x.task_id = r.task_id))) AS due
  FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
)
SELECT t.number, p.quarter,
  CASE
    WHEN EXISTS (SELECT 1 FROM progress_closure c JOIN progress_reportingperiod cp ON cp.id = c.period_id
      WHERE c.task_id = t.id AND c.state = 'agreed' AND cp.quarter <= p.quarter) THEN 'completed'
    WHEN (SELECT bool_and(came IS NULL AND due < %(today)s) FROM filed WHERE filed.task_id = t.id
      AND filed.quarter = p.quarter) THEN 'not_filed'
    WHEN EXISTS (SELECT 1 FROM filed WHERE filed.task_id = t.id AND filed.quarter = p.quarter
      AND came IS NULL AND due < %(today)s AND filed.unit_id = (SELECT a.unit_id FROM projects_assignment a
        WHERE a.task_id = t.id AND a.role = 'lead' ORDER BY a."order" LIMIT 1)) THEN 'not_filed'
    WHEN EXISTS (SELECT 1 FROM filed WHERE filed.task_id = t.id AND filed.quarter = p.quarter
      AND filed.state = 'submitted') THEN 'unmeasured'  -- a verdict waits for what is under review
    WHEN v.id IS NULL AND NOT EXISTS (  -- nobody is waited for and no figure is planned: the items tell
        SELECT 1 FROM filed WHERE filed.task_id = t.id AND filed.quarter = p.quarter
          AND filed.state <> 'accepted' AND (came IS NOT NULL OR due >= %(today)s))
      AND NOT EXISTS (SELECT 1 FROM projects_plannedvalue w JOIN projects_target g ON g.id = w.target_id
        WHERE g.task_id = t.id AND w.quarter <= p.quarter)
      THEN CASE WHEN EXISTS (
        SELECT 1 FROM projects_milestoneitem i JOIN projects_milestone m ON m.id = i.milestone_id
        WHERE m.task_id = t.id AND m.quarter <= p.quarter AND NOT i.is_soft AND NOT EXISTS (
          SELECT 1 FROM progress_itemstate s WHERE s.item_id = i.id AND s.confirmed = 'done'))
        THEN 'behind' ELSE 'on_schedule' END
    WHEN v.id IS NULL OR (v.awaits_confirmation AND v.confirmed_at IS NULL) THEN 'unmeasured'
    ELSE v.code END,
  CASE
    WHEN EXISTS (SELECT 1 FROM filed WHERE filed.task_id = t.id AND filed.quarter = p.quarter
      AND filed.state = 'submitted') THEN 'pending'
    WHEN v.awaits_confirmation AND v.confirmed_at IS NULL THEN 'unconfirmed'
    WHEN NOT EXISTS (SELECT 1 FROM projects_milestone m WHERE m.task_id = t.id AND m.text <> '')
      THEN 'unplanned'
    WHEN EXISTS (SELECT 1 FROM filed WHERE filed.task_id = t.id AND filed.quarter = p.quarter
      AND filed.state <> 'accepted') THEN 'unfiled'
    ELSE 'baseless' END,
  (SELECT string_agg(code, ' ') FROM led WHERE led.task_id = t.id)
FROM projects_task t JOIN projects_yearlylist y ON y.id = t.yearly_list_id
  JOIN progress_reportingperiod p ON p.yearly_list_id = y.id AND p.opened_at IS NOT NULL
  LEFT JOIN progress_verdict v ON v.task_id = t.id AND v.period_id = p.id
WHERE y.year = 2021
"""


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo, loaded once for this module and put away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(NOW)
        yield
        transaction.set_rollback(True)


def told(sql, *, quarter=2, today=TODAY):
    with connection.cursor() as cursor:
        cursor.execute(sql, {"quarter": quarter, "today": today})
        return set(cursor.fetchall())


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
