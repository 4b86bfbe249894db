"""What a lead reminds of goes by mail too: once, to the people of the unit, while it is owed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from progress.contributions import lead_actions
from progress.contributions.reminder_actions import deliver_contributions
from progress.desk.opened import last_opened
from progress.models import Allocation, ContributionDemand, ContributionReminder
from progress.rules.states import ClosureState
from projects.rules.calendar import short_day
from projects.rules.roles import Role
from tests.factories import NOW, make_closure, make_period, make_report, make_user

pytestmark = pytest.mark.django_db
RECEIVED = "/2021/q2/tasks/36/contributions/"
LATER = NOW + timedelta(hours=12)


@pytest.fixture
def remind(shared, settings, django_capture_on_commit_callbacks):
    """The lead reminds both counties, whose people have addresses."""
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://msss.example"
    for unit in shared.counties:
        unit.people.update(email=f"{unit.code}@example.cn")
    units = [each.pk for each in shared.counties]

    def reminded(at=NOW):
        named = {"period": shared.period, "units": units, "word": "请今天报。", "by": shared.person("sjyj")}
        with django_capture_on_commit_callbacks(execute=True):
            return lead_actions.remind(shared.task, at=at, **named)

    return reminded


def test_each_unit_that_owes_is_written_to_once(shared, remind):
    shared.send(1)
    remind(), remind()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["lyq@example.cn"], "民生实事催办：1项协同情况待报送")
    assert "第36项" in letter.body and "附言：请今天报。" in letter.body
    assert f"https://msss.example{shared.paper('lyq').address}" in letter.body
    assert ContributionReminder.objects.get().mailed_at == NOW


def test_without_a_server_it_stands_on_the_desk_alone(shared, remind, settings):
    settings.EMAIL_HOST = ""
    assert len(remind()) == 2
    assert {each.mail_word for each in ContributionReminder.objects.all()} == {"未发邮件"}
    assert deliver_contributions(at=NOW).sent == 0 and mail.outbox == []


def test_what_did_not_go_out_goes_with_the_next_night_if_it_is_still_owed(shared, remind):
    remind()
    mail.outbox.clear()
    ContributionReminder.objects.update(mailed_at=None, mail_failure="邮件服务器连接不上")
    shared.send(1)
    call_command("remind", today=NOW.date())
    assert [each.to for each in mail.outbox if "协同情况" in each.subject] == [["lyq@example.cn"]]
    assert ContributionReminder.objects.unsettled().get().unit.code == "lyq"


def test_the_lead_sees_whose_mail_did_not_go_out(shared, remind, enter):
    remind()
    page = enter(shared.person("sjyj")).get(RECEIVED)
    assert page.status_code == 200 and "邮件未发出" not in page.text
    ContributionReminder.objects.filter(unit__code="hzq").update(mailed_at=None, mail_failure="连接不上")
    assert enter(shared.person("sjyj")).get(RECEIVED).text.count("邮件未发出，待重发") == 1


def test_nothing_goes_of_a_share_that_was_taken_back(shared, remind):
    remind()
    mail.outbox.clear()
    ContributionReminder.objects.update(mailed_at=None)
    shared.share(2, None)
    assert deliver_contributions(at=LATER).sent == 1
    assert [each.to for each in mail.outbox] == [["hzq@example.cn"]]


LOG, OWN = "/2021/contributions/reminders/", "/reminders/"


def test_the_coordinator_reads_whom_leads_reminded_and_whose_mail_failed(shared, remind, enter):
    remind()
    ContributionReminder.objects.filter(unit__code="hzq").update(mailed_at=None, mail_failure="连接不上")
    page = enter(make_user("drc", role=Role.COORDINATOR)).get(LOG).text
    told_of = ("海州区", "连云区", f"{shared.person('sjyj')}催办", "“请今天报。”", "待重发（连接不上）")
    for told in told_of:
        assert told in page, told
    assert page.count("第36项") == 2 and page.count("已发邮件") == 1
    shared.send(1)
    supervisor = make_user("office", role=Role.SUPERVISOR)
    assert f"{short_day(NOW.date())}已报送" in enter(supervisor).get(LOG).text


def test_the_lead_finds_what_it_sent_itself_and_nobody_elses(shared, remind, enter):
    remind()
    lead = enter(shared.person("sjyj"))
    assert f'href="{LOG}"' in lead.get(RECEIVED).text
    page = lead.get(LOG).text
    assert "本单位催办共同责任单位" in page and "海州区" in page and "“请今天报。”" in page
    assert "/2021/reminders/" not in page, "that record is not for units"
    assert "本单位本年度还没有催办" in enter(shared.person("hzq")).get(LOG).text


def test_the_unit_reads_it_among_its_own_reminders_until_it_has_sent(shared, remind, enter):
    remind()
    unit = shared.person("hzq")
    assert "第36项" in enter(unit).get(OWN).text and "“请今天报。”" in enter(unit).get(OWN).text
    assert last_opened(2021, unit).reminders == 1  # as its tab counts
    shared.send(1)
    assert "第36项" not in enter(unit).get(OWN).text
    assert "已报送" in enter(unit).get(f"{OWN}?state=all").text
    assert last_opened(2021, unit).reminders == 0


def test_of_a_share_that_was_taken_back_nothing_waits(shared, remind, enter):
    remind()
    shared.share(2, None)
    assert last_opened(2021, shared.person("lyq")).reminders == 0
    assert "已不需报送" in enter(shared.person("lyq")).get(f"{OWN}?state=all").text


@pytest.fixture(params=["share", "demand"])
def asked(request, shared, remind):
    """Both counties were reminded; the first owes by its share, or because the coordinator asks it."""
    remind()
    if request.param == "share":
        return Allocation.objects.filter(unit__code="hzq"), "shared_at"
    Allocation.objects.all().delete()
    unit = shared.person("hzq").unit
    demand = ContributionDemand.objects.create(task=shared.task, unit=unit, demanded_at=NOW)
    return ContributionDemand.objects.filter(pk=demand.pk), "demanded_at"


def assert_nothing_waits(unit, client):
    assert last_opened(2021, unit).reminders == 0
    assert "第36项" not in client.get(OWN).text
    assert "已不需报送" in client.get(f"{OWN}?state=all").text


def test_of_a_task_that_was_closed_earlier_nothing_waits(shared, asked, enter):
    unit = shared.person("hzq")
    assert last_opened(2021, unit).reminders == 1
    make_closure(make_report(shared.task, shared.lead, quarter=1), state=ClosureState.AGREED)
    assert_nothing_waits(unit, enter(unit))


def test_of_what_is_asked_for_later_quarters_alone_nothing_waits(shared, asked, enter):
    rows, since = asked
    unit, after = shared.person("hzq"), NOW + timedelta(days=30)
    assert after.date() > shared.period.due_on
    rows.update(**{since: after})
    assert last_opened(2021, unit).reminders == 1  # no later quarter yet: it counts from this one on
    make_period(shared.task.yearly_list, quarter=3)
    assert ContributionReminder.objects.filter(unit=unit.unit).unsettled().count() == 0
    assert "第36项" not in enter(unit).get(OWN).text


def test_no_unit_reads_whom_other_leads_reminded(shared, remind, enter):
    remind()
    page = enter(shared.person("hzq")).get(LOG).text
    assert "海州区催办" not in page and "第36项" not in page
    assert enter(make_user("auditor", role=Role.AUDITOR)).get(LOG).status_code == 403
