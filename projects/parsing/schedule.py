"""A schedule document (序时进度安排方案), or any list in a table: one row per task, a cell per quarter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from projects.parsing.columns import (
    Columns,
    columns_of,
    is_head,
    is_other_head,
    is_second_head,
    names_at,
    plain_columns,
)
from projects.parsing.findings import Doubt
from projects.parsing.headings import COUNT, HAN, NUMBERED, is_heading
from projects.parsing.layout import Row
from projects.parsing.lost_cells import put_back
from projects.parsing.markers import markers_at
from projects.parsing.numbering import number_findings
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed
from projects.parsing.printed_list import PrintedList, PrintedTask
from projects.parsing.remarks import (
    above_heads,
    drawn_up,
    is_continued,
    is_remark,
    only_text,
    opens_table,
    runs_on,
    without_continued,
)
from projects.parsing.tablerows import (
    DITTO,
    SPACE,
    count_doubts,
    in_place,
    is_record,
    is_total,
    joined,
    lacks_name,
    number_in,
    promises,
    shares_name,
    task_of,
)
from projects.parsing.unit_names import names_units, surely_units

MOST_HEAD_ROWS = 4
SHORTEST_TEXT = 4  # characters that say what is to be done
LONGEST_TITLE = 4  # lines that stand right above a table
FEWEST_REPEATS = 3  # cells: a task has more to say than one thing three times
LEADERS = re.compile(r"[（(][^（）()]{0,4}(?:领导|[市区县镇]长)[:：][^（）()]*[)）]$")  # （牵头领导：丁某）
FIGURE = re.compile(r"[\d.,，]+[%％]?")


def read_table(rows: Sequence[Row], *, first_leads: bool) -> PrintedList:
    """The tasks of a tab-separated table whose head may be repeated on every page."""
    places = [place for place, row in enumerate(rows) if row.cells]
    if not places:
        return PrintedList(before=tuple(row.printed for row in rows))
    heads = [place for place in places if is_head([cell.text for cell in rows[place].cells])]
    if not heads and is_other_head([cell.text for cell in rows[places[0]].cells]):
        return PrintedList(before=tuple(row.printed for row in rows))
    first = heads[0] if heads else places[0]  # what a web page prints in a table above the list is none of it
    if heads and first and is_domain(rows[first - 1]):
        first -= 1
    before = tuple(row.printed for row in rows[:first])
    after = tuple(row.printed for row in rows[places[-1] + 1 :])
    titles = frozenset(row.bare for row in rows[max(0, first - LONGEST_TITLE) : first])
    reader = Reader(first_leads, [rows[place].cells for place in places if place >= first], titles)
    table = rows[first : places[-1] + 1]
    for row, above_head in zip(table, above_heads(table), strict=True):
        if not reader.sets_aside(row, above_head):
            reader.take(row)
    return reader.draft(before, after)


def is_domain(row: Row) -> bool:
    """Whether the line above a table's head is the heading of its domain."""
    text = row.printed.text.strip()
    return bool(NUMBERED.match(text)) and is_heading(text)


def is_unnumbered(table: Sequence[Sequence[Printed]], columns: Columns) -> bool:
    """Whether a table has no column of numbers, and no row prints one before its text."""
    if columns.number >= 0 or max(columns.lead, columns.units) < 0:
        return False
    return all(number_in(row, columns) is None for row in table if may_be_task(row))


def may_be_task(cells: Sequence[Printed]) -> bool:
    """Whether a row may be a task: it is no head, heading, sum or remark, which say something anywhere."""
    is_other = is_head([cell.text for cell in cells]) or is_total(cells) or bool(drawn_up(cells))
    return not is_other and sum(bool(cell.text.strip()) for cell in cells) > 1


def figures_in(table: Sequence[Sequence[Printed]]) -> frozenset[int]:
    """The columns whose filled cells, two at least, are all numbers."""
    rows = [[cell.text.strip() for cell in row] for row in table if not is_head([cell.text for cell in row])]
    width = max(map(len, rows), default=0)
    filled = {
        place: [row[place] for row in rows if place < len(row) and row[place]] for place in range(width)
    }
    return frozenset(
        place for place, cells in filled.items() if len(cells) > 1 and all(map(FIGURE.fullmatch, cells))
    )


def without_repeats(cells: list[Printed]) -> list[Printed]:
    """A row whose number stands before one merged cell, which a format repeats in all the others."""
    behind = {cell.text.strip() for cell in cells[1:]}
    if len(cells) <= FEWEST_REPEATS or len(behind) > 1 or not cells[0].text.strip():
        return cells
    return [*cells[:2], *[Printed()] * (len(cells) - 2)]


