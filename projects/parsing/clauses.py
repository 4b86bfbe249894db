"""The clause that says who is responsible for a task, taken apart into lead and co-responsible units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from projects.parsing.brackets import pairs
from projects.parsing.role_words import role_sentence, with_colons
from projects.parsing.sayings import (
    DONE,
    FIRST_LEADS,
    HOW,
    LABEL,
    REMARK,
    SAYING,
    TELLS_MORE,
    TIMED,
    UNMARKED,
)
from projects.parsing.unit_names import (
    LEAD_MARK,
    cut,
    first_edge,
    might_be_units,
    names_units,
    surely_units,
    without_persons,
)

SURE_LABEL = re.compile(r"(?:牵头|责任|主办)(?:单位|部门)[:：]")
NAMES_AT_END = re.compile(
    r"[（(](?P<bracket>[^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）][。；;]?$"
    r"|(?:[—－―]{1,2}|-{2})(?P<dash>[^。；;—－-]+)$"
)
LONGEST_CLAUSE = 600  # characters
MOST_PIECES = 24  # that names before a task's text may have
AROUND = "（([［【〔〖{｛"  # brackets in which a clause may stand
FOR_UNITS = "【［[〔〖"  # brackets in which names may stand alone
LOCAL = re.compile(r"[各市县区省州镇乡][一-鿿]{2,12}")  # 各县融媒体, behind a name that is surely a unit's
PARTNER = re.compile(r"[一-鿿]{4,10}(?:、[一-鿿]{4,10})*")
NO_PARTNER = re.compile(
    "经费|资金|进度|工程|项目|要求|[由的了将被并]|完成|确保|群众|社会|居民|方案|建设|改造"
)
NO_COMMON_NOUN = re.compile(r"[市县区省州旗盟各国团]|有关|相关|.{3}")  # 政府主导，社会参与 names nobody
COMMON_NOUN = re.compile("(?:牵头|责任|主办|承办|配合|协办|协同|实施)(?:单位|部门|企业)")
# 县发改、财政等部门
AND_OTHERS = re.compile("[一-鿿]{2,8}(?:、[一-鿿]{2,8})*等(?:有关|相关)?(?:部门|单位)")
BY_UNITS = re.compile(r"[，,；;]由(?=[市县区省州旗盟各])")
JOINED = re.compile(r"(?:会同|联合|协同|会商)(?=[市县区省州旗盟各国团有相])")
TOGETHER = re.compile(
    r"(?<=[局委办部院会府区县])(?:会商|联合|协同|商)(?=[市县区省州旗盟各])"
)  # as good as 会同
BY = re.compile(r"以(?=.+为主$)|(?:(?:此|本|该|上述|以上)(?:项|类)?(?:工作|任务|事项|项目)?)?由")
DONE_AT_END = re.compile(rf"(?:{HOW}{{0,4}}{DONE}){{1,4}}$")
NAMES_AND_COLON = re.compile(r"(?P<names>[^：:。；;，,]{3,40})[:：]")
OFFICE = re.compile(r"[市县区省州旗盟][一-鿿]{1,10}(?:局|委|办|厅|部|办公室|管委会|公司|集团|会|联)(?:$|、)")
GUIDED = re.compile(r"(?<=[局委办部会])(?P<saying>指导|组织|督促)(?=各|有关|相关)")  # 市林业局指导各县区实施
DONE_TOGETHER = re.compile(
    rf"(?<=.)会同[^，,；;。]+?(?P<done>(?:{HOW}{{0,4}}{DONE}){{1,4}})$"
)  # …会同市水务局推进
SAID_PAUSE = re.compile(r"(?<=牵头|主办|主导|负责|配合|指导|协助|参与|实施|落实)、")


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
        if text[start] in AROUND and is_clause(text[start + 1 : end], alone=text[start] in FOR_UNITS)
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
    starts = [start for start in (parted_label(text), sure_label(text)) if start >= 0]
    if starts:
        return bare_place(text, min(starts))
    start = role_sentence(text)
    return Place(start, len(text), text[start:]) if start >= 0 else None


def parted_label(text: str) -> int:
    """Where the first label stands that a full stop or the like parts from what is before; -1 without."""
    for match in re.finditer(r"(?:^|(?<=[。；;！\s）)”]))", text):
        if LABEL.match(text, match.end()):
            return match.end()
        said = UNMARKED.match(text, match.end())  # 责任单位为市教育局
        if said and said["mark"] in ("为", "是") and names_units(names_behind(text, said.end())):
            return match.end()
    return -1


def sure_label(text: str) -> int:
    """Where the first label stands with names of units behind, whatever is before; -1 without."""
    for label in SURE_LABEL.finditer(text):  # the text above it has no full stop
        names = names_behind(text, label.end()).partition("共同")[0]
        if other := LABEL.search(names):  # 牵头单位：市教育局责任单位：市财政局
            names = names[: other.start()]
        if names_units(names) or names_units(TELLS_MORE.split(names, maxsplit=1)[0]):
            return label.start()
    return -1


def names_behind(text: str, start: int) -> str:
    """What may be names behind a label, up to the next mark; a colon is kept, for no name has one."""
    end = first_edge(text, start, "，,；;。：:")
    return text[start : end + 1 if text[end : end + 1] in ("：", ":") else end].strip()


def find_names(lines: Sequence[str], text: str) -> Place | None:
    """Nothing but names at the end of a task whose lines make this text: in a bracket, or on a line alone.

    A sentence that names nobody but units and says their roles is as good: 市教育局牵头，各县区配合。
    """
    if names := bracket_of_names(text):
        return names
    last = lines[-1].strip() if lines else ""
    if len(lines) > 1 and surely_units(last.rstrip("。；;")):
        return Place(len(text) - len(last), len(text), last)
    sentence = max(text.rstrip("。；; ").rfind(mark) for mark in "。；;！") + 1
    by = max((match.start() for match in BY_UNITS.finditer(text)), default=0)  # …，由市教育局牵头
    names = text[sentence:].strip("。；; ")
    if sentence and surely_units(names) and OFFICE.match(names):  # at the line's right end
        return Place(sentence, len(text), names)
    ways = ((len(text) - len(last), len(lines) > 1), (sentence, sentence > 0), (by, by > 0))
    return next(
        (Place(start, len(text), text[start:]) for start, able in ways if able and says_who(text[start:])),
        None,
    )


def bracket_of_names(text: str) -> Place | None:
    """The bracket at a text's end, or what stands behind a dash there, where it holds nothing but names."""
    match = NAMES_AT_END.search(text, max(0, len(text) - LONGEST_CLAUSE))
    names = (match["bracket"] or match["dash"] or "") if match else ""
    return Place(match.start(), len(text), names) if names_units(names) else None


