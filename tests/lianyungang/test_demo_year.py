"""The demo's year goes on: by the actions that people use, up to the day and no further."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook

from lianyungang.demo_indicators import adopt_five_plan, is_reported, report_year
from lianyungang.demo_year import go_on
from lianyungang.models import DemoState
from progress.bulletins.imprint import DEMO_NOTE
from progress.indicators import actions
from progress.indicators.reads import paper_of
from progress.models import Bulletin, BulletinFile, Outcome, Report, ScorecardFile, Scoring, YearlyValue
from progress.rules.figures_json import from_json
from progress.rules.states import ReportState, YearlyValueState
from projects.models import FivePlan, Indicator, LogEntry, Revision, Unit, User, YearlyList
from projects.paper.house import HOUSE
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import (
    NOW,
    make_bulletin,
    make_document,
    make_indicator,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_quarter():
    """Three tasks of one unit in the second quarter: one accepted, one returned, one not begun."""
    unit = make_unit("sjyj", name="市教育局")
    make_user("sjyj", unit=unit)
    make_user("sjyj-signer", role=Role.SIGNER, unit=unit)
    for name, role in (("drc", Role.COORDINATOR), ("office", Role.SUPERVISOR), ("admin", Role.ADMINISTRATOR)):
        make_user(name, role=role)
    yearly_list = make_list(stage=ListStage.RUNNING)
    make_bulletin(make_period(yearly_list, 1, opened_at=NOW))
    make_period(yearly_list, 2, opened_at=NOW)
    states = ({"state": ReportState.ACCEPTED}, {"state": ReportState.RETURNED, "refile_by": NOW.date()}, {})
    for number, state in enumerate(states, 1):
        task = make_task(yearly_list, number=number, lead=unit)
        make_target(task, quantity=50, planned=(10, 20, 40, None), basis="ytd", needs_settling=number == 3)
        for quarter in (2, 3, 4):
            make_milestone(task, quarter, f"{quarter}季度建成。", items=[f"{quarter}季度建成。"])
        times = {"submitted_at": NOW, "first_submitted_at": NOW, "text": "已建成。"} if state else {}
        report = make_report(task, unit, quarter=2, **state, **times)
        if state:
            report.measurements.create(target=task.targets.get(), value=20)
    DemoState.objects.create(today=date(2021, 7, 14))
    return yearly_list


def test_nothing_is_done_before_its_day(second_quarter):
    assert go_on(date(2021, 7, 19)) == 0
    assert Bulletin.objects.get().period.quarter == 1


def test_the_year_goes_on_to_its_end_and_only_once(second_quarter):
    said = []
    assert go_on(date(2021, 10, 1), say=said.append) == 2
    assert [words.partition("季度")[0][-1] for words in said] == ["二", "三"]
    assert Bulletin.objects.count() == 2
    assert go_on(date(2022, 2, 20)) == 10
    yearly_list = YearlyList.objects.get()
    assert yearly_list.stage == ListStage.CONCLUDED
    issues = Bulletin.objects.order_by("number")
    assert list(issues.values_list("period__quarter", flat=True)) == [1, 2, 3, 4, 5]
    assert Revision.objects.get().task.number == 3
    told = from_json(issues.last().figures).oversight
    assert [each.kind for each in told] == ["vote", "survey", "inspection", "inquiry", "survey", "rating"]
    assert Scoring.objects.get().issued_at is not None
    assert not Report.objects.filter(state=ReportState.RETURNED).exists()
    unfinished = [each for each in issues.last().figures["tasks"] if each["code"] != "completed"]
    assert Outcome.objects.count() == len(unfinished)
    assert go_on(date(2022, 2, 20)) == 0


def headers(kept):
    """What stands above every page of a workbook or a Word document."""
    content = BytesIO(bytes(kept.content))
    if kept.kind == "workbook":
        return {sheet.oddHeader.center.text for sheet in load_workbook(content)}
    first = Document(content).sections[0]
    return {each.paragraphs[0].text for each in (first.header, first.even_page_header)}


def test_all_that_is_issued_is_marked_though_the_command_is_no_demo_yet(second_quarter):
    assert HOUSE.mark == ""
    go_on(date(2022, 2, 20))
    assert [headers(each) for each in ScorecardFile.objects.all()] == [{DEMO_NOTE}] * 2
    workbooks = BulletinFile.objects.filter(kind="workbook", bulletin__number__gt=1)
    assert [headers(each) for each in workbooks] == [{DEMO_NOTE}] * 4
    assert HOUSE.mark == ""


@pytest.fixture
def two_indicators(second_quarter):
    unit = Unit.objects.get(code="sjyj")
    document = make_document(None)
    return [make_indicator(document, unit, number=number) for number in (1, 2)]


def test_a_value_that_a_visitor_had_accepted_stops_no_other(two_indicators):
    first, second = two_indicators
    paper = paper_of(first, 2021)
    content = {"value": Decimal("2.5"), "source": "市统计局", "situation": "访客填写。"}
    content |= dict.fromkeys(("trend", "cause", "adjustment", "measures"), "")
    people = {each.username: each for each in User.objects.all()}
    saved = actions.save_draft(paper, content=content, based_on=0, at=NOW, by=people["sjyj"])
    sent = actions.send_for_signature(saved, based_on=saved.version, at=NOW, by=people["sjyj"])
    filed = actions.submit(sent, based_on=sent.version, at=NOW, by=people["sjyj-signer"])
    actions.accept(filed, based_on=filed.version, at=NOW, by=people["drc"])
    assert not is_reported(2021)
    report_year(2021, date(2022, 3, 28))
    assert is_reported(2021)
    assert YearlyValue.objects.get(indicator=first).situation == "访客填写。"
    assert YearlyValue.objects.get(indicator=second).state == YearlyValueState.ACCEPTED


def test_no_value_is_waited_for_where_nobody_can_file_it(two_indicators):
    Indicator.objects.update(unit=make_unit("other"))
    assert is_reported(2021)


def test_the_demos_plan_leaves_no_doubt_and_says_who_answered_it(db):
    call_command("loaddata", settings.BASE_DIR / "fixtures" / "units.json", verbosity=0)
    make_user("admin", role=Role.ADMINISTRATOR)
    adopt_five_plan(date(2022, 3, 1))
    indicators = FivePlan.objects.get().indicators.all()
    assert not [each.name for each in indicators if each.doubts]
    domain = dict(indicators.values_list("name", "domain"))
    assert domain["城镇调查失业率"] == domain["扶持城乡劳动者成功自主创业人数"] == "劳有所得"
    assert domain["每千人口执业(助理)医师数"] == domain["每万人口全科医生数"] == "病有所医"
    assert domain["城镇污水处理率"] == domain["垃圾分类集中处理率"] == "环境友好"
    assert domain["65岁以上老年人城乡社区规范健康管理率"] == "老有所养"
    entry = LogEntry.objects.get(act="indicators_settled")
    assert entry.detail["grounds"].startswith("（演示数据）")
    assert entry.detail["个人卫生支出占卫生总费用比重"]["checked"] == "领域、方向"
