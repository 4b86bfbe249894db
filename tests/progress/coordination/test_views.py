from datetime import date

import pytest

from progress.models import Coordination
from progress.rules.states import ConclusionState
from projects.rules.states import AssignmentRole
from tests.factories import (
    NOW,
    SOON,
    make_assignment,
    make_conclusion,
    make_coordination,
    make_task,
    make_unit,
    make_user,
)
from tests.pages import one_line

pytestmark = pytest.mark.django_db
LIST, NEW, TASK = "/2021/coordination/", "/2021/tasks/36/coordination/new/", "/2021/tasks/36/"


@pytest.fixture
def meeting(report):
    return make_coordination(report.task)


@pytest.fixture
def conclusion(meeting, unit):
    return make_conclusion(meeting, unit)


def typed(unit, **fields):
    rows = {
        "row-TOTAL_FORMS": 5,
        "row-INITIAL_FORMS": 0,
        "row-0-text": "办结用地手续。",
        "row-0-unit": unit.code,
        "row-0-due_on": SOON.isoformat(),
    }
    told = {
        "held_on": "2021-07-13",
        "place": "市行政中心",
        "chaired_by": "张副主任",
        "text": "用地手续未办结。",
        "units": [unit.code],
    }
    return {**told, **rows, **fields}


def test_a_meeting_is_recorded_from_the_tasks_page(report, unit, coordinator, enter):
    client = enter(coordinator)
    assert f'href="{NEW}"' in client.get(TASK).content.decode()
    page = client.post(NEW, typed(unit), follow=True).content.decode()
    assert all(words in page for words in ("会办已记录。", "市行政中心", "办结用地手续。", "办理中"))
    assert Coordination.objects.get().conclusions.count() == 1


def test_a_conclusion_half_filled_in_comes_back_with_what_lacks(report, unit, coordinator, enter):
    answer = enter(coordinator).post(NEW, typed(unit, **{"row-1-text": "再办施工许可。"}))
    assert answer.status_code == 400
    assert all(
        words in answer.content.decode()
        for words in ("请选择责任单位。", "请填写完成时限。", "再办施工许可。")
    )


def test_a_refusal_stands_above_the_form(report, unit, coordinator, enter):
    answer = enter(coordinator).post(NEW, typed(unit, **{"row-0-due_on": "2021-07-01"}))
    assert "不能早于会办日期" in answer.content.decode()


def test_the_unit_reports_it_done_and_the_coordinator_confirms(conclusion, filer, coordinator, enter):
    desk = enter(filer).get("/").content.decode()
    assert f"{conclusion.coordination.address}#c1" in desk
    assert "报告办结" in enter(filer).get(conclusion.coordination.address).content.decode()
    enter(filer).post(
        f"/conclusions/{conclusion.pk}/", {"action": "report", "version": 0, "word": "已取得批复。"}
    )
    assert "待确认办结" in enter(coordinator).get("/").content.decode()
    enter(coordinator).post(f"/conclusions/{conclusion.pk}/", {"action": "confirm", "version": 1})
    conclusion.refresh_from_db()
    assert conclusion.state(date(2021, 7, 14)) == ConclusionState.CONCLUDED
    assert "没有未办结的会办事项" in enter(coordinator).get("/").content.decode()
    assert 'id="conclusions"' not in enter(filer).get("/").content.decode()


def test_a_report_without_a_word_is_said_to_be_refused(conclusion, filer, enter):
    answer = enter(filer).post(
        f"/conclusions/{conclusion.pk}/", {"action": "report", "version": 0, "word": ""}, follow=True
    )
    assert "请写明办理情况。" in answer.content.decode()


def test_what_is_reported_may_be_sent_back(conclusion, filer, coordinator, enter):
    enter(filer).post(
        f"/conclusions/{conclusion.pk}/", {"action": "report", "version": 0, "word": "已取得批复。"}
    )
    enter(coordinator).post(
        f"/conclusions/{conclusion.pk}/", {"action": "send_back", "version": 1, "word": "批复未附。"}
    )
    assert "退回意见" in enter(filer).get(conclusion.coordination.address).content.decode()


def test_an_overdue_conclusion_is_marked(meeting, unit, supervisor, enter):
    make_conclusion(meeting, unit, due_on=date(2021, 7, 10))
    assert "逾期未办结" in enter(supervisor).get("/").content.decode()
    assert "逾期 1" in one_line(enter(supervisor).get(TASK).content.decode())


def test_units_of_the_task_and_units_named_see_it_and_no_other(meeting, conclusion, enter):
    partner, named, stranger = make_unit(), make_unit(), make_unit()
    make_assignment(meeting.task, partner, role=AssignmentRole.CO)
    make_conclusion(meeting, named)
    seen = [
        enter(make_user(unit=each)).get(meeting.address).status_code for each in (partner, named, stranger)
    ]
    assert seen == [200, 200, 404]
    assert "会办" not in enter(make_user(unit=stranger)).get(TASK).content.decode().partition("<main")[2]


