"""Corrections of items."""

import pytest

from projects.corrections.actions import Grounds
from projects.corrections.item_actions import ItemValues, correct_items
from projects.models import Milestone
from projects.rules.errors import Refused, Stale
from projects.rules.states import ListStage
from tests.factories import NOW, make_milestone, make_sub_project, make_task, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user("admin", role="administrator")


@pytest.fixture
def milestone():
    return make_milestone(make_task(number=36), 2, "开工建设。力争完工。", items=["开工建设。", "力争完工。"])


def correct(milestone, admin, *items, based_on=None):
    basis = milestone.items_wording if based_on is None else based_on
    return correct_items(milestone, items=items, based_on=basis, grounds=Grounds(), at=NOW, by=admin)


def test_items_stand_as_given(milestone, admin):
    kept = correct(milestone, admin, ItemValues("开工建设。力争完工。", is_soft=True))
    assert (kept.subject, kept.old, kept.new) == (
        "二季度事项",
        "开工建设。\n力争完工。",
        "开工建设。力争完工。（不作硬性要求）",
    )


def test_the_printed_text_stays(milestone, admin):
    correct(milestone, admin, ItemValues("开工。"))
    milestone.refresh_from_db()
    assert milestone.text == "开工建设。力争完工。"


def test_the_same_items_keep_nothing(milestone, admin):
    assert correct(milestone, admin, ItemValues("开工建设。"), ItemValues("力争完工。")) is None


def test_an_item_may_go_to_a_sub_project(milestone, admin):
    park = make_sub_project(milestone.task, "园博园")
    correct(milestone, admin, ItemValues("开工建设。", sub_project=park))
    assert milestone.items.get().sub_project == park


def test_a_sub_project_of_another_task_is_refused(milestone, admin):
    with pytest.raises(Refused, match="不属于本任务"):
        correct(
            milestone, admin, ItemValues("开工建设。", sub_project=make_sub_project(make_task(number=37)))
        )


def test_line_ends_of_a_browser_make_nothing_stale(milestone, admin):
    assert correct(milestone, admin, ItemValues("开工。"), based_on="开工建设。\r\n力争完工。")


def test_a_stale_save_is_refused(milestone, admin):
    with pytest.raises(Stale):
        correct(milestone, admin, based_on="开工建设。")


def test_a_concluded_list_takes_no_correction(milestone, admin):
    milestone.task.yearly_list.stage = ListStage.CONCLUDED
    milestone.task.yearly_list.save()
    with pytest.raises(Refused, match="已办结"):
        correct(milestone, admin)


def test_what_the_page_had_read_is_not_taken_for_what_stands(milestone, admin):
    read = Milestone.objects.prefetch_related("items").get()
    basis = read.items_wording
    correct(milestone, admin, ItemValues("开工。"))
    with pytest.raises(Stale):
        correct(read, admin, ItemValues("完工。"), based_on=basis)
