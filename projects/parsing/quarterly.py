"""A task that prints its four quarters in its own text: 第一季度：…；第二季度：…."""

import re

from projects.parsing.columns import quarter_of
from projects.parsing.items import Cell
from projects.parsing.printed import Printed

LABEL = re.compile(
    r"(?:^|(?<=[。；;：:，,）)]))\s?[（(]?(?P<quarter>第?[一二三四1-4]季度)(?:末|底)?[)）]?\s?[:：，,]\s?"
)
ANNOUNCED = re.compile(
    r"(?:[（(【]?(?:序时进度|进度安排|时序进度|季度安排|分季度计划|实施计划|计划安排|时间节点|推进计划|工作计划)(?:安排)?[)）】]?[:：]?)$"
)
FEWEST = 3  # quarters that must be labelled, in order


def split_quarters(text: Printed) -> tuple[Printed, tuple[Cell, ...] | None]:
    """The task's text and its four cells; the text alone where it labels no quarters."""
    labels = [(match, quarter_of(match["quarter"]) or 0) for match in LABEL.finditer(text.text)]
    order = [quarter for _, quarter in labels]
    if len(labels) < FEWEST or order != sorted(set(order)):
        return text, None
    ends = [*(match.start() for match, _ in labels[1:]), len(text)]
    cells = {
        quarter: Cell(text[match.end() : end].strip())
        for (match, quarter), end in zip(labels, ends, strict=True)
    }
    before = text[: labels[0][0].start()].strip()
    announced = ANNOUNCED.search(before.text)
    own = before[: announced.start()].strip() if announced else before
    return own, tuple(cells.get(quarter, Cell()) for quarter in range(4))
