"""What is doubtful about the numbers themselves: no unit of measure, half a person, a total that falls."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from projects.parsing.amounts import Amount, scan_amounts
from projects.parsing.cell_figures import LIKELY, CellFigure, Quarters, read_figures
from projects.parsing.findings import CODES, Doubt
from projects.parsing.likeness import coverage, likeness, noun_of
from projects.parsing.measures import UNIT, WHOLE, same_kind
from projects.parsing.numerals import HALF_WIDTH, readable
from projects.parsing.parsed import Finding, ParsedTarget
from projects.parsing.phrases import Phrase, ends_clause, phrases

LISTED = re.compile(r"\s*[（(]?1[)）.．、]")
ITEM = re.compile(r"[2-9][)）.．、]")  # the number of an item that stands on a line of its own in the cell
ALIKE = 0.7  # of the words are shared: two totals of two quarters speak of one thing
AVERAGE = re.compile(r"(?:每|人均|户均|平均)[^，。；]{1,20}$")  # 每千人口托位数达到4.5个

# Ways to write a number of which the reader takes a part, or nothing: what it is is a person's to say.
ODD_NUMBERS = (
    re.compile(r"(?<![\d.])\d+(?:\.\d+)?\s+\d+(?![、)）\d]|\.(?!\d))[\d.]*"),  # 8 5个, not 10 2.新建
    re.compile(rf"(?<!\d)\d+[·•‧・]\d+\s*(?:[万亿]|{UNIT.pattern})"),  # 12·5万人, not 5·12
    re.compile(rf"(?<!\d)\d+\s*\+{UNIT.pattern}"),  # 20+个
    re.compile(rf"(?:^|(?<=[一-鿿，。；：、（(]))[-−]\d[\d.,]*\s*[万亿]?{UNIT.pattern}"),  # -10所
    re.compile(
        rf"(?:[壹贰叁肆伍陆柒捌玖][拾佰仟百千万亿]|拾)[壹贰叁肆伍陆柒捌玖拾佰仟百千万亿]*{UNIT.pattern}"
    ),
    re.compile(rf"(?<=[一-鿿])[lIO]\d+\s*{UNIT.pattern}"),  # l0所, a letter for a digit
    re.compile(rf"(?<!\d)\d+\s*[+×xX*]\s*\d[\d.]*\s*[万亿]?{UNIT.pattern}"),  # 3+6个
    re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|#{2,})"),  # what a spreadsheet could not reckon
    re.compile(r"\d[\d.]*\s*个[万亿]"),  # 1.2个亿
    re.compile(
        rf"[二三四五六七八九十百千万]+(?:[至到]|[—–~-]{{1,2}})[二两三四五六七八九十百千万]+{UNIT.pattern}"
    ),  # 三至五个
)
# a number said of several years, or of another one: 三年新建45所, “十五五”期间新建50所, 到2027年新建20所
OF_YEARS = re.compile(
    r"(?<![每十满])[两二三四五]年(?!及?以[上下内]|行动|计划|攻坚|规划|提升|任务|方案|级|制|[前后来])"
    r"|十[四五六七]五[”\"]?(?:期间|时期|规划期)"
    r"|[到至](?P<year>20\d\d)年"
)
# a number said of a part of the year: 6月底前建成10所, 下半年再建5所; by the end of December is the year's
OF_PART = re.compile(
    r"(?<!\d)(?:[1-9]|1[01])月(?:\d{1,2}日)?+(?:[底末份初]|[上中下]旬)?+(?!起|开始|至|到|[—~～-])"
    r"|[上下]半年|前[两二三]季度|[一二三四]季度"
)
STRETCH = re.compile(r"[^。；;]*(?:力争|争取|冲刺|努力)(?P<words>[^。；;，,]*)")  # 15所，力争18所


def numeric_findings(
    task_number: int | None,
    text: str,
    targets: Sequence[ParsedTarget],
    quarters: Quarters | None,
    year: int | None = None,
) -> tuple[Finding, ...]:
    """The doubts about the numbers of a task; whether its schedule adds up is judged by `find_planned`.

    `year` is the list's.
    """
    said = phrases(text)
    doubts = (*doubts_of(text), *stretched(text, said), *of_other_times(text, said, year))
    found = [doubt.at(task_number) for doubt in doubts]
    for quarter, cell in enumerate(quarters or (), 1):
        found += [doubt.at(task_number, quarter) for doubt in doubts_of(cell)]
    return (*found, *_falling(task_number, targets, quarters or ()))


def doubts_of(text: str) -> Iterable[Doubt]:
    """The doubts about the numbers of one text."""
    yield from _odd_numbers(text)
    for amount in scan_amounts(text):
        quote = text[amount.start : amount.end]
        if _lacks_measure(text, amount):
            yield Doubt("no_measure", f"{CODES['no_measure']}：{quote}。", quote)
        if (
            amount.unit in WHOLE
            and amount.value != amount.value.to_integral_value()
            and not AVERAGE.search(text[: amount.start][-24:])
        ):
            yield Doubt("odd_fraction", f"{CODES['odd_fraction']}：{quote}，可能漏印“万”字。", quote)


def _odd_numbers(text: str) -> Iterable[Doubt]:
    """Numbers that are written so that another number may be read in them."""
    plain_text = text.translate(HALF_WIDTH)
    for pattern in ODD_NUMBERS:
        for found in pattern.finditer(plain_text):
            quote = text[found.start() : found.end()]
            yield Doubt("odd_number", f"{CODES['odd_number']}：“{quote}”。", quote)


def stretched(text: str, said: Sequence[Phrase]) -> Iterable[Doubt]:
    """A number and a higher one that is only hoped for: 确保新建学校15所，力争18所 would be two targets."""
    for one, two in pairwise(said):
        between = STRETCH.fullmatch(text, one.amount.end, two.amount.start)
        if between and one.sentence == two.sentence and _is_one_thing(text, one, two, between["words"]):
            quote = text[one.amount.start : two.amount.end]
            message = f"{CODES['stretch_figure']}：“{quote}”，读成了两个目标，请核对按哪个数考核。"
            yield Doubt("stretch_figure", message, quote)


def of_other_times(text: str, said: Iterable[Phrase], year: int | None) -> Iterable[Doubt]:
    """Numbers that are no promise of the whole year, nor of this one alone: 三年新建45所, 上半年开工3所."""
    for phrase in said:
        amount = phrase.amount
        before = re.split("[，。；,;]", text[: amount.start])[-1]
        quote = f"{before}{text[amount.start : amount.end]}"
        if code := _other_time(before, year):
            yield Doubt(code, f"{CODES[code]}：“{quote}”，请核对本年度的目标数。", quote)


def _other_time(words: str, year: int | None) -> str:
    """Of which other time the words before a number say it, as a code; "" where of none."""
    said = OF_YEARS.search(words)
    if said and (said["year"] is None or (year is not None and int(said["year"]) != year)):
        return "other_years"
    return "part_of_year" if OF_PART.search(words) else ""


def _is_one_thing(text: str, one: Phrase, two: Phrase, words: str) -> bool:
    """Whether what is hoped for is what stands before it: it names nothing of its own."""
    noun = noun_of(words)
    return same_kind(one.amount.unit, two.amount.unit) and (not noun or noun in text[: one.amount.end])


def _lacks_measure(text: str, amount: Amount) -> bool:
    """Whether a number ends its clause without a unit: 发放贷款2200万。 In 惠及10万农民 the noun says it."""
    is_item = LISTED.match(text) and ITEM.fullmatch(text[amount.start : amount.end + 1])
    return amount.unit is None and not is_item and ends_clause(text, amount.end)


def _falling(
    task_number: int | None, targets: Sequence[ParsedTarget], quarters: Quarters
) -> Iterable[Finding]:
    """The totals to date, of things that are no target, that are less than a quarter before."""
    totals = [
        figure for figure in read_figures(quarters) if figure.to_date and not _is_target(figure, targets)
    ]
    for one, two in pairwise(
        sorted(totals, key=lambda figure: (figure.unit or "", figure.words, figure.quarter))
    ):
        is_one_thing = (
            same_kind(one.unit, two.unit)
            and min(coverage(one.words, two.words), coverage(two.words, one.words)) >= ALIKE
        )
        if is_one_thing and one.quarter < two.quarter and two.value < one.value:
            before = f"第{one.quarter + 1}季度{readable(one.value)}"
            after = f"第{two.quarter + 1}季度{readable(two.value)}"
            message = f"{CODES['figure_falls']}：{two.words}，{before}，{after}。"
            yield Finding("figure_falls", message, task_number, two.quote, two.quarter + 1)


def _is_target(figure: CellFigure, targets: Sequence[ParsedTarget]) -> bool:
    return any(
        same_kind(figure.unit, target.unit) and likeness(target.label, figure.words) >= LIKELY
        for target in targets
    )
