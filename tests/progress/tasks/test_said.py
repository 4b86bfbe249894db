from datetime import date

import pytest

from progress.bulletins.quarter_figures import figures
from progress.ledger.ledgers import ledger_of
from progress.ledger.sight import sight_of
from progress.models import Report, Review, Round
from progress.rules.states import ExtensionState, ReportState, ReviewDecision
from progress.tasks.said import all_words, told_words
from tests.factories import (
    NOW,
    make_bulletin,
    make_closure,
    make_extension,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

CONTENT = {"text": "已建成两个。", "problems": "", "next_steps": "", "values": [], "items": []}


@pytest.fixture
def report():
    unit = make_unit(name="市教育局")
    return make_report(
        make_task(number=1, lead=unit),
        unit,
        state=ReportState.ACCEPTED,
        submitted_at=NOW,
        text="已建成三个。",
    )


def said(report):
    return [(word.what, word.words) for word in all_words(ledger_of(report.task))]


def test_a_round_and_what_was_decided_on_it_are_told(report):
    filed = Round.objects.create(
        report=report, number=1, submitted_at=NOW, submitted_by=make_user(), content=CONTENT
    )
    named = {"decided_at": NOW, "decided_by": make_user(role="coordinator"), "refile_by": date(2021, 7, 19)}
    Review.objects.create(
        report=report, round=filed, decision=ReviewDecision.RETURN, reason="数据有误。", **named
    )
    assert set(said(report)) == {("报送第1轮", ""), ("退回（市教育局）", "数据有误，7月19日前重报")}
    assert dict(next(word.texts for word in all_words(ledger_of(report.task)) if word.texts)) == {
        "进展情况": "已建成两个。"
    }


def test_a_closure_and_an_extension_are_told(report):
    make_closure(report, grounds="已全部建成。")
    make_extension(report.period, report.unit, state=ExtensionState.ASKED, reason="数据尚未汇总。")
    make_extension(
        report.period, report.unit, tasks=[make_task(report.task.yearly_list)], reason="别的任务。"
    )
    assert set(said(report)) == {
        ("申请销号", "已全部建成。"),
        ("延期（市教育局）", "延至7月20日，数据尚未汇总"),
    }


def test_everybody_reads_what_the_issue_tells(report):
    make_bulletin(report.period, told=figures(report.period, NOW.date()))
    Report.objects.update(text="另写。")
    words = told_words(report.task, sight_of(report.task.yearly_list, make_user()))
    assert [(word.what, dict(word.texts)) for word in words] == [("第1期通报", {"进展情况": "已建成三个。"})]
