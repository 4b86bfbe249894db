"""The clause that says who is responsible for a task, taken apart into lead and co-responsible units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from projects.parsing.brackets import pairs
from projects.parsing.findings import Doubt
from projects.parsing.role_words import role_sentence, with_colons
from projects.parsing.sayings import (
    ASIDE,
    DONE,
    FIRST_LEADS,
    HOW,
    LABEL,
    REMARK,
    SAYING,
    SENTENCE,
    TELLS_MORE,
    TIMED,
    UNMARKED,
    role_of,
    said_role,
)
from projects.parsing.unit_names import (
    CO,
    COUNTED,
    LEAD,
    LEAD_MARK,
    OTHER,
    PLAIN,
    cut,
    marked,
    might_be_units,
    names_of,
    names_units,
    outside,
    surely_units,
)

SURE_LABEL = re.compile(r"(?:牵头|责任|主办)(?:单位|部门)[:：]")
NAMES_AT_END = re.compile(
    r"[（(](?P<bracket>[^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）][。；;]?$"
    r"|(?:[—－―]{1,2}|-{2})(?P<dash>[^。；;—－-]+)$"
)
FOR_UNITS = "【［[〔〖"  # brackets in which names may stand alone
LOCAL = re.compile(r"[各市县区省州镇乡][一-鿿]{2,12}")  # 各县融媒体, behind a name that is surely a unit's
PARTNER = re.compile(r"[一-鿿]{4,10}(?:、[一-鿿]{4,10})*")
NO_PARTNER = re.compile(
    "经费|资金|进度|工程|项目|要求|[由的了将被并]|完成|确保|群众|社会|居民|方案|建设|改造"
)
NO_COMMON_NOUN = re.compile(r"[市县区省州各国团]|有关|相关|.{3}")  # 政府主导，社会参与 names nobody
BY_UNITS = re.compile(r"[，,；;]由(?=[市县区省州各])")
OF_UNITS = re.compile("单位|部门|主体")
PERSON_NAME = re.compile(r"[一-鿿·]{2,4}")
JOINED = re.compile(r"(?:会同|联合|协同|会商)(?=[市县区省州各国团有相])")
DONE_AT_END = re.compile(rf"(?:{HOW}*{DONE})+$")
SAID_PAUSE = re.compile(r"(?<=牵头|主办|主导|负责|配合|指导|协助|参与|实施|落实)、")


@dataclass(frozen=True)
class Clause:
    """Who is responsible, names as printed; `named` tells whether somebody is called lead."""

    lead: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    named: bool = False
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Part:
    """One stretch of a clause with one role."""

    role: str
    names: str


@dataclass(frozen=True)
class Place:
    """Where a clause stands in a text, brackets included, and its content."""

    start: int
    end: int
    content: str


def says_first_leads(text: str) -> bool:
    """Whether a document says that of several responsible units the first named leads."""
    return bool(FIRST_LEADS.search(text))


def find_clauses(text: str) -> tuple[Place, ...]:
    """The bracketed clauses of a text, in order; one that is never closed runs to the end of the text."""
    found = pairs(text)
    spans = (
        (start, end)
        for start, end in found.every
        if text[start] in "（([［【〔〖" and is_clause(text[start + 1 : end], alone=text[start] in FOR_UNITS)
    )
    places: list[Place] = []
    for start, end in spans:
        if not places or start >= places[-1].end:
            places.append(Place(start, end + 1, text[start + 1 : end]))
    covered = places[-1].end if places else 0
    for start in found.alone:
        if start >= covered and text[start] in "（([【" and is_labelled(text[start + 1 : start + 30]):
            return (*places, Place(start, len(text), text[start + 1 :]))
    return tuple(places)


def bears_clause(text: str) -> bool:
    """Whether a text says anywhere who is responsible."""
    return bool(find_clauses(text) or find_bare_clause(text))


def find_bare_clause(text: str) -> Place | None:
    """A clause that stands at a text's end without brackets, after a full stop or at the start."""
    for match in re.finditer(r"(?:^|(?<=[。；;！\s）)”]))", text):
        label = LABEL.match(text, match.end())
        if label:
            return bare_place(text, match.end())
    for label in SURE_LABEL.finditer(text):  # the text above it has no full stop
        names = cut(text[label.end() :], "，,；;。")[0].partition("共同")[0]
        if names_units(names) or names_units(TELLS_MORE.split(names, maxsplit=1)[0]):
            return bare_place(text, label.start())
    start = role_sentence(text)
    return Place(start, len(text), text[start:]) if start >= 0 else None


