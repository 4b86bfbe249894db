"""去向 and 办结: a checklist that is read; afterwards the list is read only (domain.md, The year's end)."""

from datetime import date

import pytest
from django.test import Client

from progress.models import FollowUp, Outcome, Report, ReportingPeriod, Verdict, YearEnd
from progress.opening.actions import close_filing
from progress.opening.checklist import quarters_waiting
from progress.rules.states import OutcomeKind, ReportState
from progress.year_end import actions
from progress.year_end.actions import Decided
from progress.year_end.reads import conclusion_points, unfinished_tasks
from projects.models import LogEntry, User, YearlyList
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.states import ListStage
from tests.acceptance import accept_as_shown
from tests.factories import make_assignment, make_report, make_unit
from tests.progress.year_end.ended_year import AFTERWARDS, an_ended_year, issue, report_of, settled
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
ON = AFTERWARDS.date()
GOES_ON = Decided(OutcomeKind.GOING_ON, "二期六月底完工。", until=date(2022, 6, 30))


told = made_once(lambda: issue(settled(an_ended_year()), at=AFTERWARDS))


@pytest.fixture
def yearly_list(told, db):
    """Everything told; unfinished are 5, 6, 7 and 9."""
    return YearlyList.objects.get()


def drc():
    return User.objects.get(username="drc")


def decide(yearly_list, decided, *numbers, seen=0):
    named = {"seen": dict.fromkeys(numbers, seen), "decided": decided}
    return actions.set_outcomes(yearly_list, **named, at=AFTERWARDS, by=drc())


def known(yearly_list):
    return [each.key for each in conclusion_points(yearly_list, unfinished_tasks(yearly_list, ON))]


def judged(yearly_list):
    """The one report that waits is reviewed: task 7 lags by the year's word."""
    accept_as_shown(report_of(7), at=AFTERWARDS, by=drc())
    return yearly_list


def concluded(yearly_list):
    judged(yearly_list)
    decide(yearly_list, Decided(OutcomeKind.CARRIED, "列入2022年清单。"), 6, 7)
    decide(yearly_list, GOES_ON, 5)
    decide(yearly_list, Decided(OutcomeKind.ENDED, "选址调整。", approval="×政办〔2021〕60号"), 9)
    return actions.conclude(yearly_list, known=known(yearly_list), at=AFTERWARDS, by=drc())


def test_the_unfinished_are_those_of_the_years_word(yearly_list):
    found = {each.task.number: each.code for each in unfinished_tasks(yearly_list, ON)}
    assert found == {5: "behind", 6: "not_filed", 7: "unmeasured", 9: "far_behind"}


def test_what_becomes_of_several_is_said_at_once_and_logged(yearly_list):
    decide(yearly_list, GOES_ON, 5, 7)
    assert list(Outcome.objects.values_list("task__number", "kind", "version")) == [
        (5, "going_on", 1),
        (7, "going_on", 1),
    ]
    assert LogEntry.objects.filter(act="outcome_set").count() == 2


def test_of_many_all_or_none(yearly_list):
    decide(yearly_list, GOES_ON, 5)
    with pytest.raises(Stale):
        decide(yearly_list, Decided(OutcomeKind.CARRIED), 5, 6)
    with pytest.raises(Stale, match="第4项已不在未完成任务中"):
        decide(yearly_list, Decided(OutcomeKind.CARRIED), 4, 6)
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (Decided(OutcomeKind.ENDED), "批准文号"),
        (Decided(OutcomeKind.GOING_ON), "办理期限"),
        (Decided(OutcomeKind.GOING_ON, until=ON), "今天以后"),
        (Decided("nowhere"), "请选择去向"),
    ],
)
def test_an_end_names_its_approval_and_going_on_a_day_to_come(yearly_list, decided, words):
    with pytest.raises(Refused, match=words):
        decide(yearly_list, decided, 5)


def test_a_list_is_not_concluded_before_it_is_said_of_every_task_what_becomes_of_it(yearly_list):
    decide(judged(yearly_list), GOES_ON, 5, 6)
    with pytest.raises(Refused, match="须先明确去向：第7项、第9项"):
        actions.conclude(yearly_list, known=known(yearly_list), at=AFTERWARDS, by=drc())
    assert not ReportingPeriod.objects.filter(closed_at__isnull=False).exists()


def test_nor_before_its_open_points_were_read(yearly_list):
    decide(judged(yearly_list), GOES_ON, 5, 6, 7, 9)
    with pytest.raises(Refused, match="份报告未审核通过"):
        actions.conclude(yearly_list, known=(), at=AFTERWARDS, by=drc())


def test_the_points_name_what_is_open(yearly_list):
    points = conclusion_points(yearly_list, unfinished_tasks(yearly_list, ON))
    open_ones = {each.code: each.words for each in points if not each.is_in_order}
    assert set(open_ones) == {"issues", "reports", "verdicts", "outcomes"}
    assert open_ones["issues"] == "一季度、二季度、三季度通报尚未印发。"
    assert open_ones["reports"].startswith("3份报告未审核通过（未填报2份、待审核1份）")
    assert open_ones["verdicts"] == "1项任务须先评定：第7项（待审核）。"
    assert next(each.url for each in points if each.code == "verdicts") == "/2021/q5/tasks/7/"


