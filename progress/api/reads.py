"""Whose key it is, and how often one was refused from an address."""

from datetime import date, datetime

from progress.models import ApiKey
from progress.rules.api_keys import KeyState, Token
from projects.log.acts import Act
from projects.models import CityRecord, LogEntry

KEY_REFUSED = Act("api_key_refused", "接口密钥被拒绝")


def key_of(token: Token | None, on: date) -> ApiKey | None:
    """The key that was sent, where it is one of ours and in force."""
    if token is None:
        return None
    keys = ApiKey.objects.with_holders().annotate(city_words=CityRecord.objects.as_subquery())
    key = keys.filter(public=token.public).first()
    if key is None or not token.opens(key.seal) or key.state(on) != KeyState.IN_FORCE:
        return None
    key.holder.city_words = key.city_words  # as a session's person brings them along
    unit = key.holder.unit
    return key if unit is None or unit.is_active else None


def refused_at(address: str | None, *, since: datetime) -> int:
    """How many requests from an address brought no key of ours."""
    return LogEntry.objects.filter(act=KEY_REFUSED.code, address=address, at__gte=since).count()
