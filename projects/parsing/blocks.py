"""A table whose text layer lost its lines: the cells follow one another as blocks of text, wrapped at the column's width."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from projects.parsing.columns import TEXT, UNITS, quarter_of
from projects.parsing.layout import Row
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed

HEAD_WORD = re.compile(
    r"序|号|序号|编号|目标任务|年度目标任务|工作任务|主要任务|任务|项目名称|实事项目|序时进度|进度安排|时序进度"
    r"|责任单位|牵头单位|共同责任单位|配合单位|备注|第?[一二三四1-4]季度"
)
GUESSED = Finding("cells_guessed", "单元格之间的分界不清，各季度内容可能错位，请逐项核对。")


@dataclass(frozen=True)
class Block:
    """The lines of one cell, or of a part of it."""

    printed: Printed

    @property
    def bare(self) -> str:
        """Its Simplified text without any white space."""
        return "".join(self.printed.text.split())


def is_block_table(rows: Sequence[Row]) -> bool:
    """Whether quarters are headed in lines without cells."""
    words = {word for row in rows if not row.cells and is_head_line(row) for word in row.printed.text.split()}
    return len({quarter_of(word) for word in words} - {None}) > 2


def is_head_line(row: Row) -> bool:
    """Whether a line holds nothing but words of the head."""
    words = row.printed.text.split()
    return bool(words) and all(HEAD_WORD.fullmatch(word) for word in words)


def rows_from_blocks(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The same document as rows of cells: what stands before the head as it is, one head, one row per number."""
    heads = [place for place, row in enumerate(rows) if row.bare and is_head_line(row)]
    if not heads:
        return tuple(rows), ()
    head = head_cells([rows[place] for place in heads])
    body = [row for place, row in enumerate(rows[heads[0] :], heads[0]) if not is_head_line(row)]
    width = len(head)
    ways = [tables(blocks(body), width - 1) for blocks in WAYS]
    table = max(ways, key=lambda rows_found: complete(rows_found, width))
    findings: tuple[Finding, ...] = ()
    if complete(table, width) * 5 < len(table) * 4 or not table:
        findings = (GUESSED,)
    cells = (tuple(Printed(word, word) for word in head), *map(tuple, table))
    return (*rows[: heads[0]], *(Row(Printed(), row) for row in cells)), findings


def head_cells(rows: Sequence[Row]) -> list[str]:
    """The columns in the order of the table: number, task, quarters, the rest."""
    words = list(dict.fromkeys(word for row in rows for word in row.printed.text.split()))
    text = next((word for word in words if not UNITS.fullmatch(word) and any(pattern.fullmatch(word) for pattern in TEXT)), "目标任务")
    units = [word for word in words if (UNITS.fullmatch(word) or word == "备注") and word != text]
    return ["序号", text, "第一季度", "第二季度", "第三季度", "第四季度", *units]


def by_paragraph(rows: Sequence[Row]) -> list[Block]:
    """A block ends where the text layer wrote white space at a line's end."""
    return gathered([row for row in rows if row.bare], lambda before, after: before.ends_paragraph)


def by_blank_line(rows: Sequence[Row]) -> list[Block]:
    """A block ends at a blank line."""
    return gathered(rows, lambda before, after: not before.bare)


def by_line(rows: Sequence[Row]) -> list[Block]:
    """Every line is a block."""
    return gathered(rows, lambda before, after: True)


WAYS: tuple[Callable[[Sequence[Row]], list[Block]], ...] = (by_paragraph, by_blank_line, by_line)


def gathered(rows: Sequence[Row], parted: Callable[[Row, Row], bool]) -> list[Block]:
    """Lines gathered into blocks; `parted` says where one ends."""
    blocks: list[list[Row]] = [[]]
    for before, row in zip((None, *rows), rows, strict=False):
        if before is not None and parted(before, row):
            blocks.append([])
        if row.bare:
            blocks[-1].append(row)
    return [Block(spread([row.printed for row in lines])) for lines in blocks if lines]


def spread(parts: Sequence[Printed]) -> Printed:
    """Parts with a space between, which tidying takes out again."""
    text, source = (" ".join(getattr(part, hand) for part in parts) for hand in ("text", "source"))
    return Printed(text, source)


def tables(blocks: Sequence[Block], width: int) -> list[list[Printed]]:
    """The blocks as rows: a block that is the next number opens one."""
    rows: list[list[Printed]] = []
    for block in blocks:
        number = block.bare.rstrip(".、．")
        if number == str(len(rows) + 1) and (not rows or len(rows[-1]) > 2):
            rows.append([Printed(number, number)])
        elif rows:
            rows[-1].append(block.printed)
    return rows


def complete(rows: Sequence[Sequence[Printed]], width: int) -> int:
    """How many rows have as many cells as the head has columns."""
    return sum(len(row) == width for row in rows)
