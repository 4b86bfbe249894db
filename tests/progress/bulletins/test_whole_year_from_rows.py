"""The figures of all four quarters as SQL tells them from raw rows, before and after what changes them."""

from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection

from progress.bulletins.quarter_figures import figures
from progress.models import Report, ReportingPeriod
from progress.reports import actions, review_actions
from progress.reports.actions import ReportContent
from progress.rules.states import VerdictClass
from projects.models import Unit
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_assignment,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.progress.revised_plan import accepted, revise

pytestmark = pytest.mark.django_db

ON = date(2022, 1, 20)  # every due day has passed
IN_TIME = {1: (4, 8), 2: (7, 8), 3: (10, 9), 4: (12, 18)}
AFTER_DUE = {1: (4, 20), 2: (7, 20), 3: (10, 20), 4: (12, 28)}
PLANNED = (60, 150, 220, 300)
# task: its leads and what the first of them reports in the four quarters; None: nothing came in time
TASKS = {
    1: ("a", (60, 150, 220, 300)),
    2: ("a", (20, 100, 150, 290)),
    3: ("b", (None, 200, 260, None)),
    4: ("ab", (90, 140, 180, 310)),
    5: ("c", (60, 120, 220, 300)),
    6: ("cb", (59, 60, None, 100)),
    7: ("b", (0, 300, 300, 300)),
}
# Filings, totals, plan and open items of each task in one quarter; what was signed by is kept as JSON.
ROWS = """
WITH period AS (
  SELECT id, quarter, due_on FROM progress_reportingperiod WHERE quarter = %(quarter)s
), lead AS (
  SELECT a.task_id, a.unit_id, a."order" AS place FROM projects_assignment a
    JOIN projects_unit u ON u.id = a.unit_id WHERE a.role = 'lead' AND u.is_active
), filing AS (
  SELECT r.task_id, r.unit_id, r.state, u.name, u.is_active, (
      SELECT min((o.submitted_at AT TIME ZONE 'Asia/Shanghai')::date) FROM progress_round o
      WHERE o.report_id = r.id AND o.recalled_at IS NULL) - period.due_on AS days_late
  FROM progress_report r JOIN period ON period.id = r.period_id JOIN projects_unit u ON u.id = r.unit_id
  WHERE u.is_active OR r.state IN ('accepted', 'submitted')
), figure AS (
  SELECT g.task_id, g.quantity, coalesce(
      (SELECT (k.plan #>> ARRAY['targets', '0', 'figures', (%(quarter)s - 1)::text, 'value'])::numeric
        FROM progress_keptplan k JOIN period ON period.id = k.period_id WHERE k.task_id = g.task_id),
      (SELECT v.value FROM projects_plannedvalue v
        WHERE v.target_id = g.id AND v.quarter = %(quarter)s)) AS planned,
    (SELECT m.value FROM progress_measurement m JOIN progress_report r ON r.id = m.report_id
        JOIN progress_reportingperiod p ON p.id = r.period_id
      WHERE m.target_id = g.id AND r.state = 'accepted' AND p.quarter <= %(quarter)s AND m.value IS NOT NULL
        ORDER BY p.quarter DESC LIMIT 1) AS total
  FROM projects_target g
), open AS (
  SELECT s.task_id, min(s.quarter) AS first FROM projects_milestoneitem i
    JOIN projects_milestone s ON s.id = i.milestone_id
  WHERE NOT EXISTS (
    SELECT 1 FROM progress_itemstate x JOIN progress_report r ON r.id = x.report_id
      JOIN progress_reportingperiod p ON p.id = r.period_id
    WHERE x.item_id = i.id AND x.confirmed = 'done' AND r.state = 'accepted' AND p.quarter <= %(quarter)s)
  GROUP BY s.task_id
)
SELECT t.number, f.quantity, f.planned, coalesce(f.total, 0), open.first,
  (SELECT count(*) FROM filing WHERE filing.task_id = t.id),
  (SELECT count(*) FROM filing WHERE filing.task_id = t.id AND filing.days_late IS NULL),
  (SELECT count(*) FROM filing
    WHERE filing.task_id = t.id AND filing.state <> 'accepted' AND filing.days_late IS NOT NULL),
  (SELECT count(*) FROM filing WHERE filing.task_id = t.id AND filing.state = 'accepted'),
  EXISTS (SELECT 1 FROM filing WHERE filing.task_id = t.id AND filing.days_late IS NULL AND filing.unit_id = (
    SELECT unit_id FROM lead WHERE lead.task_id = t.id ORDER BY place LIMIT 1)),
  (SELECT string_agg(name || ' ' || days_late, ';' ORDER BY name) FROM filing
    WHERE filing.task_id = t.id AND days_late > 0),
  (SELECT string_agg(name, ';' ORDER BY name) FROM filing
    WHERE filing.task_id = t.id AND days_late IS NULL AND is_active)
FROM projects_task t JOIN figure f ON f.task_id = t.id LEFT JOIN open ON open.task_id = t.id ORDER BY t.number
"""


