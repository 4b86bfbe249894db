"""Where the cells of a row end whose lines follow one another without a mark: the cuts that read best."""

import re
from collections.abc import Sequence

ENDS = re.compile(r"[。！？]$|[。！？][”’）)]$")
GOES_ON = re.compile(r"[，、；：,;:（(“《—-]$")
FIRST_ITEM = re.compile(r"\s*(?:1[.．、]|[（(]1[)）]|一是|①)")
LATER_ITEM = re.compile(r"\s*(?:[2-9][.．、](?!\d)|[（(][2-9][)）]|[二三四五六]是)")


def divided(lines: Sequence[str], cells: int) -> list[tuple[int, int]]:
    """Lines divided into so many cells, as (first, behind the last) places, by the cuts that read best."""
    count = len(lines)
    if count <= cells:
        return [(place, place + 1) for place in range(count)]
    merits = [merit(lines, place) for place in range(1, count)]
    best: list[list[float]] = [[float("-inf")] * (count + 1) for _ in range(cells + 1)]
    came: list[list[int]] = [[0] * (count + 1) for _ in range(cells + 1)]
    best[0][0] = 0.0
    for cell in range(1, cells + 1):
        leading, leader = float("-inf"), 0
        for end in range(cell, count + 1):
            if best[cell - 1][end - 1] > leading:
                leading, leader = best[cell - 1][end - 1], end - 1
            best[cell][end] = leading + (merits[end - 1] if end < count else 0.0)
            came[cell][end] = leader
    cuts = [count]
    for cell in range(cells, 0, -1):
        cuts.append(came[cell][cuts[-1]])
    cuts.reverse()
    return list(zip(cuts, cuts[1:], strict=False))


def merit(lines: Sequence[str], place: int) -> float:
    """How well a cell could end before this line: behind a full stop or a short line, before a list's 1."""
    before, after = lines[place - 1].strip(), lines[place].strip()
    usual = max(len(line.strip()) for line in lines[max(0, place - 4) : place])
    if ENDS.search(before):
        value = 4.0
    elif GOES_ON.search(before):
        value = -6.0
    else:
        value = -2.0
    if FIRST_ITEM.match(after):
        value += 4.0
    elif LATER_ITEM.match(after):
        value -= 6.0
    return value + min(3.0, (usual - len(before)) / 3)
