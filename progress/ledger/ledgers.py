"""The ledgers of tasks, read by one statement; rows that belong together are linked, none is read twice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import QuerySet

from progress.ledger.entries import ExtensionRow, PlannedInvestment
from progress.ledger.former_plans import plans_by_task, put_back, said_by_task
from progress.ledger.linked_rows import LinkedRows, grouped
from progress.ledger.plan_and_actual import PlanAndActual
from progress.ledger.selections import gather, gather_figures, gather_plan, gather_told
from progress.ledger.task_ledger import TaskLedger
from progress.models import Report, Verdict
from progress.rules.states import ClosureState
from progress.rules.weighing import JudgingRules
from projects.models import Assignment, Task, Unit
from projects.models.statements import Statement, number_slot, statement
from projects.rules.task_plan import TaskPlan


def ledgers_of(tasks: QuerySet[Task]) -> list[TaskLedger]:
    """The ledgers of these tasks, in their order, by two queries."""
    return ledgers_by_key(tasks.values_list("pk", flat=True))


def ledgers_by_key(keys: Iterable[int]) -> list[TaskLedger]:
    """The ledgers of the tasks with these keys, in their order, by one query."""
    return _with_figures(gather, keys)


def ledgers_for_bulletins(keys: Iterable[int]) -> list[TaskLedger]:
    """The same without what no bulletin tells of a report: its versions, who wrote it when."""
    return _with_figures(gather_told, keys)


def _with_figures(gathered: Callable[[list[int]], dict[str, list]], keys: Iterable[int]) -> list[TaskLedger]:
    asked = list(keys)
    rows = LinkedRows(gathered(asked))
    facts, plans = _facts(rows.found), _plans(rows.found)
    return [_ledger(rows, key, facts, plans) for key in asked]


def ledger_of(task: Task) -> TaskLedger:
    """The ledger of one task, by one query."""
    return ledgers_by_key([task.pk])[0]


def ledger_named(year: int, number: int) -> TaskLedger | None:
    """The ledger of the task with this number, by two queries; None where the list has none such."""
    keys = [key for (key,) in _key().ask(year=year, number=number)]
    return ledgers_by_key(keys)[0] if keys else None


@cache
def _key() -> Statement:
    named = Task.objects.filter(yearly_list__year=number_slot("year"), number=number_slot("number"))
    return statement(named.values_list("pk"))


def ledgers_for_classes(
    tasks: QuerySet[Task], quarters: Iterable[int], on: date, *, weighed: Collection[int] = ()
) -> list[TaskLedger]:
    """The ledgers of these tasks for asking their classes in these quarters, by two or three queries.

    Figures are read only where a class follows from them, or where a task lags in a `weighed` quarter.
    """
    return ledgers_of_keys(list(tasks.values_list("pk", flat=True)), quarters, on, weighed=weighed)


def ledgers_of_keys(
    keys: Sequence[int],
    quarters: Iterable[int],
    on: date,
    *,
    weighed: Collection[int] = (),
    judged: Callable[[Task], bool] = lambda task: True,
) -> list[TaskLedger]:
    """The same of tasks that are known by key, by one query less; `judged` says whose classes are asked."""
    if not keys:
        return []
    asked = tuple(quarters)
    rows = LinkedRows(gather(keys, figures=False))
    facts = _facts(rows.found)
    light = {key: _ledger(rows, key, facts, None) for key in keys}

    def needs_figures(each: TaskLedger) -> bool:
        return any(each.judged_at(number, on).needs_figures(weighed=number in weighed) for number in asked)

    heavy = [key for key, each in light.items() if judged(each.task) and needs_figures(each)]
    if not heavy:
        return list(light.values())
    rows.join(gather_figures(heavy))
    plans = _plans(rows.found)
    full = {key: _ledger(rows, key, facts, plans) for key in heavy}
    return [full.get(key, each) for key, each in light.items()]


def reported_keys(report: Report) -> tuple[set[int], set[int]]:
    """The targets and the items of the task that this lead reports, by key: what its form may write."""
    rows = LinkedRows(gather_plan([report.task_id]))
    ledger = _ledger(rows, report.task_id, _facts(rows.found), _plans(rows.found))
    figures = ledger.figures_in(report.period.quarter)
    targets = {each.pk for each in figures.targets if figures.reports_target(each, report.unit)}
    items = {each.id for each in figures.items if figures.item_reporter(each) == report.unit}
    return targets, items


@dataclass(frozen=True)
class _Facts:
    """What was filed and decided, by the key of its task where nothing else is said."""

    rules: Mapping[int, JudgingRules]  # by list
    quarters: Mapping[int, int]  # by period
    printed_leads: Mapping[int, Sequence[Assignment]]
    reports: Mapping[int, Sequence[Report]]
    with_rounds: frozenset[int]  # reports
    extensions: Mapping[int, Sequence[ExtensionRow]]  # by period
    verdicts: Mapping[int, Sequence[Verdict]]
    coordinators: frozenset[int]  # units
    closed_in: Mapping[int, int]
    with_closures: frozenset[int]
    with_notices: frozenset[int]
    with_shares: frozenset[int]
    with_demands: frozenset[int]
    scheduled: frozenset[int]
    formerly_scheduled: Mapping[int, Mapping[int, bool]]  # and by quarter, where another plan judges
    finishable: frozenset[int]
    exceedable: frozenset[int]


def _facts(found: Mapping[str, list]) -> _Facts:
    closures = found["closures"]
    return _Facts(
        rules={row.yearly_list_id: row.rules for row in found["settings"]},
        quarters={row.id: row.quarter for row in found["periods"]},
        printed_leads=grouped(found["leads"], "task_id"),
        reports=grouped(found["reports"], "task_id"),
        with_rounds=frozenset(report for (report,) in found["rounds"]),
        extensions=grouped(found["extensions"], "period_id"),
        verdicts=grouped(found["verdicts"], "task_id"),
        coordinators=frozenset(unit for (unit,) in found["coordinators"]),
        closed_in={task: quarter for task, quarter, state in closures if state == ClosureState.AGREED},
        with_closures=frozenset(task for task, _, _ in closures),
        with_notices=frozenset(task for (task,) in found["notices"]),
        with_shares=frozenset(task for (task,) in found["shared"]),
        with_demands=frozenset(task for (task,) in found["demanded"]),
        scheduled=frozenset(task for (task,) in found["scheduled"]),
        formerly_scheduled=said_by_task(found["earlier_schedules"], found["kept_schedules"]),
        finishable=frozenset(task for (task,) in found["finishable"]),
        exceedable=frozenset(task for (task,) in found["exceedable"]),
    )


@dataclass(frozen=True)
class _Plans:
    """What is planned and was measured; by the key of its task where nothing else is said."""

    targets: Mapping[int, list]
    planned_values: Mapping[int, list]  # by target
    milestones: Mapping[int, list]
    items: Mapping[int, list]  # by milestone
    sub_projects: Mapping[int, list]
    aliases: Mapping[int, list[str]]  # by unit
    measurements: Mapping[int, list]  # by report
    item_states: Mapping[int, list]  # by report
    former: Mapping[int, Mapping[int, TaskPlan]]  # and by quarter
    investments: Mapping[int, PlannedInvestment]


def _plans(found: Mapping[str, list]) -> _Plans:
    aliases = defaultdict(list)
    for unit, name in found["aliases"]:
        aliases[unit].append(name)
    return _Plans(
        targets=grouped(found["targets"], "task_id"),
        planned_values=grouped(found["planned"], "target_id"),
        milestones=grouped(found["milestones"], "task_id"),
        items=grouped(found["items"], "milestone_id"),
        sub_projects=grouped(found["sub_projects"], "task_id"),
        aliases=aliases,
        measurements=grouped(found["measurements"], "report_id"),
        item_states=grouped(found["states"], "report_id"),
        former=plans_by_task(found["earlier_plans"], found["kept_plans"]),
        investments=_investments(found["investments"]),
    )


def _investments(rounds: Iterable[PlannedInvestment]) -> dict[int, PlannedInvestment]:
    """What the plan of each task invests as it was recorded last."""
    last = {each.task_id: each for each in rounds}
    return {task: each for task, each in last.items() if each.amount is not None}


def _ledger(rows: LinkedRows, key: int, facts: _Facts, plans: _Plans | None) -> TaskLedger:
    """The ledger of the task with this key."""
    task, reports, printed = rows.by_key["tasks"][key], facts.reports[key], facts.printed_leads[key]
    by_unit = grouped(reports, "unit_id")
    leads = _leads(printed, by_unit, rows.by_key.get("units", {}))
    by_quarter = _by_quarter(by_unit, leads, facts.quarters)
    figures = _plan_and_actual(key, plans, reports, leads, by_quarter) if plans else None
    former = plans.former.get(key, {}) if plans else {}
    return TaskLedger(
        task=task,
        rules=facts.rules.get(task.yearly_list_id) or JudgingRules(),
        printed_leads=printed,
        leads=leads,
        reports=reports,
        reports_by_quarter=by_quarter,
        with_rounds=facts.with_rounds,
        extensions=facts.extensions,
        verdicts={facts.quarters[each.period_id]: each for each in facts.verdicts[key]},
        coordinators=facts.coordinators,
        closed_in=facts.closed_in.get(key),
        has_closures=key in facts.with_closures,
        has_notices=key in facts.with_notices,
        has_shares=key in facts.with_shares,
        has_demands=key in facts.with_demands,
        is_planned=key in facts.scheduled,
        was_planned=facts.formerly_scheduled.get(key, {}),
        may_be_finished=key in facts.finishable,
        may_be_exceeded=key in facts.exceedable,
        investment=plans.investments.get(key) if plans else None,
        figures=figures,
        former={quarter: put_back(plan, figures, task) for quarter, plan in former.items()},
    )


def _plan_and_actual(
    task: int,
    plans: _Plans,
    reports: Sequence[Report],
    leads: tuple[Unit, ...],
    by_quarter: Mapping[int, Sequence[Report]],
) -> PlanAndActual:
    milestones = plans.milestones[task]
    return PlanAndActual(
        leads=leads,
        reports=by_quarter,
        targets=plans.targets[task],
        planned_values=plans.planned_values,
        milestones=milestones,
        items=[item for milestone in milestones for item in plans.items[milestone.id]],
        sub_projects={each.id: each for each in plans.sub_projects[task]},
        aliases=plans.aliases,
        measurements={
            (report.id, row.target_id): row for report in reports for row in plans.measurements[report.id]
        },
        item_states={
            (report.id, row.item_id): row for report in reports for row in plans.item_states[report.id]
        },
    )


def _leads(
    printed: Iterable[Assignment], reporting: Iterable[int], units: Mapping[int, Unit]
) -> tuple[Unit, ...]:
    """The units printed as leads, then those that report through a group or did so before."""
    keys = dict.fromkeys(row.unit_id for row in printed)
    return tuple(units[key] for key in (keys | dict.fromkeys(reporting)) if key)


def _by_quarter(
    by_unit: Mapping[int, Sequence[Report]], leads: Iterable[Unit], quarters: Mapping[int, int]
) -> dict[int, list[Report]]:
    """The reports of each quarter, in the order of the leads."""
    found: dict[int, list[Report]] = {}
    for unit in leads:
        for report in by_unit.get(unit.id, ()):
            found.setdefault(quarters[report.period_id], []).append(report)
    return found
