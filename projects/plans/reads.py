"""What a plan is measured by, the plans of a list as they stand on a day, and what waits for whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value

from projects.models import (
    Assignment,
    Milestone,
    Plan,
    PlanFiling,
    PlannedValue,
    PlanOpinion,
    Task,
    Unit,
    User,
    YearlyList,
)
from projects.models.filed_plans import OVER, PlanAdjustment
from projects.models.readings import Reading
from projects.models.statements import Statement, slot, statement
from projects.models.viewers import AnyoneOf, anyone_like, unit_of
from projects.rules import addresses
from projects.rules.amounts import worded
from projects.rules.calendar import local_day, shift_working_days, short_day
from projects.rules.plan_content import PlanContent, from_json
from projects.rules.plan_requirements import PromisedTarget
from projects.rules.plan_states import (
    IN_WRITING,
    AdjustmentState,
    PlanFilingState,
    PlanState,
    days_over,
    file_by,
    filing_state,
    is_late,
)
from projects.rules.seals import seal_of
from projects.rules.states import AssignmentRole, ListStage
from projects.screen.links import Waiting

ASKED = "asked"  # the desk narrowed to those that a unit asks to change
WORKING_DAYS = 20  # from the list's date, or from today, to the due day
TO_WRITE = (PlanState.NOT_BEGUN, PlanState.DRAFT)


@dataclass(frozen=True)
class PlanLine:
    """One plan as it stands on a day."""

    plan: Plan
    filing_state: PlanFilingState
    is_late: bool
    days_over: int
    until: date | None  # by when it is expected; None where nothing is, or reopened without a day

    @property
    def is_asked(self) -> bool:
        """Whether its unit asks to change it, and waits for an answer."""
        return getattr(self.plan, "is_asked", False)

    @property
    def is_owed(self) -> bool:
        """Whether its unit has to do something; `Plan.objects.still_owed` asks the database the same."""
        return self.filing_state not in (PlanFilingState.RECORDED, PlanFilingState.PENDING)

    @property
    def seal(self) -> str:
        """A mark of how the line stood when it was read; writing on alone leaves it as it was."""
        shown = PlanFilingState.NOT_DUE if self.filing_state in IN_WRITING else self.filing_state
        return seal_of(shown, self.until)


def promised(task: Task) -> tuple[PromisedTarget, ...]:
    """What the task promises in numbers, in order."""
    return tuple(
        PromisedTarget(row.pk, row.label, row.quantity, row.quantity_max, row.unit, row.nature, row.direction)
        for row in sorted(task.targets.all(), key=lambda row: row.order)
    )


def starting_content(plan: Plan) -> PlanContent:
    """What its form and its row of the workbook begin with; not begun, the people whom the register knows."""
    content = from_json(plan.content)
    if plan.state != PlanState.NOT_BEGUN:
        return content
    unit = plan.unit
    return replace(content, leader=unit.leader, contact=unit.liaison, telephone=unit.liaison_telephone)


def year_totals(plan: Plan) -> list[str]:
    """What the plan would reach by the end of the year, a target each, and what it would cost."""
    content = from_json(plan.content)
    rows = sorted(plan.task.targets.all(), key=lambda row: row.order)
    ends = [(row, content.totals_of(row.pk)[-1]) for row in rows]
    said = [f"{row.label}{worded(total)}{row.unit}" for row, total in ends if total is not None]
    return [*said, f"计划投资{content.investment_words}"] if content.investment is not None else said


def default_due(yearly_list: YearlyList, on: date) -> date:
    """Twenty working days after the list's date or today, the later (domain.md, Plans)."""
    return shift_working_days(max(yearly_list.issued_on or on, on), WORKING_DAYS)


def tasks_to_plan(yearly_list: YearlyList) -> QuerySet[Task]:
    """The tasks that no schedule plans."""
    said = Milestone.objects.filter(task=OuterRef("pk")).exclude(text="")
    figured = PlannedValue.objects.filter(target__task=OuterRef("pk"))
    return Task.objects.filter(~Exists(said), ~Exists(figured), yearly_list=yearly_list).order_by("number")


def unowed_tasks(yearly_list: YearlyList) -> QuerySet[Task]:
    """The tasks to plan for which no unit of its own leads: nobody owes their plan."""
    return tasks_to_plan(yearly_list).filter(filed_plan=None)


