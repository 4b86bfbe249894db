"""Figures that cannot be, or hardly: what is asked about before one is signed (domain.md, A report's life).

A doubt is no error: who knows better says 确认无误, for this figure and these doubts. A figure that is
changed, or doubted for other reasons than were told then, is asked about anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from progress.rules.weighing import TargetFigure
from projects.rules.amounts import plain, worded
from projects.rules.planning import GOES_ON
from projects.rules.states import Nature
from projects.rules.whole_units import fraction_words
from projects.rules.words import Worded

RATES = {"%": Decimal(100), "‰": Decimal(1000)}  # the whole of which these are parts
OFTEN = 10  # times the last total
TOO_OFTEN_TO_SAY = 1000
TWICE = 2


class Doubt(Worded):
    """Why a figure is asked about, in the order in which the reasons are shown."""

    OVER_TARGET = "over_target", "超过全年目标的两倍"
    OVER_PLAN = "over_plan", "超过计划投资"
    LEAP = "leap", "达到上次累计的十倍以上"
    BEYOND = "beyond", "比率高于100%或数值低于0"
    FRACTION = "fraction", "按整数计的出现小数"
    UNPLANNED = "unplanned", "本季没有安排却大幅增加"
    FALL = "fall", "低于上次累计"


class Confirmer(Worded):
    """Who said 确认无误, each for themself: nobody's word is ticked beforehand for the next one."""

    FILER = "filer", "填报"
    SIGNER = "signer", "审签"
    REVIEWER = "reviewer", "审核"


@dataclass(frozen=True)
class Doubted:
    """One figure with the reasons for which it is asked about, each as a sentence's part."""

    figure: TargetFigure
    reasons: Mapping[Doubt, str]

    @property
    def field(self) -> str:
        """The name of its part of the report."""
        return f"target-{self.figure.key}"

    @property
    def mark(self) -> str:
        """The figure and the doubts as they were seen: what a 确认无误 is said of."""
        return f"{plain(self.figure.actual)}|{'+'.join(self.reasons)}"

    @property
    def words(self) -> str:
        """Everything that is asked about, in one sentence."""
        return f"{worded(self.figure.actual)}{self.figure.unit}，{'；'.join(self.reasons.values())}。"

    @property
    def question(self) -> str:
        """The same with the target's name, for a list of several."""
        return f"“{self.figure.label}”填了{self.words}请核对，确实无误的请勾选“确认无误”。"


@dataclass(frozen=True)
class Confirmation:
    """确认无误: which part was confirmed as what, by whom and when."""

    field: str
    mark: str
    by_whom: str  # of Confirmer
    name: str
    at: datetime

    @property
    def words(self) -> str:
        """填报 张某 7月10日."""
        return f"{Confirmer.word_of(self.by_whom)} {self.name} {self.at.month}月{self.at.day}日"


def doubted(figure: TargetFigure) -> Doubted | None:
    """What is to be asked about a figure; None where nothing is, or nothing was filled in."""
    if figure.actual is None:
        return None
    found = {
        Doubt.OVER_TARGET: _over_target(figure),
        Doubt.OVER_PLAN: _over_plan(figure),
        Doubt.LEAP: _leap(figure),
        Doubt.BEYOND: _beyond(figure),
        Doubt.FRACTION: _fraction(figure),
        Doubt.UNPLANNED: _unplanned(figure),
        Doubt.FALL: _fall(figure),
    }
    reasons = {doubt: words for doubt, words in found.items() if words}
    return Doubted(figure, reasons) if reasons else None


def doubted_ones(figures: Iterable[TargetFigure]) -> tuple[Doubted, ...]:
    """Those of several figures that are asked about."""
    return tuple(each for each in map(doubted, figures) if each is not None)


def is_of(mark: str, amount: Decimal | None) -> bool:
    """Whether what was confirmed is this amount; the reasons are compared where it is signed."""
    return amount is not None and mark.partition("|")[0] == plain(amount)


