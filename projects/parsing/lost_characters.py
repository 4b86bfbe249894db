"""A character that one cell lost, by what the task and its other cells write: 城市道建设 for 城市道路建设."""

import re
from collections.abc import Iterator, Sequence

from projects.parsing.parsed import Finding, ParsedTask
from projects.parsing.vocabulary import places_of
from projects.parsing.wording import HAN, replaced, shortened, things_counted

BEFORE, BEHIND = 3, 3  # characters that stand around a lost one
WINDOW = BEFORE + 1 + BEHIND
EDGE = "|"
FEWEST_AROUND = 4  # real characters around a lost one; with one less than sure it must be lost from several
SURE_AROUND = 5
MAY_LACK = frozenset("|中大市县区省全各的已再等内外并及新两初年月日第个项所家处和与在将")
CLAUSE_END = re.compile(
    r"(?P<end>[一-鿿]{5}[督管检监推审核组宣协促])(?=[，。；])"
)  # a verb of two characters seldom ends with these
MAY_FOLLOW = re.compile("工作|任务|活动|情况|建设|项目|工程|方案|手续|材料|[等的和及并进与、]|程序|要求|目标")
Gaps = dict[str, list[tuple[int, str]]]  # short → the cell's place, and whole


def lost_findings(task: ParsedTask) -> Iterator[Finding]:
    """What a cell prints with a character less than the task or another cell, each once."""
    if task.quarters is None:
        return
    cells, names = [*task.quarters, task.text], things_counted(task)
    gaps = gaps_of(cells)
    said: set[str] = set()
    for quarter, cell in enumerate(task.quarters, 1):
        others = [place for place in range(len(cells)) if place != quarter - 1]
        within = lost_within(quarter - 1, cell, gaps)
        lost = [each for each in within if is_usual(each[1], each[0], cells)]
        lost.extend(lost_at_end(cell, [cells[place] for place in others]))
        for short, whole, character in lost:
            is_in_name = any(
                whole in name and (shortened(name, cell) or replaced(name, cell)) for name in names
            )
            if whole not in said and not is_in_name:
                said.add(whole)
                message = f"“{short}”疑缺“{character}”字，别处写作“{whole}”。"
                yield Finding("miswritten", message, task.number, short, quarter)


def is_usual(whole: str, short: str, cells: Sequence[str]) -> bool:
    """Whether the longer wording is the task's own (the last), or stands in as many cells as the shorter."""
    return whole in cells[-1] or sum(whole in cell for cell in cells) >= sum(short in cell for cell in cells)


def lost_within(place: int, cell: str, gaps: Gaps) -> Iterator[tuple[str, str, str]]:
    """What a cell writes without a character that the same stretch has elsewhere: short, whole, that one."""
    runs = runs_of(cell)
    pieces = dict.fromkeys(run[at : at + WINDOW - 1] for run in runs for at in range(len(run) - WINDOW + 2))
    for short in pieces:
        if short not in gaps or short.count(EDGE) > WINDOW - 1 - FEWEST_AROUND:
            continue
        wholes = [whole for other, whole in gaps[short] if other != place]
        for whole in wholes:
            is_sure = WINDOW - 1 - short.count(EDGE) >= SURE_AROUND or wholes.count(whole) > 1
            bare = whole.strip(EDGE)
            if is_sure and bare not in cell:
                yield short.strip(EDGE), bare, whole[BEFORE]


def gaps_of(cells: Sequence[str]) -> Gaps:
    """Every stretch of the cells without its middle character: in which cell, and the stretch with it."""
    found: Gaps = {}
    for place, cell in enumerate(cells):
        for run in runs_of(cell):
            for at in range(len(run) - WINDOW + 1):
                if run[at + BEFORE] not in MAY_LACK:
                    whole = run[at : at + WINDOW]
                    found.setdefault(whole[:BEFORE] + whole[BEFORE + 1 :], []).append((place, whole))
    return found


def lost_at_end(cell: str, others: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What stops within a word that others go on with: 使用情况督 beside 使用情况督查."""
    for match in CLAUSE_END.finditer(cell):
        short = match["end"]
        behind = [
            other[at + len(short) : at + len(short) + 2] for other in others for at in places_of(short, other)
        ]
        lost = {each[:1] for each in behind}
        if len(lost) == 1 and HAN.fullmatch(behind[0][:1]) and not MAY_FOLLOW.match(behind[0]):
            yield short, short + behind[0][:1], behind[0][:1]


def runs_of(text: str) -> list[str]:
    """The stretches of Chinese characters with marks for their ends, as wide as a window looks around."""
    return [f"{EDGE * BEFORE}{run}{EDGE * BEHIND}" for run in HAN.findall(text)]
