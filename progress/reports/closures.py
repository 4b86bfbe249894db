"""销号 on the page: what stands in its way, and the applications there are."""

from dataclasses import dataclass

from progress.ledger.plan_and_actual import is_accepted
from progress.ledger.task_ledger import TaskLedger
from progress.models import Closure
from progress.rules.closure import obstacles
from progress.rules.items import PlanItem
from progress.rules.states import ClosureState, Completion
from projects.models import Task


@dataclass(frozen=True)
class ClosureSheet:
    """What an application has to answer: targets not met, and items not done, to be waived by name."""

    unmet: tuple[str, ...]
    open_items: tuple[PlanItem, ...]


def closure_sheet(ledger: TaskLedger, quarter: int) -> ClosureSheet:
    """Counted from accepted reports, later quarters' items too."""
    items = ledger.figures.plan_items(is_accepted, confirmed=True)
    open_items = tuple(each for each in items if each.last_state != Completion.DONE)
    return ClosureSheet(obstacles(ledger.targets_today(quarter), ()), open_items)


def closures_of(task: Task) -> list[Closure]:
    """Every application of a task, the latest first."""
    rows = Closure.objects.filter(task=task).select_related(
        "period__yearly_list", "applied_by__unit", "decided_by"
    )
    return list(rows.prefetch_related("waived_items__milestone", "evidence"))


def may_apply(closures: list[Closure]) -> bool:
    """Whether none stands: applied for or agreed."""
    return not any(each.state in (ClosureState.APPLIED, ClosureState.AGREED) for each in closures)
