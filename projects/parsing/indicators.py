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
    rows = [row for row in group.rows if row[group.name]]
    domains = spread_domains([row[group.name - 1] if group.name else "" for row in rows])
    return [indicator_of(group, row, domain) for row, domain in zip(rows, domains, strict=True)]


def indicator_of(group: Group, row: Sequence[str], domain: str) -> ParsedIndicator:
    """One row; the unit of measure stands in the last bracket of the name."""
    unit = UNIT.search(row[group.name])
    name = row[group.name][: unit.start()] if unit else row[group.name]
    values = {year: row[place] for year, place in group.years.items()}
    attribute = row[group.attribute] if 0 <= group.attribute < len(row) else ""
    return ParsedIndicator(group.number, domain, name, unit[1] if unit else "", values, attribute)


def spread_domains(printed: Sequence[str]) -> list[str]:
    """The domain of every row: a merged cell prints its name once, perhaps over two rows, for all below."""
    labels = whole_labels([(place, text) for place, text in enumerate(printed) if text])
    edges = [0, *(place for place, _ in labels[1:]), len(printed)]
    names = [name for _, name in labels] or [""]
    return [
        name for name, start, end in zip(names, edges, edges[1:], strict=False) for _ in range(end - start)
    ]


def whole_labels(labels: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Names that were wrapped over two rows put together: 学有 + 所教, 基本公共 + 文化体育."""
    names = {name for _, name in labels}
    whole: list[tuple[int, str]] = []
    for place, name in labels:
        before = whole[-1][1] if whole else ""
        is_half = before.endswith("有") and name.startswith("所")
        is_stem = before in names and any(other != before and other.startswith(before) for other in names)
        if is_half or is_stem:
            whole[-1] = (whole[-1][0], before + name)
        else:
            whole.append((place, name))
    return whole


def indicator_findings(indicators: Sequence[ParsedIndicator]) -> list[Finding]:
    """A reminder per table whose domains are merged cells: which rows they span is not printed."""
    tables = dict.fromkeys(indicator.table for indicator in indicators if indicator.domain)
    message = "领域一栏是合并单元格，按名称所在行起往下归类，请核对每项指标的领域。"
    return [Finding("domains_guessed", f"表 {table}：{message}", None, f"表 {table}") for table in tables]
