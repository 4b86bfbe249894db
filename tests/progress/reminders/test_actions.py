from datetime import date, datetime

import pytest

from progress.models import Reminder
from progress.reminders.actions import remind, send_due
from progress.reminders.reads import last_message
from progress.rules.states import ClosureState, ExtensionState, ReportState
from projects.models import LogEntry
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    SHANGHAI,
    make_closure,
    make_extension,
    make_list,
    make_period,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db


def night(day):
    return datetime(2021, 7, day, 7, 30, tzinfo=SHANGHAI)


@pytest.fixture
def unit():
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def filer(unit):
    return make_user("filer", unit=unit)


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def report(unit, filer):
    return make_report(make_task(make_list(2021), number=36, lead=unit), unit)


def another(report, number, **fields):
    return make_report(
        make_task(report.task.yearly_list, number=number, lead=report.unit), report.unit, **fields
    )


def kinds(reminder):
    return [each.kind for each in reminder.occasions.all()]


def test_that_a_quarter_was_opened_is_told_once(report):
    assert kinds(send_due(at=night(1))[0]) == ["opened"]
    assert send_due(at=night(8)) == ()


def test_filer_and_signer_get_one_message_each_with_all_that_is_owed(report, filer):
    other, signer = (
        another(report, 37, state=ReportState.DRAFT),
        make_user(role=Role.SIGNER, unit=report.unit),
    )
    sent = send_due(at=night(9))
    assert {each.person for each in sent} == {filer, signer}
    assert [set(each.reports.all()) for each in sent] == [{report, other}] * 2


def test_a_second_run_sends_nothing(report):
    assert (len(send_due(at=night(9))), send_due(at=night(9)), send_due(at=night(10))) == (1, (), ())


def test_a_missed_night_is_made_up(report):
    assert [kinds(each) for each in send_due(at=night(11))] == [["before_due"]]


def test_the_day_after_is_another_occasion(report):
    send_due(at=night(9))
    assert [kinds(each) for each in send_due(at=night(13))] == [["past_due"]]
    assert send_due(at=night(14)) == ()


def test_who_owes_nothing_gets_nothing(report):
    type(report).objects.update(state=ReportState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW)
    assert send_due(at=night(13)) == ()


def test_a_return_past_its_new_date_is_reminded_of(report):
    type(report).objects.update(
        state=ReportState.RETURNED, submitted_at=NOW, first_submitted_at=NOW, refile_by=date(2021, 7, 20)
    )
    assert send_due(at=night(16)) == ()
    assert kinds(send_due(at=night(21))[0]) == ["past_refiling"]


def test_an_extension_moves_the_occasion(report):
    make_extension(
        report.period, report.unit, state=ExtensionState.GRANTED, asked_at=night(8), until=date(2021, 7, 20)
    )
    send_due(at=night(1))
    assert send_due(at=night(13)) == ()
    assert kinds(send_due(at=night(17))[0]) == ["before_due"]


def test_a_task_closed_earlier_is_not_reminded_of(report):
    first = make_report(report.task, report.unit, quarter=1, state=ReportState.SUBMITTED, submitted_at=NOW)
    make_closure(first, state=ClosureState.AGREED)
    assert send_due(at=night(13)) == ()


def test_a_person_out_of_office_and_a_unit_out_of_use_get_nothing(report, filer):
    filer.is_active = False
    filer.save()
    assert send_due(at=night(13)) == ()
    make_user(unit=report.unit)
    type(report.unit).objects.update(is_active=False)
    assert send_due(at=night(13)) == ()


def test_a_closed_quarter_is_not_reminded_of(report):
    type(report.period).objects.update(closed_at=NOW)
    assert send_due(at=night(13)) == ()


def test_what_was_sent_is_recorded(report, filer):
    send_due(at=night(9))
    entry = LogEntry.objects.get(act="reminder_sent")
    assert (entry.actor, entry.object_label, entry.detail["reports"]) == (None, "市教育局 filer某", 1)


