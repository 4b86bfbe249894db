"""The overdue desk and what is done from it."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.models import ReportingPeriod
from progress.rules.states import ExtensionState
from projects.models import Domain
from projects.rules.roles import Role
from tests.factories import NOW, make_extension, make_list, make_unit, make_user
from tests.pages import one_line
from tests.progress.conftest import owed, submitted
from tests.progress.year.running_year import a_running_year

pytestmark = pytest.mark.django_db

DESK = "/2021/q2/overdue/"


def numbers(answer):
    return [row.task.number for row in answer.context["table"].data.data]


def test_a_quarter_not_opened_says_so(supervisor, enter):
    make_list(2021)
    assert "尚未开启填报" in enter(supervisor).get("/2021/q3/overdue/").content.decode()


def test_each_tab_counts_its_lines(report, supervisor, enter):
    stranger = make_user("stranger")
    submitted(owed(stranger.unit, 37, report.task.yearly_list), stranger)
    answer = enter(supervisor).get(DESK)
    assert [(tab.label, tab.count) for tab in answer.context["tabs"]] == [
        ("未报", 1),
        ("迟报", 1),
        ("退回未重报", 0),
        ("滞后", 0),
    ]
    assert numbers(answer) == [36]
    assert numbers(enter(supervisor).get(f"{DESK}?tab=late")) == [37]


def test_an_empty_tab_says_what_would_stand_there(report, supervisor, enter):
    assert "报告审核通过后" in enter(supervisor).get(f"{DESK}?tab=behind").content.decode()


def test_the_desk_is_narrowed_by_unit_kind_and_domain(report, supervisor, enter):
    other = owed(make_unit("hzq", name="海州区", kind="district"), 37, report.task.yearly_list)
    other.task.domain = Domain.objects.create(
        yearly_list=report.task.yearly_list, order=1, name="教育惠民领域"
    )
    other.task.save()
    client = enter(supervisor)
    asked = ("unit=hzq", "kind=district", "domain=1", "q=海州", "q=37")
    assert [numbers(client.get(f"{DESK}?{query}")) for query in asked] == [[37]] * 5


def test_a_desk_with_everything_on_it_asks_the_database_twelve_times(client, django_assert_max_num_queries):
    a_running_year(closed=[1])
    client.force_login(make_user(role=Role.COORDINATOR))
    client.get(DESK)
    with django_assert_max_num_queries(12):
        answer = client.get(DESK)
    assert all(tab.count for tab in answer.context["tabs"] if tab.label in ("未报", "滞后"))


def test_the_desk_is_sorted_as_asked(report, supervisor, enter):
    owed(make_unit(), 12, report.task.yearly_list)
    client = enter(supervisor)
    assert [numbers(client.get(f"{DESK}?sort={order}")) for order in ("number", "-number", "-units")] == [
        [12, 36],
        [36, 12],
        [12, 36],
    ]


def test_all_of_a_tab_are_ticked_without_scripts(report, coordinator, enter):
    assert " checked" not in enter(coordinator).get(DESK).content.decode()
    assert " checked" in enter(coordinator).get(f"{DESK}?all=1").content.decode()


def test_whom_to_ring_up_is_told(report, supervisor, enter):
    report.unit.liaison, report.unit.liaison_telephone = "王某", "0518-85800000"
    report.unit.save()
    assert "王某 0518-85800000" in enter(supervisor).get(DESK).content.decode()


def test_what_was_done_so_far_is_told(report, supervisor, enter):
    make_extension(report.period, report.unit)
    assert "申请延期：至7月20日，待批复" in enter(supervisor).get(DESK).content.decode()


def test_in_a_closed_quarter_notices_are_drafted_and_nobody_files_later(report, coordinator, enter):
    report.period.closed_at = NOW
    report.period.save()
    page = one_line(enter(coordinator).get(DESK).content.decode())
    assert "已关闭" in page
    assert [f">{word}</button>" in page for word in ("催办", "延期", "督办")] == [False, False, True]


def test_the_workbook_holds_the_four_tabs_as_text(report, supervisor, enter):
    report.task.text = "=1+1"
    report.task.save()
    book = load_workbook(BytesIO(enter(supervisor).get(f"{DESK}overdue.xlsx").content))
    cells = [cell for row in book["未报"].iter_rows() for cell in row]
    assert book.sheetnames == ["未报", "迟报", "退回未重报", "滞后"]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_an_answer_that_waits_is_counted_once(report, coordinator, enter):
    make_extension(report.period, report.unit, state=ExtensionState.GRANTED)
    make_extension(report.period, report.unit, state=ExtensionState.ASKED)
    assert len(enter(coordinator).get(DESK).context["extensions"]) == 1


def test_the_desk_asks_the_database_as_often_for_thirty_lines_as_for_one(
    report, coordinator, enter, django_assert_max_num_queries
):
    client = enter(coordinator)
    make_extension(report.period, report.unit)
    client.get(DESK)
    with django_assert_max_num_queries(12) as one:
        client.get(DESK)
    for number in range(37, 66):
        owed(make_unit(), number, report.task.yearly_list)
    with django_assert_max_num_queries(12) as many:
        assert len(numbers(client.get(DESK))) == 30
    assert len(many) == len(one)


def test_reopening_is_offered_only_for_what_can_be_reopened(report, coordinator, enter):
    client = enter(coordinator)
    desk = "/2021/q2/overdue/?tab={}"
    assert "review/reopen/" not in client.get(desk.format("missing")).content.decode()
    ReportingPeriod.objects.update(closed_at=NOW)
    assert "review/reopen/" in client.get(desk.format("missing")).content.decode()