def moment(day):
    return datetime(2021, *day, 10, 0, tzinfo=SHANGHAI)


class Year:
    """A list of seven tasks, and people who report of it quarter by quarter by the acts of the pages."""

    def __init__(self):
        self.admin = make_user(role=Role.ADMINISTRATOR)
        self.coordinator = make_user(role=Role.COORDINATOR)
        units = {letter: make_unit(letter, name=f"市{letter}局") for letter in "abc"}
        self.filers = {letter: make_user(f"of-{letter}", unit=unit) for letter, unit in units.items()}
        yearly_list = make_list(stage=ListStage.RUNNING)
        self.periods = {quarter: make_period(yearly_list, quarter) for quarter in (1, 2, 3, 4)}
        self.tasks = {}
        for number, (leads, _) in TASKS.items():
            task = self.tasks[number] = make_task(yearly_list, number=number)
            make_target(task, quantity=300, planned=PLANNED, basis="ytd")
            for letter in leads:
                make_assignment(task, units[letter])
            for quarter in self.periods:
                make_milestone(task, quarter, items=[f"第{quarter}步。"])
                for letter in leads:
                    make_report(task, units[letter], quarter=quarter)

    def report(self, number, quarter, letter):
        return Report.objects.get(
            task__number=number, period__quarter=quarter, unit=self.filers[letter].unit_id
        )

    def accept(self, number, quarter, value, *, letter=None, day):
        """The reporting lead's figure, filed and accepted."""
        letter = letter or TASKS[number][0][0]
        report, at = self.report(number, quarter, letter), moment(day)
        accepted(report, self.filers[letter], self.coordinator, value, at=at)

    def words(self, number, quarter, letter, *, day):
        """Another lead's text, filed."""
        report, at = self.report(number, quarter, letter), moment(day)
        as_read(
            actions.save_draft, report, content=ReportContent(text="配合。"), at=at, by=self.filers[letter]
        )
        return as_read(actions.submit, report, at=at, by=self.filers[letter])

    def file(self, quarter):
        """What comes in time, of each task that has something to say; other leads' words with it."""
        for number, (leads, values) in TASKS.items():
            for letter in leads[1:]:
                sent = self.words(number, quarter, letter, day=IN_TIME[quarter])
                accept_as_shown(sent, at=moment(IN_TIME[quarter]), by=self.coordinator)
            if values[quarter - 1] is not None:
                self.accept(number, quarter, values[quarter - 1], day=IN_TIME[quarter])

    def correct(self, number, quarter, value, *, day):
        """重开, and the right figure accepted."""
        report = self.report(number, quarter, TASKS[number][0][0])
        as_read(review_actions.reopen, report, reason="数据有误。", at=moment(day), by=self.coordinator)
        self.accept(number, quarter, value, day=day)


def class_of(quarter, quantity, planned, total, first_open, filings, missing, pending, accepted, reporter):
    """The class by the table of domain.md."""
    if total >= quantity and first_open is None:
        return "completed"
    if not filings:
        return "unmeasured"
    if missing == filings or reporter:
        return "not_filed"
    if pending or not accepted:
        return "unmeasured"
    due = quantity if quarter == 4 else planned
    gap = (due - total) * 100 / quantity
    if total < quantity and (gap > 30 or (total * 2 < due and gap >= 10)):
        return "far_behind"
    if (total < quantity and gap > 0) or (first_open is not None and first_open <= quarter):
        return "behind"
    return "ahead" if gap <= -5 or total >= quantity > planned else "on_schedule"


