"""A clause taken apart into lead and co-responsible units, by labels (牵头单位：…) or sayings (…牵头)."""

import re
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from projects.parsing.brackets import pairs
from projects.parsing.clauses import (
    DONE_AT_END,
    DONE_TOGETHER,
    JOINED,
    is_remark,
    parted,
    without_by,
)
from projects.parsing.findings import Doubt
from projects.parsing.role_words import with_colons
from projects.parsing.sayings import ASIDE, GLUED_ASIDE, LABEL, SAYING, SENTENCE, UNMARKED, role_of, said_role
from projects.parsing.unit_names import (
    CO,
    COUNTED,
    ENUMERATED,
    LEAD,
    LONGEST_PIECE,
    OTHER,
    PLAIN,
    cut,
    marked,
    names_of,
    names_units,
    outside,
    surely_units,
    units_alone,
    without_persons,
)

OF_UNITS = re.compile("单位|部门|主体")
WITH_PERSONS = re.compile("(?:单位|部门)(?:和|及|、|/|／)(?:责任人|负责人|联系人|人员)")  # 责任单位及责任人：
WORDS_BEFORE = re.compile(r"(?:^|[；;，,。、\s])([一-鿿]{1,6})$")
NAMED_THERE = re.compile(
    r"[，,；;、\s]*(?:各(?:[县市区乡镇]|街道)|[市县区省][一-鿿]{1,8}(?:局|委|办|公司|集团|中心))[^，,；;。]*\d"
)  # 各区政府 甲区 乙区 合计 2 5 7: a table's figures behind the last name
PERSON_NAME = re.compile(r"[一-鿿·]{2,4}")


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


def parse_clause(content: str, *, first_leads: bool = False) -> Clause:
    """Lead and co-responsible units of a clause.

    Where nobody is called lead all responsible units lead, or (`first_leads`) only the first.
    """
    doubts: list[Doubt] = []
    bare = without_persons(without_asides(ENUMERATED.sub("、", content).strip("。；;、 ")))
    parts = list(parts_of(with_colons(bare), doubts))
    names: dict[str, list[str]] = {LEAD: [], PLAIN: [], CO: []}
    for part in parts:
        for name in names_of(part.names, doubts) if part.role != OTHER else ():
            bare, role = marked(name)
            names[role or part.role].append(bare)
    lead, co = names[LEAD], names[PLAIN] + names[CO]
    if not lead and any(part.role == LEAD for part in parts):
        doubts.append(Doubt("missing_lead", f"牵头单位一处没有写名称：{content}", content))
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


def merged(clauses: Sequence[Clause]) -> Clause:
    """Several clauses of one task as one; a unit that leads anywhere leads."""
    lead = tuple(dict.fromkeys(name for clause in clauses for name in clause.lead))
    co = tuple(dict.fromkeys(name for clause in clauses for name in clause.co if name not in lead))
    doubts = tuple(doubt for clause in clauses for doubt in clause.doubts)
    return Clause(lead, co, all(clause.named for clause in clauses), doubts)


def without_asides(content: str) -> str:
    """A clause without the brackets in it that name nobody: 市教育局、市财政局（排第一的牵头，下同）."""
    for start, end in reversed(pairs(content).outer):
        pieces = [piece for piece in cut(content[start + 1 : end], "，,；;。") if piece]
        if pieces and all(map(is_remark, pieces)):
            content = content[:start] + content[end + 1 :]
    return content


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
        yield from said_parts(without_by(content))
        return
    before = content[: labels[0][0]].strip("，,；;、。 ")
    if SAYING.search(before):  # 市教育局牵头，配合：市财政局
        yield from said_parts(before)
    elif surely_units(before):  # 市教育局；完成时限：12月底前
        yield Part(PLAIN, before)
    elif before:
        doubts.append(Doubt("clause_unread", f"责任分工中“{before}”未能识别。", before))
    for (begin, start, role), (end, _, _) in zip(
        labels, [*labels[1:], (len(content), 0, OTHER)], strict=True
    ):
        whole = content[start:end].strip("，,；;、。 ")
        names = without_remarks(whole)
        if role != OTHER and NAMED_THERE.match(whole, len(names)):
            quote = whole[len(names) :].strip("，,；;、。 ")[:20]
            doubts.append(Doubt("clause_unread", f"责任分工中“{quote}”带有数字，其中的单位未读取。", quote))
        if WITH_PERSONS.search(content[begin:start]):
            names, role = units_alone(names), LEAD if "牵头" in content[begin:start] else PLAIN
        if says_roles(names):  # 责任单位：市教育局牵头，市财政局配合
            yield from said_parts(names)
            continue
        if len(labels) > 1 and role != OTHER and is_person(content[begin:start], names):
            doubts.append(Doubt("clause_unread", f"“{names}”像是人名，不作为单位读取。", names))
            continue
        if "/" in content[begin:start] and names.count("/") == 1:  # 牵头/配合单位：市教育局/市财政局
            first, _, rest = names.partition("/")
            yield Part(LEAD, first)
            yield Part(CO, rest)
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
    return bool(said) and all(names_units(SAYING.sub("", without_by(piece))) for piece in said)


