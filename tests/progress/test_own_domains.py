"""自定领域: the year, the quarter and the issue speak by them and say so; what was issued stays."""

import pytest

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.lines import tally_groups
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures
from progress.models import Bulletin, ReportingPeriod
from progress.rules.figures_json import from_json
from projects.domains.kind import DOMAINS
from projects.headings import actions
from projects.headings.kinds import HeadingValues
from projects.models import Domain, Task
from projects.rules.roles import Role
from tests.factories import NOW, make_bulletin, make_domain, make_user
from tests.pages import one_line
from tests.progress.year.running_year import AFTERWARDS, ON, a_running_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def yearly_list():
    made = a_running_year()
    Task.objects.update(domain=None)
    Domain.objects.all().delete()
    make_domain(made, *Task.objects.filter(number__in=(1, 2, 4)))
    make_domain(made, *Task.objects.filter(number__in=(3, 7, 8)), order=2, name="公园")
    return made


@pytest.fixture
def issued(yearly_list):
    period = ReportingPeriod.objects.get(quarter=2)
    make_bulletin(period, told=figures(period, ON), issued_at=AFTERWARDS)
    return Bulletin.objects.get()


def test_the_issue_counts_by_them_and_says_whose_they_are(issued):
    told = from_json(issued.figures)
    text = {each.key: each.text for each in prose(told, city=LIANYUNGANG)}
    assert [(each.name, each.tally.total) for each in told.by_domain] == [("教育", 3), ("公园", 3)]
    assert text["domains.custom"] == "年度清单未划分领域，以下领域为汇总时自定。"
    assert "二、按领域（自定）" in [title for title, _ in tally_groups(told)]


def test_what_was_issued_keeps_the_domains_of_then(issued):
    before, domain = issued.figures, Domain.objects.get(order=1)
    by = make_user("admin", role=Role.ADMINISTRATOR)
    values, task = HeadingValues(1, "改了名"), Task.objects.get(number=1)
    actions.ungroup(domain, kind=DOMAINS, task=task, based_on=0, at=NOW, by=by)
    actions.change(domain, kind=DOMAINS, values=values, based_on=0, at=NOW, by=by)
    assert Bulletin.objects.get().figures == before
    assert [each.name for each in from_json(before).by_domain] == ["教育", "公园"]


@pytest.mark.parametrize("url", ["/2021/", "/2021/q2/"])
def test_pages_of_the_year_say_that_they_are_ones_own(yearly_list, client, url):
    client.force_login(make_user("drc", role=Role.COORDINATOR))
    assert "<h2>分领域（自定）" in one_line(client.get(url).text)
    Domain.objects.update(is_custom=False)
    assert "<h2>分领域<" in one_line(client.get(url).text)
