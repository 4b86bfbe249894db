"""A list that lost its lines: headings and tasks follow one another inside one paragraph."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from projects.parsing.chunks import LONGEST_HEADING, chunks_of, counts_on
from projects.parsing.clauses import SURE_LABEL, bears_clause, find_clauses
from projects.parsing.headings import is_heading
from projects.parsing.layout import Body
from projects.parsing.markers import SIGNS, Marker, all_markers
from projects.parsing.unit_names import LONGEST_NAME, cut, surely_units

IN_BRACKETS = re.compile(r"[（(]([^（）()]{2,60})[)）]")
HEADED_TASK = re.compile(
    r"(?P<heading>(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；;：:\d]{2,20})[。：:]"
    r"(?=\d{1,3}[.．、](?!\d))"
)  # 一、教育惠民。1.新建小学2所
TITLED = re.compile(
    r"(?:目标|任务|清单|方案|实事|项目|分解|分工|安排|计划|[解工排览]表)(?:[（(][^（）()]{1,12}[)）])?$"
)  # …2031年民生工程目标一、扶贫解困
BEHIND_FIGURES = re.compile(r"\d $")  # 合计 2 5 7 4.新增泊位900个
BOUNDARY = "。；;：:）)】］]"


def unfolded(body: Body) -> Body:
    """The body with a line for each heading and task of a paragraph that holds a list."""
    text = body.printed.text
    starts = set(body.starts)
    for start, end in body.spans(0, len(text)):
        if max(len(way(text[start:end])) for way in (find_clauses, named_brackets, SURE_LABEL.findall)) > 1:
            starts.update(start + place for place in inner_starts(text[start:end]))
    for start, end in body.spans(0, len(text)):
        headed = HEADED_TASK.match(text[start:end])
        if headed and is_heading(headed["heading"]) and bears_clause(text[start + headed.end() : end]):
            starts.add(start + headed.end())
    if starts == set(body.starts) and not chunks_of(body):
        for start, end in body.spans(0, len(text)):
            starts.update(start + place for place in counted_starts(text[start:end]))
    return replace(body, starts=tuple(sorted(starts)))


def is_bounded(line: str, marker: Marker) -> bool:
    """Whether a point may begin here: behind a stop, figures or a name, or with a sign (①)."""
    if marker.start == 0 or line[marker.start - 1] in BOUNDARY or marker.style in SIGNS:
        return True
    if marker.family not in ("line", "han") or marker.glued:
        return False
    before = line[max(0, marker.start - LONGEST_NAME) : marker.start]
    if marker.number == 1 and TITLED.search(before):
        return True
    return bool(BEHIND_FIGURES.search(before)) or surely_units(cut(before, "、，,；;：:。 ")[-1])


def counted_starts(line: str) -> list[int]:
    """Where the points of one paragraph begin that count on from 1, with nobody responsible."""
    markers = all_markers(line, range(len(line)))
    bounded = [marker for marker in markers if is_bounded(line, marker)]
    bounded.sort(key=lambda marker: (marker.family, marker.start))
    runs = [in_turn(list(run), {}) for _, run in groupby(bounded, key=lambda marker: marker.family)]
    run = max(runs, key=len, default=[])
    return [marker.start for marker in run] if counts_on(run) else []


def inner_starts(line: str) -> list[int]:
    """Where the tasks of one paragraph and the headings above them begin; nothing for a single task."""
    markers = all_markers(line, range(len(line)))
    han = [marker for marker in markers if marker.style in ("han", "han_bracket")]
    tops = {marker.start for marker in han if is_bounded(line, marker)}
    below = {marker.start: top for marker in markers if (top := heading_above(line, marker.start, tops)) >= 0}
    able = [marker for marker in markers if is_bounded(line, marker) or marker.start in below]
    able.sort(key=lambda marker: (marker.family, marker.start))
    runs = [in_turn(list(run), below) for _, run in groupby(able, key=lambda marker: marker.family)]
    run = max(runs, key=lambda each: claims(line, each), default=[])
    if len(run) < 2 or claims(line, run) < 2:
        return []
    return [place for marker in run for place in (marker.start, below.get(marker.start, marker.start))]


def claims(line: str, run: Sequence[Marker]) -> int:
    """How many of the stretches behind these numbers say who is responsible, if only by names in brackets."""
    ends = [*(marker.start for marker in run[1:]), len(line)][: len(run)]
    stretches = [line[marker.end : end] for marker, end in zip(run, ends, strict=True)]
    return sum(bears_clause(stretch) or bool(named_brackets(stretch)) for stretch in stretches)


def named_brackets(text: str) -> list[str]:
    """The brackets of a text that hold nothing but names of units."""
    return [inner for inner in IN_BRACKETS.findall(text) if surely_units(inner)]


def heading_above(line: str, place: int, tops: set[int]) -> int:
    """Where the heading begins that ends right before a place; -1 where none does."""
    near = [top for top in tops if place - LONGEST_HEADING < top < place and is_heading(line[top:place])]
    return max(near, default=-1)


def in_turn(markers: Sequence[Marker], below: dict[int, int]) -> list[Marker]:
    """The numbers that count on, from 1 again below a heading."""
    run: list[Marker] = []
    for marker in markers:
        again = marker.number == 1 and marker.start in below
        if not marker.glued and (not run or marker.number == run[-1].number + 1 or again):
            run.append(marker)
    return run
