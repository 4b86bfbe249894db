"""件: named, filled with tasks, emptied, removed."""

import pytest

from projects.matters.actions import (
    MatterValues,
    add_matter,
    change_matter,
    group,
    remove_matter,
    set_by_headings,
    ungroup,
)
from projects.matters.reads import proposed, seal_of_headings
from projects.models import Domain, LogEntry, Matter, Task
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import (
    NOW,
    make_list,
    make_matter,
    make_oversight,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def yearly_list():
    return make_list(2021)


@pytest.fixture
def named():
    return {"at": NOW, "by": make_user("admin", role=Role.ADMINISTRATOR)}


def grouped():
    return dict(Task.objects.values_list("number", "matter__number"))


def test_a_matter_is_added_and_logged(yearly_list, named):
    unit = make_unit(name="市教育局")
    made = add_matter(yearly_list, values=MatterValues(1, "办学条件", unit), **named)
    assert str(made) == "第1件　办学条件" and made.lead == unit
    assert LogEntry.objects.get(act="matter_added").detail["new"] == "第1件　办学条件"


@pytest.mark.parametrize("values", [MatterValues(1, "别的"), MatterValues(2, "新改扩建中小学")])
def test_a_number_or_a_name_stands_once(yearly_list, named, values):
    make_matter(yearly_list)
    with pytest.raises(Refused):
        add_matter(yearly_list, values=values, **named)
    assert Matter.objects.count() == 1


def test_another_list_may_have_the_same(yearly_list, named):
    make_matter(yearly_list)
    add_matter(make_list(2023), values=MatterValues(1, "新改扩建中小学"), **named)
    assert Matter.objects.count() == 2


def test_a_task_is_grouped_moved_and_taken_out_with_entries(yearly_list, named):
    task = make_task(yearly_list, number=1)
    one, two = make_matter(yearly_list), make_matter(yearly_list, number=2, name="新建幼儿园")
    group(one, task=task, seen=0, based_on=0, **named)
    group(two, task=task, seen=one.pk, based_on=0, **named)
    assert grouped() == {1: 2}
    ungroup(two, task=task, based_on=0, **named)
    assert grouped() == {1: None}
    told = [entry.detail for entry in LogEntry.objects.filter(act__startswith="task_").order_by("pk")]
    assert told == [
        {"old": "", "new": "第1件　新改扩建中小学"},
        {"old": "第1件　新改扩建中小学", "new": "第2件　新建幼儿园"},
        {"old": "第2件　新建幼儿园", "new": ""},
    ]


def test_a_task_that_was_moved_meanwhile_is_not_moved_again(yearly_list, named):
    task = make_task(yearly_list, number=1)
    one, two = make_matter(yearly_list, task), make_matter(yearly_list, number=2, name="新建幼儿园")
    with pytest.raises(Stale, match="现为：第1件"):
        group(two, task=task, seen=0, based_on=0, **named)
    with pytest.raises(Stale):
        ungroup(two, task=task, based_on=0, **named)
    assert grouped() == {1: 1} and one.tasks.count() == 1


def test_a_matter_that_was_removed_meanwhile_takes_no_task(yearly_list, named):
    task, matter = make_task(yearly_list, number=1), make_matter(yearly_list)
    remove_matter(matter, based_on=0, **named)
    with pytest.raises(Stale, match="已被删除"):
        group(matter, task=task, seen=0, based_on=0, **named)


def test_a_matter_of_another_list_takes_no_task(yearly_list, named):
    with pytest.raises(Refused):
        group(make_matter(make_list(2023)), task=make_task(yearly_list), seen=0, based_on=0, **named)


def test_a_matter_with_tasks_is_not_removed(yearly_list, named):
    matter = make_matter(yearly_list, make_task(yearly_list))
    with pytest.raises(Refused, match="还有1项任务"):
        remove_matter(matter, based_on=0, **named)
    assert Matter.objects.count() == 1


def test_a_renamed_matter_keeps_its_tasks(yearly_list, named):
    matter = make_matter(yearly_list, make_task(yearly_list, number=1))
    change_matter(matter, values=MatterValues(3, "办学条件"), based_on=0, **named)
    assert grouped() == {1: 3}


def test_only_the_administrator_groups(yearly_list):
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR):
        with pytest.raises(NotYours):
            add_matter(yearly_list, values=MatterValues(1, "甲"), at=NOW, by=make_user(role=role))