def test_a_unit_of_the_task_does_not_report_for_another(meeting, conclusion, enter):
    partner = make_unit()
    make_assignment(meeting.task, partner, role=AssignmentRole.CO)
    assert (
        enter(make_user(unit=partner))
        .post(f"/conclusions/{conclusion.pk}/", {"action": "report", "version": 0, "word": "已办。"})
        .status_code
        == 403
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("q=36", 1),
        ("q=用地", 2),
        ("q=张副", 2),
        ("unit=sjyj", 1),
        ("state=open", 1),
        ("state=overdue", 1),
        ("state=reported", 0),
        ("state=concluded", 1),
    ],
)
def test_the_list_is_narrowed(query, found, meeting, unit, coordinator, enter):
    (
        make_conclusion(meeting, unit, due_on=date(2021, 7, 10)),
        make_conclusion(meeting, unit, done_at=NOW, done_by=coordinator),
    )
    other = make_coordination(make_task(meeting.task.yearly_list, number=37, text="新建小学。"))
    make_conclusion(other, make_unit(), done_at=NOW, done_by=coordinator)
    assert enter(coordinator).get(f"{LIST}?{query}").context["page"].paginator.count == found


def test_thirty_meetings_are_as_many_queries_as_one(
    conclusion, coordinator, filer, enter, django_assert_max_num_queries, django_assert_num_queries
):
    def grow():
        for _ in range(30):
            make_conclusion(make_coordination(conclusion.coordination.task), conclusion.unit)

    clients = [
        (enter(person), page)
        for person in (coordinator, filer)
        for page in (LIST, conclusion.coordination.address, TASK)
    ]
    asked = []
    for client, page in clients:
        client.get(page)
        with django_assert_max_num_queries(14 if page == TASK else 12) as few:
            client.get(page)
        asked.append(len(few))
    grow()
    for (client, page), number in zip(clients, asked, strict=True):
        with django_assert_num_queries(number):
            client.get(page)


def test_a_record_is_put_right(conclusion, unit, coordinator, enter):
    client, address = enter(coordinator), f"{conclusion.coordination.address}edit/"
    assert 'href="edit/"' in client.get(conclusion.coordination.address).content.decode()
    assert "用地手续未办结。" in client.get(address).content.decode()
    seen = client.get(address).context["form"]["based_on"].value()
    changed = typed(unit, text="用地、施工手续均未办结。", based_on=seen)
    page = client.post(address, changed, follow=True).content.decode()
    assert all(words in page for words in ("会办记录已修改。", "用地、施工手续均未办结。", "2 条"))
    assert client.post(address, typed(unit, held_on="2031-01-01")).status_code == 400


def test_a_word_typed_before_the_session_ended_comes_back(conclusion, filer, enter):
    answer = enter(filer).post(
        f"/conclusions/{conclusion.pk}/", {"carried-action": "report", "carried-word": "已取得批复。"}
    )
    conclusion.refresh_from_db()
    assert (answer.status_code, conclusion.reported_at) == (200, None)
    assert "已取得批复。</textarea>" in answer.content.decode()


def test_a_word_that_comes_too_late_is_not_lost(conclusion, filer, enter):
    for word in ("已取得批复。", "批复另附一页。"):
        answer = enter(filer).post(
            f"/conclusions/{conclusion.pk}/", {"action": "report", "version": 0, "word": word}
        )
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("不需再报告", "您填写的文字：批复另附一页。"))


def test_a_change_sent_twice_is_told_with_what_stands(conclusion, unit, coordinator, enter):
    client, address = enter(coordinator), f"{conclusion.coordination.address}edit/"
    changed = typed(
        unit,
        text="用地、施工手续均未办结。",
        based_on=client.get(address).context["form"]["based_on"].value(),
    )
    client.post(address, changed)
    again = client.post(address, changed | {"text": "我写的。"})
    assert (again.status_code, conclusion.coordination.conclusions.count()) == (400, 2)
    assert all(
        words in again.content.decode()
        for words in ("没有保存", "我写的。</textarea>", "用地、施工手续均未办结。")
    )
    assert again.context["form"]["based_on"].value() != changed["based_on"]


def test_a_word_without_end_is_refused_and_kept(conclusion, filer, enter):
    answer = enter(filer).post(
        f"/conclusions/{conclusion.pk}/", {"action": "report", "version": 0, "word": "长" * 1001}
    )
    conclusion.refresh_from_db()
    assert (answer.status_code, conclusion.reported_at) == (409, None)
    assert "长" * 1001 in answer.content.decode()
