"""How the indicators of a five-year plan stand: their accepted values, judged year by year."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import F
from django.shortcuts import get_object_or_404

from progress.ledger.deciders import decided_by
from progress.ledger.owed_values import ValueLine, owed_values, papers_by_indicator
from progress.models import NamedValue, YearlyValue
from progress.rules.indicator_course import Course, Way, course_of, course_word, missing_word
from progress.rules.states import FilingState, YearlyValueState
from projects.filing import kept_rounds
from projects.models import FivePlan, Indicator, Unit, User
from projects.rules.amounts import plain
from projects.rules.calendar import short_day
from projects.rules.indicator_aims import is_change, is_rate
from projects.rules.roles import Role
from projects.screen.links import Waiting


@dataclass(frozen=True)
class JudgedIndicator:
    """One indicator as a year sees it: its accepted values up to then; `on` is the day that looks at it."""

    indicator: Indicator
    way: Way
    year: int
    values: Mapping[int, Decimal]
    on: date

    @property
    def value(self) -> Decimal | None:
        """The year's own."""
        return self.values.get(self.year)

    @property
    def expected(self) -> Decimal | None:
        """What the way asks for in the year, to two decimals."""
        expected = self.way.expected(self.year)
        return None if expected is None else round(expected, 2).normalize()

    @property
    def course(self) -> Course:
        """The class of the year's value."""
        return course_of(self.way, self.year, self.value)

    @property
    def word(self) -> str:
        """The class for reading; 待报 or 未报 where the year has no accepted value."""
        if self.value is None:
            return missing_word(self.year, self.on)
        return course_word(self.course, self.way, self.year)

    @property
    def tone(self) -> str:
        """The colour beside it."""
        return "none" if self.value is None else self.course.tone

    @property
    def value_words(self) -> str:
        """The year's value for reading."""
        return plain(self.value) or "—"

    @property
    def expected_words(self) -> str:
        """What the way asks for, for reading."""
        return plain(self.expected) or "—"


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation on paper is made of; `unit` where it tells only of what that unit answers for."""

    plan: FivePlan
    found: Sequence[JudgedIndicator]
    year: int
    dated: date
    unit: Unit | None = None

    @property
    def whose(self) -> str:
        """Behind the title."""
        return f"（{self.unit}）" if self.unit else ""


def plan_or_404(start: int, end: int) -> FivePlan:
    """The plan of these years."""
    return get_object_or_404(FivePlan, start_year=start, end_year=end)


def indicator_or_404(plan: FivePlan, number: int) -> Indicator:
    """The plan's indicator of this number, with plan and unit."""
    return get_object_or_404(plan.indicators.select_related("plan", "unit"), number=number)


def writes(user: User, of: Indicator | YearlyValue) -> bool:
    """Whether this person writes for the unit that is responsible."""
    return user.unit_id is not None and user.unit_id == of.unit_id and user.has_perm("file_reports")


def way_of(indicator: Indicator) -> Way:
    """From where to where it goes."""
    plan, in_percent = indicator.plan, is_rate(indicator.measure)
    is_sum = bool(indicator.target and indicator.target.is_sum)
    return Way(
        indicator.base,
        indicator.target,
        indicator.direction,
        plan.base_year,
        plan.end_year,
        indicator.targets_by_year,
        is_rate=in_percent,
        is_share=in_percent and not is_sum and not is_change(indicator.name),
    )


def value_before(paper: YearlyValue) -> Decimal | None:
    """The accepted value of the last year before this paper's that has one."""
    before = paper.indicator.yearly_values.filter(state=YearlyValueState.ACCEPTED, year__lt=paper.year)
    return before.order_by("-year").values_list("value", flat=True).first()


def paper_of(indicator: Indicator, year: int) -> YearlyValue:
    """The indicator's paper of this year; the row is made when it is first saved."""
    found = YearlyValue.objects.filter(indicator=indicator, year=year)
    paper = found.select_related("indicator__plan", "unit", "saved_by").first()
    return paper or YearlyValue(indicator=indicator, year=year, unit=indicator.unit)


def own_papers(plan: FivePlan, year: int, user: User) -> list[YearlyValue]:
    """The papers of the year that the person's unit writes, in the plan's order."""
    if user.unit_id is None:
        return []
    return papers_by_indicator([(plan.pk, year)], unit=user.unit_id)


def judged_indicators(plan: FivePlan, year: int, on: date) -> list[JudgedIndicator]:
    """Every indicator of the plan, in its order, as the year sees it."""
    accepted: dict[int, dict[int, Decimal]] = {}
    rows = YearlyValue.objects.filter(indicator__plan=plan, state=YearlyValueState.ACCEPTED, year__lte=year)
    for key, of_year, value in rows.values_list("indicator", "year", "value"):
        accepted.setdefault(key, {})[of_year] = value
    indicators = plan.indicators.select_related("plan", "unit")
    return [JudgedIndicator(each, way_of(each), year, accepted.get(each.pk, {}), on) for each in indicators]


def filed_words(lines: Iterable[ValueLine]) -> list[tuple[str, int]]:
    """How many papers stand in each state, in the order of a paper's life."""
    lines = list(lines)
    states = Counter(each.state for each in lines)
    words = {each.state: each.word for each in lines}
    return [(words[state], states[state]) for state in FilingState if states[state]]


def counted(found: Sequence[JudgedIndicator]) -> list[tuple[str, int]]:
    """How many of each class, in the classes' order; those without a value last."""
    counts = Counter(each.word for each in found)
    order = ("已实现", *(each.word for each in Course), "待报", "未报")
    return [(word, counts[word]) for word in order if counts[word]]


