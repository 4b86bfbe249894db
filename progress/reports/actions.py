"""A report's life on the unit's side, one function per transition.

Save, send for signature, submit, send back, take back, recall: the steps of every paper (`projects.filing`),
with what a report locks, lacks and keeps.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from progress.evidence.reads import evidence_of, numbers_of
from progress.ledger.contents import (
    came_back,
    contents_then,
    last_contents,
    named_words,
    part_names,
    parts_of,
)
from progress.ledger.ledgers import ledger_of, reported_keys
from progress.ledger.locks import lock_report
from progress.ledger.rounds import last_submitted_at, returned_rounds, submissions
from progress.ledger.task_ledger import TaskLedger
from progress.ledger.typed_reports import typed_report
from progress.models import ListSettings, Report, Review
from progress.reports.confirmations import by_part, confirmations_with, said_by_filer
from progress.reports.round_actions import is_filed, keep_plan, keep_round, let_plan_go, mark_falls
from progress.reports.typed_row_actions import write_states, write_values
from progress.reports.typed_rows import Value
from progress.reports.write_locks import is_open_again, why_closed, why_locked
from progress.rules.deadlines import filing_of
from progress.rules.evidence import proofs, unproven
from progress.rules.judging import Work
from progress.rules.plausibility import Confirmer, to_json
from progress.rules.requirements import Lack, lacking
from progress.rules.spending import KEY as SPENDING
from progress.rules.spending import in_yuan
from progress.rules.states import Completion, ReportState, ReviewDecision, VerdictClass
from projects.evidence.actions import Description, attach, describe, keep_with_round, take_away
from projects.files.uploads import LookedAt
from projects.filing import actions as filing
from projects.filing.actions import Filing
from projects.filing.drafts import CheckedDraft, task_name
from projects.log.acts import Act
from projects.models import User
from projects.rules.errors import Refused
from projects.rules.filing import Step
from projects.rules.refiling import CameBack

ACTS = {
    Step.SAVE: Act("report_saved", "保存草稿"),
    Step.ATTACH: Act("report_evidence_added", "上传佐证材料"),
    Step.DETACH: Act("report_evidence_taken_away", "移除佐证材料"),
    Step.SEND: Act("report_sent_for_signature", "送审签"),
    Step.SEND_BACK: Act("report_sent_back", "退回填报人"),
    Step.TAKE_BACK: Act("report_taken_back", "取回修改"),
    Step.SUBMIT: Act("report_submitted", "报送"),
    Step.RECALL: Act("report_recalled", "撤回报送"),
}
TYPED = ("text", "problems", "next_steps", "invested", "self_assessment", "unread", "confirmations")


class Incomplete(Refused):
    """The report lacks something; `lacks` lists all of it at once, in the order of the form."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__("报送前请补齐：" + "".join(lack.message for lack in lacks))
        self.lacks = tuple(lacks)


@dataclass(frozen=True)
class Unread:
    """What was typed into a field that takes no such thing, as typed, and why it does not."""

    typed: str
    why: str


@dataclass(frozen=True)
class ReportContent:
    """Everything that the form of a report holds; values by target key, states and notes by item key."""

    text: str = ""
    problems: str = ""
    next_steps: str = ""
    self_assessment: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)
    items: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    unread: Mapping[str, Unread] = field(default_factory=dict)  # by the form's field
    confirmed: Mapping[int, str] = field(default_factory=dict)  # 确认无误: marks of plausibility by target
    invested: Decimal | None = None  # 已完成投资, in 万元
    evidence: Mapping[int, Description] = field(default_factory=dict)  # those that the form showed


