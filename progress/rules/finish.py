"""已完成 by figures: every target met and every hard item of the year done (domain.md, Judging progress)."""

from collections.abc import Iterable

from progress.rules.items import PlanItem
from progress.rules.states import Completion
from progress.rules.weighing import LAST_QUARTER, TargetFigure, is_met
from projects.rules.states import Nature


def is_finished(targets: Iterable[TargetFigure], items: Iterable[PlanItem], *, quarter: int) -> bool:
    """Whether the year is done by what is known at the end of a quarter; later quarters' items count too.

    A task with neither a target nor a hard item is never finished by figures. No item is looked at before
    all the targets are met, and none after one that is not done: of most tasks hardly any need be made.
    """
    is_anything = False
    for target in targets:
        if not _is_met(target, quarter):
            return False
        is_anything = True
    for item in items:
        if item.is_soft:
            continue
        if not _is_done(item, quarter):
            return False
        is_anything = True
    return is_anything


def _is_met(target: TargetFigure, quarter: int) -> bool:
    """A count by its last total; a level may fall again, so only where it falls due and was measured."""
    is_last = quarter >= LAST_QUARTER
    if target.is_unsettled:
        return False
    if target.nature == Nature.LEVEL:
        plan_ends = is_last or is_met(target, target.planned.ytd, last_quarter=False)
        return target.is_judged and plan_ends and is_met(target, target.actual, last_quarter=is_last)
    total = target.earlier if target.actual is None else target.actual
    return is_met(target, total, last_quarter=is_last)


def _is_done(item: PlanItem, quarter: int) -> bool:
    return item.is_waived or item.state_before(quarter + 1) == Completion.DONE
