"""A breakdown document (任务分解方案): numbered tasks, each with its clause of responsible units, under headings or none."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from projects.parsing.clauses import Clause, Place, find_bare_clause, find_clauses, names_units, parse_clause, parse_names, says_first_leads
from projects.parsing.drafts import Draft, DraftTask
from projects.parsing.findings import Doubt
from projects.parsing.layout import Body
from projects.parsing.markers import Marker, all_markers
from projects.parsing.numbering import heading_findings, number_findings
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed, together

COMPLETE = "。；;）)！!”】]"
GOES_ON = "、，,（(“《—-~～至和及与或·第"
HEADING = re.compile(
    r"(?:第[一二三四五六七八九十]+[章节部分类篇][、.．:：]?|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）][、.．]?|[0-9]{1,2}[、.．]|[◆●■★▲]+)?"
    r"(?P<name>[^。；;：:！？，,]{2,30})[：:]?"
)
NUMBERED_HEADING = re.compile(r"(?:第[一二三四五六七八九十]+[章节部分类篇]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）]|[◆●■★▲])")
DOMAIN_END = re.compile(r"(?:领域|方面|类|篇|工程|行动|事业|保障|服务|建设|民生|板块)(?:[（(][^）)]{1,12}[)）])?$")
NOT_DOMAIN = re.compile(r"通知|方案|关于|文件|公开|附件|人民政府$|办公室$|\d{4}年")
CLOSING = re.compile(
    r"(?:抄送|抄报|主送|主题词|附件|附[:：]|附注|[（(]?此件|联系人|联系电话|印发|共印|分送|报[:：]|送[:：]|备注|注[:：]|说明[:：]"
    r"|[^，。]{2,20}(?:人民政府|办公室|委员会|指挥部)(?:\d{4}年.*)?$|\d{4}年\d+月\d+日|二[〇零○]..年)"
)


NAMES_AT_END = re.compile(r"[（(](?P<names>[^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）][。；;]?$")


@dataclass(frozen=True)
class Chunk:
    """The stretch of the body from one task's number to the next."""

    marker: Marker
    end: int


def read_breakdown(body: Body) -> Draft:
    """The tasks of a breakdown document, with what is doubtful about numbers, headings and clauses."""
    chunks = chunks_of(body)
    if not chunks:
        return Draft(before=tuple(body.lines(0, len(body.printed))))
    first = chunks[0].marker.start
    before, domain = leading_domain(body, body.lines(0, first))
    first_leads = says_first_leads(body.printed.text[:first])
    return read_chunks(body, chunks, before, domain, first_leads)


def read_chunks(body: Body, chunks: Sequence[Chunk], before: Sequence[Printed], heading: str | None, first_leads: bool) -> Draft:
    """Every chunk as a task, under the heading that stands last before it."""
    tasks: list[DraftTask] = []
    headings = [heading] if heading else []
    findings: list[Finding] = []
    after: tuple[Printed, ...] = ()
    for chunk in chunks:
        task, rest, doubts = read_chunk(body, chunk, first_leads)
        tasks.append(replace(task, domain=domain_name(headings[-1]) if headings else None))
        findings.extend(doubt.at(chunk.marker.number) for doubt in doubts)
        if chunk is chunks[-1]:
            after = rest
        else:
            found, left = headings_in(rest)
            headings.extend(found)
            findings.extend(leftover(line).at(chunk.marker.number) for line in left)
    findings.extend(leftover(line).at(None) for line in unexpected(after))
    findings.extend((*number_findings([task.number for task in tasks]), *heading_findings(headings)))
    domains = tuple(dict.fromkeys(domain_name(heading) for heading in headings))
    return Draft(tuple(tasks), domains, tuple(findings), tuple(before), after)


