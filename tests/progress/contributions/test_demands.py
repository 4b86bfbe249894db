"""要求报送: the coordinator asks named units for a contribution, shares or no shares."""

from datetime import timedelta

import pytest
from django.utils import timezone

from progress.contributions.actions import lacking
from progress.contributions.demand_actions import demand
from progress.contributions.reads import received
from progress.contributions.waiting_reads import contributions_waiting
from progress.ledger.owed_contributions import demanded_of, seal_of_demands, shared_tasks
from progress.models import Contribution, ContributionDemand, ReportingPeriod
from progress.rules.states import ClosureState, ContributionState, ReportState
from projects.models import LogEntry, Unit, YearlyList
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.states import ListStage
from tests.factories import NOW, make_closure, make_period, make_report, make_unit, make_user

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
SHARES = "/2021/tasks/36/shares/"


@pytest.fixture
def drc():
    return make_user("drc", role=Role.COORDINATOR)


def ask(setting, by, *units, shown=None, at=NOW - timedelta(days=30)):
    shown = seal_of_demands(demanded_of(setting.task)) if shown is None else shown
    return demand(setting.task, units=[unit.pk for unit in units], shown=shown, at=at, by=by)


def test_a_unit_that_is_asked_owes_words_before_the_lead(setting, drc):
    county = setting.counties[0]
    ask(setting, drc, county)
    (owed,) = shared_tasks(setting.period, TODAY)
    assert (owed.unit, owed.lines, owed.is_demanded) == (county, (), True)
    assert owed.due_on < setting.period.due_on
    paper = Contribution.objects.create(period=setting.period, task=setting.task, unit=county)
    assert lacking(paper, owed=owed) == ["请填写协同情况。"]


def test_who_has_a_share_and_is_asked_owes_both_in_one_paper(setting, drc):
    setting.share("2", "3")
    ask(setting, drc, setting.counties[1])
    first, second = shared_tasks(setting.period, TODAY)
    assert (first.is_demanded, second.is_demanded) == (False, True)
    assert len(second.lines) == 1
    paper = Contribution.objects.create(period=setting.period, task=setting.task, unit=second.unit)
    assert "请填写协同情况。" in lacking(paper, owed=second)
    paper = Contribution.objects.create(period=setting.period, task=setting.task, unit=first.unit)
    assert "请填写协同情况。" not in lacking(paper, owed=first)


def test_the_unit_reads_on_its_desk_what_it_is_asked_for_and_the_lead_who_has_not_sent(setting, drc, client):
    county = setting.counties[0]
    ask(setting, drc, county)
    (waiting,) = contributions_waiting(setting.person("hzq"), TODAY)
    assert waiting.words.startswith("要求报送协同情况，")
    client.force_login(setting.person("hzq"))
    assert "报送协同情况" in client.get("/2021/q2/filing/contributions/").content.decode()
    assert received(setting.period, setting.task, TODAY).to_come == 1


def test_it_is_sent_in_words_and_adopted_by_the_lead(setting, drc):
    ask(setting, drc, setting.counties[0])
    with pytest.raises(Refused, match="请填写协同情况"):
        setting.send(None, text=" ")
    setting.send(None, text="已配合选址。")
    assert received(setting.period, setting.task, TODAY).to_adopt == 1
    assert setting.adopt().state == ContributionState.ACCEPTED
    assert contributions_waiting(setting.person("hzq"), TODAY) == []


def test_the_form_shows_what_the_quarter_plans(setting, drc, client):
    ask(setting, drc, setting.counties[0])
    client.force_login(setting.person("hzq"))
    page = client.get("/2021/q2/tasks/36/contribution/").content.decode()
    assert "二季度序时进度：完成主体工程。" in page


def test_the_lead_and_the_offices_read_the_words_beside_the_report_and_nobody_else(setting, drc, client):
    ask(setting, drc, setting.counties[0])
    setting.send(None, text="已配合选址。")
    address = "/2021/q2/tasks/36/"
    for person, reads in ((setting.person("sjyj"), True), (drc, True), (setting.person("lyq"), False)):
        client.force_login(person)
        assert ("已配合选址。" in client.get(address).content.decode()) is reads


def test_who_is_not_asked_any_more_owes_nothing_and_what_was_sent_stays(setting, drc):
    ask(setting, drc, *setting.counties)
    ask(setting, drc, setting.counties[1])
    assert [owed.unit for owed in shared_tasks(setting.period, TODAY)] == [setting.counties[1]]
    entry = LogEntry.objects.filter(act="contributions_demanded").order_by("pk").last()
    assert entry.detail["changes"] == "海州区 → 不再要求"


def test_what_is_asked_after_the_due_day_is_not_overdue_at_once_and_asks_for_no_quarter_before(setting, drc):
    make_period(setting.task.yearly_list, quarter=1, due_on=NOW.date() - timedelta(days=90))
    ask(setting, drc, setting.counties[0], at=NOW)
    (owed,) = [each for period in ReportingPeriod.objects.all() for each in shared_tasks(period, TODAY)]
    assert owed.period == setting.period and owed.due_on > TODAY
    (waiting,) = contributions_waiting(setting.person("hzq"), TODAY)
    assert "二季度" in waiting.subject and "已超" not in waiting.words


def test_a_task_closed_earlier_asks_for_nothing(setting, drc):
    setting.share("2", "3")
    ask(setting, drc, setting.counties[0])

    earlier = make_report(setting.task, setting.lead, quarter=1)
    make_closure(earlier, state=ClosureState.AGREED)
    assert shared_tasks(setting.period, TODAY) == []
    assert contributions_waiting(setting.person("hzq"), TODAY) == []


