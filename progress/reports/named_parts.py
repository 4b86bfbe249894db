"""What a return names: the parts of a report that are to be mended, by the names of their fields."""

from collections.abc import Iterable
from functools import cache

from progress.ledger.contents import SPENT, SPENT_KEY, TEXTS
from progress.models import Report, Review, Round
from progress.reports.sheet import ReportSheet
from progress.rules.states import ReportState, ReviewDecision
from projects.models.readings import Reading
from projects.models.statements import slot


def part_words(sheet: ReportSheet) -> dict[str, str]:
    """Every part that may be named, by its key: three texts, each target, 已完成投资, each item."""
    targets = {f"target-{row.target.pk}": row.target.in_print for row in sheet.targets}
    spent = {SPENT_KEY: SPENT} if sheet.spent else {}
    items = {f"item-{row.item.pk}": row.item.text for row in sheet.items}
    return {**TEXTS, **targets, **spent, **items}


def to_mend(report: Report) -> frozenset[str]:
    """The parts that the last return named, while the report is the unit's to mend."""
    if report.state != ReportState.RETURNED:
        return frozenset()
    last = _last_return().first(report=report.pk)
    return frozenset(last.parts) if last else frozenset()


@cache
def _last_return() -> Reading[Review]:
    returns = Review.objects.filter(report=slot("report"), decision=ReviewDecision.RETURN)
    return Reading(returns.order_by("-pk")[:1])


def named_before(latest_first: Iterable[Round]) -> list[str]:
    """The parts that the return before the last submission named."""
    kept = [each for each in latest_first if each.recalled_at is None]
    if len(kept) < 2:
        return []
    returns = [each for each in kept[1].reviews.all() if each.decision == ReviewDecision.RETURN]
    return list(returns[-1].parts) if returns else []