def find_names(lines: Sequence[str], text: str) -> Place | None:
    """Nothing but names at the end of a task whose lines make this text: in a bracket, or on a line alone.

    A sentence that names nobody but units and says their roles is as good: 市教育局牵头，各县区配合。
    """
    match = NAMES_AT_END.search(text)
    names = (match["bracket"] or match["dash"] or "") if match else ""
    if names_units(names):
        return Place(match.start(), len(text), names)
    last = lines[-1].strip() if lines else ""
    if len(lines) > 1 and surely_units(last.rstrip("。；;")):
        return Place(len(text) - len(last), len(text), last)
    sentence = max(text.rstrip("。；; ").rfind(mark) for mark in "。；;！") + 1
    by = max((match.start() for match in BY_UNITS.finditer(text)), default=0)  # …，由市教育局牵头
    ways = ((len(text) - len(last), len(lines) > 1), (sentence, sentence > 0), (by, by > 0))
    return next(
        (Place(start, len(text), text[start:]) for start, able in ways if able and says_who(text[start:])),
        None,
    )


def says_who(sentence: str) -> bool:
    """Whether a sentence without brackets says roles of units, all of them surely units, and nothing else."""
    bare = sentence.strip("，,。；; ").removeprefix("由")
    pieces = [piece for piece in cut(bare, "，,；;。") if piece and not is_remark(piece)]
    names = [SAYING.sub("", piece) for piece in pieces]
    return is_said(pieces) and all(surely_units(name) and NO_COMMON_NOUN.match(name) for name in names)


def bare_place(text: str, start: int) -> Place:
    """A clause without brackets: up to the sentence's end where what follows names no further role."""
    stop = text.find("。", start)
    end = stop + 1 if stop >= 0 and not LABEL.search(text, stop) else len(text)
    return Place(start, end, text[start:end])


def is_labelled(content: str) -> bool:
    """Whether a text opens with a responsibility label and its colon."""
    return bool(LABEL.match(content.lstrip()) or (UNMARKED.match(content.lstrip()) and len(content) > 6))


def is_clause(content: str, *, alone: bool = False) -> bool:
    """Whether the content of a bracket names who is responsible; `alone` where names need no role."""
    inner = with_colons(SAID_PAUSE.sub("，", content.strip().removeprefix("由")))
    if UNMARKED.match(inner) and len(inner) > 6:
        return True
    pieces = [piece for piece in cut(inner, "，,；;。") if piece]
    if any(LABEL.match(piece) for piece in pieces):
        return True
    if names_units(inner) and (alone or marks_lead(inner)):
        return True
    said = [piece for piece in pieces if not is_remark(piece)]
    return is_said(said) or (len(said) < len(pieces) and surely_units("、".join(said)))


def is_said(pieces: Sequence[str]) -> bool:
    """Whether names and the words that say their role are all that these pieces hold."""
    said = [SAYING.search(piece) for piece in pieces]
    return any(said) and all(
        might_be_units(whole := partners(piece, place) or SAYING.sub("", piece).replace("会同", "、"))
        or (match and place and (LOCAL.fullmatch(whole) or is_name_of_a_partner(whole)))
        or (match and place and not SAYING.sub("", piece))
        for place, (piece, match) in enumerate(zip(pieces, said, strict=True))
    )


def partners(piece: str, place: int) -> str:
    """Those whom a piece behind another names with 会同: 会同市公安局、各区推进; "" where it does not."""
    joined = JOINED.match(piece) if place else None
    return DONE_AT_END.sub("", SAYING.sub("", piece[joined.end() :])) if joined else ""


def is_name_of_a_partner(name: str) -> bool:
    """Whether what a saying stands behind may be a name that ends like no unit's: 港华燃气配合."""
    return bool(PARTNER.fullmatch(name)) and not NO_PARTNER.search(name)


