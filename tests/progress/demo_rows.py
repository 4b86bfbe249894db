"""What the demo's raw rows say of filings, gaps and classes: SQL without the house's rules."""

from django.db import connection

from lianyungang.demo import TODAY

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


def told(sql, *, quarter=2, today=TODAY):
    with connection.cursor() as cursor:
        cursor.execute(sql, {"quarter": quarter, "today": today})
        return set(cursor.fetchall())
