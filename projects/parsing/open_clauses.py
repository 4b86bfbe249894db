"""A clause that no bracket closes: how many of the lines behind its label are its own."""

import re
from collections.abc import Sequence

from projects.parsing.clauses import Place, is_labelled
from projects.parsing.headings import is_caption, is_closing, is_heading, looks_like_domain
from projects.parsing.layout import Body
from projects.parsing.quarterly import opens_quarters
from projects.parsing.sayings import ASIDE, LABEL, TELLS_MORE
from projects.parsing.unit_names import cut, is_unit, might_be_units, names_units

LONGEST_WRAPPED = 8  # characters of a name that stand on the next line
BETWEEN = "、，,；;：:。"
SUB_NUMBER = re.compile(
    r"[（(][一二三四五六七八九\d]{1,2}[)）]\s?(?=[一-鿿]{2,8}[:：])"
)  # （二）完成时限：12月底


def with_lines(body: Body, start: int, place: Place, bare: bool) -> Place:
    """A clause that nothing closes, without headings behind it, its label parted from the line before."""
    text = body.printed.text
    if not bare and text[start + place.end - 1] in "）)］]】〕〗":
        return place
    spans = body.spans(start + place.start, start + place.end)
    for at, (left, right) in enumerate(spans):
        if at and opens_quarters(text[left:right]):
            spans = spans[:at]
            break
    spans = spans[: names_go_on([text[left:right].strip() for left, right in spans])]
    while len(spans) > 1 and behind_clause(body, text[slice(*spans[-1])].strip()):
        spans.pop()
    lines = [text[left:right].strip() for left, right in spans]
    bare = [lines[0], *(SUB_NUMBER.sub("", line) for line in lines[1:])]
    content = "".join(map(parted, bare)).lstrip("；。（([【〖")
    return Place(place.start, spans[-1][1] - start, content)


def parted(line: str) -> str:
    """A line of a clause that nothing closes, its label or its sentence parted from the line before."""
    if is_labelled(line) or ASIDE.match(line):
        return "；" + line
    return "。" + line if TELLS_MORE.match(line) else line


def behind_clause(body: Body, line: str) -> bool:
    """Whether a line behind an open clause is no part of it: the document's ending, or a real heading."""
    return is_closing(line) or is_caption(line) or (is_heading(line) and looks_like_domain(body, line))


def may_be_names(line: str) -> bool:
    """Whether a line's first sentence may be names alone: 青石镇、白沙镇各建4家 tells more of them."""
    said = re.split("[。；;]", line, maxsplit=1)[0]
    label = LABEL.search(said)
    return might_be_units(said[: label.start()] if label else said)


def names_go_on(lines: Sequence[str]) -> int:
    """How many lines of an open clause are its own: not those behind a whole name that say no more names."""
    for at, (before, line) in enumerate(zip(lines, lines[1:], strict=False), 1):
        is_own = is_labelled(line) or ASIDE.match(line) or TELLS_MORE.match(line) or SUB_NUMBER.match(line)
        if is_own or before.endswith(("、", "，", "；", "：", ",", ";", ":")):
            continue
        last = cut(before, BETWEEN)[-1] or cut(before, BETWEEN)[-2:][0]
        first = cut(line, BETWEEN)[0]
        if names_units(first):
            goes_on = may_be_names(line)
        else:
            goes_on = len(first) <= LONGEST_WRAPPED and is_unit(last + first)  # 市发展改革委|员会
        if is_unit(last) and not goes_on:
            return at
    return len(lines)