def unconfirmed(figures: Iterable[TargetFigure], confirmed: Mapping[str, str]) -> tuple[Doubted, ...]:
    """The doubted figures that nobody confirmed as they stand; `confirmed` are marks by the part's name."""
    return tuple(each for each in doubted_ones(figures) if confirmed.get(each.field) != each.mark)


def confirmations_of(kept: Iterable[Mapping[str, str]]) -> tuple[Confirmation, ...]:
    """What stands with a report, from JSON."""
    return tuple(Confirmation(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in kept)


def to_json(confirmations: Iterable[Confirmation]) -> list[dict[str, str]]:
    """The same as JSON holds it."""
    return [{**asdict(each), "at": each.at.isoformat()} for each in confirmations]


def marks_by(by_whom: str, confirmations: Iterable[Confirmation]) -> dict[str, str]:
    """What one of the three confirmed, by the part's name."""
    return {each.field: each.mark for each in confirmations if each.by_whom == by_whom}


def said_of(doubt: Doubted, confirmations: Iterable[Confirmation]) -> tuple[Confirmation, ...]:
    """Who confirmed this figure as it stands."""
    return tuple(each for each in confirmations if (each.field, each.mark) == (doubt.field, doubt.mark))


def _over_target(figure: TargetFigure) -> str:
    """Above twice the year's target; of what is to go down, above twice where it starts."""
    bound = figure.quantity or Decimal(0)
    if figure.runs_down and figure.baseline is not None:
        bound = max(bound, figure.baseline)
    if bound <= 0 or figure.actual <= TWICE * bound:
        return ""
    return f"超过{figure.promise}{worded(figure.quantity)}{figure.unit}的两倍"


def _over_plan(figure: TargetFigure) -> str:
    """Above a sum that is not meant to be passed, as a target is; above twice of it the other reason says."""
    if not figure.is_limit or not figure.quantity or figure.actual <= figure.quantity:
        return ""
    if _over_target(figure):
        return ""
    return f"超过{figure.promise}{worded(figure.quantity)}{figure.unit}"


def _leap(figure: TargetFigure) -> str:
    if figure.earlier is None or figure.earlier <= 0 or figure.actual < OFTEN * figure.earlier:
        return ""
    times = figure.actual / figure.earlier
    so_often = f"{plain(round(times, 1))}倍" if times < TOO_OFTEN_TO_SAY else "一千倍以上"
    return f"是上次累计{worded(figure.earlier)}{figure.unit}的{so_often}"


def _beyond(figure: TargetFigure) -> str:
    """A rate above the whole, or a level below 0; of one that starts or ends there nothing is asked."""
    if figure.nature != Nature.LEVEL:
        return ""
    meant = [each for each in (figure.quantity, figure.baseline) if each is not None]
    whole = RATES.get(figure.unit)
    if figure.actual < 0 and all(each >= 0 for each in meant):
        return "低于0"
    if whole and figure.actual > whole and all(each <= whole for each in meant):
        return f"高于{plain(whole)}{figure.unit}"
    return ""


def _fraction(figure: TargetFigure) -> str:
    """A level may be an average of whole things (每千人3.2名); a count of them is whole."""
    return fraction_words(figure.actual, figure.unit) if figure.nature == Nature.COUNT else ""


def _unplanned(figure: TargetFigure) -> str:
    """A quarter of the target or more, where the plan had begun and planned nothing for this quarter."""
    planned = figure.planned
    repeats = planned.is_figure and planned.own is not None and planned.own == 0 and bool(planned.ytd)
    if figure.nature != Nature.COUNT or not (planned.source == GOES_ON or repeats):
        return ""
    if figure.earlier is None or not figure.quantity or figure.quantity < 0:
        return ""
    own = figure.actual - figure.earlier
    if own * 4 < figure.quantity:
        return ""
    return f"本季没有安排，却增加{worded(own)}{figure.unit}，达到{figure.promise}的四分之一以上"


def _fall(figure: TargetFigure) -> str:
    if figure.nature != Nature.COUNT or figure.earlier is None or figure.actual >= figure.earlier:
        return ""
    less = worded(figure.earlier - figure.actual)
    return f"比上次累计{worded(figure.earlier)}{figure.unit}少{less}{figure.unit}"
