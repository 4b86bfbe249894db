"""The API's plan side: whose key it is, lists, tasks, verdicts, what is overdue."""

from collections.abc import Mapping
from typing import Literal

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Schema

from progress.api.answers import KeyOut, Lists
from progress.api.issue_reads import counts
from progress.api.problems import Problem
from progress.api.stamp_reads import lists, stamp, stamped_lists, unit_out, word_out
from progress.api.task_answers import Overdue, TaskOut, Tasks, Verdicts
from progress.api.task_reads import (
    listed_verdicts,
    milestone_out,
    overdue_out,
    party_out,
    steps_out,
    target_out,
    task_row,
    task_verdict,
)
from progress.ledger.overdue import overdue_rows, worst_first
from progress.ledger.sight import Judged, year_verdicts
from progress.models import ApiKey, ReportingPeriod
from progress.rules import addresses
from progress.rules.api_keys import KeyScope
from progress.tasks.course import course_of
from progress.tasks.list_filters import asked_tasks
from projects.lists.sheet import task_sheet
from projects.lists.sheet_query import task_with_sheet
from projects.lists.task_rows import FIELDS, task_rows
from projects.models import YearlyList
from projects.rules.city import role_word
from projects.rules.quarters import PERIODS

ORDERS = {"number": "number", "lead": "lead_order", "domain": "domain_order", "text": "text"}
MOST_A_PAGE = 200


class Paged(Schema):
    """Which page of the answer."""

    page: int = Field(1, ge=1, le=10_000, description="第几页")
    per_page: int = Field(50, ge=1, le=MOST_A_PAGE, description="每页行数")


class TaskQuery(Paged):
    """What the task table is narrowed to, as on the page."""

    q: str = Field("", max_length=100, description="任务、单位或拼音首字母")
    quarter: int | None = Field(None, ge=1, le=5, description="按哪一季度列安排和评价")
    domain: str = Field("", description="领域的次序号；未归入领域的为none")
    lead: str = Field("", description="牵头单位代码")
    unit: str = Field("", description="涉及单位代码，含所在的组")
    verdict: str = Field("", description="进度评价代码")
    targets: Literal["", "yes", "no", "unsettled"] = Field("", description="有无量化目标")
    sort: Literal["number", "-number", "lead", "-lead", "domain", "-domain", "text", "-text"] = "number"


class OverdueQuery(Paged):
    """Which lines of 逾期与滞后."""

    kind: Literal["", "missing", "late", "not_refiled", "behind"] = ""
    unit: str = Field("", description="单位代码")


def key_page(request: HttpRequest) -> KeyOut:
    """密钥自身：属于谁、权限、有效期和各入口。"""
    key: ApiKey = request.api_key
    holder = key.holder
    return KeyOut(
        name=key.name,
        unit=unit_out(holder.unit) if holder.unit else None,
        office="" if holder.unit else role_word(holder.role, request.city),
        scope=word_out(KeyScope, key.scope),
        ends_on=key.ends_on,
        per_minute=settings.API_PER_MINUTE,
        links={name: addresses.api(name) for name in ("lists", "plans", "docs")},
    )


def list_lists(request: HttpRequest) -> Lists:
    """年度清单及各季度：开启、报送期限、最近一期通报。"""
    return Lists(items=lists())


def list_tasks(request: HttpRequest, year: int, query: Query[TaskQuery]) -> Tasks:
    """任务表：筛选、排序、分页；进度评价按所问季度，不问季度的按能看到的最近一季。"""
    yearly_list = list_or_404(year)
    asked = asked_tasks(
        yearly_list,
        _as_address(query),
        user=request.user,
        on=request.today,
        city=request.city,
        shows_form=False,
    )
    if not asked.found.form.is_valid():
        raise Problem(422, "筛选条件不在可选范围内。", errors=_wrong(asked.found.form.errors))
    order = query.sort.lstrip("-")
    rows = task_rows(asked.found.rows, quarter=query.quarter).order_by(
        query.sort.replace(order, ORDERS[order]), "number"
    )
    found = counted_page(rows.values("pk", *FIELDS), query)
    keys = {row["number"]: row["pk"] for row in found["rows"]}
    verdicts = listed_verdicts(asked.judged, keys) if asked.judged else {}
    items = [task_row(row, verdicts.get(row["number"])) for row in found.pop("rows")]
    return Tasks(**_judged_stamp(asked.judged, yearly_list), **found, items=items)


