"""Amounts in running text: a number with its unit of measure and what qualifies it; a name is no amount."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from math import prod

from projects.parsing.measures import DURATION, LATIN_UNIT, NAME, PERCENT, SPOKEN, UNIT
from projects.parsing.numerals import HALF_WIDTH, MULTIPLIERS, chinese_number


@dataclass(frozen=True)
class Amount:
    """One amount: where it stands, in base units (万元 is 元), and how it is qualified."""

    start: int  # of the number itself
    end: int  # behind the unit and what qualifies it
    value: Decimal
    unit: str | None
    maximum: Decimal | None
    qualifier: str | None  # at_least | at_most | about | over
    round_word: bool
    lead: int  # where the words that qualify it begin; equals start where there are none


@dataclass(frozen=True)
class _Number:
    """A number as far as it is read: its value, and the multiplier that it lends to a bare one before it."""

    end: int
    value: Decimal
    multiplier: int = 1
    spoken: bool = False
    round_word: bool = False
    more: bool = False
    unit: str | None = None


QUOTED = re.compile(
    r"“[^“”。；]{0,80}”|‘[^‘’。；]{0,60}’|「[^「」。]{0,80}」|『[^『』。]{0,80}』|《[^《》。]{0,120}》|〈[^〈〉。]{0,80}〉"
    r"|〔[^〔〕]{0,12}〕|\"[^\"。；]{0,80}\"|【[^【】]{0,60}】"
)
SPOKEN_RATES = {"百分之": "%", "千分之": "‰"}
UNIT_IN_BRACKETS = re.compile(rf"\s*[（(]{UNIT.pattern}\s*[)）]")  # 15（所）
SPOKEN_THINGS = frozenset("张间盏株棵册幅块部根扇")  # of ten and more they are things: 十二间
FEWEST_THINGS, FEWEST_SPOKEN = 10, 100
NEVER_SPOKEN = frozenset(("度", "倍", "方", "节", "级"))  # 三百六十度全方位
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9.\-]*|\d+(?:,\d{3})*(?:\.\d+)*|[一二两三四五六七八九十百千万亿〇零]+")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MULTIPLIER = re.compile(r"\s*(百万|千万|百亿|千亿|万亿|[百十]万|百(?!分)|千(?![米克瓦伏卡焦])|万|亿)")
_MORE = re.compile(r"\s*[余多来](?=\s*[一-鿿%‰]|\s*$)")
_MORE_BEFORE_TIMES = re.compile(r"\s*[余多]\s*(?=[百千万亿])")
_DASH = re.compile(r"\s*(?:[—–\-~～―－]{1,2}|至|到)\s*(?=\d)")
_LIST = re.compile(r"\s*[、和]\s*(?=\d)")
_MARKER = re.compile(r"(?:^|(?<=[。；;：:]))\s*(\d{1,2})\s*[.．、]")
_BRACKETED = re.compile(r"(?:^|(?<=[。；;：:，,]))\s*[（(]\d{1,2}[)）]")  # （1）建校；（2）建园
_AFTER = (
    ("at_least", re.compile(r"\s*(?:及|或)?(?:以上|之上)")),
    ("at_most", re.compile(r"\s*(?:及|或)?(?:以内|以下|之内|内(?=[，。；、）)]|$))")),
    ("about", re.compile(r"\s*(?:左右|上下)")),
    ("over", re.compile(r"\s*[余多](?![功元层媒种样维式党])(?=[，。；、一-鿿]|$)")),
)
_BEFORE = (
    ("at_least", re.compile(r"至少(?:新建|改建|改造|建成|完成|举办|开展|培训|新增|组织|建设)$")),
    (
        "at_least",
        re.compile(r"(?:不少于|不低于|不小于|不下于|不亚于|至少|最少|最低|起码|≥)(?:为|达到?)?$"),
    ),
    ("at_most", re.compile(r"(?:不超过|不高于|不多于|不大于|不超|≤|低于|小于|少于|最多|至多|控制在)$")),
    ("over", re.compile(r"(?:超过|超出|突破|高于|大于|多于|逾|超)$")),
    ("about", re.compile(r"(?:大约|约|将近|接近|近|预计)$")),
)
_SHARE = re.compile(  # 不低于个人缴费标准的80%
    r"(?:(?P<at_least>不少于|不低于|不小于|至少)|(?P<at_most>不超过|不高于|不多于|不大于))[^，。；,;]{1,12}的$"
)
_EACH = re.compile(r"(?:每(?:人|月|年|户|个|处|家|次|天|日|周|季度?|亩|平方米|学期|学年|生|标准)){1,3}\s*$")
_LEVEL = re.compile(
    r"(?:压缩|缩短|压减|缩减|降低?|减少|减|控制|精简|提高|延长|增加|稳定|保持|达|不超过|不高于|不少于|不低于|至少|[≥≤])(?:至|到|在|为)?\s*$"
    r"|[由从](?:原来?的?|法定的?|现行的?|规定的?|平均)?\s*$"
)
_NO_TARGET_BEFORE = re.compile(r"(?:第|不足|未满|不满|年满|满|前|每|[×xX*+]|\d[:：/]|[—–-])\s*$")
_LARGE = re.compile(
    r"自然村|行政村|村[庄组]|居民点|规模"
)  # 20户以上自然村 is a size of villages, no number of them
_THRESHOLD = re.compile(r"(?:部分|老人|老年人|人群|儿童|公共交通|的(?=[，]))")
_ROUND = re.compile(r"百万|千万|百|千|万|亿")
_INDEFINITE = re.compile(r"(?:第|之|数|几|上|(?<!建)(?<!完)(?<!创)成)$")  # 数百个, 上千人, 成百上千
_ROUND_IDIOM = re.compile(
    r"(?<=[进入到走访惠暖连送下])[百千万][家户村企校店人](?=等|活动|行动|工程|专项|[、，。；”）)]|$)"
    r"|千家万户|万户|百家[姓争]|万人空巷|千人[一千]|百[年日]|[百千万亿]+元|[百千万]人[^，。；]{0,10}(?:数|率|拥有|比)"
)
_LETTER = re.compile(r"\s*[A-Za-z]")
_RESIDUAL = re.compile(r"\s*([一-鿿]{1,2})(?=(?:及?以上|以内|以下|左右)?\s*(?:[，。；;,、）)]|$))")
_END = re.compile(r"\s*(?:[，。；;、）)]|$)")
_OBJECT = re.compile(
    r"(?:新建|新增|增加|建设|建成|创建|完成|打造|培育|改造|提升|开设|设立|成立|组建|建立|举办|开通|打通|新辟|改建|扩建|启用|发展)$"
)


def widths(text: str) -> str:
    """The text with digits and signs in half width, each character in its old place."""
    return text.translate(HALF_WIDTH)


@lru_cache(maxsize=1024)  # a cell is read for its plan and for its doubts
def scan_amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of a text, in its order; names, dates, ages, ranks and quotations are left out."""
    plain_text = widths(text)
    masked = _masked(plain_text)
    amounts: list[Amount] = []
    at = 0
    while token := _TOKEN.search(plain_text, at):
        at = masked.find(0, token.start())  # behind what is masked: 300户 of 1.300户改造；2.…
        if at == token.start():
            at, found = _read(plain_text, token)
            amounts.extend(found)
    return tuple(amounts)


