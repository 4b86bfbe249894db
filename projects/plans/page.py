"""The page of a plan as one person sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch
from django.utils.timezone import localtime

from projects.corrections.reads import quarters_to_choose
from projects.evidence.card import EvidenceCard
from projects.filing.checks import has_signer
from projects.models import (
    Plan,
    PlanAdjustment,
    PlanEvidence,
    PlanFiling,
    PlanOpinion,
    PlanRound,
    Target,
    Task,
    User,
)
from projects.plans.evidence_reads import plan_card
from projects.plans.reads import PlanLine, line_of, promised
from projects.plans.write_locks import why_locked, why_over
from projects.rules.amounts import worded
from projects.rules.filing import HANDED_IN, PaperState
from projects.rules.plan_content import PlanContent, from_json
from projects.rules.plan_copies import PlanCopy
from projects.rules.plan_requirements import asked_about
from projects.rules.plan_states import AdjustmentState, PlanDecision, PlanState
from projects.rules.quarters import NUMBERS, NUMERALS
from projects.rules.roles import Role


@dataclass(frozen=True)
class ReadQuarter:
    """A quarter of the plan, for reading."""

    name: str
    text: str
    items: Sequence[str]
    nothing_reason: str


@dataclass(frozen=True)
class ReadTarget:
    """A target with its four planned totals, for reading."""

    target: Target
    totals: Sequence[str]


@dataclass(frozen=True)
class PlanPage:
    """What the templates show beside the forms."""

    plan: Plan
    task: Task
    filing: PlanFiling
    line: PlanLine
    content: PlanContent
    is_being_adjusted: bool  # what is shown is the plan in force, while the unit writes another
    quarters: Sequence[ReadQuarter]
    targets: Sequence[ReadTarget]
    evidence: EvidenceCard  # the files, as far as this person may read them
    rounds: Sequence[PlanRound]
    adjustments: Sequence[PlanAdjustment]
    chased: Sequence[dict]  # when its unit was reminded of it, by whom, with what word
    confirmed: Sequence[str]  # what was asked about its totals, and is meant
    lock: str
    is_own: bool
    is_signer: bool
    has_signer: bool
    sees_people: bool
    may_decide: bool
    may_remind: bool
    may_ask: bool
    opinions: Sequence[PlanOpinion]  # all for those who may read them, else one's own
    may_send_round: bool
    may_say: bool
    choices: Sequence[int]  # the quarters from which a plan of a list at work may hold

    @property
    def last(self) -> PlanRound | None:
        """The last submission that stands."""
        return next((each for each in self.rounds if each.recalled_at is None), None)

    @property
    def was_returned(self) -> bool:
        """Whether the office returned it before; never for who does not read its rounds."""
        return any(each.decision == PlanDecision.RETURNED for each in self.rounds)

    @property
    def asked(self) -> PlanAdjustment | None:
        """The request that waits for an answer."""
        return self._adjustment(AdjustmentState.ASKED)

    @property
    def agreed(self) -> PlanAdjustment | None:
        """The request that was agreed to, until the new plan is recorded."""
        return self._adjustment(AdjustmentState.AGREED)

    def _adjustment(self, state: AdjustmentState) -> PlanAdjustment | None:
        return next((each for each in self.adjustments if each.state == state), None)


def page_of(plan: Plan, filing: PlanFiling, user: User, on: date) -> PlanPage:
    """All that this person may see of it. A stranger reads what is recorded, without people and rounds."""
    is_own = plan.unit_id == user.unit_id and user.has_perm("file_plans")
    may_act = not user.out_of_use_words
    is_partner = is_own or user.has_perm("read_everything")
    reads_draft = is_partner or Plan.objects.as_written_for(user).filter(pk=plan.pk).exists()
    content, running = _content(plan, reads_draft=reads_draft), plan.task.yearly_list.is_running
    adjustments = _adjustments(plan, user) if is_partner else []
    line = line_of(plan, filing, on)
    waits = any(each.state == AdjustmentState.ASKED for each in adjustments)
    return PlanPage(
        plan=plan,
        task=plan.task,
        filing=filing,
        line=line,
        content=content,
        is_being_adjusted=not reads_draft,
        quarters=_quarters(content),
        targets=_targets(plan, content),
        evidence=plan_card(plan, user),
        rounds=_rounds(plan) if is_partner else (),
        adjustments=adjustments,
        chased=_chased(plan) if is_partner else (),
        confirmed=asked_about(content, promised(plan.task)) if content.exceeds_knowingly else (),
        lock=why_locked(plan) if may_act else "",
        is_own=is_own,
        is_signer=user.role == Role.SIGNER,
        has_signer=has_signer(plan.unit_id),
        sees_people=is_partner,
        may_decide=user.has_perm("record_plans"),
        may_remind=user.has_perm("remind_units") and line.is_owed and not why_over(plan),
        may_ask=is_own and may_act and running and plan.state == PlanState.ACCEPTED and not waits,
        opinions=_opinions(plan, user, is_partner=is_partner),
        may_send_round=is_own and may_act and plan.sent_round_at is None and not why_locked(plan),
        may_say=reads_draft and may_act and not is_own and _may_say(plan, user),
        choices=quarters_to_choose(plan.task, on) if running else (),
    )


def copy_of(page: PlanPage) -> PlanCopy:
    """Which version the page shows, as a document downloaded now says it."""
    plan, rounds = page.plan, page.plan.rounds.order_by("number")
    if page.is_being_adjusted:  # the plan in force, not what its unit writes
        shown = rounds.filter(decision=PlanDecision.RECORDED).last()
        return PlanCopy(PaperState.ACCEPTED, shown.number, localtime(shown.submitted_at))
    state, last = PaperState(plan.state), rounds.last()
    so_far = last.number if last else 0
    if state in HANDED_IN:
        return PlanCopy(state, so_far, localtime(plan.submitted_at))
    done = plan.sent_at if state == PaperState.AWAITING else plan.saved_at
    return PlanCopy(state, so_far + 1, localtime(done) if done else None)


def _content(plan: Plan, *, reads_draft: bool) -> PlanContent:
    """The draft for who may read it; for others the plan as it was last recorded."""
    if reads_draft:
        return from_json(plan.content)
    return from_json(plan.rounds.filter(decision=PlanDecision.RECORDED).latest("number").content)


def _opinions(plan: Plan, user: User, *, is_partner: bool) -> list[PlanOpinion]:
    """What the units said, where the draft was sent round."""
    if plan.sent_round_at is None:
        return []
    rows = plan.opinions.select_related("unit", "changed_by")
    return list(rows if is_partner else rows.filter(unit=user.unit_id))


def _may_say(plan: Plan, user: User) -> bool:
    """Whether a reader of the draft answers for another unit of the task."""
    is_draft = plan.sent_round_at is not None and plan.state != PlanState.ACCEPTED
    return is_draft and user.has_perm("file_plans")


def _rounds(plan: Plan) -> list[PlanRound]:
    people = ("submitted_by", "filed_by", "recalled_by", "decided_by", "reopened_by")
    return list(plan.rounds.select_related(*people).order_by("-number"))


def _adjustments(plan: Plan, user: User) -> list[PlanAdjustment]:
    """What its unit asked to change, each with the files that this person may read."""
    files = PlanEvidence.objects.visible_to(user).in_order()
    rows = plan.adjustments.select_related("asked_by", "decided_by")
    return list(rows.prefetch_related(Prefetch("evidence", queryset=files)))


def _chased(plan: Plan) -> list[dict]:
    """Each time once, whoever of the unit was told."""
    rows = plan.reminders.order_by("-sent_at").annotate(by=F("sent_by__display_name"))
    return list(rows.values("sent_at", "by", "word").distinct())


def _quarters(content: PlanContent) -> list[ReadQuarter]:
    return [
        ReadQuarter(
            f"{NUMERALS[number]}季度",
            quarter.text,
            [item.wording for item in quarter.items],
            quarter.nothing_reason,
        )
        for number, quarter in zip(NUMBERS, content.quarters, strict=True)
    ]


def _targets(plan: Plan, content: PlanContent) -> list[ReadTarget]:
    rows = sorted(plan.task.targets.all(), key=lambda row: row.order)
    return [ReadTarget(row, [worded(total) or "—" for total in content.totals_of(row.pk)]) for row in rows]
