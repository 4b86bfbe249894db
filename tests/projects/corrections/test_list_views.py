"""A list that is typed in by hand: figures and items are read from what is typed, until a quarter opens."""

import pytest

from projects.corrections.list_actions import schedule_wording, task_wording
from projects.models import (
    Correction,
    Domain,
    LogEntry,
    Milestone,
    MilestoneItem,
    PlannedValue,
    Target,
    Task,
    YearlyList,
)
from projects.rules.roles import Role
from tests.factories import make_domain, make_list, make_period, make_task, make_unit

pytestmark = pytest.mark.django_db
QUARTERS = {
    "q1": "开工10所。",
    "q2": "1.竣工5所；2.完成招标。",
    "q3": "竣工10所。",
    "q4": "竣工15所。",
}


@pytest.fixture
def client(as_role):
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture
def a_list(db):
    make_unit("sjyj", name="市教育局"), make_unit("sczj", name="市财政局")
    return make_list(2026)


def typed(**fields):
    return {"number": "1", "text": "新建中小学15所。", "lead": "市教育局", "co": "市财政局", **fields}


def test_a_list_begins_with_year_and_title(client):
    answer = client.post(
        "/lists/new/", {"year": "2026", "title": "2026年民生实事", "document_number": "某政发〔2026〕1号"}
    )
    made = YearlyList.objects.get()
    assert (made.year, made.document_number, made.stage) == (2026, "某政发〔2026〕1号", "draft")
    assert answer["Location"] == "/2026/tasks/new/"


def test_a_year_has_one_list(client, a_list):
    answer = client.post("/lists/new/", {"year": "2026", "title": "另一份"})
    assert "已经有清单" in answer.content.decode()


def test_a_tasks_targets_are_read_from_its_text(client, a_list):
    answer = client.post("/2026/tasks/new/", typed())
    task = Task.objects.get()
    assert answer["Location"] == "/2026/tasks/1/schedule/"
    assert [(target.label, int(target.quantity), target.unit) for target in task.targets.all()] == [
        ("新建中小学", 15, "所")
    ]
    assert list(task.assignments.values_list("role", "unit__code")) == [("lead", "sjyj"), ("co", "sczj")]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"lead": "市没有这个局"}, "名录中没有"),
        ({"lead": ""}, "必填"),
        ({"co": "市教育局"}, "列了两次"),
        ({"number": "0"}, "1"),
    ],
)
def test_a_task_that_cannot_be_is_told_and_the_typing_stays(fields, why, client, a_list):
    answer = client.post("/2026/tasks/new/", typed(**fields))
    assert answer.status_code in (200, 400)
    assert why in answer.content.decode()
    assert "新建中小学15所" in answer.content.decode()
    assert not Task.objects.exists()


def test_a_number_stands_once(client, a_list):
    client.post("/2026/tasks/new/", typed())
    assert "已有第1项" in client.post("/2026/tasks/new/", typed()).content.decode()


def test_what_a_quarter_plans_is_read_as_a_schedule_is(client, a_list):
    client.post("/2026/tasks/new/", typed())
    task = Task.objects.get()
    client.post("/2026/tasks/1/schedule/", {**QUARTERS, "basis-based_on": schedule_wording(task)})
    assert Milestone.objects.count() == 4
    assert MilestoneItem.objects.filter(milestone__quarter=2).count() == 2
    planned = PlannedValue.objects.filter(stage="竣工").order_by("quarter").values_list("quarter", "value")
    assert [(quarter, int(value)) for quarter, value in planned] == [(2, 5), (3, 10), (4, 15)]
    assert not Correction.objects.exists()  # what is typed first corrects nothing
    assert LogEntry.objects.filter(act="schedule_typed").count() == 1


def test_typing_the_quarters_again_replaces_them(client, a_list):
    client.post("/2026/tasks/new/", typed())
    task = Task.objects.get()
    client.post("/2026/tasks/1/schedule/", {**QUARTERS, "basis-based_on": schedule_wording(task)})
    again = {"q1": "完成招标。", "q2": "", "q3": "", "q4": "", "basis-based_on": schedule_wording(task)}
    client.post("/2026/tasks/1/schedule/", again)
    assert not PlannedValue.objects.exists()
    assert Correction.objects.get().subject == "序时进度"
    assert Target.objects.count() == 1


def test_two_who_type_the_quarters_at_once_do_not_lose_each_others(client, a_list):
    client.post("/2026/tasks/new/", typed())
    seen = schedule_wording(Task.objects.get())
    client.post("/2026/tasks/1/schedule/", {**QUARTERS, "basis-based_on": seen})
    answer = client.post("/2026/tasks/1/schedule/", {"q1": "别的。", "basis-based_on": seen})
    assert answer.status_code == 409
    assert "开工10所。" in list(Milestone.objects.values_list("text", flat=True))


def test_the_text_of_a_task_is_put_right_before_the_first_quarter(client, a_list):
    client.post("/2026/tasks/new/", typed())
    task = Task.objects.get()
    changed = {"text": "新建中小学16所。", "domain": "教育", "basis-based_on": task_wording(task)}
    client.post("/2026/tasks/1/text/", changed)
    task.refresh_from_db()
    assert (task.text, task.domain.name, task.source_text) == ("新建中小学16所。", "教育", "新建中小学15所。")


@pytest.mark.parametrize(
    ("typed_name", "is_custom", "stands"),
    [("教 育", True, {("教育", True)}), ("医疗", True, {("教育", True), ("医疗", True)}),
     ("医疗", False, {("教育", False), ("医疗", False)})],
)  # fmt: skip
def test_a_domain_that_is_typed_is_the_one_that_looks_so_else_one_of_its_kind(
    client, a_list, typed_name, is_custom, stands
):
    make_domain(a_list, is_custom=is_custom)
    task = make_task(a_list, number=1)
    changed = {"text": task.text, "domain": typed_name, "basis-based_on": task_wording(task)}
    assert client.post("/2026/tasks/1/text/", changed).status_code == 302
    assert set(Domain.objects.values_list("name", "is_custom")) == stands


def test_a_task_can_be_taken_away(client, a_list):
    client.post("/2026/tasks/new/", typed())
    client.post("/2026/tasks/1/remove/")
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/2026/tasks/new/", typed(number="2")),
        ("/2026/tasks/1/text/", {"text": "别的。"}),
        ("/2026/tasks/1/schedule/", QUARTERS),
        ("/2026/tasks/1/remove/", {}),
        ("/2026/edit/", {"title": "别的"}),
    ],
)
def test_once_a_quarter_is_opened_nothing_of_it_is_typed_over(path, fields, client, a_list):
    make_task(a_list, number=1, text="建设5个城市公园。", lead=make_unit())
    make_period(a_list, 1)
    YearlyList.objects.update(stage="running")
    answer = client.post(path, fields)
    assert answer.status_code in (200, 400, 409)
    assert list(Task.objects.values_list("number", "text")) == [(1, "建设5个城市公园。")]
    assert not Milestone.objects.exists()
    assert YearlyList.objects.get().title == "2026年民生实事"


def test_the_particulars_of_a_list_are_changed(client, a_list):
    seen = client.get("/2026/edit/").context["form"]["based_on"].value()
    client.post("/2026/edit/", {"title": "新标题", "matters": "50", "based_on": seen})
    assert (YearlyList.objects.get().title, YearlyList.objects.get().matters) == ("新标题", 50)
    answer = client.post("/2026/edit/", {"title": "旧的", "based_on": seen})
    assert "已被他人修改" in answer.content.decode()
