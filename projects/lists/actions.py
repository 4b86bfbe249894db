"""A yearly list's stage: it starts with its first quarter and changes by 调整 only from then on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models import PlanFiling, Revision, User, YearlyList
from projects.rules import addresses
from projects.rules.errors import Refused
from projects.rules.states import ListStage

LIST_STARTED = Act("list_started", "清单开始执行")
LIST_STOPPED = Act("list_stopped", "清单退回起草")
LIST_CONCLUDED = Act("list_concluded", "办结年度清单", after_conclusion=True)


@transaction.atomic
def start(yearly_list: YearlyList, *, at: datetime, by: User | None) -> YearlyList:
    """Put the list to work (执行中) with its first quarter; refused where it is on file or concluded."""
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    if locked.stage in (ListStage.ARCHIVED, ListStage.CONCLUDED):
        raise Refused(f"{locked}为“{locked.get_stage_display()}”，不能开始执行。")
    if locked.stage != ListStage.RUNNING:
        locked.stage = ListStage.RUNNING
        locked.save(update_fields=["stage"])
        record(LIST_STARTED, by=by, at=at, obj=locked, url=addresses.year(locked.year))
    return locked


@transaction.atomic
def conclude(yearly_list: YearlyList, *, points: Sequence[str], at: datetime, by: User) -> YearlyList:
    """已办结: from here on the list is read only; `points` were open and known. Refused unless it runs."""
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    if not locked.is_running:
        raise Refused(f"{locked}为“{locked.get_stage_display()}”，不能办结。")
    locked.stage = ListStage.CONCLUDED
    locked.save(update_fields=["stage"])
    detail = {"points": list(points)}
    record(LIST_CONCLUDED, by=by, at=at, obj=locked, url=addresses.year(locked.year), detail=detail)
    return locked


@transaction.atomic
def stop(yearly_list: YearlyList, *, at: datetime, by: User) -> YearlyList:
    """Back to 起草, or to 计划备案 where that was open: the only opened quarter was withdrawn.

    Where the plan was changed by 调整 since, the list stays at work.
    """
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    if locked.stage == ListStage.RUNNING and not Revision.objects.filter(task__yearly_list=locked).exists():
        files_plans = PlanFiling.objects.filter(yearly_list=locked).exists()
        locked.stage = ListStage.FILING_PLANS if files_plans else ListStage.DRAFT
        locked.save(update_fields=["stage"])
        record(LIST_STOPPED, by=by, at=at, obj=locked, url=addresses.year(locked.year))
    return locked
