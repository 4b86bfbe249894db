"""销号: what still stands in the way of closing a task early (domain.md, Judging progress)."""

from collections.abc import Iterable

from progress.rules.items import PlanItem
from progress.rules.states import Completion
from progress.rules.weighing import TargetFigure, is_met
from projects.rules.amounts import worded


def obstacles(targets: Iterable[TargetFigure], items: Iterable[PlanItem]) -> tuple[str, ...]:
    """What keeps a lead from applying: targets not met, items of any quarter not done and not waived.

    A target 待核对 is not met until a person settles it. A ceiling is met while it is kept: closing ends
    its year.
    """
    return (
        *(_target_obstacle(each) for each in targets if not _is_met(each)),
        *(_item_obstacle(each) for each in items if not _is_done(each)),
    )


def _is_met(target: TargetFigure) -> bool:
    return not target.is_unsettled and is_met(target, target.actual, last_quarter=True)


def _is_done(item: PlanItem) -> bool:
    return item.is_waived or item.last_state == Completion.DONE


def _target_obstacle(target: TargetFigure) -> str:
    if target.is_unsettled:
        return f"{target.label}：待核对。"
    actual = "未填完成值" if target.actual is None else f"现为{worded(target.actual)}{target.unit}"
    return f"{target.label}：目标{worded(target.quantity)}{target.unit}，{actual}。"


def _item_obstacle(item: PlanItem) -> str:
    return f"第{item.quarter}季度事项未完成：{item.text.rstrip('。；')}。"
