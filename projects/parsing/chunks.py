"""Where the tasks of a breakdown document begin: the numbering that bears the clauses, no wrapped amount."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from projects.parsing.clauses import (
    LONGEST_CLAUSE,
    SURE_LABEL,
    bears_clause,
    find_bare_clause,
    find_clauses,
    find_names,
    is_clause,
)
from projects.parsing.headings import (
    BESIDE,
    NUMBERED,
    domain_name,
    ends_list,
    is_heading,
    is_plain_heading,
    opens_section,
)
from projects.parsing.layout import Body
from projects.parsing.markers import BULLETED, Marker, all_markers, line_markers, markers_at, recounted
from projects.parsing.sayings import LABEL
from projects.parsing.unit_headings import parents_above, unit_headings

COMPLETE = "。；;）)！!”】]"
WANTS_MORE = re.compile(r"[、，,（(“《至和及与或·第]$|\d[%％万]?\s?[-—~～]$")
LONGEST_HEADING = 40  # characters
DATED = re.compile(r"20\d\d年|\d{1,2}月|\d{1,2}[—–-]?\d{0,2}周?岁")  # what a number before it does not count
FEWEST_UNNUMBERED = 3


@dataclass(frozen=True)
class Chunk:
    """The stretch of the body from one task's number to the next."""

    marker: Marker
    end: int


def chunks_of(body: Body) -> list[Chunk]:
    """The tasks' stretches in the numbering that bears most clauses, or in one that counts on from 1."""
    text = body.printed.text
    lines = frozenset(body.starts)
    every = [*all_markers(text, places_of(body)), *line_markers(text, body.starts)]
    markers = sorted(every, key=lambda marker: (marker.family, marker.start))
    runs = [
        accepted(text, list(family), lines)
        for _, family in groupby(markers, key=lambda marker: marker.family)
    ]
    judged = [(recounted(run), responsible(body, run)) for run in runs if run and not is_decimal(run)]
    if not any(any(bears) for _, bears in judged):
        judged = [(run, below_units(body, run)) for run, _ in judged]
    if not judged:
        return unnumbered(body)
    run, bears = max(
        judged,
        key=lambda each: (
            any(each[1]) and not (is_beside(body, each[0]) or is_below(body, each[0], judged)),
            sum(each[1]),
            not close_groups(*each),
            -crowded(text, each[0]),
            -below_points(body, each[0]),
            counts_on(each[0]),
            sum(marker.start for marker in each[0]) / len(each[0]),
        ),
    )
    if not any(bears) and not counts_on(run):
        return unnumbered(body)
    if any(bears):
        run = with_odd_ones(body, run, every)
        bears = claiming(body, run) if len(run) > len(bears) else bears
    ends = [*(marker.start for marker in run[1:]), len(text)]
    chunks = [Chunk(marker, end) for marker, end in zip(run, ends, strict=True)]
    return within_list(chunks, bears)


def is_below(
    body: Body, bullets: Sequence[Marker], judged: Sequence[tuple[Sequence[Marker], Sequence[bool]]]
) -> bool:
    """Whether bullets part some tasks of a numbered list that has others without, all with clauses."""
    if not bullets[0].style.startswith(BULLETED):
        return False
    places = [marker.start for marker in bullets]
    for run, bears in judged:
        if run[0].style.startswith(BULLETED) or len(run) < 2 or not all(bears):
            continue
        ends = [*(marker.start for marker in run[1:]), len(body.printed.text)]
        edges = [bisect_left(places, place) for place in (*(marker.end for marker in run), ends[-1])]
        if edges[0] == 0 and any(left == right for left, right in pairwise(edges)):
            return True
    return False


def is_decimal(run: Sequence[Marker]) -> bool:
    """Whether a run is the one figure of a table that reads as an outline's number: 3.57 above 全市."""
    return len(run) == 1 and run[0].style.startswith("outline") and run[0].number > 1


