"""Tasks for the API: rows of the table, one task with its plan beside its actual, verdicts of a quarter."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from progress.api.answers import Amount, UnitOut
from progress.api.stamp_reads import units_out, word_out
from progress.api.task_answers import (
    MilestoneOut,
    PartyOut,
    PlannedItem,
    TargetOut,
    TargetShort,
    TaskRow,
    TaskVerdict,
    VerdictOut,
)
from progress.ledger.overdue import OverdueRow as OverdueLine
from progress.ledger.sight import Judged, TaskVerdicts
from progress.rules.standings import Standing, streak
from progress.rules.states import OverdueKind, VerdictClass, verdict_word
from progress.tasks.course import Course, QuarterStep, TargetCourse
from projects.lists.sheet import PrintedParty, QuarterColumn
from projects.models import Target
from projects.rules.amounts import plain
from projects.rules.planning import NOTHING, PlannedQuarter
from projects.rules.quarters import NUMBERS
from projects.rules.states import Direction, Nature

NOT_OPEN, NOT_TOLD, JUDGED = "not_open", "not_told", "judged"
BY_ISSUE, AS_TODAY = "issue", "today"


def digits(amount: Decimal | None) -> str | None:
    """A quantity as it is answered; none where there is none."""
    return None if amount is None else plain(amount)


def task_row(row: Mapping, verdict: VerdictOut | None) -> TaskRow:
    """A row of the table (`projects/lists/task_rows`)."""
    return TaskRow(
        number=row["number"],
        text=row["text"],
        domain=row["domain__name"] or "",
        domain_is_custom=bool(row["domain__is_custom"]),
        lead=_names(row["leads"]),
        co=_names(row["co"]),
        targets=[_short(each) for each in row["target_rows"]],
        milestone=row["milestone"],
        verdict=verdict,
    )


def listed_verdicts(judged: Judged, keys: Mapping[int, int]) -> dict[int, VerdictOut]:
    """Where these tasks stand, numbers with their keys, each as the key's unit or office may see it."""
    standings, own = judged.of_keys(keys), judged.sight.own
    return {number: _listed(judged, standings.get(number), key in own) for number, key in keys.items()}


def task_verdict(verdicts: TaskVerdicts, quarter: int, on: date) -> TaskVerdict:
    """One line of a quarter's verdicts."""
    codes = verdicts.codes
    said = _verdict(verdicts, quarter, on)
    return TaskVerdict(
        **said.model_dump(),
        number=verdicts.task.number,
        text=verdicts.task.in_print,
        leads=units_out(verdicts.ledger.leads),
        streak=streak(codes, quarter),
        has_caught_up=verdicts.has_caught_up(quarter, on),
    )


def steps_out(course: Course | None) -> list[VerdictOut]:
    """Every quarter of a task's year."""
    if course is None:
        return [VerdictOut(quarter=number, state=NOT_OPEN) for number in NUMBERS]
    return [_step(course, each) for each in course.steps]


def party_out(role: str, party: PrintedParty) -> PartyOut:
    """A unit or group as printed, and by its name in the register."""
    members = [UnitOut(code=each["code"], name=each["name"]) for each in party.members]
    return PartyOut(
        role=role,
        printed=party.printed,
        name=party.name,
        code=party.code,
        is_group=party.is_group,
        members=members,
    )


def milestone_out(column: QuarterColumn) -> MilestoneOut:
    """What is planned in one quarter; an empty cell is no missing one."""
    state = "planned" if column.text else "empty"
    return MilestoneOut(
        quarter=column.quarter.number,
        state="none" if column.text is None else state,
        text=column.text or "",
        items=[PlannedItem(label=each.label, text=each.text, is_soft=each.is_soft) for each in column.items],
    )