def test_who_was_asked_meanwhile_is_not_dropped_by_a_page_that_came_back(setting, drc, client):
    client.force_login(drc)
    old = seal_of_demands([])
    ask(setting, drc, setting.counties[1])
    typed = {"action": "demand", "demanded": setting.counties[0].pk, "seal-demands": old}
    page = client.post(SHARES, {f"carried-{name}": value for name, value in typed.items()}).content.decode()
    assert f'name="seal-demands" value="{old}"' in page


def test_lead_and_supervisor_find_what_came_in(setting, drc, client):
    ask(setting, drc, setting.counties[0])
    for person in (setting.person("sjyj"), make_user("office", role=Role.SUPERVISOR)):
        client.force_login(person)
        assert "/2021/q2/tasks/36/contributions/" in client.get("/2021/tasks/36/").content.decode()


def test_a_unit_out_of_use_owes_nothing(setting, drc):
    ask(setting, drc, setting.counties[0])
    Unit.objects.filter(pk=setting.counties[0].pk).update(is_active=False)
    assert shared_tasks(setting.period, TODAY) == []
    assert contributions_waiting(setting.person("hzq"), TODAY) == []


def test_the_lead_is_told_which_units_are_out_of_use(setting, drc, client):
    ask(setting, drc, setting.counties[0])
    setting.share(None, 3)
    Unit.objects.filter(pk__in=[each.pk for each in setting.counties]).update(is_active=False)
    assert received(setting.period, setting.task, TODAY).let_off == tuple(setting.counties)
    client.force_login(setting.person("sjyj"))
    page = client.get("/2021/q2/tasks/36/contributions/").content.decode()
    assert page.count("单位已停用") == 2 and "还没有分解" not in page


def test_what_a_unit_sent_before_it_went_stands_in_its_row(setting, drc):
    ask(setting, drc, setting.counties[0])
    setting.share(2, 3)
    setting.send(1)
    Unit.objects.filter(pk=setting.counties[0].pk).update(is_active=False)
    found = received(setting.period, setting.task, TODAY)
    assert ([each.unit.code for each in found.owed], found.let_off) == (["hzq", "lyq"], ())


def test_the_same_once_more_says_nothing(setting, drc):
    ask(setting, drc, setting.counties[0])
    ask(setting, drc, setting.counties[0])
    assert LogEntry.objects.filter(act="contributions_demanded").count() == 1


def test_what_was_changed_since_it_was_shown_is_refused(setting, drc):
    shown = seal_of_demands([])
    ask(setting, drc, setting.counties[0])
    with pytest.raises(Stale):
        ask(setting, drc, setting.counties[1], shown=shown)
    assert demanded_of(setting.task) == [setting.counties[0]]


def test_only_partners_of_the_task_are_asked_by_the_coordinator_in_a_running_list(setting, drc):
    with pytest.raises(Refused, match="共同责任单位"):
        ask(setting, drc, make_unit("smzj"))
    with pytest.raises(NotYours):
        ask(setting, setting.person("sjyj"), setting.counties[0])
    YearlyList.objects.update(stage=ListStage.CONCLUDED)
    setting.task.yearly_list.refresh_from_db()
    with pytest.raises(Refused, match="已办结"):
        ask(setting, drc, setting.counties[0])
    assert not ContributionDemand.objects.exists()


def test_the_page_asks_and_keeps_the_ticks_of_what_was_refused(setting, drc, client):
    client.force_login(drc)
    county = setting.counties[0]
    posted = {"action": "demand", "demanded": county.pk, "seal-demands": seal_of_demands([])}
    assert "本任务要求1个单位报送协同情况" in client.post(SHARES, posted, follow=True).content.decode()
    refused = client.post(SHARES, {**posted, "demanded": setting.counties[1].pk})
    page = refused.content.decode()
    assert refused.status_code == 400 and "要求报送的单位已有变动" in page
    own = next(each for each in page.split("<input") if f'value="{setting.counties[1].pk}"' in each)
    assert "checked" in own
    assert client.post(SHARES, {"action": "demand"}).status_code == 404


def test_it_is_told_from_which_quarter_and_until_when(setting, drc, client):
    client.force_login(drc)
    county = setting.counties[0]

    def told():
        ContributionDemand.objects.all().delete()
        posted = {"action": "demand", "demanded": county.pk, "seal-demands": seal_of_demands([])}
        return client.post(SHARES, posted, follow=True).content.decode()

    page = told()
    (owed,) = shared_tasks(setting.period, timezone.localdate())
    day = f"{owed.due_on.month}月{owed.due_on.day}日"
    assert f"海州区自2021年二季度起报送，二季度的{day}前报牵头单位。" in page
    assert "已审核" not in page
    setting.report.state, setting.report.submitted_at = ReportState.ACCEPTED, NOW
    setting.report.first_submitted_at = NOW
    setting.report.save()
    assert "牵头单位二季度的报告已审核" in told()
    ReportingPeriod.objects.update(closed_at=NOW)
    assert "海州区自下一次开启的季度起报送，期限为牵头单位报送期限前" in told()


def test_the_coordinator_gets_there_from_the_task(setting, drc, client):
    client.force_login(drc)
    assert f"{SHARES}#demands" in client.get("/2021/tasks/36/").content.decode()
    client.force_login(setting.person("sjyj"))
    assert f"{SHARES}#demands" not in client.get("/2021/tasks/36/").content.decode()


def test_the_lead_reads_who_is_asked_and_cannot_change_it(setting, drc, client):
    ask(setting, drc, setting.counties[0])
    client.force_login(setting.person("sjyj"))
    page = client.get(SHARES).content.decode()
    assert "要求报送协同情况" in page and 'name="demanded"' not in page