def with_odd_ones(body: Body, run: Sequence[Marker], every: Sequence[Marker]) -> list[Marker]:
    """A run with the numbers that go on in it in another style: 3、 4 5. where each has its clause."""
    text, lines = body.printed.text, frozenset(body.starts)
    by_place = sorted((marker for marker in every if marker.start in lines), key=attrgetter("start"))
    places = [marker.start for marker in by_place]
    whole: list[Marker] = []
    for marker, after in zip(run, [*run[1:], None], strict=True):
        whole.append(marker)
        end = after.start if after else len(text)
        for other in by_place[bisect_right(places, marker.end) : bisect_left(places, end)]:
            fits = other.number == whole[-1].number + 1 and (after is None or other.number < after.number)
            if (
                fits
                and whole[-1].end < other.start
                and ends_clause(text, other.start)
                and bears_clause(text[other.end : end])
            ):
                whole.append(other)
    return whole


def unnumbered(body: Body) -> list[Chunk]:
    """The tasks of a list without numbers: three paragraphs or more that each end with a clause, counted."""
    text = body.printed.text
    spans = body.spans(0, len(text))
    lines = [text[start:end].strip() for start, end in spans]
    starts = [
        start
        for (start, _), line, below in zip(spans, lines, [*lines[1:], ""], strict=False)
        if closes_with_clause(line) or (SURE_LABEL.match(below) and not LABEL.match(line))
    ]
    if len(starts) < FEWEST_UNNUMBERED:
        return []
    ends = [*starts[1:], len(text)]
    return [
        Chunk(Marker(start, start, number, BULLETED, glued=False), end)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    ]


def closes_with_clause(line: str) -> bool:
    """Whether a paragraph says something and ends with the clause that says who is responsible."""
    places = find_clauses(line)
    return bool(places) and places[0].start > 0 and places[-1].end >= len(line.rstrip("。；; "))


def places_of(body: Body) -> list[int]:
    """Where a task may begin: at a line's start, and behind a closing bracket where the lines were lost."""
    text = body.printed.text
    behind = (place + 1 for place, character in enumerate(text[:-1]) if character in "）)】")
    inner = {place + (text[place] in "。；;") for place in behind}
    return sorted(inner.union(body.starts))


def accepted(text: str, markers: Sequence[Marker], lines: frozenset[int]) -> list[Marker]:
    """The numbers that open a task: the next one, or any behind a finished sentence; no wrapped amount."""
    run: list[Marker] = []
    for marker in markers:
        before = text[max(0, marker.start - 3) : marker.start].rstrip()[-1:]
        follows = not run or marker.number == run[-1].number + 1
        finished = not before or before in COMPLETE or below_heading(text, marker.start, lines)
        wrapped = goes_on(text, marker.start) and not below_heading(text, marker.start, lines)
        if (
            (run and marker.start < run[-1].end)
            or wrapped
            or (
                marker.glued
                and not (run and follows and finished)
                and not opens_list(text, markers, marker, is_first=not run)
            )
        ):
            continue
        if marker.start in lines:
            fits = follows or finished or marker.number == 1
        else:
            fits = bool(run) and follows and ends_clause(text, marker.start)
        if fits:
            run.append(marker)
    return run


def goes_on(text: str, place: int) -> bool:
    """Whether the words before a place want more: a pause mark, 至, or a dash behind a figure (6—|8个)."""
    before = text[max(0, place - 4) : place].rstrip()
    return bool(WANTS_MORE.search(before))


def opens_list(text: str, markers: Sequence[Marker], marker: Marker, *, is_first: bool) -> bool:
    """Whether a number before digits opens a list and no amount: 1.2025年底前…, or a 2 stands below it."""
    if DATED.match(text, marker.end):
        return True
    if not is_first or marker.number != 1:
        return False
    seconds = (other for other in markers if other.number == 2)
    return any(not other.glued or ends_clause(text, other.start) for other in seconds)


def below_heading(text: str, place: int, lines: frozenset[int]) -> bool:
    """Whether the line above is a numbered heading: 二、健康工程 above 4．65岁以上老人 makes that a 4."""
    above = next(
        (start for start in range(place - 1, max(-1, place - LONGEST_HEADING), -1) if start in lines), place
    )
    line = text[above:place]
    if not is_heading(line):
        return False
    behind_task = text[:above].rstrip()[-1:] in COMPLETE
    return bool(NUMBERED.match(line)) or (behind_task and is_plain_heading(line.strip()))


def ends_clause(text: str, place: int) -> bool:
    """Whether a clause's bracket closes right before this place."""
    before = text[max(0, place - LONGEST_CLAUSE) : place].rstrip("。；; ")
    depth = 0
    for start in range(len(before) - 1, -1, -1):
        depth += (before[start] in "）)】") - (before[start] in "（(【")
        if depth <= 0:
            return is_clause(before[start + 1 : -1])
    return False


