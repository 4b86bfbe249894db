"""Every act on what several people act on in the plan carries the version that was on the screen.

An act that a wing of these declares and that stands in neither table fails.
"""

import sys
from collections.abc import Mapping
from datetime import date

import pytest
from django.urls import get_resolver

from projects.domains.kind import DOMAINS
from projects.files.uploads import looked_at
from projects.headings import actions as heading_actions
from projects.headings.kinds import HeadingValues
from projects.log.acts import Act
from projects.matters.kind import MATTERS
from projects.models import LogEntry, Matter, Succession
from projects.plans import (
    actions,
    adjustment_actions,
    opening_actions,
    opinion_actions,
    review_actions,
)
from projects.plans.adjustment_actions import Wish
from projects.rules.errors import Stale
from projects.rules.plan_content import PlanContent
from projects.rules.roles import Role
from projects.rules.states import ListStage
from projects.succession import actions as succession_actions
from tests.factories import (
    NOW,
    make_domain,
    make_list,
    make_period,
    make_plan,
    make_plan_evidence,
    make_task,
    make_unit,
    make_user,
)
from tests.sample_files import uploaded

pytestmark = pytest.mark.django_db

SEEN, NOW_IS = 4, 5  # the version on the screen, and the one that stands
WISH = Wish("改期", "征地延期", "市政府常务会议", date(2021, 7, 1), 3)


class Office:
    """One plan of one unit, and its people."""

    def __init__(self):
        self.unit = make_unit()
        task = make_task(make_list(2021), lead=self.unit)
        self.plan = make_plan(task, self.unit)
        self.filer, self.drc = make_user(unit=self.unit), make_user(role=Role.COORDINATOR)
        self.admin = make_user(role=Role.ADMINISTRATOR)

    @property
    def signer(self):
        return make_user(unit=self.unit, role=Role.SIGNER)

    def in_state(self, state, *, running=False):
        times = {"saved_at": NOW, "saved_by": self.filer, "submitted_at": NOW, "sent_at": NOW}
        type(self.plan).objects.filter(pk=self.plan.pk).update(state=state, **times)
        self.plan.rounds.create(number=1, content={}, submitted_at=NOW, submitted_by=self.filer)
        if running:
            type(self.plan.task.yearly_list).objects.update(stage=ListStage.RUNNING)
            make_period(self.plan.task.yearly_list, 3)
        return type(self.plan).objects.select_related("task__yearly_list").get(pk=self.plan.pk)

    def pair(self, state):
        earlier = make_task(make_list(2019))
        return Succession.objects.create(later=self.plan.task, earlier=earlier, state=state, made_at=NOW)

    def domain(self):
        return make_domain(self.plan.task.yearly_list)

    def matter(self):
        return Matter.objects.create(yearly_list=self.plan.task.yearly_list, number=1, name="办学条件")

    def asked(self):
        plan = self.in_state("accepted", running=True)
        return plan.adjustments.create(asked_at=NOW, asked_by=self.filer, **vars(WISH))


def of(action, state, by, **named):
    return lambda it: (it.in_state(state), action, {"by": getattr(it, by), **named})


def of_pair(action, state):
    return lambda it: (it.pair(state), action, {"by": it.admin})


def of_heading(kind, action, **named):
    return lambda it: (getattr(it, kind.stands)(), action, {"kind": kind, "by": it.admin, **named})


def of_grouped(kind, action, **named):
    return lambda it: of_heading(kind, action, task=it.plan.task, **named)(it)


def sent(it):
    make_user(unit=it.unit, role=Role.SIGNER)
    return it.in_state("draft"), actions.send_for_signature, {"by": it.filer}