def is_person(label: str, names: str) -> bool:
    """Whether a label that says nothing of units (牵头：) stands before what is no unit's name: 丁某某."""
    return not OF_UNITS.search(label) and bool(PERSON_NAME.fullmatch(names)) and not names_units(names)


def without_remarks(names: str) -> str:
    """The names behind a label, up to what stands beside them: 排在第一位的为牵头部门, 进展较慢的为….

    A sentence ends the names whatever follows, for its own list of units goes on behind it.
    """
    edges = [-1, *(place for place, _ in outside(names, "，,；;。")), len(names)]
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
    ends = [0, *(end for _, end, _ in labels)]
    taken = {place for start, end, _ in labels for place in range(start, end)}
    for match in UNMARKED.finditer(content):
        opens = match.start() == 0 or content[match.start() - 1] in "；;，,。、 "
        behind = ends[bisect_right(ends, match.start()) - 1]
        free = taken.isdisjoint(range(*match.span()))
        near = match.start() - behind <= LONGEST_PIECE
        if free and (opens or (near and surely_units(content[behind : match.start()]))):
            if match["mark"] not in ("为", "是"):
                doubts.append(Doubt("clause_separator", f"责任分工中“{match[0]}”之后缺冒号。", match[0]))
            labels.append((match.start(), match.end(), role_of(match["label"])))
            taken.update(range(*match.span()))
            insort(ends, match.end())
    for match in (*GLUED_ASIDE.finditer(content), *ASIDE.finditer(content)):
        if labels and taken.isdisjoint(range(*match.span())):
            labels.append((match.start("label"), match.end(), OTHER))
            taken.update(range(match.start("label"), match.end()))
    return sorted(whole_label(content, label) for label in labels)


def whole_label(content: str, label: tuple[int, int, str]) -> tuple[int, int, str]:
    """A label of a person with the words before it that belong to it: 专班负责人."""
    start, end, role = label
    before = WORDS_BEFORE.search(content, max(0, start - 7), start)
    is_whole = role == OTHER and before and not names_units(before[1])
    return (before.start(1), end, role) if is_whole else label


def said_parts(content: str) -> Iterator[Part]:
    """市教育局牵头，市财政局、市发改委配合: names up to the word that says their role."""
    waiting: list[str] = []
    led = False  # somebody's role was said already
    for piece in cut(parted(content), "，,；;。"):
        if is_remark(piece):
            continue
        if (joined := JOINED.match(piece)) and waiting == []:  # 市交通局牵头，会同市公安局推进
            yield Part(CO, DONE_AT_END.sub("", SAYING.sub("", piece[joined.end() :])))
            continue
        together, _, rest = piece.partition("会同")
        done = DONE_TOGETHER.search(piece)
        match = SAYING.search(piece) or done
        waiting.append(without_by(SAYING.sub("", without_by(piece))))
        partners = DONE_AT_END.sub("", SAYING.sub("", rest))
        if match and partners:
            led = True
            yield Part(LEAD, "、".join([*waiting[:-1], without_by(together)]))
            yield Part(CO, partners)
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
