"""清单设置 changed by the coordinator: every number that domain.md calls default."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from progress.models import ListSettings
from progress.rules import addresses
from projects.filing.checks import check_seen
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User, YearlyList
from projects.rules.city import City
from projects.rules.errors import NotYours

SETTINGS_CHANGED = Act("settings_changed", "修改清单设置")


@transaction.atomic
def change_settings(
    yearly_list: YearlyList,
    *,
    values: Mapping[str, object],
    city: City,
    based_on: int,
    at: datetime,
    by: User,
) -> ListSettings:
    """Set what is named; old and new stand in the log. The same values again change nothing."""
    if not by.has_perm("open_periods"):
        raise NotYours("只有协调员可以修改清单设置。")
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    locked = (
        ListSettings.objects.select_for_update(of=("self",))
        .select_related("yearly_list")
        .get(yearly_list=yearly_list)
    )
    locked.notice_prefix = locked.notice_prefix or city.notice_prefix  # what the page showed, not a change
    changed = {
        name: [str(getattr(locked, name)), str(value)]
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    if changed:
        check_seen(locked, based_on)
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=[*changed, *locked.renew(SETTINGS_CHANGED.word, at=at, by=by)])
        record(
            SETTINGS_CHANGED,
            by=by,
            at=at,
            obj=locked,
            url=addresses.settings(yearly_list.year),
            detail=changed,
        )
    return locked
