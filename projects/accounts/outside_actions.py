"""统一身份: bound by its person, taken away by its person or the administrator; nothing else makes one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from projects.accounts.outside_reads import Subject
from projects.log.actions import record, record_each
from projects.log.acts import Act
from projects.models import OutsideIdentity, User
from projects.rules.errors import NotYours, Refused

BOUND = Act("outside_identity_bound", "绑定统一身份", after_conclusion=True)
UNBOUND = Act("outside_identity_unbound", "解除统一身份绑定", after_conclusion=True)


@transaction.atomic
def bind(person: User, *, to: Subject, at: datetime) -> OutsideIdentity:
    """绑定; Refused where that identity is somebody else's, or the person has another one there."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    known = OutsideIdentity.objects.filter(issuer=to.issuer)
    if found := known.filter(subject=to.subject).first():
        if found.person_id == person.pk:
            return found
        raise Refused("这个统一身份已绑定另一个账号。")
    if known.filter(person=person).exists():
        raise Refused("本账号已绑定另一个统一身份，请先解除。")
    made = OutsideIdentity.objects.create(person=person, issuer=to.issuer, subject=to.subject, bound_at=at)
    record(BOUND, by=person, at=at, obj=person, detail={"username": person.username})
    return made


@transaction.atomic
def unbind(people: Iterable[User], *, by: User, at: datetime) -> list[User]:
    """解除: of oneself, or by the administrator; who was not bound is left out."""
    people = list(people)
    if people != [by] and not by.has_perm("manage_accounts"):
        raise NotYours("他人的统一身份由系统管理员解除。")
    rows = OutsideIdentity.objects.filter(person__in=[person.pk for person in people])
    had = set(rows.values_list("person", flat=True))
    OutsideIdentity.objects.filter(person__in=had).delete()
    done = [person for person in people if person.pk in had]
    record_each(UNBOUND, by=by, at=at, done=[(each, {"username": each.username}) for each in done])
    return done