def test_a_list_is_not_concluded_while_a_verdict_can_be_given(yearly_list):
    decide(yearly_list, GOES_ON, 5, 6, 7, 9)
    with pytest.raises(Refused, match=r"须先评定：第7项（待审核）"):
        actions.conclude(yearly_list, known=known(yearly_list), at=AFTERWARDS, by=drc())
    assert YearlyList.objects.get().stage == ListStage.RUNNING
    judged(yearly_list)
    actions.conclude(yearly_list, known=known(yearly_list), at=AFTERWARDS, by=drc())


def test_what_the_supervisor_has_to_confirm_is_waited_for_too(yearly_list):
    report = report_of(9)
    Verdict.objects.filter(task=report.task, period=report.period).update(
        awaits_confirmation=True, confirmed_at=None
    )
    found = next(each for each in unfinished_tasks(yearly_list, ON) if each.task.number == 9)
    assert (found.note, found.may_be_judged) == ("待确认", True)


def test_what_nobody_can_judge_is_concluded_knowingly(yearly_list):
    report = report_of(7)
    Report.objects.filter(pk=report.pk).update(state=ReportState.RETURNED, refile_by=ON)
    found = next(each for each in unfinished_tasks(yearly_list, ON) if each.task.number == 7)
    assert found.word == "待评定" and not found.may_be_judged
    decide(yearly_list, GOES_ON, 5, 6, 7, 9)
    with pytest.raises(Refused, match="以待评定办结：第7项（待报送）"):
        actions.conclude(yearly_list, known=(), at=AFTERWARDS, by=drc())
    year_end = actions.conclude(yearly_list, known=known(yearly_list), at=AFTERWARDS, by=drc())
    assert "1项任务没有可据以评价的报告，以待评定办结：第7项（待报送）。" in year_end.points


def test_where_a_second_lead_may_still_file_the_filing_is_closed_first(yearly_list):
    report, second = report_of(7), make_unit()
    make_assignment(report.task, second)
    make_report(report.task, second, quarter=5, state=ReportState.RETURNED, refile_by=ON)
    accept_as_shown(report, at=AFTERWARDS, by=drc())
    points = conclusion_points(yearly_list, unfinished_tasks(yearly_list, ON))
    verdicts = next(each for each in points if each.code == "verdicts")
    assert verdicts.words == "1项任务须先评定：第7项（待报送，先关闭填报）。"
    assert verdicts.url == "/2021/q5/opening/closing/"
    close_filing(report.period, based_on=report.period.version, at=AFTERWARDS, by=drc())
    found = next(each for each in unfinished_tasks(yearly_list, ON) if each.task.number == 7)
    assert (found.note, found.address) == ("待报送", "/2021/q5/tasks/7/")


def test_concluding_closes_every_quarter_and_keeps_what_was_read(yearly_list):
    year_end = concluded(yearly_list)
    assert YearlyList.objects.get().stage == ListStage.CONCLUDED
    assert not ReportingPeriod.objects.filter(closed_at=None).exists()
    assert "一季度、二季度、三季度通报尚未印发。" in year_end.points
    assert LogEntry.objects.get(act="list_concluded").detail["points"] == year_end.points


def test_a_second_click_concludes_nothing_anew(yearly_list):
    first = concluded(yearly_list)
    assert actions.conclude(yearly_list, known=(), at=AFTERWARDS, by=drc()) == first
    assert YearEnd.objects.count() == 1


def test_who_goes_on_owes_a_report_by_the_day_that_was_set(yearly_list):
    concluded(yearly_list)
    owed = FollowUp.objects.values_list("outcome__task__number", "unit__code", "due_on")
    assert list(owed) == [(5, "sjyj", date(2022, 6, 30))]


def test_only_the_coordinator_concludes(yearly_list):
    office = User.objects.get(username="office")
    with pytest.raises(NotYours):
        actions.conclude(yearly_list, known=known(yearly_list), at=AFTERWARDS, by=office)
    with pytest.raises(NotYours):
        actions.set_outcomes(yearly_list, seen={5: 0}, decided=GOES_ON, at=AFTERWARDS, by=office)


def test_the_desk_says_that_a_list_waits_to_be_concluded(yearly_list):
    waiting = quarters_waiting(drc(), AFTERWARDS.date())
    assert [each.url for each in waiting if each.kind == "待办结"] == ["/2021/conclusion/"]
    concluded(yearly_list)
    assert quarters_waiting(drc(), AFTERWARDS.date()) == []


def test_on_the_page_it_is_said_and_concluded(yearly_list):
    judged(yearly_list)
    client = Client()
    client.force_login(drc())
    typed = {"action": "outcomes", "task": ["5", "6"], "kind": "ended", "note": "选址调整。"}
    answer = client.post("/2021/conclusion/", {**typed, "version-5": 0, "version-6": 0})
    assert answer.status_code == 400 and "批准文号" in answer.content.decode()
    assert answer.content.decode().count(" checked>") == 2 and "选址调整。" in answer.content.decode()
    typed |= {"approval": "×政办〔2021〕60号", "task": ["5", "6", "7", "9"]}
    seen = dict.fromkeys(("version-5", "version-6", "version-7", "version-9"), 0)
    assert client.post("/2021/conclusion/", {**typed, **seen}).status_code == 302
    refused = client.post("/2021/conclusion/", {"action": "conclude", "points": known(yearly_list)})
    assert refused.status_code == 400 and "请核对并勾选" in refused.content.decode()
    asked = {"action": "conclude", "points": known(yearly_list), "is_certain": "on"}
    assert client.post("/2021/conclusion/", asked).status_code == 302
    shown = client.get("/2021/conclusion/").content.decode()
    assert "只供查阅" in shown and "终止" in shown and 'name="action"' not in shown