def is_remark(piece: str) -> bool:
    """Whether a piece of a clause says when or how, and names nobody."""
    if TIMED.fullmatch(piece):
        return not names_units(SAYING.sub("", piece))
    return bool(REMARK.fullmatch(piece))


def marks_lead(content: str) -> bool:
    """Whether one of several names is marked as the lead's: 市教育局（牵头）、市财政局."""
    return any(LEAD_MARK.search(name) for name in cut(content, "、，,"))


def parse_clause(content: str, *, first_leads: bool = False) -> Clause:
    """Lead and co-responsible units of a clause.

    Where nobody is called lead all responsible units lead, or (`first_leads`) only the first.
    """
    doubts: list[Doubt] = []
    parts = list(parts_of(with_colons(content.strip().strip("。；;")), doubts))
    names: dict[str, list[str]] = {LEAD: [], PLAIN: [], CO: []}
    for part in parts:
        for name in names_of(part.names, doubts) if part.role != OTHER else ():
            bare, role = marked(name)
            names[role or part.role].append(bare)
    lead, co = names[LEAD], names[PLAIN] + names[CO]
    if not lead:
        lead, co = (
            (names[PLAIN][:1], names[PLAIN][1:] + names[CO]) if first_leads else (names[PLAIN], names[CO])
        )
    return Clause(*once(lead, co, doubts), named=bool(names[LEAD]) or first_leads, doubts=tuple(doubts))


def parse_names(content: str, *, first_leads: bool = False) -> Clause:
    """A list of names without any role word, as a column of a table prints it: they lead.

    Where some are marked as leads (市教育局（牵头）), those alone do; or (`first_leads`) only the first.
    """
    doubts: list[Doubt] = []
    names = [marked(name) for name in names_of(content.strip().strip("。；;"), doubts)]
    lead = [name for name, role in names if role == LEAD]
    named = bool(lead) or first_leads
    if not lead:
        lead = [name for name, role in names if role != CO][: 1 if first_leads else None]
    co = [name for name, _ in names if name not in lead]
    return Clause(*once(lead, co, doubts), named=named, doubts=tuple(doubts))


