"""人大监督: what cannot be, who records, versions, removal; on the pages, in the year's issue, in public."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.oversight_prose import oversight_words
from progress.bulletins.prose import prose
from progress.bulletins.public import public_version
from progress.bulletins.quarter_figures import figures as drawn_figures
from progress.models import Oversight
from progress.oversight.actions import amend, record_oversight, remove
from progress.oversight.reads import entries_beside, entries_of, entry_of, with_oversight
from progress.rules.figures_json import from_json, to_json
from progress.rules.oversight import DomainScore
from projects.models import LogEntry, YearlyList
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_period, make_task, make_unit, make_user
from tests.progress.bulletins.bulletin_values import figures, task
from tests.progress.rules.test_oversight import ALL, RATING, SURVEY, VISIT, VOTE
from tests.sample_files import uploaded


def test_each_kind_in_words():
    assert oversight_words(VOTE) == (
        "2021年1月20日，市人大会议票决：赞成297票、反对2票、弃权1票，赞成占99.0%。"
    )
    assert oversight_words(RATING) == (
        "2021年7月1日，市人大常委会会议对第36项满意度测评：满意30票、基本满意6票、不满意3票、弃权1票，"
        "满意和基本满意占90.0%。"
    )
    assert oversight_words(VISIT) == "2021年5月9日，代表视察养老服务（视察）。意见：床位偏少。目前正在办理。"
    assert oversight_words(SURVEY) == (
        "2021年6月，市统计局开展满意度调查，收回答卷1200份，综合得分88.5分；其中教育惠民91分、住房保障84.25分。"
    )


def test_the_years_issue_tells_it_and_an_older_one_is_read_as_it_was():
    year = figures(task(), quarter=4, oversight=ALL)
    entry = [each.text for each in prose(year, city=LIANYUNGANG) if each.key.startswith("oversight:")]
    assert entry == [oversight_words(each) for each in ALL]
    assert from_json(to_json(year)) == year
    kept = to_json(year)
    del kept["oversight"]
    assert from_json(kept).oversight == ()
    assert not [each for each in prose(from_json(kept), city=LIANYUNGANG) if "oversight" in each.key]


def test_the_public_reads_it_without_persons():
    visit = replace(
        VISIT, findings="王建国主任说床位偏少。", answer="联系人：王建国，13812345678。已增加。", is_done=True
    )
    year = figures(task(), quarter=4, oversight=(VOTE, visit))
    shown, text = public_version(year, prose(year, city=LIANYUNGANG), city=LIANYUNGANG, names=("王建国",))
    words = "".join(each.text for each in text) + repr(shown.oversight)
    assert "王建国" not in words and "13812345678" not in words
    assert "赞成297票" in words and "床位偏少" in words


@pytest.fixture
def yearly_list(db):
    made = make_list()
    make_task(made, number=36, lead=make_unit())
    return made


@pytest.fixture
def drc(db):
    return make_user(role=Role.COORDINATOR)


def kept(yearly_list, entry, by):
    return record_oversight(yearly_list, entry=entry, at=NOW, by=by)


def test_what_is_recorded_is_read_back_and_a_second_click_changes_nothing(yearly_list, drc):
    for entry in (*ALL, VOTE):
        kept(yearly_list, entry, drc)
    assert entries_of(yearly_list) == (VOTE, VISIT, SURVEY, RATING)
    assert entries_beside(with_oversight(YearlyList.objects.all()).get()) == entries_of(yearly_list)
    assert LogEntry.objects.filter(act="oversight_recorded").count() == 4


@pytest.mark.parametrize("role", [Role.FILER, Role.SIGNER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_else_records(yearly_list, role):
    with pytest.raises(NotYours):
        kept(yearly_list, VOTE, make_user(role=role))
    assert not Oversight.objects.exists()


def test_what_cannot_be_is_refused_by_the_act_too(yearly_list, drc):
    with pytest.raises(Refused, match="小于0"):
        kept(yearly_list, replace(VOTE, opposed=-1), drc)
    assert not Oversight.objects.exists() and not LogEntry.objects.exists()


def test_the_log_keeps_what_stood(yearly_list, drc):
    row = kept(yearly_list, VOTE, drc)
    amend(row, entry=replace(VOTE, opposed=3), based_on=row.version, at=NOW, by=drc)
    assert LogEntry.objects.get(act="oversight_amended").detail == {"opposed": ["2", "3"]}


def test_the_log_names_scores_as_people_read_them(yearly_list, drc):
    row = kept(yearly_list, replace(SURVEY, scores=(DomainScore("教育惠民", Decimal("91.5")),)), drc)
    amend(row, entry=replace(SURVEY, scores=()), based_on=row.version, at=NOW, by=drc)
    assert LogEntry.objects.get(act="oversight_amended").detail == {"scores": ["教育惠民91.5分", "—"]}


def test_removed_with_a_word_it_is_read_no_more(yearly_list, drc, client):
    row = kept(yearly_list, VOTE, drc)
    with pytest.raises(Refused, match="删除的原因"):
        remove(row, word=" ", based_on=row.version, at=NOW, by=drc)
    remove(row, word="重复登记", based_on=row.version, at=NOW, by=drc)
    assert entries_of(yearly_list) == ()
    client.force_login(drc)
    assert client.get(f"/2021/oversight/{row.pk}/").status_code == 404


def test_the_fourth_quarters_figures_hold_it_and_no_others(yearly_list, drc):
    kept(yearly_list, VOTE, drc)
    assert drawn_figures(make_period(yearly_list, 2), date(2021, 7, 14)).oversight == ()
    assert drawn_figures(make_period(yearly_list, 4), date(2021, 12, 31)).oversight == (VOTE,)


POSTED = {
    "title": "市人大会议",
    "held_on": "2021-01-20",
    "agreed": "297",
    "opposed": "2",
    "abstained": "1",
    "source": "人大公报1号",
    "version": "0",
}


def test_by_its_pages_it_is_recorded_with_a_file_put_right_and_removed(yearly_list, drc, client):
    client.force_login(drc)
    posted = {**POSTED, "ballots": "299", "file": uploaded()}
    refused = client.post("/2021/oversight/new/vote/", posted)
    assert refused.status_code == 400 and "与有效票299票不符" in refused.content.decode()
    posted = {**POSTED, "file": uploaded()}
    assert client.post("/2021/oversight/new/vote/", posted).status_code == 302
    row = Oversight.objects.get()
    assert entry_of(row) == VOTE
    assert client.get(f"/2021/oversight/{row.pk}/file/").getvalue()
    page = client.get("/2021/oversight/").content.decode()
    assert "赞成297票、反对2票、弃权1票" in page and row.file_name in page
    stale = client.post(f"/2021/oversight/{row.pk}/", {**POSTED, "title": "另一个会议", "version": "0"})
    assert stale.status_code == 400 and "现在保存着的内容" in stale.content.decode()
    assert "另一个会议" in stale.content.decode() and 'name="version" value="1"' in stale.content.decode()
    again = client.post(f"/2021/oversight/{row.pk}/", {**POSTED, "opposed": "3", "version": "1"})
    assert again.status_code == 302 and Oversight.objects.get().file_id == row.file_id
    removed = {"word": "登记有误", "version": "2"}
    assert client.post(f"/2021/oversight/{row.pk}/remove/", removed).status_code == 302
    assert "还没有登记" in client.get("/2021/oversight/").content.decode()


@pytest.mark.parametrize(
    ("kind", "entry"), [("rating", RATING), ("inspection", VISIT), ("survey", SURVEY), ("inquiry", None)]
)
def test_every_kind_has_its_form(yearly_list, drc, client, kind, entry):
    client.force_login(drc)
    assert client.get(f"/2021/oversight/new/{kind}/").status_code == 200
    if entry is None:
        return
    row = kept(yearly_list, entry, drc)
    shown = client.get(f"/2021/oversight/{row.pk}/").context["form"]
    posted = {
        name: value for name, value in shown.initial.items() if name in shown.fields and value is not None
    }
    posted["title"] = "改名"
    assert client.post(f"/2021/oversight/{row.pk}/", posted).status_code == 302
    assert entry_of(Oversight.objects.get()) == replace(entry, title="改名")


def test_a_line_that_tells_no_score_is_shown_again(yearly_list, drc, client):
    client.force_login(drc)
    posted = {**POSTED, "answers": "1200", "score": "88.5", "scores": "教育惠民九十一"}
    answer = client.post("/2021/oversight/new/survey/", posted)
    assert answer.status_code == 400 and "读不出名称和得分" in answer.content.decode()


def test_it_stands_on_the_year_and_beside_its_task(yearly_list, drc, client):
    client.force_login(make_user(role=Role.FILER))
    assert "人大监督" not in client.get("/2021/tasks/36/").content.decode()
    kept(yearly_list, RATING, drc), kept(yearly_list, VOTE, drc)
    task_page = client.get("/2021/tasks/36/").content.decode()
    assert "满意30票" in task_page and "赞成297票" not in task_page
    year_page = client.get("/2021/").content.decode()
    assert "满意30票" in year_page and "赞成297票" in year_page
