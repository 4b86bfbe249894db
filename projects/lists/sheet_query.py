"""What the page of one task reads: one query that gathers what hangs from the task as JSON.

A page that asked each table in turn would spend most of its time in asking.
"""

from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from projects.models import (
    Assignment,
    Correction,
    Finding,
    GroupMembership,
    Milestone,
    MilestoneItem,
    PlannedValue,
    Revision,
    SourceDocument,
    Succession,
    Target,
    Task,
)
from projects.models.readings import Reading
from projects.models.statements import number_slot
from projects.models.tasks import PlanChange

TARGET_FIELDS = (
    "id",
    "label",
    "unit",
    "qualifier",
    "stage",
    "nature",
    "direction",
    "is_round_word",
    "needs_settling",
    "quote",
)
QUANTITIES = ("quantity", "quantity_max", "baseline")


def task_with_sheet(year: int, number: int) -> Task | None:
    """A task with all that its page shows, its neighbours' numbers, the list's documents; None: none such."""
    return _sheets().first(year=year, number=number)


@cache
def _sheets() -> Reading[Task]:
    siblings = Task.objects.filter(yearly_list=OuterRef("yearly_list"))
    pairs = Succession.objects.confirmed().filter(Q(later=OuterRef("pk")) | Q(earlier=OuterRef("pk")))
    documents = SourceDocument.objects.filter(yearly_list=OuterRef("yearly_list")).order_by("kind", "pk")
    tasks = Task.objects.filter(yearly_list__year=number_slot("year"), number=number_slot("number"))
    rows = tasks.select_related("yearly_list", "domain", "matter").annotate(
        previous_number=Subquery(
            siblings.filter(number__lt=OuterRef("number")).order_by("-number").values("number")[:1]
        ),
        next_number=Subquery(
            siblings.filter(number__gt=OuterRef("number")).order_by("number").values("number")[:1]
        ),
        documents=_as_json(documents, title="title", name="name", number="document_number", kind="kind"),
        has_relatives=Exists(pairs),
        party_rows=_parties(),
        target_rows=_targets(),
        milestone_rows=_milestones(),
        finding_rows=_findings(),
        correction_rows=_corrections(),
        revision_rows=_revisions(),
    )
    return Reading(rows)


def _as_json(rows: QuerySet, **fields: object) -> ArraySubquery:
    """The rows as JSON objects."""
    return ArraySubquery(rows.values(as_json=JSONObject(**fields)))


def _parties() -> ArraySubquery:
    members = GroupMembership.objects.filter(
        group=OuterRef("group"), yearly_list=OuterRef("task__yearly_list")
    ).order_by("unit__order")
    rows = Assignment.objects.filter(task=OuterRef("pk")).order_by("-role", "order")
    member_rows = _as_json(members, name="unit__name", code="unit__code", confirmed="confirmed_at")
    unit, group = (
        {"unit": "unit__name", "unit_code": "unit__code"},
        {"group": "group__name", "group_code": "group__code"},
    )
    return _as_json(
        rows.annotate(members=member_rows),
        role="role",
        printed="printed_name",
        members="members",
        **unit,
        **group,
    )


def _targets() -> ArraySubquery:
    """Quantities as text, so that no digit is lost."""
    planned = PlannedValue.objects.filter(target=OuterRef("pk")).order_by("stage", "quarter")
    planned_rows = _as_json(
        planned, quarter="quarter", stage="stage", basis="basis", value=Cast("value", CharField())
    )
    rows = Target.objects.filter(task=OuterRef("pk")).order_by("order").annotate(planned=planned_rows)
    quantities = {name: Cast(name, CharField()) for name in QUANTITIES}
    return _as_json(rows, planned="planned", **{name: name for name in TARGET_FIELDS}, **quantities)


def _milestones() -> ArraySubquery:
    items = MilestoneItem.objects.filter(milestone=OuterRef("pk")).order_by("order")
    part = {
        "part": "sub_project_id",
        "name": "sub_project__name",
        "aliases": "sub_project__aliases",
        "place": "sub_project__order",
    }
    item_rows = _as_json(items, label="label", text="text", is_soft="is_soft", **part)
    rows = Milestone.objects.filter(task=OuterRef("pk")).order_by("quarter").annotate(item_rows=item_rows)
    return _as_json(rows, quarter="quarter", text="text", items="item_rows")


def _findings() -> ArraySubquery:
    rows = Finding.objects.filter(task=OuterRef("pk")).order_by("quarter", "pk")
    answer = {
        "answer": "decision__answer",
        "at": "decision__decided_at",
        "by": "decision__decided_by__display_name",
    }
    return _as_json(rows, code="code", quarter="quarter", message="message", quote="quote", **answer)


def _revisions() -> ArraySubquery:
    return _changes(Revision, approval="approval", approved_on="approved_on", holds_from="holds_from")


def _corrections() -> ArraySubquery:
    return _changes(Correction)


def _changes(model: type[PlanChange], **more: str) -> ArraySubquery:
    """What was changed in the task, the last first."""
    rows = model.objects.filter(task=OuterRef("pk")).order_by("-pk")
    said = {"subject": "subject", "old": "old", "new": "new", "reason": "reason"}
    return _as_json(rows, **said, at="made_at", by="made_by__display_name", **more)