def responsible(body: Body, run: Sequence[Marker]) -> list[bool]:
    """Which of these numbers somebody is responsible for: by a clause, or by a label above each group."""
    bears = claiming(body, run)
    again = any(marker.number == 1 for marker in run[1:])
    if again and not all(bears) and LABEL.match(body.above(run[0].start)):
        below = below_units(body, run)
        return below if all(below) else bears
    if not again and counts_on(run) and parents_above(body, run[0].start, run[-1].start):
        below = below_units(body, run)
        return below if all(below) else bears
    return bears


def claiming(body: Body, run: Sequence[Marker]) -> list[bool]:
    """Which of the stretches behind these numbers have a clause, or end with nothing but names of units."""
    text = body.printed.text
    ends = [*(marker.start for marker in run[1:]), len(text)]
    return [
        says_what_and_who(text[marker.end : end]) or names_end(body, marker.end, end)
        for marker, end in zip(run, ends, strict=True)
    ]


def says_what_and_who(stretch: str) -> bool:
    """Whether a stretch bears a clause, and more than a label with its names: （一）责任单位：市教育局."""
    if find_clauses(stretch):
        return True
    bare = find_bare_clause(stretch)
    return bare is not None and bool(stretch[: bare.start].strip())


def names_end(body: Body, start: int, end: int) -> bool:
    """Whether a stretch, headings behind it left out, ends with nothing but names of units."""
    lines = [line.text for line in body.lines(start, end)]
    while len(lines) > 1 and ends_list(lines[-1]):
        lines.pop()
    return find_names(lines, "".join(lines)) is not None


def below_units(body: Body, run: Sequence[Marker]) -> list[bool]:
    """Which of these numbers stand below a heading that is a unit's name: 一、市园林局."""
    if not run:
        return []
    headings = [heading.start for heading in unit_headings(body, run[0].start, run[-1].start)]
    own = {marker.start for marker in run}.intersection(headings)
    return [not own and bool(headings) and headings[0] < marker.start for marker in run]


def below_points(body: Body, run: Sequence[Marker]) -> int:
    """How often a run begins from 1 below a numbered sentence without a clause: it is of that one's parts."""
    texts = [body.above(marker.start) for marker in run if marker.number == 1]
    return sum(
        bool(text.endswith("。") and markers_at(text, 0))
        and not (is_heading(text) or opens_section(text) or bears_clause(text))
        for text in texts
    )


def is_beside(body: Body, run: Sequence[Marker]) -> bool:
    """Whether a run stands below the heading of a section on organisation: 三、保障措施."""
    return bool(BESIDE.match(domain_name(body.above(run[0].start))))


def crowded(text: str, run: Sequence[Marker]) -> int:
    """How many stretches behind these numbers have several clauses: they are whole sections."""
    ends = [*(marker.start for marker in run[1:]), len(text)][: len(run)]
    return sum(len(find_clauses(text[marker.end : end])) > 1 for marker, end in zip(run, ends, strict=True))


def close_groups(run: Sequence[Marker], bears: Sequence[bool]) -> bool:
    """Whether only the last of each group that counts from 1 has a clause: it is the whole group's."""
    starts = [place for place, marker in enumerate(run) if marker.number == 1]
    edges = [*starts, len(run)]
    groups = [bears[left:right] for left, right in pairwise(edges)]
    return len(groups) > 1 and all(len(group) > 1 and group[-1] and not any(group[:-1]) for group in groups)


def counts_on(run: Sequence[Marker]) -> bool:
    """Whether a run is a list in itself: three or more that count on from 1."""
    return len(run) > 2 and [marker.number for marker in run[:3]] == [1, 2, 3]


def within_list(chunks: Sequence[Chunk], bears: Sequence[bool]) -> list[Chunk]:
    """The chunks without numbered paragraphs around the list, which start from 1 again without a clause."""
    if not any(bears):
        return list(chunks)
    first, last = bears.index(True), len(bears) - 1 - bears[::-1].index(True)
    starts = [place for place, chunk in enumerate(chunks) if chunk.marker.number == 1]
    begin = max((place for place in starts if place <= first), default=0)
    end = min((place for place in starts if place > last), default=len(chunks))
    return list(chunks[begin:end])
