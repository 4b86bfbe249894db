"""Two officers at once: one series of numbers, one draft of one matter (domain.md, Chasing)."""

from datetime import date

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.models import Notice
from progress.notices import draft_actions
from progress.notices.checks import Content
from progress.rules.states import NoticeLevel, NoticeState
from projects.models import LogEntry
from projects.rules.errors import Refused
from projects.rules.roles import Role
from tests.at_once import at_once
from tests.factories import NOW, make_list, make_notice, make_report, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report():
    unit = make_unit()
    return make_report(make_task(make_list(), lead=unit), unit)


def test_officers_who_sign_at_once_get_numbers_without_gap_or_double(report):
    tasks = [make_task(report.task.yearly_list, lead=report.unit) for _ in range(6)]
    drafts = [make_notice(make_report(task, report.unit), state=NoticeState.DRAFT) for task in tasks]
    officers = [make_user(role=Role.COORDINATOR) for _ in drafts]
    signs = [
        lambda one=one, by=by: draft_actions.issue(one, based_on=0, city=LIANYUNGANG, at=NOW, by=by)
        for one, by in zip(drafts, officers, strict=True)
    ]
    assert at_once(*signs) == []
    assert sorted(Notice.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_two_officers_who_sign_the_same_draft_spend_one_number(report):
    draft, officers = (
        make_notice(report, state=NoticeState.DRAFT),
        [make_user(role=Role.COORDINATOR) for _ in range(2)],
    )
    assert (
        at_once(
            *[
                lambda by=by: draft_actions.issue(draft, based_on=0, city=LIANYUNGANG, at=NOW, by=by)
                for by in officers
            ]
        )
        == []
    )
    assert (Notice.objects.get().number, LogEntry.objects.filter(act="notice_issued").count()) == (1, 1)


def test_two_officers_who_draft_the_same_at_once_draft_it_once(report):
    content = Content(NoticeLevel.ALERT, "进度滞后。", "请赶上。", date(2021, 7, 21))
    named = {"period": report.period, "tasks": [report.task], "content": content, "at": NOW}
    officers = [make_user(role=Role.COORDINATOR) for _ in range(2)]
    raised = at_once(*[lambda by=by: draft_actions.draft(report.unit, by=by, **named) for by in officers])
    assert ([type(each) for each in raised], Notice.objects.count()) == ([Refused], 1)