def first_leads(tasks: Iterable[Task]) -> dict[int, int]:
    """Task → its first printed lead that is an active unit."""
    rows = Assignment.objects.filter(task__in=tasks, role=AssignmentRole.LEAD, unit__is_active=True)
    found: dict[int, int] = {}
    for task, unit in rows.order_by("order").values_list("task_id", "unit_id"):
        found.setdefault(task, unit)
    return found


def leads_of(task: Task) -> list[Unit]:
    """The leads that may file its plan, as printed."""
    rows = task.assignments.filter(role=AssignmentRole.LEAD, unit__is_active=True)
    return [row.unit for row in rows.select_related("unit").order_by("order")]


def line_of(plan: Plan, filing: PlanFiling, on: date) -> PlanLine:
    """The plan as it stands on that day."""
    submitted_on = _day(plan.first_submitted_at)
    dates = {"due_on": filing.due_on, "refile_by": plan.refile_by}
    where = filing_state(plan.state, submitted_on=submitted_on, on=on, **dates)
    late, over = is_late(submitted_on, filing.due_on), days_over(where, on=on, **dates)
    return PlanLine(plan, where, late, over, file_by(where, submitted_on=submitted_on, **dates))


def plan_lines(filing: PlanFiling, on: date, unit: Unit | None = None) -> list[PlanLine]:
    """The list's plans by number, or those of one unit."""
    rows = Plan.objects.filter(task__yearly_list=filing.yearly_list_id)
    if unit is not None:
        rows = rows.filter(unit=unit)
    asked = PlanAdjustment.objects.filter(plan=OuterRef("pk"), state=AdjustmentState.ASKED)
    rows = rows.annotate(is_asked=Exists(asked)).order_by("task__number")
    found = rows.select_related("task__yearly_list", "task__domain", "unit").prefetch_related("task__targets")
    return [line_of(plan, filing, on) for plan in found]


def plans_to_answer(code: str | Value) -> QuerySet[Plan]:
    """Drafts that other units sent round (征求意见) and to which the unit of this code said nothing yet."""
    involving = Task.objects.answered_for(code).filter(pk=OuterRef("task"))
    answered = PlanOpinion.objects.filter(plan=OuterRef("pk"), unit__code=code)
    rows = Plan.objects.filter(~Exists(answered), Exists(involving), sent_round_at__isnull=False)
    rows = rows.exclude(unit__code=code).exclude(state=PlanState.ACCEPTED)
    return rows.exclude(task__yearly_list__stage__in=OVER).order_by("task__yearly_list__year", "task__number")


@cache
def _to_answer() -> Statement:
    """Of each the key of its list."""
    return statement(plans_to_answer(slot("unit")).values_list("task__yearly_list"))


def owed_lines(on: date, unit: Unit | None = None) -> list[PlanLine]:
    """Every plan that is owed on a day, or those of one unit, the list of the last year first."""
    filings = {each.yearly_list_id: each for each in PlanFiling.objects.select_related("yearly_list")}
    rows = Plan.objects.still_owed() if unit is None else Plan.objects.still_owed().filter(unit=unit)
    found = rows.filter(task__yearly_list__in=filings).select_related("task__yearly_list", "unit")
    ordered = found.order_by("-task__yearly_list__year", "task__number")
    return [line_of(plan, filings[plan.task.yearly_list_id], on) for plan in ordered]


def plan_address(task: Task, user: User) -> str:
    """The way to the task's plan; "" where there is none that this person may see."""
    is_there = _plan_of_task(anyone_like(user)).ask(task=task.pk, **unit_of(user))
    return addresses.plan(task.yearly_list.year, task.number) if is_there else ""


@cache
def _plan_of_task(viewer: AnyoneOf) -> Statement:
    return statement(Plan.objects.visible_to(viewer).filter(task=slot("task")).values_list("pk"))


def plans_waiting(user: User, on: date) -> list[Waiting]:
    """What of the filing of plans waits for this person, in lines for the desk."""
    if user.has_perm("file_plans"):
        return _waiting_for_unit(user, on)
    return _waiting_for_office(on) if user.has_perm("record_plans") else []


