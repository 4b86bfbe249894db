"""The overdue desk and what is done from it."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from progress.models import Extension, Reminder
from progress.states import ASKED, GRANTED
from projects.models import Domain
from projects.roles import COORDINATOR
from tests.factories import NOW, make_extension, make_list, make_unit, make_user
from tests.progress.views.conftest import owed, submitted

pytestmark = pytest.mark.django_db

DESK = "/2021/q2/overdue/"
GRANT = f"{DESK}extension/"
REMIND = f"{DESK}remind/"
FIELDS = {"until": "2021-07-20", "reason": "数据尚未汇总。", "scope": "chosen"}


def numbers(answer):
    return [row["number"] for row in answer.context["table"].data.data]


def test_a_quarter_not_opened_says_so(supervisor, enter):
    make_list(2021)
    assert "尚未开启填报" in enter(supervisor).get("/2021/q3/overdue/").content.decode()


def test_each_tab_counts_its_lines(report, supervisor, enter):
    stranger = make_user("stranger")
    submitted(owed(stranger.unit, 37, report.task.yearly_list), stranger)
    answer = enter(supervisor).get(DESK)
    assert [(tab.label, tab.count) for tab in answer.context["tabs"]] == [("未报", 1), ("迟报", 1), ("退回未重报", 0), ("滞后", 0)]
    assert numbers(answer) == [36]
    assert numbers(enter(supervisor).get(f"{DESK}?tab=late")) == [37]


def test_an_empty_tab_says_what_would_stand_there(report, supervisor, enter):
    assert "报告审核通过后" in enter(supervisor).get(f"{DESK}?tab=behind").content.decode()


def test_the_desk_is_narrowed_by_unit_kind_and_domain(report, supervisor, enter):
    other = owed(make_unit("hzq", name="海州区", kind="district"), 37, report.task.yearly_list)
    other.task.domain = Domain.objects.create(yearly_list=report.task.yearly_list, order=1, name="教育惠民领域")
    other.task.save()
    client = enter(supervisor)
    asked = ("unit=hzq", "kind=district", "domain=1", "q=海州", "q=37")
    assert [numbers(client.get(f"{DESK}?{query}")) for query in asked] == [[37]] * 5


def test_the_desk_is_sorted_as_asked(report, supervisor, enter):
    owed(make_unit(), 12, report.task.yearly_list)
    client = enter(supervisor)
    assert [numbers(client.get(f"{DESK}?sort={order}")) for order in ("number", "-number", "-units")] == [[12, 36], [36, 12], [12, 36]]


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


def test_the_supervisor_answers_and_grants_only_what_the_coordinators_own_unit_needs(report, supervisor, enter):
    make_extension(report.period, report.unit)
    client = enter(supervisor)
    assert client.get(DESK).context["extensions"] == []
    assert "延期由市发改委批复" in client.post(GRANT, {**FIELDS, "row": [f"r{report.pk}"]}).content.decode()
    make_user("drc", role=COORDINATOR, unit=report.unit)
    (asked,) = client.get(DESK).context["extensions"]
    asked.delete()
    assert client.post(GRANT, {**FIELDS, "row": [f"r{report.pk}"]}).url == DESK


def test_the_units_of_the_reports_ticked_are_reminded(report, filer, supervisor, enter):
    other = owed(make_user("stranger").unit, 37, report.task.yearly_list)
    rows = [f"r{report.pk}", f"r{other.pk}"]
    client = enter(supervisor)
    assert "建设5个城市公园。" in client.get(REMIND, {"row": rows}).content.decode()
    answer = client.post(REMIND, {"row": rows, "word": "请今天报送。"}, follow=True)
    assert Reminder.objects.count() == 2
    assert "已催办2个单位（2人）" in answer.content.decode()
    assert "催办：请今天报送。" in answer.content.decode()


def test_who_has_filed_meanwhile_is_not_reminded(report, filer, coordinator, enter):
    submitted(report, filer)
    answer = enter(coordinator).post(REMIND, {"row": [f"r{report.pk}"]}, follow=True)
    assert "没有待报送的报告" in answer.content.decode()


def test_an_asked_extension_is_answered_from_the_desk(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    assert "待批复的延期申请" in enter(coordinator).get(DESK).content.decode()
    assert enter(coordinator).post(f"/extensions/{extension.pk}/", {"action": "grant", "back": "overdue"}).url == DESK


def test_nothing_ticked_leads_back(report, coordinator, enter):
    assert "请先勾选" in enter(coordinator).get(GRANT, follow=True).content.decode()


def test_many_units_are_granted_later_filing_one_by_one(report, coordinator, enter):
    others = [owed(make_unit(), 37, report.task.yearly_list), owed(report.unit, 38, report.task.yearly_list)]
    rows = [f"r{each.pk}" for each in (report, *others)]
    answer = enter(coordinator).post(GRANT, {**FIELDS, "row": rows})
    granted = {each.unit: sorted(each.tasks.values_list("number", flat=True)) for each in Extension.objects.filter(state=GRANTED)}
    assert (answer.url, granted) == (DESK, {report.unit: [36, 38], others[0].unit: [37]})


def test_a_whole_unit_is_granted_later_filing(report, coordinator, enter):
    enter(coordinator).post(GRANT, {**FIELDS, "scope": "whole", "row": [f"r{report.pk}"]})
    extension = Extension.objects.get()
    assert (extension.tasks.count(), extension.until, extension.asked_by) == (0, date(2021, 7, 20), coordinator)


def test_what_cannot_be_granted_is_said_beside_what_was_typed(report, coordinator, enter):
    answer = enter(coordinator).post(GRANT, {**FIELDS, "until": "2021-07-01", "row": [f"r{report.pk}"]})
    page = answer.content.decode()
    assert (answer.status_code, Extension.objects.count()) == (400, 0)
    assert "延期应晚于报送期限" in page
    assert "数据尚未汇总。" in page


def test_a_closed_quarter_is_read_and_nothing_is_done(report, coordinator, enter):
    report.period.closed_at = NOW
    report.period.save()
    page = enter(coordinator).get(DESK).content.decode()
    assert "已关闭" in page
    assert 'name="row"' not in page


def test_the_workbook_holds_the_four_tabs_as_text(report, supervisor, enter):
    report.task.text = "=1+1"
    report.task.save()
    book = load_workbook(BytesIO(enter(supervisor).get(f"{DESK}overdue.xlsx").content))
    cells = [cell for row in book["未报"].iter_rows() for cell in row]
    assert book.sheetnames == ["未报", "迟报", "退回未重报", "滞后"]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_an_answer_that_waits_is_counted_once(report, coordinator, enter):
    make_extension(report.period, report.unit, state=GRANTED)
    make_extension(report.period, report.unit, state=ASKED)
    assert len(enter(coordinator).get(DESK).context["extensions"]) == 1


def test_the_desk_asks_the_database_as_often_for_thirty_lines_as_for_one(report, coordinator, enter, django_assert_max_num_queries):
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
