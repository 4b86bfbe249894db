import pytest

from progress.bulletins.quarter_figures import figures
from progress.models import Measurement, Report, Round
from projects.corrections.finding_actions import settle
from projects.models import Target, Task
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole, ListStage
from tests.factories import (
    NOW,
    make_assignment,
    make_bulletin,
    make_finding,
    make_group,
    make_list,
    make_milestone,
    make_report,
    make_sub_project,
    make_target,
    make_task,
    make_unit,
    make_user,
)
from tests.pages import one_line
from tests.progress.year.running_year import ON, a_running_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    return make_task(
        make_list(2021), number=36, text="建设<5>个公园。", lead=make_unit("szjj", name="市住建局")
    )


@pytest.fixture
def reader(client):
    client.force_login(make_user("reader"))
    return client


@pytest.fixture
def admin(client):
    client.force_login(make_user("admin", role="administrator"))
    return client


def page(client, address="/2021/tasks/36/"):
    return one_line(client.get(address).content.decode())


def test_quotes_are_marked_and_the_text_is_escaped(reader, task):
    make_target(task, label="公园", quote="<5>个公园")
    assert '建设<mark title="公园 5个">&lt;5&gt;个公园</mark>。' in page(reader)


def test_a_printed_name_stands_beside_the_registered_one(reader, task):
    make_assignment(
        task, make_unit("zrzyj", name="市自然资源局"), role=AssignmentRole.CO, printed_name="市资源局"
    )
    shown = page(reader)
    assert '<a href="/units/zrzyj/">市资源局</a>' in shown and "登记名：市自然资源局" in shown


def test_a_group_opens_to_its_members_and_marks_proposed_ones(reader, task):
    make_assignment(
        task,
        make_group("gxq", make_unit("hzq", name="海州区"), yearly_list=task.yearly_list),
        role=AssignmentRole.CO,
    )
    shown = page(reader)
    assert (
        "（1 个成员）" in shown
        and '<a href="/units/hzq/">海州区</a><span class="v v-behind">待确认</span>' in shown
    )


def test_the_default_of_the_fourth_quarter_is_marked(reader, task):
    make_target(task, planned=(1,), basis="own")
    assert "默认</span>" in page(reader)


def test_an_unsettled_target_says_why(reader, task):
    make_target(task, quantity=5, planned=(1, 1, 1, 1), basis="own", needs_settling=True)
    assert "年末累计计划为4，与目标值5不一致。" in page(reader)


def test_an_empty_cell_is_said_to_be_one(reader, task):
    make_milestone(task, 4, "")
    assert "原表此格为空" in page(reader)


def test_sub_projects_stand_in_a_table(reader, task):
    make_milestone(
        task,
        1,
        items=[{"text": "开工。", "sub_project": make_sub_project(task, "园博园", aliases=["博览园"])}],
    )
    shown = page(reader)
    assert "<b>园博园</b>" in shown and "又名：博览园" in shown


def test_findings_stand_with_their_decisions(reader, task):
    settle(
        make_finding(task, message="甲有疑。"),
        answer="按原文。",
        at=NOW,
        by=make_user("a", role="administrator"),
    )
    make_finding(task, message="乙有疑。")
    shown = page(reader)
    assert "处理意见：按原文。" in shown and "待处理 1 条" in shown


def test_the_neighbours_are_links(reader, task):
    make_task(task.yearly_list, number=35)
    shown = page(reader)
    assert 'href="../35/" rel="prev"' in shown and "已是末项" in shown


def test_a_reader_is_offered_no_correction(reader, task):
    make_target(task)
    assert "更正责任单位" not in page(reader)


def test_the_administrator_is_offered_corrections(admin, task):
    make_target(task)
    shown = page(admin)
    assert (
        "/2021/tasks/36/units/" in shown
        and f"/2021/tasks/36/targets/{Target.objects.get().pk}/planned/" in shown
    )


def test_on_a_running_list_the_change_is_called_a_revision(admin, task):
    task.yearly_list.stage = ListStage.RUNNING
    task.yearly_list.save()
    shown = page(admin)
    assert "调整责任单位" in shown
    assert "更正责任单位" not in shown


def test_nobody_is_offered_a_change_of_a_concluded_year(admin, task):
    task.yearly_list.stage = ListStage.CONCLUDED
    task.yearly_list.save()
    assert "责任单位</a></span>" not in page(admin)


