"""Every act on something that several people act on carries the version that was on the screen.

An act that is declared and stands in neither table fails.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import get_resolver

from lianyungang.demo_city import LIANYUNGANG
from progress.api.key_actions import end_key
from progress.backfill import acceptance_actions as backfill_acceptance
from progress.backfill import actions as backfills
from progress.contributions import actions as contributions
from progress.contributions import lead_actions as contribution_decisions
from progress.contributions.demand_actions import demand
from progress.contributions.share_actions import share_out
from progress.coordination import actions as coordination
from progress.extensions import actions as extensions
from progress.indicators import actions as yearly_values
from progress.models import (
    Allocation,
    ApiKey,
    Backfill,
    Contribution,
    Extension,
    FollowUp,
    KeyHolder,
    ListSettings,
    Notice,
    NoticeReply,
    Outcome,
    PublicPage,
    Report,
    SharedTarget,
    YearlyValue,
)
from progress.notices import actions as notices
from progress.notices import draft_actions as drafts
from progress.notices import reply_actions as replies
from progress.notices.checks import Answer, Content
from progress.notices.proposal_reads import proposal, shortcomings_of
from progress.opening import actions as opening
from progress.opening.settings_actions import change_settings
from progress.oversight.actions import amend, remove
from progress.oversight.reads import entry_of
from progress.paper_filing.actions import file_from_paper
from progress.public.actions import turn
from progress.reminders.actions import remind
from progress.reports import actions as reports
from progress.reports import closure_actions as closures
from progress.reports import review_actions as reviews
from progress.reports import verdict_actions as verdicts
from progress.rules.states import ClosureState, NoticeLevel, NoticeState, ReportState
from progress.year_end import follow_up_actions as follow_ups
from progress.year_end.actions import Decided, set_outcomes
from projects.files.uploads import looked_at
from projects.log.acts import Act
from projects.models import LogEntry, Task, User, YearlyList
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.seals import seal_of
from projects.rules.states import AssignmentRole, ListStage
from tests.at_once import at_once
from tests.every_row import every_row
from tests.factories import (
    NOW,
    make_assignment,
    make_closure,
    make_conclusion,
    make_coordination,
    make_document,
    make_evidence,
    make_extension,
    make_indicator,
    make_list,
    make_notice,
    make_oversight,
    make_period,
    make_report,
    make_target,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)
from tests.sample_files import uploaded

pytestmark = pytest.mark.django_db

SEEN, NOW_IS = 4, 5  # the version on the screen, and the one that stands
CONTENT = Content(NoticeLevel.ALERT, "进度滞后。", "请赶上。", date(2021, 7, 21))
ORDER = Content(NoticeLevel.ORDER, "进度滞后。", "请赶上。", date(2021, 7, 28), "汛期。")
DATES = opening.Dates(date(2021, 6, 25), date(2021, 6, 30), date(2021, 7, 15))


@dataclass
class Office:
    """One report of one unit, its people, and the two offices."""

    report: Report
    filer: User
    drc: User
    supervisor: User

    @property
    def signer(self):
        return make_user(unit=self.report.unit, role=Role.SIGNER)

    def filed(self, state, **fields):
        times = {"saved_at": NOW, "saved_by": self.filer, "submitted_at": NOW, "sent_at": NOW}
        Report.objects.filter(pk=self.report.pk).update(state=state, **times, **fields)
        return Report.objects.get(pk=self.report.pk)

    def notice(self, state, **fields):
        return make_notice(self.report, state=state, replied_by=self.filer, **fields)

    def reply(self, state):
        notice = self.notice(NoticeState.REPLIED if state == "submitted" else NoticeState.RECEIVED)
        times = {"sent_at": NOW, "submitted_at": NOW}
        reply, _ = NoticeReply.objects.update_or_create(notice=notice, defaults={"state": state, **times})
        return reply

    def conclusion(self, **fields):
        return make_conclusion(make_coordination(self.report.task), self.report.unit, **fields)

    def outcome(self):
        """Of a task that the fourth quarter leaves unfinished."""
        task = self.report.task
        YearlyList.objects.filter(pk=task.yearly_list_id).update(stage=ListStage.RUNNING)
        make_period(task.yearly_list, 4)
        return Outcome.objects.create(task=task, kind="carried")

    def follow_up(self, state):
        """Signed once by the filer alone, whatever became of it."""
        outcome = Outcome.objects.create(task=self.report.task, kind="going_on", until=date(2022, 6, 30))
        said = {"text": "已完工。", "is_done": True, "next_on": None}
        people = {"by": "某", "by_key": self.filer.pk, "filed_by_key": self.filer.pk, "at": NOW.isoformat()}
        return FollowUp.objects.create(
            outcome=outcome,
            unit=self.report.unit,
            due_on=outcome.until,
            state=state,
            text="已完工。",
            is_done=True,
            sent_at=NOW,
            submitted_at=NOW,
            rounds=[{**said, **people}],
        )

    def contribution(self, state):
        """Sent once by a unit beside the lead."""
        unit = make_unit()
        task = self.report.task
        make_assignment(task, unit, role=AssignmentRole.CO)
        return Contribution.objects.create(
            period=self.report.period,
            task=task,
            unit=unit,
            state=state,
            text="已开工。",
            submitted_at=NOW,
            rounds=[{"text": "已开工。", "values": [], "evidence": [], "by": "某", "at": NOW.isoformat()}],
        )

    def shared(self):
        """A target shared out to a unit beside the lead."""
        target = make_target(self.report.task)
        shared = SharedTarget.objects.create(target=target)
        unit = self.contribution("").unit
        Allocation.objects.create(shared=shared, unit=unit, quantity=2, shared_at=NOW)
        return shared

    def yearly_value(self, state):
        """Of an indicator that the unit answers for."""
        indicator = make_indicator(make_document(None), self.report.unit, number=2)
        said = {"unit": self.report.unit, "value": 2, "source": "市统计局", "situation": "新增托位。"}
        times = {"saved_at": NOW, "sent_at": NOW, "submitted_at": NOW}
        return YearlyValue.objects.create(indicator=indicator, year=2021, state=state, **said, **times)

    def api_key(self):
        account = {"username": "key-1", "display_name": "系统（接口）", "role": Role.FILER, "is_key": True}
        holder = KeyHolder.objects.create(unit=self.report.unit, is_active=False, **account)
        told = {"name": "系统", "public": "1", "scope": "read", "ends_on": date(2022, 1, 1), "made_at": NOW}
        return ApiKey.objects.create(holder=holder, made_by=self.drc, **told)

    def backfill(self):
        """The first quarter, loaded by the coordinator."""
        yearly_list = self.report.task.yearly_list
        named = {"state": "loaded", "loaded_at": NOW, "loaded_by": self.drc}
        return Backfill.objects.create(yearly_list=yearly_list, quarter=1, **named)

    def settings(self):
        return ListSettings.objects.get_or_create(yearly_list=self.report.period.yearly_list)[0]


@pytest.fixture
def office():
    unit = make_unit()
    report = make_report(make_task(make_list(), lead=unit), unit)
    people = make_user(unit=unit), make_user(role=Role.COORDINATOR), make_user(role=Role.SUPERVISOR)
    return Office(report, *people)


def of_report(action, state, by, **named):
    return lambda it: (it.filed(state), action, {"by": by(it), **named})


def of_reply(action, state, by, **named):
    return lambda it: (it.reply(state), action, {"by": by(it), **named})


def of_follow_up(action, state, by, **named):
    return lambda it: (it.follow_up(state), action, {"by": by(it), **named})


def of_yearly_value(action, state, by, **named):
    return lambda it: (it.yearly_value(state), action, {"by": by(it), **named})


def of_contribution(action, state, **named):
    """By a person of its unit."""

    def told(it):
        row = it.contribution(state)
        return row, action, {"by": make_user(unit=row.unit), **named}

    return told


def of_notice(action, state, by, **named):
    return lambda it: (it.notice(state), action, {"by": by(it), **named})


def filer(it):
    return it.filer


def signer(it):
    return it.signer


def drc(it):
    return it.drc


def sent(it, row):
    """Written for a unit that has a signer."""
    make_user(unit=it.report.unit, role=Role.SIGNER)
    return row


REASON = {"reason": "请写明数量。"}
WORD = {"word": "请写明数量。"}
CARRIED = {  # act: the row as it stands, what is done to it, by whom
    "report_saved": of_report(reports.save_draft, ReportState.DRAFT, filer, content=reports.ReportContent()),
    "report_evidence_added": lambda it: (
        it.filed(ReportState.DRAFT),
        reports.attach_evidence,
        {"file": looked_at(uploaded()), "by": it.filer},
    ),
    "report_evidence_taken_away": lambda it: (
        it.filed(ReportState.DRAFT),
        reports.take_evidence_away,
        {"key": make_evidence(it.report).pk, "by": it.filer},
    ),
    "report_sent_for_signature": lambda it: (
        sent(it, it.filed(ReportState.DRAFT)),
        reports.send_for_signature,
        {"by": it.filer},
    ),
    "report_submitted": of_report(reports.submit, ReportState.AWAITING, signer),
    "report_sent_back": of_report(reports.send_back, ReportState.AWAITING, signer, **WORD),
    "report_taken_back": of_report(reports.take_back, ReportState.AWAITING, filer),
    "report_recalled": of_report(reports.recall, ReportState.SUBMITTED, filer),
    "report_accepted": of_report(reviews.accept, ReportState.SUBMITTED, drc, shown="on_schedule"),
    "report_returned": of_report(reviews.return_report, ReportState.SUBMITTED, drc, **REASON),
    "report_reopened": of_report(reviews.reopen, ReportState.ACCEPTED, drc, **REASON),
    "verdict_confirmed": lambda it: (
        make_verdict(it.report, awaits_confirmation=True),
        verdicts.confirm_verdict,
        {"by": it.supervisor},
    ),
    "closure_agreed": lambda it: (make_closure(it.report), closures.decide, {"agreed": True, "by": it.drc}),
    "closure_refused": lambda it: (
        make_closure(it.report),
        closures.decide,
        {"agreed": False, "note": "未完工。", "by": it.drc},
    ),
    "closure_taken_back": lambda it: (
        make_closure(it.report, state=ClosureState.AGREED, decided_at=NOW, decided_by=it.drc),
        closures.take_back,
        {"note": "未完工。", "by": it.drc},
    ),
    "extension_decided": lambda it: (
        make_extension(it.report.period, it.report.unit),
        extensions.decide_extension,
        {"granted": True, "by": it.drc},
    ),
    "conclusion_reported": lambda it: (
        it.conclusion(),
        coordination.report_done,
        {"word": "已办。", "by": it.filer},
    ),
    "conclusion_confirmed": lambda it: (it.conclusion(), coordination.confirm, {"by": it.drc}),
    "conclusion_sent_back": lambda it: (
        it.conclusion(reported_at=NOW, reported_by=it.filer, reported_word="已办。"),
        coordination.send_back,
        {"word": "未附批复。", "by": it.drc},
    ),
    "period_dates_changed": lambda it: (
        it.report.period,
        opening.change_dates,
        {"dates": DATES, "by": it.drc},
    ),
    "filing_closed": lambda it: (it.report.period, opening.close_filing, {"by": it.drc}),
    "filing_resumed": lambda it: (
        make_period(make_list(2022, stage=ListStage.RUNNING), 1, closed_at=NOW),
        opening.resume_filing,
        {"by": it.drc},
    ),
    "verdict_changed": lambda it: (
        make_verdict(it.report),
        verdicts.rejudge,
        {"code": "behind", "by": it.drc, **REASON},
    ),
    "verdict_refused": lambda it: (
        make_verdict(it.report, awaits_confirmation=True),
        verdicts.disagree,
        {"by": it.supervisor, **REASON},
    ),
    "api_key_ended": lambda it: (it.api_key(), end_key, {"by": make_user(role=Role.ADMINISTRATOR)}),
    "settings_changed": lambda it: (
        it.settings(),
        lambda row, **named: change_settings(row.yearly_list, **named),
        {"values": {"grace_days": 9}, "city": LIANYUNGANG, "by": it.drc},
    ),
    "notice_drafted": lambda it: (
        it.notice(NoticeState.RECEIVED),
        lambda row, **named: drafts.draft(
            row.unit, period=row.period, tasks=list(row.tasks.all()), content=ORDER, previous=row, **named
        ),
        {"by": it.supervisor},
    ),
    "public_page_opened": lambda it: (
        PublicPage.objects.create(),
        turn,
        {"is_on": True, "city": LIANYUNGANG, "by": it.supervisor},
    ),
    "public_page_shut": lambda it: (
        PublicPage.objects.create(is_on=True),
        turn,
        {"is_on": False, "city": LIANYUNGANG, "by": it.supervisor},
    ),
    "oversight_amended": lambda it: (
        make_oversight(it.report.period.yearly_list),
        lambda row, **named: amend(row, entry=entry_of(row), **named),
        {"by": it.drc},
    ),
    "oversight_removed": lambda it: (
        make_oversight(it.report.period.yearly_list),
        remove,
        {"word": "重复登记", "by": it.supervisor},
    ),
    "notice_revised": of_notice(drafts.revise, NoticeState.DRAFT, drc, content=CONTENT),
    "notice_discarded": of_notice(drafts.discard, NoticeState.DRAFT, drc),
    "notice_sent_for_signing": lambda it: (
        it.notice(NoticeState.DRAFT, level=NoticeLevel.ORDER, urgency="汛期。"),
        drafts.send_for_signing,
        {"by": it.drc},
    ),
    "notice_sent_back": of_notice(drafts.send_back, NoticeState.AWAITING, drc, **WORD),
    "notice_issued": of_notice(drafts.issue, NoticeState.AWAITING, drc, city=LIANYUNGANG),
    "notice_received": of_notice(notices.receive, NoticeState.ISSUED, filer),
    "notice_reply_returned": of_notice(
        notices.ask_again, NoticeState.REPLIED, drc, reply_by=date(2021, 7, 28), **REASON
    ),
    "notice_closed": of_notice(notices.close, NoticeState.REPLIED, drc),
    "notice_withdrawn": of_notice(notices.withdraw, NoticeState.ISSUED, drc, **REASON),
    "notice_reply_evidence_added": lambda it: (
        it.reply("draft"),
        replies.attach_evidence,
        {"file": looked_at(uploaded()), "by": it.filer},
    ),
    "notice_reply_evidence_taken_away": of_reply(replies.take_evidence_away, "draft", filer, key=1),
    "notice_reply_saved": of_reply(replies.save_draft, "draft", filer, answer=Answer()),
    "notice_reply_sent_for_signature": lambda it: (
        sent(it, it.reply("draft")),
        replies.send_for_signature,
        {"by": it.filer},
    ),
    "notice_replied": of_reply(replies.submit, "awaiting", signer),
    "notice_reply_sent_back": of_reply(replies.send_back, "awaiting", signer, **WORD),
    "notice_reply_taken_back": of_reply(replies.take_back, "awaiting", filer),
    "notice_reply_recalled": of_reply(replies.recall, "submitted", filer),
    "yearly_value_saved": of_yearly_value(yearly_values.save_draft, "draft", filer, content={"value": None}),
    "yearly_value_evidence_added": lambda it: of_yearly_value(
        yearly_values.attach_evidence, "draft", filer, file=looked_at(uploaded())
    )(it),
    "yearly_value_evidence_taken_away": of_yearly_value(
        yearly_values.take_evidence_away, "draft", filer, key=1
    ),
    "yearly_value_sent_for_signature": lambda it: (
        sent(it, it.yearly_value("draft")),
        yearly_values.send_for_signature,
        {"by": it.filer},
    ),
    "yearly_value_sent_back": of_yearly_value(yearly_values.send_back, "awaiting", signer, **WORD),
    "yearly_value_taken_back": of_yearly_value(yearly_values.take_back, "awaiting", filer),
    "yearly_value_submitted": of_yearly_value(yearly_values.submit, "awaiting", signer),
    "yearly_value_recalled": of_yearly_value(yearly_values.recall, "submitted", filer),
    "yearly_value_accepted": of_yearly_value(yearly_values.accept, "submitted", drc),
    "yearly_value_returned": of_yearly_value(yearly_values.return_to_unit, "submitted", drc, **REASON),
    "yearly_value_reopened": of_yearly_value(yearly_values.reopen, "accepted", drc, **REASON),
    "report_filed_from_paper": lambda it: of_report(
        file_from_paper,
        ReportState.DRAFT,
        drc,
        content=reports.ReportContent(),
        scan=looked_at(uploaded()),
        came_on=NOW.date(),
    )(it),
    "backfill_loaded": lambda it: (
        it.backfill(),
        lambda row, **named: backfills.load(
            row.yearly_list, quarter=1, entries=(), issue=backfills.PaperIssue(), scan=None, **named
        ),
        {"by": it.drc},
    ),
    "backfill_taken_back": lambda it: (it.backfill(), backfills.take_back, {"by": it.drc}),
    "backfill_refused": lambda it: (
        it.backfill(),
        backfills.refuse_backfill,
        {"by": it.supervisor, **WORD},
    ),
    "backfill_accepted": lambda it: (it.backfill(), backfill_acceptance.accept, {"by": it.supervisor}),
    "contribution_saved": of_contribution(
        contributions.save_draft, "draft", content=contributions.ContributionContent()
    ),
    "contribution_evidence_added": lambda it: of_contribution(
        contributions.attach_evidence, "draft", file=looked_at(uploaded())
    )(it),
    "contribution_evidence_taken_away": of_contribution(contributions.take_evidence_away, "draft", key=1),
    "contribution_submitted": of_contribution(contributions.submit, "draft", shown=seal_of()),
    "contribution_recalled": of_contribution(contributions.recall, "submitted"),
    "contribution_adopted": lambda it: (
        it.contribution("submitted"),
        contribution_decisions.adopt,
        {"by": it.filer},
    ),
    "contribution_returned": lambda it: (
        it.contribution("submitted"),
        contribution_decisions.return_to_unit,
        {"by": it.filer, **REASON},
    ),
    "target_shared_out": lambda it: (
        it.shared(),
        lambda row, **named: share_out(row.target, shares={}, **named),
        {"by": it.filer},
    ),
    "outcome_set": lambda it: (
        it.outcome(),
        lambda row, based_on, **named: set_outcomes(
            row.task.yearly_list, seen={row.task.number: based_on}, decided=Decided("carried"), **named
        ),
        {"by": it.drc},
    ),
    "follow_up_saved": of_follow_up(
        follow_ups.save_draft, "draft", filer, text="已完工。", is_done=True, next_on=None
    ),
    "follow_up_evidence_added": lambda it: of_follow_up(
        follow_ups.attach_evidence, "draft", filer, file=looked_at(uploaded())
    )(it),
    "follow_up_evidence_taken_away": of_follow_up(follow_ups.take_evidence_away, "draft", filer, key=1),
    "follow_up_sent_for_signature": lambda it: (
        sent(it, it.follow_up("draft")),
        follow_ups.send_for_signature,
        {"by": it.filer},
    ),
    "follow_up_submitted": of_follow_up(follow_ups.submit, "awaiting", signer),
    "follow_up_sent_back": of_follow_up(follow_ups.send_back, "awaiting", signer, **WORD),
    "follow_up_taken_back": of_follow_up(follow_ups.take_back, "awaiting", filer),
    "follow_up_recalled": of_follow_up(follow_ups.recall, "submitted", filer),
    "follow_up_accepted": of_follow_up(follow_ups.accept, "submitted", drc),
    "follow_up_returned": of_follow_up(follow_ups.return_to_unit, "submitted", drc, **REASON),
}

ANOTHER = "0123456789abcdef"  # the seal of a line that told something else
SEALED = {  # act on a line that is worked out: what is done to it, with what the list told of it
    "contributions_demanded": lambda it: demand(it.report.task, units=[], shown=ANOTHER, at=NOW, by=it.drc),
    "extension_granted": lambda it: extensions.grant_extension(
        it.report.period,
        unit=it.report.unit,
        seen={it.report.pk: ANOTHER},
        reason="汛期。",
        until=date(2021, 7, 20),
        at=NOW,
        by=it.drc,
    ),
    "verdict_given": lambda it: (
        Report.objects.filter(pk=it.report.pk).update(
            state=ReportState.ACCEPTED, submitted_at=NOW, first_submitted_at=NOW
        ),
        verdicts.give_verdict(
            it.report.task,
            period=it.report.period,
            shown=ANOTHER,
            code="on_schedule",
            reason="按已审核的报告评定。",
            at=NOW,
            by=it.drc,
        ),
    ),
    "notice_drafted": lambda it: drafts.draft_proposed(
        proposal(
            shortcomings_of(Task.objects.all(), it.report.period, NOW.date()), it.report.period, NOW.date()
        ),
        period=it.report.period,
        shown=ANOTHER,
        at=NOW,
        by=it.drc,
    ),
}

UNCARRIED = {  # act: why it needs no version
    "api_key_made": "lays out a row",
    "api_key_refused": "nothing is done",
    "extension_asked": "lays out a row; the same once more changes nothing",
    "closure_applied": "lays out a row; refused where one runs",
    "reminder_sent": "carries what the list told of each line, names and leaves out what has changed: below",
    "plan_reminder_sent": "as reminder_sent: tests/progress/reminders/test_plan_reminders.py",
    "value_reminder_sent": "as reminder_sent: tests/progress/reminders/test_value_reminders.py",
    "period_opened": "what was read of the checklist goes with it; once more changes nothing",
    "period_withdrawn": "only while nobody has done anything",
    "oversight_recorded": "lays out a row; the same once more changes nothing",
    "coordination_recorded": "lays out a row; the same once more changes nothing",
    "coordination_amended": "carries a mark of the whole record instead: tests/progress/coordination",
    "scoring_changed": "carries the version of the table: tests/progress/scorecards",
    "scorecards_shown": "carries what the cards said: tests/progress/scorecards",
    "scorecards_issued": "carries what the cards said: tests/progress/scorecards",
    "objection_made": "carries what the line said: tests/progress/scorecards",
    "objection_answered": "carries the version of the objection: tests/progress/scorecards",
    "contribution_reminded": "who has sent theirs meanwhile is left out: tests/progress/contributions",
    "bulletin_text_changed": "carries what the draft said: tests/progress/bulletins",
    "bulletin_text_kept": "carries what the draft said: tests/progress/bulletins",
    "bulletin_text_dropped": "carries what the draft said: tests/progress/bulletins",
    "bulletin_text_restored": "carries what the draft said: tests/progress/bulletins",
    "bulletin_text_moved": "carries what the draft said: tests/progress/bulletins",
    "bulletin_text_added": "carries what the draft said: tests/progress/bulletins",
    "bulletin_issued": "carries what the draft said: tests/progress/bulletins",
    "bulletin_corrected": "carries what the draft said: tests/progress/bulletins",
}


def declared():
    """The codes of every act that a wing of progress declares."""
    assert get_resolver().url_patterns  # every wing is loaded
    found = set()
    for name, module in list(sys.modules.items()):
        if name.startswith("progress."):
            for value in vars(module).values():
                acts = value.values() if isinstance(value, Mapping) else [value]
                found |= {act.code for act in acts if isinstance(act, Act)}
    return found


def test_every_act_stands_in_the_table():
    assert declared() == {*CARRIED, *SEALED, *UNCARRIED}


@pytest.mark.parametrize("act", SEALED)
def test_an_act_on_a_line_that_told_something_else_is_refused(act, office):
    with pytest.raises(Stale, match="您打开之后，"):
        SEALED[act](office)
    assert not Extension.objects.exists() and not Notice.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_reminder_of_a_line_that_told_something_else_is_not_sent(office):
    named = {"reports": [office.report], "seen": {office.report.pk: ANOTHER}, "at": NOW, "by": office.drc}
    reminded = remind(office.report.period, **named)
    assert [day.report for day in reminded.changed] == [office.report]
    assert not reminded.messages and not LogEntry.objects.exists()


@pytest.mark.parametrize("act", CARRIED)
def test_an_act_on_an_old_version_is_refused_and_changes_nothing(act, office):
    row, action, named = CARRIED[act](office)
    type(row).objects.filter(pk=row.pk).update(version=NOW_IS)
    row.refresh_from_db()
    before = every_row()
    with pytest.raises(Stale):
        action(row, based_on=SEEN, at=NOW, **named)
    assert every_row() == before
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("act", CARRIED)
def test_an_act_of_somebody_whose_it_is_not_is_refused_and_changes_nothing(act, office):
    row, action, named = CARRIED[act](office)
    strangers = [
        make_user(role=Role.AUDITOR),
        make_user() if named["by"].unit_id is None else office.drc,
        make_user(role=named["by"].role) if named["by"].unit_id else make_user(role=Role.SIGNER),
    ]
    before = every_row()
    for stranger in strangers:
        with pytest.raises(NotYours):
            action(row, based_on=row.version, at=NOW, **named | {"by": stranger})
    assert every_row() == before
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "act",
    ["extension_decided", "conclusion_reported", "notice_received", "settings_changed", "report_returned"],
)
def test_who_is_refused_reads_who_did_what(act, office):
    row, action, named = CARRIED[act](office)
    who = {"changed_at": NOW, "changed_by": office.supervisor, "changed_word": "办理"}
    type(row).objects.filter(pk=row.pk).update(version=NOW_IS, **who)
    with pytest.raises(Stale, match=f"{office.supervisor.display_name}已于"):
        action(row, based_on=SEEN, at=NOW, **named)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told(office):
    extension = make_extension(office.report.period, office.report.unit)
    officers = [make_user(role=Role.COORDINATOR) for _ in range(2)]
    named = {"granted": True, "based_on": 0, "at": NOW}
    raised = at_once(
        *[lambda by=by: extensions.decide_extension(extension, by=by, **named) for by in officers]
    )
    assert [isinstance(each, Refused) for each in raised] == [True]
    assert LogEntry.objects.filter(act="extension_decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_notice_closed_while_its_reply_is_recalled_goes_one_way(office):
    reply = office.reply("submitted")
    acts = (
        lambda: notices.close(reply.notice, based_on=0, at=NOW, by=office.drc),
        lambda: replies.recall(reply, based_on=0, at=NOW, by=office.filer),
    )
    assert len(at_once(*acts)) == 1


WITH_WORDS_OF_THEIR_OWN = (
    "report_reopened",
    "report_sent_back",
    "report_taken_back",
    "closure_agreed",
    "closure_refused",
    "closure_taken_back",
    "extension_decided",
    "conclusion_reported",
    "conclusion_sent_back",
    "notice_closed",
    "notice_withdrawn",
    "notice_reply_returned",
    "notice_reply_sent_back",
    "notice_reply_taken_back",
    "contribution_adopted",
    "contribution_returned",
    "backfill_refused",
    "yearly_value_sent_back",
    "follow_up_returned",
)


@pytest.mark.parametrize("act", WITH_WORDS_OF_THEIR_OWN)
def test_who_comes_second_with_words_of_their_own_reads_who_was_first(act, office):
    row, action, named = CARRIED[act](office)
    first, seen = named["by"], row.version
    first.display_name = "张三"
    first.save()
    second = make_user("second", unit=first.unit, role=first.role)
    action(row, based_on=seen, at=NOW, **named)
    with pytest.raises(Refused, match="张三已于"):
        action(row, based_on=seen, at=NOW, **named | {"by": second})
