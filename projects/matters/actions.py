"""A list's matters set at once as its document's headings are; one by one they are headings (its wing)."""

from datetime import datetime

from django.db import transaction

from projects.headings.actions import held_list
from projects.log.actions import record
from projects.log.acts import Act
from projects.matters.kind import MATTERS
from projects.matters.reads import proposed, seal_of_headings
from projects.models import Matter, User, YearlyList
from projects.rules import addresses
from projects.rules.errors import Refused, Stale

BY_HEADINGS = Act("matters_by_headings", "按文件标题设件")


@transaction.atomic
def set_by_headings(yearly_list: YearlyList, *, seen: str, at: datetime, by: User) -> int:
    """按文件标题: a matter for each heading with its tasks; how many. The same once more is refused.

    `seen` is the seal of the headings that were shown: Stale where a domain was corrected since.
    """
    locked = held_list(yearly_list.pk, kind=MATTERS, by=by)
    found = proposed(locked)
    if not found:
        raise Refused("没有可按文件标题设立的件：已经设有，或者文件的标题数与印发的件数不同。")
    if seal_of_headings(found) != seen:
        raise Stale("您打开之后，文件的标题或其下的任务已被改动，没有办理；请重新查看后再办理。")
    for number, heading in enumerate(found, 1):
        matter = Matter(yearly_list=locked, number=number, name=heading.name)
        matter.renew(BY_HEADINGS.word, at=at, by=by)
        matter.save()
        locked.tasks.filter(number__in=heading.tasks).update(matter=matter)
    url = addresses.matters(locked.year)
    record(BY_HEADINGS, by=by, at=at, obj=locked, url=url, detail={"matters": len(found)})
    return len(found)
