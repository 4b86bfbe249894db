"""Which of a task's leads reports a target, a sub-project: the one named by hand, else the one proposed."""

from collections.abc import Mapping, Sequence

from progress.rules.reporters import own_unit
from projects.models import SubProject, Unit


def first_lead(leads: Sequence[Unit]) -> Unit | None:
    """The first active lead; the first one where none is active."""
    return next((each for each in leads if each.is_active), leads[0] if leads else None)


def is_reporter(named: Unit | None, leads: Sequence[Unit]) -> bool:
    """Whether the one named still reports: a unit that is inactive, or leads no more, reports nothing."""
    return named in leads and named.is_active


def target_reporter(named: Unit | None, leads: Sequence[Unit]) -> Unit | None:
    """The one named for a target, else the first printed of those active."""
    return named if is_reporter(named, leads) else first_lead(leads)


def part_reporter(
    part: SubProject, leads: Sequence[Unit], aliases: Mapping[int, Sequence[str]]
) -> Unit | None:
    """The one named for a sub-project, else the active lead whose name it bears, else the first."""
    if is_reporter(part.reporting_unit, leads):
        return part.reporting_unit
    active = {each.pk: each for each in leads if each.is_active}
    called = {key: (each.name, *aliases.get(key, ())) for key, each in active.items()}
    return active.get(own_unit((part.name, *part.aliases), called)) or first_lead(leads)