def test_revisions_stand_with_reason_and_approval(admin, task):
    by = make_user("reviser", role="administrator")
    approved = {"approval": "市政府常务会议", "approved_on": "2021-07-01", "made_at": NOW, "made_by": by}
    task.revisions.create(subject="计划值", old="4", new="5", reason="征地延期", **approved)
    assert "依据：市政府常务会议（2021-07-01）" in page(admin)


def test_an_unknown_number_is_not_found(reader, task):
    assert reader.get("/2021/tasks/99/").status_code == 404
    assert reader.get("/2020/tasks/36/").status_code == 404


def fill(task, count):
    for _ in range(count):
        target = make_target(task, planned=(1, 2, 3, 4), basis="own")
        target.planned_values.create(stage="开工", quarter=1, value=1)
        make_assignment(
            task,
            make_group(f"group{target.pk}", make_unit(), yearly_list=task.yearly_list),
            role=AssignmentRole.CO,
        )
        make_finding(task)
    for quarter in (1, 2, 3, 4):
        part = make_sub_project(task, f"园{quarter}{count}")
        make_milestone(
            task, quarter, items=[{"text": f"{number}。", "sub_project": part} for number in range(count)]
        )


def test_a_full_task_asks_the_database_as_often_as_a_small_one(reader, task, django_assert_max_num_queries):
    full = make_task(task.yearly_list, number=37)
    fill(task, 1)
    fill(full, 30)
    page(reader)
    with django_assert_max_num_queries(12) as few:
        page(reader)
    with django_assert_max_num_queries(12) as many:
        page(reader, "/2021/tasks/37/")
    assert len(few) == len(many)


def running(client, number, role=None, closed=(), **fields):
    a_running_year(closed=closed)
    client.force_login(make_user(role=role or "filer", **fields))
    return page(client, f"/2021/tasks/{number}/")


def test_the_commission_sees_every_quarters_verdict_and_streak(client):
    shown = running(client, 2, Role.COORDINATOR)
    assert [
        word in shown for word in ("滞后（未达序时）</span>", "严重滞后</span>", "连续2季", "市a局<span")
    ] == [True] * 4


def test_a_stranger_sees_the_verdicts_of_issued_quarters_only(client):
    shown = running(client, 2, closed=[1])
    assert "滞后（未达序时）</span>" in shown and "严重滞后</span>" not in shown and "评价待公布" in shown


def test_a_made_up_quarter_is_marked(client):
    assert "已赶上序时" in running(client, 3, Role.COORDINATOR)


def test_planned_and_actual_stand_beside_each_other_as_a_line_and_as_figures(client):
    a_running_year()
    task = Task.objects.get(number=1)
    target = make_target(task, planned=(1, 2, 4, 5), basis="ytd")
    first = task.reports.get(period__quarter=1)
    Measurement.objects.create(report=first, target=target, value=3)
    make_bulletin(first.period, told=figures(first.period, ON))
    client.force_login(make_user())
    shown = page(client, "/2021/tasks/1/")
    assert '<svg class="lines"' in shown and "完成率 60.0%" in shown and "<b>3</b>" in shown


def test_what_was_said_stands_there_as_far_as_it_may_be_seen(client):
    a_running_year()
    returned, accepted = (Task.objects.get(number=number).reports.get(period__quarter=2) for number in (6, 1))
    make_round(returned, "数据有误。"), Report.objects.filter(pk=accepted.pk).update(text="已建成两个。")
    make_bulletin(accepted.period, told=figures(accepted.period, ON))
    for role, sees in ((Role.COORDINATOR, True), ("auditor", False)):
        client.force_login(make_user(role=role))
        assert ("数据有误。" in page(client, "/2021/tasks/6/")) == sees
    assert "已建成两个。" in page(client, "/2021/tasks/1/")


def make_round(report, text):
    content = {"text": text, "problems": "", "next_steps": "", "values": [], "items": []}
    Round.objects.create(report=report, number=1, submitted_at=NOW, submitted_by=make_user(), content=content)


def test_a_running_task_asks_the_database_as_often_with_many_reports(client, django_assert_max_num_queries):
    a_running_year()
    client.force_login(make_user(role=Role.COORDINATOR))
    task = Task.objects.get(number=1)
    make_round(task.reports.get(period__quarter=1), "一")
    page(client, "/2021/tasks/1/")
    with django_assert_max_num_queries(12) as few:
        page(client, "/2021/tasks/1/")
    for _ in range(10):
        make_round(make_report(task, make_unit(), quarter=2, state="accepted", submitted_at=NOW), "多")
        make_target(task, planned=(1, 2))
    with django_assert_max_num_queries(12) as many:
        page(client, "/2021/tasks/1/")
    assert len(few) == len(many)