class ReportFiling(Filing):
    """What a report locks, lacks and keeps; `confirmed` is what its signer says 确认无误 of, by target."""

    came_on: date | None = None  # of what the office types from the unit's paper: the day it came in

    def __init__(self, confirmed: Mapping[int, str] | None = None) -> None:
        self.confirmed = by_part(confirmed or {})

    noun = "报告"
    states = ReportState
    acts = ACTS

    def lock(self, paper: Report) -> Report:
        """The report behind its quarter and its task."""
        return lock_report(paper)

    def unit_of(self, paper: Report) -> int:
        """The lead unit."""
        return paper.unit_id

    def why_locked(self, paper: Report) -> str:
        """By its state, or because the quarter is closed."""
        return why_locked(paper)

    def why_over(self, paper: Report) -> str:
        """A closed quarter takes nothing that was not opened again."""
        return why_closed(paper)

    def check_complete(self, paper: Report, *, at: datetime) -> None:
        """Incomplete with everything that is missing, and every figure that nobody confirmed."""
        _check_complete(paper, ledger_of(paper.task))

    def hand_in(self, paper: Report, *, at: datetime, by: User) -> dict:
        """Keep plan and round, mark later totals that fall; the first submission time is written once."""
        ledger = ledger_of(paper.task)
        signs = paper.state == ReportState.AWAITING
        _check_complete(paper, ledger, self.confirmed if signs else None)
        kept = {"first_submitted_at": paper.first_submitted_at or at, "came_on_paper": self.came_on}
        if signs:
            said = confirmations_with(paper, ledger, self.confirmed, Confirmer.SIGNER, at=at, by=by)
            kept["confirmations"] = to_json(said)
        keep_plan(paper, ledger=ledger, at=at)
        paper.came_on_paper = self.came_on
        handed_in = keep_round(paper, at=at, by=by)
        if handed_in.content["evidence"]:
            keep_with_round(paper)
        mark_falls(paper, ledger=ledger, counts=lambda each: each.pk == paper.pk or is_filed(each))
        return kept

    def said_of(self, papers: Collection[Report]) -> dict[int, dict]:
        """Texts, figures, items, files, as a round keeps them; of what was submitted those of its round."""
        sent = [each for each in papers if each.state == ReportState.SUBMITTED]
        rest = [each for each in papers if each.state != ReportState.SUBMITTED]
        contents = (last_contents(sent) if sent else {}) | (contents_then(rest) if rest else {})
        return {key: parts_of(content) for key, content in contents.items()}

    def came_back_of(self, papers: Collection[Report]) -> dict[int, CameBack]:
        """The rounds that were returned, with the parts that were named."""
        found = returned_rounds(papers)
        names = part_names({key for _, answer in found.values() for key in answer.parts})
        return {
            report: came_back(back.content, named_words(answer.parts, names))
            for report, (back, answer) in found.items()
        }

    def undo_round(self, paper: Report, *, at: datetime, by: User) -> dict:
        """The dates as if the last submission had never been made, for missing and for late."""
        if paper.period.closed_at is not None and not is_open_again(paper):
            raise Refused(f"{paper.period}已关闭，不能撤回。")
        last = paper.rounds.order_by("-number").first()
        last.recalled_at, last.recalled_by = at, by
        last.save(update_fields=["recalled_at", "recalled_by"])
        let_plan_go(paper)
        mark_falls(
            paper, ledger=ledger_of(paper.task), counts=lambda each: each.pk != paper.pk and is_filed(each)
        )
        dates = filing_of(None, submissions(paper))
        return {
            "first_submitted_at": dates.first_submitted_at,
            "submitted_at": last_submitted_at(paper),
            "refile_by": dates.refile_by,
        }

    def undecided_state(self, paper: Report) -> str:
        """Returned or reopened where that is the last word on it, else a draft."""
        return _writable_again(paper)


REPORT = ReportFiling()
# the steps that every paper takes alike
send_for_signature = partial(filing.send_for_signature, filing=REPORT)
send_back = partial(filing.send_back, filing=REPORT)
take_back = partial(filing.take_back, filing=REPORT)
recall = partial(filing.recall, filing=REPORT)
check_writable = partial(filing.check_writable, filing=REPORT)


def save_draft(
    report: Report,
    *,
    content: ReportContent,
    filed: ReportFiling = REPORT,
    based_on: int,
    at: datetime,
    by: User,
) -> Report:
    """保存草稿; Stale where somebody has saved since the version `based_on`, which filled the form.

    `filed` says who files it: the unit, or the office from its paper.
    """

    def write(locked: Report) -> Sequence[str]:
        _check_keys(locked, content)
        _write(locked, content, at=at, by=by)
        if content.evidence:
            describe(locked, said=content.evidence, known=provable(locked))
        return TYPED

    return filing.save(report, filing=filed, write=write, based_on=based_on, at=at, by=by)


def save_all(drafts: Iterable[CheckedDraft[ReportContent]], *, at: datetime, by: User) -> tuple[Report, ...]:
    """The drafts of a workbook, each with the version that it was filled from, all or nothing."""
    return filing.save_all(drafts, save_draft=save_draft, name=task_name, at=at, by=by)


