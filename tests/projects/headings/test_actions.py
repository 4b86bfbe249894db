"""件 and 自定领域 alike: named, filled with tasks, emptied, removed."""

import pytest

from projects.domains.kind import DOMAINS
from projects.headings import actions
from projects.headings.kinds import HeadingValues
from projects.matters.kind import MATTERS
from projects.models import LogEntry, Task
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import NOW, make_domain, make_list, make_matter, make_task, make_unit, make_user

pytestmark = pytest.mark.django_db


class OfKind:
    """The actions on one kind, by an administrator."""

    def __init__(self, kind):
        self.kind, self.named = kind, {"at": NOW, "by": make_user("admin", role=Role.ADMINISTRATOR)}

    def make(self, yearly_list, *tasks, number=1, name="办学条件"):
        if self.kind is MATTERS:
            return make_matter(yearly_list, *tasks, number=number, name=name)
        return make_domain(yearly_list, *tasks, order=number, name=name)

    def add(self, yearly_list, number, name, lead=None, **named):
        values = HeadingValues(number, name, lead)
        return actions.add(yearly_list, kind=self.kind, values=values, **{**self.named, **named})

    def change(self, heading, number, name):
        values = HeadingValues(number, name)
        return actions.change(heading, kind=self.kind, values=values, based_on=0, **self.named)

    def remove(self, heading):
        actions.remove(heading, kind=self.kind, based_on=0, **self.named)

    def group(self, heading, task, seen=0):
        return actions.group(heading, kind=self.kind, task=task, seen=seen, based_on=0, **self.named)

    def ungroup(self, heading, task):
        return actions.ungroup(heading, kind=self.kind, task=task, based_on=0, **self.named)

    def grouped(self):
        place = f"{self.kind.stands}__{self.kind.number}"
        return dict(Task.objects.values_list("number", place))

    def count(self):
        return self.kind.model.objects.count()


@pytest.fixture
def yearly_list():
    return make_list(2021)


@pytest.fixture(params=[MATTERS, DOMAINS], ids=lambda kind: kind.stands)
def of(request, db):
    return OfKind(request.param)


def test_a_heading_is_added_and_logged(yearly_list, of):
    made = of.add(yearly_list, 1, "办学条件")
    assert made.name == "办学条件" and made.version == 1
    assert LogEntry.objects.get(act=of.kind.added.code).detail == {"old": "", "new": str(made)}


def test_a_matter_has_a_lead_and_is_called_by_its_number(yearly_list):
    unit = make_unit(name="市教育局")
    made = OfKind(MATTERS).add(yearly_list, 1, "办学条件", unit)
    assert str(made) == "第1件　办学条件" and made.lead == unit


def test_a_domain_so_given_is_one_of_ones_own(yearly_list):
    made = OfKind(DOMAINS).add(yearly_list, 1, "教育")
    assert str(made) == "教育" and made.is_custom


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "别的"), (2, "办学AB条件"), (2, "办学 AB条件"), (2, "办学ＡＢ条件"), (2, "办学\u200bAB条件")],
)
def test_a_number_or_a_name_stands_once_however_it_is_typed(yearly_list, of, number, name):
    of.make(yearly_list, name="办学AB条件")
    with pytest.raises(Refused, match="已有"):
        of.add(yearly_list, number, name)
    assert of.count() == 1


def test_a_heading_is_not_renamed_to_another_ones_name(yearly_list, of):
    of.make(yearly_list), of.make(yearly_list, number=2, name="托育服务")
    with pytest.raises(Refused, match="已有名为“办学条件”"):
        of.change(of.kind.model.objects.get(name="托育服务"), 2, "办学　条件")


def test_another_list_may_have_the_same(yearly_list, of):
    of.make(yearly_list)
    of.add(make_list(2023), 1, "办学条件")
    assert of.count() == 2


def test_a_task_is_grouped_moved_and_taken_out_with_entries(yearly_list, of):
    task = make_task(yearly_list, number=1)
    one, two = of.make(yearly_list), of.make(yearly_list, number=2, name="新建幼儿园")
    of.group(one, task)
    of.group(two, task, seen=one.pk)
    assert of.grouped() == {1: 2}
    of.ungroup(two, task)
    assert of.grouped() == {1: None}
    acts = [of.kind.grouped.code, of.kind.ungrouped.code]
    told = [entry.detail for entry in LogEntry.objects.filter(act__in=acts).order_by("pk")]
    first, second = str(one), str(two)
    assert told == [
        {"old": "", "new": first},
        {"old": first, "new": second},
        {"old": second, "new": ""},
    ]


def test_a_task_that_was_moved_meanwhile_is_not_moved_again(yearly_list, of):
    task = make_task(yearly_list, number=1)
    one, two = of.make(yearly_list, task), of.make(yearly_list, number=2, name="新建幼儿园")
    with pytest.raises(Stale, match=f"现为：{one}"):
        of.group(two, task)
    with pytest.raises(Stale):
        of.ungroup(two, task)
    assert of.grouped() == {1: 1} and one.tasks.count() == 1


def test_a_heading_that_was_removed_meanwhile_takes_no_task(yearly_list, of):
    task, heading = make_task(yearly_list, number=1), of.make(yearly_list)
    of.remove(heading)
    with pytest.raises(Stale, match="已被删除"):
        of.group(heading, task)


def test_a_heading_of_another_list_takes_no_task(yearly_list, of):
    with pytest.raises(Refused, match="不在同一份清单"):
        of.group(of.make(make_list(2023)), make_task(yearly_list))


def test_a_heading_with_tasks_is_not_removed(yearly_list, of):
    heading = of.make(yearly_list, make_task(yearly_list))
    with pytest.raises(Refused, match="还有1项任务"):
        of.remove(heading)
    assert of.count() == 1


def test_a_renamed_heading_keeps_its_tasks(yearly_list, of):
    heading = of.make(yearly_list, make_task(yearly_list, number=1))
    of.change(heading, 3, "校园建设")
    assert of.grouped() == {1: 3}


def test_only_the_administrator_names(yearly_list, of):
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR):
        with pytest.raises(NotYours, match="只有系统管理员"):
            of.add(yearly_list, 1, "甲", by=make_user(role=role))


ON_A_CONCLUDED_LIST = {
    "add": lambda of, heading, task: of.add(heading.yearly_list, 9, "甲"),
    "change": lambda of, heading, task: of.change(heading, 1, "改了名"),
    "remove": lambda of, heading, task: of.remove(heading),
    "group": lambda of, heading, task: of.group(heading, task),
    "ungroup": lambda of, heading, task: of.ungroup(heading, heading.tasks.get()),
}


@pytest.mark.parametrize("act", ON_A_CONCLUDED_LIST)
def test_a_concluded_list_keeps_its_headings_as_they_are(act, of):
    yearly_list = make_list(2021, stage=ListStage.CONCLUDED)
    under = () if act == "remove" else (make_task(yearly_list, number=1),)
    heading, task = of.make(yearly_list, *under), make_task(yearly_list, number=2)
    before = list(of.kind.model.objects.values()), of.grouped()
    with pytest.raises(Refused, match="已办结"):
        ON_A_CONCLUDED_LIST[act](of, heading, task)
    assert (list(of.kind.model.objects.values()), of.grouped()) == before
    acts = (of.kind.added, of.kind.changed, of.kind.removed, of.kind.grouped, of.kind.ungrouped)
    assert not LogEntry.objects.filter(act__in=[each.code for each in acts]).exists()
