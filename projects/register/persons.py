"""The persons whom the register and the accounts know by name: what the public version of a bulletin leaves
out.
"""

from projects.models import Unit, UnitAlias, User


def persons() -> frozenset[str]:
    """Liaisons, leaders and holders of accounts; an account that is named for its unit is no person."""
    contacts = Unit.objects.values_list("liaison", "leader", "name", "full_name")
    units = {name for *_, name, full_name in contacts for name in (name, full_name)} | set(
        UnitAlias.objects.values_list("name", flat=True)
    )
    named = {name for liaison, leader, *_ in contacts for name in (liaison, leader)} | set(
        User.objects.values_list("display_name", flat=True)
    )
    return frozenset(named - units - {""})
