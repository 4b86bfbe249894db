"""清单设置 changed by the coordinator: every number that domain.md calls default."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from progress.models import ListSettings
from projects.log.actions import record
from projects.models import User, YearlyList
from projects.rules.errors import NotYours


@transaction.atomic
def change_settings(
    yearly_list: YearlyList, *, values: Mapping[str, object], at: datetime, by: User
) -> ListSettings:
    """Set what is named; old and new stand in the log. The same values again change nothing."""
    if not by.has_perm("open_periods"):
        raise NotYours("只有市发改委可以修改清单设置。")
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    locked = (
        ListSettings.objects.select_for_update(of=("self",))
        .select_related("yearly_list")
        .get(yearly_list=yearly_list)
    )
    changed = {
        name: [str(getattr(locked, name)), str(value)]
        for name, value in values.items()
        if getattr(locked, name) != value
    }
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=list(changed))
        record(
            "settings_changed", by=by, at=at, obj=locked, url=f"/{yearly_list.year}/settings/", detail=changed
        )
    return locked
