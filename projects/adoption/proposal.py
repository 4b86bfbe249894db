"""What adopting documents would do: their readings put together, compared with what is stored, and what a person must say first."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from projects.adoption.comparison import Difference, against, changed, compare, findings_of, merge, plain
from projects.adoption.conversion import printed_parties, registered, stored_list
from projects.models.documents import SourceDocument
from projects.models.lists import YearlyList
from projects.parsing.matching import Recognised, Recognition, Register, once_each, recognise_all
from projects.parsing.parsed import Finding, ParsedList, ParsedTarget, ParsedTask
from projects.parsing.reading import read
from projects.parsing.subprojects import drift_findings, sub_projects
from projects.rules.errors import Refused
from projects.rules.states import DocumentKind

GOVERNED = ("text", "domain", "lead", "co", "targets", "planned")  # what a breakdown governs
HIGHEST_NUMBER = 32767
SHOWN = 5  # differences that a refusal names


@dataclass(frozen=True)
class Answers:
    """What a person answered beforehand.

    units: printed name → code of the unit or group; numbers: "17#2" (the second task printed as 17) → its right number, 0 leaves
    it out; replace: changes replace what is stored.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    replace: bool = False


@dataclass(frozen=True)
class Reading:
    """A document and what it was read as."""

    document: SourceDocument
    parsed: ParsedList


@dataclass(frozen=True)
class Found:
    """A finding and the document that it stands in; None where it is about two of them or about the register."""

    finding: Finding
    document: SourceDocument | None = None


@dataclass(frozen=True)
class Proposal:
    """What adopting would make of the documents of one list. Nothing may be saved while questions are open."""

    readings: tuple[Reading, ...]  # of all documents of the list, those adopted earlier first
    parsed: ParsedList
    names: Mapping[str, Recognition]
    findings: tuple[Found, ...]
    differences: tuple[Difference, ...]  # from what is stored, in what both hold
    changed: tuple[int, ...]  # numbers of the tasks that would be written, new ones among them
    questions: tuple[str, ...]
    refusal: str = ""
    is_adopted: bool = False  # every document is adopted already: nothing would change

    @property
    def documents(self) -> tuple[SourceDocument, ...]:
        """The documents that the list would stand on."""
        return tuple(reading.document for reading in self.readings)


