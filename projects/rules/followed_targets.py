"""Which target of an earlier year's task a target goes on with: counted in the same unit, named alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.rules.plan_content import Totals

LEAST_ALIKE = 0.5  # of the pairs of characters of both labels


@dataclass(frozen=True)
class TargetWords:
    """A target as it is compared: its key, label, and what it is counted in."""

    key: int
    label: str
    unit: str


def followed_targets(later: Sequence[TargetWords], earlier: Sequence[TargetWords]) -> dict[int, int]:
    """Key → key of the earlier one, the most alike first, each once."""
    pairs = []
    for target in later:
        for place, other in enumerate(earlier):
            alike = _alike(target.label, other.label) if target.unit == other.unit else 0
            if alike >= LEAST_ALIKE:
                pairs.append((-alike, place, other.key, target.key))
    found: dict[int, int] = {}
    for _, _, other, target in sorted(pairs):
        if target not in found and other not in found.values():
            found[target] = other
    return found


def carried_totals(totals: Totals, *, goal: Decimal) -> Totals:
    """An earlier year's planned totals as a start for this one: what lies above this year's goal is left out.

    The year's end is this year's goal, whatever the earlier year ended at; no figure is worked out.
    """
    first, second, third = (total if total is not None and total <= goal else None for total in totals[:3])
    return (first, second, third, goal)


def _alike(one: str, other: str) -> float:
    pairs, others = _pairs(one), _pairs(other)
    if not pairs or not others:
        return float(one == other)
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def _pairs(label: str) -> set[str]:
    return {label[at : at + 2] for at in range(len(label) - 1)}
