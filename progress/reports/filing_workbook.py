"""A unit's whole quarter as a workbook."""

from collections.abc import Sequence

from progress.reports.filing_lines import HEADS, FilingLine, QuarterPaper
from projects.paper.sheets import Column, Section, Sheet, workbook_bytes


def filing_workbook(paper: QuarterPaper, lines: Sequence[FilingLine]) -> bytes:
    """One row a task, the place for the signatures below."""
    columns = tuple(Column(head, width, "center" if middle else "left") for head, width, middle in HEADS)
    rows = (*(line.values for line in lines), Section(paper.signatures))
    return workbook_bytes(
        Sheet("进展情况表", columns, rows, title=paper.title, note=paper.note, frozen_columns=1)
    )
