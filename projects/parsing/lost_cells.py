"""Rows that lost the cells that were one with those above them: where each cell that is left belongs."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from projects.parsing.clauses import is_labelled
from projects.parsing.columns import Columns
from projects.parsing.findings import Doubt
from projects.parsing.items import NOTHING
from projects.parsing.markers import markers_at
from projects.parsing.printed import Printed
from projects.parsing.tablerows import filled_to, number_in, promises
from projects.parsing.unit_names import names_units

WHEN = re.compile(r"\d{1,2}月|\d{4}|[季年]|全年|持续|长期|常态|即时")
LONGEST_NAME = 24  # characters of a domain's or a task's name
SHORTEST_TEXT = 4
MOST_COLUMNS = 40  # a list has a dozen
MOST_WAYS = 64  # in which a row may be read; more say nothing
Way = tuple[int, ...]  # for each column the place of its cell in the short row, -1 where it is lost


def put_back(
    cells: list[Printed], above: Sequence[Printed], columns: Columns, heads: Sequence[str]
) -> tuple[list[Printed], list[Doubt]]:
    """A row with fewer cells than columns, each cell in the one column where all that is printed fits.

    What is lost is what the row above says. A cell that fits several columns is read in none of them.
    """
    cells = number_apart(cells, columns)
    whole, cells = cells, cells[: filled_to(cells)]
    if len(whole) >= columns.width and any(not cell.text.strip() for cell in cells):
        return whole, []  # an empty cell among the others holds its place, so the others stand in theirs
    if not 1 < len(cells) < columns.width <= MOST_COLUMNS or fits_as_it_stands(cells, columns):
        return whole, []
    ways = list(islice(ways_of([cell.text.strip() for cell in cells], columns), MOST_WAYS))
    if not ways or len(ways) == MOST_WAYS:
        return whole, misplaced(cells, columns)
    row, unsure = [], set()
    for place in range(columns.width):
        taken = {way[place] for way in ways}
        is_read = place not in unread_places(columns)
        if len(taken) > 1 and is_read:
            unsure |= taken - {-1}
        own = next(iter(taken)) if len(taken) == 1 else None
        lost = above[place] if place < len(above) else Printed()
        row.append(Printed() if own is None else lost if own < 0 else cells[own])
    return row, [said(cells, columns, heads, ways, sorted(unsure))]


def number_apart(cells: list[Printed], columns: Columns) -> list[Printed]:
    """A row whose number stands in one cell with its text, in two: 1.新建口袋公园7个."""
    place = columns.number
    if not 0 <= place < len(cells) or place + 1 not in (columns.text, columns.name):
        return cells
    text = cells[place].strip()
    marker = next((each for each in markers_at(text.text, 0) if not each.glued), None)
    if marker is None or len(text) - marker.end < SHORTEST_TEXT:
        return cells
    behind = cells[place + 1 :]
    if filled_to(cells) == columns.width:
        if behind[:1] and behind[0].text.strip():
            return cells
        behind = behind[1:]
    return [*cells[:place], text[: marker.end], text[marker.end :], *behind][: columns.width]


def said(
    cells: Sequence[Printed], columns: Columns, heads: Sequence[str], ways: Sequence[Way], unsure: list[int]
) -> Doubt:
    """How a short row was read, and what could not be."""
    quote = cells[ways[0][columns.text]].text.strip()
    if unsure:
        names = "、".join(cells[place].text.strip() for place in unsure)
        message = f"这一行少 {columns.width - len(cells)} 个单元格，不知“{names}”属于哪一栏，未读取。"
        return Doubt("cells_guessed", message, quote)
    lost = [heads[place] for place in range(columns.width) if ways[0][place] < 0 and place < len(heads)]
    named = "、".join(f"“{head}”" for head in lost if head)
    return Doubt("cells_guessed", f"这一行缺少{named}，按与上一行合并读取。", quote)


def misplaced(cells: Sequence[Printed], columns: Columns) -> list[Doubt]:
    """What is said of a short row whose cells find no place, where number or text stand in the wrong one."""
    places = (columns.number, columns.text)
    number, text = (cells[place].text.strip() if 0 <= place < len(cells) else "" for place in places)
    is_numbered = not number or fits(number, columns.number, columns)
    if is_numbered and not text.isdigit() and not names_units(text):
        return []
    message = f"这一行有 {len(cells)} 个单元格，表头有 {columns.width} 列，各栏内容可能错位。"
    return [Doubt("cell_count", message, text)]


def fits_as_it_stands(cells: Sequence[Printed], columns: Columns) -> bool:
    """Whether the cells stand in their columns, and only the last columns are lacking."""
    last_needed = max((columns.text, *columns.quarters))
    return last_needed < len(cells) and all(
        fits(cell.text.strip(), place, columns) for place, cell in enumerate(cells)
    )


def ways_of(cells: Sequence[str], columns: Columns) -> Iterator[Way]:
    """Every way to put the cells into columns, in their order."""
    dead: set[tuple[int, int]] = set()  # columns and cells from which no way goes on: tried once
    own = own_places(columns)

    def from_here(place: int, taken: int) -> Iterator[Way]:
        left = len(cells) - taken
        if place == columns.width or left > columns.width - place or (place, taken) in dead:
            if place == columns.width and not left:
                yield ()
            return
        is_dead = True
        if left and fits(cells[taken], place, columns):
            for rest in from_here(place + 1, taken + 1):
                is_dead = False
                yield (taken, *rest)
        if place not in own:
            for rest in from_here(place + 1, taken):
                is_dead = False
                yield (-1, *rest)
        if is_dead:
            dead.add((place, taken))

    return from_here(0, 0)


def own_places(columns: Columns) -> frozenset[int]:
    """The columns whose cells every row has for itself: what is done, and when."""
    months = (place for some in columns.months for place in some)
    return frozenset((columns.text, *columns.quarters, *months))


def unread_places(columns: Columns) -> frozenset[int]:
    """The columns that no task is read from: persons, remarks, money."""
    read = (columns.number, columns.name, columns.lead, columns.co, columns.units, columns.domain)
    return frozenset(range(columns.width)) - own_places(columns) - {*read, columns.deadline}


def fits(text: str, place: int, columns: Columns) -> bool:
    """Whether a cell may stand in a column, by what that column holds; an empty one where no text must be."""
    if not text:
        return place != columns.text
    if place == columns.number:
        return number_in([Printed()] * place + [Printed(text, text)], columns) is not None
    if place in (columns.lead, columns.co, columns.units):
        return not text.strip(NOTHING) or names_units("、".join(text.split())) or is_labelled(text)
    if place in own_places(columns):
        is_text = len(text) >= SHORTEST_TEXT or (place != columns.text and not text.strip(NOTHING))
        return (is_text or place != columns.text) and not names_units(text)
    if place == columns.deadline:
        return not text or bool(WHEN.search(text))
    if place in (columns.domain, columns.name):
        return is_name(text, numbered=columns.number < 0 and place == columns.name)
    return True


def is_name(text: str, *, numbered: bool) -> bool:
    """Whether a cell may hold a domain's or a task's name: short, no promise of a figure, nobody's name."""
    if len(text) > LONGEST_NAME or text.endswith("。") or text.isdigit() or names_units(text):
        return False
    marked = any(marker.style not in ("han", "han_bracket") for marker in markers_at(text, 0))
    return (not marked or numbered) and not promises(text)
