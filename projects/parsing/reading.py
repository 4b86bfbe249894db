"""An official document becomes a `ParsedList`: never an error, always findings (architecture: station 3)."""

from collections.abc import Sequence
from dataclasses import replace

from projects.parsing.blocks import (
    has_own_order,
    is_block_table,
    rows_from_blocks,
    rows_from_stack,
)
from projects.parsing.breakdown import read_breakdown
from projects.parsing.clauses import says_first_leads
from projects.parsing.columns import is_head
from projects.parsing.doubtful_figures import numeric_findings
from projects.parsing.findings import condensed
from projects.parsing.formats import Unreadable, open_document
from projects.parsing.indicators import find_indicators, indicator_findings
from projects.parsing.itemdoubts import item_findings
from projects.parsing.items import NOTHING, Cell, items_of, sub_item_doubts
from projects.parsing.layout import Row, body_of, rows_of, without_bare_numbers, without_furniture
from projects.parsing.letterhead import Letterhead, read_letterhead
from projects.parsing.lost_characters import lost_findings
from projects.parsing.majorities import majority_findings
from projects.parsing.measurewords import measure_findings
from projects.parsing.otherkinds import looks_like
from projects.parsing.parsed import Finding, ParsedItem, ParsedList, ParsedTask
from projects.parsing.planned import find_planned
from projects.parsing.printed_list import PrintedList, PrintedTask
from projects.parsing.proofreading import Habits, habits_of, proofread, widths
from projects.parsing.quantities import find_targets
from projects.parsing.schedule import read_table
from projects.parsing.separators import separator_findings
from projects.parsing.stacks import stacked_head
from projects.parsing.subprojects import drift_findings
from projects.parsing.unfolding import unfolded
from projects.parsing.wording import name_findings

BREAKDOWN, SCHEDULE, PLAN = "breakdown", "schedule", "plan"
HEAD_LINES = 40  # the title stands in them
PLAN_TITLES = ("规划", "纲要", "规划的通知", "纲要的通知", "规划》的通知", "纲要》的通知")


def read(data: bytes, name: str) -> ParsedList:
    """What a file holds; a file that cannot be opened holds nothing but the finding that says why."""
    try:
        opened = open_document(data, name)
    except Unreadable as reason:
        return ParsedList(BREAKDOWN, None, "", findings=(Finding("unreadable", str(reason)),))
    notes = [Finding(note.code, note.message) for note in opened.notes]
    if opened.damaged:
        notes.append(Finding("bad_bytes", f"有 {opened.damaged} 个字符无法解码，已用“\ufffd”代替。"))
    return read_rows(without_furniture(rows_of(opened.lines)), notes)


def read_rows(rows: Sequence[Row], findings: Sequence[Finding] = ()) -> ParsedList:
    """The list that these lines hold."""
    kind, draft = drafted(rows)
    other = looks_like(draft, [row.bare for row in rows]) if kind != PLAN else ""
    if other:
        draft = PrintedList(before=(*draft.before, *draft.after))
    head = read_letterhead(tuple(map(Row, draft.before)), tuple(map(Row, draft.after)))
    indicators = find_indicators(rows) if kind == PLAN else ()
    said, printed = (
        [text for task in draft.tasks for text in texts(task)] for texts in (texts_of, printed_of)
    )
    habits = habits_of(said, head.year, printed)
    read_tasks = [finished(task, habits) for task in draft.tasks]
    tasks = tuple(task for task, _ in read_tasks)
    whole = (
        *findings,
        *head_findings(head, kind, tasks, other),
        *manner_findings(habits, tasks),
        *draft.findings,
        *separator_findings(tasks),
        *(indicator_findings(rows) if kind == PLAN else ()),
    )
    found = (*whole, *(finding for _, seen in read_tasks for finding in seen))
    return ParsedList(
        kind=kind,
        year=head.year,
        title=head.title,
        document_number=head.document_number,
        issued_on=head.issued_on,
        matters=head.matters,
        domains=draft.domains,
        tasks=tasks,
        indicators=indicators,
        findings=in_order(condensed(found, len(tasks))),
    )


def drafted(rows: Sequence[Row]) -> tuple[str, PrintedList]:
    """The kind of a document and its tasks."""
    first_leads = says_first_leads("".join(row.bare for row in rows))
    head = stacked_head(rows)
    if is_block_table(rows) and not (head and has_own_order([row.bare for row in rows[slice(*head)]])):
        table, doubts = rows_from_blocks(rows)
        draft = read_table(table, first_leads=first_leads)
        return SCHEDULE, replace(draft, findings=(*doubts, *draft.findings))
    if head:
        stack, doubts = rows_from_stack(rows, head)
        filled = [row for row in stack if row.bare or row.cells]
        draft = read_table(filled, first_leads=first_leads)
        return SCHEDULE if any(task.cells for task in draft.tasks) else BREAKDOWN, replace(
            draft, findings=(*doubts, *draft.findings)
        )
    table = read_table([row for row in rows if row.bare], first_leads=first_leads)
    if table.tasks and any(task.cells for task in table.tasks):
        return SCHEDULE, table
    if is_plan(rows):
        return PLAN, PrintedList(before=tuple(row.printed for row in rows[:HEAD_LINES]))
    prose = read_breakdown(unfolded(body_of(without_bare_numbers(rows))))
    if any(task.cells for task in prose.tasks):
        return SCHEDULE, prose
    headed = any(row.cells and is_head([cell.text for cell in row.cells]) for row in rows)
    is_table = claimed(table) > claimed(prose) or (headed and 0 < claimed(table) == claimed(prose))
    is_table = is_table or (headed and bool(table.tasks) and not prose.tasks)
    return BREAKDOWN, table if is_table else prose


