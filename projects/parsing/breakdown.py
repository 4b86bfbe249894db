"""A breakdown document (任务分解方案): numbered tasks, each with the clause that says who is responsible."""

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from projects.parsing.chunks import Chunk, chunks_of
from projects.parsing.clauses import (
    Place,
    bears_clause,
    bracket_of_names,
    find_bare_clause,
    find_clauses,
    find_names,
    names_before,
    names_in_front,
    says_first_leads,
    says_who,
)
from projects.parsing.findings import Doubt
from projects.parsing.goals import goals_above, goals_below, is_own_point
from projects.parsing.headings import (
    BESIDE,
    GUIDING,
    domain_name,
    ends_document,
    ends_list,
    heading_counts,
    heading_findings,
    headings_in,
    is_closing,
    is_date,
    is_guiding,
    is_plain_heading,
    leading_heading,
    parent_of,
)
from projects.parsing.layout import Body
from projects.parsing.list_doubts import (
    clause_doubts,
    label_doubts,
    leftover,
    missing_clause,
    set_aside,
    unexpected,
)
from projects.parsing.markers import BULLETED
from projects.parsing.numbering import number_findings
from projects.parsing.open_clauses import with_lines
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed, together
from projects.parsing.printed_list import PrintedList, PrintedTask
from projects.parsing.quantities import find_targets
from projects.parsing.quarterly import quarters_behind, split_quarters
from projects.parsing.remarks import is_continued, is_note
from projects.parsing.roles import merged, parse_clause, parse_names
from projects.parsing.sayings import PERSONS
from projects.parsing.unit_headings import UnitHeading, clause_above, unit_headings
from projects.parsing.unit_names import surely_units

NUMBER_OF_LABEL = re.compile(
    r"(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|(?:^|(?<=[。；;]))\d{1,2}[.．、])$"
)  # 3.责任单位：…
# 3.责任单位。牵头单位：市教育局
CLOSING_BRACKETS = ("）", ")")
LONGEST_OPENING = 40  # characters that show a line to be of the ending
MOST_LINES_OF_NAMES = 8  # that one bracket may run over
CAPTION_AT_END = re.compile(r"[（(]?\d{1,2}[)）.．、]\s?(?:责任|牵头|职责|任务)(?:单位|部门|分工)[。：:]?$")


def read_breakdown(body: Body) -> PrintedList:
    """The tasks of a breakdown document, with what is doubtful about numbers, headings and clauses."""
    chunks = chunks_of(body)
    if not chunks:
        return PrintedList(before=tuple(body.lines(0, len(body.printed))))
    first = chunks[0].marker.start
    before, headings = leading_heading(body, body.lines(0, first), has_plain_headings(body, chunks))
    first_leads = says_first_leads(body.printed.text)
    return read_chunks(body, chunks, before, headings, first_leads)


def has_plain_headings(body: Body, chunks: Sequence[Chunk]) -> bool:
    """Whether a heading without a number stands between two tasks."""
    lasts = [body.lines(chunk.marker.end, chunk.end)[1:][-1:] for chunk in chunks[:-1]]
    return any(is_plain_heading(line.text.strip()) for line in itertools.chain(*lasts))


