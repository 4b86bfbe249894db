"""What a reading of an official document yields: frozen values, in the shapes that `read_document` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date


@dataclass(frozen=True)
class Finding:
    """One thing a person should look at: a code of `findings.CODES`, where it stands and what was seen."""

    code: str
    message: str  # Chinese, complete sentence
    task: int | None = None  # the task's printed number
    quote: str = ""  # the characters it is about, as they stand in the task's text, clause or cell
    quarter: int | None = None  # 1..4 where it is about one cell of the schedule


@dataclass(frozen=True)
class ParsedTarget:
    """A number that the task promises. Quantities are decimal strings in base units (2.2万 is "22000")."""

    quantity: str
    unit: str | None  # 所, 万元 becomes 元, "%" …; None where the document prints none
    label: str  # 新建中小学
    quote: str  # the characters of the task's text that it was read from
    quantity_max: str | None = None  # 6—8个: quantity "6", quantity_max "8"
    qualifier: str | None = None  # at_least | at_most | about | over
    baseline: str | None = None  # 由1500元降至750元: quantity "750", baseline "1500"
    round_word: bool = False  # 百个, 千人, 万场: a round word, not a count


@dataclass(frozen=True)
class ParsedPlan:
    """The planned values of one stage of one target over the four quarters, decimal strings in base units."""

    target: int  # index into the task's targets
    stage: str | None  # 开工, 竣工 …; None where the cell names no stage
    basis: str | None  # "ytd" | "own" | None where it is not known
    values: tuple[str | None, str | None, str | None, str | None]
    quotes: tuple[str, str, str, str] = ("", "", "", "")
    is_own: bool = False  # the stage that the target itself promises: this row plans it, the others are shown


@dataclass(frozen=True)
class ParsedItem:
    """One item of a milestone; the label is the printed number or the sub-project's name, or ""."""

    label: str
    text: str


@dataclass(frozen=True)
class ParsedTask:
    """One numbered task as the document prints it."""

    number: int
    text: str  # Simplified, without the white space of wrapping, without the responsibility clause
    source_text: str  # as printed, white space joined the same way
    domain: str | None = None
    lead: tuple[str, ...] = ()  # names as printed (Simplified)
    co: tuple[str, ...] = ()
    clause: str = ""  # the responsibility clause as printed
    quarters: tuple[str, str, str, str] | None = None
    source_quarters: tuple[str, str, str, str] | None = None  # as printed
    items: tuple[tuple[ParsedItem, ...], ...] | None = None  # four tuples
    targets: tuple[ParsedTarget, ...] = ()
    planned: tuple[ParsedPlan, ...] = ()


@dataclass(frozen=True)
class ParsedIndicator:
    """One indicator of a five-year plan."""

    table: int
    domain: str
    name: str
    unit: str
    values: dict[str, str]  # year → value as printed
    attribute: str  # 约束性 | 预期性 | ""


@dataclass(frozen=True)
class ParsedList:
    """A whole document, read."""

    kind: str  # breakdown | schedule | plan
    year: int | None
    title: str
    document_number: str | None = None
    issued_on: date | None = None
    matters: int | None = None  # 50件 → 50
    domains: tuple[str, ...] = ()
    tasks: tuple[ParsedTask, ...] = ()
    indicators: tuple[ParsedIndicator, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def as_json(self) -> dict:
        """The dict that `read_document --json` prints (interface.md)."""
        data = asdict(self)
        data["issued_on"] = self.issued_on.isoformat() if self.issued_on else None
        return data


def list_of(data: Mapping) -> ParsedList:
    """The reading whose `as_json` this is, also after it has been JSON."""
    issued_on = data["issued_on"]
    return ParsedList(
        **{
            **data,
            "issued_on": date.fromisoformat(issued_on) if issued_on else None,
            "domains": tuple(data["domains"]),
            "tasks": tuple(_task_of(each) for each in data["tasks"]),
            "indicators": tuple(ParsedIndicator(**each) for each in data["indicators"]),
            "findings": tuple(Finding(**each) for each in data["findings"]),
        }
    )


def _task_of(data: Mapping) -> ParsedTask:
    items = data["items"]
    return ParsedTask(
        **{
            **data,
            "lead": tuple(data["lead"]),
            "co": tuple(data["co"]),
            "quarters": _tuple(data["quarters"]),
            "source_quarters": _tuple(data["source_quarters"]),
            "items": None if items is None else tuple(_items_of(quarter) for quarter in items),
            "targets": tuple(ParsedTarget(**each) for each in data["targets"]),
            "planned": tuple(_plan_of(each) for each in data["planned"]),
        }
    )


def _items_of(quarter: Sequence[Mapping]) -> tuple[ParsedItem, ...]:
    return tuple(ParsedItem(**each) for each in quarter)


def _plan_of(data: Mapping) -> ParsedPlan:
    return ParsedPlan(**{**data, "values": tuple(data["values"]), "quotes": tuple(data["quotes"])})


def _tuple(values: Sequence | None) -> tuple | None:
    return None if values is None else tuple(values)
