"""Compare a reading with another one, or with what is stored: task by task, word by word; repairs nothing."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher

from projects.parsing.parsed import Finding, ParsedList, ParsedPlan, ParsedTarget, ParsedTask
from projects.rules.amounts import plain
from projects.rules.states import Basis, Qualifier

Form = Callable[[str], str]  # in which two texts are held against each other

CONTEXT = 4  # characters shown on either side of a change
BETWEEN_DOCUMENTS = ("text", "domain", "lead", "co")
AGAINST_STORED = (*BETWEEN_DOCUMENTS, "quarters", "items", "targets", "planned")
SOURCES = ("source_text", "source_quarters", "clause")  # as printed
CODES = {"text": "texts_differ", "domain": "domains_differ", "lead": "units_differ", "co": "units_differ"}
WORDS = {
    "number": "任务",
    "text": "目标任务",
    "domain": "领域",
    "lead": "牵头单位",
    "co": "共同责任单位",
    "quarters": "序时进度",
    "items": "事项",
    "targets": "量化目标",
    "planned": "计划值",
    "source_text": "原文",
    "source_quarters": "序时进度原文",
    "clause": "责任分工原文",
}
NAMED = 5  # numbers of tasks that a sentence names


@dataclass(frozen=True)
class WordChange:
    """One place where two texts part, with the characters around it that they share."""

    left: str
    right: str
    before: str = ""
    after: str = ""

    @property
    def sides(self) -> tuple[str, str]:
        """Both wordings in their surroundings, as a person reads them."""
        wordings = (f"{self.before}{part}{self.after}" for part in (self.left, self.right))
        return tuple(f"“{wording}”" if wording else "（无）" for wording in wordings)

    @property
    def sentence(self) -> str:
        """What stands on either side."""
        return "与".join(self.sides)


@dataclass(frozen=True)
class Difference:
    """One value of one task in which two lists part; a missing task has `field` "number"."""

    number: int
    field: str
    left: str
    right: str
    changes: tuple[WordChange, ...] = ()
    quarter: int | None = None

    @property
    def word(self) -> str:
        """What differs, in a word."""
        return WORDS[self.field]

    @property
    def is_typographic(self) -> bool:
        """Only the width of signs or the white space differs."""
        return self.field != "number" and bare(self.left) == bare(self.right)

    @property
    def sentence(self) -> str:
        """What differs, as a person reads it."""
        where = f"第{self.number}项" + (f"第{self.quarter}季度" if self.quarter else "") + WORDS[self.field]
        if self.field == "number":
            return f"第{self.number}项任务{'后者没有' if self.left else '为后者新增'}"
        if self.is_typographic:
            return f"{where}只是标点全角半角或空白不同"
        return f"{where}不一致：{'；'.join(change.sentence for change in self.changes)}"


def compare(left: ParsedList, right: ParsedList) -> tuple[Difference, ...]:
    """Where two documents part, width and white space aside; values that one holds nowhere are left out."""
    return _compare(left, right, BETWEEN_DOCUMENTS, bare)


def versions(left: ParsedList, right: ParsedList) -> tuple[Difference, ...]:
    """Where two documents part, their milestones among it: an old version and a new one, say."""
    return _compare(left, right, (*BETWEEN_DOCUMENTS, "quarters"), bare)


def against(stored: ParsedList, reading: ParsedList) -> tuple[Difference, ...]:
    """Where a reading (right) parts from what is stored (left), to the character, in what both hold."""
    return _compare(stored, reading, AGAINST_STORED, str)


def changed_tasks(
    stored: ParsedList, reading: ParsedList, fields: Iterable[str] = (*AGAINST_STORED, *SOURCES)
) -> tuple[int, ...]:
    """Numbers of the tasks in which a reading is not what is stored, be it that it only adds to it.

    What the reading holds nowhere is no change: a breakdown says nothing of the schedules that plans brought.
    """
    lefts, rights = _by_number(stored), _by_number(reading)
    held = [field for field in fields if _is_held(reading, field)]
    return tuple(
        number
        for number in sorted({*lefts, *rights})
        if number not in lefts or number not in rights or _changed_fields(lefts[number], rights[number], held)
    )


def additions(stored: ParsedList, reading: ParsedList) -> tuple[str, ...]:
    """What `against` does not tell of the tasks that change: what is added to them, or printed otherwise."""
    lefts, rights = _by_number(stored), _by_number(reading)
    untold = [field for field in AGAINST_STORED if not _is_held(stored, field)]
    held = [field for field in (*untold, *SOURCES) if _is_held(reading, field)]
    numbers: dict[str, list[int]] = {}
    for number in sorted({*lefts} & {*rights}):
        fields = _changed_fields(lefts[number], rights[number], held)
        if words := _addition(lefts[number], fields):
            numbers.setdefault(words, []).append(number)
    return tuple(f"{_numbered(each)}{words}" for words, each in numbers.items())


def findings_of(differences: Iterable[Difference], left: str, right: str) -> tuple[Finding, ...]:
    """Differences between two documents, named `left` and `right`, as findings."""
    return tuple(_finding(difference, left, right) for difference in differences)


def combined(breakdown: ParsedList, schedule: ParsedList) -> ParsedList:
    """One list of two documents: the breakdown gives text, units and targets, the schedule the milestones."""
    scheduled = _by_number(schedule)
    tasks = tuple(_with_schedule(task, scheduled.get(task.number)) for task in breakdown.tasks)
    return replace(
        breakdown,
        year=breakdown.year or schedule.year,
        matters=breakdown.matters or schedule.matters,
        tasks=tasks,
    )


def word_changes(left: str, right: str) -> tuple[WordChange, ...]:
    """The places where two texts part, with their surroundings; width and white space make no difference."""
    left, right = bare(left), bare(right)
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return tuple(
        WordChange(left[a:b], right[c:d], left[max(0, a - CONTEXT) : a], left[b : b + CONTEXT])
        for tag, a, b, c, d in codes
        if tag != "equal"
    )


def bare(text: str) -> str:
    """The characters alone: one width, one kind of quotation mark, no white space."""
    flat = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return flat.translate(str.maketrans("“”‘’—–", "\"\"''--"))


def _compare(
    left: ParsedList, right: ParsedList, fields: tuple[str, ...], form: Form
) -> tuple[Difference, ...]:
    lefts, rights = _by_number(left), _by_number(right)
    compared = tuple(field for field in fields if _is_held(left, field) and _is_held(right, field))
    found: list[Difference] = []
    for number in sorted({*lefts, *rights}):
        if number in lefts and number in rights:
            found += _differences(lefts[number], rights[number], compared, form)
        else:
            found.append(Difference(number, "number", _text_at(lefts, number), _text_at(rights, number)))
    return tuple(found)


def _by_number(parsed: ParsedList) -> dict[int, ParsedTask]:
    return {task.number: task for task in parsed.tasks}


def _text_at(tasks: dict[int, ParsedTask], number: int) -> str:
    return tasks[number].text if number in tasks else ""


def _is_held(parsed: ParsedList, field: str) -> bool:
    """Whether any task of the list has this value; units count as one: a list of leads alone is compared."""
    if field in ("lead", "co"):
        return any(task.lead or task.co for task in parsed.tasks)
    return any(getattr(task, field) for task in parsed.tasks)


def _differences(
    left: ParsedTask, right: ParsedTask, fields: tuple[str, ...], form: Form
) -> Iterable[Difference]:
    for field in fields:
        if field == "quarters":
            yield from _quarter_differences(left, right, form)
        else:
            ours, theirs = _parts(left, field), _parts(right, field)
            if list(map(form, ours)) != list(map(form, theirs)):
                yield Difference(
                    left.number, field, "、".join(ours), "、".join(theirs), _changes(field, ours, theirs)
                )


def _changed_fields(left: ParsedTask, right: ParsedTask, fields: Iterable[str]) -> list[str]:
    """Those of these values in which one task is not the other."""
    return [field for field in fields if _is_changed(left, right, field)]


def _is_changed(left: ParsedTask, right: ParsedTask, field: str) -> bool:
    if field in SOURCES:
        return getattr(left, field) != getattr(right, field)
    return any(_differences(left, right, (field,), str))


def _addition(left: ParsedTask, fields: Sequence[str]) -> str:
    """将增加序时进度、计划值: an original wording is told of only where nothing else is."""
    named = [field for field in fields if field not in SOURCES] or list(fields)
    added = [WORDS[field] for field in named if not getattr(left, field)]
    other = [WORDS[field] for field in named if getattr(left, field)]
    words = [f"将增加{'、'.join(added)}"] if added else []
    if other:
        words.append(f"的{'、'.join(other)}写法不同")
    return "，".join(words)


def _numbered(numbers: Sequence[int]) -> str:
    """第1、2项, or the first few of many and how many they are."""
    named = f"第{'、'.join(map(str, numbers[:NAMED]))}项"
    return named if len(numbers) <= NAMED else f"{named}等{len(numbers)}项"


def _quarter_differences(left: ParsedTask, right: ParsedTask, form: Form) -> Iterable[Difference]:
    blank = ("", "", "", "")
    for quarter, (a, b) in enumerate(zip(left.quarters or blank, right.quarters or blank, strict=True), 1):
        if form(a) != form(b):
            yield Difference(left.number, "quarters", a, b, word_changes(a, b), quarter)


def _changes(field: str, left: list[str], right: list[str]) -> tuple[WordChange, ...]:
    """Where two values part: a text in its words, a sequence in its members."""
    if field == "text":
        return word_changes("".join(left), "".join(right))
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return tuple(
        WordChange("、".join(left[a:b]), "、".join(right[c:d])) for tag, a, b, c, d in codes if tag != "equal"
    )


def _parts(task: ParsedTask, field: str) -> list[str]:
    """A value in the parts that a person reads."""
    if field == "items":
        return [
            f"{quarter}.{item.label}：{item.text}"
            for quarter, items in enumerate(task.items or (), 1)
            for item in items
        ]
    if field == "targets":
        return [_target(target) for target in task.targets]
    if field == "planned":
        return [_planned_words(each) for each in _in_order(task.planned)]
    value = getattr(task, field)
    return [value or ""] if isinstance(value, str | None) else list(value)


def _in_order(planned: Iterable[ParsedPlan]) -> list[ParsedPlan]:
    """Those that plan anything, by target and stage."""
    return sorted(
        (each for each in planned if any(each.values)), key=lambda each: (each.target, each.stage or "")
    )


def _target(target: ParsedTarget) -> str:
    extent = f"—{_amount(target.quantity_max)}" if target.quantity_max else ""
    baseline = f"（基数{_amount(target.baseline)}）" if target.baseline else ""
    qualifier = Qualifier.word_of(target.qualifier or "")
    return f"{target.label}{qualifier}{_amount(target.quantity)}{extent}{target.unit or ''}{baseline}"


def _planned_words(planned: ParsedPlan) -> str:
    basis = f"（{Basis(planned.basis).word}）" if planned.basis else ""
    values = "/".join(_amount(value) if value else "—" for value in planned.values)
    return f"量化目标{planned.target + 1}{planned.stage or ''}{basis}{values}"


def _amount(text: str) -> str:
    return plain(Decimal(text))


def _finding(difference: Difference, left: str, right: str) -> Finding:
    """A difference with both documents named and both wordings given."""
    if difference.field == "number":
        where = left if difference.left else right
        return Finding(
            "task_in_one_document",
            f"第{difference.number}项只见于{where}。",
            difference.number,
            difference.left or difference.right,
        )
    sides = [change.sides for change in difference.changes]
    parts = "；".join(f"{left}作{ours}，{right}作{theirs}" for ours, theirs in sides)
    return Finding(
        CODES[difference.field],
        f"{WORDS[difference.field]}不一致：{parts}。",
        difference.number,
        difference.right,
    )


def _with_schedule(task: ParsedTask, scheduled: ParsedTask | None) -> ParsedTask:
    """The task with the milestones of its line in the schedule."""
    if scheduled is None:
        return task
    planned = tuple(_retargeted(row, scheduled.targets, task.targets) for row in scheduled.planned)
    return replace(
        task,
        quarters=scheduled.quarters,
        source_quarters=scheduled.source_quarters,
        items=scheduled.items,
        planned=tuple(row for row in planned if row is not None),
    )


def _retargeted(
    planned: ParsedPlan, theirs: tuple[ParsedTarget, ...], ours: tuple[ParsedTarget, ...]
) -> ParsedPlan | None:
    """The same for the target in the governing text: of the same place and quantity, else of the quantity."""
    wanted = theirs[planned.target]
    if planned.target < len(ours) and ours[planned.target].quantity == wanted.quantity:
        return planned
    same = [index for index, target in enumerate(ours) if target.quantity == wanted.quantity]
    return replace(planned, target=same[0]) if len(same) == 1 else None
