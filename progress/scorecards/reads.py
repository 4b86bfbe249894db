"""The cards of a list as a day sees them: from what the issues tell, line by line; issued ones as frozen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from progress.ledger.ledgers import ledgers_for_classes
from progress.models import Bulletin, Objection, ReportingPeriod, Scoring
from progress.rules.scoring import (
    Card,
    LineKind,
    Ruling,
    ScoredLine,
    formula,
    with_rulings,
)
from progress.rules.states import (
    ObjectionState,
)
from progress.scorecards.lines import last_survey, lines_by_unit, short_points
from projects.lists.parties import GROUP, parties_of
from projects.models import Unit, User, YearlyList
from projects.models.statements import Statement, slot, statement
from projects.rules.quarters import YEAR_END, Quarter
from projects.rules.seals import seal_of


@dataclass(frozen=True)
class UnitCard:
    """One unit's card."""

    unit: Unit
    card: Card

    @property
    def url(self) -> str:
        """Where its working stands, relative to the list of all."""
        return f"{self.unit.code}/"


def unit_cards(yearly_list: YearlyList, on: date) -> tuple[UnitCard, ...]:
    """The card of every unit that leads a task, in the official order; frozen once issued.

    A unit that leads none has one where contributions are scored and some were owed by it.
    """
    scoring = Scoring.objects.of(yearly_list)
    if scoring.issued_at is not None:
        kept = scoring.cards.select_related("unit").order_by("unit__order")
        return tuple(UnitCard(each.unit, Card(lines_from_json(each.lines))) for each in kept)
    quarter = _last_quarter(yearly_list)
    if quarter is None:
        return ()
    ledgers = ledgers_for_classes(yearly_list.tasks.order_by("number"), (quarter,), on)
    lines = lines_by_unit(yearly_list, scoring, ledgers, quarter, on)
    rulings = _rulings(scoring)
    return tuple(
        UnitCard(unit, _card(lines[unit], rulings[unit.pk]))
        for unit in sorted(lines, key=lambda each: each.order)
    )


def _card(lines: Iterable[ScoredLine], rulings: Iterable[Ruling]) -> Card:
    """In the order of the kinds, with what was upheld."""
    order = {kind: place for place, kind in enumerate(LineKind)}
    return Card(with_rulings(sorted(lines, key=lambda each: order[each.kind]), rulings))


def seal_of_cards(cards: Iterable[UnitCard]) -> str:
    """The mark of what all the cards say: what is shown or issued is what was read."""
    return seal_of(*((each.unit.pk, each.card) for each in cards))


def line_seal(line: ScoredLine | None) -> str:
    """The mark of one line; "" where it is no longer there."""
    return seal_of(line) if line else ""


def year_basis(yearly_list: YearlyList) -> str:
    """By what the year's classes stand: 全年通报, else how far it has come."""
    for (number,) in _last_issue_of_the_year().ask(yearly_list=yearly_list.pk):
        return f"按全年通报（第{number}期）"
    quarter = _last_quarter(yearly_list)
    return (
        f"预览：按{Quarter(yearly_list.year, quarter).label}的评价，全年通报印发后才能公示" if quarter else ""
    )


@cache
def _last_issue_of_the_year() -> Statement:
    issues = Bulletin.objects.filter(yearly_list=slot("yearly_list"), period__quarter=YEAR_END)
    return statement(issues.order_by("-number").values_list("number")[:1])


def lines_to_json(lines: Iterable[ScoredLine]) -> list[dict]:
    """As they are frozen: numbers as text."""
    return [
        {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(each).items()}
        for each in lines
    ]


def lines_from_json(kept: Iterable[dict]) -> tuple[ScoredLine, ...]:
    """The lines from what `lines_to_json` made."""
    return tuple(ScoredLine(**{name: _thawed(name, value) for name, value in each.items()}) for each in kept)


def _thawed(name: str, value: object) -> object:
    is_number = name in ("points", "weight", "before")
    return Decimal(value) if is_number and value is not None else value


def may_see(user: User, unit: Unit, scoring: Scoring) -> bool:
    """The two offices everything; a unit its own; once issued everybody all."""
    if user.has_perm("read_everything") or scoring.issued_at is not None:
        return True
    return user.unit_id == unit.pk and user.has_perm("file_reports")


def objections_waiting(scoring: Scoring) -> int:
    """How many objections wait for an answer."""
    if scoring.pk is None:
        return 0
    return scoring.objections.filter(state=ObjectionState.ASKED).count()


def _last_quarter(yearly_list: YearlyList) -> int | None:
    return next((quarter for (quarter,) in _opened().ask(yearly_list=yearly_list.pk)), None)


@cache
def _opened() -> Statement:
    """The quarters of a list that were opened, the last first."""
    periods = ReportingPeriod.objects.filter(yearly_list=slot("yearly_list")).opened()
    return statement(periods.order_by("-quarter").values_list("quarter"))


def formula_of(scoring: Scoring, cards: Iterable[UnitCard]) -> str:
    """How the cards were worked out, in one line."""
    counts = any(each.card.led == 0 for each in cards)
    return formula(without_lead=scoring.completed if counts else None)


def unscored_words(yearly_list: YearlyList, scoring: Scoring, cards: Iterable[UnitCard]) -> str:
    """Why units that only help with others' tasks have no card; "" where each has one."""
    parties = parties_of(yearly_list)
    leading = {each.code for each in parties.leading} | {each.unit.code for each in cards}
    left = [each.name for each in parties.answering if each.kind != GROUP and each.code not in leading]
    if not left:
        return ""
    why = "全年没有应报的协同情况" if scoring.minus_contribution else "考核办法没有计协同情况"
    return f"没有牵头任务、只配合任务的单位，{why}的不计分，共{len(left)}个：{'、'.join(left)}。"


def survey_note(yearly_list: YearlyList, scoring: Scoring) -> str:
    """What stands beside the table where a survey counts and none is on record; "" else."""
    if scoring.issued_at is not None or not scoring.plus_survey or last_survey(yearly_list):
        return ""
    return "清单还没有登记满意度调查，登记以前各单位这一项不计分。"


def _rulings(scoring: Scoring) -> dict[int, list[Ruling]]:
    """By unit: the objections that were upheld."""
    found: dict[int, list[Ruling]] = defaultdict(list)
    if scoring.pk is not None:
        for each in scoring.objections.filter(state=ObjectionState.UPHELD):
            found[each.unit_id].append(Ruling(each.line, short_points(each.points), each.answer))
    return found


def objections_of(scoring: Scoring, unit: Unit) -> dict[str, Objection]:
    """What a unit said against its lines, by line."""
    if scoring.pk is None:
        return {}
    return {each.line: each for each in scoring.objections.filter(unit=unit).select_related("changed_by")}
