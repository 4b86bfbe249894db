import pytest

from projects.models import Correction, LogEntry, SubProject, Target
from projects.rules.states import AssignmentRole, Basis, ListStage
from tests.factories import (
    NOW,
    make_list,
    make_milestone,
    make_period,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.pages import one_line

pytestmark = pytest.mark.django_db
UNITS = "/2021/tasks/36/units/"


@pytest.fixture
def health():
    return make_unit("wjw", name="市卫健委")


@pytest.fixture
def task(health):
    return make_task(make_list(2021), number=36, lead=health)


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", role="administrator"))
    return client


def rows(prefix, *filled, **more):
    """A posted formset with its basis."""
    total = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": 0}
    return (
        total
        | {
            f"{prefix}-{place}-{name}": value
            for place, row in enumerate(filled)
            for name, value in row.items()
        }
        | more
    )


def unit(name, role=AssignmentRole.LEAD, **more):
    return {"role": role, "name": name, **more}


def body(response):
    return one_line(response.content.decode())


def test_corrected_units_lead_back_to_the_task_with_a_word(admin, task):
    posted = rows(
        "units",
        unit("市卫健委", printed_name="市卫生局"),
        **{"basis-based_on": task.responsibility, "basis-reason": "误读"},
    )
    response = admin.post(UNITS, posted, follow=True)
    assert response.redirect_chain == [("/2021/tasks/36/", 302)]
    assert "已更正责任单位" in body(response) and "误读" in body(response)


def test_a_name_may_be_an_alias(admin, task, health):
    health.aliases.create(name="市卫计委")
    admin.post(UNITS, rows("units", unit("市卫计委", "co"), **{"basis-based_on": task.responsibility}))
    assert Correction.objects.get().new == "共同责任：市卫健委"


def test_units_stand_by_the_order_typed(admin, task):
    make_unit(name="市财政局")
    posted = rows(
        "units",
        unit("市财政局", order=2),
        unit("市卫健委", order=1),
        unit(""),
        **{"basis-based_on": task.responsibility},
    )
    admin.post(UNITS, posted)
    assert Correction.objects.get().new == "牵头：市卫健委、市财政局"


def test_an_unknown_name_is_said_beside_its_field_with_near_ones(admin, task):
    response = admin.post(UNITS, rows("units", unit("市卫健局"), **{"basis-based_on": task.responsibility}))
    assert "登记册中没有“市卫健局”。相近的有：市卫健委" in body(response)
    assert not Correction.objects.exists()


def test_a_removed_unit_goes(admin, task):
    admin.post(UNITS, rows("units", unit("市卫健委", remove="on"), **{"basis-based_on": task.responsibility}))
    assert not task.assignments.exists()


def test_a_stale_save_shows_what_stands_and_gives_the_typed_back(admin, task):
    response = admin.post(
        UNITS, rows("units", unit("市卫健委", printed_name="刚写的"), **{"basis-based_on": "牵头：旧名"})
    )
    assert response.status_code == 409
    shown = body(response)
    assert "现为“牵头：市卫健委”，您依据的是“牵头：旧名”" in shown and "刚写的" in shown
    assert LogEntry.objects.get().result == "refused"


def test_whoever_saves_again_after_a_stale_save_is_heard(admin, task):
    posted = rows("units", unit("市卫健委", "co"), **{"basis-based_on": "牵头：旧名"})
    response = admin.post(UNITS, posted)
    again = response.context["basis"]["based_on"].value()
    assert admin.post(UNITS, posted | {"basis-based_on": again}).status_code == 302


def test_a_mistyped_form_keeps_the_basis_it_was_opened_with(admin, task):
    response = admin.post(UNITS, rows("units", unit("无此单位"), **{"basis-based_on": "牵头：旧名"}))
    assert response.context["basis"]["based_on"].value() == "牵头：旧名"


def test_a_running_list_is_refused_and_the_typed_stays(admin, task):
    task.yearly_list.stage = ListStage.RUNNING
    task.yearly_list.save()
    response = admin.post(
        UNITS,
        rows("units", unit("市卫健委", printed_name="刚写的"), **{"basis-based_on": task.responsibility}),
    )
    assert response.status_code == 409 and "刚写的" in body(response)


def test_nothing_changed_says_so(admin, task):
    response = admin.post(
        UNITS, rows("units", unit("市卫健委"), **{"basis-based_on": task.responsibility}), follow=True
    )
    assert "内容没有变化" in body(response)


def test_two_sub_projects_become_one(admin, task):
    kept, merged = make_sub_project(task, "市二院"), make_sub_project(task, "二院")
    filled = [{"pk": kept.pk, "name": "市二院"}, {"pk": merged.pk, "name": "二院", "into": kept.pk}]
    admin.post(
        "/2021/tasks/36/sub-projects/",
        rows("parts", *filled, **{"basis-based_on": task.sub_projects_wording}),
    )
    assert SubProject.objects.get().aliases == ["二院"]


def test_items_are_merged_and_split(admin, task):
    milestone = make_milestone(task, 2, "甲，乙。丙；丁。", items=["甲，", "乙。", "丙；丁。"])
    filled = [
        {"text": "甲，", "treatment": "keep"},
        {"text": "乙。", "treatment": "merge"},
        {"text": "丙；丁。", "treatment": "split"},
    ]
    admin.post(
        "/2021/tasks/36/items/q2/", rows("items", *filled, **{"basis-based_on": milestone.items_wording})
    )
    assert [item.text for item in milestone.items.all()] == ["甲，乙。", "丙；", "丁。"]


def test_a_quarter_without_a_milestone_is_not_found(admin, task):
    assert admin.get("/2021/tasks/36/items/q3/").status_code == 404


def target(**changed):
    values = {
        "label": "城市公园",
        "quantity": "2.2万",
        "unit": "平方米",
        "nature": "count",
        "direction": "up",
        **changed,
    }
    return {f"target-{name}": value for name, value in values.items()}


def test_a_target_is_added_with_its_quantity_in_words(admin, task):
    admin.post("/2021/tasks/36/targets/add/", target())
    assert Target.objects.get().quantity == 22000


def test_a_quote_must_stand_in_the_text(admin, task):
    response = admin.post("/2021/tasks/36/targets/add/", target(quote="没有的字"))
    assert "目标任务中没有这段文字" in body(response)


def test_a_quantity_that_is_none_is_said_beside_its_field(admin, task):
    assert "请填写数字" in body(admin.post("/2021/tasks/36/targets/add/", target(quantity="若干")))


def test_an_upper_limit_below_the_quantity_is_said(admin, task):
    assert "上限不能小于目标值" in body(
        admin.post("/2021/tasks/36/targets/add/", target(quantity="8", quantity_max="6"))
    )


def test_a_target_is_edited(admin, task):
    made = make_target(task)
    admin.post(f"/2021/tasks/36/targets/{made.pk}/", target(quantity="6") | {"basis-based_on": made.wording})
    assert Target.objects.get().amount == "6平方米"


def test_a_target_of_another_task_is_not_found(admin, task):
    other = make_target(make_task(task.yearly_list, number=37))
    assert admin.get(f"/2021/tasks/36/targets/{other.pk}/").status_code == 404


def test_planned_values_are_typed_quarter_by_quarter_and_settled(admin, task):
    made = make_target(task, needs_settling=True)
    posted = rows(
        "stages",
        {"basis": Basis.OWN, "q1": "1", "q2": "", "q3": "1.5", "q4": "2.5"},
        **{"basis-based_on": made.planned_wording},
    )
    admin.post(f"/2021/tasks/36/targets/{made.pk}/planned/", posted)
    made = Target.objects.get()
    assert (made.planned_wording, made.needs_settling) == (
        "第1季度1（当季）；第3季度1.5（当季）；第4季度2.5（当季）",
        False,
    )


def test_a_stage_filled_twice_is_said(admin, task):
    made = make_target(task)
    posted = rows("stages", {"q1": "1"}, {"q1": "2"}, **{"basis-based_on": made.planned_wording})
    assert "填了两行" in body(admin.post(f"/2021/tasks/36/targets/{made.pk}/planned/", posted))


def test_a_target_is_removed(admin, task):
    made = make_target(task)
    admin.post(
        f"/2021/tasks/36/targets/{made.pk}/remove/",
        {"removal-based_on": made.wording, "removal-reason": "不是目标"},
    )
    assert not Target.objects.exists() and Correction.objects.get().reason == "不是目标"


def test_the_reason_typed_for_a_removal_is_not_lost_at_the_sign_in(admin, task):
    made = make_target(task)
    carried = {"carried-removal-based_on": made.wording, "carried-removal-reason": "<不是>目标"}
    response = admin.post(f"/2021/tasks/36/targets/{made.pk}/remove/", carried, follow=True)
    assert Target.objects.exists() and "您填写的是：&lt;不是&gt;目标" in body(response)


def test_a_stage_becomes_a_target(admin, task):
    made = make_target(task, stage="完工")
    made.planned_values.create(stage="开工", quarter=3, value=5, basis="ytd")
    admin.post(f"/2021/tasks/36/targets/{made.pk}/part/", {"stage": "开工", "based_on": made.planned_wording})
    assert Target.objects.filter(stage="开工").exists()


def test_typed_text_that_comes_back_through_the_sign_in_is_shown_not_saved(admin, task):
    carried = {
        f"carried-{name}": value
        for name, value in rows("units", unit("市卫健委", printed_name="刚写的")).items()
    }
    response = admin.post(UNITS, carried)
    assert response.status_code == 200 and "刚写的" in body(response)
    assert not Correction.objects.exists()


def test_many_units_ask_the_database_as_often_as_one(admin, task, django_assert_max_num_queries):
    full = make_task(task.yearly_list, number=37)
    for _ in range(30):
        full.assignments.create(
            unit=make_unit(), role="co", order=full.assignments.count() + 1, printed_name="甲"
        )
    admin.get(UNITS)
    with django_assert_max_num_queries(12) as few:
        admin.get(UNITS)
    with django_assert_max_num_queries(12) as many:
        admin.get("/2021/tasks/37/units/")
    assert len(few) == len(many)


@pytest.fixture
def revised_at_the_page(admin, task, monkeypatch):
    """A running list, its first quarter past; the page of a target's planned values."""
    monkeypatch.setattr("lianyungang.middleware.timezone.localtime", lambda value=NOW, *_: value)
    task.yearly_list.stage = ListStage.RUNNING
    task.yearly_list.save()
    make_period(task.yearly_list, 1)
    target = make_target(task, planned=(1, 2, 4, 5), basis="ytd")
    return f"/2021/tasks/36/targets/{target.pk}/planned/"


def test_the_page_of_a_revision_offers_the_quarters_that_are_not_past(admin, revised_at_the_page):
    shown = body(admin.get(revised_at_the_page))
    assert '<option value="2">二季度</option>' in shown
    assert '<option value="1">一季度</option>' not in shown


def test_a_revision_says_from_when_it_holds(admin, task, revised_at_the_page):
    basis = {
        "basis-based_on": task.targets.get().planned_wording,
        "basis-reason": "征地延期",
        "basis-approval": "市政府常务会议",
        "basis-approved_on": "2021-07-01",
        "basis-holds_from": "3",
    }
    posted = rows("stages", {"stage": "", "basis": "ytd", "q4": "5"}, **basis)
    shown = body(admin.post(revised_at_the_page, posted, follow=True))
    assert "已调整计划值：城市公园，自三季度起执行" in shown
    assert "（2021-07-01）" in shown and "　自三季度起执行" in shown


def test_a_correction_asks_for_no_quarter(admin, task):
    target = make_target(task, planned=(1, 2, 4, 5), basis="ytd")
    assert "自何季度起执行" not in body(admin.get(f"/2021/tasks/36/targets/{target.pk}/planned/"))
