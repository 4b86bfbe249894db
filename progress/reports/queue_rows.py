"""The rows of the review queue."""

from collections.abc import Iterable, Iterator

from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from progress.reports.queue import ReportLine
from progress.rules.states import ReportState
from projects.screen import cells

COLUMNS = (
    cells.opening("num no", ""),
    cells.opening("main", ""),
    cells.opening("", "牵头单位"),
    cells.opening("", "进展情况"),
    cells.opening("", "系统测算"),
    cells.opening("nw", "状态"),
    cells.opening("nw hide-s", ""),
)
TICK = cells.opening("tick no-print", "")


def queue_rows(lines: Iterable[ReportLine], *, may_review: bool) -> SafeString:
    """One a report, with its box for those who review."""
    if not may_review:
        return cells.rows(COLUMNS, (_row(line, "") for line in lines))
    rows = ((_tick(line), *_row(line, _part_to_review(line))) for line in lines)
    return cells.rows((TICK, *COLUMNS), rows)


def _row(line: ReportLine, part: str) -> tuple[object, ...]:
    """`part` is where on its page the report is read first."""
    report = line.report
    is_filed = report.state in (ReportState.SUBMITTED, ReportState.ACCEPTED)
    return (
        line.task.number,
        cells.link(report.address + part, line.task.in_print),
        report.unit,
        cells.clamp(report.text if is_filed else "—"),
        cells.joined(_proposal(line), " "),
        cells.joined((line.day.marks, cells.line(line.same, kind="due text-wrap") if line.same else "")),
        f"{localtime(report.submitted_at):%m-%d %H:%M}" if report.submitted_at else "",
    )


def _part_to_review(line: ReportLine) -> str:
    return "#progress" if line.report.state == ReportState.SUBMITTED else ""


def _proposal(line: ReportLine) -> Iterator[SafeString]:
    yield cells.badge(line.proposal_tone, line.proposal_word)
    if line.proposal.is_lagging and line.proposal.gap:
        yield cells.span(f"{line.proposal.gap} 个百分点", "due nw")


def _tick(line: ReportLine) -> SafeString | str:
    """What nothing is amiss with comes ticked, to be accepted; the rest can be reopened, if anything."""
    report, said = line.report, cells.element("span", f"勾选第{line.task.number}项")
    if line.is_plain:
        box = cells.tick("report", report.pk, "", is_ticked=True)
        return cells.joined(
            (
                cells.element("label", box, " ", said),
                cells.hidden(f"version-{report.pk}", report.version),
                cells.hidden(f"shown-{report.pk}", line.proposal.code),
            )
        )
    if report.is_reopenable:
        return cells.element("label", cells.tick("row", f"r{report.pk}", "", is_ticked=False), " ", said)
    return ""
