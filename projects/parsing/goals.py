"""Goals that stand apart from a task's own text: below its name and clause, above the list, by bullets."""

import re
from collections.abc import Sequence
from itertools import pairwise

from projects.parsing.chunks import Chunk
from projects.parsing.clauses import bears_clause
from projects.parsing.findings import Doubt
from projects.parsing.headings import NUMBERED, is_heading
from projects.parsing.layout import Body
from projects.parsing.list_doubts import ends_tasks, leftover
from projects.parsing.markers import BULLETED
from projects.parsing.printed import Printed
from projects.parsing.quantities import find_targets

BY_WHOM = re.compile(r"由[市县区省州旗盟各][^。\d]{3,200}(?:负责|牵头|实施)[^。，,\d]{0,6}。?")
BULLETS = frozenset("◆◇●○■□★☆▲△▶►·•-—")
GOALS = re.compile(
    r"(?P<before>[（(]?)(?P<number>[一1])(?P<behind>[)）]?[、.．]?)\s?(?:工作|年度|主要|建设|实施|具体)?"
    r"(?:目标(?:任务)?|任务目标)(?:[。：:]|$)"
)
NEXT_NUMBER = str.maketrans("一1", "二2")


def goals_above(lines: Sequence[Printed]) -> list[Doubt]:
    """What stands above the tasks and promises figures, with a line below it that says by whom."""
    return [
        leftover(line)
        for line, below in pairwise(lines)
        if BY_WHOM.fullmatch(below.text.strip()) and find_targets(line.text)
    ]


def goals_below(name: str, lines: tuple[Printed, ...]) -> tuple[tuple[Printed, ...], tuple[Printed, ...]]:
    """The lines that tell the goals of a task of which only the name stands before its clause, and the rest.

    一、就业工程（责任单位：…） / （一）工作目标。 / 1.新增就业2万人。 / （二）资金安排。…
    """
    opening = GOALS.match(lines[0].text) if lines else None
    if opening is None or "。" in name or find_targets(name):
        return (), lines
    following = opening["number"].translate(NEXT_NUMBER)
    beside = f"{opening['before']}{following}{opening['behind']}"
    end = next(
        (
            at
            for at, line in enumerate(lines)
            if at and (line.text.startswith(beside) or ends_goals(line.text))
        ),
        len(lines),
    )
    return lines[:end], lines[end:]


def ends_goals(line: str) -> bool:
    """Whether a line is none of the goals above it: a heading, a section on organisation, the ending."""
    return ends_tasks(line) or bool(NUMBERED.match(line) and is_heading(line))


def is_own_point(body: Body, chunk: Chunk, place: int) -> bool:
    """Whether a bullet with its clause is a part of a numbered task that names nobody before it."""
    text = body.printed.text
    is_point = text[place] in BULLETS and not chunk.marker.style.startswith(BULLETED)
    return is_point and not bears_clause(text[chunk.marker.end : place].partition(text[place])[0])
