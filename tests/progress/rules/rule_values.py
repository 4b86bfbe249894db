"""Plain values for the tests of the rules: one target, one item, one task's work."""

from decimal import Decimal

from progress.rules.items import DueItem
from progress.rules.judging import Work
from progress.rules.states import Completion
from progress.rules.weighing import TargetFigure
from projects.rules.planning import DEFAULT, FIGURE, GOES_ON, PlannedQuarter


def number(value):
    return None if value is None else Decimal(value)


def planned(total, *, quarter=2, source=FIGURE):
    return PlannedQuarter(quarter, None, number(total), source)


def target(actual, *, plan="50", of="100", source=FIGURE, earlier=None, baseline=None, key=1, **more):
    """A target of 100 with 50 planned so far, unless told otherwise; plan None: no figure this quarter."""
    plan = planned(plan, source=GOES_ON if plan is None else source)
    return TargetFigure(
        key,
        "电梯",
        number(of),
        plan,
        number(actual),
        number(earlier),
        unit="部",
        baseline=number(baseline),
        **more,
    )


def default(actual, *, of="100", **more):
    """The fourth quarter without a figure."""
    return target(actual, plan=of, of=of, source=DEFAULT, **more)


def item(state=Completion.DONE, **more):
    return DueItem(more.pop("key", 1), "完成主体结构封顶。", state, **more)


def work(*parts, quarter=2, closed_in=None):
    targets = tuple(each for each in parts if isinstance(each, TargetFigure))
    return Work(quarter, targets, tuple(each for each in parts if isinstance(each, DueItem)), closed_in)
