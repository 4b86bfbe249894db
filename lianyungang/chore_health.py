"""How the chores of the timer stand, by what it wrote down: nothing is asked or measured here."""

from datetime import datetime, timedelta

from django.utils import timezone

from projects.models import Chore
from projects.rules.chores import LATE_DAILY, Health, health


def health_of(row: Chore | None, at: datetime, late: timedelta = LATE_DAILY) -> Health:
    """How it stands; `late`: after so long."""
    times = {"done": row.done_at, "failed": row.failed_at} if row else {"done": None, "failed": None}
    return health(**times, at=at, late=late)


def moment(at: datetime | None) -> str:
    """When, as a page tells it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "从未"