def once(lead: list[str], co: list[str], doubts: list[Doubt]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every name once, a lead's name not among the co-responsible again."""
    seen: set[str] = set()
    kept: tuple[list[str], list[str]] = ([], [])
    for names, into in ((lead, kept[0]), (co, kept[1])):
        for name in names:
            if name in seen:
                doubts.append(Doubt("unit_twice", f"“{name}”在责任单位中出现两次，只计一次。", name))
            else:
                seen.add(name)
                into.append(name)
    return tuple(kept[0]), tuple(kept[1])


def parts_of(content: str, doubts: list[Doubt]) -> Iterator[Part]:
    """The stretches of a clause by role: after labels (牵头单位：…) or before sayings (…牵头，…配合)."""
    labels = labels_of(content, doubts)
    if not labels:
        yield from said_parts(content.removeprefix("由"))
        return
    before = content[: labels[0][0]].strip("，,；;、。 ")
    if SAYING.search(before):  # 市教育局牵头，配合：市财政局
        yield from said_parts(before)
    elif before:
        doubts.append(Doubt("clause_unread", f"责任分工中“{before}”未能识别。", before))
    for (begin, start, role), (end, _, _) in zip(
        labels, [*labels[1:], (len(content), 0, OTHER)], strict=True
    ):
        names = without_remarks(content[start:end].strip("，,；;、。 "))
        if says_roles(names):  # 责任单位：市教育局牵头，市财政局配合
            yield from said_parts(names)
            continue
        if len(labels) > 1 and is_person(content[begin:start], names):
            doubts.append(Doubt("clause_unread", f"“{names}”像是人名，不作为单位读取。", names))
            continue
        first, _, rest = names.partition("会同")
        if role == PLAIN and first and rest and not any(each == LEAD for _, _, each in labels):
            yield Part(LEAD, first)
            yield Part(CO, rest)
        else:
            yield Part(role, names)


def says_roles(names: str) -> bool:
    """Whether names behind a label say their roles once more, each piece names and a saying."""
    said = [piece for piece in cut(names, "，,；;") if SAYING.search(piece)]
    return bool(said) and all(names_units(SAYING.sub("", piece)) for piece in said)


def is_person(label: str, names: str) -> bool:
    """Whether a label that says nothing of units (牵头：) stands before what is no unit's name: 丁某某."""
    return not OF_UNITS.search(label) and bool(PERSON_NAME.fullmatch(names)) and not names_units(names)


def without_remarks(names: str) -> str:
    """The names behind a label, up to what stands beside them: 排在第一位的为牵头部门, 进展较慢的为….

    A sentence ends the names whatever follows, for its own list of units goes on behind it.
    """
    edges = [-1, *(place for place, character in outside(names) if character in "，,；;。"), len(names)]
    end = len(names)
    for left, right in pairwise(edges):
        piece = names[left + 1 : right].strip()
        if piece and (SENTENCE.fullmatch(piece) or says_more(piece)):
            end = max(0, left)
            break
    return names[:end].strip("，,；;、。 ")


def says_more(piece: str) -> bool:
    """Whether a piece behind names is a remark, or tells of figures: 10月底完工, 计划投资1.2亿元."""
    return is_remark(piece) or (bool(COUNTED.search(piece)) and not names_units(piece))


def labels_of(content: str, doubts: list[Doubt]) -> list[tuple[int, int, str]]:
    """Start, end and role of every label; one whose colon is wrong or missing is a doubt."""
    labels = [(match.start(), match.end(), role_of(match["label"])) for match in LABEL.finditer(content)]
    if not labels and not UNMARKED.search(content):
        return []
    for match in UNMARKED.finditer(content):
        opens = match.start() == 0 or content[match.start() - 1] in "；;，,。、 "
        if opens and is_free(match, labels):
            if match["mark"] not in ("为", "是"):
                doubts.append(Doubt("clause_separator", f"责任分工中“{match[0]}”之后缺冒号。", match[0]))
            labels.append((match.start(), match.end(), role_of(match["label"])))
    for match in ASIDE.finditer(content):
        if labels and is_free(match, labels):
            labels.append((match.start("label"), match.end(), OTHER))
    return sorted(whole_label(content, label) for label in labels)


def whole_label(content: str, label: tuple[int, int, str]) -> tuple[int, int, str]:
    """A label of a person with the words before it that belong to it: 专班负责人."""
    start, end, role = label
    before = re.search(r"(?:^|[；;，,。、\s])([一-鿿]{1,6})$", content[:start])
    return (before.start(1), end, role) if role == OTHER and before else label


def is_free(match: re.Match[str], labels: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a match has no character in common with the labels."""
    return all(match.end() <= start or end <= match.start() for start, end, _ in labels)


def said_parts(content: str) -> Iterator[Part]:
    """市教育局牵头，市财政局、市发改委配合: names up to the word that says their role."""
    waiting: list[str] = []
    led = False  # somebody's role was said already
    for piece in cut(SAID_PAUSE.sub("，", content), "，,；;。"):
        if is_remark(piece):
            continue
        if (joined := JOINED.match(piece)) and waiting == []:  # 市交通局牵头，会同市公安局推进
            yield Part(CO, DONE_AT_END.sub("", SAYING.sub("", piece[joined.end() :])))
            continue
        together, _, rest = piece.partition("会同")
        match = SAYING.search(piece)
        waiting.append(SAYING.sub("", piece).removeprefix("由"))
        if match and rest and SAYING.sub("", rest):
            led = True
            yield Part(LEAD, "、".join([*waiting[:-1], together.removeprefix("由")]))
            yield Part(CO, SAYING.sub("", rest))
            waiting = []
        elif match:
            role = said_role(match["saying"], match[0])
            if role == CO and len(waiting) > 1 and not led:
                yield Part(PLAIN, "、".join(waiting[:-1]))  # 市教育局，各县区配合
                waiting = waiting[-1:]
            led = True
            yield Part(role, "、".join(waiting))
            waiting = []
    if names := "、".join(name for name in waiting if name):
        yield Part(PLAIN, names)