def _masked(text: str) -> bytearray:
    """A flag for each character: quoted names and the numbers of an enumeration are no amounts.

    One more at the end is never set.
    """
    flags = bytearray(len(text) + 1)
    for quoted in QUOTED.finditer(text):
        _flag(flags, quoted)
    for marker in _BRACKETED.finditer(text):
        _flag(flags, marker)
    markers = [*_MARKER.finditer(text)]
    numbers = {int(marker[1]) for marker in markers}
    expected = 1
    for marker in markers:
        number = int(marker[1])
        is_one_of_several = number == expected and not numbers.isdisjoint((number - 1, number + 1))
        if is_one_of_several or not text[marker.end() : marker.end() + 1].isdigit():  # else it is 2.5公里
            _flag(flags, marker)
            expected = number + 1
    return flags


def _flag(flags: bytearray, found: re.Match[str]) -> None:
    flags[found.start() : found.end()] = b"\x01" * (found.end() - found.start())


def _read(text: str, token: re.Match[str]) -> tuple[int, list[Amount]]:
    """What one number-like token is: the place behind it, and the amounts that begin there."""
    start = token.start() - len(_rate_before(text, token))
    before = text[max(0, start - 20) : start]
    number = _number(text, token)
    if number is None:
        return token.end(), []
    return _ranged(text, start, before, number)


