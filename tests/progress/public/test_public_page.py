"""The public page: what the public versions of the issues tell, and not a word more."""

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from lianyungang.demo_city import LIANYUNGANG
from progress.models import PublicIssue, PublicPage
from progress.public.actions import turn
from progress.rules.figures import LateTask, UnitFiling
from progress.rules.oversight import OversightEntry
from progress.rules.states import VerdictClass
from projects.models import LogEntry
from projects.paper.paragraphs import Paragraph
from projects.rules.errors import NotYours
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    make_bulletin,
    make_list,
    make_oversight,
    make_period,
    make_public_page,
    make_unit,
    make_user,
)
from tests.progress.bulletins.bulletin_values import figures, laggard, target, task

pytestmark = pytest.mark.django_db

LIAISON, LEADER, HOLDER = "欧阳明理", "赵建设", "钱多多"
TELEPHONES = ("0518-85801234", "13812345678")
LATE = ("市教育局", "市住房和城乡建设局", "市卫生健康委员会", "市住建局")
SAID = f"{LATE[0]}已开工4所，{LATE[3]}配合，联系人：{LIAISON}，电话{TELEPHONES[0]}。{HOLDER}负责。"
PAGES = ("", "2021/", "2021/tasks/1/", "2021/tasks/2/", "2021/q1/", "2021/q2/")


@pytest.fixture
def issued():
    """The second quarter: one unit late, one missing, and everybody named wherever somebody can type."""
    make_unit("sjyj", name=LATE[0], liaison=LIAISON, leader=LEADER, liaison_telephone=TELEPHONES[0])
    make_unit("szjj", name=LATE[3], full_name=LATE[1])
    make_unit("swjw", name="市卫健委", full_name=LATE[2])
    make_user(display_name=HOLDER)
    behind = task(2, VerdictClass.BEHIND, progress=SAID, problems=SAID, next_steps=SAID, gap=Decimal("12.5"))
    told = figures(
        task(1, targets=(target(),), progress=SAID, text="=新建幼儿园16所。", domain="教育"),
        behind,
        task(3, VerdictClass.NOT_FILED, leads=("市卫健委",), progress=""),
        task(4, VerdictClass.UNMEASURED, is_pending=True, progress=""),
        laggards=(laggard(2, situation=SAID, cause=SAID, note=SAID),),
        unit_filings=(
            UnitFiling(LATE[0], late=(LateTask(1, 2),)),
            UnitFiling("市卫健委", missing=(3,)),
            UnitFiling(LATE[3], missing=(2,)),
        ),
    )
    yearly_list = make_list()
    first = replace(told, quarter=1, as_of=date(2021, 3, 31), tasks=(told.tasks[0],), laggards=())
    make_bulletin(make_period(yearly_list, 1), told=first)
    text = asdict(Paragraph("own-1", f"{SAID}市卫健委至今未报。"))
    make_bulletin(make_period(yearly_list, 2), told=told, paragraphs=[text])
    return yearly_list


def everything(client):
    """Every page and file, as text by its address."""
    found = {}
    for path in (*PAGES, "2021/tasks.csv", "2021/tasks.json"):
        found[path] = client.get(f"/public/{path}").content.decode()
    for quarter in (1, 2):
        content = client.get(f"/public/2021/q{quarter}/public.docx").content
        paper = Document(BytesIO(content))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        found[f"q{quarter}.docx"] = "".join([*(each.text for each in paper.paragraphs), *cells])
    return found


def test_nobody_is_named_in_anything_that_everybody_may_read(issued, client):
    make_public_page(LIANYUNGANG)
    told = everything(client)
    assert all(len(text) > 100 for text in told.values())
    secrets = (LIAISON, LEADER, HOLDER, *TELEPHONES, *LATE, "市卫健委", "未报", "迟报", "待审核", "office某")
    assert [(path, word) for path, text in told.items() for word in secrets if word in text] == []


def test_it_is_shut_until_the_supervisor_opens_it(issued, client):
    assert client.get("/public/").status_code == client.get("/public/2021/tasks.csv").status_code == 404
    make_public_page(LIANYUNGANG)
    assert client.get("/public/").status_code == 200
    turn(PublicPage.objects.get(), is_on=False, based_on=1, city=LIANYUNGANG, at=NOW, by=a_supervisor())
    assert client.get("/public/").status_code == client.get("/public/2021/q1/").status_code == 404


def a_supervisor():
    return make_user(role=Role.SUPERVISOR)


def test_the_coordinator_cannot_open_it():
    with pytest.raises(NotYours):
        turn(
            PublicPage(),
            is_on=True,
            based_on=0,
            city=LIANYUNGANG,
            at=NOW,
            by=make_user(role=Role.COORDINATOR),
        )
    assert not PublicPage.objects.exists()


def test_opening_draws_what_was_issued_before_and_is_logged_once(issued):
    page = make_public_page(LIANYUNGANG)
    assert PublicIssue.objects.count() == 2
    turn(page, is_on=True, based_on=0, city=LIANYUNGANG, at=NOW, by=a_supervisor())  # a second click
    entry = LogEntry.objects.get(act="public_page_opened")
    assert entry.detail == {"drawn": 2} and page.version == 1


def test_the_supervisor_opens_it_by_its_page_and_an_old_version_comes_back(issued, client):
    client.force_login(a_supervisor())
    assert "开放公开页面" in client.get("/publication/").content.decode()
    posted = {"is_on": "1", "version": "0"}
    assert client.post("/publication/", posted).status_code == 302
    refused = client.post("/publication/", {"is_on": "0", "version": "0"})
    assert refused.status_code == 400 and "您打开之后" in refused.content.decode()
    assert 'name="version" value="1"' in refused.content.decode()
    assert PublicPage.objects.get().is_on