def target_out(
    target: Target, planned: Sequence[PlannedQuarter], course: Course | None, said: TargetCourse | None
) -> TargetOut:
    """One target over the year; before the first quarter opens there is nothing but the plan."""
    actual = said.actual if said else {}
    states = {each.quarter.number: each for each in course.steps} if course else {}
    return TargetOut(
        label=target.in_print,
        quantity=plain(target.quantity),
        quantity_max=digits(target.quantity_max),
        unit=target.unit,
        qualifier=target.qualifier,
        nature=word_out(Nature, target.nature),
        direction=word_out(Direction, target.direction),
        baseline=digits(target.baseline),
        stage=target.stage,
        needs_settling=target.needs_settling,
        planned=[planned_out(each) for each in planned],
        actual=[_actual(number, actual.get(number), states.get(number)) for number in NUMBERS],
        completion=digits(said.rate) if said else None,
    )


def planned_out(planned: PlannedQuarter) -> Amount:
    """A planned total; 不考核数量 is not 0."""
    if planned.ytd is None:
        state = "not_planned" if planned.source == NOTHING else "unclear"
        return Amount(quarter=planned.quarter, state=state)
    return Amount(quarter=planned.quarter, state="value", value=plain(planned.ytd), source=planned.source)


def overdue_out(line: OverdueLine) -> dict[str, object]:
    """One line of 逾期与滞后, without what the office did about it."""
    return {
        "kind": word_out(OverdueKind, line.kind),
        "number": line.task.number,
        "text": line.task.in_print,
        "units": units_out(line.units),
        "due_on": line.due_on,
        "days": line.days,
        "points_behind": digits(line.points),
        "streak": line.streak,
        "code": line.code,
        "why": line.why,
    }


def _listed(judged: Judged, standing: Standing | None, is_own: bool) -> VerdictOut:
    quarter = judged.number
    if standing is None:
        return VerdictOut(quarter=quarter, state=NOT_TOLD)
    by_today = judged.sight.told is None or is_own
    return VerdictOut(
        quarter=quarter,
        state=JUDGED,
        code=standing.code,
        word=verdict_word(standing.code, quarter),
        note=standing.note,
        told_by=AS_TODAY if by_today else BY_ISSUE,
    )


def _verdict(verdicts: TaskVerdicts, quarter: int, on: date) -> VerdictOut:
    standing, sight = verdicts.standings.get(quarter), verdicts.sight
    if standing is None:
        return VerdictOut(quarter=quarter, state=NOT_TOLD if quarter in sight.quarters else NOT_OPEN)
    return VerdictOut(
        quarter=quarter,
        state=JUDGED,
        code=standing.code,
        word=verdict_word(standing.code, quarter),
        note=standing.note,
        told_by=AS_TODAY if sight.sees_now(verdicts.task) else BY_ISSUE,
        points_behind=digits(verdicts.points_behind(quarter, on)),
        has_newer=verdicts.has_newer(quarter),
    )


def _step(course: Course, step: QuarterStep) -> VerdictOut:
    number = step.quarter.number
    if not step.code:
        return VerdictOut(quarter=number, state=NOT_TOLD if step.is_open else NOT_OPEN)
    task = course.ledger.task
    return VerdictOut(
        quarter=number,
        state=JUDGED,
        code=step.code,
        word=step.word,
        told_by=AS_TODAY if course.sight.sees_now(task) else BY_ISSUE,
        points_behind=digits(step.gap),
        marks=list(step.marks),
        has_newer=course.sight.has_newer(task, number),
    )


def _actual(quarter: int, total: Decimal | None, step: QuarterStep | None) -> Amount:
    """A total that was accepted, or told; else why there is none."""
    if total is not None:
        return Amount(quarter=quarter, state="value", value=plain(total))
    if step is None or not step.is_open:
        return Amount(quarter=quarter, state=NOT_OPEN)
    if not step.code:
        return Amount(quarter=quarter, state=NOT_TOLD)
    return Amount(quarter=quarter, state="not_filed" if step.code == VerdictClass.NOT_FILED else "none")


def _names(joined: str) -> list[str]:
    return joined.split("、") if joined else []


def _short(row: Mapping) -> TargetShort:
    quantities = {name: row[name] and plain(Decimal(row[name])) for name in ("quantity", "quantity_max")}
    return TargetShort(label=row["label"], unit=row["unit"], qualifier=row["qualifier"], **quantities)
