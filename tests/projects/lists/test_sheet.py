from decimal import Decimal

import pytest

from projects.corrections.finding_actions import settle
from projects.lists.sheet import task_sheet
from projects.lists.sheet_query import task_with_sheet
from projects.rules.states import AssignmentRole, Basis
from tests.factories import (
    NOW,
    make_assignment,
    make_document,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def yearly_list():
    return make_list(2021)


def sheet(task):
    return task_sheet(task_with_sheet(2021, task.number))


def test_the_text_is_cut_where_its_targets_were_read(yearly_list):
    task = make_task(yearly_list, text="建设5个公园。")
    make_target(task, label="公园", quote="5个公园")
    assert [(part.text, part.reading) for part in sheet(task).text] == [
        ("建设", ""),
        ("5个公园", "公园 5个"),
        ("。", ""),
    ]


def test_units_stand_by_role_in_the_printed_order(yearly_list):
    task = make_task(yearly_list)
    later, first = make_unit(name="市财政局"), make_unit(name="市发改委")
    make_assignment(task, later, role=AssignmentRole.CO, order=2)
    make_assignment(task, first, role=AssignmentRole.CO, order=1)
    make_assignment(task, make_unit(name="市教育局"))
    roles = [(label, [party.printed for party in parties]) for label, parties in sheet(task).roles]
    assert roles == [("牵头", ["市教育局"]), ("共同责任", ["市发改委", "市财政局"])]


def test_a_group_tells_its_members_of_this_list_only(yearly_list):
    task = make_task(yearly_list)
    group = make_group("gxq", make_unit("hzq", name="海州区"), yearly_list=yearly_list)
    group.memberships.create(yearly_list=make_list(2020), unit=make_unit())
    make_assignment(task, group)
    members = sheet(task).roles[0][1][0].members
    assert members == ({"name": "海州区", "code": "hzq", "confirmed": None},)


def test_four_quarters_always_stand(yearly_list):
    task = make_task(yearly_list)
    make_milestone(task, 2, "开工。")
    assert [column.text for column in sheet(task).quarters] == [None, "开工。", None, None]


def test_a_quarter_tells_what_is_planned_by_its_end(yearly_list):
    task = make_task(yearly_list)
    make_target(task, quantity=5, planned=(1, 3), basis=Basis.YTD)
    planned = [[figure.total_words for _, figure in column.figures] for column in sheet(task).quarters]
    assert planned == [["1"], ["3"], [], ["5"]]


def test_other_stages_follow_the_targets_own(yearly_list):
    task = make_task(yearly_list)
    target = make_target(task, stage="完工", planned=(None, None, None, 5), basis=Basis.YTD)
    target.planned_values.create(stage="开工", quarter=1, value=2, basis=Basis.YTD)
    assert [(line.plan.stage, line.opens) for line in sheet(task).targets] == [
        ("完工", True),
        ("开工", False),
    ]


def test_sub_projects_stand_in_rows_and_the_rest_last(yearly_list):
    task = make_task(yearly_list)
    park, lake = make_sub_project(task, "园博园"), make_sub_project(task, "和安湖")
    make_milestone(
        task,
        1,
        items=[
            {"text": "丙。"},
            {"text": "乙。", "sub_project": lake},
            {"text": "甲。", "sub_project": park},
        ],
    )
    rows = [
        (row.name, [[item.text for item in items] for _, items in row.cells])
        for row in sheet(task).sub_projects
    ]
    assert rows == [
        ("园博园", [["甲。"], [], [], []]),
        ("和安湖", [["乙。"], [], [], []]),
        ("", [["丙。"], [], [], []]),
    ]


def test_without_sub_projects_there_are_no_rows(yearly_list):
    task = make_task(yearly_list)
    make_milestone(task, 1, items=["甲。"])
    assert sheet(task).sub_projects == ()


def test_items_that_repeat_the_text_are_verbatim(yearly_list):
    task = make_task(yearly_list)
    make_milestone(task, 1, "甲。乙。", items=["甲。", "乙。"])
    make_milestone(task, 2, "一是甲。二是乙。", items=["甲。", "乙。"])
    assert [column.is_verbatim for column in sheet(task).quarters[:2]] == [True, False]


def test_neighbours_skip_missing_numbers(yearly_list):
    for number in (3, 7, 9):
        make_task(yearly_list, number=number)
    task = task_with_sheet(2021, 7)
    assert (task.previous_number, task.next_number) == (3, 9)


def test_the_lists_documents_are_told(yearly_list):
    make_document(yearly_list, title="分解方案", document_number="连政发〔2021〕10号")
    task = task_with_sheet(2021, make_task(yearly_list).number)
    assert task.documents[0]["number"] == "连政发〔2021〕10号"


def test_no_task_bears_the_number(yearly_list):
    number = make_task(yearly_list).number
    assert task_with_sheet(2021, number + 1) is None
    assert task_with_sheet(2020, number) is None


def test_no_digit_of_a_quantity_is_lost(yearly_list):
    task = make_task(yearly_list)
    make_target(task, quantity="1234567890123.4567")
    assert sheet(task).targets[0].target.quantity == Decimal("1234567890123.4567")


def test_an_answer_says_who_and_when(yearly_list):
    task = make_task(yearly_list)
    settle(
        make_finding(task),
        answer="无误。",
        at=NOW,
        by=make_user("admin", role="administrator", display_name="管理员"),
    )
    finding = sheet(task).findings[0]
    assert (finding.answer, finding.by, finding.at) == ("无误。", "管理员", NOW)


def test_a_page_is_one_query(yearly_list, django_assert_num_queries):
    task = make_task(yearly_list, lead=make_unit())
    with django_assert_num_queries(1):
        sheet(task)
