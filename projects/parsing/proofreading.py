"""Slips of writing in an official text: brackets, punctuation, repeated words, by its own habits."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from projects.parsing.brackets import pairs
from projects.parsing.findings import Doubt
from projects.parsing.verbs import CHAINED_VERB, leading_verb
from projects.parsing.wording import slips

HAN = "\u4e00-\u9fff"
HALF = re.compile(
    rf"(?<=[{HAN}”）」》])[,;:!?](?=\s?[^\d\s]|$|\s?\d)|[,;:!?](?=\s?[{HAN}“（])|\((?=[{HAN}])|(?<=[{HAN}])\)"
)
FULL = re.compile(r"[，；：！？（）]")
WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％．＋]")
DOUBLE = re.compile(r"(?:[，。；：、,;:！？!?][，。；：、,;:！？!?.]+|\.[，。；：、；]|(?<!…)[。．]{2,})")
REPEATED = re.compile(rf"([{HAN}]{{2,8}})\1")
STUB = re.compile(rf"(?:^|(?<=[。；]))([{HAN}]{{1,2}})。(?=[{HAN}])")
NOMINAL = re.compile(r"[^，。；：、\d]+(?:、[^，。；：、\d]+)+等[^，。；：、\d]{0,8}。?")
ODD_PAUSE = re.compile(r"、(?:(?:并|且)(?![购联发行列网轨])|对照|确保|同时)")
YEAR = re.compile(
    rf"(?<![\d.])20[0-4]\d(?=[{HAN}])(?![年个人名所家条座套户亩万亿元吨件场次项路度公平只棵部台处张头块米辆株届届级])"
)
SENTENCE = re.compile("[。；;]")
SHORTEST_SENTENCE = 6  # characters; 开工5所；开工5所 may be of two things
AROUND = 8


@dataclass(frozen=True)
class Habits:
    """How a document writes: full-width punctuation, full stops at the end."""

    full_width: bool = True
    full_stop: bool = True
    narrow: bool = True  # digits and percent signs in half width
    year: int | None = None  # the list's year, to know a year when it is printed without 年


def habits_of(texts: Sequence[str], year: int | None = None, printed: Sequence[str] = ()) -> Habits:
    """The majority's way in all texts of a document; `printed` are the cells where the reader joined some."""
    whole = "\n".join(printed or texts)
    ended = Counter(text[-1] == "。" for text in texts if len(text) > 4 and text[-1] not in "）)")
    return Habits(
        full_width=len(FULL.findall(whole)) >= len(HALF.findall(whole)),
        full_stop=ended[True] >= ended[False],
        year=year,
        narrow=len(WIDE.findall(whole)) <= len(re.findall(r"[0-9%]", whole)),
    )


def proofread(text: str, habits: Habits, *, sentence: bool = True) -> Iterator[Doubt]:
    """Everything doubtful about the writing of one text; `sentence` where it should end as one."""
    if not text:
        return
    yield from unbalanced(text)
    yield from doubled(text)
    yield from repeated(text)
    yield from slips(text)
    yield from odd_marks(text, habits)
    if sentence:
        yield from nominal(text)
        yield from endings(text, habits)


def around(text: str, start: int, end: int) -> str:
    """A quote: the place with a little before and behind it."""
    return text[max(0, start - AROUND) : end + AROUND]


def unbalanced(text: str) -> Iterator[Doubt]:
    """Brackets and quotation marks without a partner, and single quotes that stand in no double ones."""
    found = pairs(text)
    for place in found.alone:
        quote = around(text, place, place + 1)
        yield Doubt("unbalanced", f"“{text[place]}”没有与之成对的另一半：{quote}", quote)
    for start, end in found.outer:
        if text[start] == "‘":
            yield Doubt("single_quotes", f"此处用了单引号：{text[start : end + 1]}", text[start : end + 1])


def doubled(text: str) -> Iterator[Doubt]:
    """Two marks in a row."""
    for match in DOUBLE.finditer(text):
        quote = around(text, *match.span())
        yield Doubt("double_punctuation", f"标点“{match[0]}”重复或多余：{quote}", quote)


def widths(texts: Sequence[str], habits: Habits) -> Iterator[Doubt]:
    """Half-width punctuation in a full-width document, or the other way round; once for a whole task."""
    odd = [(text, match) for text in texts for match in (HALF if habits.full_width else FULL).finditer(text)]
    if odd:
        name = "半角" if habits.full_width else "全角"
        marks = " ".join(dict.fromkeys(match[0] for _, match in odd))
        quote = around(odd[0][0], *odd[0][1].span())
        yield Doubt("half_width", f"有 {len(odd)} 处{name}标点（{marks}），与全文不一致：{quote}", quote)
    for text in texts:
        yield from wide_signs(text, habits)


def wide_signs(text: str, habits: Habits) -> Iterator[Doubt]:
    """Full-width digits and signs in a document that writes them in half width."""
    wide = list(WIDE.finditer(text)) if habits.narrow else []
    if wide:
        quote = around(text, *wide[0].span())
        yield Doubt("full_width", f"有 {len(wide)} 处全角数字或符号：{quote}", quote)


def repeated(text: str) -> Iterator[Doubt]:
    """Two or more characters, or a whole sentence, written twice in a row."""
    for match in REPEATED.finditer(text):
        quote = around(text, *match.span())
        yield Doubt("repeated_words", f"“{match[1]}”连写了两次：{quote}", quote)
    for one, two in pairwise(SENTENCE.split(text)):
        if one == two and len(one) >= SHORTEST_SENTENCE:
            yield Doubt("repeated_words", f"同一句话连写了两次：{one[:20]}", one)


def odd_marks(text: str, habits: Habits) -> Iterator[Doubt]:
    """A pause mark before 并, and the list's year without 年."""
    for match in ODD_PAUSE.finditer(text):
        quote = around(text, *match.span())
        yield Doubt("odd_punctuation", f"“{match[0]}”处疑应为逗号：{quote}", quote)
    for match in YEAR.finditer(text):
        if habits.year and abs(int(match[0]) - habits.year) <= 1:
            quote = around(text, *match.span())
            yield Doubt("year_word", f"“{match[0]}”之后疑缺“年”字：{quote}", quote)


def nominal(text: str) -> Iterator[Doubt]:
    """A text that lists things and does not say what is done with them: 旅游节、文化节等大型活动。"""
    if NOMINAL.fullmatch(text) and not leading_verb(text) and not CHAINED_VERB.search(text):
        yield Doubt("odd_sentence", f"缺少动词：{text}", text)


def endings(text: str, habits: Habits) -> Iterator[Doubt]:
    """A text that does not end, a sentence of one word."""
    if habits.full_stop and text[-1] not in "。！？…" and not text.endswith(("。”", "。）")):
        yield Doubt("no_full_stop", f"末尾没有句号：{text[-12:]}", text[-12:])
    for match in STUB.finditer(text):
        quote = around(text, *match.span())
        yield Doubt("odd_sentence", f"“{match[0]}”不成句，断句可能有误：{quote}", quote)
