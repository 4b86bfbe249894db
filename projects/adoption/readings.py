"""The documents of one list and what each was read as, put together as one list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from projects.adoption.comparison import combined
from projects.files.store import Damaged, opened
from projects.models.documents import DocumentReading, SourceDocument
from projects.models.lists import YearlyList
from projects.parsing.parsed import Finding, ParsedList, ParsedTask, list_of
from projects.parsing.reading import read
from projects.rules.errors import Refused
from projects.rules.states import DocumentKind


@dataclass(frozen=True)
class Reading:
    """A document and what it was read as."""

    document: SourceDocument
    parsed: ParsedList


def read_document(document: SourceDocument) -> Reading:
    """What a received document holds: as it was read when it came, else read now."""
    kept = DocumentReading.objects.filter(document=document).first()
    if kept:
        return Reading(document, list_of(kept.parsed))
    return Reading(document, read(content_of(document), document.name))


def content_of(document: SourceDocument) -> bytes:
    """The bytes as they came: from the store, or from the row of one that came before there was a store.

    Refused where the store has lost or changed them, StoreAway where it does not answer.
    """
    if document.file is None:
        return bytes(document.content)
    try:
        with opened(document.file) as stream:
            return stream.read()
    except FileNotFoundError as error:
        raise Refused(f"“{document.name}”在服务器上缺失，没有读取，请联系系统管理员。") from error
    except Damaged as error:
        raise Refused(f"“{document.name}”与存入时不一致，没有读取，请联系系统管理员。") from error


def dated(reading: Reading, year: int | None) -> Reading:
    """The reading as of the year that a person named, where one did."""
    return replace(reading, parsed=replace(reading.parsed, year=year)) if year else reading


def by_year(readings: Iterable[Reading]) -> dict[int | None, list[Reading]]:
    """The readings of each year's list, in the order of the years."""
    years: dict[int | None, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.parsed.year or 0):
        years.setdefault(reading.parsed.year, []).append(reading)
    return years


def assemble(readings: Sequence[Reading]) -> ParsedList:
    """One list of its documents: the latest breakdown, with the milestones of the latest schedule."""
    latest = {reading.parsed.kind: reading.parsed for reading in readings}
    breakdown, schedule = latest.get(DocumentKind.BREAKDOWN), latest.get(DocumentKind.SCHEDULE)
    if breakdown and schedule:
        return combined(breakdown, schedule)
    return breakdown or schedule or readings[-1].parsed


def renumbered(parsed: ParsedList, numbers: Mapping[str, int]) -> ParsedList:
    """The reading with the numbers that a person put right; a task answered with 0 is left out."""
    times: Counter[int] = Counter()
    tasks = []
    for task in parsed.tasks:
        times[task.number] += 1
        tasks.append(replace(task, number=numbers.get(f"{task.number}#{times[task.number]}", task.number)))
    findings = tuple(moved(finding, parsed.tasks, tasks) for finding in parsed.findings)
    kept = tuple(task for task in tasks if task.number != 0)
    return replace(parsed, tasks=kept, findings=findings)


def moved(finding: Finding, before: Sequence[ParsedTask], after: Sequence[ParsedTask]) -> Finding:
    """The finding under the new number of its task, where it is surely about one."""
    places = places_of(finding, before)
    return replace(finding, task=after[places[0]].number) if len(places) == 1 else finding


def places_of(finding: Finding, tasks: Sequence[ParsedTask]) -> list[int]:
    """Which tasks a finding is about: of several with its number those that print what it quotes."""
    alike = [place for place, task in enumerate(tasks) if task.number == finding.task]
    if len(alike) < 2 or not finding.quote or finding.quote.isdigit():
        return alike
    return [place for place in alike if finding.quote in printed_by(tasks[place])] or alike


def printed_by(task: ParsedTask) -> str:
    """Everything that a task prints."""
    return "\n".join((task.text, task.clause, *(task.quarters or ())))


def adopted_readings(existing: YearlyList | None, given: Sequence[Reading]) -> tuple[Reading, ...]:
    """The documents that the list stands on already, but for those that are given again."""
    if existing is None:
        return ()
    again = {reading.document.pk for reading in given}
    documents = existing.documents.exclude(pk__in=again).select_related("reading")
    return tuple(_as_adopted(document, existing.year) for document in documents.order_by("pk"))


def _as_adopted(document: SourceDocument, year: int) -> Reading:
    """A document of a list as it was adopted: its year, and its numbers as a person put them right."""
    reading = dated(read_document(document), year)
    kept = getattr(document, "reading", None)
    numbers = kept.answers.get("numbers", {}) if kept else {}
    return replace(reading, parsed=renumbered(reading.parsed, numbers))