def test_a_message_is_settled_when_all_it_named_is_filed(report, filer):
    send_due(at=night(9))
    assert Reminder.objects.waiting_for(filer).count() == 1
    type(report).objects.update(state=ReportState.SUBMITTED, submitted_at=NOW)
    assert Reminder.objects.waiting_for(filer).count() == 0


def test_by_hand_a_unit_is_reminded_of_all_it_owes(report, coordinator):
    another(report, 37)
    done = remind(report.period, units=[report.unit], word=" 请今天报送。 ", at=NOW, by=coordinator)
    assert (done.sentence, done.messages[0].reports.count(), done.messages[0].word) == (
        "已催办1个单位（1人）。",
        2,
        "请今天报送。",
    )


def test_by_hand_only_what_was_chosen_is_named(report, coordinator):
    another(report, 37)
    assert list(
        remind(report.period, reports=[report], at=NOW, by=coordinator).messages[0].reports.all()
    ) == [report]


def test_not_twice_the_same_day_without_saying_so(report, coordinator):
    remind(report.period, reports=[report], at=NOW, by=coordinator)
    again = remind(report.period, reports=[report], at=NOW, by=coordinator)
    assert (again.messages, again.today_already) == ((), (report.unit,))
    assert "再次催办" in again.sentence
    asked = {"reports": [report], "again_after": last_message(), "at": NOW, "by": coordinator}
    assert len(remind(report.period, **asked).messages) == 1


def test_another_one_asked_for_twice_is_sent_once(report, coordinator):
    remind(report.period, reports=[report], at=NOW, by=coordinator)
    asked = {"reports": [report], "again_after": last_message(), "at": NOW, "by": coordinator}
    assert [len(remind(report.period, **asked).messages) for _ in range(2)] == [1, 0]


def test_what_was_not_named_yet_today_is_still_sent(report, coordinator):
    other = another(report, 37)
    remind(report.period, reports=[report], at=NOW, by=coordinator)
    assert list(
        remind(report.period, units=[report.unit], at=NOW, by=coordinator).messages[0].reports.all()
    ) == [other]


def test_on_the_next_day_one_may_be_reminded_again(report, coordinator):
    for day in (13, 14):
        assert len(remind(report.period, reports=[report], at=night(day), by=coordinator).messages) == 1


def test_by_hand_who_owes_nothing_gets_nothing(report, coordinator):
    idle = make_unit(name="市民政局")
    done = remind(report.period, units=[report.unit, idle], at=NOW, by=coordinator)
    assert (len(done.messages), done.settled) == (1, (idle,))


def test_a_unit_without_accounts_is_named(report, filer, coordinator):
    filer.delete()
    assert (
        "市教育局没有在用账号" in remind(report.period, units=[report.unit], at=NOW, by=coordinator).sentence
    )


def test_the_supervisor_may_remind_and_a_unit_may_not(report, filer):
    assert remind(report.period, reports=[report], at=NOW, by=make_user(role=Role.SUPERVISOR)).messages
    with pytest.raises(NotYours):
        remind(report.period, reports=[report], at=NOW, by=filer)


def test_without_a_choice_or_after_closing_it_is_refused(report, coordinator):
    with pytest.raises(Refused, match="先勾选"):
        remind(report.period, at=NOW, by=coordinator)
    type(report.period).objects.update(closed_at=NOW)
    with pytest.raises(Refused, match="已关闭"):
        remind(report.period, reports=[report], at=NOW, by=coordinator)


def test_thirty_units_ask_as_often_for_what_is_due_as_one(report, django_assert_num_queries):
    period = make_period(
        make_list(2022), 1, opened_at=NOW, due_on=date(2021, 7, 12), opens_on=date(2021, 6, 1)
    )
    for number in range(1, 31):
        unit = make_unit()
        make_user(unit=unit)
        make_report(make_task(period.yearly_list, number=number, lead=unit), unit, quarter=1)
    send_due(at=night(1))
    with django_assert_num_queries(9):
        send_due(at=night(2))