def show_task(request: HttpRequest, year: int, number: int) -> TaskOut:
    """一项任务：责任单位、量化目标、序时进度、各季度评价。"""
    yearly_list = list_or_404(year)
    task = task_with_sheet(year, number)
    if task is None:
        raise Http404
    sheet, course = task_sheet(task), course_of(task, request.user, request.today)
    said = {each.target.pk: each for each in course.targets} if course else {}
    own_lines = [line for line in sheet.targets if line.opens]
    return TaskOut(
        **stamp(yearly_list),
        year=year,
        number=number,
        text=task.in_print,
        domain=task.domain.name if task.domain else "",
        domain_is_custom=bool(task.domain and task.domain.is_custom),
        units=[party_out(role, each) for role, parties in sheet.roles for each in parties],
        targets=[
            target_out(line.target, line.plan.quarters, course, said.get(line.target.pk))
            for line in own_lines
        ],
        milestones=[milestone_out(column) for column in sheet.quarters],
        verdicts=steps_out(course),
    )


def list_verdicts(request: HttpRequest, year: int, quarter: int, query: Query[Paged]) -> Verdicts:
    """一个季度各任务的进度评价和合计；单位的密钥对他人任务按最近一期通报。"""
    yearly_list = list_or_404(year)
    period = period_or_404(yearly_list, quarter)
    found = year_verdicts(yearly_list, request.user, request.today, weighed=(quarter,))
    page = page_of(found.tasks, query)
    items = [task_verdict(each, quarter, request.today) for each in page.pop("rows")]
    tally = counts(found.counted(quarter))
    return Verdicts(**stamp(yearly_list, period), **page, counts=tally, items=items)


def list_overdue(request: HttpRequest, year: int, quarter: int, query: Query[OverdueQuery]) -> Overdue:
    """逾期与滞后：仅限部门的密钥。"""
    if not request.user.has_perm("read_everything"):
        raise Problem(403, "逾期与滞后只对协调、督查部门的密钥开放。")
    yearly_list = list_or_404(year)
    period = period_or_404(yearly_list, quarter)
    lines = worst_first(overdue_rows(period, request.today))
    if query.kind:
        lines = [each for each in lines if each.kind == query.kind]
    if query.unit:
        lines = [each for each in lines if query.unit in {unit.code for unit in each.units}]
    page = page_of(lines, query)
    items = [overdue_out(each) for each in page.pop("rows")]
    return Overdue(**stamp(yearly_list, period), **page, items=items)


def list_or_404(year: int) -> YearlyList:
    """The list with what its answers rest on."""
    return get_object_or_404(stamped_lists(), year=year)


def period_of(yearly_list: YearlyList, quarter: int | None) -> ReportingPeriod | None:
    """The quarter where it is opened; it knows its list."""
    if quarter is None:
        return None
    period = yearly_list.periods.opened().filter(quarter=quarter).first()
    if period is not None:
        period.yearly_list = yearly_list
    return period


def period_or_404(yearly_list: YearlyList, quarter: int) -> ReportingPeriod:
    """The same, not there where it is not opened; that it is none of the year says another sentence."""
    period = period_of(yearly_list, quarter)
    if period is None and quarter in PERIODS:
        raise Problem(404, "该季度还没有开启填报。", state="not_open")
    if period is None:
        raise Http404
    return period


def page_of(rows: object, query: Paged) -> dict[str, object]:
    """One page of rows, with where it stands; beyond the last there are none."""
    pages = Paginator(rows, query.per_page)
    shown = pages.page(query.page).object_list if query.page <= pages.num_pages else []
    return {"page": query.page, "per_page": query.per_page, "total": pages.count, "rows": list(shown)}


def counted_page(rows: QuerySet, query: Paged) -> dict[str, object]:
    """The same of rows as dicts, which tell by themselves how many there are in all."""
    first = (query.page - 1) * query.per_page
    shown = list(rows.annotate(total=Window(Count("pk")))[first : first + query.per_page])
    total = shown[0]["total"] if shown else 0
    if not shown and query.page > 1:
        total = rows.count()  # beyond the last page
    return {"page": query.page, "per_page": query.per_page, "total": total, "rows": shown}


def _judged_stamp(judged: Judged | None, yearly_list: YearlyList) -> dict[str, object]:
    """What the verdicts rest on; quarter and issue were read already where a unit asks."""
    if judged is None:
        return stamp(yearly_list)
    period = next(each for each in judged.sight.periods if each.quarter == judged.number)
    period.yearly_list = yearly_list
    told = judged.sight.told
    if told is None:
        return stamp(yearly_list, period)
    issue = told.get(judged.number)
    return stamp(yearly_list) | {"as_of": period.as_of, "issue": (issue and issue.number) or None}


def _as_address(query: TaskQuery) -> dict[str, str]:
    """The same as the page's address would ask it."""
    names = ("q", "domain", "lead", "unit", "verdict", "targets")
    asked = {name: getattr(query, name) for name in names}
    return {**asked, "quarter": f"q{query.quarter}" if query.quarter else ""}


def _wrong(errors: Mapping[str, list[str]]) -> list[dict[str, str]]:
    return [{"field": name, "message": "".join(said)} for name, said in errors.items()]
