import pytest
from django.test import Client

from projects.models import PlanOpinion
from projects.plans import opinion_actions
from projects.plans.opinion_actions import say_opinion
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.states import AssignmentRole
from tests.as_read import as_read
from tests.factories import make_assignment, make_group, make_unit, make_user
from tests.projects.plans.plan_papers import FILED, TEXTS, recorded, saved

pytestmark = pytest.mark.django_db

PAGE = "/2023/tasks/36/plan/"


@pytest.fixture
def helper(plan):
    """Somebody of a unit that is co-responsible as a member of a group."""
    unit = make_unit("hzq")
    group = make_group("gxq", unit, yearly_list=plan.task.yearly_list)
    make_assignment(plan.task, group, role=AssignmentRole.CO)
    return make_user(unit=unit)


def sent_round(plan, filer):
    return as_read(opinion_actions.send_round, saved(plan, filer), at=FILED, by=filer)


def entered(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_draft_is_read_by_the_other_units_once_it_is_sent_round(plan, filer, helper):
    saved(plan, filer)
    assert entered(helper).get(PAGE).status_code == 404
    sent_round(plan, filer)
    assert TEXTS[3] in entered(helper).get(PAGE).content.decode()
    assert entered(make_user(unit=make_unit())).get(PAGE).status_code == 404
    assert entered(helper).post(PAGE, {"version": 0}).status_code == 404


def test_what_is_not_begun_or_locked_is_not_sent_round(plan, filer, coordinator):
    with pytest.raises(Refused, match="尚未填写"):
        as_read(opinion_actions.send_round, plan, at=FILED, by=filer)
    recorded(plan, filer, coordinator)
    with pytest.raises(Refused, match="已锁定"):
        as_read(opinion_actions.send_round, plan, at=FILED, by=filer)


def test_an_opinion_is_said_and_read_by_the_lead(plan, filer, helper):
    sent_round(plan, filer)
    assert entered(helper).post(PAGE + "opinion/", {"version": 0, "text": ""}).status_code == 400
    answer = entered(helper).post(PAGE + "opinion/", {"version": 0, "text": "建议提前开工。"})
    assert answer.status_code == 302
    assert "建议提前开工。" in entered(filer).get(PAGE).content.decode()


def test_a_second_word_carries_the_version_of_the_first(plan, filer, helper):
    draft = sent_round(plan, filer)
    said = {"at": FILED, "by": helper}
    say_opinion(draft, text="无意见。", based_on=0, **said)
    with pytest.raises(Stale):
        say_opinion(draft, text="有意见。", based_on=0, **said)
    say_opinion(draft, text="有意见。", based_on=1, **said)
    assert PlanOpinion.objects.get().text == "有意见。"


def test_a_stranger_and_the_lead_itself_say_nothing(plan, filer):
    draft = sent_round(plan, filer)
    for person in (filer, make_user(unit=make_unit())):
        with pytest.raises(NotYours):
            say_opinion(draft, text="无意见。", based_on=0, at=FILED, by=person)


def test_the_page_saves_what_is_typed_and_sends_it_round_by_one_click(plan, filer, helper):
    client = entered(filer)
    assert 'value="round"' in client.get(PAGE).content.decode()
    draft = saved(plan, filer)
    posted = {"version": draft.version, "text-1": "刚刚改写的安排。", "action": "round"}
    assert client.post(PAGE, posted).status_code == 302
    assert "刚刚改写的安排。" in entered(helper).get(PAGE).content.decode()
    assert 'value="round"' not in client.get(PAGE).content.decode()


def test_an_empty_plan_is_not_sent_round_and_stays_written(plan, filer):
    client = entered(filer)
    page = client.post(PAGE, {"version": 0, "leader": "张三", "action": "round"}, follow=True)
    assert "尚未填写" in page.content.decode()
    plan.refresh_from_db()
    assert plan.content["leader"] == "张三" and plan.sent_round_at is None


def test_a_unit_is_told_of_the_drafts_that_wait_for_its_word(plan, filer, helper):
    client = entered(helper)
    assert "征求本单位意见" not in client.get("/").content.decode()
    draft = sent_round(plan, filer)
    assert "1份方案征求本单位意见" in client.get("/").content.decode()
    assert PAGE in client.get("/2023/plans/").content.decode()
    assert "征求本单位意见" not in entered(filer).get("/").content.decode()
    say_opinion(draft, text="无意见。", based_on=0, at=FILED, by=helper)
    for page in ("/", "/2023/plans/"):
        assert "征求本单位意见" not in client.get(page).content.decode()


def test_once_recorded_nothing_more_is_said(plan, filer, helper, coordinator):
    sent_round(plan, filer)
    recorded(plan, filer, coordinator)
    with pytest.raises(Refused, match="没有在征求意见"):
        say_opinion(plan, text="无意见。", based_on=0, at=FILED, by=helper)