def submit(
    report: Report,
    *,
    based_on: int,
    confirmed: Mapping[int, str] | None = None,
    at: datetime,
    by: User,
) -> Report:
    """报送: what the signer saw, sent for signature; or what the filer of a unit without a signer saw.

    `confirmed`: of which doubtful figures the signer says 确认无误 (marks of plausibility, by target); of
    what was never sent for signature the filer's own word counts.
    """
    return filing.submit(report, filing=ReportFiling(confirmed), based_on=based_on, at=at, by=by)


def attach_evidence(
    report: Report, *, file: LookedAt, about: str = "", based_on: int, at: datetime, by: User
) -> Report:
    """上传佐证材料, for the whole report or for one target or item that this lead reports."""
    known = provable(report)
    return attach(report, filing=REPORT, file=file, about=about, known=known, based_on=based_on, at=at, by=by)


def take_evidence_away(report: Report, *, key: int, based_on: int, at: datetime, by: User) -> Report:
    """移除佐证材料; what was submitted once stays with its round."""
    return take_away(report, filing=REPORT, key=key, based_on=based_on, at=at, by=by)


def provable(report: Report) -> frozenset[str]:
    """What evidence of a report may prove: the targets and items that this lead reports, by field."""
    targets, items = reported_keys(report)
    return frozenset([*(f"target-{key}" for key in targets), *(f"item-{key}" for key in items)])


def _check_complete(report: Report, ledger: TaskLedger, confirmed: Mapping[str, str] | None = None) -> None:
    """Incomplete with everything that is missing; `confirmed` stands in the place of the filer's word."""
    typed = typed_report(ledger, ledger.report(report.period.quarter, report.unit))
    if confirmed is not None:
        typed = replace(typed, confirmed=confirmed)
    lacks = (*lacking(typed, rules=ledger.rules), *_unproven(report, typed.work))
    if lacks:
        raise Incomplete(lacks)


def _unproven(report: Report, work: Work) -> tuple[Lack, ...]:
    """What is called done or met without the evidence that the list asks for by now."""
    demand = ListSettings.objects.of(report.period.yearly_list).evidence_demand
    if not demand.binds(report.period.quarter):
        return ()
    rows = evidence_of([report])[report.pk]
    return unproven(proofs(work, numbers_of(rows), demand))


def _check_keys(report: Report, content: ReportContent) -> None:
    """Only the targets and items of this task, which this lead reports."""
    targets, items = reported_keys(report)
    _check_known(content.values, targets, "量化目标")
    _check_known({**content.items, **content.notes}, items, "事项")
    if not {state for state in content.items.values() if state} <= set(Completion):
        raise Refused("事项的完成情况只能是已完成、部分完成或未完成。")
    if content.self_assessment not in ("", *VerdictClass):
        raise Refused("单位自评不在可选范围内。")


def _check_known(given: Collection[int], known: set[int], word: str) -> None:
    if not set(given) <= known:
        raise Refused(f"表单中有不属于本单位填报的{word}，没有保存。")


def _write(report: Report, content: ReportContent, *, at: datetime, by: User) -> None:
    report.text = content.text.strip()
    report.problems = content.problems.strip()
    report.next_steps = content.next_steps.strip()
    report.self_assessment = content.self_assessment
    report.invested = content.invested
    report.unread = {name: asdict(each) for name, each in content.unread.items()}
    amounts = {key: each.value for key, each in content.values.items()}
    amounts[SPENDING] = in_yuan(content.invested)
    report.confirmations = to_json(said_by_filer(report, content.confirmed, amounts, at=at, by=by))
    write_values(report, values=content.values)
    write_states(report, states=content.items, notes=content.notes)


def _writable_again(report: Report) -> str:
    """The state in which a report was written, to which it goes back when it leaves a lock undecided."""
    last = Review.objects.last_on(report)
    answered = (
        last.round.number if last is not None and last.round else 0
    )  # nothing was submitted before a missing report was reopened
    stands = (
        last is not None and not report.rounds.filter(recalled_at__isnull=True, number__gt=answered).exists()
    )
    if stands:
        return ReportState.RETURNED if last.decision == ReviewDecision.RETURN else ReportState.REOPENED
    return ReportState.DRAFT
