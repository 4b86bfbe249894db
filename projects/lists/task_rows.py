"""The rows of the task table: one query, units joined in it, one dict per task.

Which tasks they are and in which order is one question, what stands in their rows another: that one is worded
once, so a page that shows some of the tasks asks for them by key.
"""

import json
from collections.abc import Sequence
from functools import cache

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONArray, JSONObject

from projects.models import Assignment, Finding, Milestone, Target, Task, Unit, YearlyList
from projects.models.statements import Statement, among, slot, statement
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


NAMES = ("pk", *FIELDS, *OF_MATTER)


def task_rows(tasks: QuerySet[Task], *, quarter: int | None = None) -> QuerySet:
    """Tasks as dicts of FIELDS and OF_MATTER; `milestone` is what the quarter plans, None where nothing."""
    planned = _milestone(_planned(quarter)) if quarter else Value(None, output_field=CharField())
    return _with_orders(_in_words(tasks, planned)).values(*FIELDS, *OF_MATTER)


def task_keys(tasks: QuerySet[Task], *, sorts: bool = False) -> QuerySet:
    """The tasks in their order by key and number alone; `sorts`: so that a table may sort them like rows."""
    return (_with_orders(tasks) if sorts else tasks.order_by("number")).values("pk", "number")


def led_keys(yearly_list: YearlyList, unit: Unit) -> list[dict]:
    """The same of the tasks that a unit leads, itself or in a group, worded once."""
    rows = _led().ask(yearly_list=yearly_list.pk, unit=unit.code)
    return [{"pk": key, "number": number} for key, number in rows]


def rows_by_key(keys: Sequence[int], *, quarter: int | None = None) -> list[dict]:
    """The rows of the tasks with these keys, in this order."""
    if not keys:
        return []
    rows = _worded_once().ask(keys=list(keys), quarter=_planned(quarter) if quarter else 0)
    as_json = ",".join(row for (row,) in rows)
    found = {row[0]: dict(zip(NAMES, row, strict=True)) for row in json.loads(f"[{as_json}]")}
    return [found[key] for key in keys if key in found]  # one may have been taken away meanwhile


@cache
def _led() -> Statement:
    led = Task.objects.answered_for(slot("unit"), AssignmentRole.LEAD).filter(yearly_list=slot("yearly_list"))
    return statement(led.order_by("number").values_list("pk", "number"))


@cache
def _worded_once() -> Statement:
    tasks = Task.objects.filter(among("pk", "keys", of=BigIntegerField()))
    rows = _in_words(tasks.order_by(), _milestone(slot("quarter")))
    return statement(rows.values_list(JSONArray(*NAMES)))


def _with_orders(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """In the list's order, with what else a table may sort them by."""
    orders = {
        "lead_order": _lead_order(),
        "domain_order": F("domain__order"),
        "matter_order": F("matter__number"),
    }
    return tasks.alias(**orders).order_by("number")


def _in_words(tasks: QuerySet[Task], milestone: Subquery | Value) -> QuerySet[Task]:
    return tasks.annotate(
        leads=printed_names(AssignmentRole.LEAD),
        co=printed_names(AssignmentRole.CO),
        target_rows=_targets(),
        findings_open=_open_findings(),
        milestone=milestone,
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


def _milestone(quarter: int | Value) -> Subquery:
    """What is planned in a quarter, as printed."""
    of_quarter = Milestone.objects.filter(task=OuterRef("pk"), quarter=quarter)
    return Subquery(of_quarter.order_by().values("text"))


def _planned(quarter: int) -> int:
    """The quarter whose plan it is measured by: of the year's end the fourth one's."""
    return min(quarter, NUMBERS[-1])


def _of_task(model: type, **conditions: object) -> QuerySet:
    """The task's own rows, as one group."""
    return model.objects.filter(task=OuterRef("pk"), **conditions).order_by().values("task")
