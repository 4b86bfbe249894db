"""The files of plans: what they may prove, who reads them, and a list's for the archive."""

from collections.abc import Collection
from functools import cache, partial

from projects.evidence.archive import Origin
from projects.evidence.card import EvidenceCard
from projects.models import Plan, PlanEvidence, User, YearlyList
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.models.viewers import AnyoneOf, anyone_like, unit_of
from projects.rules.filing import HANDED_IN
from projects.rules.plan_content import PlanContent, from_json
from projects.rules.plan_items import holds, is_planned, item_as_read, item_now, planned_items


def provable(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What a file may prove: the targets of the task and the plan's items, by their names, with words."""
    targets = sorted(plan.task.targets.all(), key=lambda row: row.order)
    items = planned_items(from_json(plan.content))
    return (
        *((f"target-{each.pk}", each.in_print) for each in targets),
        *((each.name, each.words) for each in items),
    )


def about_now(plan: Plan, about: str, before: PlanContent | None = None) -> str:
    """What is proved by its name of today, also where an item was reworded; "" where it is gone.

    `before` is what the plan said until this save.
    """
    if not is_planned(about):
        return about
    item = item_now(about, from_json(plan.content), before)
    return item.name if item else ""


def about_new(plan: Plan, about: str, read: Collection[str] = ()) -> str:
    """What a new file proves by its name of today, of a page that offered `read`; "" where it is gone."""
    if not is_planned(about):
        return about
    item = item_as_read(about, from_json(plan.content), read)
    return item.name if item else ""


def about_read(plan: Plan, about: str, proved: str | None = None) -> str:
    """What a page chose that was read earlier, by its name of today; `proved` is what the file proves now.

    A file that lost its item meanwhile stays with the whole plan: the page goes on choosing the lost one.
    """
    if proved == "" and is_planned(about) and not holds(from_json(plan.content), about):
        return ""
    return about_new(plan, about) if proved is None else about_now(plan, about)


def plan_card(plan: Plan, user: User) -> EvidenceCard:
    """The files of a plan that stand, as far as this person may read them."""
    rows = _of_plan(anyone_like(user)).ask(plan=plan.pk, **unit_of(user))
    return EvidenceCard(rows, abouts=provable(plan), whole="整份方案", now=partial(about_read, plan))


@cache
def _of_plan(viewer: AnyoneOf) -> Reading[PlanEvidence]:
    rows = PlanEvidence.objects.visible_to(viewer).filter(plan=slot("plan"))
    return Reading(rows.in_place().in_order())


def plan_evidence_for(key: int, user: User) -> PlanEvidence | None:
    """One file for who may read its paper; None where that is not this person, or nothing is there."""
    return PlanEvidence.objects.visible_to(user).select_related("file").filter(pk=key).first()


def plan_evidence_of(yearly_list: YearlyList) -> list[PlanEvidence]:
    """What stands of the plans that were handed in and of the requests to change them, by task."""
    people = ("file", "target", "item", "added_by")
    rows = PlanEvidence.objects.in_place().select_related(*people, "plan__task", "plan__unit")
    of_plans = rows.filter(plan__task__yearly_list=yearly_list, plan__state__in=HANDED_IN)
    asked = PlanEvidence.objects.select_related(*people, "adjustment__plan__task", "adjustment__plan__unit")
    of_requests = asked.filter(adjustment__plan__task__yearly_list=yearly_list)
    return sorted([*of_plans, *of_requests], key=_place)


def origin_of(row: PlanEvidence) -> Origin:
    """Where a file stands in the archive."""
    plan = row.of_plan
    if row.adjustment:
        return Origin(plan.task, plan.unit, "申请调整", "（申请调整）")
    return Origin(plan.task, plan.unit, "实施方案")


def _place(row: PlanEvidence) -> tuple[int, bool, int]:
    """A request's stand behind the plan's."""
    return (row.of_plan.task.number, row.adjustment_id is not None, row.pk)
