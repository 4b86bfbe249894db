"""A table that lost its lines in the text layer: cells follow one another, wrapped at the column's width."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product, takewhile

from projects.parsing.cellcuts import divided
from projects.parsing.columns import TEXT, UNITS, columns_of, quarter_of
from projects.parsing.headings import NUMBERED, is_closing, is_heading
from projects.parsing.layout import Row
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed
from projects.parsing.remarks import is_note
from projects.parsing.stacks import LATER, stacks_behind, whole_words
from projects.parsing.unit_names import names_units, surely_units

HEAD_WORD = (
    r"(?:序|号|序号|编号|目标任务|年度目标任务|工作任务|主要任务|任务|项目名称|实事项目|序时进度|进度安排|时序进度"
    r"|责任单位|牵头单位|共同责任单位|配合单位|备注|第?[一二三四1-4]季度)"
)
HEAD_LINE = re.compile(rf"\s*{HEAD_WORD}(?:\s+{HEAD_WORD})*\s*")
NUMBER_AND_TEXT = re.compile(r"(\d{1,3})[.．、]?\s+(?=\D)")
FIGURE = re.compile(r"[一-鿿]{2}\d")
REMARKS = frozenset(("备注", "说明", "附注", "注"))
MOST_WHOLE = 0.8  # a way of reading is trusted where so many rows come out whole
LONGEST_HEAD_LINE = 80  # characters
LONGEST_ROW = 400  # lines of one row that are looked at

Table = list[list[Printed]]


def is_block_table(rows: Sequence[Row]) -> bool:
    """Whether quarters are headed in lines without cells."""
    words = {word for row in rows if not row.cells and is_head_line(row) for word in row.printed.text.split()}
    return len({quarter_of(word) for word in words} - {None}) > 2


def is_head_line(row: Row) -> bool:
    """Whether a line holds nothing but words of the head."""
    return bool(HEAD_LINE.fullmatch(row.printed.text)) and len(row.bare) <= LONGEST_HEAD_LINE


def has_own_order(head: Sequence[str]) -> bool:
    """Whether the columns of a head, a word a line, stand otherwise than the official ones."""
    columns = columns_of([[word for word in head if word]])
    units = [place for place in (columns.lead, columns.co, columns.units) if place >= 0]
    official = [columns.number, columns.text, *columns.quarters, *sorted(units)]
    return len(columns.quarters) == 4 and -1 not in official and official != sorted(official)


def rows_from_stack(
    rows: Sequence[Row], head: tuple[int, int]
) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The same document as rows of cells, table by table where it prints several."""
    tables = [(0, head), *stacks_behind(rows, head)]
    whole: list[Row] = []
    findings: list[Finding] = []
    for (begin, (first, start)), (end, _) in pairwise([*tables, (len(rows), head)]):
        table, doubts = rows_of_stack(rows[begin:end], (first - begin, start - begin))
        whole.extend(table)
        findings.extend(doubts)
    return tuple(whole), tuple(findings)


def rows_of_stack(rows: Sequence[Row], head: tuple[int, int]) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """One table as rows of cells; what stands behind the last row's cells stays behind it."""
    first, start = head
    printed = [row.printed.strip() for row in rows[first:start] if row.bare]
    again = {name.text for name in printed}
    heads = whole_words([name.text for name in printed])
    names = [Printed(name, name) for name in heads]
    body = [part for row in rows[start:] if row.bare not in again for part in with_units_apart(row)]
    ending = [row.printed for row in signed_off(body)]
    body, notes = without_notes(body[: len(body) - len(ending)], heads)
    table = [names_together(row, heads) for row in best_table(body, heads)]
    last = table[-1] if table else []
    behind = (
        last[len(names) :] if len(table) > 1 and all(len(row) <= len(names) for row in table[:-1]) else []
    )
    table = [*table[:-1], last[: len(last) - len(behind)]]
    fit, findings = fitted(table, heads)
    findings = (*findings, *outside_rows([*before_first(body), *notes, *behind]))
    cells = (tuple(names), *map(tuple, fit))
    tail = (Row(line) for line in (*behind, *ending))
    return (*rows[:first], *(Row(Printed(), row) for row in cells), *tail), findings


def with_units_apart(row: Row) -> list[Row]:
    """A line as one, or as two where units stand behind a text with a figure: 疏浚河道18公里 县水利局."""
    text = row.printed.strip()
    gap = text.text.rfind(" ")
    if gap < 0 or not FIGURE.search(text.text[:gap]) or not surely_units(text.text[gap + 1 :]):
        return [row]
    return [replace(row, printed=text[:gap]), Row(text[gap + 1 :])]


def before_first(body: Sequence[Row]) -> list[Printed]:
    """The lines between a table's head and its first number, or the heading above that."""
    lines = by_line(body)
    if lines and LATER.fullmatch(lines[0].text.strip()):
        return []
    return list(takewhile(lambda line: not opens_table(line.text.strip()), lines))


