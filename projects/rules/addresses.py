"""The addresses of the pages about the plan, one function each: spelled here and in the URL configuration,
nowhere else.

They are values, not look-ups in the URL configuration: a table of a thousand links asks for each of its rows.
A test holds that every one of them leads to the page that it stands for.
"""


def year(year: int) -> str:
    """A year's list."""
    return f"/{year}/"


def tasks(year: int) -> str:
    """The list's tasks as a table."""
    return f"/{year}/tasks/"


def task(year: int, number: int, *, part: str = "") -> str:
    """One task over the year; `part` is the place on its page."""
    return f"/{year}/tasks/{number}/{'#' if part else ''}{part}"


def plans(year: int) -> str:
    """计划备案 of a list."""
    return f"/{year}/plans/"


def plan(year: int, number: int) -> str:
    """实施方案 of a task."""
    return f"/{year}/tasks/{number}/plan/"


def plan_evidence(key: int) -> str:
    """A file handed in with a plan, or with a request to change one."""
    return f"/plans/evidence/{key}/"


def plan_evidence_picture(key: int, size: str) -> str:
    """A photograph handed in with a plan, small or large."""
    return f"/plans/evidence/{key}/{size}.jpg"


def findings(year: int) -> str:
    """疑点 of a list."""
    return f"/{year}/findings/"


def matters(year: int) -> str:
    """件 of a list and the tasks under them."""
    return f"/{year}/matters/"


def domains(year: int) -> str:
    """自定领域 of a list and the tasks under them."""
    return f"/{year}/domains/"


def successions(year: int) -> str:
    """承接关系 of a list with those before it."""
    return f"/{year}/succession/"


def unit(code: str) -> str:
    """One unit."""
    return f"/units/{code}/"


def group(code: str) -> str:
    """One group of units."""
    return f"/units/groups/{code}/"


def units() -> str:
    """The register."""
    return "/units/"


def documents() -> str:
    """The documents received."""
    return "/documents/"


def document(key: int) -> str:
    """One document received."""
    return f"/documents/{key}/"


def five_plans() -> str:
    """The five-year plans."""
    return "/plans/"


def five_plan(start: int, end: int) -> str:
    """One five-year plan with its indicators."""
    return f"/plans/{start}-{end}/"


def indicator(start: int, end: int, number: int) -> str:
    """One indicator of a five-year plan."""
    return f"/plans/{start}-{end}/indicators/{number}/"


def five_plan_settings(start: int, end: int) -> str:
    """Domains, directions and responsible units of a five-year plan's indicators."""
    return f"/plans/{start}-{end}/settings/"


def yearly_value(start: int, end: int, number: int, year: int) -> str:
    """What is said of an indicator in one year."""
    return f"/plans/{start}-{end}/indicators/{number}/{year}/"


def log() -> str:
    """操作记录."""
    return "/log/"


def people() -> str:
    """人员."""
    return "/accounts/"
