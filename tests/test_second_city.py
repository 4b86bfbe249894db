"""Another city starts by its row: no page, paper or refusal names Lianyungang's offices, and what was issued
keeps its words.
"""

import re
import zipfile
from io import BytesIO

import pytest
from django.test import Client

from lianyungang.demo_city import LIANYUNGANG
from progress.models import Notice
from progress.notices import draft_actions
from progress.notices.paper_reads import paper_of
from progress.rules.states import NoticeState
from projects.models import CityRecord
from projects.rules.roles import Role
from projects.rules.states import UnitKind
from tests.factories import NOW, make_notice, make_report, make_task, make_unit, make_user
from tests.test_access import ACCESS, ANONYMOUS, EVERYBODY

OFFICES_OF_LIANYUNGANG = re.compile("连云港|市发改委|市发展和改革|市政府办|驻连单位")
SUZHOU = {
    "name": "苏州市",
    "product": "苏州市实事项目管理",
    "coordinator": "市实事办",
    "coordinator_full": "苏州市实事项目办公室",
    "coordinator_role": "市实事办协调员",
    "supervisor": "市督查室",
    "supervisor_full": "苏州市督查室",
    "supervisor_role": "市督查室督查员",
    "masthead": "苏州市实事项目通报",
    "notice_prefix": "苏督",
    "stationed": "驻苏单位",
}


@pytest.fixture
def suzhou(db):
    CityRecord.objects.update(**SUZHOU)
    return CityRecord.objects.current()


def words_of(response):
    """The page, or every part of a workbook or document, as text."""
    content = b"".join(response) if response.streaming else response.content
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_answer_names_the_first_citys_offices(role, suzhou, people, a_year):
    make_unit(name="省药监局检查分局", kind=UnitKind.STATIONED)
    client = Client()
    if role != ANONYMOUS:
        client.force_login(people[role])
    named = {}
    for access in ACCESS.values():
        found = OFFICES_OF_LIANYUNGANG.findall(words_of(getattr(client, access.method)(access.path)))
        if found:
            named[access.path] = found
    assert named == {}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "市实事办协调员"),
        ("/help/", "由市督查室签发"),
        ("/units/", "驻苏单位"),
        ("/2021/q2/bulletin/", "市实事办会同市督查室对各牵头单位"),
        ("/2021/q2/bulletin/bulletin.docx", "苏州市实事项目通报"),
        ("/2021/tasks.xlsx", "2021年苏州市民生实事任务表"),
        ("/2021/notices/3/", "苏州市民生实事提醒单"),
        ("/2021/settings/", "苏督〔2021〕3号"),
    ],
)
def test_every_paper_names_its_own(path, words, suzhou, people, a_year, as_role):
    make_unit(name="省药监局检查分局", kind=UnitKind.STATIONED)
    assert words in words_of(as_role(Role.COORDINATOR).get(path))


def test_the_row_is_read_with_the_person_and_never_kept(as_role, django_assert_num_queries):
    client = as_role(Role.COORDINATOR)
    client.get("/help/")
    with django_assert_num_queries(
        3
    ) as asked:  # the session, the person with the city, the last quarter opened
        assert "连云港市民生实事进度管理" in client.get("/help/").content.decode()
    assert not [query for query in asked if query["sql"].startswith('SELECT "projects_cityrecord"')]
    CityRecord.objects.update(product="苏州市实事项目管理")
    assert "苏州市实事项目管理" in client.get("/help/").content.decode()


@pytest.mark.parametrize("level", ["alert", "order"])
def test_an_issued_notice_keeps_its_head_office_and_number(level, db):
    signer = make_user(role=Role.SUPERVISOR)
    report = make_report(make_task(lead=make_unit()), make_unit())
    draft = make_notice(report, state=NoticeState.DRAFT, level=level, urgency="汛期将至。", drafted_by=signer)
    draft_actions.issue(draft, based_on=0, city=LIANYUNGANG, at=NOW, by=signer)
    CityRecord.objects.update(**SUZHOU)
    paper = paper_of(Notice.objects.get(), city=CityRecord.objects.current())
    assert paper.head.startswith("连云港市民生实事")
    assert (paper.office, paper.reference) == ("连云港市人民政府办公室", "连督〔2021〕1号")


def test_a_years_series_keeps_its_prefix(suzhou):
    signer = make_user(role=Role.SUPERVISOR)
    report = make_report(make_task(lead=make_unit()), make_unit())
    drafts = [make_notice(report, state=NoticeState.DRAFT, drafted_by=signer) for _ in range(2)]
    draft_actions.issue(drafts[0], based_on=0, city=suzhou, at=NOW, by=signer)
    second = draft_actions.issue(drafts[1], based_on=0, city=LIANYUNGANG, at=NOW, by=signer)
    assert second.reference == "苏督〔2021〕2号"
