"""实施方案 on the unit's side: a paper like a report (`projects.filing`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from types import MappingProxyType

from projects.evidence.actions import Description, attach, describe, keep_with_round, take_away
from projects.files.uploads import LookedAt
from projects.filing import actions as filing
from projects.filing.actions import Filing
from projects.filing.drafts import CheckedDraft, task_name
from projects.log.acts import Act
from projects.models import Plan, PlanEvidence, PlanFiling, PlanRound, Target, User
from projects.models.readings import Reading
from projects.models.statements import Statement, slot, statement
from projects.plans.evidence_reads import about_new, about_now, provable
from projects.plans.reads import promised
from projects.plans.write_locks import why_locked, why_over
from projects.rules.errors import Refused
from projects.rules.filing import Step
from projects.rules.plan_content import PART_WORDS, PlanContent, from_json, parts_of, to_json
from projects.rules.plan_requirements import PlanLack, lacking
from projects.rules.plan_states import PlanDecision, PlanState
from projects.rules.refiling import CameBack, compared_with

ACTS = {
    Step.SAVE: Act("plan_saved", "保存实施方案"),
    Step.ATTACH: Act("plan_evidence_added", "上传实施方案佐证材料"),
    Step.DETACH: Act("plan_evidence_taken_away", "移除实施方案佐证材料"),
    Step.SEND: Act("plan_sent_for_signature", "实施方案送审签"),
    Step.SEND_BACK: Act("plan_sent_back", "实施方案退回填报人"),
    Step.TAKE_BACK: Act("plan_taken_back", "取回实施方案"),
    Step.SUBMIT: Act("plan_submitted", "报送实施方案"),
    Step.RECALL: Act("plan_recalled", "撤回实施方案"),
}


class IncompletePlan(Refused):
    """The plan lacks something; `lacks` lists all of it at once, in the order of the form."""

    def __init__(self, lacks: Sequence[PlanLack]) -> None:
        super().__init__("报送前请补齐：" + "".join(lack.message for lack in lacks))
        self.lacks = tuple(lacks)


class PlanPaper(Filing):
    """What a plan locks, lacks and keeps."""

    noun = "方案"
    states = PlanState
    acts = ACTS

    def lock(self, paper: Plan) -> Plan:
        """The plan, with its task and list beside it."""
        return locked_plan(paper)

    def unit_of(self, paper: Plan) -> int:
        """The lead that owes it."""
        return paper.unit_id

    def why_locked(self, paper: Plan) -> str:
        """By its state, or because the list takes no more changes."""
        return why_locked(paper)

    def why_over(self, paper: Plan) -> str:
        """A list on file or concluded takes no plan."""
        return why_over(paper)

    def check_complete(self, paper: Plan, *, at: datetime) -> None:
        """IncompletePlan with everything that is missing."""
        check_complete(paper)

    def hand_in(self, paper: Plan, *, at: datetime, by: User) -> dict:
        """Keep the round; the first submission time is written once."""
        check_complete(paper)
        number = paper.rounds.count() + 1
        PlanRound.objects.create(
            plan=paper,
            number=number,
            content=paper.content,
            evidence=paper.evidence.as_kept(),
            submitted_at=at,
            submitted_by=by,
            filed_by=paper.saved_by,
        )
        keep_with_round(paper)
        return {"first_submitted_at": paper.first_submitted_at or at}

    def said_of(self, papers: Collection[Plan]) -> dict[int, dict]:
        """The content by the parts that a return may name, and the files."""
        files = PlanEvidence.objects.kept_of("plan", papers)
        return {each.pk: {**parts_of(each.content), "evidence": files[each.pk]} for each in papers}

    def came_back_of(self, papers: Collection[Plan]) -> dict[int, CameBack]:
        """The rounds that were returned, with the parts that were named."""
        sent = [each for each in papers if each.first_submitted_at is not None]
        kept: dict[int, list[PlanRound]] = {each.pk: [] for each in sent}
        for row in PlanRound.objects.filter(plan__in=sent, recalled_at=None).order_by("number"):
            kept[row.plan_id].append(row)
        last = {each.pk: compared_with(kept[each.pk], each.state) for each in sent}
        return {key: _as_returned(back) for key, back in last.items() if _is_returned(back)}

    def undo_round(self, paper: Plan, *, at: datetime, by: User) -> dict:
        """The dates as if the last submission had never been made, for missing and for late."""
        last = last_round(paper)
        last.recalled_at, last.recalled_by = at, by
        last.save(update_fields=["recalled_at", "recalled_by"])
        kept = list(paper.rounds.filter(recalled_at=None).order_by("number"))
        if not kept:
            return {"first_submitted_at": None, "submitted_at": None, "refile_by": None}
        before = kept[-1]
        return {
            "first_submitted_at": kept[0].submitted_at,
            "submitted_at": before.submitted_at,
            "refile_by": before.refile_by,
        }

    def undecided_state(self, paper: Plan) -> str:
        """Returned or reopened where that is the last word on it, else a draft."""
        decided = paper.rounds.filter(recalled_at=None).exclude(decision="").order_by("-number").first()
        if decided is None:
            return PlanState.DRAFT
        return PlanState.RETURNED if decided.decision == PlanDecision.RETURNED else PlanState.REOPENED


def _is_returned(back: PlanRound | None) -> bool:
    return back is not None and back.decision == PlanDecision.RETURNED


def _as_returned(back: PlanRound) -> CameBack:
    named = {key: PART_WORDS[key] for key in back.parts if key in PART_WORDS}
    return CameBack({**parts_of(back.content), "evidence": back.evidence}, named)


PLAN = PlanPaper()
# the steps that every paper takes alike
send_for_signature = partial(filing.send_for_signature, filing=PLAN)
submit = partial(filing.submit, filing=PLAN)
send_back = partial(filing.send_back, filing=PLAN)
take_back = partial(filing.take_back, filing=PLAN)
recall = partial(filing.recall, filing=PLAN)
check_writable = partial(filing.check_writable, filing=PLAN)
take_evidence_away = partial(take_away, filing=PLAN)


def save_draft(
    plan: Plan,
    *,
    content: PlanContent,
    evidence: Mapping[int, Description] = MappingProxyType({}),
    based_on: int,
    at: datetime,
    by: User,
) -> Plan:
    """保存草稿; Stale where somebody has saved since the version `based_on`, which filled the form.

    `evidence` is what was typed about the files that the form showed.
    """

    def write(locked: Plan) -> Sequence[str]:
        _check_targets(locked, content)
        before = from_json(locked.content)
        locked.content = to_json(content)
        said = {
            key: replace(each, about=about_now(locked, each.about, before)) for key, each in evidence.items()
        }
        _follow_items(locked, before)
        if said:
            describe(locked, said=said, known=[field for field, _ in provable(locked)])
        return ("content",)

    return filing.save(plan, filing=PLAN, write=write, based_on=based_on, at=at, by=by)


def attach_evidence(
    plan: Plan, *, file: LookedAt, about: str = "", based_on: int, at: datetime, by: User
) -> Plan:
    """上传佐证材料 of a plan; it proves a target, an item, or the plan as a whole."""
    known = [field for field, _ in provable(plan)]
    named = {"based_on": based_on, "at": at, "by": by}
    return attach(plan, filing=PLAN, file=file, about=about_new(plan, about), known=known, **named)


def save_all(drafts: Iterable[CheckedDraft[PlanContent]], *, at: datetime, by: User) -> tuple[Plan, ...]:
    """The drafts of a workbook, each with the version that it was filled from, all or nothing."""
    return filing.save_all(drafts, save_draft=save_draft, name=task_name, at=at, by=by)


def locked_plan(plan: Plan) -> Plan:
    """The plan as it stands now, locked."""
    return _plan().get(plan=plan.pk)


@cache
def _plan() -> Reading[Plan]:
    rows = Plan.objects.select_for_update(of=("self",)).filter(pk=slot("plan"))
    return Reading(rows.select_related("task__yearly_list", "unit"))


def last_round(plan: Plan) -> PlanRound | None:
    """The last submission that was not recalled."""
    return plan.rounds.filter(recalled_at=None).order_by("-number").first()


def check_complete(plan: Plan) -> None:
    """IncompletePlan with everything that is missing."""
    lacks = lacking(from_json(plan.content), promised(plan.task))
    if lacks:
        raise IncompletePlan(lacks)


def filing_of(plan: Plan) -> PlanFiling:
    """The filing of its list."""
    return PlanFiling.objects.get(yearly_list=plan.task.yearly_list_id)


def _follow_items(plan: Plan, before: PlanContent) -> None:
    """What proves an item goes on proving it when it is reworded, and the whole plan when it is gone."""
    rows = list(plan.evidence.in_place().exclude(planned_item=""))
    for row in rows:
        row.planned_item = about_now(plan, row.planned_item, before)
    plan.evidence.bulk_update(rows, ["planned_item"])


def _check_targets(plan: Plan, content: PlanContent) -> None:
    """Only the targets of this task."""
    known = {key for (key,) in _targets().ask(task=plan.task_id)}
    if not set(content.totals) <= known:
        raise Refused("表单中有不属于本任务的量化目标，没有保存。")


@cache
def _targets() -> Statement:
    return statement(Target.objects.filter(task=slot("task")).order_by().values_list("pk"))
