"""What is done from the overdue desk: 催办, 延期, 督办."""

from datetime import date, datetime

import pytest

from progress.models import Extension, Notice, Reminder
from progress.rules.states import ExtensionState
from projects.rules.roles import Role
from tests.factories import SHANGHAI, make_extension, make_unit, make_user
from tests.progress.conftest import owed, saved, submitted

pytestmark = pytest.mark.django_db

DESK = "/2021/q2/overdue/"
GRANT, REMIND, NOTICE = f"{DESK}extension/", f"{DESK}remind/", f"{DESK}notice/"
FIELDS = {"until": "2021-07-20", "reason": "数据尚未汇总。", "scope": "chosen"}


def read(client, page, *reports):
    """What the page with these lines posts: each with what it told of the line."""
    days = client.get(page, {"row": [f"r{each.pk}" for each in reports]}).context["days"]
    seals = {f"seal-r{day.report.pk}": day.seal for day in days}
    return {"row": [f"r{day.report.pk}" for day in days], **seals}


def listed(client, *rows):
    """What the page with a notice for each unit posts."""
    found = client.get(NOTICE, {"row": rows}).context["proposals"]
    seals = {f"seal-{each.key}": each.seal for each in found}
    return {"row": rows, "proposal": [each.key for each in found], **seals}


def test_the_supervisor_answers_and_grants_only_what_the_coordinators_own_unit_needs(
    report, supervisor, enter
):
    make_extension(report.period, report.unit)
    client = enter(supervisor)
    assert client.get(DESK).context["extensions"] == []
    seen = read(client, GRANT, report)
    assert "延期由协调员批复" in client.post(GRANT, {**FIELDS, **seen}).content.decode()
    make_user("drc", role=Role.COORDINATOR, unit=report.unit)
    (asked,) = client.get(DESK).context["extensions"]
    asked.delete()
    assert client.post(GRANT, {**FIELDS, **seen}).url == DESK


def test_the_units_of_the_reports_ticked_are_reminded(report, filer, supervisor, enter):
    other = owed(make_user("stranger").unit, 37, report.task.yearly_list)
    rows = [f"r{report.pk}", f"r{other.pk}"]
    client = enter(supervisor)
    assert "建设5个城市公园。" in client.get(REMIND, {"row": rows}).content.decode()
    seen = read(client, REMIND, report, other)
    answer = client.post(REMIND, {**seen, "word": "请今天报送。"}, follow=True)
    assert Reminder.objects.count() == 2
    assert "已催办2个单位（2人）" in answer.content.decode()
    assert "催办：请今天报送。" in answer.content.decode()


def test_another_reminder_clicked_twice_goes_out_once(report, filer, coordinator, enter):
    client = enter(coordinator)
    seen = read(client, REMIND, report)
    client.post(REMIND, seen)
    last = client.get(REMIND, seen).context["form"]["last"].value()
    for _ in range(2):
        client.post(REMIND, {**seen, "again": "on", "last": last})
    assert Reminder.objects.count() == 2


def test_who_has_filed_meanwhile_is_not_reminded(report, filer, coordinator, enter):
    other, client = owed(report.unit, 37, report.task.yearly_list), enter(coordinator)
    seen = read(client, REMIND, report, other)
    submitted(report, filer)
    answer = client.post(REMIND, seen, follow=True).content.decode()
    assert [each.task.number for each in Reminder.objects.get().reports.all()] == [37]
    assert "第36项（市教育局）在您打开之后已有变动，现为“待审核”，未催办。" in answer


def test_who_goes_on_writing_is_reminded_as_seen(report, filer, coordinator, enter):
    client = enter(coordinator)
    seen = read(client, REMIND, report)
    saved(report, filer)
    client.post(REMIND, seen)
    assert Reminder.objects.count() == 1


def test_lines_without_what_was_seen_are_not_acted_on(report, filer, coordinator, enter):
    client, row = enter(coordinator), {"row": [f"r{report.pk}"]}
    assert client.post(REMIND, row).status_code == client.post(GRANT, {**FIELDS, **row}).status_code == 404
    assert not Reminder.objects.exists() and not Extension.objects.exists()