def test_a_concluded_list_is_grouped_no_more(named):
    yearly_list = make_list(2021, stage=ListStage.CONCLUDED)
    task, matter = make_task(yearly_list), make_matter(yearly_list)
    with pytest.raises(Refused, match="已办结"):
        group(matter, task=task, seen=0, based_on=0, **named)


@pytest.fixture
def under_headings():
    """A list of two headings with the tasks 1 and 2, and 3."""
    yearly_list = make_list(2021, matters=2)
    domains = [Domain.objects.create(yearly_list=yearly_list, order=n, name=f"{n}号") for n in (1, 2)]
    for number, domain in ((1, 0), (2, 0), (3, 1)):
        make_task(yearly_list, number=number, domain=domains[domain])
    return yearly_list


def test_the_headings_of_the_document_become_matters_where_it_prints_as_many(under_headings, named):
    seen = seal_of_headings(proposed(under_headings))
    assert set_by_headings(under_headings, seen=seen, **named) == 2
    assert grouped() == {1: 1, 2: 1, 3: 2}
    with pytest.raises(Refused, match="已经设有"):
        set_by_headings(under_headings, seen=seen, **named)


@pytest.mark.parametrize("change", ["name", "tasks"])
def test_headings_that_were_corrected_meanwhile_make_no_matters(under_headings, named, change):
    seen = seal_of_headings(proposed(under_headings))
    if change == "name":
        Domain.objects.filter(order=1).update(name="教育")
    else:
        Task.objects.filter(number=2).update(domain=Domain.objects.get(order=2))
    with pytest.raises(Stale, match="没有办理"):
        set_by_headings(under_headings, seen=seen, **named)
    assert not Matter.objects.exists()


def test_domains_that_the_administrator_gave_are_no_headings(named):
    yearly_list = make_list(2021, matters=1)
    domain = Domain.objects.create(yearly_list=yearly_list, order=1, name="教育", is_custom=True)
    make_task(yearly_list, number=1, domain=domain), make_task(yearly_list, number=2, domain=domain)
    with pytest.raises(Refused, match="没有可按文件标题"):
        set_by_headings(yearly_list, seen=seal_of_headings(()), **named)


ON_A_CONCLUDED_LIST = {
    "add": lambda matter, task, named: add_matter(matter.yearly_list, values=MatterValues(9, "甲"), **named),
    "change": lambda matter, task, named: change_matter(
        matter, values=MatterValues(1, "改了名"), based_on=0, **named
    ),
    "remove": lambda matter, task, named: remove_matter(matter, based_on=0, **named),
    "group": lambda matter, task, named: group(matter, task=task, seen=0, based_on=0, **named),
    "ungroup": lambda matter, task, named: ungroup(matter, task=matter.tasks.get(), based_on=0, **named),
}


@pytest.mark.parametrize("act", ON_A_CONCLUDED_LIST)
def test_a_concluded_list_keeps_its_matters_as_they_are(act, named):
    yearly_list = make_list(2021, stage=ListStage.CONCLUDED)
    under = () if act == "remove" else (make_task(yearly_list, number=1),)
    matter, task = make_matter(yearly_list, *under), make_task(yearly_list, number=2)
    before = list(Matter.objects.values()), grouped()
    with pytest.raises(Refused, match="已办结"):
        ON_A_CONCLUDED_LIST[act](matter, task, named)
    assert (list(Matter.objects.values()), grouped()) == before
    assert not LogEntry.objects.filter(act__regex="matter|task_").exists()


def test_the_headings_of_a_concluded_list_become_no_matters(named):
    yearly_list = make_list(2021, matters=2, stage=ListStage.CONCLUDED)
    domains = [Domain.objects.create(yearly_list=yearly_list, order=n, name=f"{n}号") for n in (1, 2)]
    for number, domain in ((1, 0), (2, 0), (3, 1)):
        make_task(yearly_list, number=number, domain=domains[domain])
    with pytest.raises(Refused, match="已办结"):
        set_by_headings(yearly_list, seen=seal_of_headings(proposed(yearly_list)), **named)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("removed", [{}, {"removed_at": NOW, "removed_word": "误录"}])
def test_a_matter_of_which_something_is_recorded_stays_and_says_why(yearly_list, named, removed):
    matter = make_matter(yearly_list)
    make_oversight(yearly_list, matter=matter, **removed)
    with pytest.raises(Refused, match="第1件已有登记（如人大监督，包括已删除的登记），不能删除"):
        remove_matter(matter, based_on=0, **named)
    assert Matter.objects.get() == matter
    assert not LogEntry.objects.filter(act="matter_removed").exists()
