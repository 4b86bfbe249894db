"""A schedule document (序时进度安排方案), or any list in a table: one row per task, a cell per quarter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from projects.parsing.clauses import Clause, find_clauses, parse_clause, parse_names
from projects.parsing.columns import Columns, columns_of, is_head, plain_columns
from projects.parsing.drafts import Draft, DraftTask
from projects.parsing.findings import Doubt
from projects.parsing.items import Cell, cell_of
from projects.parsing.layout import Row
from projects.parsing.markers import markers_at
from projects.parsing.numbering import number_findings
from projects.parsing.numerals import to_int
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed

SPACE = Printed(" ", " ")


@dataclass
class Table:
    """The rows of a table gathered under one head; a row that goes on in the next is one."""

    columns: Columns
    rows: list[tuple[int, list[Printed]]] = field(default_factory=list)
    domains: dict[int, str] = field(default_factory=dict)  # place in rows → heading above it


def read_table(rows: Sequence[Row], *, first_leads: bool) -> Draft:
    """The tasks of a tab-separated table whose head may be repeated on every page."""
    places = [place for place, row in enumerate(rows) if row.cells]
    if not places:
        return Draft(before=tuple(row.printed for row in rows))
    before = tuple(row.printed for row in rows[: places[0]])
    after = tuple(row.printed for row in rows[places[-1] + 1 :])
    reader = Reader(first_leads)
    for row in rows[places[0] : places[-1] + 1]:
        reader.take(row)
    return reader.draft(before, after)


class Reader:
    """Takes a table's rows one after the other; heads set the columns, numbers open tasks, other rows go on or are headings."""

    def __init__(self, first_leads: bool) -> None:
        self.first_leads = first_leads
        self.heads: list[list[str]] = []
        self.columns: Columns | None = None
        self.domain: str | None = None
        self.domains: list[str] = []
        self.open: tuple[int, list[Printed], str | None] | None = None
        self.tasks: list[DraftTask] = []
        self.findings: list[Finding] = []
        self.in_head = False

    def take(self, row: Row) -> None:
        """One row of the table, or a line between its rows."""
        if not row.cells:
            self.between(row)
        elif is_head([cell.text for cell in row.cells]):
            self.head([cell.text for cell in row.cells])
        else:
            self.in_head = False
            self.body(list(row.cells))

    def head(self, cells: list[str]) -> None:
        """A head row: a new head, or the second row of one."""
        self.heads = [*self.heads, cells] if self.in_head else [cells]
        columns = columns_of(self.heads)
        if self.columns is None or columns.quarters or not self.columns.quarters:
            self.columns = columns
        self.in_head = True

    def body(self, cells: list[Printed]) -> None:
        """A row of cells: a task, the rest of one, or a heading over the next."""
        columns = self.columns = self.columns or plain_columns(len(cells))
        number = number_in(cells, columns)
        filled = [cell for cell in cells if cell.text.strip()]
        if number is not None:
            self.close()
            self.open = (number, cells, self.domain)
        elif len(filled) == 1 and (cells[0].text.strip() or self.open is None):
            self.heading(filled[0])
        elif self.open is not None and filled:
            self.open = (self.open[0], joined(self.open[1], cells), self.open[2])

    def heading(self, cell: Printed) -> None:
        """A row of one cell: the domain of the tasks below."""
        self.close()
        self.domain = "".join(cell.text.split()).strip("：:")
        markers = [marker for marker in markers_at(self.domain, 0) if marker.style in ("han", "han_bracket")]
        self.domain = self.domain[markers[0].end :] if markers else self.domain
        self.domains.append(self.domain)

    def between(self, row: Row) -> None:
        """A line without cells among the rows."""
        text = row.printed.tidy()
        if self.open is not None and len(self.open[1]) < (self.columns or plain_columns(0)).width:
            cells = self.open[1]
            self.open = (self.open[0], [*cells[:-1], cells[-1] + SPACE + row.printed], self.open[2])
        elif len(text) <= 30 and not text.text.endswith("。"):
            self.heading(text)
        else:
            self.findings.append(Doubt("leftover_text", f"表格中这一行未能归入任何任务：“{text.text[:60]}”。", text.text).at(None))

    def close(self) -> None:
        """The open row is complete: a task."""
        if self.open is None or self.columns is None:
            return
        number, cells, domain = self.open
        task, doubts = task_of(number, cells, self.columns, domain, self.first_leads)
        self.tasks.append(task)
        self.findings.extend(doubt.at(number) for doubt in doubts)
        self.open = None

    def draft(self, before: tuple[Printed, ...], after: tuple[Printed, ...]) -> Draft:
        """All that was taken."""
        self.close()
        unread = self.columns.unread if self.columns else ()
        self.findings.extend(Finding("column_unread", f"表格的“{name}”一列未读取。", None, name) for name in unread)
        self.findings.extend(number_findings([task.number for task in self.tasks]))
        domains = tuple(dict.fromkeys(task.domain for task in self.tasks if task.domain))
        return Draft(tuple(self.tasks), domains, tuple(self.findings), before, after)


