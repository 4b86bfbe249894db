"""催报: units are reminded of the plans that they owe, by hand and by themselves."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from progress.reminders import plan_actions
from progress.reminders.actions import remind as remind_of_reports
from progress.reminders.plan_actions import deliver_plans, remind_of_plans, send_due_plans
from progress.reminders.plan_reads import last_plan_message
from projects.models import LogEntry, PlanFiling, PlanReminder
from projects.plans import opening_actions, review_actions
from projects.plans.reads import line_of
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_report, make_task, make_unit, make_user
from tests.projects.plans.plan_papers import DUE, FILED, LATE, owed, recorded, saved, submitted

pytestmark = pytest.mark.django_db

DESK = "/2023/plans/"


@pytest.fixture
def coordinator():
    return make_user("drc", role=Role.COORDINATOR)


@pytest.fixture
def unit():
    return make_unit("sjyj", name="市教育局")


@pytest.fixture
def filer(unit):
    return make_user("sjyj", unit=unit)


@pytest.fixture
def plan(coordinator, unit):
    return owed(coordinator, unit=unit)


def night(day):
    return datetime.combine(day, datetime.min.time().replace(hour=7), SHANGHAI)


def seals(*plans, at=LATE):
    filing = PlanFiling.objects.get()
    return {plan.pk: line_of(plan, filing, local_day(at)).seal for plan in plans}


def remind(*plans, by, at=LATE, seen=None, **named):
    filing = PlanFiling.objects.get()
    return remind_of_plans(filing, seen=seen or seals(*plans, at=at), at=at, by=by, **named)


def kinds(reminder):
    return [each.kind for each in reminder.occasions.all()]


def test_a_unit_gets_one_message_a_person_with_all_its_plans(plan, unit, filer, coordinator):
    signer = make_user(unit=unit, role=Role.SIGNER)
    other = owed(coordinator, unit=unit, number=37, yearly_list=plan.task.yearly_list)
    reminded = remind(plan, other, by=coordinator, word="请今天报送。")
    assert {each.person for each in reminded.messages} == {filer, signer}
    assert [set(each.plans.all()) for each in reminded.messages] == [{plan, other}] * 2
    assert reminded.sentence == "已催报1个单位（2人）。"
    assert LogEntry.objects.filter(act="plan_reminder_sent").count() == 2


def test_what_was_told_today_is_told_again_only_where_asked(plan, filer, coordinator):
    remind(plan, by=coordinator)
    again = remind(plan, by=coordinator)
    assert again.messages == () and "今天已催报过" in again.sentence
    last = last_plan_message()
    assert len(remind(plan, by=coordinator, again_after=last).messages) == 1
    assert remind(plan, by=coordinator, again_after=last).messages == ()  # the same click once more
    assert len(remind(plan, by=coordinator, at=LATE + timedelta(1)).messages) == 1


def test_what_stands_otherwise_than_on_the_list_is_named_and_left_out(plan, filer, coordinator, unit):
    other = owed(coordinator, unit=unit, number=37, yearly_list=plan.task.yearly_list)
    seen = seals(plan, other)
    submitted(plan, filer, at=LATE)
    reminded = remind(seen=seen, by=coordinator)
    assert [list(each.plans.all()) for each in reminded.messages] == [[other]]
    assert "第36项（市教育局）在您打开之后已有变动，现为“待备案”，未催报。" in reminded.sentence


def test_writing_on_changes_nothing_that_a_reminder_rests_on(plan, filer, coordinator):
    seen = seals(plan, at=FILED)
    saved(plan, filer)
    assert len(remind(seen=seen, by=coordinator, at=FILED).messages) == 1


def test_only_the_offices_remind_and_only_of_what_is_ticked(plan, filer, coordinator):
    with pytest.raises(NotYours):
        remind(plan, by=filer)
    with pytest.raises(Refused, match="请先勾选"):
        remind_of_plans(PlanFiling.objects.get(), seen={}, at=LATE, by=coordinator)


def test_a_unit_without_anybody_is_named(plan, coordinator):
    assert "市教育局没有在用账号" in remind(plan, by=coordinator).sentence


def test_what_is_due_goes_out_by_itself_once_an_occasion(plan, filer):
    assert kinds(send_due_plans(at=night(DUE - timedelta(20)))[0]) == ["opened"]
    assert kinds(send_due_plans(at=night(DUE))[0]) == ["before_due"]
    assert send_due_plans(at=night(DUE)) == ()
    assert kinds(send_due_plans(at=night(DUE + timedelta(1)))[0]) == ["past_due"]
    assert send_due_plans(at=night(DUE + timedelta(9))) == ()


def test_a_return_is_due_by_its_new_day_and_what_is_filed_never(plan, filer, coordinator):
    sent = submitted(plan, filer)
    assert send_due_plans(at=night(DUE + timedelta(1))) == ()
    back = as_read(review_actions.return_plan, sent, reason="细化。", at=LATE, by=coordinator)
    assert kinds(send_due_plans(at=night(back.refile_by))[0]) == ["before_due"]
    assert kinds(send_due_plans(at=night(back.refile_by + timedelta(1)))[0]) == ["past_refiling"]


def test_a_moved_day_is_another_occasion_and_a_recorded_plan_is_none(plan, filer, coordinator):
    send_due_plans(at=night(DUE))
    filing = PlanFiling.objects.get()
    later = DUE + timedelta(14)
    as_read(opening_actions.change_due, filing, due_on=later, at=night(DUE), by=coordinator)
    assert kinds(send_due_plans(at=night(later))[0]) == ["before_due"]
    recorded(plan, filer, coordinator)
    assert send_due_plans(at=night(later + timedelta(1))) == ()


def test_the_command_reminds_of_plans_as_of_reports(plan, filer, capsys):
    call_command("remind", today=DUE + timedelta(1))
    assert "已提醒1个单位1人" in capsys.readouterr().out
    call_command("remind", today=DUE + timedelta(1))
    assert "已提醒0个单位0人" in capsys.readouterr().out


def test_the_mail_tells_the_plans_and_the_way_to_them(
    plan, filer, coordinator, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://livelihood.example"
    type(filer).objects.filter(pk=filer.pk).update(email="a@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        remind(plan, by=coordinator, word="请今天报送。")
    [letter] = mail.outbox
    assert letter.subject == "民生实事催办：1项实施方案待报送"
    assert "2023年第36项" in letter.body and "未报备，2023年3月1日前报送" in letter.body
    assert "https://livelihood.example/2023/tasks/36/plan/" in letter.body and "请今天报送。" in letter.body
    assert deliver_plans(at=LATE).sent == 0 and PlanReminder.objects.get().mailed_at == LATE


def test_what_was_settled_meanwhile_is_not_mailed(plan, filer, coordinator, settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    type(filer).objects.filter(pk=filer.pk).update(email="a@example.com")
    monkeypatch.setattr(plan_actions.transaction, "on_commit", lambda *_, **__: None)  # the server was killed
    remind(plan, by=coordinator)
    submitted(plan, filer, at=LATE)
    assert deliver_plans(at=LATE).sent == 0 and mail.outbox == []


def test_the_desk_asks_and_tells_and_the_unit_reads_it(plan, filer, coordinator, enter):
    office, own = enter(coordinator), enter(filer)
    desk = office.get(DESK).content.decode()
    assert f'name="owed" value="{plan.pk}"' in desk and "催报所选" in desk
    page = office.get(f"{DESK}remind/?owed={plan.pk}").content.decode()
    seal = re.search(rf'name="seal-{plan.pk}" value="(\w+)"', page)[1]
    posted = {"owed": plan.pk, f"seal-{plan.pk}": seal, "word": "请尽快。"}
    told = office.post(f"{DESK}remind/", posted, follow=True).content.decode()
    assert "已催报1个单位（1人）。" in told
    assert "请尽快。" in own.get("/").content.decode()
    assert "第36项" in own.get("/reminders/").content.decode()
    assert "仍未报备" in office.get(f"{DESK}reminders/").content.decode()
    assert "请尽快。" in office.get("/2023/tasks/36/plan/").content.decode()  # in its history
    assert "请尽快。" not in enter(make_user(unit=make_unit())).get(f"{DESK}").content.decode()
    submitted(plan, filer, at=LATE)
    assert "请尽快。" not in own.get("/").content.decode()
    assert "没有未了结的催办" in own.get("/reminders/").content.decode()
    assert "3月6日已报送" in office.get(f"{DESK}reminders/").content.decode()


def test_the_navigation_counts_what_waits_of_plans_and_of_reports(plan, filer, coordinator, enter):
    client = enter(filer)
    assert _counted(client) == 0
    remind(plan, by=coordinator)
    assert _counted(client) == 1, "while no quarter is open"
    report = make_report(make_task(plan.task.yearly_list, number=40, lead=filer.unit), filer.unit, quarter=1)
    assert _counted(client) == 1
    named = {"units": [filer.unit], "at": LATE, "by": coordinator}
    remind_of_reports(report.period, **named)
    assert _counted(client) == 2
    submitted(plan, filer, at=LATE)
    assert _counted(client) == 1
    assert _counted(enter(make_user(unit=make_unit()))) == 0


def _counted(client):
    return next(way.count for way in client.get("/").context["navigation"] if way.label == "催办")


def test_nothing_is_sent_without_the_seal_of_a_line(plan, filer, coordinator, enter):
    assert enter(coordinator).post(f"{DESK}remind/", {"owed": plan.pk}).status_code == 404
    assert enter(coordinator).post(f"{DESK}remind/", {}).status_code == 302
    assert not PlanReminder.objects.exists()
