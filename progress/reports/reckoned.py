"""What the page says of one figure while it is typed, and of what was saved: reckoned in this one place."""

from dataclasses import dataclass, replace
from decimal import Decimal

from progress.reports.sheet import TargetRow
from progress.rules.plausibility import Doubted, doubted
from progress.rules.weighing import JudgingRules, TargetFigure, completion_rate, weigh
from projects.rules.amounts import counted, read_back

NOTHING = "—"


@dataclass(frozen=True)
class Reckoned:
    """One target with the figure that stands in the form, read or not."""

    figure: TargetFigure
    why: str  # what is wrong with what was typed; "" where nothing is
    sentence: str  # plan beside actual
    doubt: Doubted | None
    typed: Decimal | None = None  # as it stands in the field: the total, or the quarter's own

    @property
    def words(self) -> str:
        """What stands in the field read back, with its unit."""
        return "" if self.typed is None else f"{read_back(self.typed)}{self.figure.unit}"

    @property
    def total(self) -> str:
        """截至季末累计, as it is stored, with its unit."""
        return counted(self.figure.actual, self.figure.unit) or NOTHING

    @property
    def own(self) -> str:
        """The quarter's own with its unit: the difference to the last total known."""
        if self.figure.actual is None:
            return NOTHING
        return counted(self.figure.actual - (self.figure.earlier or 0), self.figure.unit)

    @property
    def rate(self) -> str:
        """完成率."""
        percent = completion_rate(self.figure)
        return NOTHING if percent is None else f"{percent}%"

    def as_json(self) -> dict[str, str]:
        """For the page's script."""
        return {
            "why": self.why,
            "words": self.words,
            "own": self.own,
            "total": self.total,
            "rate": self.rate,
            "sentence": self.sentence,
            "doubt": self.doubt.words if self.doubt else "",
            "mark": self.doubt.mark if self.doubt else "",
        }


def reckoned(
    row: TargetRow,
    amount: Decimal | None,
    no_data_reason: str,
    *,
    typed: Decimal | None,
    why: str,
    quarter: int,
    rules: JudgingRules,
) -> Reckoned:
    """The row with this figure in the place of the one that was saved.

    待核对 is explained before anything is typed, the plan beside the actual once there is a figure.
    """
    figure = replace(row.figure, actual=amount, no_data_reason=no_data_reason)
    is_weighed = amount is not None or figure.is_unsettled
    sentence = weigh(figure, quarter=quarter, rules=rules).sentence if is_weighed else ""
    return Reckoned(figure, why, sentence, doubted(figure), typed)
