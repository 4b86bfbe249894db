"""When the demo's people do what they do."""

from datetime import date, datetime, time
from random import Random

from django.utils import timezone


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That moment in the city."""
    return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())


def some_minute(day: date, hour: int, random: Random) -> datetime:
    """Some minute of that hour of the day."""
    return moment(day, hour, random.randrange(60))
