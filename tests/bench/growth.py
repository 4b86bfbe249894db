"""The pages of one list alone, and after ten years: times stay within 1.5 times (quality.md, Speed)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.bench.measuring import Case, Must
from tests.bench.pages import PAGES, Page
from tests.bench.server import DATABASE, entered, filled

NAMES = (
    "task table, 120 rows, the whole page",
    "one task",
    "the year at a glance",
    "one unit",
    "desk of a unit",
    "filing desk, ten tasks",
    "form of one report",
    "review queue",
    "the quarter at a glance, 120 tasks",
    "overdue desk",
)


@contextmanager
def growth() -> Iterator[list[Case]]:
    """Each page beside itself, on a database with ten more years."""
    pages = [replace(page, must=None) for page in PAGES if page.name in NAMES]
    with (
        filled("lists") as now,
        filled("decade", f"{DATABASE}_decade") as later,
        entered(now) as few,
        entered(later) as many,
    ):
        yield [case for page in pages for case in (_case(page, few), _case(_later(page), many))]


def _later(page: Page) -> Page:
    return replace(page, name=f"{page.name}, ten years on", must=Must(1.5, of=page.name))


def _case(page: Page, visitors: dict) -> Case:
    return Case(page.name, lambda: visitors[page.who].get(page.path), page.must)