def opens_table(line: str) -> bool:
    """Whether a line is a table's first number, begins with it, or heads the first rows."""
    match = NUMBER_AND_TEXT.match(line)
    return line.rstrip(".、．") == "1" or (bool(match) and match[1] == "1") or bool(NUMBERED.match(line))


def outside_rows(lines: Sequence[Printed]) -> list[Finding]:
    """What stands in no row of the table, as one doubt."""
    text = "".join("".join(line.text.split()) for line in lines)
    message = f"表格中这段文字未能归入任何一行：“{text[:60]}”。"
    return [Finding("leftover_text", message, None, text[:60])] if text else []


def without_notes(body: Sequence[Row], head: Sequence[str]) -> tuple[list[Row], list[Printed]]:
    """The lines without the notes that stand right above the next number, and those notes.

    A note higher up belongs to its cell, and so does one where the head has a column of remarks.
    """
    if REMARKS.intersection(head):
        return list(body), []
    filled = [place for place, row in enumerate(body) if row.bare]
    notes = {
        place
        for place, below in pairwise(filled)
        if is_note(body[place].bare) and LATER.fullmatch(body[below].bare.rstrip(".、．"))
    }
    rest = [row for place, row in enumerate(body) if place not in notes]
    return rest, [body[place].printed for place in sorted(notes)]


def signed_off(rows: Sequence[Row]) -> Sequence[Row]:
    """The lines that end a document behind its table; a unit's name is one only above a date or a note."""
    begin = len(rows)
    for place in range(len(rows) - 1, -1, -1):
        line = rows[place].bare
        if line and not (is_closing(line) and (begin < len(rows) or not names_units(line))):
            break
        begin = place if line else begin
    return rows[begin:]


