"""Whose account an outside identity is bound to."""

from dataclasses import dataclass
from datetime import datetime

from projects.log.acts import Act
from projects.models import LogEntry, OutsideIdentity, User

NOT_BOUND = Act("outside_sign_in_refused", "统一身份登录被拒绝", after_conclusion=True)
AWAY = "统一身份认证系统没有答复，请稍后再试，或用用户名和密码登录。"
NOT_PROVED = "统一身份认证没有通过，请重新登录。"


@dataclass(frozen=True)
class Subject:
    """Whom a provider vouches for; its `sub` alone is trusted, no address and no name."""

    issuer: str
    subject: str


def person_of(subject: Subject) -> User | None:
    """The one account, while it is in use."""
    found = OutsideIdentity.objects.filter(issuer=subject.issuer, subject=subject.subject)
    return User.objects.filter(pk__in=found.values("person"), is_active=True).first()


def refused_at(address: str | None, *, since: datetime) -> int:
    """How many came from an address and were not let in."""
    return LogEntry.objects.filter(act=NOT_BOUND.code, address=address, at__gte=since).count()


def identity_of(person: User, issuer: str) -> OutsideIdentity | None:
    """What the person is bound to there."""
    return OutsideIdentity.objects.filter(person=person, issuer=issuer).first()