CARRIED = {  # act: the row as it stands, what is done to it, by whom
    "plan_saved": of(actions.save_draft, "draft", "filer", content=PlanContent()),
    "plan_evidence_added": lambda it: (
        it.in_state("draft"),
        actions.attach_evidence,
        {"file": looked_at(uploaded()), "by": it.filer},
    ),
    "plan_evidence_taken_away": lambda it: (
        it.in_state("draft"),
        actions.take_evidence_away,
        {"key": make_plan_evidence(it.plan).pk, "by": it.filer},
    ),
    "plan_sent_for_signature": sent,
    "plan_submitted": of(actions.submit, "awaiting", "signer"),
    "plan_sent_back": of(actions.send_back, "awaiting", "signer", word="请细化。"),
    "plan_taken_back": of(actions.take_back, "awaiting", "filer"),
    "plan_recalled": of(actions.recall, "submitted", "filer"),
    "plan_recorded": of(review_actions.record_plan, "submitted", "drc"),
    "plan_returned": of(review_actions.return_plan, "submitted", "drc", reason="请细化。"),
    "plan_reopened": of(review_actions.reopen_plan, "accepted", "drc", reason="有误。"),
    "plan_unit_named": lambda it: (
        it.in_state(""),
        opening_actions.name_unit,
        {"unit": it.unit, "by": it.drc},
    ),
    "plan_due_changed": lambda it: (
        it.plan.task.yearly_list.plan_filing,
        opening_actions.change_due,
        {"due_on": date(2021, 8, 1), "by": it.drc},
    ),
    "plan_sent_round": of(opinion_actions.send_round, "draft", "filer"),
    "plan_adjustment_asked": lambda it: (
        it.in_state("accepted", running=True),
        adjustment_actions.ask_adjustment,
        {"wish": WISH, "by": it.filer},
    ),
    "plan_adjustment_agreed": lambda it: (it.asked(), adjustment_actions.agree, {"by": it.drc}),
    "plan_adjustment_refused": lambda it: (
        it.asked(),
        adjustment_actions.refuse,
        {"note": "依据不足。", "by": it.drc},
    ),
    "succession_confirmed": of_pair(succession_actions.confirm, "proposed"),
    "succession_refused": of_pair(succession_actions.refuse, "proposed"),
    "succession_undone": of_pair(succession_actions.undo, "confirmed"),
    "matter_changed": of_heading(MATTERS, heading_actions.change, values=HeadingValues(1, "校园建设")),
    "matter_removed": of_heading(MATTERS, heading_actions.remove),
    "task_grouped": of_grouped(MATTERS, heading_actions.group, seen=0),
    "task_ungrouped": of_grouped(MATTERS, heading_actions.ungroup),
    "domain_changed": of_heading(DOMAINS, heading_actions.change, values=HeadingValues(1, "医疗")),
    "domain_removed": of_heading(DOMAINS, heading_actions.remove),
    "task_into_domain": of_grouped(DOMAINS, heading_actions.group, seen=0),
    "task_out_of_domain": of_grouped(DOMAINS, heading_actions.ungroup),
}

UNCARRIED = {  # act: why it needs no version
    "plan_filing_opened": "lays out rows; the same once more changes nothing",
    "plan_opinion_said": "carries that of the unit's own opinion: tests/projects/plans/test_opinions.py",
    "successions_sought": "adds what is missing; the same once more changes nothing, decisions stay",
    "matter_added": "makes a new row; a number or name that stands already is refused",
    "domain_added": "makes a new row; a number or name that stands already is refused",
    "matters_by_headings": "carries the seal of the headings: tests/projects/matters/test_actions.py",
    "succession_registered": "makes a new row; a pair that stands already is refused",
}


def declared():
    """The codes of every act that a module of these wings declares."""
    assert get_resolver().url_patterns  # every wing is loaded
    found = set()
    for name, module in list(sys.modules.items()):
        if name.startswith(
            ("projects.plans.", "projects.succession.", "projects.matters.", "projects.domains.")
        ):
            for value in vars(module).values():
                acts = value.values() if isinstance(value, Mapping) else [value]
                found |= {act.code for act in acts if isinstance(act, Act)}
    return found


def test_every_act_stands_in_the_table():
    assert declared() == {*CARRIED, *UNCARRIED}


@pytest.mark.parametrize("act", CARRIED)
def test_an_act_on_an_old_version_is_refused_and_changes_nothing(act):
    row, action, named = CARRIED[act](Office())
    type(row).objects.filter(pk=row.pk).update(version=NOW_IS)
    row.refresh_from_db()
    before = type(row).objects.filter(pk=row.pk).values().get()
    with pytest.raises(Stale):
        action(row, based_on=SEEN, at=NOW, **named)
    assert type(row).objects.filter(pk=row.pk).values().get() == before
    assert not LogEntry.objects.exists()
