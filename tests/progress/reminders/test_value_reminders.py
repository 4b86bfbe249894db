"""催报: units are reminded of the yearly values that they owe, by hand and by themselves."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from progress.indicators import actions
from progress.indicators.reads import indicators_waiting, paper_of
from progress.ledger.owed_values import owed_values, value_lines
from progress.models import NamedValue, ValueReminder, YearlyValue
from progress.reminders.value_actions import deliver_values, remind_of_values, send_due_values
from progress.reminders.value_reads import last_value_message
from progress.rules.states import YearlyValueState
from projects.models import Indicator, LogEntry
from projects.rules.errors import NotYours, Refused
from projects.rules.roles import Role
from tests.as_read import as_read
from tests.factories import SHANGHAI, make_document, make_indicator, make_list, make_unit, make_user
from tests.progress.indicators.conftest import SAID

pytestmark = pytest.mark.django_db
DUE = date(2022, 3, 31)  # of the values of 2021
LATE = datetime(2022, 4, 6, 9, tzinfo=SHANGHAI)
PLAN = "/plans/2021-2025/"
REMIND = f"{PLAN}values/2021/remind/"


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
def indicator(unit):
    return make_indicator(make_document(None), unit, number=2)


@pytest.fixture
def beside(indicator, unit):
    return make_indicator(indicator.plan.document, unit, number=3)


def night(day):
    return datetime.combine(day, datetime.min.time().replace(hour=7), SHANGHAI)


def seals(*indicators, at=LATE, year=2021):
    lines = value_lines([(each.plan_id, year) for each in indicators], at.date())
    return {line.indicator.pk: line.seal for line in lines if line.indicator in indicators}


def remind(*indicators, by, at=LATE, seen=None, year=2021, **named):
    seen = seals(*indicators, at=at, year=year) if seen is None else seen
    plan = Indicator.objects.first().plan
    return remind_of_values(plan, year=year, seen=seen, at=at, by=by, **named)


def filed(indicator, filer, year=2021, at=LATE):
    paper = paper_of(indicator, year)
    saved = actions.save_draft(paper, content=SAID, based_on=paper.version, at=at, by=filer)
    return as_read(actions.submit, saved, at=at, by=filer)


def named_by(reminder):
    return [(each.indicator.number, each.year) for each in reminder.named.all()]


def kinds(reminder):
    return [(each.year, each.kind) for each in reminder.occasions.all()]


def owed(on):
    return [(each.unit.code, each.indicator.number, each.paper.year, each.state) for each in owed_values(on)]


def test_a_value_is_owed_once_its_year_has_ended_and_overdue_after_march(indicator):
    assert owed(date(2021, 12, 31)) == []
    assert owed(DUE) == [("sjyj", 2, 2021, "not_due")]
    assert owed(DUE + timedelta(1)) == [("sjyj", 2, 2021, "missing")]
    assert [each[2] for each in owed(date(2030, 1, 1))] == [2021, 2022, 2023, 2024, 2025]


@pytest.mark.parametrize(("adopted", "first"), [(2020, 2021), (2022, 2021), (2023, 2022), (2024, 2023)])
def test_a_plan_adopted_late_asks_from_the_year_before(adopted, first, indicator):
    type(indicator.plan).objects.update(adopted_at=datetime(adopted, 1, 1, tzinfo=SHANGHAI))
    assert [each[2] for each in owed(date(2025, 2, 1))] == list(range(first, 2025))


def test_nothing_is_owed_by_nobody_by_who_has_filed_or_is_out_of_office(indicator, beside, unit, filer):
    Indicator.objects.filter(pk=beside.pk).update(unit=None)
    filed(indicator, filer)
    assert owed(LATE.date()) == []
    type(unit).objects.update(is_active=False)
    Indicator.objects.update(unit=unit)
    assert owed(LATE.date()) == []


def test_a_return_is_owed_by_its_new_day(indicator, filer, coordinator):
    back = as_read(actions.return_to_unit, filed(indicator, filer), reason="口径。", at=LATE, by=coordinator)
    (line,) = owed_values(LATE.date())
    assert (line.state, line.until, line.days_over) == ("returned", back.refile_by, 0)
    (line,) = owed_values(back.refile_by + timedelta(2))
    assert (line.state, line.days_over) == ("not_refiled", 2)


def test_a_unit_gets_one_message_a_person_with_all_that_was_ticked(
    indicator, beside, unit, filer, coordinator
):
    signer = make_user(unit=unit, role=Role.SIGNER)
    reminded = remind(indicator, beside, by=coordinator, word="请今天报送。")
    assert {each.person for each in reminded.messages} == {filer, signer}
    assert {each.word for each in reminded.messages} == {"请今天报送。"}
    assert [named_by(each) for each in reminded.messages] == [[(2, 2021), (3, 2021)]] * 2
    assert reminded.sentence == "已催报1个单位（2人）。"
    assert LogEntry.objects.filter(act="value_reminder_sent").count() == 2
    assert not YearlyValue.objects.exists(), "reminding begins nobody's paper"


def test_what_was_told_today_is_told_again_only_where_asked(indicator, filer, coordinator):
    remind(indicator, by=coordinator)
    again = remind(indicator, by=coordinator)
    assert again.messages == () and "今天已催报过" in again.sentence
    last = last_value_message()
    assert len(remind(indicator, by=coordinator, again_after=last).messages) == 1
    assert remind(indicator, by=coordinator, again_after=last).messages == ()  # the same click once more
    assert len(remind(indicator, by=coordinator, at=LATE + timedelta(1)).messages) == 1


def test_another_year_of_the_same_indicator_was_not_told_today(indicator, filer, coordinator):
    later = LATE.replace(year=2023)
    remind(indicator, by=coordinator, at=later)
    assert len(remind(indicator, by=coordinator, at=later, year=2022).messages) == 1


def test_what_stands_otherwise_than_on_the_list_is_named_and_left_out(indicator, beside, filer, coordinator):
    seen = seals(indicator, beside)
    filed(indicator, filer)
    reminded = remind(seen=seen, by=coordinator)
    assert [named_by(each) for each in reminded.messages] == [[(3, 2021)]]
    told = "2021年第2项指标（市教育局）在您打开之后已有变动，现为“待审核”，未催报。"
    assert told in reminded.sentence


def test_an_indicator_that_went_to_another_unit_is_left_out(indicator, filer, coordinator):
    seen = seals(indicator)
    Indicator.objects.update(unit=make_user(unit=make_unit()).unit)
    assert remind(seen=seen, by=coordinator).messages == ()


def test_writing_on_changes_nothing_that_a_reminder_rests_on(indicator, filer, coordinator):
    at = night(DUE)
    seen = seals(indicator, at=at)
    actions.save_draft(paper_of(indicator, 2021), content=SAID, based_on=0, at=at, by=filer)
    assert len(remind(seen=seen, by=coordinator, at=at).messages) == 1


def test_only_the_offices_remind_only_of_what_is_ticked_and_of_years_that_have_ended(
    indicator, filer, coordinator
):
    with pytest.raises(NotYours):
        remind(indicator, by=filer)
    with pytest.raises(Refused, match="请先勾选"):
        remind(seen={}, by=coordinator)
    for year in (2020, 2022, 2026):
        with pytest.raises(Refused, match="还没有到填报的时候"):
            remind(indicator, by=coordinator, year=year)


def test_a_unit_without_anybody_is_named(indicator, coordinator):
    assert "市教育局没有在用账号" in remind(indicator, by=coordinator).sentence


def test_what_is_due_goes_out_by_itself_once_an_occasion(indicator, filer):
    assert send_due_values(at=night(date(2021, 12, 31))) == ()
    assert kinds(send_due_values(at=night(date(2022, 1, 1)))[0]) == [(2021, "opened")]
    assert send_due_values(at=night(DUE - timedelta(15))) == ()
    assert kinds(send_due_values(at=night(DUE - timedelta(14)))[0]) == [(2021, "before_due")]
    assert send_due_values(at=night(DUE)) == ()
    assert kinds(send_due_values(at=night(DUE + timedelta(1)))[0]) == [(2021, "past_due")]
    assert send_due_values(at=night(DUE + timedelta(9))) == ()


def test_one_message_tells_all_the_years_that_are_owed(indicator, beside, filer):
    filed(beside, filer, 2021)
    (message,) = send_due_values(at=night(date(2023, 3, 20)))
    assert named_by(message) == [(2, 2021), (2, 2022), (3, 2022)]
    assert kinds(message) == [(2022, "before_due"), (2021, "past_due")] or len(kinds(message)) == 2


def test_a_return_is_due_by_its_new_day_and_what_is_filed_never(indicator, filer, coordinator):
    sent = filed(indicator, filer)
    assert send_due_values(at=night(DUE + timedelta(1))) == ()
    back = as_read(actions.return_to_unit, sent, reason="口径。", at=LATE, by=coordinator)
    assert kinds(send_due_values(at=night(back.refile_by))[0]) == [(2021, "before_due")]
    assert kinds(send_due_values(at=night(back.refile_by + timedelta(1)))[0]) == [(2021, "past_refiling")]


def test_the_command_reminds_of_values_as_of_reports(indicator, filer, capsys):
    call_command("remind", today=DUE + timedelta(1), dry_run=True)
    assert "应提醒1个单位1人" in capsys.readouterr().out
    call_command("remind", today=DUE + timedelta(1))
    assert "已提醒1个单位1人" in capsys.readouterr().out
    call_command("remind", today=DUE + timedelta(1))
    assert "已提醒0个单位0人" in capsys.readouterr().out


def test_the_mail_tells_the_values_and_the_way_to_them(
    indicator, filer, coordinator, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST, settings.SITE_URL = "mail.example", "https://livelihood.example"
    type(filer).objects.filter(pk=filer.pk).update(email="a@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        remind(indicator, by=coordinator, word="请今天报送。")
    [letter] = mail.outbox
    assert letter.subject == "规划指标催办：1项年度值待报送"
    assert "2021年 第2项指标 每千人口托位数（未报，2022年3月31日前报送）" in letter.body
    assert f"https://livelihood.example{PLAN}indicators/2/2021/" in letter.body
    assert "请今天报送。" in letter.body
    assert deliver_values(at=LATE).sent == 0 and ValueReminder.objects.get().mailed_at == LATE


def test_what_was_settled_meanwhile_is_not_mailed(indicator, filer, coordinator, settings):
    settings.EMAIL_HOST = "mail.example"
    type(filer).objects.filter(pk=filer.pk).update(email="a@example.com")
    remind(indicator, by=coordinator)  # the transaction of the test holds the mail back
    filed(indicator, filer)
    assert deliver_values(at=LATE).sent == 0 and mail.outbox == []


@pytest.mark.parametrize("state", list(YearlyValueState))
def test_the_database_and_the_ledger_agree_on_what_is_owed(state, indicator, filer, coordinator):
    remind(indicator, by=coordinator)
    times = {"saved_at": LATE, "sent_at": LATE, "submitted_at": LATE}
    YearlyValue.objects.create(indicator=indicator, year=2021, unit=filer.unit, state=state, **times)
    assert NamedValue.objects.still_owed().exists() == bool(owed_values(LATE.date()))


def test_what_another_unit_answers_for_now_waits_for_nobody_here(indicator, filer, coordinator):
    remind(indicator, by=coordinator)
    assert ValueReminder.objects.waiting_for(filer).count() == 1
    Indicator.objects.update(unit=make_unit())
    assert ValueReminder.objects.waiting_for(filer).count() == 0


def test_a_unit_out_of_office_owes_nothing_of_what_it_was_told(indicator, unit, filer, coordinator):
    remind(indicator, by=coordinator)
    type(unit).objects.update(is_active=False)
    assert not NamedValue.objects.still_owed().exists()


def test_the_page_asks_and_tells_and_the_unit_reads_it(indicator, filer, coordinator, enter):
    make_list(2021)  # a list that lies in the plan: the desk speaks of it
    office, own = enter(coordinator), enter(filer)
    page = office.get(f"{PLAN}?year=2021").text
    assert f'name="owed" value="{indicator.pk}"' in page and "催报所选" in page
    assert "催报所选" not in own.get(f"{PLAN}?year=2021").text
    asked = office.get(f"{REMIND}?owed={indicator.pk}").text
    seal = re.search(rf'name="seal-{indicator.pk}" value="(\w+)"', asked)[1]
    posted = {"owed": indicator.pk, f"seal-{indicator.pk}": seal, "word": "请尽快。"}
    told = office.post(REMIND, posted, follow=True).text
    assert "已催报1个单位（1人）。" in told
    assert "请尽快。" in own.get("/").text.partition("<main")[2]
    assert "2021年第2项" in own.get("/reminders/").text
    assert "仍未报送" in office.get(f"{PLAN}reminders/").text
    assert not re.search(r"(?<!年)\b\d+月\d+日", office.get(f"{PLAN}reminders/").text)  # of 2022, about 2021
    assert "请尽快。" in office.get(f"{PLAN}indicators/2/2021/").text
    assert "请尽快。" in own.get(f"{PLAN}indicators/2/2021/").text
    filed(indicator, filer)
    assert "请尽快。" not in own.get("/").text
    assert "没有未了结的催办" in own.get("/reminders/").text
    assert "已报送" in office.get(f"{PLAN}reminders/").text


def test_the_navigation_counts_what_waits_of_values(indicator, filer, coordinator, enter):
    make_list(2021)
    client = enter(filer)
    assert _counted(client) == 0
    remind(indicator, by=coordinator)
    assert _counted(client) == 1
    filed(indicator, filer)
    assert _counted(client) == 0


def _counted(client):
    return next(way.count for way in client.get("/").context["navigation"] if way.label == "催办")


def test_nothing_is_sent_without_the_seal_of_a_line(indicator, filer, coordinator, enter):
    assert enter(coordinator).post(REMIND, {"owed": indicator.pk}).status_code == 404
    assert enter(coordinator).post(REMIND, {}).status_code == 302
    assert not ValueReminder.objects.exists()


def test_the_desks_tell_every_year_that_is_owed(indicator, beside, filer, coordinator):
    filed(beside, filer, 2021)
    told = [(each.subject, each.words) for each in indicators_waiting(filer, date(2023, 2, 1))]
    assert told == [
        ("2021年年度值", "1项指标2022年3月31日前报送，已逾期。"),
        ("2022年年度值", "2项指标2023年3月31日前报送。"),
    ]
    over = [each for each in indicators_waiting(coordinator, date(2023, 2, 1)) if "逾期" in each.kind]
    assert [(each.words, each.url) for each in over] == [
        ("1个单位1项逾期未报，可以催报。", f"{PLAN}?year=2021#owed")
    ]


def test_the_pages_ask_as_much_for_many_values_as_for_one(
    indicator, filer, coordinator, enter, django_assert_max_num_queries
):
    office = enter(coordinator)
    remind(indicator, by=coordinator)
    office.get(f"{PLAN}?year=2021")  # what is asked once for all
    counts = []
    for number in (0, 20):
        for place in range(number):
            unit = make_user(unit=make_unit()).unit
            more = make_indicator(indicator.plan.document, unit, number=10 + place)
            remind(more, by=coordinator)
        with django_assert_max_num_queries(200) as plan_page:
            office.get(f"{PLAN}?year=2021")
        with django_assert_max_num_queries(200) as log:
            office.get(f"{PLAN}reminders/")
        counts.append((len(plan_page), len(log)))
    assert counts[0] == counts[1]
