"""自定领域: of lists whose document has none, and of no others."""

import pytest

from projects.domains.kind import DOMAINS
from projects.headings import actions
from projects.headings.kinds import HeadingValues
from projects.models import Domain, Task
from projects.rules.errors import Refused
from projects.rules.roles import Role
from tests.factories import NOW, make_domain, make_list, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    return {"at": NOW, "by": make_user("admin", role=Role.ADMINISTRATOR)}


def test_printed_domains_stand_as_they_are(named):
    yearly_list = make_list(2023)
    task = make_task(yearly_list)
    printed = make_domain(yearly_list, task, is_custom=False)
    before = Domain.objects.values().get()
    for act in (
        lambda: actions.add(yearly_list, kind=DOMAINS, values=HeadingValues(2, "医疗"), **named),
        lambda: actions.change(printed, kind=DOMAINS, values=HeadingValues(1, "医疗"), based_on=0, **named),
        lambda: actions.ungroup(printed, kind=DOMAINS, task=task, based_on=0, **named),
        lambda: actions.remove(printed, kind=DOMAINS, based_on=0, **named),
    ):
        with pytest.raises(Refused, match="文件已划分领域"):
            act()
    assert Domain.objects.values().get() == before and Task.objects.get().domain == printed


def test_a_task_is_in_no_printed_domain_and_one_of_ones_own(named):
    """The list has both where a document was adopted while the page was open."""
    yearly_list = make_list(2023)
    own = make_domain(yearly_list, order=9, name="自定的")
    make_domain(yearly_list, is_custom=False)
    with pytest.raises(Refused, match="文件已划分领域"):
        actions.group(own, kind=DOMAINS, task=make_task(yearly_list), seen=0, based_on=0, **named)
