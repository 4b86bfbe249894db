"""What a co-responsible unit does with its contribution: written, with files, sent to the lead, recalled.

The steps are those of every paper (`projects.filing`); nobody signs it in its unit: the lead signs for it
with its own report.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime

from progress.contributions.doubts import doubts_of, said_marks
from progress.ledger.locks import hold_open, lock_task
from progress.ledger.owed_contributions import SharedTask, owes, shared_task
from progress.ledger.shares import partners_of, seal_of_shares
from progress.models import ContributedValue, Contribution, Evidence
from progress.reports.confirmations import said_by_filer
from progress.rules.plausibility import confirmations_of, to_json
from progress.rules.states import LOCKED_STATES, ContributionState
from projects.evidence.actions import Description, attach, describe, keep_with_round, take_away
from projects.files.uploads import LookedAt
from projects.filing import actions as filing
from projects.filing import kept_rounds
from projects.filing.actions import Filing
from projects.filing.checks import check_in_use, check_shown, locked_words
from projects.log.acts import Act
from projects.log.concluded import refuse_concluded
from projects.models import User
from projects.rules.amounts import plain
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused
from projects.rules.filing import Step
from projects.rules.refiling import CameBack

ACTS = {
    Step.SAVE: Act("contribution_saved", "保存协同情况"),
    Step.ATTACH: Act("contribution_evidence_added", "上传协同情况佐证材料"),
    Step.DETACH: Act("contribution_evidence_taken_away", "移除协同情况佐证材料"),
    Step.SUBMIT: Act("contribution_submitted", "报送协同情况"),
    Step.RECALL: Act("contribution_recalled", "撤回协同情况"),
}
TEXT_LIMIT = 600


@dataclass(frozen=True)
class Given:
    """What was typed for one share: the total at the as-of date, or why there is none."""

    value: Decimal | None = None
    no_data_reason: str = ""


@dataclass(frozen=True)
class ContributionContent:
    """Everything that the form of a contribution holds; values by target key."""

    text: str = ""
    values: Mapping[int, Given] = field(default_factory=dict)
    unread: Mapping[str, dict] = field(default_factory=dict)  # by the form's field: typed, why
    confirmed: Mapping[int, str] = field(default_factory=dict)  # 确认无误: marks of plausibility by target
    evidence: Mapping[int, Description] = field(default_factory=dict)


class ContributionFiling(Filing):
    """What a contribution locks, lacks and keeps; `shown` is the mark of the shares that the form told."""

    noun = "协同情况"
    states = ContributionState
    acts = ACTS

    def __init__(self, shown: str | None = None) -> None:
        self.shown = shown

    def lock(self, paper: Contribution) -> Contribution:
        """The contribution behind its quarter and its task, as a report: the shares stand meanwhile."""
        hold_open(paper.period_id)
        lock_task(paper.task_id)
        rows = Contribution.objects.select_for_update(of=("self",))
        locked = rows.select_related("period__yearly_list", "task", "unit", "saved_by").get(pk=paper.pk)
        refuse_concluded(locked.period.yearly_list)
        return locked

    def unit_of(self, paper: Contribution) -> int:
        """The co-responsible unit."""
        return paper.unit_id

    def is_signed(self, paper: Contribution) -> bool:
        """The lead signs for it."""
        return False

    def why_locked(self, paper: Contribution) -> str:
        """By its state, or because the quarter is closed."""
        if paper.state not in LOCKED_STATES:
            return self.why_over(paper)
        way_out = "需要修改的，请联系牵头单位退回。"
        return locked_words(paper, noun=self.noun, word=self.word(paper), accepted=way_out)

    def why_over(self, paper: Contribution) -> str:
        """A closed quarter takes nothing."""
        if paper.period.closed_at is None:
            return ""
        return f"{paper.period}已于{localtime(paper.period.closed_at):%Y-%m-%d}关闭，不再报送协同情况。"

    def check_complete(self, paper: Contribution, *, at: datetime) -> None:
        """Refused with everything that is missing, and where the shares are not those that were shown."""
        owed = shared_task(paper.period, paper.task, paper.unit, local_day(at))
        if self.shown is not None:
            check_shown(seal_of_shares(owed.lines if owed else ()), self.shown, what="牵头单位分解的份额")
        lacks = lacking(paper, owed=owed)
        if lacks:
            raise Refused("报送前请补齐：" + "".join(lacks))

    def hand_in(self, paper: Contribution, *, at: datetime, by: User) -> dict:
        """Keep what was said as a round, with the shares of that time."""
        self.check_complete(paper, at=at)
        owed = shared_task(paper.period, paper.task, paper.unit, local_day(at))
        said = {
            "text": paper.text,
            "values": _kept_values(paper, owed),
            "evidence": paper.evidence.as_kept(),
            "by": by.display_name,
            "at": at.isoformat(),
        }
        keep_with_round(paper)
        return {
            "rounds": [*paper.rounds, said],
            "first_submitted_at": paper.first_submitted_at or at,
            "return_word": "",
        }

    def said_of(self, papers: Collection[Contribution]) -> dict[int, dict]:
        """The text, each figure by its target, the files."""
        files = Evidence.objects.kept_of("contribution", papers)
        values: dict[int, dict[int, list[str]]] = {each.pk: {} for each in papers}
        for row in ContributedValue.objects.filter(contribution__in=papers):
            values[row.contribution_id][row.target_id] = [plain(row.value), row.no_data_reason]
        return {
            each.pk: {"text": each.text, "values": values[each.pk], "evidence": files[each.pk]}
            for each in papers
        }

    def came_back_of(self, papers: Collection[Contribution]) -> dict[int, CameBack]:
        """The rounds that were returned."""
        back = kept_rounds.came_back_of(papers, ("text", "values", "evidence"))
        return {key: CameBack(each.said | {"values": _values(each.said)}) for key, each in back.items()}

    def undo_round(self, paper: Contribution, *, at: datetime, by: User) -> dict:
        """The submission counts as never made; a returned one has its new date and its reason again."""
        if paper.period.closed_at is not None:
            raise Refused(f"{paper.period}已关闭，不能撤回。")
        before, kept = kept_rounds.returned(paper), kept_rounds.recalled(paper, at=at, by=by)
        first = next((each["at"] for each in kept["rounds"] if "recalled_at" not in each), None)
        return {
            **kept,
            "first_submitted_at": datetime.fromisoformat(first) if first else None,
            "return_word": before["reason"] if before else "",
        }

    def undecided_state(self, paper: Contribution) -> str:
        """Returned where the lead has returned one before, else a draft."""
        return ContributionState.RETURNED if kept_rounds.returned(paper) else ContributionState.DRAFT


def _values(kept: Mapping) -> dict[int, list[str]]:
    """The figures of a kept round, as `said_of` tells those of now."""
    return {each["target"]: [each["value"] or "", each["reason"]] for each in kept["values"]}


CONTRIBUTION = ContributionFiling()


@transaction.atomic
def save_draft(
    contribution: Contribution, *, content: ContributionContent, based_on: int, at: datetime, by: User
) -> Contribution:
    """保存草稿, laid out by the first save; Stale where somebody has saved since the version `based_on`."""

    def write(locked: Contribution) -> Sequence[str]:
        _check_keys(locked, content, local_day(at))
        locked.text, locked.unread = content.text.strip(), dict(content.unread)
        amounts = {key: each.value for key, each in content.values.items()}
        locked.confirmations = to_json(said_by_filer(locked, content.confirmed, amounts, at=at, by=by))
        rows = [
            ContributedValue(
                contribution=locked,
                target_id=key,
                value=each.value,
                no_data_reason="" if each.value is not None else each.no_data_reason.strip(),
            )
            for key, each in content.values.items()
        ]
        written = ["value", "no_data_reason"]
        ContributedValue.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["contribution", "target"], update_fields=written
        )
        describe(locked, said=content.evidence, known=())
        return ("text", "unread", "confirmations")

    begun = _laid_out(contribution, by)
    return filing.save(begun, filing=CONTRIBUTION, write=write, based_on=based_on, at=at, by=by)


def submit(contribution: Contribution, *, shown: str, based_on: int, at: datetime, by: User) -> Contribution:
    """报送 to the lead; `shown` is the mark of the shares on the screen: Stale where they were changed since.

    A second click changes nothing.
    """
    return filing.submit(contribution, filing=ContributionFiling(shown), based_on=based_on, at=at, by=by)


def recall(contribution: Contribution, *, based_on: int, at: datetime, by: User) -> Contribution:
    """撤回, until the lead has adopted or returned it."""
    return filing.recall(contribution, filing=CONTRIBUTION, based_on=based_on, at=at, by=by)


@transaction.atomic
def attach_evidence(
    contribution: Contribution, *, file: LookedAt, about: str = "", based_on: int, at: datetime, by: User
) -> Contribution:
    """上传佐证材料, for the whole contribution."""
    begun = _laid_out(contribution, by)
    return attach(begun, filing=CONTRIBUTION, file=file, about=about, based_on=based_on, at=at, by=by)


def take_evidence_away(
    contribution: Contribution, *, key: int, based_on: int, at: datetime, by: User
) -> Contribution:
    """移除佐证材料; what was submitted once stays with its round."""
    return take_away(contribution, filing=CONTRIBUTION, key=key, based_on=based_on, at=at, by=by)


def check_writable(contribution: Contribution) -> None:
    """Refused where a lock covers the contribution, with why and since when."""
    filing.check_writable(contribution, filing=CONTRIBUTION)


def lacking(paper: Contribution, *, owed: SharedTask | None) -> list[str]:
    """Everything that stands between it and 报送, as sentences."""
    lacks = [each["why"] for each in paper.unread.values()]
    if len(paper.text) > TEXT_LIMIT:
        lacks.append(f"协同情况最多{TEXT_LIMIT}字，现有{len(paper.text)}字。")
    if not paper.text.strip() and (owed is None or owed.is_demanded):
        lacks.append("请填写协同情况。")
    if owed is None:
        return lacks
    values = {each.target_id: each for each in paper.values.all()}
    for target, _ in owed.lines:
        said = values.get(target.pk)
        if said is None or (said.value is None and not said.no_data_reason):
            lacks.append(f"请填写“{target.in_print}”的本次累计；没有数据的，写明原因。")
    said = said_marks(paper)
    doubts = doubts_of(paper, owed).values()
    return [*lacks, *(each.question for each in doubts if said.get(each.field) != each.mark)]


def _laid_out(contribution: Contribution, by: User) -> Contribution:
    """The row, made by whoever writes first; NotYours for who has no part in the task."""
    if contribution.pk is not None:
        return contribution
    task, unit = contribution.task, contribution.unit
    if by.unit_id != unit.pk or not by.has_perm("file_reports"):
        raise NotYours("只有本单位的填报员、审签人可以办理。")
    check_in_use(by)
    if not owes(task, unit) and unit not in partners_of(task):
        raise NotYours("本单位不是该任务的共同责任单位。")
    lock_task(task.pk)
    named = {"period": contribution.period, "task": task, "unit": unit}
    return Contribution.objects.get_or_create(**named)[0]


def _check_keys(paper: Contribution, content: ContributionContent, on: date) -> None:
    """Only what is shared out to this unit."""
    owed = shared_task(paper.period, paper.task, paper.unit, on)
    known = {target.pk for target, _ in owed.lines} if owed else set()
    if not set(content.values) <= known:
        raise Refused("您打开之后，牵头单位已调整分解，表单中有不再分解给本单位的目标，没有保存。")


def _kept_values(paper: Contribution, owed: SharedTask | None) -> list[dict]:
    """The figures as they are sent, each with the share of that time."""
    if owed is None:
        return []
    values = {each.target_id: each for each in paper.values.all()}
    confirmed = {each.field: each.words for each in confirmations_of(paper.confirmations)}
    kept = []
    for target, line in owed.lines:
        said = values[target.pk]
        planned = line.share.by(paper.period.quarter)
        kept.append(
            {
                "target": target.pk,
                "label": target.in_print,
                "unit": target.unit,
                "value": None if said.value is None else plain(said.value),
                "reason": said.no_data_reason,
                "share": plain(line.share.quantity),
                "planned": None if planned is None else plain(planned),
                "confirmed": confirmed.get(f"target-{target.pk}", ""),
            }
        )
    return kept
