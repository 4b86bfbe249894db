"""A document beside what was read from it, task by task, with what a person should look at by its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projects.adoption.conversion import registered
from projects.adoption.proposal import Found, ListProposal
from projects.adoption.readings import Reading, places_of
from projects.models import SourceDocument, YearlyList
from projects.parsing.matching import Recognition, Register
from projects.parsing.parsed import Finding, ParsedTask
from projects.parsing.vocabulary import words
from projects.rules.quarters import NUMERALS
from projects.rules.quotes import Segment, segments
from projects.rules.words import Worded

LIGHT_CODES = frozenset(
    words(
        "alias_used label_marks item_separator half_width full_width no_full_stop single_quotes"
        " inline_tags double_punctuation odd_punctuation year_word heading_order unbalanced miswritten"
    )
)
HEAVY_CODES = frozenset(
    words(
        "unreadable nothing_read no_year count_mismatch leftover_text number_missing number_twice"
        " number_order number_restarts missing_clause missing_lead no_lead several_clauses"
        " clause_unread unknown_unit ambiguous_unit texts_differ units_differ task_in_one_document"
        " cell_count column_unread cells_guessed schedule_does_not_add_up several_figures"
        " figure_falls over_target measure_differs bad_bytes"
        " struck_text no_text odd_number stretch_figure figure_unread other_years part_of_year"
    )
)


class Weight(Worded):
    """How much hangs on a finding."""

    HEAVY = "heavy", "影响任务、责任或数量", "far"
    MIDDLE = "middle", "需要看一眼", "behind"
    LIGHT = "light", "文字规范", "none"


@dataclass(frozen=True)
class WeighedFindings:
    """The findings of one weight."""

    weight: Weight
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class NameShown:
    """A printed name and whom it was taken for; "" where that is still asked."""

    printed: str
    meant: str

    @property
    def is_open(self) -> bool:
        """Nobody knows yet whom it means."""
        return not self.meant

    @property
    def is_renamed(self) -> bool:
        """The register calls it otherwise."""
        return bool(self.meant) and self.meant != self.printed


@dataclass(frozen=True)
class QuarterShown:
    """One quarter of a task: as printed, and the items that it was taken apart into."""

    label: str
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class TaskShown:
    """One task: as printed, and as read."""

    task: ParsedTask
    segments: tuple[Segment, ...]
    lead: tuple[NameShown, ...]
    co: tuple[NameShown, ...]
    quarters: tuple[QuarterShown, ...]
    findings: tuple[Finding, ...]
    is_written: bool


def tasks_shown(reading: Reading, proposal: ListProposal) -> list[TaskShown]:
    """Every task of the document, its numbers put right where a person has."""
    register = registered()
    own = next(each for each in proposal.readings if each.document == reading.document)
    found: list[list[Finding]] = [[] for _ in own.parsed.tasks]
    for each in proposal.findings:
        if each.finding.task and _is_of(each, reading.document):
            for place in places_of(each.finding, own.parsed.tasks):
                found[place].append(each.finding)
    return [
        TaskShown(
            task,
            segments(task.text, [target.quote for target in task.targets]),
            _names(task.lead, proposal.names, register),
            _names(task.co, proposal.names, register),
            _quarters(task),
            tuple(findings),
            task.number in proposal.changed,
        )
        for task, findings in zip(own.parsed.tasks, found, strict=True)
    ]


def weighed(found: Sequence[Found]) -> list[WeighedFindings]:
    """The findings, what most hangs on first."""
    by_weight: dict[Weight, list[Finding]] = {weight: [] for weight in Weight}
    for each in found:
        by_weight[weight_of(each.finding.code)].append(each.finding)
    return [WeighedFindings(weight, tuple(rows)) for weight, rows in by_weight.items() if rows]


def weight_of(code: str) -> Weight:
    """How much hangs on a finding of this code."""
    if code in HEAVY_CODES:
        return Weight.HEAVY
    return Weight.LIGHT if code in LIGHT_CODES else Weight.MIDDLE


def others_of_the_year(document: SourceDocument, year: int | None) -> list[SourceDocument]:
    """The other documents of the same year, adopted or waiting, without their content."""
    documents = SourceDocument.objects.exclude(pk=document.pk).defer("content")
    adopted = documents.filter(yearly_list__year=year) if year else documents.none()
    waiting = documents.filter(yearly_list=None, reading__parsed__year=year) if year else documents.none()
    return [*adopted, *waiting]


def list_of_year(year: int | None) -> YearlyList | None:
    """The year's list, where there is one."""
    return YearlyList.objects.filter(year=year).first() if year else None


def _is_of(found: Found, document: SourceDocument) -> bool:
    return found.document is None or found.document == document


def _names(
    printed: Sequence[str], names: Mapping[str, Recognition], register: Register
) -> tuple[NameShown, ...]:
    shown = []
    for name in printed:
        code = names[name].code if name in names else None
        shown.append(NameShown(name, register.by_code[code].name if code else ""))
    return tuple(shown)


def _quarters(task: ParsedTask) -> tuple[QuarterShown, ...]:
    if task.quarters is None:
        return ()
    items = task.items or ((), (), (), ())
    return tuple(
        QuarterShown(f"{NUMERALS[number]}季度", text, tuple(f"{item.label} {item.text}" for item in quarter))
        for number, (text, quarter) in enumerate(zip(task.quarters, items, strict=True), 1)
    )
