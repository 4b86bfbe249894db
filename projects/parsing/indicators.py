"""The indicator tables of a five-year plan: name, unit of measure, values by year, 约束性 or 预期性."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from projects.parsing.layout import Row, untagged
from projects.parsing.parsed import Finding, ParsedIndicator

NAME = re.compile(r"指标(?:名称)?|主要指标")
YEAR = re.compile(r"((?:19|20)\d{2})年?(?:目标|现状|实际|规划)?(?:值)?")
ATTRIBUTE = re.compile(r"(?:指标)?(?:属性|性质)")
CAPTION = re.compile(r"表(\d{1,2})(?!\d)")
UNIT = re.compile(r"[（(]([^（()）]+)[)）]$")
DOUBLED = re.compile(r"(?P<once>.+?(?P<tail>.{3,}))(?P=tail)")  # 和谐社会建设达标率(%)建设达标率(%)
ABOVE = 0.4  # a row above a name rather belongs to the cell before
EVEN = 0.02  # of two ways to share rows out that fit alike, the more even one


@dataclass(frozen=True)
class Label:
    """A domain's name: the first and the last row that it is printed beside."""

    first: int
    last: int
    name: str


@dataclass
class Group:
    """One indicator table: its heads' columns, its rows, its number."""

    name: int
    years: dict[str, int]
    attribute: int
    number: int = 0
    rows: list[list[str]] = field(default_factory=list)


def find_indicators(rows: Sequence[Row]) -> tuple[ParsedIndicator, ...]:
    """Every indicator of every such table; a table's number stands in the caption below it, or above."""
    return tuple(indicator for group in groups_of(rows) for indicator in indicators_of(group))


def groups_of(rows: Sequence[Row]) -> list[Group]:
    """The tables whose head names indicators and years; a repeated head goes on with its table."""
    groups: list[Group] = []
    above = 0
    is_open = False
    for row in rows:
        cells = ["".join(untagged(cell).text.split()) for cell in row.cells]
        if head := head_of(cells):
            if not (is_open and groups[-1].years == head.years):
                groups.append(replace(head, number=above))
            is_open = True
        elif cells:
            is_open = is_open and len(cells) > head_width(groups[-1])
            if is_open:
                groups[-1].rows.append(cells)
        elif match := CAPTION.match(row.bare):
            above = int(match[1])
            if is_open:
                groups[-1].number = above
            is_open = False
    return groups


def head_of(cells: Sequence[str]) -> Group | None:
    """The columns that a head row names; None for any other row."""
    years = {match[1]: place for place, cell in enumerate(cells) if (match := YEAR.fullmatch(cell))}
    name = next((place for place, cell in enumerate(cells) if NAME.fullmatch(cell)), None)
    if name is None or len(years) < 2:
        return None
    return Group(
        name, years, next((place for place, cell in enumerate(cells) if ATTRIBUTE.fullmatch(cell)), -1)
    )


def head_width(group: Group) -> int:
    """The last column that a row must have."""
    return max(group.name, *group.years.values())


def indicators_of(group: Group) -> list[ParsedIndicator]:
    """The rows of a table as indicators, each under its domain."""
    rows, labels = labelled(group)
    domains = spread_domains(labels, len(rows))
    return [indicator_of(group, row, domain) for row, domain in zip(rows, domains, strict=True)]


def labelled(group: Group) -> tuple[list[list[str]], list[Label]]:
    """The rows of a table, and the domains that are printed beside some of them."""
    rows = [row for row in group.rows if row[group.name]]
    printed = [row[group.name - 1] if group.name else "" for row in rows]
    return rows, whole_labels([Label(place, place, text) for place, text in enumerate(printed) if text])


def indicator_of(group: Group, row: Sequence[str], domain: str) -> ParsedIndicator:
    """One row; the unit of measure stands in the last bracket of the name."""
    name, unit = name_and_unit(row[group.name])
    values = {year: row[place] for year, place in group.years.items()}
    attribute = row[group.attribute] if 0 <= group.attribute < len(row) else ""
    return ParsedIndicator(group.number, domain, name, unit, values, attribute)


def name_and_unit(printed: str) -> tuple[str, str]:
    """An indicator's name and unit of measure; an end that the text layer doubled is taken once."""
    if doubled := DOUBLED.fullmatch(printed):
        printed = doubled["once"]
    unit = UNIT.search(printed)
    return (printed[: unit.start()], unit[1]) if unit else (printed, "")


def spread_domains(labels: Sequence[Label], rows: int) -> list[str]:
    """The domain of every row.

    A merged cell prints its name once: at its top, or over two rows around its middle. Of the ways to share
    the rows out the one is taken that fits the names' places best, and among those the most even one.
    """
    if not labels:
        return [""] * rows
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # rows shared out → how ill it fits, the ends
    for place, label in enumerate(labels):
        behind = labels[place + 1].first if place + 1 < len(labels) else rows
        ends = range(label.last + 1, behind + 1) if place + 1 < len(labels) else [rows]
        best = {
            end: min(
                (cost + misfit(label, start, end), [*before, end])
                for start, (cost, before) in best.items()
                if start <= label.first
            )
            for end in ends
        }
    _, ends = best[rows]
    return [
        label.name
        for label, start, end in zip(labels, [0, *ends], ends, strict=False)
        for _ in range(end - start)
    ]


def misfit(label: Label, start: int, end: int) -> float:
    """How badly a name's place fits the rows that it would stand for."""
    if label.first == label.last:
        return label.first - start + EVEN * (end - start) ** 2
    off = abs((start + end - 1) / 2 - (label.first + label.last) / 2)
    return off + ABOVE * (label.first - start) + EVEN * (end - start) ** 2


def whole_labels(labels: Sequence[Label]) -> list[Label]:
    """Names that were wrapped over two rows put together: 学有 + 所教, 基本公共 + 文化体育."""
    names = {label.name for label in labels}
    whole: list[Label] = []
    for label in labels:
        before = whole[-1].name if whole else ""
        is_half = before.endswith("有") and label.name.startswith("所")
        is_stem = before in names and any(other != before and other.startswith(before) for other in names)
        if is_half or is_stem:
            whole[-1] = Label(whole[-1].first, label.last, before + label.name)
        else:
            whole.append(label)
    return whole


def indicator_findings(rows: Sequence[Row]) -> list[Finding]:
    """For each table whose domains are merged cells, the indicators that may belong to a neighbour."""
    findings = []
    for group in groups_of(rows):
        listed, labels = labelled(group)
        names = [name_and_unit(listed[place][group.name])[0] for place in uncertain(labels)]
        if names:
            said = "、".join(f"“{name}”" for name in names)
            message = f"表 {group.number}：领域一栏是合并单元格，这些指标的领域按位置推定，请核对：{said}。"
            findings.append(Finding("domains_guessed", message, None, f"表 {group.number}"))
    return findings


def uncertain(labels: Sequence[Label]) -> list[int]:
    """The rows between two printed names: either cell may cover them."""
    return [
        place
        for one, two in zip(labels, labels[1:], strict=False)
        for place in range(one.last + 1, two.first)
    ]
