"""Items of milestones over the quarters: what is due and what was carried over."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from progress.rules.states import Completion
from projects.rules.punctuation import full_width
from projects.rules.quarters import NUMBERS

NOT_STATED: Mapping[int, str] = MappingProxyType({})


class PlanItem(NamedTuple):
    """One item of a quarter's milestone with its states so far, by quarter."""

    key: int | str
    quarter: int
    text: str
    label: str = ""
    is_soft: bool = False
    sub_project: str = ""
    is_waived: bool = False  # 免于完成: waived by name in the 销号
    states: Mapping[int, str] = NOT_STATED

    def state_before(self, quarter: int) -> str | None:
        """The last state given in an earlier quarter."""
        earlier = [number for number in self.states if number < quarter]
        return self.states[max(earlier)] if earlier else None

    @property
    def last_state(self) -> str | None:
        """The last state given in any quarter."""
        return self.states[max(self.states)] if self.states else None


class DueItem(NamedTuple):
    """One item due in a quarter, with its state there: None where nobody has said."""

    key: int | str
    text: str
    state: str | None = None
    label: str = ""
    is_soft: bool = False
    is_carried: bool = False  # 上季结转
    sub_project: str = ""

    @property
    def name(self) -> str:
        """The item in a sentence: its text without the closing stop, after its sub-project."""
        text = full_width(self.text).rstrip("。；;.")
        return (
            f"{self.sub_project}：{text}"
            if self.sub_project and not text.startswith(self.sub_project)
            else text
        )


def due_items(items: Iterable[PlanItem], quarter: int) -> tuple[DueItem, ...]:
    """This quarter's items and every earlier one not done (上季结转), the carried ones first."""
    due = [each for each in items if each.quarter <= quarter and _is_due(each, quarter)]
    due.sort(key=lambda each: each.quarter)
    return tuple(_due_item(each, quarter) for each in due)


def later_items(items: Iterable[PlanItem], quarter: int) -> tuple[PlanItem, ...]:
    """Later quarters' items that were not done before this one: a lead may report them done already."""
    return tuple(
        each for each in items if each.quarter > quarter and each.state_before(quarter) != Completion.DONE
    )


def _is_due(item: PlanItem, quarter: int) -> bool:
    is_own = item.quarter == min(quarter, NUMBERS[-1])  # the year's end has no items of its own
    return not item.is_waived and (is_own or item.state_before(quarter) != Completion.DONE)


def _due_item(item: PlanItem, quarter: int) -> DueItem:
    carried = item.quarter < quarter <= NUMBERS[-1]  # at the year's end all are the year's
    state = item.states.get(quarter) or (
        Completion.DONE if item.state_before(quarter) == Completion.DONE else None
    )
    return DueItem(item.key, item.text, state, item.label, item.is_soft, carried, item.sub_project)
