"""What every answer rests on: as-of date, issue, version of the plan."""

from collections.abc import Iterable

from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from progress.api.answers import ListOut, PeriodOut, UnitOut, Word
from progress.models import Bulletin, ReportingPeriod
from projects.models import Correction, PlanRound, Revision, Task, Unit, YearlyList
from projects.rules.plan_states import PlanDecision
from projects.rules.states import ListStage


def stamped_lists() -> QuerySet[YearlyList]:
    """The lists with `plan_version`: one more with every 更正, 调整 and 备案; such rows are only added."""
    corrections = _counted(Correction.objects.filter(task__yearly_list=OuterRef("pk")), "task__yearly_list")
    revisions = _counted(Revision.objects.filter(task__yearly_list=OuterRef("pk")), "task__yearly_list")
    recorded = PlanRound.objects.filter(
        plan__task__yearly_list=OuterRef("pk"), decision=PlanDecision.RECORDED
    )
    plans = _counted(recorded, "plan__task__yearly_list")
    last = Bulletin.objects.numbered().filter(yearly_list=OuterRef("pk")).order_by().values("yearly_list")
    return YearlyList.objects.annotate(
        plan_version=corrections + revisions + plans,
        last_issue=Subquery(last.annotate(last=Max("number")).values("last")),
    )


def stamp(yearly_list: YearlyList, period: ReportingPeriod | None = None) -> dict[str, object]:
    """What an answer about a list rests on, or about one of its quarters."""
    issue = yearly_list.last_issue
    if period is not None:
        issue = Bulletin.objects.numbered().filter(period=period).aggregate(last=Max("number"))["last"]
    return {
        "as_of": period.as_of if period else None,
        "issue": issue,
        "plan_version": yearly_list.plan_version,
    }


def lists() -> list[ListOut]:
    """Every list with its quarters."""
    tasks = _counted(Task.objects.filter(yearly_list=OuterRef("pk")), "yearly_list")
    found = stamped_lists().annotate(task_count=tasks).prefetch_related("periods")
    issues = dict(
        Bulletin.objects.numbered()
        .order_by()
        .values("period")
        .annotate(last=Max("number"))
        .values_list("period", "last")
    )
    return [_list(each, issues) for each in found]


def unit_out(unit: Unit) -> UnitOut:
    """A unit, as everything names it."""
    return UnitOut(code=unit.code, name=unit.name)


def units_out(units: Iterable[Unit]) -> list[UnitOut]:
    """Several of them."""
    return [unit_out(each) for each in units]


def word_out(states: type, code: str) -> Word:
    """A code with its word."""
    return Word(code=code, word=states.word_of(code))


def _list(found: YearlyList, issues: dict[int, int]) -> ListOut:
    return ListOut(
        as_of=None,
        issue=found.last_issue,
        plan_version=found.plan_version,
        year=found.year,
        title=found.title,
        document_number=found.document_number,
        stage=word_out(ListStage, found.stage),
        matters=found.matters,
        tasks=found.task_count,
        quarters=[_period(each, issues) for each in found.periods.all()],
    )


def _period(period: ReportingPeriod, issues: dict[int, int]) -> PeriodOut:
    state = "open" if period.is_open else "closed"
    return PeriodOut(
        quarter=period.quarter,
        as_of=period.as_of,
        opens_on=period.opens_on,
        due_on=period.due_on,
        state=state if period.opened_at else "not_open",
        issue=issues.get(period.pk),
    )


def _counted(rows: QuerySet, group: str) -> Coalesce:
    """How many of them, as a part of a query."""
    number = rows.order_by().values(of=F(group)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0, output_field=IntegerField())
