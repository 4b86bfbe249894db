"""What the ledgers read: everything that belongs to the tasks, by one statement."""

from collections.abc import Callable, Sequence
from functools import cache, partial

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Exists,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.fields.json import KT

from progress.ledger.deciders import coordinators_units
from progress.ledger.entries import (
    ExtensionRow,
    Measured,
    MilestoneItemRow,
    MilestoneRow,
    Planned,
    PlannedInvestment,
    Stated,
)
from progress.models import (
    Closure,
    ContributionDemand,
    Extension,
    ItemState,
    KeptPlan,
    ListSettings,
    Measurement,
    Notice,
    Report,
    ReportingPeriod,
    Round,
    SharedTarget,
    Verdict,
)
from progress.rules.states import LAST_QUARTER, Completion, ReportState
from projects.models import (
    Assignment,
    Domain,
    EarlierPlan,
    Matter,
    Milestone,
    MilestoneItem,
    PlannedValue,
    PlanRound,
    Revision,
    SubProject,
    Target,
    Task,
    Unit,
    UnitAlias,
    UnitGroup,
    YearlyList,
)
from projects.models.side_by_side import Selection, Tables, side_by_side
from projects.models.statements import among, within
from projects.rules.plan_states import PlanDecision
from projects.rules.states import AssignmentRole, Direction, Nature, Qualifier

LONG_TEXTS = ("source_text", "clause")  # as printed: deferred, no rule asks for them
SEEN_TO = (  # of a verdict, what no class follows from
    "version",
    "given_at",
    "given_by_id",
    "confirmed_by_id",
    "refused_by_id",
    "refusal_reason",
)
WRITING = (  # of a report, what only its own pages and the queue show: no bulletin tells it
    "sent_back_word",
    "unread",
    "confirmations",
    "self_assessment",
    "version",
    "changed_at",
    "changed_by_id",
    "changed_word",
    "saved_at",
    "saved_by_id",
    "sent_at",
)
# Of a report, what no filing state follows from: deferred where no figures are asked for
TYPED = ("text", "problems", "next_steps", "invested", *WRITING)


def gather(keys: Sequence[int], *, figures: bool = True) -> dict[str, list]:
    """The rows of every table, of the tasks with these keys.

    Without figures only what filing states and given verdicts follow from.
    """
    return side_by_side(_all_tables if figures else _tables_without_figures, tasks=list(keys))


def gather_told(keys: Sequence[int]) -> dict[str, list]:
    """The rows of every table without what no bulletin tells of a report."""
    return side_by_side(_tables_of_bulletins, tasks=list(keys))


def gather_figures(keys: Sequence[int]) -> dict[str, list]:
    """What `gather` leaves out without figures; what was typed stays deferred."""
    return side_by_side(_tables_of_figures, tasks=list(keys))


def gather_plan(keys: Sequence[int]) -> dict[str, list]:
    """What was to be done in each quarter, and who reports it; no rows of what was done."""
    found = side_by_side(_tables_of_plan, tasks=list(keys))
    return {name: [] for name in _all_tables()} | found


@cache
def _all_tables() -> Tables:
    return _frame() | _plan() | _filed(but=()) | _figures()


@cache
def _tables_of_bulletins() -> Tables:
    return _frame() | _plan() | _filed(but=WRITING) | _figures()


@cache
def _tables_without_figures() -> Tables:
    return _frame() | _filed(but=(*TYPED, *SEEN_TO))


@cache
def _tables_of_plan() -> Tables:
    frame, filed = _frame(), _filed(but=(*TYPED, *SEEN_TO))
    who = {name: frame[name] for name in ("tasks", "periods", "units", "leads")}
    return who | {"reports": filed["reports"]} | _plan()


@cache
def _tables_of_figures() -> Tables:
    return _plan() | _figures()