def names_in_front(text: str) -> Place | None:
    """Names that open a task's text: 市教育局：新建小学2所; 由市教育局牵头，各县区配合，新建小学2所."""
    named = NAMES_AND_COLON.match(text)
    if named and surely_units(named["names"]):
        return Place(0, named.end(), named["names"])
    edges = [match.start() for match in islice(re.finditer("[，,]", text[:LONGEST_CLAUSE]), MOST_PIECES)]
    ends = [edge for edge in edges if says_who(text[:edge])]
    return Place(0, max(ends) + 1, text[: max(ends)]) if ends else None


def names_before(text: str, end: int) -> list[Place]:
    """The brackets before a place that hold only names and close a sentence: 建园（市教育局）；植树."""
    return [
        Place(start, stop + 1, text[start + 1 : stop])
        for start, stop in pairs(text[:end]).outer
        if text[start] in "（("
        and (
            text[stop + 1 : stop + 2] in ("。", "；", ";")
            or text[max(0, start - 1) : start] in ("。", "；", ";")
        )
        and surely_units(text[start + 1 : stop])
    ]


def says_who(sentence: str) -> bool:
    """Whether a sentence without brackets says roles of units, all of them surely units, and nothing else."""
    bare = without_by(sentence.strip("，,。；;—－- "))
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
    inner = with_colons(parted(without_by(content.strip())))
    if UNMARKED.match(inner) and len(inner) > 6:
        return True
    pieces = [without_by(piece) for piece in cut(inner, "，,；;。") if piece]
    if any(LABEL.match(piece) for piece in pieces) or SURE_LABEL.search(inner):
        return True
    if without_persons(inner) != inner:
        return True
    if names_units(inner) and ((alone and names_somebody(inner)) or marks_lead(inner)):
        return True
    said = [piece for piece in pieces if not is_remark(piece)]
    return is_said(said) or (len(said) < len(pieces) and surely_units("、".join(said)))


def parted(content: str) -> str:
    """A clause with a comma behind each saying that nothing parts from the next names."""
    return TOGETHER.sub("会同", GUIDED.sub(r"\g<saying>，", SAID_PAUSE.sub("，", content)))


def without_by(sentence: str) -> str:
    """A sentence without what stands before the names: 由…牵头, 此项工作由…负责."""
    match = BY.match(sentence)
    return sentence[match.end() :] if match else sentence


def is_said(pieces: Sequence[str]) -> bool:
    """Whether names and the words that say their role are all that these pieces hold."""
    said = [SAYING.search(piece) or DONE_TOGETHER.search(piece) for piece in pieces]
    return any(said) and all(
        might_be_units(whole := partners(piece, place) or SAYING.sub("", piece).replace("会同", "、"))
        or (match and place and (LOCAL.fullmatch(whole) or is_name_of_a_partner(whole)))
        or (match and place and AND_OTHERS.fullmatch(whole))
        or (match and place and not SAYING.sub("", piece))
        for place, (piece, match) in enumerate(zip(pieces, said, strict=True))
    )


def partners(piece: str, place: int) -> str:
    """Those whom a piece behind another names with 会同: 会同市公安局、各区推进; "" where it does not."""
    if match := DONE_TOGETHER.search(piece):
        return piece[: match.start("done")].replace("会同", "、")
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


def names_somebody(content: str) -> bool:
    """Whether each of several names says whose: 市教育局, 各区, not 单位 or 责任单位 alone."""
    names = cut(content, "、，,")
    return all(NO_COMMON_NOUN.match(name) and not COMMON_NOUN.fullmatch(name) for name in names)


def marks_lead(content: str) -> bool:
    """Whether one of several names is marked as the lead's: 市教育局（牵头）、市财政局."""
    return any(LEAD_MARK.search(name) for name in cut(content, "、，,"))
