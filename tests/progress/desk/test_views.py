import pytest

from progress.reminders.actions import remind, send_due
from progress.rules.states import ReportState
from projects.rules.roles import Role
from projects.rules.states import AssignmentRole, ListStage
from tests.factories import (
    NOW,
    make_assignment,
    make_bulletin,
    make_conclusion,
    make_coordination,
    make_finding,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_task,
    make_unit,
    make_user,
)
from tests.pages import one_line

pytestmark = pytest.mark.django_db


def desk(client, **fields):
    client.force_login(make_user("someone", **fields))
    return one_line(client.get("/").content.decode())


def test_a_unit_sees_the_tasks_that_it_leads_beside_the_plan(client):
    unit = make_unit("sjyj", name="市教育局")
    make_milestone(make_task(make_list(2021), number=1, text="新建小学。", lead=unit), 4, "竣工。")
    html = desk(client, unit=unit)
    assert all(words in html for words in ("我牵头的任务", "新建小学。", "四季度序时进度", "竣工。"))


def test_of_a_year_gone_by_the_desk_tells_its_end(client):
    yearly_list = make_list(2021, stage=ListStage.CONCLUDED)
    task = make_task(yearly_list, number=1)
    last, settled = make_period(yearly_list, 4, opened_at=NOW), make_period(yearly_list, 5, opened_at=NOW)
    for period in (last, settled):
        make_bulletin(period)
        make_report(task, make_unit(), quarter=period.quarter)
    assert "2021年年底核定</b>" in desk(client, role=Role.SUPERVISOR)


def test_a_unit_that_only_helps_is_led_to_those_tasks(client):
    unit = make_unit("sjyj")
    make_assignment(make_task(make_list(2021), number=1), unit, role=AssignmentRole.CO)
    assert '<a href="/2021/tasks/?unit=sjyj">1 项</a>' in desk(client, unit=unit)


def test_the_administrator_sees_what_the_documents_left_open(client):
    make_finding(make_task(number=1))
    assert '<a href="/2021/tasks/?findings=yes">1</a>' in desk(client, role=Role.ADMINISTRATOR)


def test_nobody_else_is_asked_to_settle_findings(client):
    make_finding(make_task(number=1))
    assert "待处理" not in desk(client)


def test_the_auditor_is_led_to_the_log(client):
    assert "查看操作记录" in desk(client, role=Role.AUDITOR)


def test_an_archived_list_is_not_what_one_works_in(client):
    unit = make_unit("sjyj")
    make_task(make_list(2019), number=1, lead=unit)
    make_list(2021, stage=ListStage.ARCHIVED)
    desk(client, unit=unit)
    assert client.get("/").context["current"].list.year == 2019


def test_a_unit_sees_what_it_still_has_to_file(client):
    unit = make_unit("sjyj")
    task = make_task(make_list(2021), number=1, text="新建小学。", lead=unit)
    make_period(task.yearly_list, 2, opened_at=NOW)
    make_report(task, unit)
    todo = desk(client, unit=unit).split('id="todo"')[1].split("</section>")[0]
    assert all(words in todo for words in ("新建小学。", "/2021/q2/tasks/1/?unit=sjyj", "未报"))
    assert [(way.label, way.count) for way in client.get("/").context["navigation"] if way.count] == [
        ("季度填报", 1)
    ]


def test_the_coordinator_sees_how_many_reports_stand_where(client):
    unit = make_unit("sjyj")
    task = make_task(make_list(2021), number=1, lead=unit)
    make_period(task.yearly_list, 2, opened_at=NOW)
    make_report(task, unit, state=ReportState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW)
    desk(client, role=Role.COORDINATOR)
    figures = client.get("/").context["figures"]
    assert [(each["label"], each["value"], each["url"]) for each in figures] == [
        ("待审核", 1, "/2021/q2/review/?state=pending")
    ]


def test_without_a_list_the_desk_says_where_lists_come_from(client):
    assert "还没有年度清单" in desk(client)


@pytest.fixture
def sent():
    """A report that awaits signature, two days after it was due."""
    unit = make_unit("sjyj")
    task = make_task(make_list(2021), number=1, text="新建小学。", lead=unit)
    make_period(task.yearly_list, 2, opened_at=NOW)
    return make_report(task, unit, state=ReportState.AWAITING)


def section(html, key):
    return html.split(f'id="{key}"')[1].split("</section>")[0]


def test_what_awaits_signature_stands_apart_from_what_the_filer_still_fills_in(client, sent):
    html = desk(client, unit=sent.unit)
    assert "新建小学。" not in section(html, "todo")
    assert all(words in section(html, "unsigned") for words in ("等待审签", "新建小学。"))
    assert "报送所选" not in html


def test_the_desk_leads_the_signer_to_where_the_figures_stand(client, sent):
    html = section(desk(client, unit=sent.unit, role=Role.SIGNER), "unsigned")
    assert all(words in html for words in ("待审签", "/2021/q2/filing/#sign", "对照数据审签"))
    assert "报送所选" not in html


def test_the_supervisor_sees_where_the_quarter_stands_and_who_was_reminded(client):
    unit = make_unit("sjyj")
    make_user("filer", unit=unit)
    task = make_task(make_list(2021), number=1, lead=unit)
    make_period(task.yearly_list, 2, opened_at=NOW)
    make_report(task, unit)
    send_due(at=NOW)
    html = desk(client, role=Role.SUPERVISOR)
    assert all(
        words in html
        for words in (
            "总数1＝",
            "/2021/tasks/?quarter=q2&amp;verdict=not_filed",
            "自动催办",
            "没有未办结的会办事项",
        )
    )


def test_a_units_person_sees_the_last_reminder(client):
    unit = make_unit("sjyj")
    task = make_task(make_list(2021), number=1, lead=unit)
    report = make_report(task, unit)
    person = make_user("filer", unit=unit)
    remind(
        report.period,
        reports=[report],
        word="请今天报送。",
        at=NOW,
        by=make_user("drc", role=Role.COORDINATOR),
    )
    client.force_login(person)
    assert "drc某催办：“请今天报送。”" in client.get("/").content.decode()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.COORDINATOR, Role.FILER])
def test_thirty_tasks_are_as_many_queries_as_one(
    role, client, django_assert_max_num_queries, django_assert_num_queries
):
    unit, yearly_list = make_unit("sjyj"), make_list(2021)
    make_period(yearly_list, 2, opened_at=NOW)

    def grow(numbers):
        for number in numbers:
            task = make_task(yearly_list, number=number, lead=unit)
            make_report(task, unit)
            make_conclusion(make_coordination(task), unit)
        send_due(at=NOW)

    grow([1])
    desk(client, role=role, unit=unit)
    with django_assert_max_num_queries(18) as one:  # one of them for the filing of plans
        client.get("/")
    grow(range(2, 32))
    with django_assert_num_queries(len(one)):
        client.get("/")
