"""The page on which the coordinator confirms which lead reports what."""

import pytest

from progress.models import Report
from progress.opening.checklist import checklist, leaderless_tasks
from progress.rules.states import ReportState
from projects.models import LogEntry, Unit
from projects.rules.quarters import Quarter
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import (
    NOW,
    make_assignment,
    make_group,
    make_list,
    make_report,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

PAGE = "/2021/reporters/"


@pytest.fixture
def task():
    task = make_task(make_list(stage=ListStage.RUNNING), number=58, lead=make_unit("first", name="市甲局"))
    make_assignment(task, make_unit("second", name="市乙局"))
    make_target(task)
    make_sub_project(task, "月牙岛公园")
    return task


def posted(task, unit, *, seen=""):
    key, part, second = task.targets.get().pk, task.sub_projects.get().pk, Unit.objects.get(code=unit).pk
    first = Unit.objects.get(code="first").pk
    return {f"unit-t{key}": first, f"seen-t{key}": seen, f"unit-s{part}": second, f"seen-s{part}": seen}


def words(task):
    found = checklist(task.yearly_list, Quarter(2021, 1), NOW.date())
    return next((point.words for point in found if point.code == "reporters"), None)


def test_the_page_lists_each_part_with_its_proposal(task, client):
    client.force_login(make_user(role=Role.COORDINATOR))
    page = client.get(PAGE).content.decode()
    assert "月牙岛公园" in page and page.count("待确认</span>") == 2


def test_what_is_chosen_is_confirmed_and_recorded(task, client):
    client.force_login(make_user(role=Role.COORDINATOR))
    client.post(PAGE, posted(task, "second"))
    assert task.targets.get().reporting_unit.code == "first"
    assert task.sub_projects.get().reporting_unit.code == "second"
    entry = LogEntry.objects.get(act="reporters_named")
    assert entry.detail["reporters"][1] == "第58项“月牙岛公园”：未确认→市乙局"
    assert words(task) == "多个牵头单位的任务，填报单位均已确认。"


def test_a_confirmed_one_is_changed_with_a_record_and_the_same_again_is_none(task, client):
    client.force_login(make_user(role=Role.COORDINATOR))
    client.post(PAGE, posted(task, "first"))
    seen = Unit.objects.get(code="first").pk
    client.post(PAGE, posted(task, "second", seen=seen))
    assert "市甲局→市乙局" in str(LogEntry.objects.filter(act="reporters_named").latest("pk").detail)
    again = posted(task, "second", seen=seen)
    again[f"seen-s{task.sub_projects.get().pk}"] = Unit.objects.get(code="second").pk
    client.post(PAGE, again)
    assert LogEntry.objects.filter(act="reporters_named").count() == 2


def test_a_choice_made_on_an_old_page_is_refused(task, client):
    client.force_login(make_user(role=Role.COORDINATOR))
    client.post(PAGE, posted(task, "second"))
    answer = client.post(PAGE, posted(task, "first"))
    assert answer.status_code == 400
    assert "填报单位在您打开之后已有变动" in answer.content.decode()
    assert task.sub_projects.get().reporting_unit.code == "second"


def test_a_unit_that_does_not_lead_the_task_is_no_choice(task, client):
    make_unit("third")
    client.force_login(make_user(role=Role.COORDINATOR))
    assert client.post(PAGE, posted(task, "third")).status_code == 400
    assert task.sub_projects.get().reporting_unit is None


def test_a_list_of_single_leads_needs_no_naming(client):
    make_task(make_list(), lead=make_unit())
    client.force_login(make_user(role=Role.COORDINATOR))
    assert "没有需要确认的填报单位" in client.get(PAGE).content.decode()


def test_the_checklist_names_the_tasks_that_nobody_confirmed(task):
    assert words(task) == "1项多个牵头单位的任务，填报单位未确认，将按建议填报：第58项。"
    task.assignments.filter(order=2).delete()
    assert words(task) is None


def test_a_task_whose_leads_are_all_inactive_stands_on_the_administrators_desk(task):
    administrator = make_user(role=Role.ADMINISTRATOR)
    Unit.objects.filter(code="first").update(is_active=False)
    assert leaderless_tasks(administrator) == []
    Unit.objects.filter(code="second").update(is_active=False)
    (line,) = leaderless_tasks(administrator)
    assert (line.kind, line.subject, line.url) == (
        "牵头单位已停用",
        "2021年第58项",
        "/2021/tasks/58/units/",
    )
    assert leaderless_tasks(make_user(role=Role.COORDINATOR)) == []


def test_of_what_was_reported_before_the_desk_says_what_is_true(task):
    administrator = make_user(role=Role.ADMINISTRATOR)
    first, second = Unit.objects.get(code="first"), Unit.objects.get(code="second")
    Unit.objects.update(is_active=False)
    for unit, quarter in ((first, 1), (second, 2)):
        make_report(task, unit, quarter=quarter, state=ReportState.NOT_BEGUN)
    reports = Report.objects.filter(task=task)
    reports.filter(period__quarter=1).update(state=ReportState.ACCEPTED, submitted_at=NOW)
    (line,) = leaderless_tasks(administrator)
    assert "无人填报，列为待评定" in line.words  # the running quarter is missing
    reports.filter(period__quarter=2).update(state=ReportState.SUBMITTED, submitted_at=NOW)
    (line,) = leaderless_tasks(administrator)
    assert line.words == "牵头单位均已停用，本期已报送的照常审核、评价，以后无人填报；请调整责任单位。"


def test_an_active_member_of_a_group_leads_the_task_on(task):
    Unit.objects.update(is_active=False)
    make_assignment(task, make_group("gxq", make_unit(), yearly_list=task.yearly_list))
    assert leaderless_tasks(make_user(role=Role.ADMINISTRATOR)) == []
