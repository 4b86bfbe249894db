"""分解: a target that its lead shares out to co-responsible units (domain.md, Contributions and shares)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.rules.amounts import worded
from projects.rules.calendar import shift_working_days
from projects.rules.quarters import NUMBERS, YEAR_END
from projects.rules.whole_units import fraction_words

PERCENT, TENTH = Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class Share:
    """One unit's part of a target: the year's, and the year-to-date planned by the end of each quarter."""

    quantity: Decimal
    planned: tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None] = (None,) * 4

    def by(self, quarter: int) -> Decimal | None:
        """What is planned by the end of a quarter: the last figure until then, at the year's end the share.

        None before the first planned figure.
        """
        if quarter in (NUMBERS[-1], YEAR_END):
            return self.quantity
        known = [each for each in self.planned[:quarter] if each is not None]
        return known[-1] if known else None


def why_impossible(share: Share) -> tuple[int, str] | None:
    """What cannot be of a share: the quarter (0 for the year's) and a sentence; None where nothing."""
    if share.quantity <= 0:
        return 0, "全年份额应大于 0；不分解给该单位的，整行留空。"
    last = Decimal(0)
    for quarter, figure in zip(NUMBERS, share.planned, strict=True):
        if figure is None:
            continue
        if figure < 0:
            return quarter, "计划数不能是负数。"
        if figure < last:
            return quarter, "各季为年初以来累计，不能少于前一季度。"
        if figure > share.quantity:
            return quarter, "不能超过全年份额。"
        last = figure
    if share.planned[-1] is not None and share.planned[-1] != share.quantity:
        return NUMBERS[-1], "四季度累计应等于全年份额，可以不填。"
    return None


def remarks(
    shares: Sequence[Share], *, quantity: Decimal, unit: str, planned: Mapping[int, Decimal]
) -> list[str]:
    """What the shares make beside the target, as sentences: below it the rest stays with the lead.

    `planned` is what the schedule plans by the end of each quarter, where it plans something.
    """
    if not shares:
        return []
    total = sum((each.quantity for each in shares), Decimal(0))
    found = []
    if total < quantity:
        rest = f"{worded(quantity - total)}{unit}"
        found.append(f"各单位合计{worded(total)}{unit}，其余{rest}由牵头单位完成。")
    elif total > quantity:
        found.append(f"各单位合计{worded(total)}{unit}，超出全年目标{worded(total - quantity)}{unit}。")
    else:
        found.append(f"各单位合计{worded(total)}{unit}，与全年目标一致。")
    parts = sorted({part for each in shares for part in (each.quantity, *each.planned) if part is not None})
    broken = [worded(part) for part in parts if fraction_words(part, unit)]
    if broken:
        found.append(f"{'、'.join(broken)}{unit}是小数，按“{unit}”计数应是整数，请核对。")
    for quarter in NUMBERS[:-1]:
        figures = [each.by(quarter) for each in shares]
        known = [each for each in figures if each is not None]
        if quarter in planned and known and sum(known) < planned[quarter]:
            words = f"第{'一二三四'[quarter - 1]}季度合计{worded(sum(known))}{unit}"
            found.append(f"{words}，少于序时进度的{worded(planned[quarter])}{unit}。")
    return found


def contribution_due(due_on: date, days: int, shared_on: date | None) -> date:
    """By when a contribution is due: working days before the lead's own due day.

    A share made later than that leaves its unit as many days, at most until the lead's due day; one made
    after that day too has its days from then on: no due day lies in the past.
    """
    usual = shift_working_days(due_on, -days)
    if shared_on is None:
        return usual
    own = shift_working_days(shared_on, days)
    return own if shared_on > due_on else max(usual, min(due_on, own))


def contribution_slip(*, due_on: date, asked_on: date, sent_on: date | None, on: date) -> str:
    """What a contribution counts as against its unit: 迟报, 未报; "" where it came in time or is not yet due.

    `asked_on` is the day from which it could be sent: what was asked for only after its day, or in a quarter
    that was opened after it, counts against nobody.
    """
    if asked_on > due_on:
        return ""
    if sent_on is None:
        return "未报" if on > due_on else ""
    return "迟报" if sent_on > due_on else ""


def share_rate(value: Decimal | None, quantity: Decimal) -> Decimal | None:
    """完成率 of a share in percent, one decimal; never 100.0 before it is reached."""
    if value is None or quantity <= 0:
        return None
    rate = (value / quantity * PERCENT).quantize(TENTH)
    return PERCENT - TENTH if rate >= PERCENT and value < quantity else rate


def total_of(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what was reported; None where nothing was."""
    known = [each for each in values if each is not None]
    return sum(known, Decimal(0)) if known else None