def _waiting_for_unit(user: User, on: date) -> list[Waiting]:
    """To be written, or anew; for a signer to be signed; drafts of others to be answered."""
    asked = Counter(key for (key,) in _to_answer().ask(unit=user.unit.code))
    lines = []
    for filing in _filings_counted().ask(unit=user.unit_id, on=on, year=on.year):
        url, subject = addresses.plans(filing.yearly_list.year), str(filing.yearly_list)
        words = _owed_words(filing, on)
        lines += [Waiting("实施方案", subject, each, url) for each in words]
        if number := asked[filing.yearly_list_id]:
            lines.append(Waiting("征求意见", subject, f"{number}份方案征求本单位意见，待答复。", url))
    return lines


@cache
def _filings_counted() -> Reading[PlanFiling]:
    """The lists whose plans are filed, each with what a unit has still to do."""
    own = Q(yearly_list__tasks__filed_plan__unit=slot("unit"))
    state, refile_by = "yearly_list__tasks__filed_plan__state", "yearly_list__tasks__filed_plan__refile_by"
    returned = own & Q(**{state: PlanState.RETURNED})
    filings = PlanFiling.objects.filter(yearly_list__year__lte=slot("year"))
    counted = (
        filings.exclude(yearly_list__stage__in=OVER)
        .select_related("yearly_list")
        .annotate(
            to_write=_number(own & Q(**{f"{state}__in": TO_WRITE})),
            returned=_number(returned),
            refile_by=Min(refile_by, filter=returned),
            not_refiled=_number(returned & Q(**{f"{refile_by}__lt": slot("on")})),
            reopened=_number(own & Q(**{state: PlanState.REOPENED})),
            to_sign=_number(own & Q(**{state: PlanState.AWAITING})),
        )
    )
    return Reading(counted)


def _owed_words(filing: PlanFiling, on: date) -> Iterable[str]:
    """What of its own a unit has to do, each with its own day."""
    if filing.to_write:
        over = "，期限已过" if on > filing.due_on else ""
        yield f"{filing.to_write}项待填报，{short_day(filing.due_on)}前报备{over}。"
    if filing.returned:
        first = "最早" if filing.returned > 1 else ""
        over = f"，{filing.not_refiled}项期限已过" if filing.not_refiled else ""
        yield f"{filing.returned}项已退回，{first}{short_day(filing.refile_by)}前重报{over}。"
    if filing.reopened:
        yield f"{filing.reopened}项已重开，修改后重报。"
    if filing.to_sign:
        yield f"{filing.to_sign}项待审签。"


def _waiting_for_office(on: date) -> list[Waiting]:
    """Lists whose filing of plans is to be opened; plans to be recorded, requests to be answered."""
    own = Plan.objects.filter(task__yearly_list=OuterRef("pk"))
    asked = PlanAdjustment.objects.filter(plan__task__yearly_list=OuterRef("pk"), state=AdjustmentState.ASKED)
    tasks = Task.objects.filter(yearly_list=OuterRef("pk"))
    planned = Milestone.objects.filter(task__yearly_list=OuterRef("pk"))
    lists = YearlyList.objects.filter(year__lte=on.year).annotate(
        files_plans=Exists(PlanFiling.objects.filter(yearly_list=OuterRef("pk"))),
        lacks_schedule=Exists(tasks) & ~Exists(planned),
        pending=Exists(own.filter(state=PlanState.SUBMITTED)),
        asked=Exists(asked),
    )
    return [line for each in lists.order_by("year") for line in _lines_of(each)]


def _lines_of(each: YearlyList) -> Iterable[Waiting]:
    desk, subject = addresses.plans(each.year), str(each)
    if each.stage == ListStage.DRAFT and each.lacks_schedule and not each.files_plans:
        yield Waiting("待开启计划备案", subject, "没有序时进度，尚未开启计划备案。", desk)
    if each.pending:
        yield Waiting("实施方案", subject, "有方案待备案。", f"{desk}?state={PlanFilingState.PENDING}")
    if each.asked:
        yield Waiting("申请调整", subject, "有单位申请调整已备案的方案，待答复。", f"{desk}?state={ASKED}")


def _number(condition: Q) -> Count:
    return Count("yearly_list__tasks__filed_plan", filter=condition)


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