def _frame() -> Tables:
    """The tasks, their lists with settings and quarters, the units named, who leads, whose people review."""
    tasks = Task.objects.filter(_asked("pk")).order_by()
    leads = _of_task(Assignment).filter(role=AssignmentRole.LEAD)
    lists = tasks.values("yearly_list")
    periods = ReportingPeriod.objects.filter(yearly_list__in=lists).order_by("quarter")
    named = Q(pk__in=leads.values("unit"))
    named |= Q(pk__in=_of_task(Report).values("unit"))
    named |= Q(pk__in=_of_task(Target).values("reporting_unit"))
    named |= Q(pk__in=_of_task(SubProject).values("reporting_unit"))
    return {
        "tasks": Selection(tasks, _all_of(Task, but=LONG_TEXTS)),
        "lists": Selection(YearlyList.objects.filter(pk__in=lists), _all_of(YearlyList)),
        "domains": Selection(
            Domain.objects.filter(pk__in=tasks.values("domain")).order_by(), _all_of(Domain)
        ),
        "matters": Selection(
            Matter.objects.filter(pk__in=tasks.values("matter")).order_by(), _all_of(Matter)
        ),
        "settings": Selection(ListSettings.objects.filter(yearly_list__in=lists), _all_of(ListSettings)),
        "periods": Selection(periods, _all_of(ReportingPeriod)),
        "units": Selection(Unit.objects.filter(named).order_by(), _all_of(Unit)),
        "groups": Selection(
            UnitGroup.objects.filter(pk__in=leads.values("group")).order_by(), _all_of(UnitGroup)
        ),
        "leads": Selection(leads.order_by("order"), _all_of(Assignment)),
        "coordinators": Selection(coordinators_units().order_by(), ("id",), tuple),
        "scheduled": Selection(_scheduled(tasks), ("id",), tuple),
        "finishable": Selection(_finishable(tasks), ("id",), tuple),
        "exceedable": Selection(_exceedable(tasks), ("id",), tuple),
        "earlier_schedules": Selection(
            _of_task(EarlierPlan).annotate(said=_says_anything()), ("task_id", "quarter", "said"), tuple
        ),
        "kept_schedules": Selection(
            _kept_plans().annotate(said=_says_anything()), ("task_id", "period__quarter", "said"), tuple
        ),
    }


def _scheduled(tasks: QuerySet) -> QuerySet:
    """The tasks of which some quarter says, in words or figures, what is to be done."""
    said = Milestone.objects.filter(task=OuterRef("pk")).exclude(text="").order_by()
    figured = PlannedValue.objects.filter(target__task=OuterRef("pk")).order_by()
    return tasks.filter(Exists(said) | Exists(figured))


