"""后续报告 of a task that goes on after its list was concluded: a paper like a report (`projects.filing`).

Written, signed and submitted by the lead; accepted or returned by the coordinator. Accepted as done it ends
the task; accepted as not done yet the next one is owed by the day that it names.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from progress.ledger.deciders import may_decide
from progress.models import Evidence, FollowUp, Outcome
from progress.rules.states import LOCKED_STATES, FollowUpState
from projects.evidence.actions import Description, attach, describe, keep_with_round, take_away
from projects.filing import actions as filing
from projects.filing import decision_actions as decisions
from projects.filing import kept_rounds
from projects.filing.actions import Filing
from projects.filing.checks import locked_words
from projects.filing.decision_actions import Office, Return
from projects.log.acts import Act
from projects.models import User
from projects.rules.calendar import local_day, refile_by, slip_of_year
from projects.rules.errors import NotYours, Refused
from projects.rules.filing import Step
from projects.rules.refiling import CameBack

ACTS = {
    Step.SAVE: Act("follow_up_saved", "保存后续报告", after_conclusion=True),
    Step.ATTACH: Act("follow_up_evidence_added", "上传后续报告佐证材料", after_conclusion=True),
    Step.DETACH: Act("follow_up_evidence_taken_away", "移除后续报告佐证材料", after_conclusion=True),
    Step.SEND: Act("follow_up_sent_for_signature", "后续报告送审签", after_conclusion=True),
    Step.SEND_BACK: Act("follow_up_sent_back", "后续报告退回填报人", after_conclusion=True),
    Step.TAKE_BACK: Act("follow_up_taken_back", "取回后续报告", after_conclusion=True),
    Step.SUBMIT: Act("follow_up_submitted", "报送后续报告", after_conclusion=True),
    Step.RECALL: Act("follow_up_recalled", "撤回后续报告", after_conclusion=True),
}
ACCEPTED = Act("follow_up_accepted", "后续报告审核通过", after_conclusion=True)
RETURNED = Act("follow_up_returned", "退回后续报告", after_conclusion=True)


class FollowUpFiling(Filing):
    """What a report afterwards locks, lacks and keeps."""

    noun = "后续报告"
    states = FollowUpState
    acts = ACTS

    def lock(self, paper: FollowUp) -> FollowUp:
        """The outcome before its reports, which the same day may end."""
        Outcome.objects.select_for_update().get(pk=paper.outcome_id)
        rows = FollowUp.objects.select_for_update(of=("self",))
        return rows.select_related("outcome__task__yearly_list", "unit", "saved_by").get(pk=paper.pk)

    def unit_of(self, paper: FollowUp) -> int:
        """The lead unit."""
        return paper.unit_id

    def why_locked(self, paper: FollowUp) -> str:
        """Locked by its state alone: no quarter closes over it."""
        if paper.state not in LOCKED_STATES:
            return ""
        return locked_words(paper, noun="报告", word=self.word(paper), accepted="已经审核通过。")

    def why_over(self, paper: FollowUp) -> str:
        """Never: it is owed until it is accepted."""
        return ""

    def check_complete(self, paper: FollowUp, *, at: datetime) -> None:
        """A text, and either that it is done or when the next word comes."""
        lacks = lacking(paper, on=local_day(at))
        if lacks:
            raise Refused("报送前请补齐：" + "".join(lacks))

    def hand_in(self, paper: FollowUp, *, at: datetime, by: User) -> dict:
        """Keep what was said as a round, with its files."""
        self.check_complete(paper, at=at)
        said = self.said_of([paper])[paper.pk]
        keep_with_round(paper)
        made = kept_rounds.round_of(said, at=at, by=by, filed_by=paper.saved_by_id)
        return {"rounds": [*paper.rounds, made]}

    def said_of(self, papers: Collection[FollowUp]) -> dict[int, dict]:
        """The text, whether it is done or when the next word comes, the files."""
        files = Evidence.objects.kept_of("follow_up", papers)
        return {each.pk: _said(each) | {"evidence": files[each.pk]} for each in papers}

    def came_back_of(self, papers: Collection[FollowUp]) -> dict[int, CameBack]:
        """The rounds that were returned."""
        return kept_rounds.came_back_of(papers, ("text", "is_done", "next_on", "evidence"))

    def undo_round(self, paper: FollowUp, *, at: datetime, by: User) -> dict:
        """The submission counts as never made; a returned one has its new date again."""
        return kept_rounds.recalled(paper, at=at, by=by)

    def undecided_state(self, paper: FollowUp) -> str:
        """Returned where the office has returned one before, else a draft."""
        return FollowUpState.RETURNED if kept_rounds.returned(paper) else FollowUpState.DRAFT


def _said(paper: FollowUp) -> dict[str, object]:
    return {"text": paper.text, "is_done": paper.is_done, "next_on": _iso(paper.next_on)}


FOLLOW_UP = FollowUpFiling()
# the steps that every paper takes alike
send_for_signature = partial(filing.send_for_signature, filing=FOLLOW_UP)
submit = partial(filing.submit, filing=FOLLOW_UP)
send_back = partial(filing.send_back, filing=FOLLOW_UP)
take_back = partial(filing.take_back, filing=FOLLOW_UP)
recall = partial(filing.recall, filing=FOLLOW_UP)
check_writable = partial(filing.check_writable, filing=FOLLOW_UP)
attach_evidence = partial(attach, filing=FOLLOW_UP)  # it proves the report as a whole
take_evidence_away = partial(take_away, filing=FOLLOW_UP)


def save_draft(
    paper: FollowUp,
    *,
    text: str,
    is_done: bool,
    next_on: date | None,
    evidence: Mapping[int, Description] = MappingProxyType({}),
    based_on: int,
    at: datetime,
    by: User,
) -> FollowUp:
    """保存草稿; Stale where somebody has saved since the version `based_on`, which filled the form.

    `evidence` is what was typed about the files that the form showed.
    """

    def write(locked: FollowUp) -> Sequence[str]:
        locked.text, locked.is_done, locked.next_on = text.strip(), is_done, next_on
        describe(locked, said=evidence, known=())
        return ("text", "is_done", "next_on")

    return filing.save(paper, filing=FOLLOW_UP, write=write, based_on=based_on, at=at, by=by)


class FollowUpOffice(Office):
    """What a decision on a further report writes: its last round carries it."""

    filing = FOLLOW_UP
    acts = {Step.ACCEPT: ACCEPTED, Step.RETURN: RETURNED}

    def check_may(self, paper: FollowUp, by: User) -> None:
        """The coordinator; of the coordinator's own unit the supervisor."""
        if not may_decide(by, paper.unit):
            raise NotYours("后续报告由协调员审核；协调员所在单位牵头的由督查员审核。")

    def check_not_own(self, paper: FollowUp, by: User) -> None:
        """Nobody reviews what they filed or signed."""
        if kept_rounds.took_part(paper, by):
            raise NotYours("本人填报或审签的报告，不能由本人审核。")

    def due_day(self, paper: FollowUp, on: date) -> date:
        """The day by which it was to come."""
        return paper.due_on

    def usual_day(self, paper: FollowUp, due: date, on: date) -> date:
        """Three working days, never before the due day."""
        return refile_by(on, due)

    def keep_return(self, paper: FollowUp, returned: Return, *, at: datetime, by: User) -> None:
        """On the round that it answers."""
        said = {"reason": returned.reason, "refile_by": returned.until.isoformat()}
        _keep_on_round(paper, {"returned_at": at.isoformat(), **said}, by)


