"""Sign-ins that failed, as django-axes keeps them."""

from datetime import datetime

from axes.models import AccessAttempt


def names_failed_at(address: str | None, *, since: datetime) -> int:
    """How many names were tried in vain from one address; who got in since is not among them."""
    if address is None:
        return 0
    failed = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return failed.values("username").distinct().count()
