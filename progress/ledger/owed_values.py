"""Which yearly values of the five-year plans are owed on a day, by whom, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from progress.models import YearlyValue
from progress.rules.deadlines import Filing, Submission, filing_of, filing_state, overdue_days
from progress.rules.states import FilingState
from projects.models import FivePlan, Indicator, Unit
from projects.rules.calendar import local_day
from projects.rules.seals import seal_of

IN_WRITING = (FilingState.NOT_DUE, FilingState.DRAFT, FilingState.AWAITING)  # with the unit, in time
HANDED_IN = (FilingState.PENDING, FilingState.ACCEPTED)
AGAIN = (FilingState.RETURNED, FilingState.NOT_REFILED)


@dataclass(frozen=True)
class ValueLine:
    """One yearly value as it stands on a day; perhaps nobody has begun its paper yet."""

    paper: YearlyValue
    state: FilingState
    days_over: int

    @property
    def key(self) -> tuple[int, int]:
        """The indicator and the year: a paper that nobody began has no key of its own."""
        return self.paper.indicator_id, self.paper.year

    @property
    def unit(self) -> Unit | None:
        return self.paper.unit if self.paper.unit_id else None

    @property
    def indicator(self) -> Indicator:
        return self.paper.indicator

    @property
    def is_owed(self) -> bool:
        """Whether a unit in office has to do something."""
        return self.unit is not None and self.unit.is_active and not self.is_handed_in

    @property
    def is_handed_in(self) -> bool:
        """Whether it waits for the office, or was accepted."""
        return self.state in HANDED_IN

    @property
    def word(self) -> str:
        """Where it stands, for reading: nobody has begun it and its day has not passed, 待报."""
        return "待报" if self.state == FilingState.NOT_DUE else self.state.word

    @property
    def doing(self) -> str:
        """What the paper itself says of its state; one that nobody has begun is to be filled in."""
        return "填报" if self.paper.pk is None else self.paper.get_state_display()

    @property
    def is_to_refile(self) -> bool:
        """Whether the office has returned or reopened it, and it was not handed in since."""
        return self.state in AGAIN

    @property
    def until(self) -> date | None:
        """By when it is expected: the end of March, or a return's new date; None where reopened."""
        return self.paper.refile_by if self.is_to_refile else self.paper.due_on

    @property
    def seal(self) -> str:
        """A mark of how the line stood when it was read; writing on alone leaves it as it was."""
        shown = FilingState.NOT_DUE if self.state in IN_WRITING else self.state
        return seal_of(shown, self.until, self.paper.unit_id)


def value_line(paper: YearlyValue, on: date) -> ValueLine:
    """The paper as it stands on that day, by the rule that reports obey."""
    filing, due_on = _filing(paper), paper.due_on
    state = FilingState(filing_state(filing, due_on=due_on, on=on))
    return ValueLine(paper, state, overdue_days(filing, state=state, due_on=due_on, on=on))


def value_lines(asked: Iterable[tuple[int, int]], on: date, *, unit: int | None = None) -> list[ValueLine]:
    """Every indicator of these plans (keys) in these years as it stands on that day; perhaps of one unit."""
    return [value_line(paper, on) for paper in papers_by_indicator(asked, unit=unit)]


def owed_values(
    on: date, *, plans: Iterable[FivePlan] | None = None, unit: int | None = None
) -> list[ValueLine]:
    """Every value that a unit in office owes of the years that have ended, by year, unit and number.

    Of a plan that was adopted late it begins with the year before: nobody could be late with older ones.
    """
    found = FivePlan.objects.all() if plans is None else plans
    years = {plan.pk: [year for year in plan.years if _first_owed(plan) <= year < on.year] for plan in found}
    asked = {(plan, year) for plan, of in years.items() for year in of}
    owed = [line for line in value_lines(asked, on, unit=unit) if line.is_owed]
    return sorted(owed, key=lambda line: (line.paper.year, line.unit.order, line.indicator.number))


def papers_by_indicator(asked: Iterable[tuple[int, int]], *, unit: int | None = None) -> list[YearlyValue]:
    """A paper for each indicator of these plans (keys) and years, begun or not; two queries.

    A paper stays with the unit that began it; where nobody has, it is the unit's that answers today. With a
    unit's key only what is this unit's.
    """
    asked = sorted(asked)
    if not asked:
        return []
    plans, years = {plan for plan, _ in asked}, {year for _, year in asked}
    indicators = Indicator.objects.filter(plan__in=plans).select_related("plan", "unit").order_by("number")
    if unit is not None:
        began = YearlyValue.objects.filter(unit=unit, year__in=years).values("indicator")
        indicators = indicators.filter(Q(unit=unit) | Q(pk__in=began))
    indicators = list(indicators)
    rows = YearlyValue.objects.filter(indicator__in=[each.pk for each in indicators], year__in=years)
    known = {(each.indicator_id, each.year): each for each in rows.select_related("unit", "saved_by")}
    papers = []
    for plan, year in asked:
        for indicator in indicators:
            if indicator.plan_id != plan:
                continue
            paper = known.get((indicator.pk, year))
            if paper is None:
                paper = YearlyValue(indicator=indicator, year=year, unit=indicator.unit)
            paper.indicator = indicator
            if unit in (None, paper.unit_id):
                papers.append(paper)
    return papers


def _first_owed(plan: FivePlan) -> int:
    """The year before the one in which the plan was adopted here."""
    return local_day(plan.adopted_at).year - 1


def _filing(paper: YearlyValue) -> Filing:
    """What its rounds tell."""
    rounds = [
        Submission(
            datetime.fromisoformat(each["at"]),
            "recalled_at" in each,
            "refile_by" in each,
            date.fromisoformat(each["refile_by"]) if "refile_by" in each else None,
        )
        for each in paper.rounds
    ]
    return filing_of(paper.state, rounds)
