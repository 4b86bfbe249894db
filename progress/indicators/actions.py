"""年度值 of an indicator: a paper like a report (`projects.filing`), written by the responsible unit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from types import MappingProxyType

from progress.indicators.reads import value_before, way_of
from progress.ledger.deciders import may_decide
from progress.models import Evidence, YearlyValue
from progress.rules.indicator_course import questions, why_impossible
from progress.rules.states import LOCKED_STATES, YearlyValueState
from projects.evidence.actions import Description, attach, describe, keep_with_round, take_away
from projects.filing import actions as filing
from projects.filing import decision_actions as decisions
from projects.filing import kept_rounds
from projects.filing.actions import Filing
from projects.filing.checks import locked_words
from projects.filing.decision_actions import Office, Return
from projects.filing.drafts import CheckedDraft
from projects.log.acts import Act
from projects.models import Indicator, User
from projects.rules.amounts import plain
from projects.rules.calendar import refile_by
from projects.rules.errors import NotYours, Refused
from projects.rules.filing import Step
from projects.rules.refiling import CameBack

ACTS = {
    Step.SAVE: Act("yearly_value_saved", "保存规划指标年度值"),
    Step.ATTACH: Act("yearly_value_evidence_added", "上传规划指标年度值佐证材料"),
    Step.DETACH: Act("yearly_value_evidence_taken_away", "移除规划指标年度值佐证材料"),
    Step.SEND: Act("yearly_value_sent_for_signature", "规划指标年度值送审签"),
    Step.SEND_BACK: Act("yearly_value_sent_back", "规划指标年度值退回填报人"),
    Step.TAKE_BACK: Act("yearly_value_taken_back", "取回规划指标年度值"),
    Step.SUBMIT: Act("yearly_value_submitted", "报送规划指标年度值"),
    Step.RECALL: Act("yearly_value_recalled", "撤回规划指标年度值"),
}
DECISIONS = {
    Step.ACCEPT: Act("yearly_value_accepted", "规划指标年度值审核通过"),
    Step.RETURN: Act("yearly_value_returned", "退回规划指标年度值"),
    Step.REOPEN: Act("yearly_value_reopened", "重开规划指标年度值"),
}
TEXTS = ("situation", "trend", "cause", "adjustment", "measures")
CONTENT = ("value", "source", *TEXTS)


class YearlyValueFiling(Filing):
    """What a yearly value locks, lacks and keeps."""

    noun = "年度值"
    states = YearlyValueState
    acts = ACTS

    def lock(self, paper: YearlyValue) -> YearlyValue:
        """The row, made where nobody has saved it yet, behind the indicator's."""
        indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=paper.indicator_id)
        YearlyValue.objects.get_or_create(
            indicator=indicator, year=paper.year, defaults={"unit_id": paper.unit_id}
        )
        rows = YearlyValue.objects.select_for_update(of=("self",)).select_related(
            "indicator__plan", "unit", "saved_by"
        )
        return rows.get(indicator=indicator, year=paper.year)

    def unit_of(self, paper: YearlyValue) -> int:
        """The responsible unit."""
        return paper.unit_id

    def why_locked(self, paper: YearlyValue) -> str:
        """By its state."""
        if paper.state not in LOCKED_STATES:
            return ""
        way_out = "需要修改的，请联系审核人重开。"
        return locked_words(paper, noun=self.noun, word=self.word(paper), accepted=way_out)

    def why_over(self, paper: YearlyValue) -> str:
        """A year's value may come at any time."""
        return ""

    def check_complete(self, paper: YearlyValue, *, at: datetime) -> None:
        """A value with its source, the situation, and a cause where something is asked about."""
        lacks = lacking(paper)
        if lacks:
            raise Refused("报送前请补齐：" + "".join(lacks))

    def hand_in(self, paper: YearlyValue, *, at: datetime, by: User) -> dict:
        """Keep what was said as a round, with its files."""
        self.check_complete(paper, at=at)
        said = self.said_of([paper])[paper.pk]
        keep_with_round(paper)
        made = kept_rounds.round_of(said, at=at, by=by, filed_by=paper.saved_by_id)
        return {"rounds": [*paper.rounds, made]}

    def said_of(self, papers: Collection[YearlyValue]) -> dict[int, dict]:
        """The value, its source, the texts, the files."""
        files = Evidence.objects.kept_of("yearly_value", papers)
        return {
            each.pk: {name: getattr(each, name) for name in ("source", *TEXTS)}
            | {"value": plain(each.value), "evidence": files[each.pk]}
            for each in papers
        }

    def came_back_of(self, papers: Collection[YearlyValue]) -> dict[int, CameBack]:
        """The rounds that were returned."""
        return kept_rounds.came_back_of(papers, (*CONTENT, "evidence"))

    def undo_round(self, paper: YearlyValue, *, at: datetime, by: User) -> dict:
        """The submission counts as never made."""
        return kept_rounds.recalled(paper, at=at, by=by)

    def undecided_state(self, paper: YearlyValue) -> str:
        """Returned where the office has returned one before, else a draft."""
        return YearlyValueState.RETURNED if kept_rounds.returned(paper) else YearlyValueState.DRAFT