def from_rows(quarter):
    """Class, completion, points and who is late or missing, by task; reckoned from what SQL finds."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"quarter": quarter})
        found = cursor.fetchall()
    told = {}
    for number, quantity, planned, total, *stands, late, missing in found:
        code = class_of(quarter, quantity, planned, total, *stands)
        gap = _tenths((planned - total) * 100 / quantity) if code in ("behind", "far_behind") else None
        told[number] = (code, gap, late, missing)
    return told


def _tenths(number):
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def from_figures(quarter):
    """The same as the bulletin tells it."""
    drawn = figures(ReportingPeriod.objects.get(quarter=quarter), ON)
    late, missing = {}, {}
    for filing in drawn.unit_filings:
        for each in filing.late:
            late.setdefault(each.number, []).append(f"{filing.unit} {each.days}")
        for number in filing.missing:
            missing.setdefault(number, []).append(filing.unit)
    told = {
        each.number: (
            str(each.code),
            each.points_behind,
            ";".join(sorted(late.get(each.number, ()))) or None,
            ";".join(sorted(missing.get(each.number, ()))) or None,
        )
        for each in drawn.tasks
    }
    counts = Counter(code for code, *_ in told.values())
    assert {code: drawn.tally.count(code) for code in set(VerdictClass) - {VerdictClass.BEHIND}} == {
        code: counts[code] for code in set(VerdictClass) - {VerdictClass.BEHIND}
    }
    assert drawn.tally.behind == counts["behind"] + counts["far_behind"]
    return told


def agreed(*quarters):
    """What the bulletin of each quarter tells, which is what the rows tell."""
    told = {quarter: from_figures(quarter) for quarter in quarters}
    assert told == {quarter: from_rows(quarter) for quarter in quarters}
    return told


def test_every_quarter_is_told_as_the_rows_tell_it_whatever_came_in_between():
    year = Year()
    year.file(1)
    before = agreed(1)
    assert before[1][3][0] == "not_filed" and before[1][2] == ("far_behind", Decimal("13.3"), None, None)

    year.accept(3, 1, 70, day=(5, 12))  # late
    revise(year.tasks[2], year.admin, (60, 100, 160, 300), at=moment((5, 12)))  # from Q2 on
    after = agreed(1)
    assert after[1][3] == ("on_schedule", None, "市b局 30", None)
    assert after[1][2] == before[1][2]

    year.file(2), year.file(3)
    told = agreed(1, 2, 3)
    assert told[2][2][0] == "on_schedule" and told[3][2][:2] == ("behind", Decimal("3.3"))
    assert told[3][6] == ("not_filed", None, None, "市c局")

    revise(year.tasks[1], year.admin, (60, 150, 260, 300), at=moment((11, 3)))  # from Q4 on: Q3 is past
    assert agreed(1, 2, 3) == told
    year.correct(2, 2, 80, day=(11, 4))  # judged by the plan that Q2 was signed by
    year.correct(5, 3, 150, day=(11, 4))
    corrected = agreed(1, 2, 3)
    assert corrected[2][2][:2] == ("behind", Decimal("6.7"))
    assert corrected[3][5][:2] == ("behind", Decimal("23.3")) and corrected[1] == told[1]

    year.file(4)
    as_before = agreed(1, 2, 3, 4)
    assert as_before[4][1][0] == as_before[4][4][0] == "completed"
    assert as_before[4][2][:2] == ("behind", Decimal("3.3")) and as_before[4][3][0] == "not_filed"

    report = year.report(4, 3, "b")  # another lead's word of Q3 is asked for once more
    as_read(review_actions.reopen, report, reason="请补充。", at=moment((12, 22)), by=year.coordinator)
    sent = year.words(4, 3, "b", day=(12, 23))
    assert agreed(1, 2, 3, 4)[3][4][0] == "unmeasured"
    as_read(actions.recall, sent, at=moment((12, 23)), by=year.filers["b"])
    agreed(1, 2, 3, 4)
    accept_as_shown(year.words(4, 3, "b", day=(12, 24)), at=moment((12, 24)), by=year.coordinator)
    assert agreed(1, 2, 3, 4) == as_before

    Unit.objects.filter(code="b").update(is_active=False)
    left = agreed(1, 2, 3, 4)
    assert left[4][3] == ("unmeasured", None, None, None)
    assert [left[quarter] for quarter in (1, 2)] == [as_before[quarter] for quarter in (1, 2)]
