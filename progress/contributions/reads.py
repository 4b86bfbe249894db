"""Contributions as a person may see them: the unit its own, the lead and the two offices what was sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from progress.ledger.owed_contributions import (
    SharedTask,
    first_demanded,
    owes,
    shared_tasks,
    units_let_off,
)
from progress.ledger.shares import SharedOut, days_before, leads_task, partners_of, shared_out
from progress.ledger.task_ledger import TaskLedger
from progress.models import (
    ContributedValue,
    Contribution,
    ContributionReminder,
    Report,
    ReportingPeriod,
)
from progress.rules.states import ContributionState, ReportState
from projects.models import Task, Unit, User, YearlyList
from projects.rules.amounts import worded
from projects.rules.calendar import local_day, short_day
from projects.rules.filing import HANDED_IN
from projects.rules.quarters import Quarter
from projects.rules.states import AssignmentRole, Nature


@dataclass(frozen=True)
class SentContribution:
    """One submission as it was sent."""

    text: str
    values: Sequence[tuple[str, str, str]]  # target, figure or why there is none, share
    evidence: Sequence[dict]
    by: str


@dataclass(frozen=True)
class Received:
    """What a lead has of one task in a quarter: from units with a share, and from others unasked."""

    owed: tuple[SharedTask, ...]
    unasked: tuple[Contribution, ...]
    unmailed: frozenset[int]  # units, by key, to whose people a reminder's mail did not go out
    let_off: tuple[Unit, ...]  # out of use, without anything sent: nothing comes of them any more

    @property
    def to_adopt(self) -> int:
        """How many wait for the lead's word."""
        sent = ContributionState.SUBMITTED
        return sum(each.state == sent for each in self.owed) + sum(
            each.state == sent for each in self.unasked
        )

    @property
    def to_come(self) -> int:
        """How many have still to send theirs."""
        return sum(each.is_open for each in self.owed)


def sent_of(contribution: Contribution) -> SentContribution | None:
    """What the unit last sent and did not recall; None where it never did."""
    rounds = [each for each in contribution.rounds if "recalled_at" not in each]
    if not rounds:
        return None
    last = rounds[-1]
    values = [(each["label"], figure_words(each), share_words(each)) for each in last["values"]]
    return SentContribution(last["text"], values, last["evidence"], last["by"])


def as_typed(contribution: Contribution) -> SentContribution | None:
    """What stands in a paper that is still with its unit; None where nobody has written."""
    if contribution.pk is None:
        return None
    rows = contribution.values.select_related("target").order_by("target__order")
    values = [(each.target.label, _typed_words(each), "") for each in rows]
    by = f"草稿　{contribution.saved_by or ''}"
    return SentContribution(contribution.text, values, contribution.evidence.as_kept(), by)


def _typed_words(row: ContributedValue) -> str:
    if row.value is None:
        return f"本季无数据：{row.no_data_reason}" if row.no_data_reason else "没有填"
    return f"{worded(row.value)}{row.target.unit}"


def figure_words(kept: dict) -> str:
    """A figure as a round keeps it, or why there was none."""
    if kept["value"] is None:
        return f"本季无数据：{kept['reason']}"
    said = f"（{kept['confirmed']}确认无误）" if kept.get("confirmed") else ""
    return f"{worded(Decimal(kept['value']))}{kept['unit']}{said}"


def share_words(kept: dict) -> str:
    """The share of that time, as a round keeps it."""
    return f"{worded(Decimal(kept['share']))}{kept['unit']}"


def changed_shares(contribution: Contribution, owed: SharedTask | None) -> list[str]:
    """Where the shares of today are others than those it was sent for, as sentences."""
    rounds = [each for each in contribution.rounds if "recalled_at" not in each]
    if not rounds:
        return []
    now = {target.pk: line.share.quantity for target, line in owed.lines} if owed else {}
    found = []
    for kept in rounds[-1]["values"]:
        before, today = Decimal(kept["share"]), now.get(kept["target"])
        if today is None:
            found.append(f"“{kept['label']}”已不再分解给该单位，所报数不计入合计。")
        elif today != before:
            found.append(f"“{kept['label']}”份额由{worded(before)}调整为{worded(today)}{kept['unit']}。")
    return found


def own_contribution(period: ReportingPeriod, task: Task, user: User) -> Contribution | None:
    """The unit's own, not saved where nobody has written; None for who has no part in the task."""
    unit = user.unit
    if unit is None or not user.has_perm("file_reports"):
        return None
    found = _with_all().filter(period=period, task=task, unit=unit).first()
    if found is not None:
        return found
    if not owes(task, unit) and unit not in partners_of(task):
        return None
    return Contribution(period=period, task=task, unit=unit)


def contribution_of(period: ReportingPeriod, task: Task, unit: Unit, user: User) -> Contribution | None:
    """Another unit's, for its lead and the offices, once it was sent or where it is owed; else None."""
    if not (user.has_perm("read_everything") or leads_task(task.pk, user)):
        return None
    found = _with_all().filter(period=period, task=task, unit=unit).first()
    if found is not None and sent_of(found):
        return found
    return found or Contribution(period=period, task=task, unit=unit) if owes(task, unit) else None


