"""考核: contributions and a survey count where the table of points says so, and every line says how."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from lianyungang.demo_city import LIANYUNGANG
from progress.models import Contribution, ContributionDemand, Objection, Oversight, ReportingPeriod, Scoring
from progress.scorecards import actions
from progress.scorecards.reads import line_seal, seal_of_cards, unit_cards
from projects.models import Task, Unit, User, YearlyList
from projects.rules.errors import Stale
from tests.factories import (
    NOW,
    SHANGHAI,
    make_assignment,
    make_domain,
    make_matter,
    make_oversight,
    make_unit,
)
from tests.progress.year_end.ended_year import AFTERWARDS, an_ended_year, issue, settled
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
ON = AFTERWARDS.date()
LATER = datetime(2022, 1, 28, 10, tzinfo=SHANGHAI)
ASKED = datetime(2021, 9, 1, 10, tzinfo=SHANGHAI)
SCORES = [{"name": "教育", "score": "90.5"}, {"name": "公园", "score": "80"}]
SURVEY = {"kind": "survey", "agreed": None, "opposed": None, "abstained": None, "answers": 1200}

# The days on which contributions were due are read from a calendar of 2021: three working days before
# 11 October (the holiday between, 9 October made up) and 20 December. Task 3 was closed in the third
# quarter, task 10 asked for after its day.
SLIPS = """
    SELECT count(*) FROM progress_contributiondemand demand
    JOIN projects_task task ON task.id = demand.task_id
    JOIN progress_reportingperiod period ON period.yearly_list_id = task.yearly_list_id
    JOIN (VALUES (3, DATE '{third}'), (4, DATE '{fourth}')) due (quarter, day) ON due.quarter = period.quarter
    LEFT JOIN progress_contribution paper
        ON (paper.task_id, paper.unit_id, paper.period_id) = (task.id, demand.unit_id, period.id)
    WHERE (demand.demanded_at AT TIME ZONE 'Asia/Shanghai')::date <= due.day
      AND NOT (task.number = 3 AND period.quarter = 4)
      AND (paper.first_submitted_at IS NULL
           OR (paper.first_submitted_at AT TIME ZONE 'Asia/Shanghai')::date > due.day)
"""
SURVEYED = """
    WITH led AS (
        SELECT DISTINCT domain.name FROM projects_assignment assignment
        JOIN projects_task task ON task.id = assignment.task_id
        JOIN projects_domain domain ON domain.id = task.domain_id
        JOIN projects_unit unit ON unit.id = assignment.unit_id
        WHERE unit.code = 'sjyj' AND assignment.role = 'lead'
    ),
    survey AS (
        SELECT * FROM progress_oversight
        WHERE kind = 'survey' AND removed_at IS NULL AND task_id IS NULL AND matter_id IS NULL
        ORDER BY held_on DESC, id DESC LIMIT 1
    )
    SELECT round(coalesce(
        (SELECT round(avg((each->>'score')::numeric), 2) FROM survey, jsonb_array_elements(scores) each
         WHERE each->>'name' IN (SELECT name FROM led)),
        (SELECT score FROM survey)) / 100 * 10, 2)
