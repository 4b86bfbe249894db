"""Tables whose cells follow one another line by line: where their heads stand, and what they say."""

import re
from collections.abc import Iterator, Sequence

from projects.parsing.columns import NUMBER, columns_of, is_head
from projects.parsing.headings import NUMBERED
from projects.parsing.layout import Row

FIRST = ("1", "1.", "1、", "一")  # the number of a table's first row
MOST_COLUMNS = 14
HALF_WORD = re.compile(r"责任|牵头|配合|主管|分管|协办|主办|包抓|联系|完成|目标|工作|序时|进度")
OTHER_HALF = re.compile(
    r"领导|科室|股室|处室|单位|部门|人|时限|时间|情况|任务|目标|安排|进度|内容|县领导|市领导"
)
TITLE = re.compile(r"附件\d{0,2}[:：]?|.*(?:表|清单|方案|分解|分工)(?:[（(].{1,12}[)）])?$")
LONGEST_TITLE = 3  # lines
LATER = re.compile(r"[1-9]\d{0,2}")
MOST_LINES = 60  # of a row that the next number may stand behind


def stacked_head(rows: Sequence[Row]) -> tuple[int, int] | None:
    """Where the head of a table stands whose cells follow one another line by line; None without one."""
    return next(stacked_heads(rows), None)


def stacked_heads(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Every such head, and where the first row below it begins."""
    lines = [(place, row.bare) for place, row in enumerate(rows) if row.bare]
    for at, (place, word) in enumerate(lines):
        if not NUMBER.fullmatch(word):
            continue
        near = range(at + 3, min(at + MOST_COLUMNS, len(lines)))
        ones = [end for end in near if lines[end][1] in FIRST] or later_numbers(lines, near)
        if not ones or any(rows[each].cells for each, _ in lines[at : ones[0]]):
            continue
        end = ones[0]
        while end > at + 2 and NUMBERED.match(lines[end - 1][1]):  # 一、教育惠民 above the first number
            end -= 1
        head = whole_words([bare for _, bare in lines[at:end]])
        once = sum(bool(NUMBER.fullmatch(each)) for each in head) == 1  # a page's head again is none of it
        if once and is_head(head) and columns_of([head]).text > 0:
            yield place, lines[end][0]


def whole_words(lines: Sequence[str]) -> list[str]:
    """The words of a head, those put together that a narrow column took apart: 责任 above 科室."""
    words: list[str] = []
    for line in lines:
        if words and HALF_WORD.fullmatch(words[-1]) and OTHER_HALF.fullmatch(line):
            words[-1] += line
        else:
            words.append(line)
    return words


def later_numbers(lines: Sequence[tuple[int, str]], near: range) -> list[int]:
    """Where a table's first number stands that is another than 1; the next one follows some lines below."""
    return [
        end
        for end in near
        if LATER.fullmatch(lines[end][1])
        and any(word == str(int(lines[end][1]) + 1) for _, word in lines[end + 2 : end + MOST_LINES])
    ]


def stacks_behind(rows: Sequence[Row], head: tuple[int, int]) -> list[tuple[int, tuple[int, int]]]:
    """Where further tables begin behind the first, with their titles, and where their heads stand.

    The same head again is a page's, and no other table.
    """
    found: list[tuple[int, tuple[int, int]]] = []
    own = [row.bare for row in rows[slice(*head)] if row.bare]
    for place, first in stacked_heads(rows):
        words = [row.bare for row in rows[place:first] if row.bare]
        if place <= head[0] or words == own or rows[first].bare not in FIRST:
            continue
        above = [at for at in range(max(0, place - 3 * LONGEST_TITLE), place) if rows[at].bare]
        title = [at for at in above[-LONGEST_TITLE:] if TITLE.match(rows[at].bare)]
        found.append((min(title, default=place), (place, first)))
        own = words
    return found