def chunks_of(body: Body) -> list[Chunk]:
    """The tasks' stretches: the style of numbering that bears most clauses, or failing that counts furthest."""
    text = body.printed.text
    markers = all_markers(text, places_of(body))
    clauses = [place.start for place in find_clauses(text)]
    families = {marker.family for marker in markers}
    runs = [accepted(text, [marker for marker in markers if marker.family == family]) for family in sorted(families)]
    best = max(runs, key=lambda run: (bearing(run, clauses, len(text)), len(run)), default=[])
    if not bearing(best, clauses, len(text)) and not counts_on(best):
        return []
    ends = [*(marker.start for marker in best[1:]), len(text)]
    return [Chunk(marker, end) for marker, end in zip(best, ends, strict=True)]


def places_of(body: Body) -> list[int]:
    """Where a task may begin: at a line's start, and behind a clause where the lines were lost."""
    behind = (place.end for place in find_clauses(body.printed.text))
    text = body.printed.text
    inner = (end + len(text[end : end + 2]) - len(text[end : end + 2].lstrip("。；; ")) for end in behind)
    return sorted({*body.starts, *inner})


def accepted(text: str, markers: Sequence[Marker]) -> list[Marker]:
    """The numbers that open a task: the next one, or another behind a finished sentence; no wrapped amount or list."""
    run: list[Marker] = []
    for marker in markers:
        before = text[: marker.start].rstrip()[-1:] if marker.start else ""
        follows = not run or marker.number == run[-1].number + 1
        overlaps = bool(run) and marker.start < run[-1].end
        finished = before == "" or before in COMPLETE
        wrapped = before != "" and before in GOES_ON
        if overlaps or wrapped or (marker.glued and not (run and follows and finished)):
            continue
        if follows or finished or marker.number == 1:
            run.append(marker)
    return run


def bearing(run: Sequence[Marker], clauses: Sequence[int], end: int) -> int:
    """How many of these stretches have a clause."""
    edges = [*(marker.start for marker in run), end]
    return sum(bisect_left(clauses, right) > bisect_left(clauses, left) for left, right in zip(edges, edges[1:], strict=False))


def counts_on(run: Sequence[Marker]) -> bool:
    """Whether a run is a list in itself: three or more that count on from 1."""
    return len(run) > 2 and [marker.number for marker in run[:3]] == [1, 2, 3]


def read_chunk(body: Body, chunk: Chunk, first_leads: bool) -> tuple[DraftTask, tuple[Printed, ...], list[Doubt]]:
    """One task, the lines that follow its clause, and what is doubtful."""
    start, end = chunk.marker.end, chunk.end
    whole = body.printed[start:end]
    places = find_clauses(whole.text)
    bare = None if places else find_bare_clause(whole.text)
    found = places or ((bare,) if bare else ())
    if not found:
        return unclaimed(body, chunk)
    last = with_lines(body, start, found[-1], bare is not None)
    found = (*found[:-1], last)
    clause = merged([parse_clause(place.content, first_leads=first_leads) for place in found])
    text = together(part.strip() for part in around(whole[: last.end], found))
    printed = "".join(whole.text[place.start : place.end] for place in found)
    rest = tuple(line for line in body.lines(start + last.end, end) if line.text.strip("。；; "))
    doubts = [*clause.doubts, *clause_doubts(clause, len(found), printed)]
    return DraftTask(chunk.marker.number, text, None, clause.lead, clause.co, printed), rest, doubts


def with_lines(body: Body, start: int, place: Place, bare: bool) -> Place:
    """A clause without the headings behind it, where nothing closes it: it ends with the last line that is no heading."""
    closed = not bare and body.printed.text[start + place.end - 1 : start + place.end] in "）)］]】〕"
    if closed:
        return place
    lines = body.lines(start + place.start, start + place.end)
    while len(lines) > 1 and (is_heading(lines[-1].text) or CLOSING.match(lines[-1].text)):
        lines.pop()
    length = body.printed.text.index(lines[-1].text, start + place.start) + len(lines[-1]) - start - place.start
    content = body.printed.text[start + place.start : start + place.start + length]
    return Place(place.start, place.start + length, content.lstrip("（([【"))


def around(whole: Printed, places: Sequence[Place]) -> list[Printed]:
    """The text outside the clauses."""
    edges = [0, *(edge for place in places for edge in (place.start, place.end)), len(whole)]
    return [whole[left:right] for left, right in zip(edges[::2], edges[1::2], strict=True)]


