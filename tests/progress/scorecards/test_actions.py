"""考核: worked out from what was issued, objected to, worked out again, issued and frozen."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from lianyungang import middleware
from lianyungang.demo_city import LIANYUNGANG
from progress.models import Bulletin, BulletinFile, Objection, Scorecard, ScorecardFile, Scoring
from progress.scorecards import actions
from progress.scorecards.reads import line_seal, seal_of_cards, unit_cards
from projects.models import LogEntry, Task, Unit, User, YearlyList
from projects.paper.house import marked
from projects.rules.errors import NotYours, Refused, Stale
from tests.factories import SHANGHAI, make_assignment, make_unit, make_user
from tests.progress.year_end.ended_year import AFTERWARDS, an_ended_year, issue, settled
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
ON = AFTERWARDS.date()
LATER = datetime(2022, 1, 28, 10, tzinfo=SHANGHAI)  # the time to object is over

BY_SQL = """
    WITH year AS (SELECT figures FROM progress_bulletin ORDER BY number DESC LIMIT 1),
    task AS (SELECT each->>'code' AS code, each FROM year, jsonb_array_elements(figures->'tasks') each),
    filing AS (
        SELECT jsonb_array_length(each->'missing') AS missing
        FROM progress_bulletin, jsonb_array_elements(figures->'unit_filings') each
    )
    SELECT round(avg(CASE code WHEN 'completed' THEN 100 WHEN 'behind' THEN 60 WHEN 'far_behind' THEN 30
                     WHEN 'not_filed' THEN 0 END), 2)
           - 2 * (SELECT sum(missing) FROM filing)
           + 0.5 * (SELECT count(*) FROM task WHERE (each->>'closed_in')::int < 4)
           + 0.5 * (SELECT count(*) FROM task, jsonb_array_elements(each->'targets') target
                    WHERE code = 'completed' AND (target->>'completion')::numeric > 100)
    FROM task