def read_chunks(
    body: Body, chunks: Sequence[Chunk], before: Sequence[Printed], headings: list[str], first_leads: bool
) -> PrintedList:
    """Every chunk as a task, under the heading that stands last before it."""
    tasks: list[PrintedTask] = []
    findings: list[Finding] = []
    after: tuple[Printed, ...] = ()
    beside: list[PrintedTask] = []  # points of a section on organisation, behind the tasks
    chunks, behind = without_what_follows(body, chunks)
    claimed = any(bears_clause(body.printed.text[chunk.marker.end : chunk.end]) for chunk in chunks)
    above = unit_headings(body, chunks[0].marker.start, chunks[-1].marker.start)
    offices: Counter[str] = Counter()  # tasks below each heading that is no domain but a unit's name
    for chunk in chunks:
        begins = [each.start for each in above if chunk.marker.end <= each.start < chunk.end]
        own = replace(chunk, end=begins[0]) if begins else chunk
        task, rest, doubts = read_chunk(body, own, first_leads)
        if begins:
            rest = (*rest, *body.lines(begins[0], chunk.end))
        if chunk is chunks[-1] and len(tasks) > 1 and not any(each.lead for each in tasks):
            task, rest, doubts = unsigned(task, rest, doubts)
        text, cells = split_quarters(task.text)
        if cells is None:
            cells, rest = quarters_behind(rest, ends_list)
        domain = domain_name(headings[-1]) if headings else None
        if holders := [each for each in above if each.start < chunk.marker.start]:
            task, doubts = below_unit(task, doubts, holders[-1], first_leads)
            is_office = headings and headings[-1] == holders[-1].text and not parent_of(headings[-1])
            domain = None if is_office else domain
            offices[holders[-1].text] += bool(is_office)
        opening = body.lines(chunk.marker.end, chunk.end)[:1]
        is_guided = GUIDING.match(domain or "") or (
            claimed and any(is_guiding(each.text) for each in (text, *opening))
        )
        if task.lead and tasks and BESIDE.match(domain or "") and not find_targets(text.text):
            beside.append(replace(task, domain=domain))
        elif task.lead or not is_guided:
            tasks.append(replace(task, text=text, cells=cells, domain=domain))
            findings.extend(doubt.at(chunk.marker.number) for doubt in doubts)
        if chunk is chunks[-1]:
            after = (*rest, *behind)
        else:
            held = {heading.text for heading in above}
            notes = [line for line in rest if is_note(line.text.strip())]
            beside_notes = [
                line for line in rest if line not in notes and not is_continued(line.text.strip())
            ]
            found, left = headings_in(beside_notes, held)
            headings.extend(found)
            findings.extend(leftover(line).at(chunk.marker.number) for line in (*left, *notes))
    doubtful = (*goals_above(before), *unexpected(after), *set_aside(beside))
    findings.extend(doubt.at(None) for doubt in doubtful)
    if chunks[0].marker.style.startswith(BULLETED):
        findings.append(Finding("number_missing", "清单没有序号，按先后次序编号，请核对。"))
    findings.extend(
        (
            *numbers_doubted(chunks, tasks),
            *heading_findings(headings),
            *heading_counts(headings, tasks, offices),
        )
    )
    domains = tuple(dict.fromkeys(task.domain for task in tasks if task.domain))
    return PrintedList(tuple(tasks), domains, tuple(findings), tuple(before), after)


def below_unit(
    task: PrintedTask, doubts: list[Doubt], heading: UnitHeading, first_leads: bool
) -> tuple[PrintedTask, list[Doubt]]:
    """A task that names nobody, with those whom the heading above it names."""
    if task.lead:
        return task, doubts
    clause = clause_above(heading, first_leads)
    co = tuple(dict.fromkeys((*task.co, *clause.co)))
    own = [doubt for doubt in doubts if doubt.code not in ("missing_clause", "no_lead")]
    claimed = replace(task, lead=clause.lead, co=co, clause=heading.text + task.clause)
    return claimed, [*own, *clause.doubts, *clause_doubts(clause, 1, heading.text)]


def numbers_doubted(chunks: Sequence[Chunk], tasks: Sequence[PrintedTask]) -> list[Finding]:
    """What is odd about the tasks' numbers; guiding paragraphs may share their numbering or not."""
    ways = ([task.number for task in tasks], [chunk.marker.number for chunk in chunks])
    return min((list(number_findings(numbers)) for numbers in ways), key=len)


def without_what_follows(body: Body, chunks: Sequence[Chunk]) -> tuple[list[Chunk], list[Printed]]:
    """The chunks, the last without the paragraphs behind it where every other is a single paragraph."""
    last = chunks[-1]
    spans = body.spans(last.marker.end, last.end)
    text = body.printed.text
    if len(chunks) < 3 or len(spans) < 2 or names_somebody(text[last.marker.end : last.end]):
        return list(chunks), []
    lengths = {len(body.spans(chunk.marker.end, chunk.end)) for chunk in chunks[:-1]}
    if lengths != {1} or text[spans[0][1] - 1] not in "。；;！":
        return list(chunks), []
    kept = replace(last, end=spans[0][1])
    return [*chunks[:-1], kept], [body.printed[start:end].strip() for start, end in spans[1:]]


