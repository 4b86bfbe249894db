"""What is done from the overdue desk: 催办, 延期, 督办."""

from datetime import date, datetime

import pytest

from progress.models import Extension, Notice, Reminder
from progress.rules.states import ExtensionState
from projects.rules.roles import Role
from tests.factories import SHANGHAI, make_extension, make_unit, make_user
from tests.progress.conftest import owed, submitted

pytestmark = pytest.mark.django_db

DESK = "/2021/q2/overdue/"
GRANT, REMIND, NOTICE = f"{DESK}extension/", f"{DESK}remind/", f"{DESK}notice/"
FIELDS = {"until": "2021-07-20", "reason": "数据尚未汇总。", "scope": "chosen"}


def test_the_supervisor_answers_and_grants_only_what_the_coordinators_own_unit_needs(
    report, supervisor, enter
):
    make_extension(report.period, report.unit)
    client = enter(supervisor)
    assert client.get(DESK).context["extensions"] == []
    assert "延期由协调员批复" in client.post(GRANT, {**FIELDS, "row": [f"r{report.pk}"]}).content.decode()
    make_user("drc", role=Role.COORDINATOR, unit=report.unit)
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


def test_another_reminder_clicked_twice_goes_out_once(report, filer, coordinator, enter):
    client, rows = enter(coordinator), {"row": [f"r{report.pk}"]}
    client.post(REMIND, rows)
    last = client.get(REMIND, rows).context["form"]["last"].value()
    for _ in range(2):
        client.post(REMIND, {**rows, "again": "on", "last": last})
    assert Reminder.objects.count() == 2


def test_who_has_filed_meanwhile_is_not_reminded(report, filer, coordinator, enter):
    submitted(report, filer)
    answer = enter(coordinator).post(REMIND, {"row": [f"r{report.pk}"]}, follow=True)
    assert "没有待报送的报告" in answer.content.decode()


def test_an_asked_extension_is_answered_from_the_desk(report, coordinator, enter):
    extension = make_extension(report.period, report.unit)
    assert "待批复的延期申请" in enter(coordinator).get(DESK).content.decode()
    assert (
        enter(coordinator)
        .post(f"/extensions/{extension.pk}/", {"action": "grant", "version": 0, "back": "overdue"})
        .url
        == DESK
    )


def test_nothing_ticked_leads_back(report, coordinator, enter):
    assert "请先勾选" in enter(coordinator).get(GRANT, follow=True).content.decode()


def test_many_units_are_granted_later_filing_one_by_one(report, coordinator, enter):
    others = [owed(make_unit(), 37, report.task.yearly_list), owed(report.unit, 38, report.task.yearly_list)]
    rows = [f"r{each.pk}" for each in (report, *others)]
    answer = enter(coordinator).post(GRANT, {**FIELDS, "row": rows})
    granted = {
        each.unit: sorted(each.tasks.values_list("number", flat=True))
        for each in Extension.objects.filter(state=ExtensionState.GRANTED)
    }
    assert (answer.url, granted) == (DESK, {report.unit: [36, 38], others[0].unit: [37]})


def test_a_whole_unit_is_granted_later_filing(report, coordinator, enter):
    enter(coordinator).post(GRANT, {**FIELDS, "scope": "whole", "row": [f"r{report.pk}"]})
    extension = Extension.objects.get()
    assert (extension.tasks.count(), extension.until, extension.asked_by) == (
        0,
        date(2021, 7, 20),
        coordinator,
    )


def test_what_cannot_be_granted_is_said_beside_what_was_typed(report, coordinator, enter):
    answer = enter(coordinator).post(GRANT, {**FIELDS, "until": "2021-07-01", "row": [f"r{report.pk}"]})
    page = answer.content.decode()
    assert (answer.status_code, Extension.objects.count()) == (400, 0)
    assert "延期应晚于报送期限" in page
    assert "数据尚未汇总。" in page


def test_a_unit_is_granted_later_filing_before_anything_is_overdue(report, filer, coordinator, enter):
    submitted(report, filer)
    other = owed(report.unit, 37, report.task.yearly_list)
    assert f'value="{report.unit.code}"' in enter(coordinator).get("/2021/q2/opening/").content.decode()
    assert enter(coordinator).get(f"{GRANT}?unit={report.unit.code}").context["reports"] == [other]


def test_one_unit_ticked_leads_to_its_notice(report, supervisor, enter):
    other = owed(report.unit, 37, report.task.yearly_list)
    answer = enter(supervisor).get(NOTICE, {"row": [f"r{report.pk}", f"r{other.pk}"]})
    assert answer.url == "/2021/notices/new/?q=q2&unit=sjyj&task=36&task=37"


def test_several_units_ticked_are_drafted_a_notice_each(report, supervisor, enter):
    other = owed(make_unit(), 37, report.task.yearly_list)
    rows, client = [f"r{report.pk}", f"r{other.pk}"], enter(supervisor)
    assert [each.unit for each, _ in client.get(NOTICE, {"row": rows}).context["drafts"]] == [
        report.unit,
        other.unit,
    ]
    client.post(NOTICE, {"row": rows, "unit": [report.unit.code, other.unit.code]})
    drafted = {notice.unit: [task.number for task in notice.tasks.all()] for notice in Notice.objects.all()}
    assert drafted == {report.unit: [36], other.unit: [37]}


def test_a_late_report_is_a_matter_of_a_notice_in_its_own_words(report, filer, supervisor, enter):
    submitted(report, filer)
    page = (
        enter(supervisor).get(enter(supervisor).get(NOTICE, {"row": [f"r{report.pk}"]}).url).content.decode()
    )
    assert "你单位迟报2天。" in page
    assert "请说明未按期报送的原因" in page


def test_what_does_not_stand_on_the_desk_is_not_chased(report, filer, supervisor, enter):
    submitted(report, filer, at=datetime(2021, 7, 12, 9, tzinfo=SHANGHAI))
    assert enter(supervisor).get(NOTICE, {"row": [f"r{report.pk}", "t36"]}).url == DESK


@pytest.mark.parametrize("query", [{"unit": "\0"}, {"unit": ""}, {"row": "r" + "9" * 5000}, {"row": "r-1"}])
def test_an_address_that_names_nothing_leads_back(query, report, coordinator, enter):
    assert enter(coordinator).get(REMIND, query).url == DESK


def test_a_reason_without_end_is_refused(report, coordinator, enter):
    answer = enter(coordinator).post(GRANT, {**FIELDS, "reason": "长" * 501, "row": [f"r{report.pk}"]})
    assert (answer.status_code, Extension.objects.exists()) == (400, False)
