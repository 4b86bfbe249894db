"""自定领域: the year, the quarter and the issue speak by them and say so; what was issued stays."""

import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from lianyungang.demo_city import LIANYUNGANG
from progress.bulletins.columns import progress_columns
from progress.bulletins.lines import tally_groups
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures
from progress.bulletins.workbook import bulletin_workbook
from progress.models import Bulletin, ReportingPeriod
from progress.rules.figures_json import from_json
from projects.domains.kind import DOMAINS
from projects.headings import actions
from projects.headings.kinds import HeadingValues
from projects.models import CityRecord, Domain, Task
from projects.rules.roles import Role
from tests.factories import NOW, make_bulletin, make_domain, make_matter, make_public_page, make_user
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


@pytest.fixture
def office(client):
    client.force_login(make_user("drc", role=Role.COORDINATOR))
    return client


# every page on which 领域 stands as a column or a filter
PAGES = ["/2021/", "/2021/q2/", "/2021/tasks/", "/2021/q2/overdue/", "/2021/q2/review/"]


@pytest.mark.parametrize("url", PAGES)
def test_a_column_and_a_filter_say_that_they_are_ones_own(yearly_list, office, url):
    make_matter(yearly_list, *Task.objects.filter(number__in=(1, 2)))
    own = one_line(office.get(url).text)
    assert "领域（自定）" in own and not PLAIN.search(own)
    Domain.objects.update(is_custom=False)
    printed = one_line(office.get(url).text)
    assert "领域（自定）" not in printed and PLAIN.search(printed)


def test_the_page_of_the_matters_says_so_too(yearly_list, client):
    client.force_login(make_user("admin", role=Role.ADMINISTRATOR))
    make_matter(yearly_list, *Task.objects.filter(number__in=(1, 2)))
    own = one_line(client.get("/2021/matters/").text)
    assert own.count("领域（自定）") > 1 and not PLAIN.search(own)


PLAIN = re.compile(r"<(th|label)[^>]*>(<a [^>]*>)?领域<")


def heads(content):
    book = load_workbook(BytesIO(content))
    return {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("url", ["/2021/tasks.xlsx", "/2021/q2/overdue/overdue.xlsx"])
def test_a_sheet_says_so_too(yearly_list, office, url):
    assert "领域（自定）" in heads(office.get(url).getvalue())
    Domain.objects.update(is_custom=False)
    assert "领域" in heads(office.get(url).getvalue())


def test_issue_public_page_and_interface_say_so(issued):
    told = from_json(issued.figures)
    found = heads(bulletin_workbook(told))
    assert "领域（自定）" in found and "领域" not in found
    assert "领域（自定）" in [each.head for each in progress_columns(told)]
    make_public_page(CityRecord.objects.current())
    assert ",领域（自定）," in Client().get("/public/2021/tasks.csv").content.decode("utf-8-sig")
    assert Client().get("/public/2021/tasks.json").json()["has_custom_domains"] is True
    assert "教育（自定）" in one_line(Client().get("/public/2021/").text)


def test_the_comparison_of_the_years_says_so(yearly_list, office):
    assert ">2（自定）</a>" in one_line(office.get("/years/").text)
    Domain.objects.update(is_custom=False)
    assert ">2（自定）</a>" not in one_line(office.get("/years/").text)
