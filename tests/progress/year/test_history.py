"""The years side by side (issue list: looking back)."""

import pytest

from progress.models import Bulletin, Closure
from progress.rules.figures_json import from_json
from progress.rules.standings import Tally
from progress.year.history import part_rows, units_over_years, year_columns
from tests.factories import (
    make_bulletin,
    make_list,
    make_milestone,
    make_period,
    make_target,
    make_task,
    make_unit,
)
from tests.progress.year_end.ended_year import AFTERWARDS, an_ended_year, issue, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended_year(db):
    return issue(settled(an_ended_year()), at=AFTERWARDS)


def test_the_earliest_year_stands_first():
    make_list(2023), make_list(2019)
    assert [column.list.year for column in year_columns()] == [2019, 2023]


def test_a_year_counts_its_own_tasks_targets_and_leads():
    one, other = make_list(2021), make_list(2023)
    task = make_task(one, lead=make_unit())
    (
        make_target(task, planned=(1, 2, 3, 5)),
        make_target(task, label="口袋公园"),
        make_milestone(task, 1),
        make_task(one),
        make_task(other),
    )
    column = year_columns()[0]
    assert (
        column.tasks,
        column.measured,
        column.targets,
        column.scheduled,
        column.figured,
        column.leads,
    ) == (2, 1, 2, 1, 1, 1)


def test_the_issue_that_stands_tells_where_the_tasks_ended():
    period = make_period(make_list(), 1)
    first = make_bulletin(period)
    make_bulletin(period, corrects=first, correction_reason="数据有误。", counts=Tally(ahead=3))
    column = year_columns()[0]
    assert (column.last.number, column.tally.ahead) == (2, 3)


def test_a_year_without_an_issue_tells_no_counts():
    make_list()
    assert year_columns()[0].tally is None


def test_a_unit_is_counted_in_each_year_that_it_led():
    unit = make_unit()
    for yearly_list in (make_list(2021), make_list(2023)):
        make_task(yearly_list, lead=unit)
    make_task(yearly_list, lead=unit)
    assert units_over_years()[0].cells([2019, 2021, 2023]) == [(2019, 0), (2021, 1), (2023, 2)]


def test_what_the_years_end_holds_is_what_its_issue_tells(ended_year):
    make_list(2019)
    told = from_json(Bulletin.objects.latest("number").figures)
    (before, column) = year_columns()
    assert column.is_told_whole and column.done == told.tally.done
    assert column.done + column.tally.behind + column.tally.unmeasured + column.tally.not_filed == 10
    assert part_rows((before, column)) == [(word, [None, count]) for word, count in told.done_parts]
    assert told.done_parts == (("超额完成", 1), ("销号", 1), ("非量化", 1))


def test_what_the_years_end_holds_is_frozen(ended_year):
    parts = part_rows(year_columns())
    Closure.objects.all().delete()
    assert part_rows(year_columns()) == parts != []


def test_of_a_year_under_way_nothing_is_parted(django_assert_num_queries):
    make_bulletin(make_period(make_list(), 2), counts=Tally(completed=2, ahead=1, on_schedule=4))
    with django_assert_num_queries(2):
        columns = year_columns()
    assert (columns[0].done, columns[0].is_told_whole, part_rows(columns)) == (2, False, [])