"""


told = made_once(lambda: issue(settled(an_ended_year()), at=AFTERWARDS))


@pytest.fixture
def yearly_list(told, db):
    return YearlyList.objects.get()


def person(name):
    return User.objects.get(username=name)


def card():
    (found,) = unit_cards(YearlyList.objects.get(), ON)
    return found.card


def line(key):
    return next(each for each in card().lines if each.key == key)


def shown(yearly_list):
    seal = seal_of_cards(unit_cards(yearly_list, ON))
    return actions.show(yearly_list, shown=seal, at=AFTERWARDS, by=person("drc"))


def objected(yearly_list, key="missing:4:10"):
    named = {"line": key, "seen": line_seal(line(key)), "reason": "已按时报送。"}
    unit = Unit.objects.get(code="sjyj")
    return actions.object_to(unit, yearly_list=yearly_list, **named, at=AFTERWARDS, by=person("sjyj"))


def issued(yearly_list, at=LATER):
    seal = seal_of_cards(unit_cards(yearly_list, at.date()))
    return actions.issue(yearly_list, shown=seal, city=LIANYUNGANG, at=at, by=person("drc"))


def test_the_points_are_what_the_issues_say(yearly_list):
    with connection.cursor() as cursor:
        cursor.execute(BY_SQL)
        (by_sql,) = cursor.fetchone()
    assert card().total == by_sql == Decimal("73.67")
    kinds = {each.kind for each in card().lines}
    assert kinds == {"task", "missing", "early", "exceeded"}
    assert line("missing:4:10").url == "/2021/bulletins/1/"


def test_weights_and_points_are_the_lists_own(yearly_list):
    values = {"minus_missing": Decimal(5), "weights": {"6": "3"}}
    actions.change_rules(yearly_list, values=values, based_on=0, at=AFTERWARDS, by=person("drc"))
    assert line("missing:4:10").points == -5 and line("task:6").weight == 3
    with pytest.raises(Stale):
        actions.change_rules(yearly_list, values=values, based_on=0, at=AFTERWARDS, by=person("drc"))


def test_once_shown_the_table_stands(yearly_list):
    scoring = shown(yearly_list)
    with pytest.raises(Refused, match="已公示"):
        named = {"values": {"behind": Decimal(50)}, "based_on": scoring.version}
        actions.change_rules(yearly_list, **named, at=AFTERWARDS, by=person("drc"))


@pytest.mark.parametrize("of", [Bulletin, BulletinFile, Scorecard, ScorecardFile])
@pytest.mark.parametrize("changes", [{}, {"id": F("id")}], ids=["deleted", "changed"])
def test_what_was_issued_is_the_same_for_ever(yearly_list, of, changes):
    shown(yearly_list)
    issued(yearly_list)
    assert of.objects.exists()
    with pytest.raises(IntegrityError, match="stands as it is"), transaction.atomic():
        of.objects.update(**changes) if changes else of.objects.all()._raw_delete("default")


def test_what_was_not_read_is_not_shown(yearly_list):
    with pytest.raises(Stale):
        actions.show(yearly_list, shown="0123456789abcdef", at=AFTERWARDS, by=person("drc"))
    with pytest.raises(NotYours):
        actions.show(yearly_list, shown="0123456789abcdef", at=AFTERWARDS, by=person("office"))


def test_an_upheld_objection_is_worked_out_again_and_says_what_changed(yearly_list):
    shown(yearly_list)
    before = card().total
    objection = objected(yearly_list)
    named = {"points": Decimal(0), "reason": "系统故障。", "based_on": 0}
    actions.answer(objection, **named, at=AFTERWARDS, by=person("drc"))
    assert card().total == before + 2
    assert (line("missing:4:10").before, line("missing:4:10").note) == (-2, "申诉成立：系统故障。")


def test_an_objection_is_made_once_in_time_and_on_the_own_card(yearly_list):
    with pytest.raises(Refused, match="申诉期限"):
        objected(yearly_list)
    shown(yearly_list)
    objected(yearly_list)
    with pytest.raises(Refused, match="申诉过"):
        objected(yearly_list)
    other = make_user(unit=make_unit())
    with pytest.raises(NotYours):
        named = {"line": "task:5", "seen": "x", "reason": "不服。", "at": AFTERWARDS, "by": other}
        actions.object_to(Unit.objects.get(code="sjyj"), yearly_list=yearly_list, **named)


def test_an_answer_carries_the_version_and_a_reason(yearly_list):
    shown(yearly_list)
    objection = objected(yearly_list)
    with pytest.raises(Stale):
        actions.answer(objection, points=None, reason="不成立。", based_on=7, at=AFTERWARDS, by=person("drc"))
    with pytest.raises(Refused, match="答复理由"):
        actions.answer(objection, points=None, reason=" ", based_on=0, at=AFTERWARDS, by=person("drc"))


def test_an_answer_typed_when_the_session_ended_comes_back(yearly_list):
    shown(yearly_list)
    objection, drc = objected(yearly_list), Client()
    drc.force_login(person("drc"))
    typed = {"objection": objection.pk, "version": 0, "upheld": "no", "reason": "材料与系统记录不符。"}
    carried = {f"carried-{name}": value for name, value in typed.items()}
    page = drc.post("/2021/scorecards/sjyj/", carried).content.decode()
    assert page.count("材料与系统记录不符。") == 1


def test_it_is_issued_after_the_time_and_every_answer_and_is_frozen(yearly_list):
    shown(yearly_list)
    objection = objected(yearly_list)
    with pytest.raises(Refused, match="申诉期限至"):
        issued(yearly_list, AFTERWARDS)
    with pytest.raises(Refused, match="1件申诉"):
        issued(yearly_list)
    actions.answer(objection, points=None, reason="不成立。", based_on=0, at=LATER, by=person("drc"))
    issued(yearly_list)
    assert issued(yearly_list).cards.count() == 1  # a second click changes nothing
    before = card()
    Scoring.objects.update(minus_missing=50)
    assert card() == before
    assert Scorecard.objects.get().total == Decimal("73.67")
    book = load_workbook(BytesIO(bytes(Scoring.objects.get().files.get(kind="workbook").content)))
    assert book.sheetnames == ["考核结果", "计分明细", "计分办法"]
    assert LogEntry.objects.filter(act="scorecards_issued").count() == 1


def test_a_unit_sees_its_own_until_they_are_issued(yearly_list):
    make_user("other", unit=make_unit())
    clients = {name: Client() for name in ("sjyj", "other", "drc")}
    for name, client in clients.items():
        client.force_login(person(name))
    assert "73.67" in clients["sjyj"].get("/2021/scorecards/").content.decode()
    assert clients["other"].get("/2021/scorecards/sjyj/").status_code == 404
    assert "公示得分" in clients["drc"].get("/2021/scorecards/").content.decode()
    shown(yearly_list)
    Scoring.objects.update(objections_until=date(2099, 1, 1))  # the pages ask the day of today
    asked = clients["sjyj"].get("/2021/scorecards/sjyj/?line=missing:4:10").content.decode()
    assert "提交申诉" in asked
    Scoring.objects.update(objections_until=ON)
    issued(yearly_list)
    assert "73.67" in clients["other"].get("/2021/scorecards/sjyj/").content.decode()
    for name in ("scorecards.xlsx", "scorecards.docx"):
        assert clients["other"].get(f"/2021/scorecards/{name}").status_code == 200


def test_on_the_pages_it_is_ruled_objected_and_answered(yearly_list):
    drc, unit = Client(), Client()
    drc.force_login(person("drc"))
    unit.force_login(person("sjyj"))
    rules = drc.get("/2021/scorecards/rules/")
    typed = {**rules.context["form"].initial, "weight_lines": "36 x"}
    wrong = drc.post("/2021/scorecards/rules/", typed)
    assert wrong.status_code == 400 and "“36 x”不是序号和权重" in wrong.content.decode()
    assert drc.post("/2021/scorecards/rules/", {**typed, "weight_lines": "6 2"}).status_code == 302
    stale = drc.post("/2021/scorecards/rules/", {**typed, "weight_lines": "7 3"})
    assert stale.status_code == 400 and "7 3" in stale.content.decode()
    now = stale.context["form"].data  # on the table that stands: saved again it is knowing
    assert drc.post("/2021/scorecards/rules/", now).status_code == 302
    assert drc.post("/2021/scorecards/", {"action": "show"}).status_code == 404
    assert Objection.objects.count() == 0


def test_once_shown_the_rules_are_read_and_no_field_takes_anything(yearly_list):
    drc = Client()
    drc.force_login(person("drc"))
    page = drc.get("/2021/scorecards/rules/").content.decode()
    assert 'name="completed"' in page and " disabled" not in page and "保存考核办法" in page
    typed = drc.get("/2021/scorecards/rules/").context["form"].initial
    shown = {"shown_at": datetime(2022, 2, 1, tzinfo=SHANGHAI), "objections_until": date(2022, 2, 10)}
    Scoring.objects.update_or_create(yearly_list=yearly_list, defaults=shown)
    page = drc.get("/2021/scorecards/rules/").content.decode()
    written = page.partition("<form method")[2]
    fields = re.findall(r'<(?:input|textarea)[^>]* name="(?!csrf|version)[^>]*>', written)
    assert fields and all(" disabled" in each for each in fields)
    assert "考核办法不能再改" in page and "保存考核办法" not in page
    assert drc.post("/2021/scorecards/rules/", {**typed, "completed": "1"}).status_code == 400


def test_what_one_lead_has_not_filed_is_not_taken_from_the_other(yearly_list):
    make_assignment(Task.objects.get(number=6), make_unit("swjw", name="市卫健委"))
    cards = {each.unit.code: each.card for each in unit_cards(yearly_list, ON)}
    (own,) = [each for each in cards["sjyj"].lines if each.key == "task:6"]
    (others,) = [each for each in cards["swjw"].lines if each.key == "task:6"]
    assert (own.words, own.points) == ("第6项：全年未报", 0)
    assert (others.words, others.points) == ("第6项：全年待评定（其他牵头单位未报）", None)


@pytest.mark.parametrize(
    ("moment", "said"), [(AFTERWARDS, "前可以申诉"), (LATER, "申诉已于2022年1月21日截止")]
)
def test_the_page_says_whether_the_time_to_object_is_over(yearly_list, monkeypatch, moment, said):
    shown(yearly_list)
    clock = SimpleNamespace(localtime=lambda: moment, now=lambda: moment)
    monkeypatch.setattr(middleware, "timezone", clock)
    client = Client()
    client.force_login(person("drc"))
    assert said in client.get("/2021/scorecards/").text


def test_every_paper_of_a_demo_says_that_it_is_one(yearly_list):
    shown(yearly_list)
    seal = seal_of_cards(unit_cards(yearly_list, LATER.date()))
    named = {"city": LIANYUNGANG, "at": LATER, "by": person("drc")}
    with marked("演示数据，非实际进展"):
        scoring = actions.issue(yearly_list, shown=seal, **named)
    book = load_workbook(BytesIO(bytes(scoring.files.get(kind="workbook").content)))
    assert all("演示数据，非实际进展" in str(list(sheet.values)) for sheet in book.worksheets[:2])
    written = Document(BytesIO(bytes(scoring.files.get(kind="document").content)))
    assert written.sections[0].header.paragraphs[0].text == "演示数据，非实际进展"