def test_no_cookie_is_set_and_who_has_it_is_told_that_it_is_the_same(issued, client):
    make_public_page(LIANYUNGANG)
    for path in (*PAGES, "2021/tasks.csv", "2021/tasks.json", "2021/q2/public.docx"):
        answer = client.get(f"/public/{path}")
        assert (answer.status_code, len(answer.cookies)) == (200, 0)
        assert answer["Cache-Control"] == "public, max-age=300"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        again = client.get(f"/public/{path}", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304 and not again.content
        since = client.get(f"/public/{path}", headers={"If-Modified-Since": answer["Last-Modified"]})
        assert since.status_code == 304
    assert client.post("/public/").status_code == 405


def test_who_is_signed_in_reads_the_same_and_keeps_nothing(issued, client):
    make_public_page(LIANYUNGANG)
    as_stranger = client.get("/public/2021/").content
    client.force_login(a_supervisor())
    answer = client.get("/public/2021/")
    assert answer.content == as_stranger and answer["Cache-Control"] == "no-store, private"


def test_what_is_not_issued_is_not_there(issued, client):
    make_public_page(LIANYUNGANG)
    make_period(issued, 3), make_list(2023)
    for path in ("2021/q3/", "2021/q3/public.docx", "2021/tasks/9/", "2023/", "2023/tasks.json"):
        assert client.get(f"/public/{path}").status_code == 404
    assert "三季度" not in client.get("/public/2021/").content.decode()


def test_of_a_corrected_quarter_the_correction_alone_is_told(issued, client):
    period = issued.periods.get(quarter=2)
    wrong = period.bulletins.get()
    corrected = figures(task(1, VerdictClass.AHEAD), task(2), task(3), task(4), corrects=2)
    make_bulletin(period, told=corrected, corrects=wrong, correction_reason="数据有误。")
    make_public_page(LIANYUNGANG)
    told = json.loads(client.get("/public/2021/tasks.json").content)
    assert [(each["quarter"], each["number"], each["corrects"]) for each in told["issues"]] == [
        (1, 1, None),
        (2, 3, 2),
    ]
    assert told["tasks"][0]["quarters"][1]["verdict"] == "ahead"


def test_the_lines_open_in_a_spreadsheet_and_no_text_is_a_formula(issued, client):
    make_public_page(LIANYUNGANG)
    content = client.get("/public/2021/tasks.csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:6] == ["索引号", "年度", "序号", "领域", "目标任务", "季度"]
    first = ["2021-010-01", "2021", "1", "教育", "'=新建幼儿园16所。", "一季度", "2021-03-31", "达序时"]
    assert rows[1][:8] == first
    assert rows[1][9:] == [
        "新建幼儿园：累计4/16所，25.0%",
        "第1期",
        "2021-07-14",
        LIANYUNGANG.coordinator_full,
    ]
    assert [row[2:9:5] for row in rows[2:]] == [
        ["1", "达序时"],
        ["2", "滞后（未达序时）"],
        ["3", "待评定"],
        ["4", "待评定"],
    ]


def test_the_json_has_the_shape_that_is_documented(issued, client):
    make_public_page(LIANYUNGANG)
    told = json.loads(client.get("/public/2021/tasks.json").content)
    tasks, issues = told.pop("tasks"), told.pop("issues")
    assert told.pop("oversight") == []
    assert told == {
        "index_number": "2021-010",
        "year": 2021,
        "title": "2021年50件民生实事",
        "document_number": "连政发〔2021〕10号",
        "document_issued_on": None,
        "issuer": LIANYUNGANG.coordinator_full,
        "as_of": "2021-06-30",
        "matters": 50,
    }
    assert issues[1]["counts"]["unmeasured"] == 2 and issues[1]["index_number"] == "2021-010-02"
    one = {"label": "新建幼儿园", "unit": "所", "target": "16", "planned": "4", "actual": "4"}
    assert tasks[0]["quarters"][0]["targets"] == [{**one, "completion": "25"}]
    assert tasks[1]["quarters"][0]["points_behind"] == "12.5"


def test_a_list_of_many_tasks_asks_no_more_than_one_of_few(issued, client, django_assert_num_queries):
    make_public_page(LIANYUNGANG)
    for path, queries in (("", 4), ("2021/", 4), ("2021/q2/", 4), ("2021/tasks.csv", 4)):
        with django_assert_num_queries(queries):
            client.get(f"/public/{path}")


def test_what_congress_said_is_told_as_the_years_issue_froze_it(issued, client):
    vote = OversightEntry("vote", date(2021, 1, 20), "市人大会议", "公报", agreed=297, opposed=2, abstained=1)
    survey = OversightEntry(
        "survey", date(2021, 11, 1), "市统计局", "报告", answers=1200, score=Decimal("88.5")
    )
    visit = OversightEntry("inspection", date(2021, 5, 9), "视察", "报告", findings=f"床位偏少，{HOLDER}说。")
    year = figures(task(1), quarter=4, as_of=date(2021, 12, 15), oversight=(vote, survey, visit))
    make_bulletin(make_period(issued, 4), told=year)
    make_public_page(LIANYUNGANG)
    make_oversight(issued, title="印发以后登记的会议")
    page = client.get("/public/2021/").content.decode()
    assert "赞成297票、反对2票、弃权1票" in page and "综合得分88.5分" in page
    assert "床位偏少" in page and HOLDER not in page and "印发以后" not in page
    told = json.loads(client.get("/public/2021/tasks.json").content)["oversight"]
    assert [(each["kind"], each["votes"], each["score"]) for each in told] == [
        ("vote", {"赞成": 297, "反对": 2, "弃权": 1}, None),
        ("survey", None, "88.5"),
        ("inspection", None, None),
    ]