def claimed(draft: PrintedList) -> int:
    """How many tasks have somebody responsible."""
    return sum(bool(task.lead) for task in draft.tasks)


def is_plan(rows: Sequence[Row]) -> bool:
    """Whether the title calls the document a plan of several years."""
    title = read_letterhead(rows[:HEAD_LINES], ()).title
    return title.endswith(PLAN_TITLES)


def texts_of(task: PrintedTask) -> list[str]:
    """Everything that a task says."""
    return [task.text.text, task.clause, *(cell.text for cell in task.cells or ())]


def printed_of(task: PrintedTask) -> Sequence[str]:
    """Everything that a task prints: no mark in it is the reader's."""
    return task.row or texts_of(task)


def finished(draft: PrintedTask, habits: Habits) -> tuple[ParsedTask, list[Finding]]:
    """A draft with its items, and everything doubtful about its writing."""
    draft = without_dashes(draft)
    doubts = (
        *proofread(draft.text.text, habits),
        *proofread(draft.clause, habits, sentence=False),
        *widths(printed_of(draft), habits),
        *sub_item_doubts(draft.text.text),
    )
    findings = [doubt.at(draft.number) for doubt in doubts]
    if not draft.text.text.strip():
        findings.append(Finding("no_text", f"第 {draft.number} 项没有读到任务的文字。", draft.number))
    items, seen = itemised(draft, habits)
    task = ParsedTask(
        number=draft.number,
        text=draft.text.text,
        source_text=draft.text.source,
        domain=draft.domain,
        lead=draft.lead,
        co=draft.co,
        clause=draft.clause,
        quarters=hands(draft.cells, "text"),
        source_quarters=hands(draft.cells, "source"),
        items=items,
        targets=find_targets(draft.text.text),
    )
    planned, wrong = planned_of(task)
    slips = [*name_findings(task), *lost_findings(task)]
    odd = numeric_findings(task.number, task.text, task.targets, task.quarters, habits.year)
    return planned, [
        *findings,
        *seen,
        *drift_findings(task),
        *slips,
        *majority_findings(task, slips),
        *item_findings(task),
        *measure_findings(task),
        *odd,
        *wrong,
    ]


def without_dashes(draft: PrintedTask) -> PrintedTask:
    """A draft whose cells that hold only a dash or 无 are empty."""
    if draft.cells is None:
        return draft
    cells = tuple(
        cell if cell.text.strip(NOTHING) else Cell(has_column=cell.has_column) for cell in draft.cells
    )
    return replace(draft, cells=cells)


def planned_of(task: ParsedTask) -> tuple[ParsedTask, list[Finding]]:
    """The task with the planned values of its targets, and what does not add up in them."""
    if task.quarters is None:
        return task, []
    planned, findings = find_planned(task.targets, task.quarters, task.items)
    return replace(task, planned=planned), [replace(finding, task=task.number) for finding in findings]


def hands(cells: tuple[Cell, ...] | None, hand: str) -> tuple[str, str, str, str] | None:
    """The four cells' text in one hand."""
    return tuple(getattr(cell.printed, hand) for cell in cells) if cells else None  # type: ignore[return-value]


def itemised(
    draft: PrintedTask, habits: Habits
) -> tuple[tuple[tuple[ParsedItem, ...], ...] | None, list[Finding]]:
    """The items of the four cells, and what is doubtful in them."""
    if draft.cells is None:
        return None, []
    first = [items_of(cell) for cell in draft.cells]
    known = frozenset(
        item.label for items, _ in first for item in items if item.label and not item.label.isdigit()
    )
    findings: list[Finding] = []
    items = []
    for quarter, cell in enumerate(draft.cells, 1):
        found, doubts = items_of(cell, known) if known else first[quarter - 1]
        items.append(found)
        findings.extend(doubt.at(draft.number, quarter) for doubt in (*doubts, *proofread(cell.text, habits)))
        if cell.has_column and not cell.text.strip(NOTHING):
            findings.append(
                Finding("empty_cell", f"第 {quarter} 季度没有序时进度。", draft.number, "", quarter)
            )
    if any(cell.tagged for cell in draft.cells):
        findings.append(Finding("inline_tags", "单元格中夹有网页标记，已去掉。", draft.number))
    return tuple(items), findings


def head_findings(head: Letterhead, kind: str, tasks: Sequence[ParsedTask], other: str) -> list[Finding]:
    """What the document does not say about itself, and a count that it gets wrong."""
    findings = []
    if not head.title:
        findings.append(Finding("no_title", "没有读到标题。"))
    if head.year is None:
        findings.append(Finding("no_year", "没有读到年度。"))
    if not tasks and kind != PLAN:
        looks = f"文件像是{other}，" if other else ""
        message = f"{looks}没有读到带序号的任务，请确认文件是任务分解方案或序时进度安排方案。"
        findings.append(Finding("nothing_read", message))
    if head.tasks is not None and tasks and head.tasks != len(tasks):
        findings.append(
            Finding("count_mismatch", f"文中称分解为 {head.tasks} 项任务，读出 {len(tasks)} 项。")
        )
    return findings


def manner_findings(habits: Habits, tasks: Sequence[ParsedTask]) -> list[Finding]:
    """A manner of the whole document that differs from the official one."""
    if tasks and not habits.full_width:
        return [Finding("half_width", "全文的逗号、冒号、分号和括号用半角，与公文格式不符；文字照原文读取。")]
    return []


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """About the whole document first, then by task and quarter."""
    return tuple(sorted(findings, key=lambda finding: (finding.task or 0, finding.quarter or 0)))
