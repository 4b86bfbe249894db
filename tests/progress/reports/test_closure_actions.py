"""销号 (domain.md, Judging progress)."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from progress.ledger.ledgers import ledger_of
from progress.reports import actions, closure_actions, review_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import ClosureState, Completion, VerdictClass
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.as_read import as_read
from tests.factories import (
    SHANGHAI,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

AT = datetime(2021, 7, 9, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


def accepted(coordinator, value="5"):
    unit = make_unit()
    filer = make_user(unit=unit)
    task = make_task(make_list(), lead=unit)
    target = make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, items=["建成。"])
    make_milestone(task, 4, items=["绿化。"])
    report = make_report(task, unit)
    items = {task.milestones.get(quarter=2).items.get().pk: Completion.DONE}
    content = ReportContent(text="全部建成。", values={target.pk: Value(Decimal(value))}, items=items)
    actions.save_draft(report, content=content, based_on=0, at=AT, by=filer)
    sent = as_read(actions.submit, report, at=AT, by=filer)
    return accept_as_shown(sent, at=AT, by=coordinator), filer


def waived(report):
    return report.task.milestones.get(quarter=4).items.all()


def apply(report, filer, **fields):
    return as_read(
        closure_actions.apply,
        report,
        **{"grounds": "已全部建成。", "waived": waived(report), "at": AT, "by": filer, **fields},
    )


def test_an_agreed_closure_completes_the_task(coordinator):
    report, filer = accepted(coordinator)
    as_read(closure_actions.decide, apply(report, filer), agreed=True, at=AT, by=coordinator)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code == VerdictClass.COMPLETED


def test_items_of_later_quarters_stand_in_the_way_unless_waived(coordinator):
    report, filer = accepted(coordinator)
    with pytest.raises(Refused, match="绿化"):
        apply(report, filer, waived=())


def test_a_target_not_met_stands_in_the_way(coordinator):
    report, filer = accepted(coordinator, value="4")
    with pytest.raises(Refused, match="现为4个"):
        apply(report, filer)


def test_a_task_is_applied_for_once(coordinator):
    report, filer = accepted(coordinator)
    apply(report, filer)
    with pytest.raises(Refused, match="不需重复"):
        apply(report, filer)


def test_refusing_needs_a_reason(coordinator):
    report, filer = accepted(coordinator)
    with pytest.raises(Refused, match="理由"):
        as_read(closure_actions.decide, apply(report, filer), agreed=False, at=AT, by=coordinator)


def test_a_closure_can_be_taken_back(coordinator):
    report, filer = accepted(coordinator)
    closure = as_read(closure_actions.decide, apply(report, filer), agreed=True, at=AT, by=coordinator)
    as_read(closure_actions.take_back, closure, note="复核发现一处未完工。", at=AT, by=coordinator)
    assert ledger_of(report.task).judged_at(2, date(2021, 7, 14)).code != VerdictClass.COMPLETED


def test_the_unit_does_not_decide(coordinator):
    report, filer = accepted(coordinator)
    with pytest.raises(NotYours):
        as_read(closure_actions.decide, apply(report, filer), agreed=True, at=AT, by=filer)


def test_a_task_that_the_coordinators_unit_leads_is_closed_by_the_supervisor(coordinator):
    report, filer = accepted(coordinator)
    closure = apply(report, filer)
    coordinator.unit = report.unit
    coordinator.save()
    with pytest.raises(NotYours, match="督查员"):
        as_read(closure_actions.decide, closure, agreed=True, at=AT, by=coordinator)
    assert (
        as_read(closure_actions.decide, closure, agreed=True, at=AT, by=make_user(role=Role.SUPERVISOR)).state
        == ClosureState.AGREED
    )


def test_the_supervisor_closes_no_other_units_task(coordinator):
    report, filer = accepted(coordinator)
    with pytest.raises(NotYours):
        as_read(
            closure_actions.decide,
            apply(report, filer),
            agreed=True,
            at=AT,
            by=make_user(role=Role.SUPERVISOR),
        )


def test_what_was_laid_out_for_later_quarters_is_no_longer_owed(coordinator):
    report, filer = accepted(coordinator)
    later = make_report(report.task, report.unit, quarter=3)
    closure = as_read(closure_actions.decide, apply(report, filer), agreed=True, at=AT, by=coordinator)
    assert not later.period.reports.exists()
    as_read(closure_actions.take_back, closure, note="尚未竣工验收。", at=AT, by=coordinator)
    assert later.period.reports.get().unit == report.unit


def test_a_report_reopened_since_the_application_stands_in_the_way(coordinator):
    report, filer = accepted(coordinator)
    closure = apply(report, filer)
    as_read(review_actions.reopen, report, reason="数字有误。", at=AT, by=coordinator)
    with pytest.raises(Refused, match="尚不具备"):
        as_read(closure_actions.decide, closure, agreed=True, at=AT, by=coordinator)
