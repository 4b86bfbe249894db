"""The overdue desk of the demo against its raw rows, by SQL that knows nothing of the rules' own code."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from lianyungang.demo import TODAY, load_demo
from progress.models import Notice, ReportingPeriod
from progress.overview.notices import proposals
from progress.overview.overdue import overdue_rows
from tests.factories import NOW

pytestmark = pytest.mark.django_db

REPORTS = """
WITH filed AS (
  SELECT r.id, t.number, u.code, u.is_active, p.quarter,
    (SELECT greatest(p.due_on, max(e.until)) FROM progress_extension e
      WHERE e.period_id = p.id AND e.unit_id = u.id AND e.state = 'granted' AND (e.asked_at AT TIME ZONE 'Asia/Shanghai')::date <= p.due_on
        AND (NOT EXISTS (SELECT 1 FROM progress_extension_tasks x WHERE x.extension_id = e.id)
          OR EXISTS (SELECT 1 FROM progress_extension_tasks x WHERE x.extension_id = e.id AND x.task_id = t.id))) AS due,
    (SELECT min((o.submitted_at AT TIME ZONE 'Asia/Shanghai')::date) FROM progress_round o
      WHERE o.report_id = r.id AND o.recalled_at IS NULL) AS came,
    (SELECT w.refile_by FROM progress_review w JOIN progress_round o ON o.id = w.round_id
      WHERE w.report_id = r.id AND w.decision = 'return'
        AND o.number = (SELECT max(l.number) FROM progress_round l WHERE l.report_id = r.id AND l.recalled_at IS NULL)) AS refile,
    EXISTS (SELECT 1 FROM progress_closure c JOIN progress_reportingperiod cp ON cp.id = c.period_id
      WHERE c.task_id = t.id AND c.state = 'agreed' AND cp.quarter < p.quarter) AS closed
  FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id JOIN projects_yearlylist y ON y.id = p.yearly_list_id
    JOIN projects_task t ON t.id = r.task_id JOIN projects_unit u ON u.id = r.unit_id
  WHERE y.year = 2021 AND p.quarter = %(quarter)s
)
SELECT 'missing', number, code, %(today)s - due FROM filed WHERE came IS NULL AND due < %(today)s AND is_active AND NOT closed
UNION ALL SELECT 'late', number, code, came - due FROM filed WHERE came > due
UNION ALL SELECT 'not_refiled', number, code, %(today)s - refile FROM filed WHERE refile < %(today)s AND is_active AND NOT closed
"""

BEHIND = """
WITH judged AS (
  SELECT t.id, t.number FROM projects_task t JOIN projects_yearlylist y ON y.id = t.yearly_list_id
  WHERE y.year = 2021 AND EXISTS (
      SELECT 1 FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE r.task_id = t.id AND p.quarter = 2 AND r.state = 'accepted')
    AND NOT EXISTS (
      SELECT 1 FROM progress_report r JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE r.task_id = t.id AND p.quarter = 2 AND r.state <> 'accepted' AND (r.first_submitted_at IS NOT NULL OR p.due_on >= %(today)s))
), planned AS (
  SELECT g.id, g.task_id, g.quantity,
    CASE WHEN b.value IS NULL OR g.needs_settling THEN NULL
      WHEN b.basis = 'ytd' OR a.value IS NULL OR g.nature = 'level' THEN b.value WHEN b.basis = 'own' THEN a.value + b.value END AS plan,
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
    SELECT DISTINCT ON (i.id) s.task_id, x.confirmed FROM projects_milestoneitem i JOIN projects_milestone s ON s.id = i.milestone_id
      JOIN progress_itemstate x ON x.item_id = i.id JOIN progress_report r ON r.id = x.report_id JOIN progress_reportingperiod p ON p.id = r.period_id
    WHERE NOT i.is_soft AND s.quarter <= 2 AND p.quarter <= 2 AND r.state = 'accepted' ORDER BY i.id, p.quarter DESC) last
  WHERE confirmed <> 'done'
)
SELECT number, CASE WHEN points > 0 THEN points END FROM judged LEFT JOIN gaps ON gaps.task_id = judged.id
WHERE lags OR judged.id IN (SELECT task_id FROM undone)
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
    shown = {(row.kind, row.task.number, row.units[0].code, row.days) for row in overdue_rows(second(), today) if row.report}
    assert shown == told(REPORTS, today=today)


def test_the_demo_has_something_in_every_tab_of_reports_in_time(demo):
    assert {kind for kind, *_ in told(REPORTS)} >= {"missing", "late"}
    assert {kind for kind, *_ in told(REPORTS, today=date(2021, 7, 20))} == {"missing", "late", "not_refiled"}


def test_the_tab_of_tasks_behind_holds_what_the_figures_say(demo):
    shown = {(row.task.number, row.points) for row in overdue_rows(second(), TODAY) if not row.report}
    assert shown == told(BEHIND)
    assert sum(points > Decimal(0) for _, points in shown if points) >= 3


def test_a_streak_is_as_long_as_the_quarters_say(demo):
    late = {quarter: {(number, code) for _, number, code, _ in told(REPORTS, quarter=quarter)} for quarter in (1, 2)}
    shown = {(row.task.number, row.units[0].code) for row in overdue_rows(second(), TODAY) if row.report and row.streak == 2}
    assert shown == late[1] & late[2]


def test_the_demo_has_a_notice_replied_to_one_to_sign_for_and_one_to_sign(demo):
    found = Notice.objects.order_by("number").values_list("number", "level", "state")
    assert list(found) == [(1, "alert", "received"), (2, "alert", "replied"), (3, "alert", "issued"), (None, "order", "awaiting")]
    assert Notice.objects.get(number=3).unit.code == "sjyj"  # whose filer the bar offers


def test_what_is_missing_after_the_days_of_grace_is_proposed_and_nothing_else(demo):
    missing = {(number, code) for kind, number, code, _ in told(REPORTS, today=date(2021, 7, 20)) if kind == "missing"}
    shown = [(task.number, each.unit.code) for each in proposals(second(), date(2021, 7, 20)) for task in each.tasks if each.is_missing]
    assert len(shown) == len(set(shown)) and set(shown) == missing
    assert not any(each.is_missing for each in proposals(second(), date(2021, 7, 15)))
