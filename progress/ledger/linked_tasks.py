"""The tasks of the accounts with what hangs from them: rows that belong together are linked, none is read twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Model

from progress.ledger.entries import gather
from progress.rules.states import ClosureState, ExtensionState
from projects.models import Task

LINKS = (  # rows, the relation, the rows that it leads to
    ("tasks", "yearly_list", "lists"),
    ("tasks", "domain", "domains"),
    ("periods", "yearly_list", "lists"),
    ("leads", "unit", "units"),
    ("leads", "group", "groups"),
    ("targets", "task", "tasks"),
    ("targets", "reporting_unit", "units"),
    ("sub_projects", "reporting_unit", "units"),
    ("reports", "period", "periods"),
    ("reports", "task", "tasks"),
    ("reports", "unit", "units"),
    ("verdicts", "period", "periods"),
    ("verdicts", "task", "tasks"),
)
HANGING = {
    "leads": "lead_rows",
    "targets": "all_targets",
    "milestones": "all_milestones",
    "reports": "all_reports",
    "verdicts": "all_verdicts",
}


def tasks_with_rows(keys: Sequence[int], *, figures: bool = True) -> list[Task]:
    """The tasks with these keys, in this order, by one query; what hangs from each stands on it in lists, see HANGING.

    Without figures neither plan nor values hang there, and who asks for them all the same gets an AttributeError, not a wrong class.

    A report carries `all_measurements`, `all_states` and `has_rounds`, a period `asked` and `granted`, its extensions. `settings` are the
    list's, `coordinators` the keys of the units whose people review; `has_closures` and `has_notices` say whether there are any.
    """
    found = gather(keys, figures=figures)
    known = {
        name: {row.id: row for row in rows}
        for name, rows in found.items()
        if rows and isinstance(rows[0], Model)
    }
    for name, relation, others in LINKS:
        _link(found.get(name, ()), relation, known.get(others, {}))
    _hang_extensions(found)
    _hang_tasks(found)
    if figures:
        _hang_plans(found)
        _hang_values(found)
    return [known["tasks"][key] for key in keys]


def _link(rows: Sequence[Model], relation: str, others: dict[int, Model]) -> None:
    """Let the relation of each row lead to the one instance that all rows share."""
    if rows:
        field = rows[0]._meta.get_field(relation)
        for row in rows:
            other = others.get(getattr(row, field.attname))
            if other is not None:
                field.set_cached_value(row, other)


def _hang_plans(found: dict[str, list]) -> None:
    planned, items = _grouped(found["planned"], "target_id"), _grouped(found["items"], "milestone_id")
    sub_projects = _grouped(found["sub_projects"], "task_id")
    for target in found["targets"]:
        _prefetch(target, planned_values=planned[target.pk])
    for task in found["tasks"]:
        _prefetch(task, targets=task.all_targets, milestones=task.all_milestones)
        task.all_items = [item for milestone in task.all_milestones for item in items[milestone.id]]
        task.sub_projects_by_key = {each.pk: each for each in sub_projects[task.pk]}


def _hang_values(found: dict[str, list]) -> None:
    measured, stated = _grouped(found["measurements"], "report_id"), _grouped(found["states"], "report_id")
    for report in found["reports"]:
        report.all_measurements, report.all_states = measured[report.id], stated[report.id]


def _hang_extensions(found: dict[str, list]) -> None:
    chosen, asked = dict(found["extended"]), _grouped(found["extensions"], "period_id")
    for extension in found["extensions"]:
        extension.task_ids = chosen[extension.pk]
    for period in found["periods"]:
        period.asked = asked[period.pk]
        period.granted = [each for each in period.asked if each.state == ExtensionState.GRANTED]


def _hang_tasks(found: dict[str, list]) -> None:
    hanging = {
        attribute: _grouped(found[name], "task_id") for name, attribute in HANGING.items() if name in found
    }
    closed = {task: quarter for task, quarter, state in found["closures"] if state == ClosureState.AGREED}
    closures, settings = (
        {task for task, _, _ in found["closures"]},
        {row.yearly_list_id: row for row in found["settings"]},
    )
    noticed, filed = {task for (task,) in found["notices"]}, {report for (report,) in found["rounds"]}
    coordinators = frozenset(unit for (unit,) in found["coordinators"])
    for report in found["reports"]:
        report.has_rounds = report.id in filed
    for task in found["tasks"]:
        for attribute, rows in hanging.items():
            setattr(task, attribute, rows[task.pk])
        task.has_closures, task.has_notices = task.pk in closures, task.pk in noticed
        task.closed_in, task.settings, task.coordinators = (
            closed.get(task.pk),
            settings.get(task.yearly_list_id),
            coordinators,
        )


def _grouped(rows: Iterable[object], attribute: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found


def _prefetch(row: Model, **related: list) -> None:
    """What `row.<name>.all()` answers without asking again, where Django keeps what it prefetched."""
    row._prefetched_objects_cache = related
