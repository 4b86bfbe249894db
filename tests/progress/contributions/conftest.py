"""A task led by one unit and helped by two counties, its target of 5 shared out 2 and 3."""

from decimal import Decimal

import pytest

from progress.contributions import actions, lead_actions
from progress.contributions.actions import ContributionContent, Given
from progress.contributions.share_actions import share_out
from progress.ledger.owed_contributions import shared_task
from progress.ledger.shares import seal_of_shares
from progress.models import Contribution, SharedTarget
from progress.rules.shares import Share
from projects.models import User
from projects.rules.states import AssignmentRole
from tests.factories import (
    NOW,
    make_assignment,
    make_list,
    make_milestone,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)


class Setting:
    """The task with its people, and what they do to it as somebody does who has just read the page."""

    def __init__(self):
        self.lead = make_unit("sjyj", name="市教育局")
        self.task = make_task(make_list(stage="running"), number=36, lead=self.lead)
        self.counties = [make_unit("hzq", name="海州区"), make_unit("lyq", name="连云区")]
        for unit in self.counties:
            make_assignment(self.task, unit, role=AssignmentRole.CO)
        self.target = make_target(self.task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
        make_milestone(self.task, 2, "完成主体工程。", items=["完成主体工程。"])
        self.report = make_report(self.task, self.lead)
        self.period = self.report.period
        for unit in (self.lead, *self.counties):
            make_user(unit.code, unit=unit)

    def person(self, code):
        return User.objects.get(username=code)

    def share(self, *quantities, by="sjyj", target=None, at=NOW):
        """Share the target out, in the order of the counties; None gives none."""
        target = target or self.target
        shared = SharedTarget.objects.filter(target=target).first()
        shares = {
            unit.pk: Share(Decimal(quantity))
            for unit, quantity in zip(self.counties, quantities, strict=True)
            if quantity is not None
        }
        based_on = shared.version if shared else 0
        return share_out(target, shares=shares, based_on=based_on, at=at, by=self.person(by))

    def paper(self, code="hzq"):
        named = {"period": self.period, "task": self.task, "unit": self.person(code).unit}
        return Contribution.objects.filter(**named).first() or Contribution(**named)

    def seal(self, code="hzq"):
        owed = shared_task(self.period, self.task, self.person(code).unit, NOW.date())
        return seal_of_shares(owed.lines if owed else ())

    def save(self, value=1, code="hzq", *, text="已开工。", at=NOW):
        paper = self.paper(code)
        values = {} if value is None else {self.target.pk: Given(Decimal(value))}
        content = ContributionContent(text=text, values=values)
        return actions.save_draft(paper, content=content, based_on=paper.version, at=at, by=self.person(code))

    def send(self, value=1, code="hzq", *, text="已开工。", at=NOW):
        saved = self.save(value, code, text=text, at=at)
        named = {"shown": self.seal(code), "based_on": saved.version}
        return actions.submit(saved, **named, at=at, by=self.person(code))

    def adopt(self, code="hzq", by="sjyj"):
        paper = self.paper(code)
        return lead_actions.adopt(paper, based_on=paper.version, at=NOW, by=self.person(by))

    def send_back(self, code="hzq", by="sjyj", reason="请核实。"):
        paper = self.paper(code)
        return lead_actions.return_to_unit(
            paper, reason=reason, based_on=paper.version, at=NOW, by=self.person(by)
        )


@pytest.fixture
def setting(db):
    return Setting()


@pytest.fixture
def shared(setting):
    setting.share(2, 3)
    return setting