def unclaimed(body: Body, chunk: Chunk) -> tuple[DraftTask, tuple[Printed, ...], list[Doubt]]:
    """A task without a clause: its lines up to a heading; a bracket of nothing but names is taken for one."""
    lines = body.lines(chunk.marker.end, chunk.end)
    rest: list[Printed] = []
    while len(lines) > 1 and (is_heading(lines[-1].text) or CLOSING.match(lines[-1].text)):
        rest.insert(0, lines.pop())
    text = together(lines)
    match = NAMES_AT_END.search(text.text)
    if match and names_units(match["names"]):
        clause = parse_names(match["names"])
        task = DraftTask(chunk.marker.number, text[: match.start()].strip(), None, clause.lead, clause.co, match[0])
        return task, tuple(rest), [*clause.doubts, *clause_doubts(clause, 1, match[0])]
    doubt = Doubt("missing_clause", "没有读到责任分工，牵头单位待补。", text.text[-20:])
    return DraftTask(chunk.marker.number, text), tuple(rest), [doubt]


def merged(clauses: Sequence[Clause]) -> Clause:
    """Several clauses of one task as one; a unit that leads anywhere leads."""
    lead = tuple(dict.fromkeys(name for clause in clauses for name in clause.lead))
    co = tuple(dict.fromkeys(name for clause in clauses for name in clause.co if name not in lead))
    doubts = tuple(doubt for clause in clauses for doubt in clause.doubts)
    return Clause(lead, co, all(clause.named for clause in clauses), doubts)


def clause_doubts(clause: Clause, count: int, printed: str) -> list[Doubt]:
    """No lead named, nobody at all, or more clauses than one."""
    doubts = []
    if not clause.lead:
        doubts.append(Doubt("missing_lead", f"责任分工中没有牵头单位：{printed}", printed))
    elif not clause.named:
        doubts.append(Doubt("missing_lead", f"未写明牵头单位，按{'、'.join(clause.lead)}牵头读取：{printed}", printed))
    if count > 1:
        doubts.append(Doubt("several_clauses", f"一项任务有 {count} 处责任分工，已合并：{printed}", printed))
    return doubts


def is_heading(line: str) -> bool:
    """Whether a line between two tasks is a domain's heading."""
    match = HEADING.fullmatch(line.strip())
    return bool(match) and not NOT_DOMAIN.search(line) and not CLOSING.match(line)


def headings_in(lines: Sequence[Printed]) -> tuple[list[str], list[Printed]]:
    """The headings among the lines between two tasks, and the lines that are none."""
    headings = [line.text.strip() for line in lines if is_heading(line.text)]
    return headings, [line for line in lines if not is_heading(line.text) and not CLOSING.match(line.text)]


def leading_domain(body: Body, lines: list[Printed]) -> tuple[list[Printed], str | None]:
    """The first domain's heading, right above the first task, and the lines before it; without a number it must look like a domain."""
    if lines and is_heading(lines[-1].text):
        line = lines[-1].text.strip()
        marked = bool(body.headings) and any(body.printed.text.startswith(line, start) for start in body.headings)
        if NUMBERED_HEADING.match(line) or DOMAIN_END.search(line) or marked:
            return lines[:-1], line
    return lines, None


def domain_name(heading: str) -> str:
    """一、教育惠民领域 → 教育惠民领域."""
    match = HEADING.fullmatch(heading)
    return match["name"].strip() if match else heading


def unexpected(lines: Sequence[Printed]) -> list[Printed]:
    """The lines behind the last task that are not a document's usual ending; from the ending's first line on all belong to it."""
    left = []
    for line in lines:
        if CLOSING.match(line.text):
            break
        left.append(line)
    return left


def leftover(line: Printed) -> Doubt:
    """Text that belongs to no task."""
    return Doubt("leftover_text", f"这段文字未能归入任何任务：“{line.text[:60]}”。", line.text)
