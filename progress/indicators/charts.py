"""The small chart of an indicator: the way from base to target, and the accepted values."""

from dataclasses import dataclass
from decimal import Decimal

from progress.indicators.reads import JudgedIndicator

WIDTH, HEIGHT, MARGIN = 160, 44, 5


@dataclass(frozen=True)
class Chart:
    """Lines and dots as SVG wants them; `words` says the same to who does not see it."""

    way: str  # x,y x,y …
    course: str
    dots: tuple[tuple[str, str], ...]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(judged: JudgedIndicator) -> Chart | None:
    """None where there is neither a way nor a value to draw."""
    plan, way = judged.indicator.plan, judged.way
    years = range(plan.base_year, plan.end_year + 1)
    asked = {year: way.expected(year) for year in plan.years}
    if way.base and not way.base.is_sum:
        asked[plan.base_year] = way.base.amount
    asked = {year: amount for year, amount in asked.items() if amount is not None}
    amounts = [*asked.values(), *judged.values.values()]
    if not amounts:
        return None
    low, high = min(amounts), max(amounts)

    def point(year: int, amount: Decimal) -> tuple[str, str]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (year - years[0]) / (len(years) - 1)
        share = float((amount - low) / (high - low)) if high > low else 0.5
        return f"{x:.1f}", f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * share:.1f}"

    def line(of: dict[int, Decimal]) -> str:
        return " ".join(",".join(point(year, of[year])) for year in sorted(of))

    values = dict(judged.values)
    dots = tuple(point(year, values[year]) for year in sorted(values))
    said = "，".join(f"{year}年{values[year].normalize():f}" for year in sorted(values)) or "尚无年度值"
    target = judged.indicator.target_printed or "—"
    return Chart(line(asked), line(values), dots, f"{said}；{plan.end_year}年目标{target}")
