"""How the city and its two offices are called."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models import CityRecord, User
from projects.rules.city import City
from projects.rules.errors import Stale

CITY_CHANGED = Act("city_changed", "修改城市和部门名称")


@transaction.atomic
def call_city(city: City, *, based_on: City, at: datetime, by: User) -> City:
    """Let the city be called so from now on; Stale after somebody else's save.

    What was issued and logged keeps the words it was written with.
    """
    locked = CityRecord.objects.select_for_update().first()
    now = locked.city if locked else CityRecord.objects.current()
    if now != based_on:
        raise Stale("您填写期间，名称已被他人修改，您的修改没有保存。请核对下面的内容后再保存。")
    if city == now:
        return now
    CityRecord.objects.update_or_create(id=1, defaults=asdict(city))
    changes = {name: value for name, value in asdict(city).items() if getattr(now, name) != value}
    record(CITY_CHANGED, by=by, at=at, obj=locked, detail={"new": "；".join(changes.values())})
    return city
