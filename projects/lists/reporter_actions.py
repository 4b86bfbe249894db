"""Which of several leads reports a target or a sub-project: named by hand, changed at any time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models import SubProject, Target, Unit, User, YearlyList
from projects.rules import addresses
from projects.rules.errors import NotYours, Refused, Stale

REPORTERS_NAMED = Act("reporters_named", "确认填报单位")

Part = Target | SubProject


@dataclass(frozen=True)
class Naming:
    """The unit chosen for one part, and the one that the page showed as named then, by key; None for none."""

    unit: int
    seen: int | None


@transaction.atomic
def name_reporters(
    yearly_list: YearlyList, *, named: Mapping[Part, Naming], at: datetime, by: User
) -> tuple[Part, ...]:
    """Let these units report these parts; what was changed is returned, the same again changes nothing.

    Stale where somebody named another unit since; the page offers active leads of the task alone.
    """
    if not by.has_perm("open_periods"):
        raise NotYours("只有协调员可以确认填报单位。")
    units = Unit.objects.in_bulk([each.unit for each in named.values()])
    changed, words = [], []
    for part, naming in named.items():
        locked = _locked(yearly_list, part)
        if locked.reporting_unit_id != naming.seen:
            raise Stale(f"{_worded(locked)}的填报单位在您打开之后已有变动，请重新查看后再确认。")
        if naming.unit == naming.seen:
            continue
        old = locked.reporting_unit
        locked.reporting_unit = units[naming.unit]
        locked.save(update_fields=["reporting_unit"])
        words.append(f"{_worded(locked)}：{old or '未确认'}→{locked.reporting_unit}")
        changed.append(part)
    if changed:
        url = addresses.year(yearly_list.year)
        record(REPORTERS_NAMED, by=by, at=at, obj=yearly_list, url=url, detail={"reporters": words})
    return tuple(changed)


def _locked(yearly_list: YearlyList, part: Part) -> Part:
    rows = type(part).objects.select_for_update(of=("self",)).select_related("task", "reporting_unit")
    found = rows.filter(pk=part.pk, task__yearly_list=yearly_list).first()
    if found is None:
        raise Refused("有目标或子项目已被删除，请重新打开后再确认。")
    return found


def _worded(part: Part) -> str:
    name = part.label if isinstance(part, Target) else part.name
    return f"第{part.task.number}项“{name}”"
