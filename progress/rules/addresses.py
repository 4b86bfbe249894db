"""The addresses of the pages about the actual, one function each.

Those about the plan are named here too, so that one import does.
"""

from collections.abc import Iterable

from projects.rules.addresses import findings, group, task, tasks, unit, year
from projects.rules.quarters import Quarter

__all__ = [
    "bulletin",
    "bulletin_draft",
    "conclusion",
    "contribution",
    "contributions",
    "contributions_desk",
    "desk",
    "evidence",
    "evidence_picture",
    "filing",
    "filing_desk",
    "findings",
    "follow_up",
    "group",
    "meeting",
    "meetings",
    "new_notice",
    "notice",
    "notice_draft",
    "notices",
    "closing",
    "opening",
    "oversight",
    "overdue",
    "paper_desk",
    "quarter",
    "queue",
    "reminders",
    "review",
    "report",
    "scorecard",
    "scorecards",
    "settings",
    "shares",
    "task",
    "tasks",
    "unit",
    "year",
]


def desk() -> str:
    """The reader's own desk."""
    return "/"


def quarter(year: int, number: int) -> str:
    """One quarter of a list."""
    return f"/{year}/q{number}/"


def report(year: int, quarter: int, number: int, unit: str = "") -> str:
    """A task's report of one quarter; without a unit the page chooses among its leads."""
    return f"/{year}/q{quarter}/tasks/{number}/{'?unit=' if unit else ''}{unit}"


def evidence(key: int) -> str:
    """A file handed in as evidence."""
    return f"/evidence/{key}/"


def evidence_picture(key: int, size: str) -> str:
    """A photograph handed in, small or large."""
    return f"/evidence/{key}/{size}.jpg"


def filing_desk(year: int, quarter: int) -> str:
    """What the reader's own unit owes."""
    return f"/{year}/q{quarter}/filing/"


def filing(year: int, quarter: int, state: str) -> str:
    """What the reader's own unit owes, in one state; "" for all, or for a page that appends it."""
    return f"{filing_desk(year, quarter)}?state={state}"


def review(year: int, quarter: int) -> str:
    """The reports under review."""
    return f"/{year}/q{quarter}/review/"


def queue(year: int, quarter: int, state: str, *, unit: str = "") -> str:
    """The reports under review, in one state, of one unit or all."""
    return f"{review(year, quarter)}?{f'unit={unit}&' if unit else ''}state={state}"


def oversight(year: int) -> str:
    """人大监督."""
    return f"/{year}/oversight/"


def overdue(year: int, quarter: int) -> str:
    """逾期与滞后."""
    return f"/{year}/q{quarter}/overdue/"


def bulletin_draft(year: int, quarter: int) -> str:
    """The bulletin of a quarter before it is issued."""
    return f"/{year}/q{quarter}/bulletin/"


def bulletin(year: int, number: int) -> str:
    """An issue."""
    return f"/{year}/bulletins/{number}/"


def notices(year: int) -> str:
    """督办单 of a list."""
    return f"/{year}/notices/"


def notice(year: int, number: int) -> str:
    """One notice by its number."""
    return f"/{year}/notices/{number}/"


def conclusion(year: int) -> str:
    """年度办结: what becomes of the unfinished, and the list's conclusion."""
    return f"/{year}/conclusion/"


def scorecards(year: int) -> str:
    """考核 of a list."""
    return f"/{year}/scorecards/"


def scorecard(year: int, unit: str) -> str:
    """One unit's points."""
    return f"/{year}/scorecards/{unit}/"


def follow_up(year: int, number: int, unit: str = "") -> str:
    """后续报告 of a task that goes on after the year."""
    return f"/{year}/tasks/{number}/follow-up/{'?unit=' if unit else ''}{unit}"


def shares(year: int, number: int) -> str:
    """分解 of a task's targets."""
    return f"/{year}/tasks/{number}/shares/"


def contribution(year: int, quarter: int, number: int, unit: str = "") -> str:
    """协同情况 of one unit on a task in a quarter; without a unit the reader's own."""
    return f"/{year}/q{quarter}/tasks/{number}/contribution/{'?unit=' if unit else ''}{unit}"


def contributions(year: int, quarter: int, number: int) -> str:
    """What came in on a task in a quarter, for its lead."""
    return f"/{year}/q{quarter}/tasks/{number}/contributions/"


def paper_desk(year: int, quarter: int, unit: str = "") -> str:
    """代填: what units have not filed, for who types it from their paper."""
    return f"/{year}/q{quarter}/paper/{'?unit=' if unit else ''}{unit}"


def backfills(year: int) -> str:
    """补录: the earlier quarters of a list that began on paper."""
    return f"/{year}/backfill/"


def backfill(year: int, quarter: int) -> str:
    """补录 of one quarter."""
    return f"/{year}/backfill/q{quarter}/"


def contributions_desk(year: int, quarter: int) -> str:
    """What was shared out to the reader's own unit."""
    return f"/{year}/q{quarter}/filing/contributions/"


def new_notice(when: Quarter, unit: str, numbers: Iterable[int]) -> str:
    """The form of a new notice, with the unit and the tasks filled in."""
    named = "".join(f"&task={number}" for number in numbers)
    return f"/{when.year}/notices/new/?q=q{when.number}&unit={unit}{named}"


def notice_draft(year: int, key: int) -> str:
    """A notice that has no number yet."""
    return f"/{year}/notices/drafts/{key}/"


def meetings(year: int) -> str:
    """The meetings (会办) of a list."""
    return f"/{year}/coordination/"


def opening(year: int, quarter: int) -> str:
    """The opening of a quarter."""
    return f"/{year}/q{quarter}/opening/"


def closing(year: int, quarter: int) -> str:
    """Where the filing of a quarter is closed."""
    return f"/{year}/q{quarter}/opening/closing/"


def meeting(year: int, key: int) -> str:
    """One meeting (会办)."""
    return f"/{year}/coordination/{key}/"


def reporters(year: int) -> str:
    """Which lead reports what, of the tasks that several lead."""
    return f"/{year}/reporters/"


def settings(year: int) -> str:
    """清单设置."""
    return f"/{year}/settings/"


def reminders() -> str:
    """What the reader was reminded of."""
    return "/reminders/"


def api(*parts: str | int) -> str:
    """An address of the API: `api(2021, "tasks", 36)`."""
    return "/".join(("/api", *map(str, parts), ""))