def _ranged(text: str, start: int, before: str, number: _Number) -> tuple[int, list[Amount]]:
    """The amounts of a number: itself, a range (6—8个), or a list that shares its unit (0.6、0.5万平方米)."""
    for link in (_DASH, _LIST):
        joined = link.match(text, number.end)
        second = (
            _number(text, match)
            if joined and not number.spoken and (match := _TOKEN.match(text, joined.end()))
            else None
        )
        if second is None or (link is _LIST and number.unit):
            continue
        amount = _finished(text, start, before, second)
        if amount is None:
            return second.end, []
        first = number.value * (second.multiplier if number.multiplier == 1 and number.unit is None else 1)
        if link is _LIST and amount.unit:
            return amount.end, [
                replace(amount, end=number.end, value=first),
                replace(amount, start=joined.end(), lead=joined.end()),
            ]
        if first < amount.value:
            return amount.end, [replace(amount, value=first, maximum=amount.value)]
    amount = _finished(text, start, before, number)
    return (amount.end, [amount]) if amount else (number.end, [])


def _named(text: str, at: int) -> bool:
    return NAME.match(text, at) is not None


def _number(text: str, token: re.Match[str]) -> _Number | None:
    """The number at a token with its multiplier, 余 and unit; None where it is a name, a date, a fraction."""
    if token[0][0].isdigit():
        return _arabic(text, token)
    return _spoken(text, token)


def _arabic(text: str, token: re.Match[str]) -> _Number | None:
    digits = _DIGITS.fullmatch(token[0])
    if digits is None or (token[0][0] == "0" and token[0][1:2].isdigit()):
        return None
    end, multiplier = token.end(), 1
    early = _MORE_BEFORE_TIMES.match(text, end)  # 50余万元
    end = early.end() if early else end
    while (times := _MULTIPLIER.match(text, end)) and multiplier < 10**12:
        multiplier, end = multiplier * prod(MULTIPLIERS[each] for each in times[1]), times.end()
    value = Decimal(token[0].replace(",", "")) * multiplier
    if rest := _rest(text, end, multiplier):
        return replace(rest, value=value + rest.value, multiplier=multiplier)
    number = _measured(text, _Number(end, value, multiplier))
    return replace(number, more=True) if early else number


def _rest(text: str, at: int, multiplier: int) -> _Number | None:
    """2000万 of 1亿2000万 and 5000 of 3万5000: what follows at once and fills the places below."""
    token = _TOKEN.match(text, at)
    rest = _arabic(text, token) if token and token[0][0].isdigit() else None
    fits = rest and rest.value < multiplier and (rest.multiplier > 1 or rest.value * 10 >= multiplier)
    return rest if fits else None


def _rate_before(text: str, token: re.Match[str]) -> str:
    """百分之 or 千分之 where it stands before a spoken number; it belongs to the number."""
    before = text[max(0, token.start() - 3) : token.start()]
    return before if before in SPOKEN_RATES else ""


def _spoken(text: str, token: re.Match[str]) -> _Number | None:
    value = chinese_number(token[0])
    if value is None:
        return None
    if rate := _rate_before(text, token):
        return _Number(token.end(), Decimal(value), unit=SPOKEN_RATES[rate])
    end, more = token.end(), _MORE_BEFORE_TIMES.match(text, token.end())
    if more and (times := _TOKEN.match(text, more.end())):  # 三十余万人次
        end, value = times.end(), value * (chinese_number(times[0]) or 1)
    is_round = _ROUND.fullmatch(token[0]) is not None
    number = _measured(text, _Number(end, Decimal(value), spoken=True, round_word=is_round))
    return replace(number, more=True) if more else number


