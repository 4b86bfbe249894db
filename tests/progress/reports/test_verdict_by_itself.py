"""评定 where no report comes any more with which the verdict would be given: two leads, the first reports."""

from datetime import date, datetime

import pytest

from progress.ledger.ledgers import ledger_of
from progress.models import Measurement, Report, Round, Verdict
from progress.reports import verdict_actions as actions
from progress.rules.states import ReportState
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    SHANGHAI,
    make_assignment,
    make_list,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2021, 8, 20, 9, tzinfo=SHANGHAI)
REASON = "另一牵头单位未重报，按已审核的报告评定。"


@pytest.fixture
def first():
    """The lead that reports the target."""
    task = make_task(make_list(), number=36, lead=make_unit())
    make_target(task, quantity=5, planned=(1, 2, 4, 5), basis="ytd")
    return make_report(task, task.assignments.get().unit)


@pytest.fixture
def second(first):
    unit = make_unit()
    make_assignment(first.task, unit)
    return make_report(first.task, unit)


@pytest.fixture
def drc():
    return make_user(role=Role.COORDINATOR)


def filed(report, state=ReportState.ACCEPTED, **fields):
    times = {"submitted_at": NOW, "first_submitted_at": NOW}
    Report.objects.filter(pk=report.pk).update(state=state, **times, **fields)
    who = make_user(unit=report.unit)
    Round.objects.create(
        report=report, number=1, submitted_at=NOW, submitted_by=who, filed_by=who, content={}
    )


def returned(report):
    filed(report, ReportState.RETURNED, refile_by=date(2021, 7, 20))


def closed(report):
    type(report.period).objects.filter(pk=report.period_id).update(closed_at=LATER)


def shown(report, at=LATER, is_over=True):
    ledger = ledger_of(report.task)
    judgement = ledger.at(2, at.date()).left_to_word(is_over=is_over)
    if judgement is None:
        return "nothing"
    return actions.word_seal(ledger, judgement=judgement, quarter=2, on=at.date())


def give(report, by, code="on_schedule", *, at=LATER, seal=None, is_over=True):
    named = {"code": code, "reason": REASON, "at": at, "by": by}
    seal = seal or shown(report, at, is_over)
    return actions.give_verdict(report.task, period=report.period, shown=seal, **named)


def code(report, at=LATER):
    return ledger_of(report.task).judged_at(2, at.date()).code


def test_a_lead_without_a_share_that_never_files_leaves_the_verdict_to_the_coordinator(first, second, drc):
    filed(first)
    Measurement.objects.create(report=first, target=first.task.targets.get(), value=2)
    assert ledger_of(first.task).at(2, date(2021, 7, 12)).left_to_word(is_over=False) is None  # still in time
    give(first, drc, is_over=False)
    assert (Verdict.objects.get().code, code(first)) == ("on_schedule", "on_schedule")


def test_a_reporting_lead_that_does_not_refile_is_waited_for_until_the_quarter_closes(first, second, drc):
    returned(first)
    filed(second)
    assert code(first) == "unmeasured"
    with pytest.raises(Refused, match="现在不能单独评定"):
        give(first, drc)
    closed(first)
    give(first, drc)
    assert code(first) == "on_schedule"


def test_a_missing_reporting_lead_leaves_the_task_not_filed(first, second, drc):
    filed(second)
    closed(first)
    with pytest.raises(Refused, match="已列为未报"):
        give(first, drc)
    assert code(first) == "not_filed"


def test_while_a_lead_is_under_review_nothing_is_given(first, second, drc):
    filed(first)
    filed(second, ReportState.SUBMITTED)
    closed(first)
    with pytest.raises(Refused, match="待审核"):
        give(first, drc)


def test_without_an_accepted_report_there_is_nothing_to_judge_by(first, second, drc):
    returned(first)
    returned(second)
    closed(first)
    with pytest.raises(Refused):
        give(first, drc)


def test_without_a_figure_it_is_never_ahead(first, second, drc):
    returned(first)
    filed(second)
    closed(first)
    with pytest.raises(Refused, match="不能评为“超序时”"):
        give(first, drc, "ahead")


def test_what_was_accepted_since_is_looked_at_anew(first, second, drc):
    filed(second)
    returned(first)
    closed(first)
    seal = shown(first)
    Report.objects.filter(pk=first.pk).update(state=ReportState.ACCEPTED)
    Measurement.objects.create(report=first, target=first.task.targets.get(), value=1)
    with pytest.raises(Stale, match="您打开之后"):
        give(first, drc, seal=seal)
    assert not Verdict.objects.exists()


def test_the_same_click_twice_gives_one_verdict(first, second, drc):
    filed(first)
    seal = shown(first)
    give(first, drc, seal=seal)
    with pytest.raises(Stale, match="已评定"):
        give(first, drc, seal=seal)
    assert Verdict.objects.get().version == 1


def test_of_the_coordinators_own_task_it_waits_for_the_supervisor(first, second):
    drc = make_user(role=Role.COORDINATOR, unit=second.unit)
    filed(first)
    give(first, drc)
    assert Verdict.objects.get().awaits_confirmation
    assert code(first) == "unmeasured"


def test_nobody_judges_what_they_filed(first, second, drc):
    filed(first, saved_by=drc, saved_at=NOW)
    with pytest.raises(NotYours):
        give(first, drc)


def test_it_is_given_on_a_page_that_the_tasks_quarter_leads_to(first, second, drc, client):
    filed(first)
    closed(first)
    client.force_login(drc)
    page, form = "/2021/q2/tasks/36/", "/2021/q2/tasks/36/verdict/"
    assert form in client.get(page).content.decode()
    seal = client.get(form).context["form"]["seal"].value()
    refused = client.post(form, {"seal": "old", "verdict": "behind", "reason": REASON})
    assert (refused.status_code, refused.context["form"]["seal"].value()) == (400, seal)
    assert client.post(form, {"seal": seal, "verdict": "behind", "reason": REASON}).url == page
    assert Verdict.objects.get().code == "behind"
    assert form not in client.get(page).content.decode()


def test_who_was_sent_back_and_has_still_to_file_is_named_beside_it(first, second, drc, client):
    returned(first)
    filed(second)
    closed(first)
    client.force_login(drc)
    html = client.get("/2021/q2/tasks/36/").content.decode()
    assert f"{first.unit}还没有重报；不再等的，按已审核的报告评定" in html
    assert "也没有待报送" not in html


def test_the_reason_of_who_comes_second_is_shown_and_not_lost(first, second, drc, client):
    filed(first)
    closed(first)
    client.force_login(make_user("second", role=Role.COORDINATOR))
    page, form = "/2021/q2/tasks/36/", "/2021/q2/tasks/36/verdict/"
    seal = client.get(form).context["form"]["seal"].value()
    give(first, drc, seal=seal)
    answer = client.post(form, {"seal": seal, "verdict": "behind", "reason": "现场核查，<b>两处</b>未完成。"})
    assert answer.status_code == 409 and "已评定" in answer.content.decode()
    assert "现场核查，&lt;b&gt;两处&lt;/b&gt;未完成。" in answer.content.decode()
    assert Verdict.objects.get().code == "on_schedule"
    assert client.get(form).url == page
