from datetime import datetime

import pytest

from progress.reminders.actions import remind, send_due
from progress.reminders.reads import last_message
from progress.rules.states import ReportState
from tests.factories import NOW, SHANGHAI, make_unit, make_user
from tests.progress.conftest import owed

pytestmark = pytest.mark.django_db

NIGHT = datetime(2021, 7, 13, 7, 30, tzinfo=SHANGHAI)
LOG = "/2021/reminders/"


def counts(answer):
    return {way.label: way.count for way in answer.context["navigation"] if way.count}


def file(report):
    type(report).objects.filter(pk=report.pk).update(
        state=ReportState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW
    )


def test_a_reminder_stands_in_the_list_and_on_the_badge_until_it_is_settled(report, filer, enter):
    send_due(at=NIGHT)
    page = enter(filer).get("/reminders/")
    assert "第36项" in page.content.decode() and "仍未报送" in page.content.decode()
    assert counts(page)["催办"] == 1
    file(report)
    page = enter(filer).get("/reminders/")
    assert "没有未了结的催办" in page.content.decode()
    assert "催办" not in counts(page)


def test_what_was_settled_stands_on_its_own_tab(report, filer, enter):
    send_due(at=NIGHT)
    file(report)
    assert "7月14日已报送" in enter(filer).get("/reminders/?state=all").content.decode()


def test_another_person_of_the_unit_sees_no_messages_of_mine(report, filer, unit, enter):
    send_due(at=NIGHT)
    assert enter(make_user(unit=unit)).get("/reminders/?state=all").context["lines"] == []


def test_the_log_says_who_was_reminded_by_whom_and_what_happened_since(report, filer, coordinator, enter):
    remind(report.period, reports=[report], word="请今天报送。", at=NIGHT, by=coordinator)
    html = enter(coordinator).get(LOG).content.decode()
    assert all(
        words in html for words in ("市教育局", "sjyj某", "drc某催办", "请今天报送。", "仍未报送", "未发邮件")
    )


def test_the_log_shows_no_address(report, filer, coordinator, enter):
    type(filer).objects.update(email="filer@sjyj.example")
    send_due(at=NIGHT)
    assert "@" not in enter(coordinator).get(LOG).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=教育", 2),
        ("q=民政", 0),
        ("unit=sjyj", 2),
        ("why=by_hand", 1),
        ("why=past_due", 1),
        ("since=owed", 2),
        ("since=settled", 0),
        ("mail=none", 2),
        ("mail=failed", 0),
        ("mail=nonsense", 0),
    ],
)
def test_the_log_is_narrowed(query, found, report, filer, coordinator, enter):
    send_due(at=NIGHT), remind(report.period, reports=[report], at=NIGHT, by=coordinator)
    assert enter(coordinator).get(f"{LOG}?{query}").context["page"].paginator.count == found


def test_another_years_log_is_another(report, filer, coordinator, enter):
    send_due(at=NIGHT)
    assert enter(coordinator).get("/2023/reminders/").status_code == 404


def test_the_log_turns_its_pages(report, filer, coordinator, enter):
    for _ in range(51):
        remind(report.period, reports=[report], again_after=last_message(), at=NIGHT, by=coordinator)
    assert 'href="?page=2"' in enter(coordinator).get(LOG).content.decode()


def test_thirty_messages_are_as_many_queries_as_one(
    report, filer, coordinator, enter, django_assert_max_num_queries, django_assert_num_queries
):
    send_due(at=NIGHT)
    for page, person in ((LOG, coordinator), ("/reminders/", filer)):
        client = enter(person)
        client.get(page)
        with django_assert_max_num_queries(13) as one:
            client.get(page)
        for number in range(1, 31):
            each = (
                owed(make_unit(), 100 + number, report.task.yearly_list) if person == coordinator else report
            )
            make_user(unit=each.unit)
            remind(report.period, reports=[each], again_after=last_message(), at=NIGHT, by=coordinator)
        with django_assert_num_queries(len(one)):
            client.get(page)


def test_the_badge_costs_no_query(
    report, filer, enter, django_assert_num_queries, django_assert_max_num_queries
):
    client = enter(filer)
    client.get("/units/")
    with django_assert_max_num_queries(13) as before:
        client.get("/units/")
    send_due(at=NIGHT)
    with django_assert_num_queries(len(before)):
        assert counts(client.get("/units/"))["催办"] == 1


def test_filer_and_signer_told_at_one_stroke_are_one_line(report, filer, signer, coordinator, enter):
    send_due(at=NIGHT)
    line = enter(coordinator).get(LOG).context["lines"][0]
    assert ({each.person for each in line.reminders}, len(line.named)) == ({filer, signer}, 1)
