import pytest

from progress.tasks.list_filters import PLANNED, TaskFilter
from projects.models import Decision, Task, UnitAlias
from projects.rules.states import AssignmentRole
from tests.factories import (
    NOW,
    make_assignment,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_target,
    make_task,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks():
    """Task 36: five parks, led by the housing office, with every district."""
    yearly_list = make_list(2021)
    task = make_task(
        yearly_list,
        number=36,
        text="建设5个城市公园。",
        lead=make_unit("szjj", name="市住建局", pinyin="szjj"),
    )
    haizhou = make_unit("hzq", name="海州区", pinyin="hzq")
    make_assignment(
        task,
        make_group("gxq", haizhou, yearly_list=yearly_list, name="各县区", pinyin="gxq"),
        role=AssignmentRole.CO,
    )
    make_milestone(task, 2, "园博园：开工建设。")
    return task


@pytest.fixture
def schools(parks):
    """Task 1 of the same list: schools."""
    return make_task(
        parks.yearly_list,
        number=1,
        text="新建中小学15所。",
        lead=make_unit("sjyj", name="市教育局", pinyin="sjyj"),
    )


def found(**query):
    units = [(code, code) for code in ("szjj", "sjyj", "hzq", "gxq")]
    choices = {"lead": units, "unit": units, "planned": PLANNED}
    return [task.number for task in TaskFilter(query, queryset=Task.objects.all(), choices=choices).rows]


@pytest.mark.parametrize(
    "words", ["城市公园", "公园 5个", "园博园", "市住建局", "szjj", "ZJJ", "36", "各县区", " 公园　"]
)
def test_a_search_looks_at_text_plan_units_initials_and_number(words, parks, schools):
    assert found(q=words) == [36]


def test_a_search_for_several_words_wants_each_of_them(parks, schools):
    assert found(q="公园 教育") == []


def test_a_unit_is_found_by_its_other_name(parks, schools):
    UnitAlias.objects.create(unit=parks.assignments.first().unit, name="市城建局")
    assert found(q="市城建局") == [36]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "公园%"])
def test_a_search_takes_every_character_as_itself(words, parks, schools):
    assert found(q=words) == []


@pytest.mark.parametrize("words", ["\x00", "长" * 65])
def test_a_search_that_cannot_be_made_finds_nothing(words, parks):
    assert found(q=words) == []


def test_who_leads_is_found_by_the_units_code(parks, schools):
    assert found(lead="sjyj") == [1]
    assert found(lead="hzq") == []


def test_a_unit_is_found_through_its_group(parks, schools):
    assert found(unit="hzq") == [36]
    assert found(unit="gxq") == [36]


def test_a_member_of_another_lists_group_is_not_found(parks, schools):
    task = make_task(make_list(2023), number=99)
    make_assignment(task, parks.assignments.get(role=AssignmentRole.CO).group)
    assert found(unit="hzq") == [36]


def test_a_unit_named_beside_its_group_is_found_once(parks):
    make_assignment(parks, make_unit("other"), role=AssignmentRole.CO)
    assert found(unit="hzq", q="公园") == [36]


def test_targets_are_there_not_there_or_do_not_add_up(parks, schools):
    make_target(parks)
    make_target(schools, needs_settling=True)
    make_task(parks.yearly_list, number=50)
    assert (found(targets="yes"), found(targets="no"), found(targets="unsettled")) == ([1, 36], [50], [1])


def test_an_answered_finding_is_none(parks, schools):
    Decision.objects.create(finding=make_finding(parks), answer="无误", decided_at=NOW)
    make_finding(schools)
    assert (found(findings="yes"), found(findings="no")) == ([1], [36])


def test_a_quarter_plans_something_nothing_or_a_figure(parks, schools):
    make_milestone(schools, 2, "")
    make_target(parks, planned=(None, 3))
    assert (found(quarter="q2", planned="yes"), found(quarter="q2", planned="no")) == ([36], [1])
    assert (found(quarter="q2", planned="figure"), found(quarter="q1", planned="figure")) == ([36], [])


@pytest.mark.parametrize("query", [{"quarter": "q6"}, {"targets": "maybe"}, {"lead": "nobody"}])
def test_a_question_that_is_not_understood_finds_nothing(query, parks):
    assert found(**query) == []
