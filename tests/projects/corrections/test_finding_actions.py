"""Answers to findings."""

import pytest

from projects.corrections.finding_actions import reopen, settle, settle_all
from projects.models import Decision, LogEntry
from projects.rules.errors import Refused
from tests.factories import NOW, make_finding, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("admin", role="administrator")


def test_an_answer_says_who_and_when(admin):
    decision = settle(make_finding(), answer=" 无误 ", at=NOW, by=admin)
    assert (decision.answer, decision.decided_at, decision.decided_by) == ("无误", NOW, admin)


def test_an_answer_stands_in_the_log(admin):
    settle(make_finding(), answer="无误", at=NOW, by=admin)
    assert LogEntry.objects.get().detail == {"code": "alias_used", "answer": "无误"}


def test_an_answer_without_words_is_refused(admin):
    with pytest.raises(Refused, match="处理意见"):
        settle(make_finding(), answer=" ", at=NOW, by=admin)


def test_a_second_answer_is_refused_and_shows_the_first(admin):
    finding = make_finding()
    settle(finding, answer="无误", at=NOW, by=admin)
    with pytest.raises(Refused, match="无误"):
        settle(finding, answer="另一说", at=NOW, by=admin)


def test_many_get_one_answer_each_as_if_alone(admin):
    findings = [make_finding(make_task()) for _ in range(3)]
    settle_all(findings, answer="按原文执行", at=NOW, by=admin)
    assert [each.decision.answer for each in findings] == ["按原文执行"] * 3
    assert LogEntry.objects.count() == 3


def test_many_are_answered_all_or_none(admin):
    findings = [make_finding(), make_finding()]
    settle(findings[1], answer="无误", at=NOW, by=admin)
    with pytest.raises(Refused):
        settle_all(findings, answer="按原文执行", at=NOW, by=admin)
    assert Decision.objects.count() == 1


def test_answering_none_is_refused(admin):
    with pytest.raises(Refused, match="勾选"):
        settle_all([], answer="无误", at=NOW, by=admin)


def test_a_reopened_finding_is_open_again_and_the_log_keeps_the_answer(admin):
    finding = make_finding()
    settle(finding, answer="无误", at=NOW, by=admin)
    reopen(finding, at=NOW, by=admin)
    assert not Decision.objects.exists()
    assert LogEntry.objects.first().detail["answer"] == "无误"


def test_reopening_an_open_finding_is_refused(admin):
    with pytest.raises(Refused, match="尚未处理"):
        reopen(make_finding(), at=NOW, by=admin)
