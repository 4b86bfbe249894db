"""What each unit is called beside its name: in full, and by the aliases that papers use."""

from collections import defaultdict
from collections.abc import Mapping

from projects.models import Unit, UnitAlias

SHORTEST = 3  # characters: a shorter alias may be a word of the text


def names_of_units() -> Mapping[str, frozenset[str]]:
    """By the name of a unit, its other names."""
    found = defaultdict(set)
    for name, full_name in Unit.objects.values_list("name", "full_name"):
        found[name].add(full_name)
    for name, alias in UnitAlias.objects.values_list("unit__name", "name"):
        found[name].add(alias)
    return {unit: frozenset(each for each in names if len(each) >= SHORTEST) for unit, names in found.items()}
