from datetime import date

import pytest

from progress.bulletins.quarter_figures import figures
from progress.ledger.filing_records import filing_records
from progress.ledger.overdue import overdue_rows
from progress.ledger.sight import judged_in, sight_of, year_verdicts
from progress.notices.proposal_reads import proposals
from progress.rules.standings import COUNTED
from progress.rules.states import OpenReason, ReportState, VerdictClass
from progress.tasks.course import course_of
from progress.year.glance import glance
from progress.year.quarter import quarter_overview
from projects.models import Unit
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    make_list,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)
from tests.progress.year.running_year import IN_TIME, a_running_year, counted_by_hand

pytestmark = pytest.mark.django_db

ON = date(2021, 7, 21)


def counts(tally):
    return {name: tally.count(name) for name in COUNTED}


def verdicts(yearly_list, role=Role.COORDINATOR, **fields):
    return year_verdicts(yearly_list, make_user(role=role, **fields), ON)


@pytest.mark.parametrize("quarter", [1, 2])
def test_the_counts_are_those_of_the_raw_rows(quarter):
    yearly_list = a_running_year()
    found = glance(yearly_list, verdicts(yearly_list), Quarter(2021, quarter))
    assert counts(found.whole.now) == counted_by_hand(quarter)
    assert [counts(each.now) for each in found.domains] == [
        counted_by_hand(quarter, domain=order) for order in (1, 2)
    ]
    assert {each.url: counts(each.now) for each in found.leads} == {
        f"/units/u{x}/": counted_by_hand(quarter, unit=f"u{x}") for x in "abcd"
    }


def test_every_class_occurs_in_what_is_counted():
    a_running_year()
    seen = {name for quarter in (1, 2) for name, number in counted_by_hand(quarter).items() if number}
    assert seen == {*VerdictClass, OpenReason.PENDING, OpenReason.UNFILED}


def test_a_quarter_stands_beside_the_one_before():
    yearly_list = a_running_year()
    found = glance(yearly_list, verdicts(yearly_list), Quarter(2021, 2))
    assert counts(found.whole.before) == counted_by_hand(1)
    assert glance(yearly_list, verdicts(yearly_list), Quarter(2021, 1)).whole.before is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SUPERVISOR])
def test_the_commission_sees_the_running_quarter(role):
    assert sight_of(a_running_year(closed=[1]), make_user(role=role)).last == 2


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_see_the_quarters_whose_bulletin_is_out(role):
    yearly_list = a_running_year(closed=[1])
    found = verdicts(yearly_list, role)
    assert found.sight.last == 1
    assert all(set(each.standings) == {1} for each in found.tasks)


def test_a_unit_sees_its_own_tasks_of_the_running_quarter_besides():
    yearly_list = a_running_year(closed=[1])
    found = verdicts(yearly_list, "filer", unit=Unit.objects.get(code="ua"))
    assert found.sight.last == 1
    assert [each.task.number for each in found.tasks if 2 in each.standings] == [1, 2, 3, 7]


def test_figures_are_read_of_what_is_judged_alone():
    yearly_list = a_running_year(closed=[1])

    def with_figures(role, **fields):
        found = year_verdicts(yearly_list, make_user(role=role, **fields), ON, weighed=(1, 2))
        return {each.task.number for each in found.tasks if each.ledger.figures}

    lagging = with_figures(Role.COORDINATOR)
    assert lagging > with_figures("filer", unit=Unit.objects.get(code="ua"))
    assert with_figures(Role.AUDITOR) == set()


def test_a_member_of_a_group_sees_the_groups_tasks():
    yearly_list = a_running_year()
    found = verdicts(yearly_list, "filer", unit=Unit.objects.get(code="ud"))
    assert [each.task.number for each in found.tasks if each.standings] == [9]


def test_before_the_first_bulletin_nobody_else_sees_a_total():
    assert sight_of(a_running_year(), make_user(role=Role.AUDITOR)).last is None


@pytest.fixture
def own_report():
    """An accepted report of a task that the coordinator's own unit leads, far behind by its figures."""
    unit = make_user(role=Role.COORDINATOR, unit=make_unit("drc")).unit
    task = make_task(make_list(), number=36, lead=unit)
    target = make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    report = make_report(
        task, unit, state=ReportState.ACCEPTED, submitted_at=NOW, first_submitted_at=IN_TIME[2]
    )
    report.measurements.create(target=target, value=0)
    return report


def told_of(report):
    """The class of the only task as every room tells it, and what it brings on the desk of the lagging."""
    user, period, yearly_list = make_user(role=Role.SUPERVISOR), report.period, report.period.yearly_list
    found = year_verdicts(yearly_list, user, ON)
    codes = {
        found.tasks[0].codes[2],
        quarter_overview(found, 2, user, ON).tasks[0].code,
        course_of(report.task, user, ON).steps[1].code,
        judged_in(yearly_list, user, ON, quarter=2).of_all()[36].code,
        figures(period, ON).tasks[0].code,
    }
    return (
        codes,
        [row.code for row in overdue_rows(period, ON)],
        [each.ground_words for each in proposals(period, ON)],
    )


@pytest.mark.parametrize("is_given", [False, True])
def test_the_coordinators_own_task_is_nowhere_judged_before_the_supervisor_confirms(own_report, is_given):
    if is_given:
        make_verdict(
            own_report,
            code=VerdictClass.FAR_BEHIND,
            computed=VerdictClass.FAR_BEHIND,
            awaits_confirmation=True,
        )
    assert told_of(own_report) == ({VerdictClass.UNMEASURED}, [], [])


def test_the_coordinators_own_task_is_judged_everywhere_once_confirmed(own_report):
    make_verdict(
        own_report,
        code=VerdictClass.FAR_BEHIND,
        computed=VerdictClass.FAR_BEHIND,
        awaits_confirmation=True,
        confirmed_at=NOW,
    )
    assert told_of(own_report) == ({VerdictClass.FAR_BEHIND}, [VerdictClass.FAR_BEHIND], ["严重滞后"])


def test_filing_is_counted_in_time_late_missing_and_not_refiled():
    yearly_list = a_running_year()
    records = filing_records([each.ledger for each in verdicts(yearly_list).tasks], (1, 2), ON)
    second = {each.unit.code: each.quarters.get(2) for each in records}
    assert (second["ub"].owed, second["ub"].in_time, second["ub"].missing, second["ub"].not_refiled) == (
        3,
        2,
        1,
        1,
    )
    assert (second["ud"].late, second["ud"].in_time) == (1, 0)
    assert all(each.owed == each.in_time + each.late + each.missing for each in second.values())


def test_a_year_is_read_by_a_constant_number_of_queries(django_assert_max_num_queries):
    yearly_list, user = a_running_year(), make_user(role=Role.COORDINATOR)
    with django_assert_max_num_queries(16):
        year_verdicts(yearly_list, user, ON)