def test_what_was_filed_already_says_so_on_the_list(report, filer, coordinator, enter):
    submitted(report, filer)
    assert "待审核" in enter(coordinator).get(REMIND, {"row": [f"r{report.pk}"]}).content.decode()


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
    client = enter(coordinator)
    answer = client.post(GRANT, {**FIELDS, **read(client, GRANT, report, *others)})
    granted = {
        each.unit: sorted(each.tasks.values_list("number", flat=True))
        for each in Extension.objects.filter(state=ExtensionState.GRANTED)
    }
    assert (answer.url, granted) == (DESK, {report.unit: [36, 38], others[0].unit: [37]})


def test_a_whole_unit_is_granted_later_filing(report, coordinator, enter):
    client = enter(coordinator)
    client.post(GRANT, {**FIELDS, "scope": "whole", **read(client, GRANT, report)})
    extension = Extension.objects.get()
    assert (extension.tasks.count(), extension.until, extension.asked_by) == (
        0,
        date(2021, 7, 20),
        coordinator,
    )


def test_what_cannot_be_granted_is_said_beside_what_was_typed(report, coordinator, enter):
    client = enter(coordinator)
    answer = client.post(GRANT, {**FIELDS, "until": "2021-07-01", **read(client, GRANT, report)})
    page = answer.content.decode()
    assert (answer.status_code, Extension.objects.count()) == (400, 0)
    assert "延期应晚于报送期限" in page
    assert "数据尚未汇总。" in page


def test_a_unit_is_granted_later_filing_before_anything_is_overdue(report, filer, coordinator, enter):
    submitted(report, filer)
    other = owed(report.unit, 37, report.task.yearly_list)
    assert f'value="{report.unit.code}"' in enter(coordinator).get("/2021/q2/opening/").content.decode()
    assert enter(coordinator).get(f"{GRANT}?unit={report.unit.code}").context["days"][0].report == other


def test_one_unit_ticked_leads_to_its_notice(report, supervisor, enter):
    other = owed(report.unit, 37, report.task.yearly_list)
    answer = enter(supervisor).get(NOTICE, {"row": [f"r{report.pk}", f"r{other.pk}"]})
    assert answer.url == "/2021/notices/new/?q=q2&unit=sjyj&task=36&task=37"


def test_several_units_ticked_are_drafted_a_notice_each(report, supervisor, enter):
    other = owed(make_unit(), 37, report.task.yearly_list)
    rows, client = [f"r{report.pk}", f"r{other.pk}"], enter(supervisor)
    found = client.get(NOTICE, {"row": rows}).context["proposals"]
    assert [each.unit for each in found] == [report.unit, other.unit]
    client.post(NOTICE, listed(client, *rows))
    drafted = {notice.unit: [task.number for task in notice.tasks.all()] for notice in Notice.objects.all()}
    assert drafted == {report.unit: [36], other.unit: [37]}


def test_of_several_units_the_one_that_filed_since_is_named_and_left_out(report, filer, supervisor, enter):
    other, client = owed(make_unit(), 37, report.task.yearly_list), enter(supervisor)
    seen = listed(client, f"r{report.pk}", f"r{other.pk}")
    submitted(report, filer)
    page = client.post(NOTICE, seen, follow=True).content.decode()
    assert [notice.unit for notice in Notice.objects.all()] == [other.unit]
    assert "市教育局：您打开之后，第36项的情形已有变动，没有办理" in page


def test_of_several_units_the_one_granted_since_is_named_and_left_out(report, coordinator, enter):
    other, client = owed(make_unit(), 37, report.task.yearly_list), enter(coordinator)
    seen = read(client, GRANT, report, other)
    make_extension(report.period, report.unit, state=ExtensionState.GRANTED, until=date(2021, 7, 18))
    page = client.post(GRANT, {**FIELDS, **seen}, follow=True).content.decode()
    changed = "第36项的报送情况（现为“未报”，已准延至7月18日）已有变动，没有办理"
    assert f"市教育局：您打开之后，{changed}" in page
    granted = Extension.objects.filter(until=date(2021, 7, 20))
    assert [each.unit for each in granted] == [other.unit]


def test_the_same_grant_clicked_twice_changes_nothing(report, coordinator, enter):
    client = enter(coordinator)
    seen = read(client, GRANT, report)
    assert [client.post(GRANT, {**FIELDS, **seen}).url for _ in range(2)] == [DESK, DESK]
    assert Extension.objects.count() == 1


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
    client = enter(coordinator)
    answer = client.post(GRANT, {**FIELDS, "reason": "长" * 501, **read(client, GRANT, report)})
    assert (answer.status_code, Extension.objects.exists()) == (400, False)