def names_somebody(text: str) -> bool:
    """Whether a clause of a text names a unit; 监督电话：… names none."""
    bare = find_bare_clause(text)
    places = find_clauses(text) or ((bare,) if bare else ())
    return any(map(names_anybody, places))


def read_chunk(
    body: Body, chunk: Chunk, first_leads: bool
) -> tuple[PrintedTask, tuple[Printed, ...], list[Doubt]]:
    """One task, the lines that follow its clause, and what is doubtful."""
    start, end = chunk.marker.end, chunk.end
    parents = [
        place
        for place, stop in body.spans(start, end)[1:]
        if parent_of(body.printed.text[place:stop]) and not is_own_point(body, chunk, place)
    ]
    if parents:
        task, rest, doubts = read_chunk(body, replace(chunk, end=parents[0]), first_leads)
        return task, (*rest, *body.lines(parents[0], end)), doubts
    whole = body.printed[start:end]
    places = find_clauses(whole.text)
    bare = find_bare_clause(whole.text) if not places or tells_of_persons(places) else None
    if bare and is_of_ending(body, start + bare.start) and not names_anybody(bare):
        bare = None  # 联系人：… in a line that asks for reports, behind the last task
    places = () if bare else places
    found = places or ((bare,) if bare else ())
    if not found:
        return unclaimed(body, chunk, first_leads)
    last = with_lines(body, start, found[-1], bare is not None)
    found = (*found[:-1], last)
    clause = merged([parse_clause(place.content, first_leads=first_leads) for place in found])
    text = with_full_stop(
        together(part.strip() for part in around(whole[: last.end], found)), whole[last.end :]
    )
    if bare and (numbered := NUMBER_OF_LABEL.search(text.text)):
        text = text[: numbered.start()]
    printed = "".join(whole.text[place.start : place.end] for place in found)
    if not text.text.strip() and (first := body.lines(start + last.end, end)[:1]):
        text, last = first[0], replace(last, end=last.end + len(first[0]))  # （市教育局牵头）新建小学4所。
    rest = tuple(line for line in body.lines(start + last.end, end) if line.text.strip("。；; "))
    goals, rest = goals_below(text.text, rest)
    text = together((text, *goals))
    doubts = [*clause.doubts, *clause_doubts(clause, len(found), printed), *label_doubts(text.text)]
    return PrintedTask(chunk.marker.number, text, None, clause.lead, clause.co, printed), rest, doubts


def is_of_ending(body: Body, place: int) -> bool:
    """Whether the line around a place belongs to the document's ending."""
    begin = body.starts[bisect_right(body.starts, place) - 1]
    return is_closing(body.printed.text[begin : begin + LONGEST_OPENING].strip())


def tells_of_persons(places: Sequence[Place]) -> bool:
    """Whether what stands in brackets is of persons alone: 责任单位：市教育局（联系人：丁某）."""
    return len(places) == 1 and bool(PERSONS.search(places[0].content)) and not names_anybody(places[0])


def names_anybody(place: Place) -> bool:
    """Whether a clause names a unit."""
    clause = parse_clause(place.content)
    return bool(clause.lead or clause.co)


def with_full_stop(text: Printed, behind: Printed) -> Printed:
    """The text with the full stop printed behind its clause: 新建学校5所（责任单位：市教育局）。"""
    text = text[: len(text.text.rstrip("—－―- "))]  # …。——责任单位：市教育局
    if caption := CAPTION_AT_END.search(text.text):
        text = text[: caption.start()]
    stop = behind[: len(behind.text) - len(behind.text.lstrip("。"))][:1]
    return text if text.text.endswith(("。", "；", "！")) else text + stop