"""


told = made_once(lambda: issue(settled(an_ended_year()), at=AFTERWARDS))


@pytest.fixture
def yearly_list(told, db):
    made, unit = YearlyList.objects.get(), Unit.objects.get(code="sjyj")
    ReportingPeriod.objects.filter(quarter__in=(3, 4)).update(opened_at=ASKED)
    for number in (3, 5, 6, 9, 10):
        asked_at = LATER if number == 10 else ASKED
        task = Task.objects.get(number=number)
        ContributionDemand.objects.create(task=task, unit=unit, demanded_at=asked_at)
    sent(5, 3, date(2021, 9, 30)), sent(5, 4, date(2021, 12, 16)), sent(6, 3, date(2021, 10, 8))
    return made


def sent(number, quarter, day):
    place = {"period": ReportingPeriod.objects.get(quarter=quarter), "task": Task.objects.get(number=number)}
    at = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
    times = {"submitted_at": at, "first_submitted_at": at}
    unit = Unit.objects.get(code="sjyj")
    return Contribution.objects.create(**place, unit=unit, state="submitted", text="已协同。", **times)


def person(name):
    return User.objects.get(username=name)


def card():
    (found,) = unit_cards(YearlyList.objects.get(), ON)
    return found.card


def lines(kind):
    return [each for each in card().lines if each.kind == kind]


def by_sql(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def ruled(yearly_list, **values):
    points = {name: Decimal(value) for name, value in values.items()}
    return actions.change_rules(yearly_list, values=points, based_on=0, at=AFTERWARDS, by=person("drc"))


def shown(yearly_list):
    seal = seal_of_cards(unit_cards(yearly_list, ON))
    return actions.show(yearly_list, shown=seal, at=AFTERWARDS, by=person("drc"))


def issued(yearly_list):
    seal = seal_of_cards(unit_cards(yearly_list, LATER.date()))
    return actions.issue(yearly_list, shown=seal, city=LIANYUNGANG, at=LATER, by=person("drc"))


def test_neither_counts_where_nobody_said_so(yearly_list):
    make_oversight(yearly_list, **SURVEY, score=90)
    assert not lines("contribution") and not lines("survey")
    client = Client()
    client.force_login(person("drc"))
    page = client.get("/2021/scorecards/").text
    assert "协同情况" not in page and "满意度" not in page


def test_contributions_that_did_not_come_in_time_take_points(yearly_list):
    before = card()
    ruled(yearly_list, minus_contribution="0.5")
    found = lines("contribution")
    assert [each.key.removeprefix("contribution:") for each in found] == [
        "3:3", "3:6", "3:9", "4:5", "4:6", "4:9",
    ]  # fmt: skip
    assert len(found) == by_sql(SLIPS.format(third="2021-09-30", fourth="2021-12-15"))
    assert card().minus == before.minus - Decimal("0.5") * len(found)
    words = {each.key: each.words for each in found}
    assert words["contribution:3:6"] == "第6项：三季度协同情况迟报（2021-09-30到期）"
    assert words["contribution:4:9"] == "第9项：四季度协同情况未报（2021-12-15到期）"
    assert found[1].url == "/2021/q3/tasks/6/contribution/?unit=sjyj"


def test_a_contribution_of_a_quarter_that_was_opened_after_its_day_takes_nothing(yearly_list):
    ruled(yearly_list, minus_contribution="0.5")
    ReportingPeriod.objects.filter(quarter=3).update(opened_at=LATER)
    assert {each.key.split(":")[1] for each in lines("contribution")} == {"4"}


def test_a_survey_gives_the_whole_score_where_the_list_has_no_domains(yearly_list):
    make_oversight(yearly_list, **SURVEY, score=Decimal("88.5"), scores=SCORES, held_on=date(2021, 11, 1))
    ruled(yearly_list, plus_survey="10")
    (line,) = lines("survey")
    assert line.points == by_sql(SURVEYED) == Decimal("8.85")
    assert line.words == "2021年11月满意度调查：综合得分88.5分；88.5÷100×10"
    assert line.url == "/2021/oversight/" and line.kind_word == "满意度调查"


def test_a_survey_gives_the_mean_of_the_domains_that_the_unit_leads(yearly_list):
    make_domain(yearly_list, *Task.objects.filter(number__in=(1, 2, 4)))
    make_domain(yearly_list, *Task.objects.filter(number=5), order=2, name="公园")
    make_domain(yearly_list, *Task.objects.filter(number=6), order=3, name="没有问到")
    make_oversight(yearly_list, **SURVEY, score=Decimal("88.5"), scores=SCORES, held_on=date(2021, 11, 1))
    before = card().plus
    ruled(yearly_list, plus_survey="10")
    (line,) = lines("survey")
    assert line.points == by_sql(SURVEYED) == Decimal("8.53")
    assert line.words == "2021年11月满意度调查：教育90.5分、公园80分，平均85.25分；85.25÷100×10"
    assert card().plus == before + line.points


def test_the_last_survey_about_the_whole_list_counts(yearly_list):
    named = {**SURVEY, "scores": []}
    task, matter = Task.objects.get(number=5), make_matter(yearly_list)
    make_oversight(yearly_list, **named, score=70, held_on=date(2021, 10, 1))
    make_oversight(yearly_list, **named, score=80, held_on=date(2021, 6, 1))
    make_oversight(yearly_list, **named, score=60, held_on=date(2021, 12, 1), task=task)
    make_oversight(yearly_list, **named, score=50, held_on=date(2021, 12, 1), matter=matter)
    removed = {"removed_at": NOW, "removed_word": "误录"}
    make_oversight(yearly_list, **named, score=40, held_on=date(2021, 12, 1), **removed)
    make_oversight(yearly_list, score=30, held_on=date(2021, 12, 2))
    ruled(yearly_list, plus_survey="10")
    (line,) = lines("survey")
    assert line.points == by_sql(SURVEYED) == 7


def test_that_no_survey_is_on_record_is_said(yearly_list):
    ruled(yearly_list, plus_survey="10")
    client = Client()
    client.force_login(person("drc"))
    assert "还没有登记满意度调查" in client.get("/2021/scorecards/").text and not lines("survey")
    make_oversight(yearly_list, **SURVEY, score=70)
    page = client.get("/2021/scorecards/").text
    assert "还没有登记满意度调查" not in page and "满意度调查每100分加" in page


def test_what_was_read_before_the_survey_changed_is_not_shown(yearly_list):
    row = make_oversight(yearly_list, **SURVEY, score=70)
    ruled(yearly_list, plus_survey="10")
    seal = seal_of_cards(unit_cards(yearly_list, ON))
    Oversight.objects.filter(pk=row.pk).update(score=71)
    with pytest.raises(Stale):
        actions.show(yearly_list, shown=seal, at=AFTERWARDS, by=person("drc"))


def test_both_are_objected_to_issued_and_frozen(yearly_list):
    row = make_oversight(yearly_list, **SURVEY, score=Decimal("88.5"))
    ruled(yearly_list, minus_contribution="0.5", plus_survey="10")
    shown(yearly_list)
    unit = Unit.objects.get(code="sjyj")
    for line in (lines("contribution")[0], lines("survey")[0]):
        said = {"line": line.key, "seen": line_seal(line), "reason": "请核对。"}
        actions.object_to(unit, yearly_list=yearly_list, **said, at=AFTERWARDS, by=person("sjyj"))
    first, second = Objection.objects.order_by("pk")
    assert second.before == Decimal("8.85")
    for objection, points in ((first, "0"), (second, "9.25")):
        named = {"points": Decimal(points), "reason": "属实。", "based_on": 0}
        actions.answer(objection, **named, at=AFTERWARDS, by=person("drc"))
    assert [each.points for each in (lines("contribution")[0], lines("survey")[0])] == [0, Decimal("9.25")]
    issued(yearly_list)
    before = card()
    Oversight.objects.filter(pk=row.pk).update(score=1)
    Scoring.objects.update(minus_contribution=50, plus_survey=50)
    assert card() == before and lines("survey")[0].words.endswith("88.5÷100×10")
    files = {each.kind: BytesIO(bytes(each.content)) for each in Scoring.objects.get().files.all()}
    book = load_workbook(files["workbook"])
    told = [tuple(row)[1:5] for row in book["计分明细"].iter_rows(values_only=True)]
    assert ("满意度调查", lines("survey")[0].words, None, 9.25) in told
    assert ("协同情况", lines("contribution")[1].words, None, -0.5) in told
    assert ("满意度调查每100分加", 10) in list(book["计分办法"].iter_rows(values_only=True))
    text = "".join(each.text for each in Document(files["document"]).paragraphs)
    assert "协同情况未报或迟报，每份扣0.5分；满意度调查每100分加10分。" in text


def test_on_the_page_of_the_table_both_are_set(yearly_list):
    client = Client()
    client.force_login(person("drc"))
    page = client.get("/2021/scorecards/rules/")
    assert "填0不计分" in page.text
    typed = {**page.context["form"].initial, "minus_contribution": "0.5", "plus_survey": "101"}
    assert "0—100" in client.post("/2021/scorecards/rules/", typed).text
    assert client.post("/2021/scorecards/rules/", {**typed, "plus_survey": "10"}).status_code == 302
    scoring = Scoring.objects.get()
    assert (scoring.minus_contribution, scoring.plus_survey) == (Decimal("0.5"), 10)


def test_the_cards_ask_the_same_for_one_contribution_and_for_many(yearly_list):
    make_oversight(yearly_list, **SURVEY, score=90)
    ruled(yearly_list, minus_contribution="0.5", plus_survey="10")
    ContributionDemand.objects.exclude(task__number=5).delete()
    with connection.execute_wrapper(asked := Asked()):
        unit_cards(yearly_list, ON)
    one, unit = asked.count, Unit.objects.get(code="sjyj")
    for task in Task.objects.exclude(number=5):
        ContributionDemand.objects.create(task=task, unit=unit, demanded_at=ASKED)
    with connection.execute_wrapper(asked := Asked()):
        unit_cards(yearly_list, ON)
    assert asked.count == one


class Asked:
    """Counts queries."""

    count = 0

    def __call__(self, execute, *of):
        self.count += 1
        return execute(*of)


@pytest.fixture
def helpers(yearly_list):
    """Two units that lead nothing: of one a contribution is asked, of the other nothing."""
    asked, idle = make_unit("swjw", name="市卫健委"), make_unit("smzj", name="市民政局")
    for number, unit in ((5, asked), (6, asked), (5, idle)):
        make_assignment(Task.objects.get(number=number), unit, role="co")
    for number in (5, 6):
        task = Task.objects.get(number=number)
        ContributionDemand.objects.create(task=task, unit=asked, demanded_at=ASKED)
    return asked, idle


def cards():
    return {each.unit.code: each.card for each in unit_cards(YearlyList.objects.get(), ON)}


def test_a_unit_that_leads_nothing_is_scored_where_contributions_are(yearly_list, helpers):
    assert set(cards()) == {"sjyj"}
    ruled(yearly_list, minus_contribution="0.5")
    assert set(cards()) == {"sjyj", "swjw"}
    (base, *slips) = cards()["swjw"].lines
    assert (base.kind_word, base.points) == ("配合任务", 100)
    assert base.words == "没有牵头任务，配合第5、6项，应报协同情况4份"
    assert len(slips) == by_sql(SLIPS_OF_HELPER) == 4
    assert (cards()["swjw"].total, cards()["swjw"].led) == (98, 0)


# both tasks, both quarters, nothing ever sent: the days are long past
SLIPS_OF_HELPER = """
    SELECT count(*) FROM progress_contributiondemand demand
    JOIN projects_unit unit ON unit.id = demand.unit_id AND unit.code = 'swjw'
    CROSS JOIN (VALUES (3), (4)) due (quarter)
    WHERE NOT EXISTS (SELECT 1 FROM progress_contribution paper WHERE paper.unit_id = unit.id)
