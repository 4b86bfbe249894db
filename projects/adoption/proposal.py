"""What adopting documents would do: what they become, where that parts from what is stored, what is asked."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from projects.adoption.comparison import (
    AGAINST_STORED,
    Difference,
    additions,
    against,
    bare,
    changed_tasks,
    compare,
    findings_of,
)
from projects.adoption.conversion import printed_parties, registered, stored_list
from projects.adoption.questions import (
    Answers,
    Question,
    name_questions,
    reading_questions,
    refusal,
    replacements,
)
from projects.adoption.readings import Reading, adopted_readings, assemble, dated, renumbered
from projects.models.documents import SourceDocument
from projects.models.lists import YearlyList
from projects.parsing.matching import Recognised, Recognition, once_each, recognise_all
from projects.parsing.parsed import Finding, ParsedList
from projects.parsing.subprojects import drift_findings, sub_projects
from projects.rules.states import DocumentKind


@dataclass(frozen=True)
class Found:
    """A finding and its document; None where it is about two documents or about the register."""

    finding: Finding
    document: SourceDocument | None = None


@dataclass(frozen=True)
class ListProposal:
    """What adopting would make of the documents of one list; while questions are open nothing is saved."""

    readings: tuple[Reading, ...]  # of all documents of the list, those adopted earlier first
    parsed: ParsedList
    names: Mapping[str, Recognition]
    findings: tuple[Found, ...]
    differences: tuple[Difference, ...]  # from what is stored, in what both hold
    changed: tuple[int, ...]  # numbers of the tasks that would be written, new ones among them
    questions: tuple[Question, ...]
    additions: tuple[str, ...] = ()  # what only comes to what is stored, in words
    refusal: str = ""
    is_adopted: bool = False  # every document is adopted already: nothing would change

    @property
    def documents(self) -> tuple[SourceDocument, ...]:
        """The documents that the list would stand on."""
        return tuple(reading.document for reading in self.readings)

    @property
    def seal(self) -> str:
        """A checksum of all that it would write and ask: what was seen, when somebody says yes to it."""
        seen = (
            tuple(document.sha256 for document in self.documents),
            self.parsed,
            sorted((printed, each.code) for printed, each in self.names.items()),
            [difference.sentence for difference in self.differences],
            self.changed,
            [question.words for question in self.questions],
            self.refusal,
        )
        return hashlib.sha256(repr(seen).encode()).hexdigest()


def propose(given: Sequence[Reading], existing: YearlyList | None, answers: Answers) -> ListProposal:
    """Put the readings of one list together, recognise its names, compare it with the stored list."""
    given = [dated(reading, answers.year) for reading in given]
    readings = tuple(
        replace(reading, parsed=renumbered(reading.parsed, answers.numbers))
        for reading in (*adopted_readings(existing, given), *given)
    )
    parsed, register = assemble(readings), registered()
    recognised = recognise_all(parsed, register, _known_parties(existing) | dict(answers.units))
    parsed = once_each(parsed, recognised.names)
    stored = stored_list(existing) if existing else ParsedList("", None, "")
    if _is_adopted(given, existing) and not answers.replace:
        return ListProposal(readings, parsed, recognised.names, (), (), (), (), is_adopted=True)
    touched, why_not = _touched(readings, existing, stored, parsed)
    return ListProposal(
        readings,
        parsed,
        recognised.names,
        tuple(_findings(readings, parsed, recognised)),
        against(stored, parsed) if stored.tasks else (),
        touched,
        (
            *reading_questions(parsed),
            *name_questions(recognised, answers, register),
            *replacements(readings, stored, parsed, answers),
        ),
        additions(stored, parsed) if touched and stored.tasks else (),
        why_not,
    )


def _touched(
    readings: Sequence[Reading], existing: YearlyList | None, stored: ParsedList, parsed: ParsedList
) -> tuple[tuple[int, ...], str]:
    """The tasks that it would write, and what forbids it.

    Where nothing is read otherwise, a list that may not be overwritten keeps the print that it has: the same
    document in another format is no other list.
    """
    touched = changed_tasks(stored, parsed)
    why_not = refusal(readings, existing, stored, parsed, touched)
    if not why_not:
        return touched, ""
    read_otherwise = changed_tasks(stored, parsed, AGAINST_STORED)
    if refusal(readings, existing, stored, parsed, read_otherwise):
        return touched, why_not
    return read_otherwise, ""


def _is_adopted(given: Sequence[Reading], existing: YearlyList | None) -> bool:
    return existing is not None and all(reading.document.yearly_list_id == existing.pk for reading in given)


def _known_parties(existing: YearlyList | None) -> dict[str, str]:
    return printed_parties(existing) if existing else {}


def _findings(readings: Sequence[Reading], parsed: ParsedList, recognised: Recognised) -> Iterable[Found]:
    """Everything to look at, each once: a doubt that two documents share stands in the first."""
    seen = set()
    for found in (*_read_findings(readings, parsed), *_own_findings(readings, parsed, recognised)):
        place = (found.finding.code, found.finding.task, found.finding.quarter, bare(found.finding.quote))
        if place not in seen:
            seen.add(place)
            yield found


def _read_findings(readings: Sequence[Reading], parsed: ParsedList) -> Iterable[Found]:
    """What each document shows by itself, but for names that were put together as one sub-project since."""
    joined = {
        ("label_drift", task.number, name)
        for task in parsed.tasks
        for each in sub_projects(task)
        if each.aliases
        for name in each.names
    }
    for reading in sorted(readings, key=lambda reading: reading.parsed.kind):
        findings = (
            finding
            for finding in reading.parsed.findings
            if (finding.code, finding.task, finding.quote) not in joined
        )
        yield from (Found(finding, reading.document) for finding in findings)


def _own_findings(readings: Sequence[Reading], parsed: ParsedList, recognised: Recognised) -> Iterable[Found]:
    """What only the documents together, the register, or the four quarters of a task show."""
    latest = {reading.parsed.kind: reading.parsed for reading in readings}
    if DocumentKind.BREAKDOWN in latest and DocumentKind.SCHEDULE in latest:
        differences = compare(latest[DocumentKind.BREAKDOWN], latest[DocumentKind.SCHEDULE])
        yield from map(
            Found, findings_of(differences, DocumentKind.BREAKDOWN.word, DocumentKind.SCHEDULE.word)
        )
    yield from map(Found, recognised.findings)
    yield from (Found(finding) for task in parsed.tasks for finding in drift_findings(task))