def received(period: ReportingPeriod, task: Task, on: date) -> Received:
    """Everything that came in on a task, and what has still to come."""
    owed = tuple(shared_tasks(period, on, task=task))
    units = [each.unit.pk for each in owed]
    others = _with_all().filter(period=period, task=task).exclude(unit__in=units).order_by("unit__order")
    letters = ContributionReminder.objects.filter(contributions__period=period, contributions__task=task)
    unmailed = letters.filter(mailed_at__isnull=True).exclude(mail_failure="").values_list("unit", flat=True)
    unasked = tuple(each for each in others if sent_of(each))
    came = {*units, *(each.unit_id for each in unasked)}
    let_off = tuple(each for each in units_let_off(task) if each.pk not in came)
    return Received(owed, unasked, frozenset(unmailed), let_off)


def demand_words(task: Task, added: Sequence[Unit], on: date) -> str:
    """From which quarter the units that were just asked owe it, until when, and what came before."""
    if not added:
        return ""
    names = "、".join(str(unit) for unit in added)
    first = first_demanded(task, added, on)
    if first is None:
        return f"{names}自下一次开启的季度起报送，期限为牵头单位报送期限前{_days_before(task)}个工作日。"
    quarter = first.period.when
    words = f"{names}自{quarter.long_label}起报送，{quarter.label}的{short_day(first.due_on)}前报牵头单位。"
    reports = Report.objects.filter(task=task, period=first.period)
    if reports.exists() and not reports.exclude(state=ReportState.ACCEPTED).exists():
        words += f"牵头单位{quarter.label}的报告已审核，{quarter.label}所报供以后季度汇总时参考。"
    return words


def _days_before(task: Task) -> int:
    """How many working days before the lead's own due day its list asks for contributions."""
    return YearlyList.objects.filter(pk=task.yearly_list_id).values_list(days_before("pk"), flat=True).get()


def not_reminded(
    task: Task, period: ReportingPeriod, units: Collection[int], reminded: Sequence[Contribution], *, on: date
) -> str:
    """Why of these units, by key, the others were not reminded; "" where every one was."""
    left = set(units) - {each.unit_id for each in reminded}
    papers = Contribution.objects.filter(task=task, period=period, unit__in=left).order_by("unit__order")
    sent, already = [], []
    for paper in papers.select_related("unit"):
        if paper.state in HANDED_IN:
            sent.append(str(paper.unit))
        elif paper.reminded_at is not None and local_day(paper.reminded_at) == on:
            already.append(str(paper.unit))
    sentences = [f"{'、'.join(already)}今天已催办过，不重复催办。"] if already else []
    if sent:
        sentences.append(f"{'、'.join(sent)}已报送，不需催办。")
    return "".join(sentences)


@dataclass(frozen=True)
class TaskShares:
    """A task's targets by unit at the last opened quarter, as a person may see them."""

    quarter: Quarter
    targets: Sequence[SharedOut]
    sees_all: bool  # the lead and the two offices
    offers: bool  # nothing is shared out yet, and this person may
    may_demand: bool  # 协同情况 of the co-responsible units
    has_demands: bool  # some of them are asked: who has sent theirs stands on a page of its own


def task_shares_of(ledger: TaskLedger, quarter: int, user: User) -> TaskShares | None:
    """County × share, plan, actual, for a person of the task; None where nothing is to be told."""
    task = ledger.task
    leads = user.has_perm("file_reports") and any(each.pk == user.unit_id for each in ledger.leads)
    sees_all = leads or user.has_perm("read_everything")
    found = shared_out(task, quarter) if ledger.has_shares else ()
    seen = found if sees_all else tuple(each.seen_by(user.unit_id) for each in found)
    told_of = tuple(each for each in seen if each.lines)
    offers = leads and not found and _is_sharable(ledger) and not task.yearly_list.is_concluded
    may_demand = user.has_perm("open_periods") and not task.yearly_list.is_concluded
    has_demands = sees_all and ledger.has_demands
    if not (told_of or offers or may_demand or has_demands):
        return None
    when = Quarter(task.yearly_list.year, quarter)
    return TaskShares(when, told_of, sees_all, offers, may_demand, has_demands)


def _is_sharable(ledger: TaskLedger) -> bool:
    """Whether it has a count that one lead reports, and units beside its leads."""
    targets = ledger.figures.targets
    counts = [each for each in targets if each.nature == Nature.COUNT and not each.is_summed_over_leads]
    return bool(counts) and ledger.task.assignments.filter(role=AssignmentRole.CO).exists()


def _with_all() -> QuerySet[Contribution]:
    return Contribution.objects.select_related(
        "period__yearly_list", "task", "unit", "saved_by", "changed_by"
    )