"""


def test_the_page_says_why_a_unit_that_only_helps_has_no_card(yearly_list, helpers):
    client = entered("drc")
    page = client.get("/2021/scorecards/").content.decode()
    assert "考核办法没有计协同情况的不计分，共2个：市卫健委、市民政局。" in page
    assert "任务得分为100" not in page
    ruled(yearly_list, minus_contribution="0.5")
    page = client.get("/2021/scorecards/").content.decode()
    assert "全年没有应报的协同情况的不计分，共1个：市民政局。" in page
    assert "没有牵头任务、报送协同情况的单位，任务得分为100" in page


def test_on_paper_a_unit_that_only_helps_leads_no_task(yearly_list, helpers):
    ruled(yearly_list, minus_contribution="0.5")
    client = entered("drc")
    book = load_workbook(BytesIO(client.get("/2021/scorecards/scorecards.xlsx").getvalue()))
    rows = [[cell.value for cell in row] for row in book["考核结果"].iter_rows()]
    assert ["市卫健委", 0, 100, -2, 0, 98] in rows
    written = Document(BytesIO(client.get("/2021/scorecards/scorecards.docx").getvalue()))
    assert any("涉及1个牵头单位和1个配合单位" in each.text for each in written.paragraphs)


def entered(name):
    client = Client()
    client.force_login(person(name))
    return client