def number_in(cells: Sequence[Printed], columns: Columns) -> int | None:
    """The number of the task that a row opens; None for a row that opens none."""
    if 0 <= columns.number < len(cells):
        bare = "".join(cells[columns.number].text.split())
        marked = [marker.number for marker in markers_at(bare, 0) if marker.end == len(bare)]
        return to_int(bare) if to_int(bare) is not None else next(iter(marked), None)
    if columns.number < 0 and 0 <= columns.text < len(cells):
        marked = [marker for marker in markers_at(cells[columns.text].text.strip(), 0) if not marker.glued]
        return marked[0].number if marked else None
    return None


def joined(cells: list[Printed], more: list[Printed]) -> list[Printed]:
    """A row and the row that continues it, cell by cell."""
    width = max(len(cells), len(more))
    padded = [row + [Printed()] * (width - len(row)) for row in (cells, more)]
    return [first + SPACE + second for first, second in zip(*padded, strict=True)]


def task_of(number: int, cells: Sequence[Printed], columns: Columns, domain: str | None, first_leads: bool) -> tuple[DraftTask, list[Doubt]]:
    """One row as a task."""
    doubts = []
    filled = len(cells) - next((count for count, cell in enumerate(reversed(cells)) if cell.text.strip()), len(cells))
    if filled > columns.width or len(cells) < columns.width:
        message = f"这一行有 {max(filled, len(cells))} 个单元格，表头有 {columns.width} 列，各季度内容可能错位。"
        doubts.append(Doubt("cell_count", message, "".join(cells[columns.text].text.split()) if columns.text < len(cells) else ""))

    def cell(place: int) -> Cell:
        return cell_of(cells[place]) if 0 <= place < len(cells) else Cell()

    text = cell(columns.text)
    printed, text_clause = clause_in(text.printed)
    if columns.number < 0:
        printed = printed[markers_at(printed.text, 0)[0].end :] if markers_at(printed.text, 0) else printed
    clause, written = responsibility(cell(columns.lead).text, cell(columns.co).text, cell(columns.units).text, text_clause, first_leads)
    doubts.extend(clause.doubts)
    doubts.extend(lead_doubts(clause, written, columns, text_clause))
    own = "".join(cell(columns.domain).text.split()) or domain
    quarters = tuple(cell(place) for place in columns.quarters) or None
    return DraftTask(number, printed, own, clause.lead, clause.co, written, quarters), doubts


def clause_in(text: Printed) -> tuple[Printed, str]:
    """A task's text and the clause at its end, where the table prints one there."""
    places = find_clauses(text.text)
    if places and places[-1].end >= len(text.text.rstrip("。；; ")):
        return text[: places[-1].start].strip(), text.text[places[-1].start : places[-1].end]
    return text, ""


def responsibility(lead: str, co: str, units: str, clause: str, first_leads: bool) -> tuple[Clause, str]:
    """Who is responsible according to the columns, or to the clause in the text; and what is printed of it."""
    if lead or co:
        first, second, third = parse_names(lead), parse_names(co), parse_names(units)
        partners = tuple(name for name in dict.fromkeys((*second.lead, *third.lead)) if name not in first.lead)
        whole = Clause(first.lead, partners, bool(first.lead), (*first.doubts, *second.doubts, *third.doubts))
        return whole, "；".join(part for part in (lead, units, co) if part)
    if units:
        return parse_clause(units, first_leads=first_leads), units
    return parse_clause(clause.strip("（()）"), first_leads=first_leads) if clause else Clause(), clause


def lead_doubts(clause: Clause, written: str, columns: Columns, text_clause: str) -> Iterator[Doubt]:
    """No lead where the table has a place for one."""
    has_place = max(columns.lead, columns.co, columns.units) >= 0 or bool(text_clause)
    if has_place and not clause.lead:
        yield Doubt("missing_lead", f"没有牵头单位：{written}" if written else "责任单位一栏为空。", written)
    elif clause.lead and not clause.named and not (columns.units >= 0 and columns.lead < 0 and "：" not in written and ":" not in written):
        yield Doubt("missing_lead", f"未写明牵头单位，按{'、'.join(clause.lead)}牵头读取：{written}", written)