def usual_year(plan: FivePlan, today_year: int) -> int:
    """The year that is asked about where nobody names one: the last one that has ended."""
    return min(max(today_year - 1, plan.start_year), plan.end_year)


def papers_of(plan: FivePlan, year: int, user: User) -> dict[int, YearlyValue]:
    """The papers of the year that this person may know of, by indicator: the offices all, a unit its own."""
    rows = YearlyValue.objects.filter(indicator__plan=plan, year=year)
    if not user.has_perm("read_everything"):
        rows = rows.filter(unit=user.unit_id) if user.unit_id else rows.none()
    return {each.indicator_id: each for each in rows.select_related("indicator__plan", "unit")}


def chased(paper: YearlyValue) -> list[dict]:
    """When its unit was reminded of it, by whom, with what word; each time once, whoever was told."""
    rows = NamedValue.objects.filter(indicator=paper.indicator_id, year=paper.year)
    named = rows.order_by("-reminder__sent_at").annotate(
        sent_at=F("reminder__sent_at"), by=F("reminder__sent_by__display_name"), word=F("reminder__word")
    )
    return list(named.values("sent_at", "by", "word").distinct())


def indicators_waiting(user: User, on: date) -> list[Waiting]:
    """What the person's unit owes of the years that have ended, or what waits for this person's word."""
    return [each for plan in FivePlan.objects.all() for each in _of_plan(plan, user, on)]


def _of_plan(plan: FivePlan, user: User, on: date) -> Iterable[Waiting]:
    if user.has_perm("file_reports"):
        yield from _owed(plan, user, on)
    else:
        yield from _to_decide(plan, user)
    if user.has_perm("remind_units"):
        yield from _overdue(plan, on)


def _owed(plan: FivePlan, user: User, on: date) -> Iterable[Waiting]:
    """What the unit owes, year by year: to be written, to be signed, and each one that came back."""
    own = owed_values(on, plans=[plan], unit=user.unit_id)
    for year, lines in groupby(own, key=lambda each: each.paper.year):
        found = list(lines)
        unsigned = [each for each in found if each.paper.state == YearlyValueState.AWAITING]
        back = [each for each in found if each not in unsigned and _came_back(each)]
        unwritten = [each for each in found if each not in unsigned and each not in back]
        yield from (
            Waiting("规划指标重报", str(each.paper), _back_words(each, user), each.paper.address)
            for each in back
        )
        subject, page = f"{year}年年度值", f"{plan.address}?year={year}"
        if unsigned:
            way = unsigned[0].paper.address if len(unsigned) == 1 else page
            is_signer = user.role == Role.SIGNER
            kind = "规划指标待审签" if is_signer else "规划指标等待审签"
            words = f"{len(unsigned)}项年度值{'待审签' if is_signer else '已送审签，等待审签人报送'}"
            paper = unsigned[0].paper if len(unsigned) == 1 else None
            yield Waiting(kind, subject, f"{words}{_late_words(unsigned)}。", way, paper)
        if unwritten:
            until = f"{_day(unwritten[0].paper.due_on)}前报送"
            words = f"{len(unwritten)}项指标{until}{_late_words(unwritten)}。"
            yield Waiting("规划指标", subject, words, page)


def _day(day: date) -> str:
    """With the year: a value may be owed for years."""
    return f"{day.year}年{short_day(day)}"


def _late_words(found: Sequence[ValueLine]) -> str:
    """How many of these are past their day; "" where none is."""
    over = sum(each.days_over > 0 for each in found)
    if not over:
        return ""
    return f"，{over}项已逾期" if over < len(found) else "，已逾期"


def _came_back(line: ValueLine) -> bool:
    """Whether the unit has to write it again: sent back by its signer, returned or reopened by the office."""
    return (
        line.is_to_refile or line.paper.state == YearlyValueState.REOPENED or bool(line.paper.sent_back_word)
    )


def _back_words(line: ValueLine, user: User) -> str:
    """Who gave it back, and by when it is expected again."""
    paper, late = line.paper, f"，已逾期{line.days_over}天" if line.days_over else ""
    if paper.sent_back_word:
        who = "已退回填报人" if user.role == Role.SIGNER else "审签人已退回"
        until = f"（{_day(line.until)}前报送{late}）" if line.until else ""
        return f"{who}：{paper.sent_back_word}{until}"
    if paper.state == YearlyValueState.REOPENED:
        again = kept_rounds.reopened(paper)
        why = f"：{again['reopen_reason']}" if again else "，请修改后重新报送。"
        return f"已重开{why}"
    if paper.refile_by is None:
        return "已退回，请重报。"
    return f"已退回，请于{_day(paper.refile_by)}前重报{late}。"


def _overdue(plan: FivePlan, on: date) -> Iterable[Waiting]:
    """What units owe past its day, year by year, for who may remind them."""
    over = [each for each in owed_values(on, plans=[plan]) if each.days_over]
    for year, lines in groupby(over, key=lambda each: each.paper.year):
        found = list(lines)
        units = len({each.paper.unit_id for each in found})
        words = f"{units}个单位{len(found)}项逾期未报，可以催报。"
        yield Waiting("规划指标逾期", f"{year}年年度值", words, f"{plan.address}?year={year}#owed")


def _to_decide(plan: FivePlan, user: User) -> list[Waiting]:
    rows = YearlyValue.objects.filter(indicator__plan=plan, state=YearlyValueState.SUBMITTED)
    found = rows.filter(decided_by(user, "unit")).select_related("indicator__plan", "unit")
    return [
        Waiting("规划指标待审核", str(each), f"{each.unit}已报送，请审核。", each.address, each)
        for each in found
    ]
