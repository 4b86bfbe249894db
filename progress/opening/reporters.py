"""The tasks that several units lead: which lead reports each target and sub-project, and who said so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from progress.ledger.reporters import is_reporter, part_reporter, target_reporter
from projects.models import Assignment, GroupMembership, SubProject, Target, Task, Unit, UnitAlias, YearlyList
from projects.rules.states import AssignmentRole


@dataclass(frozen=True)
class ReportedPart:
    """One target or sub-project with the lead that reports it; proposed until somebody confirmed it."""

    part: Target | SubProject
    leads: tuple[Unit, ...]  # those active, in the printed order
    unit: Unit

    @property
    def key(self) -> str:
        """The key that names its fields in the form: t12 for a target, s12 for a sub-project."""
        return f"{'t' if isinstance(self.part, Target) else 's'}{self.part.pk}"

    @property
    def name(self) -> str:
        """What the document calls it."""
        return self.part.in_print if isinstance(self.part, Target) else self.part.name

    @property
    def kind(self) -> str:
        """量化目标 or 子项目."""
        return self.part._meta.verbose_name

    @property
    def is_confirmed(self) -> bool:
        """Whether the unit was named by hand and still reports."""
        return is_reporter(self.part.reporting_unit, self.leads)


@dataclass(frozen=True)
class SharedTask:
    """A task that several active units lead, with what one of them alone reports."""

    task: Task
    parts: tuple[ReportedPart, ...]


def shared_tasks(yearly_list: YearlyList) -> list[SharedTask]:
    """Those of a list in their order; a target 分头完成 is reported by every lead and left out.

    By a constant number of queries.
    """
    shared = {task: found for task, found in _leads(yearly_list).items() if len(found) > 1}
    named = {"task__in": shared}
    targets = _by_task(Target.objects.filter(**named, is_summed_over_leads=False))
    sub_projects = _by_task(SubProject.objects.filter(**named))
    aliases = _aliases(shared.values())
    found = []
    for task in Task.objects.filter(pk__in=shared).select_related("yearly_list").order_by("number"):
        leads = shared[task.pk]
        parts = [
            *(
                ReportedPart(each, leads, target_reporter(each.reporting_unit, leads))
                for each in targets[task.pk]
            ),
            *(
                ReportedPart(each, leads, part_reporter(each, leads, aliases))
                for each in sub_projects[task.pk]
            ),
        ]
        if parts:
            found.append(SharedTask(task, tuple(parts)))
    return found


def _leads(yearly_list: YearlyList) -> dict[int, tuple[Unit, ...]]:
    """The active leads of each task, units as printed before the members of groups."""
    rows = Assignment.objects.filter(task__yearly_list=yearly_list, role=AssignmentRole.LEAD).order_by(
        "order"
    )
    members = defaultdict(list)
    for row in GroupMembership.objects.filter(yearly_list=yearly_list).select_related("unit"):
        members[row.group_id].append(row.unit)
    units, through_groups = defaultdict(list), defaultdict(list)
    for row in rows.select_related("unit").order_by("order"):
        if row.unit:
            units[row.task_id].append(row.unit)
        else:
            through_groups[row.task_id] += sorted(members[row.group_id], key=lambda each: each.order)
    return {
        task: tuple(dict.fromkeys(each for each in (*units[task], *through_groups[task]) if each.is_active))
        for task in {*units, *through_groups}
    }


def _aliases(leads: Sequence[Sequence[Unit]]) -> Mapping[int, list[str]]:
    found = defaultdict(list)
    keys = {unit.pk for units in leads for unit in units}
    for unit, name in UnitAlias.objects.filter(unit__in=keys).values_list("unit", "name"):
        found[unit].append(name)
    return found


def _by_task(rows: object) -> Mapping[int, list]:
    found = defaultdict(list)
    for row in rows.select_related("reporting_unit").order_by("order"):
        found[row.task_id].append(row)
    return found
