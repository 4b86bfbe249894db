"""The items of a plan by a name of their own: what a file may prove before the plan is anybody's schedule."""

from collections.abc import Iterable, Sequence
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


def holds(content: PlanContent, name: str) -> bool:
    """Whether the plan has the named item as it was named, wherever in its quarter."""
    try:
        named = named_item(name)
    except ValueError:
        return False
    return any(_is_same(each, named) for each in planned_items(content))


def item_now(name: str, content: PlanContent, before: PlanContent | None = None) -> PlannedItem | None:
    """The named item as the plan has it now: by its wording, in its quarter or a new one, else reworded.

    `before` is the plan until this save: what stood there already is another item, however like it reads.
    None where it is gone (a wrong one would be worse), and for a name that is none.
    """
    try:
        named = named_item(name)
    except ValueError:
        return None
    stood = planned_items(before) if before else []
    if before and not holds(before, name):  # a page's that was read still earlier
        meanwhile = item_now(name, before)
        return item_now(meanwhile.name, content, before) if meanwhile else None
    return _now(named, content, stood)


def item_as_read(name: str, content: PlanContent, read: Iterable[str]) -> PlannedItem | None:
    """The same for a page that was read earlier and knew the items of these names; None where it is gone.

    What the page knew is another item, however like it reads; a page that says nothing knew them all.
    """
    try:
        named = named_item(name)
        stood = [named_item(each) for each in read if is_planned(each)]
    except ValueError:
        return None
    return _now(named, content, stood or planned_items(content))


def _now(named: PlannedItem, content: PlanContent, stood: Sequence[PlannedItem]) -> PlannedItem | None:
    items = planned_items(content)
    own = [each for each in items if each.quarter == named.quarter]
    same = [each for each in own if _is_same(each, named)]
    if same:
        return next((each for each in same if each.place == named.place), same[0])
    new = [each for each in items if not any(_is_same(each, old) for old in stood)]
    moved = next((each for each in new if each.wording == named.wording), None)
    return moved or _reworded(named, own, {each.wording for each in stood})


def _is_same(one: PlannedItem, other: PlannedItem) -> bool:
    """The same words in the same quarter, wherever in it."""
    return (one.quarter, one.wording) == (other.quarter, other.wording)


def _reworded(named: PlannedItem, own: list[PlannedItem], known: set[str]) -> PlannedItem | None:
    """The one of its quarter that is most like it, among the wordings that are new."""
    new = [each for each in own if each.wording not in known]
    nearest = max(new, key=lambda each: (_likeness(each, named), each.place == named.place), default=None)
    return nearest if nearest and _likeness(nearest, named) >= LIKE else None


def _likeness(one: PlannedItem, other: PlannedItem) -> float:
    """From 0 to 1, without the mark at the end, which all have in common."""
    return SequenceMatcher(None, one.wording.rstrip("。；"), other.wording.rstrip("。；")).ratio()
