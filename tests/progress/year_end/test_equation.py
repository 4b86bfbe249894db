"""The year's equation: pages say of 已完成 what the issue says, 其中超额完成 and 销号, whoever reads them."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from progress.bulletins.quarter_figures import figures
from progress.models import Bulletin
from progress.rules.figures_json import from_json
from progress.rules.standings import YEAR_PARTS, Standing, Tally, counted_in, is_counted, tally
from progress.rules.states import ReportState, VerdictClass
from projects.corrections import target_actions as actions
from projects.corrections.actions import Grounds
from projects.models import Target, Unit, User
from projects.rules.roles import Role
from tests.factories import make_assignment, make_report, make_target, make_task, make_unit, make_user
from tests.pages import one_line
from tests.progress.year_end.ended_year import AFTERWARDS, IN_DECEMBER, OPENED, an_ended_year, issue, settled

pytestmark = pytest.mark.django_db
DONE = VerdictClass.COMPLETED


def said_on(url, user):
    client = Client()
    client.force_login(user)
    page = one_line(client.get(url).text)
    return re.search(r"总数\d+＝.*?未报\d+", page).group()


def test_every_page_says_the_equation_of_the_fourth_quarter_as_its_issue_does():
    an_ended_year()
    sentence = from_json(Bulletin.objects.get().figures).equation
    assert "已完成4（其中超额完成1、销号1）" in sentence
    outsider = make_user("other", role=Role.AUDITOR)
    for reader in (User.objects.get(username="drc"), User.objects.get(username="office"), outsider):
        for url in ("/2021/", "/2021/q4/", "/2021/bulletins/1/"):
            assert said_on(url, reader) == sentence
    assert said_on("/", User.objects.get(username="drc")) == sentence


def test_the_years_end_is_told_alike_on_pages_and_in_its_issue():
    period = settled(an_ended_year())
    issue(period, at=AFTERWARDS)
    sentence = figures(period, AFTERWARDS.date()).equation
    assert "已完成6（其中超额完成1、销号1）" in sentence
    outsider = make_user("other", role=Role.AUDITOR)
    for reader in (User.objects.get(username="drc"), outsider):
        for url in ("/2021/", "/2021/q5/", "/2021/bulletins/2/"):
            assert said_on(url, reader) == sentence


def test_the_parts_lead_to_their_tasks():
    an_ended_year()
    client = Client()
    client.force_login(User.objects.get(username="drc"))
    page = client.get("/2021/q4/").text
    for part, number in (("exceeded", 2), ("closed", 3)):
        assert f"?quarter=q4&amp;verdict={part}" in page
        for address in (f"/2021/tasks/?quarter=q4&verdict={part}", f"/2021/q4/?verdict={part}"):
            assert [row["number"] for row in client.get(address).context["table"].data.data] == [number]


def test_a_task_that_lags_by_the_coordinators_word_exceeds_nothing():
    lagging = Standing(VerdictClass.BEHIND, is_exceeded=True, is_closed=True)
    assert not any(is_counted(lagging, part) for part in YEAR_PARTS)
    assert tally([lagging]).year_parts == (("超额完成", 0), ("销号", 0))


def test_what_is_done_may_be_both():
    counts = tally([Standing(DONE, is_exceeded=True, is_closed=True), Standing(DONE, is_closed=True)])
    assert counts == Tally(completed=2, exceeded=1, closed=2)
    assert counts.in_words(done_parts=counts.year_parts).startswith(
        "总数2＝已完成2（其中超额完成1、销号2）＋"
    )


def test_a_year_under_way_knows_neither_part():
    assert not set(YEAR_PARTS) & set(counted_in(3))
    assert set(YEAR_PARTS) < set(counted_in(4)) == set(counted_in(5))


def test_a_third_quarter_says_nothing_of_them():
    an_ended_year()
    assert "销号" not in said_on("/2021/?quarter=q3", User.objects.get(username="drc"))


def exceeded(yearly_list):
    return figures(yearly_list.periods.get(quarter=4), OPENED.date()).tally.exceeded


def test_what_two_leads_exceed_together_is_counted_though_neither_does_alone():
    yearly_list = an_ended_year(issued=False)
    assert exceeded(yearly_list) == 1  # the second task of the year
    units = Unit.objects.get(code="sjyj"), make_unit("stjj", name="市统计局")
    task = make_task(yearly_list, number=11, lead=units[0])
    make_assignment(task, units[1])
    target = make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd", is_summed_over_leads=True)
    for unit in units:
        times = {"submitted_at": IN_DECEMBER, "first_submitted_at": IN_DECEMBER}
        report = make_report(task, unit, quarter=4, state=ReportState.ACCEPTED, **times)
        report.measurements.create(target=target, value=3)
    assert exceeded(yearly_list) == 2


def test_what_a_later_revision_of_the_target_hides_is_counted_as_it_was_promised():
    yearly_list = an_ended_year(issued=False)
    target = yearly_list.tasks.get(number=2).targets.get()
    actions.correct_target(
        target,
        values=actions.TargetValues(label=target.label, unit=target.unit, quantity=Decimal(9)),
        based_on=target.wording,
        grounds=Grounds("需求增加", "市政府常务会议", IN_DECEMBER.date(), 4),
        at=IN_DECEMBER,
        by=make_user("admin", role=Role.ADMINISTRATOR),
    )
    assert Target.objects.get(pk=target.pk).quantity == 9  # and six were built of the five promised
    assert exceeded(yearly_list) == 1
