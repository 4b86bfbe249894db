"""The rows of the task table: one query, units joined in it, one dict per task."""

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, IntegerField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject

from projects.models import Assignment, Finding, Milestone, Target, Task
from projects.rules.quarters import NUMBERS
from projects.rules.states import AssignmentRole

FIELDS = (
    "number",
    "text",
    "domain__name",
    "domain__is_custom",
    "leads",
    "co",
    "target_rows",
    "findings_open",
    "milestone",
)
OF_MATTER = ("matter__number", "matter__name")


def task_rows(tasks: QuerySet[Task], *, quarter: int | None = None) -> QuerySet:
    """Tasks as dicts of FIELDS and OF_MATTER; `milestone` is what the quarter plans, None where nothing."""
    return (
        tasks.alias(
            lead_order=_lead_order(), domain_order=F("domain__order"), matter_order=F("matter__number")
        )
        .annotate(
            leads=printed_names(AssignmentRole.LEAD),
            co=printed_names(AssignmentRole.CO),
            target_rows=_targets(),
            findings_open=_open_findings(),
            milestone=_milestone(quarter),
        )
        .order_by("number")
        .values(*FIELDS, *OF_MATTER)
    )


def printed_names(role: str) -> Coalesce:
    """The units in this role as printed, in the printed order."""
    named = StringAgg("printed_name", "、", order_by="order")
    return Coalesce(
        Subquery(_of_task(Assignment, role=role).annotate(names=named).values("names")),
        Value(""),
        output_field=TextField(),
    )


def _lead_order() -> Subquery:
    """Where the first lead stands in the official order; groups stand behind the units."""
    first = Assignment.objects.filter(task=OuterRef("pk"), role=AssignmentRole.LEAD).order_by("order")
    return Subquery(first.values(place=Coalesce("unit__order", F("group__order") + 100_000))[:1])


def _targets() -> ArraySubquery:
    """The targets, each as a JSON object; quantities as text, so that no digit is lost."""
    quantity = {name: Cast(name, CharField()) for name in ("quantity", "quantity_max")}
    target = JSONObject(label="label", unit="unit", qualifier="qualifier", **quantity)
    return ArraySubquery(Target.objects.filter(task=OuterRef("pk")).order_by("order").values(as_json=target))


def _open_findings() -> Coalesce:
    """How many findings nobody has answered."""
    counted = _of_task(Finding, decision=None).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _milestone(quarter: int | None) -> Subquery | Value:
    """What is planned in a quarter, as printed; the year's end is measured by the fourth one's plan."""
    if quarter is None:
        return Value(None, output_field=CharField())
    planned = min(quarter, NUMBERS[-1])
    return Subquery(Milestone.objects.filter(task=OuterRef("pk"), quarter=planned).values("text"))


def _of_task(model: type, **conditions: object) -> QuerySet:
    """The task's own rows, as one group."""
    return model.objects.filter(task=OuterRef("pk"), **conditions).order_by().values("task")
