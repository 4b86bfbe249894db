"""What a person must say before documents are adopted: questions, answers, and what forbids adopting."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from projects.adoption.comparison import additions, against
from projects.adoption.readings import Reading
from projects.models.lists import YearlyList
from projects.parsing.matching import Recognised, Register
from projects.parsing.parsed import ParsedList, ParsedTarget, ParsedTask
from projects.rules.errors import Refused
from projects.rules.states import DocumentKind
from projects.rules.words import Worded

GOVERNED = ("text", "domain", "lead", "co", "targets", "planned")  # what a breakdown governs
HIGHEST_NUMBER = 32767
YEARS = range(2000, 2100)
SHOWN = 5  # differences that a refusal names


class About(Worded):
    """What a question is about, and so where it is answered."""

    YEAR = "year", "年度"
    NUMBER = "number", "序号"
    UNIT = "unit", "单位"
    REPLACE = "replace", "替换"
    FILE = "file", "文件"  # nothing but another file answers it


@dataclass(frozen=True)
class Question:
    """One thing that a person must say first; `subject` is the printed name or the task's number."""

    about: About
    words: str
    subject: str = ""


@dataclass(frozen=True)
class Answers:
    """What a person answered beforehand.

    units: printed name → code of the unit or group;
    numbers: "17#2" (the second task printed as 17) → its right number, 0 leaves it out;
    replace: changes replace what is stored;
    year: of the list, where the document does not say it or is misread.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    replace: bool = False
    year: int | None = None

    @property
    def as_json(self) -> dict:
        """As a file of answers holds them."""
        return {"units": dict(self.units), "numbers": dict(self.numbers), "replace": self.replace} | (
            {"year": self.year} if self.year else {}
        )


def load_answers(text: str) -> Answers:
    """The answers of a file, refused where they are anything but this.

    {"units": {"市政办": "szwb"}, "numbers": {"17#2": 18}, "replace": false}
    """
    try:
        answers = Answers(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise Refused("答复文件应为 JSON 对象，只含“units”“numbers”“replace”“year”四项。") from error
    is_year = answers.year is None or type(answers.year) is int and answers.year in YEARS
    if not is_year:
        raise Refused("答复文件中“year”应为年度，如 2026。")
    if not (_maps(answers.units, str) and _maps(answers.numbers, int) and isinstance(answers.replace, bool)):
        raise Refused(
            "答复文件中“units”为原文名称 → 单位代码，“numbers”为“17#2”→ 序号，“replace”为 true 或 false。"
        )
    return answers


def reading_questions(parsed: ParsedList) -> Iterable[Question]:
    """What the documents leave open about the list itself."""
    if parsed.year is None:
        yield Question(About.YEAR, "文件中未找到年度，无法确定属于哪一年的清单。")
    if not parsed.tasks:
        yield Question(About.FILE, "文件中未读到任务。")
    for number, times in Counter(task.number for task in parsed.tasks).items():
        if times > 1:
            example = f"如“{number}#2”（0 为舍去）"
            words = f"第{number}项出现{times}次，请在答复的“numbers”中指明各处的序号，{example}。"
            yield Question(About.NUMBER, words, str(number))
    for task in parsed.tasks:
        number = str(task.number)
        if not 0 < task.number <= HIGHEST_NUMBER:
            yield Question(About.NUMBER, f"序号{number}超出范围，请核对文件。", number)
        for quote in _numbers_out_of_range(task):
            yield Question(About.NUMBER, f"第{number}项的数字“{quote}”超出可存范围，请核对文件。", number)


def _numbers_out_of_range(task: ParsedTask) -> Iterable[str]:
    """Quotes of the targets and planned values that the columns cannot hold."""
    yield from (target.quote for target in task.targets if not _can_be_kept(target))
    for planned in task.planned:
        yield from (
            quote
            for value, quote in zip(planned.values, planned.quotes, strict=True)
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


def name_questions(recognised: Recognised, answers: Answers, register: Register) -> Iterable[Question]:
    """Names that nobody could place, and answers that name nobody."""
    open_names = {question.printed for question in recognised.questions}
    for finding in recognised.findings:
        if finding.quote in open_names:
            yield Question(About.UNIT, finding.message, finding.quote)
    for printed, code in answers.units.items():
        if code not in register.by_code:
            yield Question(About.UNIT, f"对“{printed}”的答复“{code}”不是单位名录中的代码。", printed)


def replacements(
    readings: Sequence[Reading], stored: ParsedList, parsed: ParsedList, answers: Answers
) -> Iterable[Question]:
    """Stored values that a reading would replace.

    Where a first breakdown joins a schedule its text governs by rule; a new task replaces nothing.
    """
    if answers.replace or not stored.tasks:
        return
    governed = GOVERNED if _breakdown_is_new(readings) else ()
    differences = [
        each
        for each in against(stored, parsed)
        if each.field not in governed and not (each.field == "number" and not each.left)
    ]
    asked = "是否以文件替换已入库内容？"
    for difference in differences:
        if not difference.is_typographic:
            yield Question(About.REPLACE, f"{difference.sentence}，{asked}", str(difference.number))
    if typographic := sum(difference.is_typographic for difference in differences):
        yield Question(About.REPLACE, f"另有{typographic}处只是标点全角半角或空白不同，{asked}")


def _breakdown_is_new(readings: Sequence[Reading]) -> bool:
    """No breakdown has been adopted yet, and one comes now."""
    breakdowns = [reading for reading in readings if reading.parsed.kind == DocumentKind.BREAKDOWN]
    return bool(breakdowns) and not any(reading.document.yearly_list_id for reading in breakdowns)


def refusal(
    readings: Sequence[Reading],
    existing: YearlyList | None,
    stored: ParsedList,
    parsed: ParsedList,
    touched: tuple[int, ...],
) -> str:
    """The sentence that forbids it: a plan is no list; what is in use or put right is not overwritten."""
    if any(reading.parsed.kind == DocumentKind.PLAN for reading in readings):
        return "文件是规划，不是年度清单，不能作为清单入库。"
    if existing is None or not touched:
        return ""
    if not existing.takes_corrections:
        return f"{existing.year}年清单已开始执行，不能由文件覆盖。{_named(stored, parsed)}"
    if existing.tasks.filter(number__in=touched, corrections__isnull=False).exists():
        return f"{existing.year}年清单的相关任务已作更正，不能由文件覆盖。{_named(stored, parsed)}"
    if existing.tasks.filter(number__in=touched, filed_plan__isnull=False).exists():
        named = _named(stored, parsed)
        return f"{existing.year}年清单的相关任务已在报备实施方案，不能由文件覆盖。{named}"
    return ""


def _named(stored: ParsedList, parsed: ParsedList) -> str:
    """The differences, the first few in words."""
    sentences = [*(each.sentence for each in against(stored, parsed)), *additions(stored, parsed)]
    more = f"等共{len(sentences)}处" if len(sentences) > SHOWN else ""
    return f"文件与清单不同之处：{'；'.join(sentences[:SHOWN])}{more}。"


def _maps(value: object, kind: type) -> bool:
    """Whether it maps texts to values of this kind."""
    return isinstance(value, dict) and all(type(each) is kind for each in value.values())
