"""A yearly list's stage: it starts with its first quarter and changes by 调整 only from then on."""

from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.models import User, YearlyList
from projects.rules.errors import Refused
from projects.rules.states import ListStage


@transaction.atomic
def start(yearly_list: YearlyList, *, at: datetime, by: User | None) -> YearlyList:
    """Put the list to work (执行中) with its first quarter; refused where it is on file or concluded."""
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    if locked.stage in (ListStage.ARCHIVED, ListStage.CONCLUDED):
        raise Refused(f"{locked}为“{locked.get_stage_display()}”，不能开始执行。")
    if locked.stage != ListStage.RUNNING:
        locked.stage = ListStage.RUNNING
        locked.save(update_fields=["stage"])
        record("list_started", by=by, at=at, obj=locked, url=f"/{locked.year}/")
    return locked
