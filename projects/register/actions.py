"""The register: a unit's contacts and other names, and the members of a group list by list."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain

from django.core import serializers
from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models import GroupMembership, Unit, UnitAlias, UnitGroup, User, YearlyList
from projects.register.known import KnownRegister
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.letters import look_of, seen

UNIT_CHANGED = Act("unit_changed", "修改单位")
MEMBER_ADDED = Act("member_added", "增加组成员")
MEMBER_REMOVED = Act("member_removed", "移除组成员")
MEMBERS_CONFIRMED = Act("members_confirmed", "确认组成员")
REGISTER_LOADED = Act("register_loaded", "载入单位名录")


@dataclass(frozen=True)
class Contacts:
    """Who of a unit is to be called."""

    liaison: str = ""
    liaison_telephone: str = ""
    leader: str = ""
    leader_telephone: str = ""


@transaction.atomic
def load_register(register: KnownRegister, *, at: datetime, by: User | None) -> int:
    """Fill an empty register with one that comes with the system; how many units there are then."""
    if Unit.objects.exists() or UnitGroup.objects.exists():
        raise Refused("名录中已有单位，不再载入；可以逐个增加。")
    for row in serializers.deserialize("json", register.content):
        row.save()
    number = Unit.objects.count()
    detail = {"table": register.name, "number": number}
    record(REGISTER_LOADED, by=by, at=at, url=addresses.units(), detail=detail)
    return number


@transaction.atomic
def edit(
    unit: Unit, *, contacts: Contacts, aliases: Sequence[str], based_on: str, at: datetime, by: User
) -> Unit:
    """Let the unit have these contacts and other names.

    Refused for a name that another unit or a group has; Stale after somebody else's save.
    """
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if seen(locked.editable_wording) != based_on.strip():
        raise Stale(
            f"您填写期间，此处已被他人修改，您的修改没有保存。现为“{locked.editable_wording}”，您依据的是“{based_on}”。请核对后再保存。"
        )
    _check_names_are_free(locked, aliases)
    before = locked.editable_wording
    Unit.objects.filter(pk=locked.pk).update(**asdict(contacts))
    _write_aliases(locked, aliases)
    changed = Unit.objects.get(pk=locked.pk)
    if changed.editable_wording != before:
        record(
            UNIT_CHANGED,
            by=by,
            at=at,
            obj=locked,
            url=addresses.unit(locked.code),
            detail=_changes(locked, changed, aliases),
        )
    return changed


@transaction.atomic
def keep_contacts(unit: Unit, *, contacts: Contacts, based_on: str, at: datetime, by: User) -> Unit:
    """The unit's own people keep who of it is to be called; its other names stay as they are."""
    if by.unit_id != unit.pk or not by.has_perm("file_reports"):
        raise NotYours("联系人由本单位的填报员、审签人维护。")
    names = tuple(unit.aliases.values_list("name", flat=True))
    return edit(unit, contacts=contacts, aliases=names, based_on=based_on, at=at, by=by)


@transaction.atomic
def keep_former_name(party: Unit | UnitGroup, *, former: str) -> None:
    """After a renaming the former name is another name: documents still print it, people still look for it.

    The caller records the renaming.
    """
    if isinstance(party, UnitGroup):
        party.aliases = [*(each for each in party.aliases if each not in (party.name, former)), former]
        party.save(update_fields=["aliases"])
        return
    party.aliases.filter(name=party.name).delete()
    if not party.aliases.filter(name=former).exists():
        UnitAlias.objects.create(unit=party, name=former, note="曾用名")