def around(whole: Printed, places: Sequence[Place]) -> list[Printed]:
    """The text outside the clauses."""
    edges = [0, *(edge for place in places for edge in (place.start, place.end)), len(whole)]
    return [whole[left:right] for left, right in zip(edges[::2], edges[1::2], strict=True)]


def unclaimed(
    body: Body, chunk: Chunk, first_leads: bool
) -> tuple[PrintedTask, tuple[Printed, ...], list[Doubt]]:
    """A task without a clause: its lines up to a heading; nothing but names at its end are taken for one."""
    lines = body.lines(chunk.marker.end, chunk.end)
    end = next((at for at, line in enumerate(lines) if at and ends_tasks(line.text)), len(lines))
    lines, rest = lines[:end], lines[end:]
    while len(lines) > 1 and ends_list(lines[-1].text):
        rest.insert(0, lines.pop())
    text = together(lines)
    place = find_names([line.text for line in lines], text.text)
    if place is None and (
        closed := names_above(lines)
    ):  # （市教育局） closes a line, sentences stand below it
        place, end = closed
        text, rest = together(lines[:end]), [*lines[end:], *rest]
    if place:
        reading = parse_clause if says_who(place.content) else parse_names
        clause = reading(place.content.strip("，,；—－- "), first_leads=first_leads)
        others = names_before(text.text, place.start)
        found = [*(parse_names(each.content, first_leads=first_leads) for each in others), clause]
        clause = merged(found) if others else clause
        places = (*others, place)
        printed = "".join(text.text[each.start : each.end] for each in places)
        own = together(part.strip() for part in around(text[: place.end], places))
        task = PrintedTask(chunk.marker.number, own, None, clause.lead, clause.co, printed)
        return task, tuple(rest), [*clause.doubts, *clause_doubts(clause, len(places), printed)]
    if place := names_in_front(text.text):
        clause = parse_clause(place.content, first_leads=first_leads)
        task = PrintedTask(
            chunk.marker.number, text[place.end :].strip(), None, clause.lead, clause.co, place.content
        )
        return task, tuple(rest), [*clause.doubts, *clause_doubts(clause, 1, place.content)]
    if others := names_before(text.text, len(text)):  # 新建小学2所（市教育局）。打通断头路3条。
        clause = merged([parse_names(each.content, first_leads=first_leads) for each in others])
        printed = "".join(text.text[each.start : each.end] for each in others)
        own = together(part.strip() for part in around(text, others))
        task = PrintedTask(chunk.marker.number, own, None, clause.lead, clause.co, printed)
        return task, tuple(rest), [*clause.doubts, *clause_doubts(clause, len(others), printed)]
    return PrintedTask(chunk.marker.number, text), tuple(rest), [missing_clause(text)]


def ends_tasks(line: str) -> bool:
    """Whether a line says that the document has said all, or heads a section on how the tasks are done."""
    return ends_document(line) or bool(BESIDE.match(domain_name(line.strip())))


def names_above(lines: Sequence[Printed]) -> tuple[Place, int] | None:
    """The bracket of names that closes the last such line above the end, and how many lines it closes."""
    for end in range(len(lines) - 1, 0, -1):
        if lines[end - 1].text.rstrip("。；;").endswith(CLOSING_BRACKETS):
            near = together(lines[max(0, end - MOST_LINES_OF_NAMES) : end])
            names = bracket_of_names(near.text)
            if names:
                above = len(together(lines[:end])) - len(near)
                return replace(names, start=names.start + above, end=names.end + above), end
    return None


def unsigned(
    task: PrintedTask, rest: tuple[Printed, ...], doubts: list[Doubt]
) -> tuple[PrintedTask, tuple[Printed, ...], list[Doubt]]:
    """The last task without the name above a date, where no other names anybody: it signs the document."""
    if not (task.lead and rest and is_date(rest[0].text) and surely_units(task.clause)):
        return task, rest, doubts
    signature = Printed(task.clause, task.clause)
    bare = replace(task, lead=(), co=(), clause="")
    return bare, (signature, *rest), [missing_clause(task.text)]
