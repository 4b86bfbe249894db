"""已完成投资: what a task has spent by the end of a quarter, beside what its plan invests (domain.md, Plans).

In 万元, year-to-date. It judges nothing: a report is asked for it and may leave it out.
What can hardly be is asked about as of a target's figure.
"""

from dataclasses import dataclass
from decimal import Decimal

from progress.rules.plausibility import Doubted, doubted
from progress.rules.weighing import TargetFigure
from projects.rules.amounts import TEN_THOUSAND, money
from projects.rules.planning import NOTHING, PlannedQuarter

UNIT = "万元"  # of what is typed
KEY = 0  # in the place of a target's key, which begins at 1
PERCENT, TENTH = Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class Spending:
    """计划投资 of a task, what was spent by the quarter before, and by this one."""

    planned: Decimal
    earlier: Decimal | None = None
    spent: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """Percent of what is planned, one decimal."""
        if self.spent is None or self.planned <= 0:
            return None
        return (self.spent / self.planned * PERCENT).quantize(TENTH)

    @property
    def figure(self) -> TargetFigure:
        """The same in 元, as a figure that is asked about and confirmed like those of targets."""
        return TargetFigure(
            key=KEY,
            label="已完成投资",
            quantity=in_yuan(self.planned),
            planned=PlannedQuarter(KEY, None, None, NOTHING),
            actual=in_yuan(self.spent),
            earlier=in_yuan(self.earlier),
            unit="元",
            promise="计划投资",
            is_limit=True,
        )

    @property
    def doubt(self) -> Doubted | None:
        """What is asked about it; None where nothing is."""
        return doubted(self.figure)

    @property
    def has_moved(self) -> bool:
        """Whether it is another than the last total, where anything is said."""
        return self.spent is not None and self.spent != (self.earlier or 0)

    @property
    def planned_words(self) -> str:
        """计划投资 for reading."""
        return money(self.planned)

    @property
    def earlier_words(self) -> str:
        """The last total for reading; "" where there is none."""
        return money(self.earlier)

    @property
    def spent_words(self) -> str:
        """What was spent, for reading; "" where nothing was said."""
        return money(self.spent)

    @property
    def words(self) -> str:
        """500万元，计划2,000万元，占25.0%; 未填 where nothing was typed."""
        plan = f"计划{money(self.planned)}"
        if self.spent is None:
            return f"未填，{plan}"
        rate = f"，占{self.rate}%" if self.rate is not None else ""
        return f"{money(self.spent)}，{plan}{rate}"


def in_yuan(amount: Decimal | None) -> Decimal | None:
    """An amount in 万元 as one in 元."""
    return None if amount is None else amount * TEN_THOUSAND