def _says_anything() -> Func:
    """Whether a plan that was kept says of some quarter, in words or figures, what is to be done."""
    path = '$ ? (exists(@.milestones[*].text ? (@ != "")) || exists(@.targets[*].figures[*]))'
    return Func(
        "plan",
        Value(path),
        template="jsonb_path_exists(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )


def _kept_plans() -> QuerySet:
    """The plans kept at signing: only of a task that was revised do they tell another plan than today's."""
    return _of_task(KeptPlan).filter(Exists(Revision.objects.filter(task=OuterRef("task"))))


def _finishable(tasks: QuerySet) -> QuerySet:
    """The tasks that accepted figures may have finished: what this leaves out nobody need weigh.

    Only a growing count that one lead reports is seen in single values; every other target may be met.
    """
    hard = MilestoneItem.objects.filter(milestone__task=OuterRef("pk"), is_soft=False).order_by()
    done = ItemState.objects.filter(
        item=OuterRef("pk"), report__state=ReportState.ACCEPTED, confirmed=Completion.DONE
    )
    targets = _of_task(Target).filter(task=OuterRef("pk"))
    counts = targets.filter(nature=Nature.COUNT, direction=Direction.UP, is_summed_over_leads=False)
    met = Measurement.objects.filter(
        target=OuterRef("pk"), report__state=ReportState.ACCEPTED, value__gte=OuterRef("quantity")
    )
    unmet = counts.exclude(qualifier=Qualifier.AT_MOST).filter(~Exists(met.order_by()))
    undone = hard.filter(~Exists(done.order_by()))
    in_turn = (  # the cheapest first, and what is true of most tasks while the year runs
        When(Exists(unmet), then=Value(False)),
        When(Exists(undone), then=Value(False)),
        When(Exists(targets) | Exists(hard), then=Value(True)),
    )
    return tasks.filter(Case(*in_turn, default=Value(False)))


def _exceedable(tasks: QuerySet) -> QuerySet:
    """The tasks of which an accepted figure may be above the target: what this leaves out nobody need weigh.

    What several leads report together is seen in no single value, nor is a target that was revised. 超额完成
    is told of the year alone: before its last quarter is there, of none.
    """
    lists = tasks.values("yearly_list")
    last = ReportingPeriod.objects.filter(yearly_list__in=lists, quarter__gte=LAST_QUARTER).order_by()
    counts = Target.objects.filter(task=OuterRef("pk"), nature=Nature.COUNT).order_by()
    above = Measurement.objects.filter(
        target=OuterRef("pk"), report__state=ReportState.ACCEPTED, value__gt=OuterRef("quantity")
    )
    revised = Revision.objects.filter(task=OuterRef("pk")).order_by()
    return tasks.filter(
        Exists(last),
        Exists(counts.filter(Q(is_summed_over_leads=True) | Exists(above.order_by()))) | Exists(revised),
    )


def _plan() -> Tables:
    """What is planned: targets with their figures, milestones with their items, and former plans."""
    planned = PlannedValue.objects.filter(within("target_id", _of_task(Target)))
    items = MilestoneItem.objects.filter(within("milestone_id", _of_task(Milestone)))
    leads = _of_task(Assignment).filter(role=AssignmentRole.LEAD)
    called = UnitAlias.objects.filter(unit__in=leads.values("unit")).order_by("pk")
    return {
        "targets": Selection(_of_task(Target).order_by("order"), _all_of(Target)),
        "planned": Selection(planned.order_by("stage", "quarter"), Planned._fields, _named(Planned)),
        "milestones": Selection(
            _of_task(Milestone).order_by("quarter"), MilestoneRow._fields, _named(MilestoneRow)
        ),
        "sub_projects": Selection(_of_task(SubProject), _all_of(SubProject)),
        "aliases": Selection(called, ("unit_id", "name"), tuple),
        "items": Selection(items.order_by("order"), MilestoneItemRow._fields, _named(MilestoneItemRow)),
        "earlier_plans": Selection(_of_task(EarlierPlan), ("task_id", "quarter", "plan"), tuple),
        "kept_plans": Selection(_kept_plans(), ("task_id", "period__quarter", "plan"), tuple),
        "investments": Selection(
            _investments(), ("plan__task_id", "plan__unit_id", "amount"), PlannedInvestment.read
        ),
    }


def _investments() -> QuerySet:
    """The recorded rounds of plans with what they invest; the last one recorded comes last."""
    recorded = PlanRound.objects.filter(_asked("plan__task_id"), decision=PlanDecision.RECORDED)
    return recorded.annotate(amount=KT("content__investment")).order_by("plan", "number")


def _filed(but: tuple[str, ...]) -> Tables:
    """What was reported and decided, without the figures; `but` leaves fields out."""
    reports = _of_task(Report).order_by("period__quarter", "unit__order")
    first_rounds = Round.objects.filter(within("report_id", _of_task(Report)), number=1).order_by()
    extensions = Extension.objects.filter(period__in=_of_task(Report).values("period")).order_by()
    chosen = ArrayAgg("tasks", filter=Q(tasks__isnull=False), default=[])
    return {
        "reports": Selection(reports, _all_of(Report, but=but)),
        "verdicts": Selection(_of_task(Verdict), _all_of(Verdict, but=but)),
        "rounds": Selection(first_rounds, ("report_id",), tuple),
        "closures": Selection(_of_task(Closure), ("task_id", "period__quarter", "state"), tuple),
        "extensions": Selection(
            extensions.annotate(task_ids=chosen), ExtensionRow._fields, _named(ExtensionRow)
        ),
        "notices": Selection(Notice.tasks.through.objects.filter(_asked()), ("task_id",), tuple),
        "shared": Selection(
            SharedTarget.objects.filter(_asked("target__task_id")).order_by(), ("target__task_id",), tuple
        ),
        "demanded": Selection(_of_task(ContributionDemand), ("task_id",), tuple),
    }


def _figures() -> Tables:
    """The figures and the states of items in the reports."""
    in_reports = within("report_id", _of_task(Report))
    measurements = Measurement.objects.filter(in_reports).order_by()
    states = ItemState.objects.filter(in_reports).order_by()
    return {
        "measurements": Selection(measurements, Measured._fields, _named(Measured)),
        "states": Selection(states, Stated._fields, _named(Stated)),
    }


def _asked(task: str = "task_id") -> Func:
    """Whether the task is among those asked about."""
    return among(task, "tasks", of=BigIntegerField())


def _named(kind: type[tuple]) -> Callable[[list], tuple]:
    """A row of this kind of named tuple, made of as many fields as it has: `_make` counts them row by row."""
    return partial(tuple.__new__, kind)


def _of_task(model: type[Model]) -> QuerySet:
    return model.objects.filter(_asked()).order_by()


def _all_of(model: type[Model], but: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in but)
