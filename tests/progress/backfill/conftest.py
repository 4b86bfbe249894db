"""A list that began on paper: two leads, its first quarter over, its second running."""

from datetime import date
from decimal import Decimal

import pytest

from progress.backfill import acceptance_actions, actions
from progress.backfill.actions import PaperIssue
from progress.backfill.quarter_actions import Entry
from progress.reports.actions import ReportContent
from progress.reports.typed_rows import Value
from progress.rules.states import Completion
from projects.files.uploads import looked_at
from projects.rules.roles import Role
from tests.factories import NOW, make_list, make_milestone, make_target, make_task, make_unit, make_user
from tests.sample_files import uploaded

ISSUE = PaperIssue(1, date(2021, 4, 20))
NO_ISSUE = PaperIssue()


@pytest.fixture
def yearly_list(unit):
    found = make_list()
    for number, lead in ((36, unit), (37, make_unit("smzj", name="市民政局"))):
        task = make_task(found, number=number, lead=lead)
        make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
        make_milestone(task, 1, "开工建设。", items=["开工建设。"])
        make_milestone(task, 2, "完成主体工程。", items=["完成主体工程。"])
    return found


@pytest.fixture
def other(db):
    return make_user("drc2", role=Role.COORDINATOR)


def entry(yearly_list, number=36, *, value=1, state=Completion.DONE, text="已开工。", **said):
    """What the workbook says of one task's first quarter."""
    task = yearly_list.tasks.get(number=number)
    target, item = task.targets.get(), task.milestones.get(quarter=1).items.get()
    content = ReportContent(
        text=text, values={target.pk: Value(Decimal(value))}, items={item.pk: state}, **said
    )
    return Entry(number, task.assignments.get().unit.code, content)


@pytest.fixture
def load(yearly_list, coordinator):
    """The first quarter, both tasks; the second of them behind."""

    def loaded(*entries, quarter=1, issue=ISSUE, scan=True, based_on=0, at=NOW, by=coordinator):
        found = entries or (entry(yearly_list), entry(yearly_list, 37, value=0, state=Completion.NOT_DONE))
        file = looked_at(uploaded()) if scan and issue.number else None
        named = {"issue": issue, "scan": file, "based_on": based_on, "at": at, "by": by}
        return actions.load(yearly_list, quarter=quarter, entries=found, **named)

    return loaded


@pytest.fixture
def accept(other):
    def accepted(backfill, *, by=other, at=NOW):
        return acceptance_actions.accept(backfill, based_on=backfill.version, at=at, by=by)

    return accepted
