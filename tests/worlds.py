"""What many files of tests begin with: people of each role, and a year that has one of everything."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction

from progress.rules.figures import Figures, TaskFigure
from progress.rules.standings import Tally
from progress.rules.states import NoticeState, VerdictClass
from projects.models import CityRecord, GroupMembership, User, YearlyList
from projects.rules.roles import UNIT_ROLES, Role
from tests.factories import (
    make_bulletin,
    make_closure,
    make_conclusion,
    make_coordination,
    make_document,
    make_domain,
    make_evidence,
    make_extension,
    make_finding,
    make_group,
    make_indicator,
    make_list,
    make_matter,
    make_milestone,
    make_notice,
    make_oversight,
    make_period,
    make_plan,
    make_plan_evidence,
    make_public_page,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)


def made_once(build: Callable[[], object]):
    """A fixture of a module: what `build` makes stands from its first test to its last.

    What a test changes its savepoint undoes; rows that it changes it reads anew.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic():
            yield build()
            transaction.set_rollback(True)

    return made


def one_of_each_role() -> dict[Role, User]:
    """Accounts by role; the filer and the signer belong to one unit."""
    unit = make_unit()
    return {role: make_user(role, role=role, unit=unit if role in UNIT_ROLES else None) for role in Role}


def told_of(task):
    """What the issue of the first quarter says of one task."""
    row = TaskFigure(task.number, task.text, VerdictClass.ON_SCHEDULE, VerdictClass.ON_SCHEDULE.word)
    year = {"as_of": date(2021, 3, 31), "due_on": date(2021, 4, 12), "drawn_on": date(2021, 4, 20)}
    return Figures(task.yearly_list.year, 1, **year, matters=50, tasks=(row,), tally=Tally(on_schedule=1))


def a_year_of_everything() -> YearlyList:
    """The list of 2021 with its task 36 and what hangs from it: what the addresses of test_access.py name."""
    yearly_list = make_list(2021)
    unit = make_unit("sjyj", name="市教育局")
    task = make_task(yearly_list, number=36, lead=unit)
    make_milestone(task, 2)
    make_matter(yearly_list, task)
    make_domain(yearly_list)
    make_target(task, pk=9001)
    make_finding(task, pk=9001)
    make_document(None, pk=9001), make_indicator(make_document(None), unit, number=2, pk=9001)
    report = make_report(task, unit, pk=9001)
    make_evidence(report, pk=9001)
    make_extension(report.period, unit, pk=9001), make_closure(report, pk=9001), make_verdict(report, pk=9001)
    make_notice(report, pk=9001, number=3), make_notice(report, pk=9002, state=NoticeState.DRAFT)
    make_conclusion(make_coordination(task, pk=9001), unit, pk=9001)
    GroupMembership.objects.create(pk=9001, group=make_group("gxq"), yearly_list=yearly_list, unit=unit)
    make_bulletin(make_period(yearly_list, 1), told=told_of(task))
    make_public_page(CityRecord.objects.current())
    make_oversight(yearly_list, pk=9001)
    plan = make_plan(make_task(make_list(2023), number=36, lead=unit), unit, pk=9001)
    make_plan_evidence(plan, pk=9001)
    return yearly_list