def load_answers(text: str) -> Answers:
    """The answers of a file: {"units": {"市政办": "szwb"}, "numbers": {"17#2": 18}, "replace": false}; refused where it is something else."""
    try:
        answers = Answers(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise Refused("答复文件应为 JSON 对象，只含“units”“numbers”“replace”三项。") from error
    if not (_maps(answers.units, str) and _maps(answers.numbers, int) and isinstance(answers.replace, bool)):
        raise Refused(
            "答复文件中“units”为原文名称 → 单位代码，“numbers”为“17#2”→ 序号，“replace”为 true 或 false。"
        )
    return answers


def read_document(document: SourceDocument) -> Reading:
    """What a received document holds."""
    return Reading(document, read(bytes(document.content), document.name))


def by_year(readings: Iterable[Reading]) -> dict[int | None, list[Reading]]:
    """The readings of each year's list, in the order of the years."""
    years: dict[int | None, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.parsed.year or 0):
        years.setdefault(reading.parsed.year, []).append(reading)
    return years


def propose(given: Sequence[Reading], existing: YearlyList | None, answers: Answers) -> Proposal:
    """Put the readings of one list together, recognise its names, compare it with the stored list."""
    readings = tuple(
        replace(reading, parsed=_renumbered(reading.parsed, answers.numbers))
        for reading in (*_adopted_readings(existing, given), *given)
    )
    parsed, register = assemble(readings), registered()
    recognised = recognise_all(parsed, register, _known_parties(existing) | dict(answers.units))
    parsed = once_each(parsed, recognised.names)
    stored = stored_list(existing) if existing else ParsedList("", None, "")
    if _is_adopted(given, existing) and not answers.replace:
        return Proposal(readings, parsed, recognised.names, (), (), (), (), is_adopted=True)
    touched = changed(stored, parsed)
    return Proposal(
        readings,
        parsed,
        recognised.names,
        tuple(_findings(readings, parsed, recognised)),
        against(stored, parsed) if stored.tasks else (),
        touched,
        (
            *_reading_questions(parsed),
            *_name_questions(recognised, answers, register),
            *_replacements(readings, stored, parsed, answers),
        ),
        _refusal(readings, existing, stored, parsed, touched),
    )


def assemble(readings: Sequence[Reading]) -> ParsedList:
    """One list of its documents: the latest breakdown governs text and units, the latest schedule gives the milestones."""
    latest = {reading.parsed.kind: reading.parsed for reading in readings}
    breakdown, schedule = latest.get(DocumentKind.BREAKDOWN), latest.get(DocumentKind.SCHEDULE)
    if breakdown and schedule:
        return merge(breakdown, schedule)
    return breakdown or schedule or readings[-1].parsed


def _maps(value: object, kind: type) -> bool:
    """Whether it maps texts to values of this kind."""
    return isinstance(value, dict) and all(type(each) is kind for each in value.values())


def _renumbered(parsed: ParsedList, numbers: Mapping[str, int]) -> ParsedList:
    """The reading with the numbers that a person put right; a task answered with 0 is left out."""
    times: Counter[int] = Counter()
    tasks = []
    for task in parsed.tasks:
        times[task.number] += 1
        tasks.append(replace(task, number=numbers.get(f"{task.number}#{times[task.number]}", task.number)))
    return replace(parsed, tasks=tuple(task for task in tasks if task.number != 0))


def _adopted_readings(existing: YearlyList | None, given: Sequence[Reading]) -> tuple[Reading, ...]:
    """The documents that the list stands on already, but for those that are given again."""
    again = {reading.document.pk for reading in given}
    return (
        tuple(
            read_document(document)
            for document in existing.documents.exclude(pk__in=again).order_by("received_at", "pk")
        )
        if existing
        else ()
    )


def _is_adopted(given: Sequence[Reading], existing: YearlyList | None) -> bool:
    return existing is not None and all(reading.document.yearly_list_id == existing.pk for reading in given)


def _known_parties(existing: YearlyList | None) -> dict[str, str]:
    return printed_parties(existing) if existing else {}


def _findings(readings: Sequence[Reading], parsed: ParsedList, recognised: Recognised) -> Iterable[Found]:
    """Everything that a person should look at, each once: a doubt that two documents share stands in the first."""
    seen = set()
    for found in (*_read_findings(readings, parsed), *_own_findings(readings, parsed, recognised)):
        place = (found.finding.code, found.finding.task, found.finding.quarter, plain(found.finding.quote))
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


def _reading_questions(parsed: ParsedList) -> Iterable[str]:
    """What the documents leave open about the list itself."""
    if parsed.year is None:
        yield "文件中未找到年度，无法确定属于哪一年的清单。"
    if not parsed.tasks:
        yield "文件中未读到任务。"
    for number, times in Counter(task.number for task in parsed.tasks).items():
        if times > 1:
            yield f"第{number}项出现{times}次，请在答复的“numbers”中指明各处的序号，如“{number}#2”（0 为舍去）。"
    for task in parsed.tasks:
        if not 0 < task.number <= HIGHEST_NUMBER:
            yield f"序号{task.number}超出范围，请核对文件。"
        yield from (
            f"第{task.number}项的数字“{quote}”超出可存范围，请核对文件。"
            for quote in _numbers_out_of_range(task)
        )


def _numbers_out_of_range(task: ParsedTask) -> Iterable[str]:
    """Quotes of the targets and planned values that the columns cannot hold."""
    yield from (target.quote for target in task.targets if not _can_be_kept(target))
    for plan in task.planned:
        yield from (
            quote
            for value, quote in zip(plan.values, plan.quotes, strict=True)
            if value is not None and not _fits(value)
        )


def _can_be_kept(target: ParsedTarget) -> bool:
    """Whether the numbers of a target fit, and a range runs from low to high."""
    fits = all(
        _fits(text) for text in (target.quantity, target.quantity_max, target.baseline) if text is not None
    )
    return fits and (target.quantity_max is None or Decimal(target.quantity_max) >= Decimal(target.quantity))


def _fits(text: str) -> bool:
    """Whether a column holds the number: 16 digits and 4 decimals."""
    number = Decimal(text)
    return abs(number) < 10**16 and number == round(number, 4)


def _name_questions(recognised: Recognised, answers: Answers, register: Register) -> Iterable[str]:
    """Names that nobody could place, and answers that name nobody."""
    open_names = {question.printed for question in recognised.questions}
    yield from (finding.message for finding in recognised.findings if finding.quote in open_names)
    for printed, code in answers.units.items():
        if code not in register.by_code:
            yield f"对“{printed}”的答复“{code}”不是单位名录中的代码。"


def _replacements(
    readings: Sequence[Reading], stored: ParsedList, parsed: ParsedList, answers: Answers
) -> Iterable[str]:
    """Stored values that a reading would replace. Where a first breakdown joins a schedule, its text governs by rule; a new task replaces nothing."""
    if answers.replace or not stored.tasks:
        return
    governed = GOVERNED if _breakdown_is_new(readings) else ()
    differences = [
        each
        for each in against(stored, parsed)
        if each.field not in governed and not (each.field == "number" and not each.left)
    ]
    yield from (
        f"{difference.sentence}，是否以文件替换已入库内容？"
        for difference in differences
        if not difference.is_typographic
    )
    if typographic := sum(difference.is_typographic for difference in differences):
        yield f"另有{typographic}处只是标点全角半角或空白不同，是否以文件替换已入库内容？"


def _breakdown_is_new(readings: Sequence[Reading]) -> bool:
    """No breakdown has been adopted yet, and one comes now."""
    breakdowns = [reading for reading in readings if reading.parsed.kind == DocumentKind.BREAKDOWN]
    return bool(breakdowns) and not any(reading.document.yearly_list_id for reading in breakdowns)


def _refusal(
    readings: Sequence[Reading],
    existing: YearlyList | None,
    stored: ParsedList,
    parsed: ParsedList,
    touched: tuple[int, ...],
) -> str:
    """The sentence that forbids it: a plan is no list, and what is in use or put right is never overwritten."""
    if any(reading.parsed.kind == DocumentKind.PLAN for reading in readings):
        return "文件是规划，不是年度清单，不能作为清单入库。"
    if existing is None or not touched:
        return ""
    if not existing.takes_corrections:
        return f"{existing.year}年清单已开始执行，不能由文件覆盖。{_named(stored, parsed, touched)}"
    if existing.tasks.filter(number__in=touched, corrections__isnull=False).exists():
        return f"{existing.year}年清单的相关任务已作更正，不能由文件覆盖。{_named(stored, parsed, touched)}"
    return ""


def _named(stored: ParsedList, parsed: ParsedList, touched: tuple[int, ...]) -> str:
    """The differences, the first few in words."""
    sentences = [difference.sentence for difference in against(stored, parsed)] or [
        f"第{number}项将增加内容" for number in touched
    ]
    more = f"等共{len(sentences)}处" if len(sentences) > SHOWN else ""
    return f"文件与清单不同之处：{'；'.join(sentences[:SHOWN])}{more}。"
