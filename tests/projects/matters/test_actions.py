"""件 set at once as the document's headings are."""

import pytest

from projects.headings.actions import remove
from projects.matters.actions import set_by_headings
from projects.matters.kind import MATTERS
from projects.matters.reads import proposed, seal_of_headings
from projects.models import Domain, LogEntry, Matter, Task
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import NOW, make_domain, make_list, make_matter, make_oversight, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    return {"at": NOW, "by": make_user("admin", role=Role.ADMINISTRATOR)}


def grouped():
    return dict(Task.objects.values_list("number", "matter__number"))


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
    domain = make_domain(yearly_list)
    make_task(yearly_list, number=1, domain=domain), make_task(yearly_list, number=2, domain=domain)
    with pytest.raises(Refused, match="没有可按文件标题"):
        set_by_headings(yearly_list, seen=seal_of_headings(()), **named)


def test_only_the_administrator_sets_matters_by_headings(under_headings):
    seen = seal_of_headings(proposed(under_headings))
    with pytest.raises(NotYours):
        set_by_headings(under_headings, seen=seen, at=NOW, by=make_user(role=Role.COORDINATOR))


def test_the_headings_of_a_concluded_list_become_no_matters(named):
    yearly_list = make_list(2021, matters=2, stage=ListStage.CONCLUDED)
    domains = [Domain.objects.create(yearly_list=yearly_list, order=n, name=f"{n}号") for n in (1, 2)]
    for number, domain in ((1, 0), (2, 0), (3, 1)):
        make_task(yearly_list, number=number, domain=domains[domain])
    with pytest.raises(Refused, match="已办结"):
        set_by_headings(yearly_list, seen=seal_of_headings(proposed(yearly_list)), **named)
    assert not Matter.objects.exists()


@pytest.mark.parametrize("removed", [{}, {"removed_at": NOW, "removed_word": "误录"}])
def test_a_matter_of_which_something_is_recorded_stays_and_says_why(named, removed):
    yearly_list = make_list(2021)
    matter = make_matter(yearly_list)
    make_oversight(yearly_list, matter=matter, **removed)
    with pytest.raises(Refused, match="第1件已有登记（如人大监督，包括已删除的登记），不能删除"):
        remove(matter, kind=MATTERS, based_on=0, **named)
    assert Matter.objects.get() == matter
    assert not LogEntry.objects.filter(act="matter_removed").exists()
