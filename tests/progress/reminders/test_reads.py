from datetime import date, datetime

import pytest

from progress.models import ListSettings, Reminder
from progress.reminders.actions import remind, send_due
from progress.reminders.reads import (
    due_by_themselves,
    foremost_reminder,
    last_sendings,
    owed_filings,
    reminder_lines,
)
from progress.reports.filings import running_filings
from progress.rules.states import ExtensionState, ReminderKind, ReportState
from projects.models import User
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    SHANGHAI,
    make_extension,
    make_list,
    make_report,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
NIGHT = datetime(2021, 7, 13, 7, 30, tzinfo=SHANGHAI)


@pytest.fixture
def report():
    unit = make_unit("sjyj", name="市教育局")
    make_user("filer", unit=unit)
    return make_report(make_task(make_list(2021), number=36, lead=unit), unit)


def another(report):
    unit = make_unit()
    make_user(unit=unit)
    return make_report(
        make_task(report.task.yearly_list, number=37, lead=unit), unit, state=ReportState.DRAFT
    )


def test_what_is_submitted_is_not_owed(report):
    other = another(report)
    type(report).objects.filter(pk=report.pk).update(
        state=ReportState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW
    )
    assert [each.report for each in owed_filings(date(2021, 7, 14))] == [other]


def test_the_setting_of_the_list_says_how_early(report):
    early = date(2021, 7, 5)
    assert due_by_themselves(early)[0].occasions[0].kind == ReminderKind.OPENED
    ListSettings.objects.create(yearly_list=report.task.yearly_list, remind_days_before=7)
    assert due_by_themselves(early)[0].occasions[0].kind == ReminderKind.BEFORE_DUE


def test_what_was_sent_for_signature_is_told_to_the_signer_of_the_unit_alone(report):
    """The night after, by a message of its own where the due day is still far."""
    signer = make_user("signer", unit=report.unit, role=Role.SIGNER)
    send_due(at=datetime(2021, 7, 5, 7, 30, tzinfo=SHANGHAI))
    type(report).objects.update(
        state=ReportState.AWAITING, sent_at=datetime(2021, 7, 5, 16, 0, tzinfo=SHANGHAI)
    )
    night = datetime(2021, 7, 6, 7, 30, tzinfo=SHANGHAI)
    told = send_due(at=night)
    assert [each.person for each in told] == [signer]
    assert send_due(at=night) == ()
    assert foremost_reminder(signer).is_to_sign


def test_a_line_tells_what_was_filed_since(report):
    send_due(at=NIGHT)
    line = reminder_lines(Reminder.objects.values_list("pk", flat=True), NOW.date())[0]
    assert (line.occasion, line.named[0].since) == ("逾期未报（期限2021年7月12日）", "仍未报送")
    assert line.named[0].is_overdue
    type(report).objects.update(state=ReportState.SUBMITTED, submitted_at=NOW)
    assert (
        reminder_lines(Reminder.objects.values_list("pk", flat=True), NOW.date())[0].named[0].since
        == "7月14日已报送"
    )


@pytest.mark.parametrize(
    ("fields", "since", "is_overdue"),
    [
        ({"state": ReportState.DRAFT}, "仍未报送", True),
        (
            {"state": ReportState.RETURNED, "refile_by": date(2021, 7, 16), "first_submitted_at": NOW},
            "已退回，7月16日前重报",
            False,
        ),
        (
            {"state": ReportState.RETURNED, "refile_by": date(2021, 7, 13), "first_submitted_at": NOW},
            "退回后仍未重报",
            True,
        ),
        ({"state": ReportState.REOPENED, "first_submitted_at": NOW}, "已退回，待重报", False),
    ],
)
def test_a_line_names_as_overdue_only_what_is(report, fields, since, is_overdue):
    send_due(at=NIGHT)
    type(report).objects.update(**fields)
    named = reminder_lines(Reminder.objects.values_list("pk", flat=True), NOW.date())[0].named[0]
    assert (named.since, named.is_overdue) == (since, is_overdue)


def test_a_line_tells_what_is_not_due_yet_for_an_extension(report):
    send_due(at=NIGHT)
    asked = datetime(2021, 7, 12, 9, tzinfo=SHANGHAI)
    make_extension(report.period, report.unit, state=ExtensionState.GRANTED, asked_at=asked)
    named = reminder_lines(Reminder.objects.values_list("pk", flat=True), NOW.date())[0].named[0]
    assert (named.since, named.is_overdue) == ("未到期（7月20日）", False)


def sendings():
    return last_sendings(5, running_filings(date(2021, 7, 14)))


@pytest.mark.parametrize(("refile_by", "overdue"), [(date(2021, 7, 16), 0), (date(2021, 7, 13), 1)])
def test_what_was_returned_counts_as_unsettled_once_its_new_date_has_passed(report, refile_by, overdue):
    remind(report.period, reports=[report], at=NIGHT, by=make_user(role=Role.COORDINATOR))
    type(report).objects.update(
        state=ReportState.RETURNED, submitted_at=NIGHT, first_submitted_at=NIGHT, refile_by=refile_by
    )
    assert [each.unsettled for each in sendings()] == [overdue]


def test_what_is_not_due_yet_was_not_reminded_of_in_vain(report):
    remind(report.period, reports=[report], at=NIGHT, by=make_user(role=Role.COORDINATOR))
    type(report.period).objects.update(due_on=date(2021, 7, 20))
    assert [each.unsettled for each in sendings()] == [0]


def test_what_went_out_at_one_stroke_is_one_line(report):
    other, coordinator = another(report), make_user("drc", role=Role.COORDINATOR, display_name="协调员")
    send_due(at=NIGHT), remind(report.period, reports=[report], at=NOW, by=coordinator)
    type(other).objects.filter(pk=other.pk).update(state=ReportState.SUBMITTED, submitted_at=NOW)
    told = [(each.by, each.units, each.people, each.unsettled) for each in sendings()]
    assert told == [("协调员", 1, 1, 1), ("", 2, 2, 1)]


def test_what_somebody_wrote_stands_before_what_went_out_by_itself(report):
    remind(
        report.period, reports=[report], word="请今天报送。", at=NIGHT, by=make_user(role=Role.COORDINATOR)
    )
    send_due(at=NOW)
    assert foremost_reminder(report.unit.people.get()).word == "请今天报送。"


def test_who_takes_an_account_over_finds_what_the_former_person_was_told(report):
    send_due(at=NIGHT)
    former = User.objects.get(username="filer")
    successor = make_user("successor", unit=report.unit)
    stranger = make_user("stranger", unit=report.unit)
    assert foremost_reminder(successor) is None
    User.objects.filter(pk=former.pk).update(is_active=False, handed_over_to=successor)
    assert foremost_reminder(successor) == foremost_reminder(former)
    assert Reminder.objects.visible_to(successor).count() == 1
    assert foremost_reminder(stranger) is None
