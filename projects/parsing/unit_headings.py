"""Lists grouped by unit: 一、市园林局 or 牵头单位：市园林局 above tasks names who does them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from projects.parsing.clauses import LONGEST_CLAUSE, find_bare_clause, find_clauses
from projects.parsing.headings import COUNT, HEADING, NUMBERED, is_closing, parent_of
from projects.parsing.layout import Body
from projects.parsing.roles import Clause, parse_clause, parse_names
from projects.parsing.sayings import LABEL
from projects.parsing.unit_names import cut, names_units

# what only a unit is called: 小区, 园区, 中心 and 社区 may be headings of what is done there
OFFICE = re.compile(
    r"(?:局|委|办|厅|部|政府|办公室|管委会|指挥部|公司|集团|总工会|妇联|残联|工商联|法院|检察院|支队|总队|海关|银行|办事处|管理处)"
    r"(?:[（(][^）)]*[）)])?$"
)
# 一、市园林局负责：
DONE_BY = re.compile(r"(?:牵头|负责|承担)(?:负责)?(?:的?(?:任务|事项|工作|项目))?[:：]?$")
HAN_NUMBERED = re.compile(
    r"(?P<point>第?[一二三四五六七八九十]{1,3}[、.．])|[（(][一二三四五六七八九十]{1,3}[)）]"
)
LONGEST_NUMBER = 8  # characters
FEWEST = 2  # a single such line may be a signature


@dataclass(frozen=True)
class UnitHeading:
    """A line above tasks that names who is responsible for them."""

    start: int
    text: str
    names: str


def unit_headings(body: Body, first: int, last: int) -> tuple[UnitHeading, ...]:
    """The headings that are units' names; `first` and `last` are where the first and the last task stand.

    A line without a number belongs to the task above it, unless one stands above the first task already and
    none behind the last.
    """
    text = body.printed.text
    spans = body.spans(0, len(text))
    numbered = naming_lines(text, spans, named_by_number)
    if len(numbered) >= FEWEST or any(DONE_BY.search(COUNT.sub("", each.text)) for each in numbered):
        return tuple(numbered)
    parents = parents_above(body, first, last)
    if parents:
        return parents
    plain = naming_lines(text, spans, named_alone)
    above = [heading for heading in plain if heading.start < first]
    between = [heading for heading in plain if first < heading.start < last]
    behind = any(heading.start > last for heading in plain) or find_clauses(text[last:])
    ends = [start for start, _ in spans if above and above[-1].start < start < first]
    if not above or ends or not between or behind:
        return ()
    return (above[-1], *between)


def parents_above(body: Body, first: int, last: int) -> tuple[UnitHeading, ...]:
    """The headings that bear a clause for all the tasks below them: 一、教育惠民（牵头单位：市教育局）."""
    text = body.printed.text
    own = manner_of(text[first : first + LONGEST_NUMBER])
    found = []
    for start, end in body.spans(0, last):
        line = text[start:end].strip()
        clause = clause_closing(line) if manner_of(line) not in ("", own) else ""
        if clause:
            found.append(UnitHeading(start, line, clause))
    between = [heading for heading in found if first < heading.start]
    return tuple(found) if len(found) > len(between) and len(found) >= FEWEST else ()


def manner_of(line: str) -> str:
    """How a line is numbered: 一、 or （一）; "" otherwise."""
    match = HAN_NUMBERED.match(line)
    if match is None:
        return ""
    return "point" if match["point"] else "bracket"


def clause_closing(heading: str) -> str:
    """What the clause at the end of a heading says; "" of a heading without one."""
    places = find_clauses(heading) if parent_of(heading) else ()
    return places[0].content if places else ""


def naming_lines(
    text: str, spans: Sequence[tuple[int, int]], named: Callable[[str], str]
) -> list[UnitHeading]:
    """The lines that name units."""
    found = [(start, text[start:end].strip()) for start, end in spans if end - start <= LONGEST_CLAUSE]
    return [UnitHeading(start, line, names) for start, line in found if (names := named(line))]


def named_by_number(line: str) -> str:
    """The names of a numbered heading: 一、市园林局（2项）."""
    match = HEADING.fullmatch(line.rstrip("：:")) or re.fullmatch(rf"{NUMBERED.pattern}\s?(?P<name>.*)", line)
    if not NUMBERED.match(line) or match is None:
        return ""
    return only_offices(COUNT.sub("", match["name"].strip()))


def named_alone(line: str) -> str:
    """The names of a line that holds nothing else, perhaps behind their label: 牵头单位：市园林局."""
    if LABEL.match(line):
        place = find_bare_clause(line)
        return line if place and place.end == len(line) else ""
    return "" if is_closing(line) else only_offices(COUNT.sub("", line.rstrip("：:")))


def only_offices(names: str) -> str:
    """The text where it is nothing but offices' names; else nothing."""
    names = DONE_BY.sub("", names)
    if not OFFICE.search(names):
        return ""
    every = [name for name in cut(names, "、，, ") if name]
    return names if every and names_units(names) and all(map(OFFICE.search, every)) else ""


def clause_above(heading: UnitHeading, first_leads: bool) -> Clause:
    """Who is responsible for the tasks below a heading."""
    if LABEL.match(heading.names) or manner_of(heading.text):
        return parse_clause(heading.names, first_leads=first_leads)
    return parse_names(heading.names, first_leads=first_leads)
