"""年底核定: the unfinished alone file it; the year's equation by SQL (domain.md, Judging progress)."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client

from progress.bulletins.quarter_figures import figures
from progress.ledger.ledgers import ledger_of, ledgers_of
from progress.models import Bulletin, Report
from progress.opening.checklist import quarters_waiting
from progress.reports import closure_actions
from progress.rules.states import VerdictClass
from projects.models import Task, User, YearlyList
from projects.rules.errors import Refused
from tests.as_read import as_read
from tests.progress.year_end.ended_year import AFTERWARDS, an_ended_year, issue, report_of, settle, settled
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
ON = AFTERWARDS.date()

YEAR = """
    WITH last_word AS (  -- of each task: the year's end where it was filed for, else the fourth quarter
        SELECT DISTINCT ON (task.id) task.id AS task, report.id AS report, report.state, period.quarter,
               target.quantity, measured.value, state.confirmed
        FROM projects_task task
        JOIN progress_report report ON report.task_id = task.id
        JOIN progress_reportingperiod period ON period.id = report.period_id
        LEFT JOIN projects_target target ON target.task_id = task.id
        LEFT JOIN progress_measurement measured
            ON measured.report_id = report.id AND measured.target_id = target.id
        LEFT JOIN progress_itemstate state ON state.report_id = report.id
        ORDER BY task.id, period.quarter DESC
    )
    SELECT CASE
               WHEN state = '' THEN 'not_filed'
               WHEN state = 'submitted' THEN 'unmeasured'
               WHEN confirmed = 'done' AND (quantity IS NULL OR value >= quantity) THEN 'completed'
               WHEN value * 2 < quantity OR (quantity - value) * 100 / quantity > 30 THEN 'far_behind'
               ELSE 'behind'
           END AS class, count(*)
    FROM last_word GROUP BY class
"""


ended = made_once(an_ended_year)


@pytest.fixture
def yearly_list(ended, db):
    return YearlyList.objects.get()


def year_by_sql():
    with connection.cursor() as cursor:
        cursor.execute(YEAR)
        return dict(cursor.fetchall())


def test_the_unfinished_alone_owe_it(yearly_list):
    period = settle(yearly_list)
    owed = Report.objects.filter(period=period).values_list("task__number", flat=True)
    assert list(owed) == [4, 5, 6, 7, 9, 10]


def test_it_is_as_of_the_last_day_and_due_in_january(yearly_list):
    period = settle(yearly_list)
    assert (str(period.as_of), str(period.due_on)) == ("2021-12-31", "2022-01-10")


def test_opening_it_again_lays_nothing_out_for_what_it_finished(yearly_list):
    period = settled(yearly_list)
    settle(yearly_list, AFTERWARDS)
    assert period.reports.count() == 6


def test_the_year_counts_as_the_rows_say(yearly_list):
    period = settled(yearly_list)
    found = figures(period, ON)
    counts, by_sql = found.tally, year_by_sql()
    assert counts.completed == by_sql["completed"] == 6
    assert counts.behind == by_sql["behind"] + by_sql["far_behind"] == 2
    assert counts.far_behind == by_sql["far_behind"] == 1
    assert (counts.unmeasured, counts.not_filed) == (by_sql["unmeasured"], by_sql["not_filed"]) == (1, 1)
    assert counts.total == 10 and not counts.ahead and not counts.on_schedule
    assert found.equation.startswith("总数10＝已完成6（其中超额完成1、销号1）＋滞后2（其中严重滞后1）")


def test_what_december_said_stays_what_it_was(yearly_list):
    before = {each.task.number: each.judged_at(4, ON).code for each in ledgers_of(Task.objects.all())}
    settled(yearly_list)
    after = {each.task.number: each.judged_at(4, ON).code for each in ledgers_of(Task.objects.all())}
    assert before == after
    assert Bulletin.objects.get(number=1).figures["tally"]["completed"] == 4


def test_a_task_that_december_finished_is_told_with_its_last_words_and_figures(yearly_list):
    period = settled(yearly_list)
    row = next(each for each in figures(period, ON).tasks if each.number == 2)
    assert (row.progress, row.targets[0].actual, row.exceeds) == ("四季度按计划推进。", 6, True)


def test_the_years_issue_is_titled_the_year_and_says_how_it_ended(yearly_list):
    period = settled(yearly_list)
    bulletin = issue(period, at=AFTERWARDS)
    assert (bulletin.number, bulletin.title) == (2, "关于2021年全年50件民生实事进展情况的通报")
    text = "".join(each["text"] for each in bulletin.paragraphs)
    assert "截至2021年12月31日，10项任务中，已完成6项，占60.0%，其中超额完成1项、销号1项、非量化1项" in text
    assert "预计年底" not in text and "序时" not in text.replace("序时进度安排", "")


def test_a_task_behind_in_december_and_at_the_years_end_is_one_quarter_behind(yearly_list):
    period = settled(yearly_list)
    row = next(each for each in figures(period, ON).laggards if each.number == 5)
    assert row.streak == 1


def test_no_closure_is_asked_for_at_the_years_end(yearly_list):
    settled(yearly_list)
    report, filer = report_of(4), User.objects.get(username="sjyj")
    assert ledger_of(report.task).judged_at(5, ON).code == VerdictClass.COMPLETED
    with pytest.raises(Refused, match="不需申请销号"):
        as_read(closure_actions.apply, report, grounds="已建成。", at=AFTERWARDS, by=filer)


def test_its_pages_say_what_it_is(yearly_list):
    settled(yearly_list)
    offices = (
        "/2021/q5/",
        "/2021/q5/opening/",
        "/2021/q5/review/",
        "/2021/q5/overdue/",
        "/2021/q5/bulletin/",
    )
    everybody = (
        "/2021/",
        "/2021/q5/tasks/5/",
        "/2021/tasks/5/",
        "/2021/tasks/?quarter=q5",
        "/units/sjyj/",
        "/",
    )
    for name, addresses in (("drc", (*offices, *everybody)), ("sjyj", (*everybody, "/2021/q5/filing/"))):
        client = Client()
        client.force_login(User.objects.get(username=name))
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "年底核定" in answer.content.decode() or address == "/", address


def test_the_fourth_quarter_leads_to_it_and_no_earlier_one(yearly_list):
    client = Client()
    client.force_login(User.objects.get(username="drc"))
    assert 'href="/2021/q5/"' in client.get("/2021/q4/").content.decode()
    assert 'href="/2021/q5/"' not in client.get("/2021/q3/").content.decode()


def test_the_desk_says_when_it_should_be_opened(yearly_list):
    drc = User.objects.get(username="drc")
    assert not [each for each in quarters_waiting(drc, date(2021, 12, 20)) if "年底核定" in each.subject]
    (line,) = [each for each in quarters_waiting(drc, date(2021, 12, 28)) if "年底核定" in each.subject]
    assert (line.kind, line.url) == ("待开启填报", "/2021/q5/opening/")
