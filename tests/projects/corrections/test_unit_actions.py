"""Corrections of units and sub-projects."""

import pytest

from projects.corrections.actions import Grounds
from projects.corrections.unit_actions import (
    Responsible,
    SubProjectValues,
    correct_sub_projects,
    correct_units,
)
from projects.models import Assignment, Correction, LogEntry
from projects.rules.errors import Refused, Stale
from projects.rules.states import AssignmentRole, ListStage
from tests.factories import (
    NOW,
    make_group,
    make_list,
    make_milestone,
    make_sub_project,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("admin", role="administrator")


@pytest.fixture
def health():
    return make_unit("wjw", name="市卫健委")


@pytest.fixture
def task(health):
    return make_task(number=11, lead=health)


def units(task, admin, *rows, based_on=None, reason=""):
    responsible = [Responsible(party, role, name or party.name) for party, role, name in rows]
    basis = task.responsibility if based_on is None else based_on
    return correct_units(
        task, responsible=responsible, based_on=basis, grounds=Grounds(reason), at=NOW, by=admin
    )


def sub_projects(task, admin, *rows, based_on=None):
    basis = task.sub_projects_wording if based_on is None else based_on
    return correct_sub_projects(
        task,
        rows=[SubProjectValues(*row) for row in rows],
        based_on=basis,
        grounds=Grounds(),
        at=NOW,
        by=admin,
    )


def test_units_stand_in_the_order_given(task, admin, health):
    units(
        task,
        admin,
        (health, AssignmentRole.LEAD, ""),
        (make_unit(name="市财政局"), AssignmentRole.CO, ""),
        (make_group(name="各县区"), AssignmentRole.CO, ""),
    )
    assert task.responsibility == "牵头：市卫健委；共同责任：市财政局、各县区"


def test_a_correction_keeps_who_when_old_new_and_why(task, admin, health):
    kept = units(task, admin, (health, AssignmentRole.LEAD, "市卫生健康委"), reason="原文如此")
    assert (kept.old, kept.new) == ("牵头：市卫健委", "牵头：市卫生健康委（市卫健委）")
    assert (kept.made_at, kept.made_by, kept.reason) == (NOW, admin, "原文如此")


def test_a_correction_stands_in_the_log_with_its_task(task, admin, health):
    units(task, admin, (health, AssignmentRole.CO, ""))
    entry = LogEntry.objects.get()
    assert (entry.act, entry.object_url, entry.detail["new"]) == (
        "plan_corrected",
        "/2021/tasks/11/",
        "共同责任：市卫健委",
    )


def test_the_same_units_again_change_nothing(task, admin, health):
    before = Assignment.objects.get().pk
    assert units(task, admin, (health, AssignmentRole.LEAD, "")) is None
    assert Assignment.objects.get().pk == before and not Correction.objects.exists()


def test_a_unit_named_twice_is_refused(task, admin, health):
    with pytest.raises(Refused, match="列了两次"):
        units(task, admin, (health, AssignmentRole.LEAD, ""), (health, AssignmentRole.CO, ""))


def test_a_stale_save_is_refused_and_shows_both(task, admin, health):
    with pytest.raises(Stale, match="现为“牵头：市卫健委”，您依据的是“牵头：市教育局”"):
        units(task, admin, (health, AssignmentRole.CO, ""), based_on="牵头：市教育局")
    assert Assignment.objects.get().role == AssignmentRole.LEAD


def test_a_running_list_takes_no_correction(task, admin, health):
    task.yearly_list.stage = ListStage.RUNNING
    task.yearly_list.save()
    with pytest.raises(Refused, match="调整"):
        units(task, admin, (health, AssignmentRole.CO, ""))


def test_an_archived_list_takes_corrections(admin, health):
    task = make_task(make_list(2019, stage=ListStage.ARCHIVED), lead=health)
    assert units(task, admin, (health, AssignmentRole.CO, ""))


def test_a_sub_project_is_renamed_with_its_other_names(task, admin):
    park = make_sub_project(task, "园博园")
    sub_projects(task, admin, (park.pk, "市园博园", ("园博园",)))
    assert task.sub_projects_wording == "市园博园（又名：园博园）"


def test_a_merged_sub_project_gives_its_items_and_names(task, admin):
    kept, merged = make_sub_project(task, "市二院"), make_sub_project(task, "市二院西院区", aliases=["西院"])
    milestone = make_milestone(task, 1, items=[{"text": "封顶。", "sub_project": merged}])
    sub_projects(task, admin, (kept.pk, "市二院"), (merged.pk, "市二院西院区", ("西院",), kept.pk))
    kept = task.sub_projects.get()
    assert (kept.aliases, milestone.items.get().sub_project) == (["市二院西院区", "西院"], kept)


def test_two_sub_projects_may_change_names(task, admin):
    one, other = make_sub_project(task, "甲"), make_sub_project(task, "乙")
    sub_projects(task, admin, (one.pk, "乙"), (other.pk, "甲"))
    assert [row.name for row in task.sub_projects.all()] == ["乙", "甲"]


def test_a_sub_project_may_be_added(task, admin):
    sub_projects(task, admin, (None, "郁洲公园"))
    assert task.sub_projects.get().name == "郁洲公园"


def test_a_sub_project_without_items_may_go(task, admin):
    make_sub_project(task, "误识")
    sub_projects(task, admin)
    assert not task.sub_projects.exists()


def test_a_sub_project_with_items_may_not_go(task, admin):
    make_milestone(task, 1, items=[{"text": "封顶。", "sub_project": make_sub_project(task, "市二院")}])
    with pytest.raises(Refused, match="市二院"):
        sub_projects(task, admin)


def test_one_name_for_two_sub_projects_is_refused(task, admin):
    with pytest.raises(Refused, match="并入"):
        sub_projects(task, admin, (None, "甲"), (None, "甲"))


def test_merging_into_what_is_itself_merged_is_refused(task, admin):
    one, other = make_sub_project(task, "甲"), make_sub_project(task, "乙")
    with pytest.raises(Refused, match="保留哪一个"):
        sub_projects(task, admin, (one.pk, "甲", (), other.pk), (other.pk, "乙", (), one.pk))
    assert task.sub_projects.count() == 2


def test_a_sub_project_of_another_task_is_refused(task, admin):
    foreign = make_sub_project(make_task(number=12), "别处")
    with pytest.raises(Refused, match="已不存在"):
        sub_projects(task, admin, (foreign.pk, "改名"))