def rows_from_blocks(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The same document as rows of cells: what stands before the head, one head, one row a number."""
    heads = {place: row for place, row in enumerate(rows) if is_head_line(row)}
    if not heads:
        return tuple(rows), ()
    first = min(heads)
    head = head_cells(list(heads.values()))
    body = [row for place, row in enumerate(rows[first:], first) if place not in heads]
    ending = [row.printed for row in signed_off(body)]
    body, notes = without_notes(body[: len(body) - len(ending)], head)
    table, findings = fitted(best_table(body, head), head)
    findings = (*findings, *outside_rows([*before_first(body), *notes]))
    cells = (tuple(Printed(word, word) for word in head), *map(tuple, table))
    tail = (Row(line) for line in ending)
    return (*rows[:first], *(Row(Printed(), row) for row in cells), *tail), findings


def head_cells(rows: Sequence[Row]) -> list[str]:
    """The columns in the order of the table: number, task, quarters, the rest."""
    words = list(dict.fromkeys(word for row in rows for word in row.printed.text.split()))
    text = next(
        (
            word
            for word in words
            if not UNITS.fullmatch(word) and any(pattern.fullmatch(word) for pattern in TEXT)
        ),
        "目标任务",
    )
    units = [word for word in words if (UNITS.fullmatch(word) or word == "备注") and word != text]
    return ["序号", text, "第一季度", "第二季度", "第三季度", "第四季度", *units]


def best_table(body: Sequence[Row], head: Sequence[str]) -> Table:
    """The table in the way of reading that gives most whole rows; line by line where no way does."""
    ways = [blocks(body) for blocks in WAYS]
    tables = [numbered(blocks, apart) for apart, blocks in product((True, False), ways)]
    best = max(tables, key=lambda table: whole(table, head))
    if whole(best, head) < MOST_WHOLE * max(1, len(best)):
        return max(numbered(by_line(body), True), numbered(by_line(body), False), key=len)
    return best


def whole(table: Table, head: Sequence[str]) -> int:
    """How many rows have as many cells as the head has columns."""
    return sum(len(row) == 1 or len(names_together(row, head)) == len(head) for row in table)


def names_together(row: Sequence[Printed], head: Sequence[str]) -> list[Printed]:
    """A row with too many cells, the units that stand one below the other in one cell, if that makes it fit.

    Not where the table has two columns of units side by side.
    """
    if len(row) <= len(head) or sum(bool(UNITS.fullmatch(name)) for name in head) != 1:
        return list(row)
    whole: list[list[Printed]] = []
    for cell in row:
        if whole and surely_units(cell.text.strip()) and surely_units(whole[-1][-1].text.strip()):
            whole[-1].append(cell)
        else:
            whole.append([cell])
    return [spread(cells) for cells in whole] if len(whole) == len(head) else list(row)


def by_paragraph(rows: Sequence[Row]) -> list[Printed]:
    """A block ends where the text layer wrote white space at a line's end."""
    return gathered([row for row in rows if row.bare], lambda before: before.ends_paragraph)


def by_blank_line(rows: Sequence[Row]) -> list[Printed]:
    """A block ends at a blank line."""
    return gathered(rows, lambda before: not before.bare)


def by_line(rows: Sequence[Row]) -> list[Printed]:
    """Every line is a block."""
    return [row.printed for row in rows if row.bare]


WAYS: tuple[Callable[[Sequence[Row]], list[Printed]], ...] = (by_paragraph, by_blank_line, by_line)


def gathered(rows: Sequence[Row], ends: Callable[[Row], bool]) -> list[Printed]:
    """Lines gathered into blocks; `ends` says behind which line a block ends."""
    blocks: list[list[Printed]] = [[]]
    for row in rows:
        if row.bare:
            blocks[-1].append(row.printed)
        if ends(row) and blocks[-1]:
            blocks.append([])
    return [spread(lines) for lines in blocks if lines]


def spread(parts: Sequence[Printed]) -> Printed:
    """Parts with a space between, which tidying takes out again."""
    return Printed(" ".join(part.text for part in parts), " ".join(part.source for part in parts))


def numbered(blocks: Sequence[Printed], apart: bool) -> Table:
    """The blocks as rows: the next number opens one, alone in its block, or (not `apart`) before the text."""
    table: Table = []
    opening = blocks[0].text.strip() if blocks else ""
    first = int(opening) if LATER.fullmatch(opening) else 1
    following = first
    for block in blocks:
        bare = block.text.strip().rstrip(".、．")
        match = None if apart else NUMBER_AND_TEXT.match(block.text.lstrip())
        alone = bare == str(following) and (following == first or len(table[-1]) > 2)
        if alone or (match and match[1] == str(following)):
            table.extend(heading_before(table))
            number = Printed(str(following), str(following))
            table.append([number] if alone or not match else [number, block.strip()[match.end() :]])
            following += 1
        elif table or NUMBERED.match(bare):
            table = table or [[]]
            table[-1].append(block)
    return [row for row in table if row]


def heading_before(table: Table) -> Table:
    """The heading of a domain, taken out of the row that it was counted to, as a row of its own."""
    last = table[-1][-1].text.strip() if table and table[-1] else ""
    return [[table[-1].pop()]] if NUMBERED.match(last) and is_heading(last) else []


def fitted(table: Table, head: Sequence[str]) -> tuple[Table, tuple[Finding, ...]]:
    """The rows with as many cells as the head has columns, and a doubt about each whose cells are guessed."""
    width = len(head)
    table = [names_together(row, head) for row in table]
    rows = [
        list(around_units(part, head) or fitted_row(part, width))
        for row in table
        for part in parted_tasks(row, head)
    ]
    guesses = tuple(
        Finding(
            "cells_guessed",
            f"原文这一行有 {len(row) - 1} 段文字，表头有 {width - 1} 栏，分界按标点推定，请核对。",
            int(row[0].text),
        )
        for row in table
        if len(row) > width and row[0].text.isdigit()
    )
    return rows, guesses


def parted_tasks(row: Sequence[Printed], head: Sequence[str]) -> list[list[Printed]]:
    """A row as one, or as two where a second sentence with cells of its own stands below its number.

    Number and units are one with those above: 1, 新建养老院。, 县民政局, 5月底, 新建老年大学。, 12月底.
    """
    rest = len(head) - 3  # the columns behind number, text and units
    second = 3 + rest
    is_two = rest > 0 and len(row) == second + 1 + rest and bool(UNITS.fullmatch(head[2]))
    if (
        not is_two
        or not all(row[place].text.strip().endswith("。") for place in (1, second))
        or named_places(row) != [2]
    ):
        return [list(row)]
    return [list(row[:second]), [row[0], row[second], row[2], *row[second + 1 :]]]


def named_places(row: Sequence[Printed]) -> list[int]:
    """The cells of a row that hold nothing but names of units."""
    return [place for place, cell in enumerate(row) if surely_units(cell.text.strip())]


def around_units(row: Sequence[Printed], head: Sequence[str]) -> list[Printed]:
    """A row with too many cells, cut around its only names of units; nothing where it has none or more."""
    places = [place for place, name in enumerate(head) if UNITS.fullmatch(name)]
    if places != [2] or len(row) <= len(head):  # number, text, units, the rest
        return []
    named = named_places(row)
    if len(named) != 1 or named[0] < 2:
        return []
    before, behind = row[1 : named[0]], row[named[0] + 1 :]
    left = len(head) - 3
    rest = [*behind[: left - 1], spread(behind[left - 1 :])] if left and behind else []
    return [row[0], spread(before), row[named[0]], *rest]


def fitted_row(row: Sequence[Printed], width: int) -> Iterator[Printed]:
    """One row's blocks put together to its cells; a row that a page break cut in two has every cell twice."""
    number, blocks = row[0], row[1:]
    columns = width - 1
    yield number
    if len(blocks) <= columns or len(blocks) > LONGEST_ROW:
        yield from blocks
    elif len(blocks) == 2 * columns and not all(
        block.text.rstrip().endswith("。") for block in blocks[:columns]
    ):
        yield from (spread(pair) for pair in zip(blocks[:columns], blocks[columns:], strict=True))
    else:
        yield from (
            spread(blocks[start:end]) for start, end in divided([block.text for block in blocks], columns)
        )