def _measured(text: str, number: _Number) -> _Number:
    """The number with 余 and its unit, where it has them."""
    end = number.end
    more = _MORE.match(text, end)
    unit_at = more.end() if more else end
    if number.spoken:
        unit = SPOKEN.match(text, unit_at) or _large_spoken(text, unit_at, number)
    else:
        bracketed = UNIT_IN_BRACKETS.match(text, unit_at)
        unit = bracketed or UNIT.match(text, unit_at) or LATIN_UNIT.match(text, unit_at)
    if unit is None:
        return number
    return replace(number, end=unit.end(), unit=unit["unit"].partition("(")[0], more=more is not None)


def _large_spoken(text: str, at: int, number: _Number) -> re.Match[str] | None:
    """The unit of a Chinese numeral too large to make a name: 三千张, 十二间; not 三张网, 三百六十度."""
    unit = UNIT.match(text, at)
    if unit is None or number.round_word or unit["unit"] in NEVER_SPOKEN:
        return None
    least = FEWEST_THINGS if unit["unit"] in SPOKEN_THINGS else FEWEST_SPOKEN
    return unit if number.value >= least else None


def _finished(text: str, start: int, before: str, number: _Number) -> Amount | None:
    """The amount of a number where it measures something; None where it is a name, a date, a condition."""
    if _NO_TARGET_BEFORE.search(before) or (number.spoken and not _measures(text, start, before, number)):
        return None
    if not number.spoken:
        number = _with_odd_unit(text, before, number)
        if number is None:
            return None
    end, after = _qualified_after(text, number.end)
    if after in ("at_least", "at_most") and (
        _THRESHOLD.match(text, end) or (number.unit in ("户", "人") and _LARGE.match(text, end))
    ):
        return None
    lead, qualifier = _qualified_before(before, start, number.unit)
    if number.more:
        qualifier = qualifier or "over"
    return Amount(
        start,
        end,
        number.value,
        number.unit,
        None,
        after if after and after != "over" else qualifier or after,
        number.round_word,
        lead,
    )


def _measures(text: str, start: int, before: str, number: _Number) -> bool:
    """Whether a Chinese numeral counts something: 三个场馆 does, 一批 and 三人篮球 do not."""
    if number.unit is None or _INDEFINITE.search(before) or _ROUND_IDIOM.match(text, start):
        return False
    if number.value == 1:
        return number.unit not in ("人", "名", "位", "套", "条", "场") and _OBJECT.search(before) is not None
    return not (number.unit in ("人", "位", "元") and number.value < 10)


def _with_odd_unit(text: str, before: str, number: _Number) -> _Number | None:
    """A number whose unit is in no list: a duration under a level, the clause's last word, or none."""
    if number.unit is not None:
        return number
    duration = DURATION.match(text, number.end)
    if duration and number.value < 1900:
        return replace(number, end=duration.end(), unit=duration["unit"]) if _LEVEL.search(before) else None
    if _named(text, number.end) or _LETTER.match(text, number.end):
        return None
    if number.multiplier > 1:
        return number
    last = _RESIDUAL.match(text, number.end)
    if last and not _qualified_after(text, last.start(1))[1]:
        return replace(number, end=last.end(1), unit=last[1])
    behind = _qualified_after(text, number.end)[0]
    return number if _END.match(text, behind) and before and number.value < 10000 else None


def _qualified_after(text: str, end: int) -> tuple[int, str | None]:
    for qualifier, pattern in _AFTER:
        if found := pattern.match(text, end):
            return found.end(), qualifier
    return end, None


def _qualified_before(before: str, start: int, unit: str | None) -> tuple[int, str | None]:
    bare = _EACH.sub("", before.rstrip())
    if (of := _SHARE.search(bare)) and unit in (*PERCENT, "倍"):
        return start, of.lastgroup
    for qualifier, pattern in _BEFORE:
        if found := pattern.search(bare.rstrip()):
            return start - len(before) + found.start(), qualifier
    return start, None
