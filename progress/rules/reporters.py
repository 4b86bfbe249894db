"""Which of several leads reports a part of a task: proposed by name (domain.md, Targets and items)."""

from collections.abc import Iterable, Mapping

SHORTEST = 2  # characters that a name must share; one alone names nothing


def own_unit(part: Iterable[str], leads: Mapping[int, Iterable[str]]) -> int | None:
    """The one lead whose name a part bears: 开发区 is 市开发区's, 城东 is 城东区's.

    `part` and each lead are all the names that they go by; None where no lead or more than one is named.
    """
    names = [name for name in part if len(name) >= SHORTEST]
    found = [
        key for key, called in leads.items() if any(_names(lead, each) for lead in called for each in names)
    ]
    return found[0] if len(found) == 1 else None


def _names(lead: str, part: str) -> bool:
    """Whether one name stands in the other; the 市 before a unit's name is left out."""
    bare = lead.removeprefix("市")
    return len(bare) >= SHORTEST and (bare in part or part in lead)
