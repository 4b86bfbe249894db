"""One task led by one unit, its second quarter open, and people who write, sign and review."""

import pytest
from django.test import Client

from progress.reports import actions as report_actions
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import Completion
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import (
    NOW,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

PAGE = "/2021/q2/tasks/36/"


@pytest.fixture
def unit(db):
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


@pytest.fixture
def signer(unit):
    return make_user("sjyj-signer", role=Role.SIGNER, unit=unit)


@pytest.fixture
def coordinator(db):
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def supervisor(db):
    return make_user("office", role=Role.SUPERVISOR)


@pytest.fixture
def report(unit):
    return owed(unit, 36)


@pytest.fixture
def enter():
    """A client signed in as this person."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def owed(unit, number, yearly_list=None):
    """A report not begun, on a task with one target and one item."""
    task = (
        make_task(yearly_list, number=number, lead=unit)
        if yearly_list or number != 36
        else make_task(make_list(), number=number, lead=unit)
    )
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return make_report(task, unit)


def typed(report, *, text="已建成2个公园。", value="2", state=Completion.DONE, **fields):
    """What the form of a report posts."""
    report.refresh_from_db()
    target, item = report.task.targets.get(), report.task.milestones.get(quarter=2).items.get()
    return {
        "version": report.version,
        "text": text,
        f"value-{target.pk}": value,
        f"item-{item.pk}": state,
        **fields,
    }


def saved(report, by, *, text="已建成2个公园。", value=2, at=NOW, **texts):
    report.refresh_from_db()
    target, item = report.task.targets.get(), report.task.milestones.get(quarter=2).items.get()
    said = {"values": {target.pk: Value(value)}, "items": {item.pk: Completion.DONE}}
    content = ReportContent(text=text, **said, **texts)
    return report_actions.save_draft(report, content=content, based_on=report.version, at=at, by=by)


def submitted(report, by, **fields):
    """A report that waits for review; `by` submits it, so the unit has no signer or this is its signer."""
    return as_read(report_actions.submit, saved(report, by, **fields), at=fields.get("at", NOW), by=by)
