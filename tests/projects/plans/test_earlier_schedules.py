"""历年对照: a plan begun from the schedule of the task that it goes on with."""

import re

import pytest

from projects.models import LogEntry, Milestone, Plan, PlannedValue, Succession
from projects.plans.earlier_schedules import earlier_schedules, start_of
from projects.rules.plan_content import NO_TOTALS
from tests.factories import NOW, make_list, make_milestone, make_target, make_task
from tests.projects.plans.plan_papers import recorded, submitted

pytestmark = pytest.mark.django_db

PAGE = "/2023/tasks/36/plan/"
TEXTS = ("完成选址。", "建成1个公园。", "建成3个公园。", "")


@pytest.fixture
def before(plan):
    """The task of 2021 that the plan's task goes on with: 4 parks, 1 by June, 3 by September."""
    task = make_task(make_list(2021), number=12, text="建设4个城市公园。")
    for quarter, text in enumerate(TEXTS, 1):
        make_milestone(task, quarter, text=text)
    make_target(task, quantity=4, planned=(None, 1, 3, None), basis="ytd")
    Succession.objects.create(later=plan.task, earlier=task, state="confirmed", made_at=NOW)
    return task


def the_schedule(plan):
    return earlier_schedules(plan.task)[0]


def test_an_earlier_schedule_is_told_as_a_plan_tells_it(plan, before):
    found = the_schedule(plan)
    assert (found.key, found.label) == ("2021-12", "2021年第12项")
    assert [each.plan.text for each in found.quarters] == list(TEXTS)
    assert found.targets[0].totals == (None, 1, 3, 4)


def test_a_task_without_a_schedule_or_not_confirmed_is_no_start(plan, before):
    Succession.objects.update(state="proposed")
    assert earlier_schedules(plan.task) == []
    Succession.objects.update(state="confirmed")
    Milestone.objects.filter(task=before).delete()
    assert earlier_schedules(plan.task) == []


def test_a_start_ends_at_this_years_target(plan, before):
    content = start_of(plan.task, the_schedule(plan))
    assert content.texts == TEXTS
    assert content.totals == {plan.task.targets.get().pk: (None, 1, 3, 5)}
    assert (content.leader, content.steps) == ("", ())


def test_a_target_that_is_no_others_successor_stays_empty(plan, before):
    plan.task.targets.update(unit="平方米")
    content = start_of(plan.task, the_schedule(plan))
    assert content.totals_of(plan.task.targets.get().pk) == NO_TOTALS


def test_the_number_of_queries_does_not_hang_on_the_rows(plan, before, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as once:
        earlier_schedules(plan.task)
    for number in range(5):
        task = make_task(before.yearly_list, number=50 + number)
        make_milestone(task, 1, text="一。"), make_target(task, planned=(1, 2))
        Succession.objects.create(later=plan.task, earlier=task, state="confirmed", made_at=NOW)
    with django_assert_max_num_queries(len(once)):
        earlier_schedules(plan.task)


def page(client, user):
    client.force_login(user)
    return client.get(PAGE).content.decode()


def start(client, user, key="2021-12", **typed):
    client.force_login(user)
    posted = {"version": Plan.objects.get().version, "start": key, **typed}
    return client.post(PAGE, posted)


def value(text, name):
    area = re.search(rf'<textarea name="{name}"[^>]*>\n?([^<]*)<', text)
    return area[1] if area else re.search(rf'name="{name}"(?: value="([^"]*)")?', text)[1]


def test_the_form_offers_the_start_and_fills_what_is_empty_without_saving(client, plan, before, filer):
    assert "按2021年第12项填入" in page(client, filer)
    text = start(client, filer, **{"text-1": "已经写的。", "leader": "张三"}).content.decode()
    assert (value(text, "text-1"), value(text, "text-2"), value(text, "leader")) == (
        "已经写的。",
        TEXTS[1],
        "张三",
    )
    target = plan.task.targets.get().pk
    assert [value(text, f"total-{target}-{number}") for number in (2, 3, 4)] == ["1", "3", "5"]
    assert "尚未保存" in text and "data-unsaved" in text
    plan.refresh_from_db()
    assert (plan.content, plan.version) == ({}, 0)
    assert not LogEntry.objects.filter(act="plan_saved").exists()


def test_what_was_filled_is_saved_by_the_form_as_if_typed(client, plan, before, filer):
    text = start(client, filer).content.decode()
    names = re.findall(r'<(?:input|textarea)[^>]* name="([a-z]+-[\w-]+)"', text)
    client.post(PAGE, {"version": 0, "action": "save", **{name: value(text, name) or "" for name in names}})
    plan.refresh_from_db()
    assert plan.state == "draft" and plan.content["quarters"][1]["text"] == TEXTS[1]


def test_what_was_typed_is_not_replaced(client, plan, before, filer):
    total = f"total-{plan.task.targets.get().pk}"
    typed = {"items-2": "完成招标。", "reason-3": "放假", f"{total}-2": "2"}
    text = start(client, filer, **typed).content.decode()
    assert [value(text, f"text-{number}") for number in (1, 2, 3)] == [TEXTS[0], "", ""]
    assert [value(text, f"{total}-{number}") or "" for number in (2, 3, 4)] == ["2", "", ""]


@pytest.mark.parametrize("key", ["2021-13", "2019-12", "x", "2023-36"])
def test_a_task_that_it_does_not_go_on_with_is_no_start(client, plan, before, filer, key):
    assert start(client, filer, key).status_code == 404


def test_a_number_that_is_none_comes_back_as_it_was_typed(client, plan, before, filer):
    name = f"total-{plan.task.targets.get().pk}-1"
    text = start(client, filer, **{name: "很多"}).content.decode()
    assert value(text, name) == "很多" and value(text, "text-2") == TEXTS[1]


def test_the_reviewer_reads_how_it_was_planned_and_has_no_start(client, plan, before, filer, coordinator):
    submitted(plan, filer)
    text = page(client, coordinator)
    assert "历年对照" in text and TEXTS[1] in text and "填入" not in text


def test_a_recorded_plan_is_a_start_for_the_years_after(client, plan, before, filer, coordinator):
    recorded(plan, filer, coordinator)
    assert PlannedValue.objects.filter(target__task=plan.task).exists()
    later = make_task(make_list(2025), number=7)
    target = make_target(later, quantity=8)
    Succession.objects.create(later=later, earlier=plan.task, state="confirmed", made_at=NOW)
    found = earlier_schedules(later)
    assert [each.label for each in found] == ["2023年第36项", "2021年第12项"]
    assert start_of(later, found[0]).totals == {target.pk: (None, 2, 4, 8)}
