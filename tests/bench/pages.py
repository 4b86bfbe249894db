"""The pages that have a budget, over HTTP. Another page is another line here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.measuring import Case, Must
from tests.bench.server import FILER, HELPER, PLANNER, USERNAME, visited

NOTHING, FLOOR, LOOP, DETAIL = (
    "an empty page, signed in",
    "raw SQL and joined strings, 120 rows",
    "plain template loop, 120 rows",
    "bare detail page",
)


# quality.md names milliseconds for a machine on which a bare detail page takes 8; machines differ, so a page
# is held against the bare page of the same run: 40 ms are five of them, 60 ms seven and a half.
GLANCE, MANY, SEARCH = Must(5, of=DETAIL), Must(7.5, of=DETAIL), Must(2, of=DETAIL)


@dataclass(frozen=True)
class Page:
    """One address, its budget, and whose page it is."""

    name: str
    path: str
    must: Must | None = None
    who: str = USERNAME


PAGES = (
    Page(NOTHING, "/bench/nothing/"),
    Page(FLOOR, "/bench/floor/"),
    Page(LOOP, "/bench/loop/"),
    Page("task table, 120 rows, the table", "/bench/body/", Must(3, of=FLOOR)),
    Page("task table, the filter form", "/bench/form/", SEARCH),
    Page("task table, 120 rows, the whole page", "/2021/tasks/?per_page=200", MANY),
    Page("task table, second quarter, searched", "/2021/tasks/?quarter=q2&q=yy", GLANCE),
    Page("task table as a workbook", "/2021/tasks.xlsx", Must(2000)),
    Page(DETAIL, "/bench/tasks/36/"),
    Page("one task", "/2021/tasks/36/", Must(2, of=DETAIL)),
    Page("task table, those behind in a quarter", "/2021/tasks/?quarter=q2&verdict=behind", GLANCE),
    Page("the year at a glance", "/2021/", GLANCE),
    Page("the year as a unit sees it", "/2021/", GLANCE, FILER),
    Page("the year's plan", "/2021/?view=plan", GLANCE),
    Page("units", "/units/", GLANCE),
    Page("one unit", "/units/sjyj/", GLANCE),
    Page("desk of a unit", "/", GLANCE, FILER),
    Page("filing desk, ten tasks", "/2021/q2/filing/", GLANCE, FILER),
    Page("all figures of a unit's quarter", "/2021/q2/filing/figures/", MANY, FILER),
    Page("contributions of a unit, ninety tasks", "/2021/q2/filing/contributions/", MANY, HELPER),
    Page("a unit's workbook of the quarter, out", "/2021/q2/filing/workbook.xlsx", Must(500), FILER),
    Page("form of one report", "/2021/q2/tasks/56/", Must(2, of=DETAIL), FILER),
    Page("review queue", "/2021/q2/review/", GLANCE),
    Page("notices", "/2021/notices/", GLANCE),
    Page("notices proposed from the figures", "/2021/notices/proposals/", GLANCE),
    Page("one notice", "/2021/notices/1/", GLANCE),
    Page("one notice as a Word document", "/2021/notices/1/notice.docx", Must(2000)),
    Page("the quarter at a glance, 120 tasks", "/2021/q2/", GLANCE),
    Page("overdue desk", "/2021/q2/overdue/", GLANCE),
    Page("desk of the commission", "/", GLANCE),
    Page("reminders of a person", "/reminders/", GLANCE, FILER),
    Page("reminders sent, 50 a page", "/2021/reminders/", GLANCE),
    Page("coordination", "/2021/coordination/", GLANCE),
    Page("form of a meeting", "/2021/tasks/3/coordination/new/", GLANCE),
    Page("draft of the bulletin", "/2021/q2/bulletin/", GLANCE),
    Page("draft of the bulletin, workbook", "/2021/q2/bulletin/bulletin.xlsx", Must(2000)),
    Page("draft of the bulletin, document", "/2021/q2/bulletin/bulletin.docx", Must(2000)),
    Page("one issue of the bulletin", "/2021/bulletins/1/", GLANCE),
    Page("scorecards of all units, a preview", "/2021/scorecards/", MANY),
    Page("the years side by side", "/years/", GLANCE),
    Page("desk of plans, 160 tasks", "/2023/plans/", MANY),
    Page("desk of plans of a unit", "/2023/plans/", GLANCE, PLANNER),
    Page("form of one plan", "/2023/tasks/3/plan/", MANY, PLANNER),
    Page("plans of 2023 as a schedule workbook", "/2023/schedule.xlsx", Must(2000)),
    Page("schedule workbook", "/2021/schedule.xlsx", Must(2000)),
)


@contextmanager
def pages() -> Iterator[list[Case]]:
    """The pages as cases, while the server runs."""
    with visited() as visitors:
        yield [
            Case(page.name, lambda page=page: visitors[page.who].get(page.path), page.must) for page in PAGES
        ]
