"""Quarters filed before plans were kept keep what is known of theirs (domain.md, The plan in force)."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from progress.ledger.ledgers import ledger_of
from progress.models import KeptPlan, Review
from progress.rules.figures import Figures, TargetProgress, TaskFigure
from progress.rules.figures_json import to_json
from progress.rules.standings import Tally
from progress.rules.states import ReportState, ReviewDecision, VerdictClass
from projects.models import Revision
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    make_bulletin,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

ON = date(2021, 7, 20)


@pytest.fixture
def target():
    return make_target(make_task(make_list(), number=98), quantity=300, planned=(17, 200), basis="ytd")


@pytest.fixture
def report(target):
    """Accepted now."""
    make_milestone(target.task, 1, "开工。", items=["开工。"])
    return filed(target)


def filed(target, state=ReportState.ACCEPTED):
    report = make_report(
        target.task, make_unit(), quarter=1, state=state, first_submitted_at=NOW, submitted_at=NOW
    )
    report.measurements.create(target=target, value=7)
    if state == ReportState.ACCEPTED:
        sent = report.rounds.create(number=1, submitted_at=NOW, submitted_by=make_user(), content={})
        Review.objects.create(
            report=report,
            round=sent,
            decision=ReviewDecision.ACCEPT,
            decided_at=NOW,
            decided_by=make_user(role=Role.COORDINATOR),
        )
    return report


def revised(target, subject="计划值：城市公园", days=3):
    Revision.objects.create(
        task=target.task,
        subject=subject,
        reason="征地",
        approval="会议",
        approved_on=ON,
        made_at=NOW + timedelta(days),
        made_by=make_user(role=Role.ADMINISTRATOR),
    )


def issued(report, planned="140", label="城市公园", days=1):
    told = TargetProgress(label, "个", Decimal(300), Decimal(planned))
    row = TaskFigure(98, "……", VerdictClass.FAR_BEHIND, "严重滞后", targets=(told,))
    period = report.period
    dates = {"as_of": period.as_of, "due_on": period.due_on, "drawn_on": ON}
    figures = Figures(2021, 1, **dates, matters=50, tasks=(row,), tally=Tally())
    make_bulletin(period, figures=to_json(figures), issued_at=NOW + timedelta(days))


def gap_kept(target):
    import_module("progress.migrations.0012_plan_in_force").keep_plans(apps, None)
    return ledger_of(target.task).judged_at(1, ON).judgement.gap


def test_what_was_not_revised_since_keeps_todays_plan(target, report):
    revised(target, days=-3)
    assert gap_kept(target) == Decimal("3.3")
    assert KeptPlan.objects.get().plan["is_known"]


def test_what_was_revised_since_keeps_what_the_issue_told(target, report):
    issued(report)
    revised(target)
    assert gap_kept(target) == Decimal("44.3")


def test_an_issue_after_the_revision_tells_nothing(target, report):
    revised(target)
    issued(report, days=5)
    assert gap_kept(target) is None


def test_what_no_issue_told_is_marked_and_never_guessed(target, report):
    revised(target)
    assert gap_kept(target) is None
    assert "计划口径待核" in ledger_of(target.task).judged_at(1, ON).judgement.marks


def test_a_target_that_the_issue_named_otherwise_is_not_guessed(target, report):
    issued(report, label="口袋公园")
    revised(target)
    assert gap_kept(target) is None


def test_items_that_were_revised_since_are_not_guessed(target, report):
    issued(report)
    revised(target, "一季度事项")
    assert gap_kept(target) is None


@pytest.mark.parametrize("subject", ["责任单位", "子项目", "二季度事项"])
def test_what_does_not_judge_the_quarter_changes_nothing(target, report, subject):
    revised(target, subject)
    assert gap_kept(target) == Decimal("3.3")


def test_what_was_not_accepted_yet_is_not_frozen_after_a_revision(target):
    filed(target, ReportState.SUBMITTED)
    revised(target)
    gap_kept(target)
    assert not KeptPlan.objects.exists()
