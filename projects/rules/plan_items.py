"""The items of a plan by a name of their own: what a file may prove before the plan is anybody's schedule."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from projects.rules.plan_content import PlanContent
from projects.rules.quarters import NUMERALS

PLANNED = "planned"
LIKE = 0.6  # of the characters, from here on an item is the other one reworded


@dataclass(frozen=True)
class PlannedItem:
    """An item where it stands in the plan; its name holds the wording, so that a moved one is found again."""

    quarter: int
    place: int  # in its quarter, from 1
    wording: str

    @property
    def name(self) -> str:
        """planned-2-1-完成招标。"""
        return f"{PLANNED}-{self.quarter}-{self.place}-{self.wording}"

    @property
    def words(self) -> str:
        """For reading: 二季度：完成招标。"""
        return f"{NUMERALS[self.quarter]}季度：{self.wording}"


def planned_items(content: PlanContent) -> list[PlannedItem]:
    """All of them, quarter by quarter."""
    return [
        PlannedItem(number, place, item.wording)
        for number, quarter in enumerate(content.quarters, 1)
        for place, item in enumerate(quarter.items, 1)
    ]


def is_planned(name: str) -> bool:
    """Whether it names an item of a plan."""
    return name.startswith(f"{PLANNED}-")


def named_item(name: str) -> PlannedItem:
    """The item as it stood when it was named."""
    _, quarter, place, wording = name.split("-", 3)
    return PlannedItem(int(quarter), int(place), wording)


def item_now(name: str, content: PlanContent) -> PlannedItem | None:
    """The named item as the plan has it now: by its wording, else the one that is most like it, reworded.

    None where the quarter holds neither (a wrong one would be worse), and for a name that is none.
    """
    try:
        named = named_item(name)
    except ValueError:
        return None
    own = [each for each in planned_items(content) if each.quarter == named.quarter]
    nearest = max(own, key=lambda each: (_likeness(each, named), each.place == named.place), default=None)
    return nearest if nearest and _likeness(nearest, named) >= LIKE else None


def _likeness(one: PlannedItem, other: PlannedItem) -> float:
    """From 0 to 1, without the mark at the end, which all have in common; 1 where they say the same."""
    if one.wording == other.wording:
        return 1
    return SequenceMatcher(None, one.wording.rstrip("。；"), other.wording.rstrip("。；")).ratio()
