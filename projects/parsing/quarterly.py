"""A task that prints its four quarters in its own text: 第一季度：…；第二季度：…."""

import re
from collections.abc import Callable, Sequence

from projects.parsing.columns import quarter_of
from projects.parsing.items import Cell
from projects.parsing.printed import Printed, together

LABEL = re.compile(
    r"(?:^|(?<=[。；;：:，,）)]))\s?[（(]?(?P<quarter>第?[一二三四1-4]季度)(?:末|底)?(?:目标|计划|进度)?[)）]?\s?[:：，,]\s?"
)
HALF = re.compile(
    r"(?:^|(?<=[。；;：:，,）)]))\s?[（(]?(?P<half>[上下])半年(?:目标|计划|进度)?[)）]?\s?[:：]\s?"
)
HEADED = (
    r"[（(【]?(?:序时进度|进度安排|时序进度|季度安排|分季度计划|实施计划|计划安排|时间节点|推进计划|工作计划"
    r"|进度计划|年度安排|实施进度|工作进度)(?:安排)?[)）】]?"
)
ANNOUNCED = re.compile(rf"{HEADED}[:：]?$")
SUB_NUMBER = re.compile(
    r"(?:[（(]?[1-4一二三四][)）.．、]\s?(?=[（(]?(?:第?[一二三四1-4]季度|[上下]半年)))?"
)  # （1）第一季度：…
OPENS = re.compile(rf"(?:{HEADED}[:：]\s?)?(?:{LABEL.pattern}|{HALF.pattern})|{HEADED}[:：]\s?第?[一1]季度")
UNMARKED = re.compile(r"(?<=[。；;：:，,])(?P<quarter>第?[一二三四1-4]季度)(?:末|底)?(?=[一-鿿\d])")
FEWEST = 3  # quarters that must be labelled, in order


def split_quarters(text: Printed) -> tuple[Printed, tuple[Cell, ...] | None]:
    """The task's text and its four cells; the text alone where it labels no quarters."""
    labels = labels_in(text.text)
    if not labels:
        return split_halves(text) or (text, None)
    ends = [*(match.start() for match, _ in labels[1:]), len(text)]
    cells = {
        quarter: Cell(text[match.end() : end].strip())
        for (match, quarter), end in zip(labels, ends, strict=True)
    }
    own = without_announcement(text[: labels[0][0].start()].strip())
    return own, tuple(cells.get(quarter, Cell()) for quarter in range(4))


def labels_in(text: str) -> list[tuple[re.Match[str], int]]:
    """The quarters that a text labels, three or more in order; without a colon only behind 进度安排：."""
    for pattern in (LABEL, UNMARKED):
        labels = [(match, quarter_of(match["quarter"]) or 0) for match in pattern.finditer(text)]
        order = [quarter for _, quarter in labels]
        is_told = pattern is LABEL or (labels and ANNOUNCED.search(text[: labels[0][0].start()]))
        if is_told and len(labels) >= FEWEST and order == sorted(set(order)):
            return labels
    return []


def opens_quarters(line: str) -> bool:
    """Whether a line begins with a quarter or a half-year, perhaps behind 进度安排：."""
    return bool(OPENS.match(line[SUB_NUMBER.match(line).end() :]))


def split_halves(text: Printed) -> tuple[Printed, tuple[Cell, ...]] | None:
    """The task's text and its cells where it labels both half-years, each planned for its last quarter."""
    labels = list(HALF.finditer(text.text))
    if [label["half"] for label in labels] != ["上", "下"]:
        return None
    first, second = labels
    own = without_announcement(text[: first.start()].strip())
    halves = text[first.end() : second.start()].strip(), text[second.end() :].strip()
    return own, (Cell(), Cell(halves[0]), Cell(), Cell(halves[1]))


def without_announcement(before: Printed) -> Printed:
    """A task's text without 序时进度： at its end."""
    announced = ANNOUNCED.search(before.text)
    return before[: announced.start()].strip() if announced else before


def quarters_behind(
    printed: Sequence[Printed], ends: Callable[[str], bool]
) -> tuple[tuple[Cell, ...] | None, tuple[Printed, ...]]:
    """The four cells that the lines behind a task's clause print, and the lines behind them.

    `ends` tells a heading or the document's ending, where they stop.
    """
    lines = [line[SUB_NUMBER.match(line.text).end() :] for line in printed]
    first = 1 if lines and ANNOUNCED.fullmatch(lines[0].text) else 0
    if not any(opens_quarters(line.text) for line in lines[first : first + 1]):
        return None, tuple(printed)
    end = next((place for place, line in enumerate(lines) if place > first and ends(line.text)), len(lines))
    text, cells = split_quarters(together(lines[first:end]))
    if cells is None or text.text:
        return None, tuple(printed)
    return cells, tuple(lines[end:])