YEARLY_VALUE = YearlyValueFiling()
# the steps that every paper takes alike
send_for_signature = partial(filing.send_for_signature, filing=YEARLY_VALUE)
submit = partial(filing.submit, filing=YEARLY_VALUE)
send_back = partial(filing.send_back, filing=YEARLY_VALUE)
take_back = partial(filing.take_back, filing=YEARLY_VALUE)
recall = partial(filing.recall, filing=YEARLY_VALUE)
check_writable = partial(filing.check_writable, filing=YEARLY_VALUE)
attach_evidence = partial(attach, filing=YEARLY_VALUE)  # it proves the value as a whole
take_evidence_away = partial(take_away, filing=YEARLY_VALUE)


def save_draft(
    paper: YearlyValue,
    *,
    content: Mapping[str, object],
    evidence: Mapping[int, Description] = MappingProxyType({}),
    based_on: int,
    at: datetime,
    by: User,
) -> YearlyValue:
    """保存草稿; Stale where somebody has saved since the version `based_on`, which filled the form.

    `evidence` is what was typed about the files that the form showed.
    """

    def write(locked: YearlyValue) -> Sequence[str]:
        for name in CONTENT:
            setattr(locked, name, content[name])
        describe(locked, said=evidence, known=())
        return CONTENT

    return filing.save(paper, filing=YEARLY_VALUE, write=write, based_on=based_on, at=at, by=by)


def save_all(drafts: Iterable[CheckedDraft], *, at: datetime, by: User) -> tuple[YearlyValue, ...]:
    """The drafts of a workbook, each with the version that it was filled from, all or nothing."""
    return filing.save_all(drafts, save_draft=save_draft, name=_name, at=at, by=by)


def _name(paper: YearlyValue) -> str:
    return f"第{paper.indicator.number}项指标"


class YearlyValueOffice(Office):
    """What a decision on a yearly value writes: its last round carries it."""

    filing = YEARLY_VALUE
    acts = DECISIONS

    def check_may(self, paper: YearlyValue, by: User) -> None:
        """The coordinator; of the coordinator's own unit the supervisor."""
        if not may_decide(by, paper.unit):
            raise NotYours("规划指标年度值由协调员审核；协调员所在单位负责的由督查员审核。")

    def check_not_own(self, paper: YearlyValue, by: User) -> None:
        """Nobody reviews what they filed or signed."""
        if kept_rounds.took_part(paper, by):
            raise NotYours("本人填报或审签的，不能由本人审核。")

    def due_day(self, paper: YearlyValue, on: date) -> date:
        """The end of the next year's first quarter."""
        return paper.due_on

    def usual_day(self, paper: YearlyValue, due: date, on: date) -> date:
        """Three working days, never before the due day."""
        return refile_by(on, due)

    def keep_return(self, paper: YearlyValue, returned: Return, *, at: datetime, by: User) -> None:
        """On the round that it answers."""
        said = {"reason": returned.reason, "refile_by": returned.until.isoformat()}
        _keep_decision(paper, {"returned_at": at.isoformat(), **said}, by)

    def keep_reopening(self, paper: YearlyValue, reason: str, *, at: datetime, by: User) -> dict:
        """On the round that was accepted."""
        paper.rounds = kept_rounds.with_reopening(paper, reason, at=at, by=by)
        paper.save(update_fields=["rounds"])
        return {}


OFFICE = YearlyValueOffice()
reopen = partial(decisions.reopen, office=OFFICE)  # the value no longer counts until it is accepted anew


def accept(paper: YearlyValue, *, based_on: int, at: datetime, by: User) -> YearlyValue:
    """审核通过. A second click changes nothing."""

    def keep(locked: YearlyValue) -> dict:
        decided = {"accepted_at": at.isoformat()}
        _keep_decision(locked, decided, by)
        return {"value": plain(locked.value)}

    return decisions.accept(paper, office=OFFICE, keep=keep, based_on=based_on, at=at, by=by)


def return_to_unit(paper: YearlyValue, *, reason: str, based_on: int, at: datetime, by: User) -> YearlyValue:
    """退回 with a reason and a new date."""
    said = {"reason": reason, "based_on": based_on}
    return decisions.send_for_mending(paper, office=OFFICE, **said, at=at, by=by)


def lacking(paper: YearlyValue) -> list[str]:
    """Everything that stands between the paper and 报送, as sentences."""
    lacks = [] if paper.value is not None else ["请填写年度值。"]
    impossible = "" if paper.value is None else why_impossible(way_of(paper.indicator), paper.value)
    lacks += [impossible] if impossible else []
    if not paper.source.strip():
        lacks.append("请填写数据来源。")
    if not paper.situation.strip():
        lacks.append("请填写现状。")
    if not impossible and asked_of(paper) and not paper.cause.strip():
        lacks.append("年度值有需要核对之处，请填写原因。")
    return lacks


def asked_of(paper: YearlyValue) -> tuple[str, ...]:
    """What is asked about its value."""
    if paper.value is None:
        return ()
    return questions(way_of(paper.indicator), paper.value, value_before(paper))


def _keep_decision(paper: YearlyValue, decided: dict, by: User) -> None:
    """On the last round."""
    paper.rounds = kept_rounds.with_decision(paper, decided, by)
    paper.save(update_fields=["rounds"])
