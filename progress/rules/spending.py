"""已完成投资: what a task has spent by the end of a quarter, beside what its plan invests (domain.md, Plans).

In 万元, year-to-date. It judges nothing: a report is asked for it and may leave it out.
"""

from dataclasses import dataclass
from decimal import Decimal

from projects.rules.amounts import money

UNIT = "万元"  # of what is typed
PERCENT, TENTH, TWICE = Decimal(100), Decimal("0.1"), 2


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
    def question(self) -> str:
        """What is to be looked at, as half a sentence: a fall, twice the plan or more; "" where nothing."""
        if self.spent is None:
            return ""
        if self.earlier is not None and self.spent < self.earlier:
            return f"低于上次累计{money(self.earlier)}，请核对"
        if self.planned > 0 and self.spent > TWICE * self.planned:
            return f"超过计划投资{money(self.planned)}的两倍，请核对"
        return ""

    @property
    def told(self) -> str:
        """500万元，计划2,000万元，占25.0%; 未填 where nothing was typed."""
        plan = f"计划{money(self.planned)}"
        if self.spent is None:
            return f"未填，{plan}"
        rate = f"，占{self.rate}%" if self.rate is not None else ""
        return f"{money(self.spent)}，{plan}{rate}"

    @property
    def words(self) -> str:
        """The same with what is to be looked at."""
        return f"{self.told}（{self.question}）" if self.question else self.told