class Reader:
    """Takes a table's rows one by one: heads set the columns, numbers open tasks, others go on with them."""

    def __init__(
        self, first_leads: bool, table: Sequence[Sequence[Printed]], titles: frozenset[str] = frozenset()
    ) -> None:
        self.first_leads = first_leads
        self.table = table
        self.titles = titles  # the lines above the table, which a page may print again
        self.figures = figures_in(table)
        self.is_counted = False  # no row prints a number: they are counted
        self.heads: list[list[str]] = []
        self.columns: Columns | None = None
        self.known: dict[str, Columns] = {}
        self.domain: str | None = None
        self.domains: list[str] = []
        self.open: tuple[int, list[Printed], str | None] | None = None
        self.tasks: list[PrintedTask] = []
        self.findings: list[Finding] = []
        self.in_head = False
        self.note = ""  # the line above, where it is a note that may go on
        self.broken = False  # a head stands between this row and the one before: a page ended

    def take(self, row: Row) -> None:
        """One row of the table, or a line between its rows."""
        self.note = ""
        texts = [cell.text for cell in row.cells]
        if is_record(row.cells):
            return
        if self.goes_on(row):
            self.glue(list(row.cells) or [row.printed])
        elif not row.cells:
            self.between(row)
        elif is_head(texts) or (self.in_head and is_second_head(texts)):
            self.head(texts)
        else:
            self.in_head = False
            self.body(list(row.cells), row.above)

    def sets_aside(self, row: Row, above_head: bool) -> bool:
        """Whether a line is none of the table's; what it says is told, and the rows below keep their domain.

        Only the title of another table ends the domain.
        """
        if not self.is_complete():
            return False
        if said := drawn_up(row.cells):
            self.tell(said)
            self.note = said
            return True
        text = only_text(row)
        if not text:
            return False
        if is_continued(text) or (above_head and without_continued(text) in self.titles):
            return True
        if above_head and opens_table(text):
            self.close()
            self.domain = None
            return True
        if is_remark(text) or opens_table(text) or runs_on(self.note, text):
            self.tell(text)
            self.note = text
            return True
        return False

    def is_complete(self) -> bool:
        """Whether the open row has every cell that is read: a line below it is no wrapped part of one."""
        if self.open is None or self.columns is None:
            return True
        columns = self.columns
        places = (columns.text, columns.lead, columns.co, columns.units, columns.deadline, *columns.quarters)
        return len(self.open[1]) > max(places)

    def tell(self, text: str) -> None:
        """A line that belongs to no task."""
        message = f"表格中这一行未能归入任何任务：“{text[:60]}”。"
        self.findings.append(Finding("leftover_text", message, None, text))

    def goes_on(self, row: Row) -> bool:
        """Whether a line continues the open row's last cell: the row lacks cells, the line has no more."""
        if self.open is None or self.columns is None or is_head([cell.text for cell in row.cells]):
            return False
        missing = self.columns.width - len(self.open[1])
        return (
            missing > 0
            and max(1, len(row.cells)) <= missing + 1
            and number_in(row.cells, self.columns) is None
        )

    def glue(self, cells: list[Printed]) -> None:
        """Put a line behind the open row's last cell, and its further cells behind that."""
        number, row, domain = self.open
        self.open = (number, [*row[:-1], row[-1] + SPACE + cells[0], *cells[1:]], domain)

    def head(self, cells: list[str]) -> None:
        """A head row: a new head, or the second row of one."""
        self.heads = [*self.heads, cells] if self.in_head and len(self.heads) < MOST_HEAD_ROWS else [cells]
        columns = self.known.get(str(self.heads))
        columns = columns or self.grouped(self.numbered(columns_of(self.heads, self.figures)))
        self.known[str(self.heads)] = columns  # a head is printed again on every page
        self.broken = True
        if self.columns is None or columns.quarters or not self.columns.quarters:
            self.columns = columns
        self.in_head = True
        self.is_counted = is_unnumbered(self.table, self.columns)

    def numbered(self, columns: Columns) -> Columns:
        """The columns, where that of the numbers is empty in every row: it is none, and rows are counted.

        An office leaves it to be filled in, or to a formula whose values were never reckoned.
        """
        place = columns.number
        numbers = [row[place].text.strip() for row in self.table if place < len(row) and may_be_task(row)]
        is_empty = place >= 0 and bool(numbers) and not any(numbers)
        return replace(columns, number=-1) if is_empty else columns

    def grouped(self, columns: Columns) -> Columns:
        """The columns, where a name that stands over several rows heads them: it is their domain."""
        if columns.name < 0:
            return columns
        rows = list(self.whole_rows(columns))
        is_merged = any(lacks_name(row, columns) for row in rows)
        if not is_merged and not any(shares_name(row, above, columns) for above, row in pairwise(rows)):
            return columns
        if columns.domain < 0:
            return replace(columns, name=-1, domain=columns.name)
        return replace(columns, name=-1, unread=(*columns.unread, self.heads[0][columns.name]))

    def whole_rows(self, columns: Columns) -> Iterator[Sequence[Printed]]:
        """The rows below this head, lost merged cells put back."""
        above: Sequence[Printed] = ()
        is_own = False
        for row in self.table:
            texts = [cell.text for cell in row]
            if is_head(texts):
                is_own = texts == self.heads[0]
            elif is_own:
                above, _ = put_back(list(row), above, columns, ())
                yield above

    def body(self, cells: list[Printed], above: Sequence[int] = ()) -> None:
        """A row of cells: a task, the rest of one, or a heading over the next."""
        columns = self.columns = self.columns or plain_columns(len(cells))
        if is_total(cells):
            return
        cells, doubts = self.restored(without_repeats(cells))
        cells = self.with_own_text(cells)
        number = number_in(cells, columns)
        filled = [cell for cell in cells if cell.text.strip()]
        if self.is_counted:
            number = len(self.tasks) + 1 + (self.open is not None) if self.opens_uncounted(cells) else None
        if number is not None and self.is_numbered_heading(cells):
            self.heading(filled[1])
        elif number is not None:
            cells = self.with_merged(cells, above)
            self.close()
            self.open = (number, cells, self.domain)
        elif len(filled) == 1 and (cells[0].text.strip() or self.open is None):
            self.heading(filled[0])
        elif self.open is not None and filled and not self.broken and self.stands_alone(cells):
            number, row, domain = self.open
            cells = self.with_merged(cells, ())
            for place in (self.columns.text, self.columns.name):
                if 0 <= place < len(row) and not cells[place].text.strip():
                    cells[place] = row[place]
            self.close()
            self.open = (number, cells, domain)
        elif self.open is not None and filled:
            doubts.extend(self.joining_doubts(cells))
            self.open = (self.open[0], joined(self.open[1], cells), self.open[2])
        self.findings.extend(doubt.at(self.open[0] if self.open else None) for doubt in doubts)
        self.broken = False

    def restored(self, cells: list[Printed]) -> tuple[list[Printed], list[Doubt]]:
        """A row that lost the cells which are one with those above, and what is to be said of it."""
        above = self.open[1] if self.open else []
        return put_back(cells, above, self.columns, self.head_words()) if self.heads else (cells, [])

    def head_words(self) -> list[str]:
        """What the head says over each column, its lowest line."""
        names = (names_at(self.heads, place) for place in range(self.columns.width))
        return [name[-1] if name else "" for name in names]

    def with_own_text(self, cells: list[Printed]) -> list[Printed]:
        """A row whose only cell, in the place of its number, promises a figure: a second task of that number.

        Its number and its units are one with those above, and were left out: 新增学位810个 | | |.
        """
        filled = [cell for cell in cells if cell.text.strip()]
        is_lone = len(filled) == 1 and self.columns.number == 0 and bool(cells[0].text.strip())
        if not is_lone or self.open is None or not promises(filled[0].text.strip()):
            return cells
        row = list(self.open[1])
        if 0 <= self.columns.text < len(row):
            row[self.columns.text] = filled[0]
            return row
        return cells

    def opens_uncounted(self, cells: list[Printed]) -> bool:
        """Whether a row of a table without numbers is a task: it says what, and by whom or by which name.

        What is a deed by itself is one without them too.
        """
        columns = self.columns
        beside = (columns.lead, columns.units, columns.co, columns.name)
        said = {place: text for place, cell in enumerate(cells) if (text := cell.text.strip())}
        own = said.get(columns.text, "")
        return bool(own) and (promises(own) or any(place in said for place in beside))

    def is_numbered_heading(self, cells: list[Printed]) -> bool:
        """Whether a row is a domain with its number (一 教育惠民) among tasks with Arabic numbers."""
        number = cells[self.columns.number].text.strip() if self.columns.number >= 0 else ""
        if not re.fullmatch(f"[（(]?[{HAN}]+[)）]?[、.．]?", number):
            return False
        arabic = any(
            row[self.columns.number].text.strip().rstrip(".、．").isdigit()
            for row in self.table
            if self.columns.number < len(row)
        )
        return arabic and sum(bool(cell.text.strip()) for cell in cells) == 2

    def stands_alone(self, cells: list[Printed]) -> bool:
        """Whether a row below a merged number is one of its own: it has a text and whole names of units."""
        place = max(self.columns.lead, self.columns.units)
        both = [row[place].text.strip() if 0 <= place < len(row) else "" for row in (self.open[1], cells)]
        units = (self.columns.lead, self.columns.co, self.columns.units)
        said = [cell.text.strip() for at, cell in enumerate(cells) if at not in units]
        has_text = 0 <= self.columns.text < len(cells) and any(len(each) >= SHORTEST_TEXT for each in said)
        return has_text and all(names_units(names) for names in both)

    def joining_doubts(self, cells: Sequence[Printed]) -> list[Doubt]:
        """What is said of a row that goes on with the one above, where its text may be a deed by itself.

        Where no row has a number, any text may.
        """
        place = self.columns.text
        text = cells[place].text.strip() if 0 <= place < len(cells) else ""
        if self.broken or not text or not (self.is_counted or promises(text)):
            return []
        message = f"序号下还有一行“{text[:40]}”，没有写明各自的责任单位，已并入本项。"
        return [Doubt("cells_guessed", message, text[:40])]

    def with_merged(self, cells: list[Printed], above: Sequence[int]) -> list[Printed]:
        """A row whose empty cells are one with the cell above, left behind by a page break, or say 同上.

        So are those of a column of units that stands before the tasks: the rows are grouped by it.
        """
        row = self.open[1] if self.open else []
        units = (self.columns.lead, self.columns.units) if self.columns else ()
        above = (*above, *(place for place in units if 0 <= place < self.columns.text))
        return [
            row[place]
            if place < len(row)
            and (DITTO.fullmatch(cell.text.strip()) or (place in above and not cell.text.strip()))
            else cell
            for place, cell in enumerate(cells)
        ]

    def heading(self, cell: Printed) -> None:
        """A row of one cell: the domain of the tasks below."""
        self.close()
        self.domain = "".join(cell.text.split()).strip("：:")
        markers = [marker for marker in markers_at(self.domain, 0) if marker.style in ("han", "han_bracket")]
        self.domain = self.domain[markers[0].end :] if markers else self.domain
        self.domain = LEADERS.sub("", COUNT.sub("", self.domain)) or self.domain
        self.domains.append(self.domain)

    def between(self, row: Row) -> None:
        """A line without cells among the rows."""
        text = row.printed.tidy()
        place = max(self.columns.lead, self.columns.co, self.columns.units) if self.columns else -1
        if self.open and 0 <= place == len(self.open[1]) - 1 and surely_units(text.text):
            self.glue([row.printed])  # a name on a line of its own below the row's last cell
            return
        if self.is_counted and self.columns.text >= 0 and promises(text.text):
            cells = [Printed()] * self.columns.width
            cells[self.columns.text] = text
            self.body(cells)  # a text table ends where the row's last filled cell does
            return
        if len(text) <= 30 and not text.text.endswith("。"):
            self.heading(text)
        else:
            self.tell(text.text)

    def close(self) -> None:
        """The open row is complete: a task."""
        if self.open is None or self.columns is None:
            return
        number, cells, domain = self.open
        above = domain or (self.tasks[-1].domain if self.tasks and self.columns.domain >= 0 else None)
        task, doubts = task_of(number, in_place(cells, self.columns), self.columns, above, self.first_leads)
        self.tasks.append(task)
        self.findings.extend(doubt.at(number) for doubt in (*count_doubts(cells, self.columns), *doubts))
        self.open = None

    def lacking_quarters(self) -> list[Finding]:
        """The quarters for which the table has no column, said once for the whole list."""
        quarters = self.columns.quarters if self.columns and self.tasks else ()
        lacking = "、".join(str(quarter) for quarter, place in enumerate(quarters, 1) if place < 0)
        message = f"表格没有第 {lacking} 季度的栏目，各项任务在这些季度没有序时进度。"
        return [Finding("empty_cell", message)] if lacking else []

    def draft(self, before: tuple[Printed, ...], after: tuple[Printed, ...]) -> PrintedList:
        """All that was taken."""
        self.close()
        unread = self.columns.unread if self.columns else ()
        self.findings.extend(
            Finding("column_unread", f"表格的“{name}”一列未读取。", None, name) for name in unread
        )
        self.findings.extend(self.lacking_quarters())
        self.findings.extend(number_findings([task.number for task in self.tasks]))
        if self.is_counted and self.tasks:
            self.findings.append(
                Finding("number_missing", "表格没有序号一栏，或者这一栏是空的，按行的次序编号，请核对。")
            )
        domains = tuple(dict.fromkeys(task.domain for task in self.tasks if task.domain))
        return PrintedList(tuple(self.tasks), domains, tuple(self.findings), before, after)