OFFICE = FollowUpOffice()


def accept(paper: FollowUp, *, based_on: int, at: datetime, by: User) -> FollowUp:
    """审核通过: the task is done once every lead says so, else the next report is owed.

    A second click changes nothing.
    """

    def keep(locked: FollowUp) -> dict:
        decided = {"accepted_at": at.isoformat()}
        _keep_on_round(locked, decided, by)
        if locked.is_done:
            _finish(locked.outcome, at)
        else:
            named = {"outcome": locked.outcome, "unit": locked.unit, "due_on": locked.next_on}
            FollowUp.objects.get_or_create(**named)
        return decided

    return decisions.accept(paper, office=OFFICE, keep=keep, based_on=based_on, at=at, by=by)


def return_to_unit(paper: FollowUp, *, reason: str, based_on: int, at: datetime, by: User) -> FollowUp:
    """退回 with a reason and a new date, never before the due day."""
    said = {"reason": reason, "based_on": based_on}
    return decisions.send_for_mending(paper, office=OFFICE, **said, at=at, by=by)


def lacking(paper: FollowUp, *, on: date) -> list[str]:
    """Everything that stands between the report and 报送, as sentences."""
    lacks = [] if paper.text else ["请填写办理情况。"]
    if not paper.is_done and (paper.next_on is None or paper.next_on <= on):
        lacks.append("尚未办结的，请填写今天以后的下次报送日期。")
    elif not paper.is_done and (slip := slip_of_year(paper.next_on, on, "下次报送")):
        lacks.append(slip)
    return lacks


def _keep_on_round(paper: FollowUp, decided: dict, by: User) -> None:
    """The last round carries what was decided of it and by whom."""
    paper.rounds = kept_rounds.with_decision(paper, decided, by)
    paper.save(update_fields=["rounds"])


def _finish(outcome: Outcome, at: datetime) -> None:
    """Done once nothing of any lead is open and each one's last word is that it is done."""
    papers = outcome.follow_ups.order_by("unit", "due_on")
    last = {each.unit_id: each for each in papers}
    if all(each.state == FollowUpState.ACCEPTED and each.is_done for each in last.values()):
        outcome.finished_on = local_day(at)
        outcome.save(update_fields=["finished_on"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
