"""A filled workbook of an earlier quarter against its reports: every error, the missing too, by its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from progress.backfill.quarter_actions import Entry
from progress.models import ReportingPeriod
from progress.reports.actions import ReportContent
from progress.reports.forms import OWN_FIELDS
from progress.reports.queue import report_lines
from progress.reports.sheet import report_sheet
from progress.rules.requirements import Lack
from progress.unit_workbook.workbook import NUMBER, WorkbookLine
from projects.filing.drafts import CheckedDraft, CheckedWorkbook
from projects.paper.unit_sheets import Problem

EMPTY = ReportContent()


def workbook_lines(period: ReportingPeriod, on: date) -> list[WorkbookLine]:
    """Every report of the quarter, as the workbook has it."""
    return [
        WorkbookLine(line, report_sheet(line.ledger, line.report, on), True, line.report.unit.code)
        for line in report_lines(period, on)
    ]


def entries_of(drafts: Iterable[CheckedDraft[ReportContent]]) -> tuple[Entry, ...]:
    """What would be loaded, as the action takes it."""
    return tuple(Entry(each.task.number, each.paper.unit.code, each.content) for each in drafts)


def readable(found: CheckedWorkbook[ReportContent]) -> CheckedWorkbook[ReportContent]:
    """Those rows alone of which the form could take anything."""
    kept = tuple(each for each in found.to_save if each.content != EMPTY)
    return replace(found, drafts=kept)


def with_lacks(
    found: CheckedWorkbook[ReportContent], lacks: Mapping[tuple[int, str], Iterable[Lack]]
) -> CheckedWorkbook[ReportContent]:
    """What is missing beside what is wrong, each by its cell; nothing twice of one cell."""
    named = {(each.sheet, each.cell) for each in found.problems}
    problems = list(found.problems)
    for draft in found.to_save:
        report = draft.paper
        for lack in lacks.get((report.task.number, report.unit.code), ()):
            problem = _problem(draft, lack)
            if (problem.sheet, problem.cell) not in named:
                problems.append(problem)
    return replace(found, problems=tuple(problems), untouched=_left_empty(found.drafts))


def _problem(draft: CheckedDraft, lack: Lack) -> Problem:
    """At the field's own cell; where its row is gone, at the number of the task."""
    name = OWN_FIELDS.get(lack.field) or lack.field.replace("target-", "value-")
    line, head = draft.places.get(name, (draft.places["text"][0], NUMBER))
    return line.problem(head, lack.message)


def _left_empty(drafts: Sequence[CheckedDraft]) -> tuple[str, ...]:
    """The tasks of which nothing was filled in."""
    numbers = [str(each.task.number) for each in drafts if each.kind == "same"]
    if not numbers:
        return ()
    return (f"第{'、'.join(numbers)}项没有填写，不列入补录，按待评定统计。",)