@transaction.atomic
def confirm_members(
    group: UnitGroup, *, yearly_list: YearlyList, seen: Collection[int], at: datetime, by: User
) -> int:
    """Confirm every proposed member of the group in this list; how many were confirmed.

    `seen` are those that the page told, by key: one proposed since then is confirmed by nobody unread.
    """
    proposed = group.memberships.select_for_update(of=("self",)).filter(
        yearly_list=yearly_list, confirmed_at__isnull=True
    )
    names = dict(proposed.values_list("pk", "unit__name"))
    if not names:
        raise Refused(f"{yearly_list}的{group}没有待确认的成员。")
    if unread := [name for key, name in names.items() if key not in seen]:
        raise Stale(f"您打开之后，{'、'.join(unread)}被提出为{group}成员，没有确认。请核对后再确认。")
    proposed.update(confirmed_at=at, confirmed_by=by)
    _record_group(MEMBERS_CONFIRMED, group, yearly_list, list(names.values()), at=at, by=by)
    return len(names)


@transaction.atomic
def confirm_member(membership: GroupMembership, *, at: datetime, by: User) -> GroupMembership:
    """Confirm one proposed member; a second click changes nothing."""
    locked = (
        GroupMembership.objects.select_for_update(of=("self",))
        .select_related("group", "yearly_list", "unit")
        .get(pk=membership.pk)
    )
    if locked.confirmed_at is None:
        locked.confirmed_at, locked.confirmed_by = at, by
        locked.save(update_fields=["confirmed_at", "confirmed_by"])
        _record_group(MEMBERS_CONFIRMED, locked.group, locked.yearly_list, [locked.unit.name], at=at, by=by)
    return locked


@transaction.atomic
def add_member(
    group: UnitGroup, *, yearly_list: YearlyList, unit: Unit, at: datetime, by: User
) -> GroupMembership:
    """Add a unit to a group for one list; who adds it confirms it."""
    UnitGroup.objects.select_for_update().get(pk=group.pk)
    if group.memberships.filter(yearly_list=yearly_list, unit=unit).exists():
        raise Refused(f"{unit}已经是{yearly_list}的{group}成员。")
    made = GroupMembership.objects.create(
        yearly_list=yearly_list, group=group, unit=unit, confirmed_at=at, confirmed_by=by
    )
    _record_group(MEMBER_ADDED, group, yearly_list, [unit.name], at=at, by=by)
    return made


@transaction.atomic
def remove_member(membership: GroupMembership, *, at: datetime, by: User) -> None:
    """Take a unit out of a group for one list."""
    locked = (
        GroupMembership.objects.select_for_update(of=("self",))
        .select_related("group", "yearly_list", "unit")
        .get(pk=membership.pk)
    )
    locked.delete()
    _record_group(MEMBER_REMOVED, locked.group, locked.yearly_list, [locked.unit.name], at=at, by=by)


def _check_names_are_free(unit: Unit, aliases: Sequence[str]) -> None:
    """Names are the same that look the same, those of a group too (rules/letters.py)."""
    names = [
        *Unit.objects.values_list("name", flat=True),
        *UnitAlias.objects.exclude(unit=unit).values_list("name", flat=True),
        *UnitGroup.objects.values_list("name", flat=True),
        *chain.from_iterable(UnitGroup.objects.values_list("aliases", flat=True)),
    ]
    looks = set(map(look_of, names))
    taken = next((alias for alias in aliases if look_of(alias) in looks), None)
    if taken:
        raise Refused(f"“{taken}”已是登记的名称或其他单位的别名，不能再作{unit}的别名。")


def _write_aliases(unit: Unit, aliases: Sequence[str]) -> None:
    """Aliases that stay keep their note."""
    unit.aliases.exclude(name__in=aliases).delete()
    kept = set(unit.aliases.values_list("name", flat=True))
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=unit, name=name) for name in dict.fromkeys(aliases) if name not in kept
    )


def _changes(before: Unit, after: Unit, aliases: Sequence[str]) -> dict[str, object]:
    """Which contacts changed, by name only: the log needs no telephone number."""
    fields = [name for name in asdict(Contacts()) if getattr(before, name) != getattr(after, name)]
    return {"fields": fields, "aliases": list(aliases)}


def _record_group(
    act: Act, group: UnitGroup, yearly_list: YearlyList, names: list[str], *, at: datetime, by: User
) -> None:
    record(
        act,
        by=by,
        at=at,
        obj=group,
        url=addresses.group(group.code),
        detail={"year": yearly_list.year, "units": names},
    )
