"""Slips of wording: a word too many, a word too few, a name that lost a part."""

import re
from collections.abc import Iterator

from projects.parsing.findings import Doubt
from projects.parsing.likeness import core
from projects.parsing.parsed import Finding, ParsedTask
from projects.parsing.verbs import CHAINED_VERB
from projects.parsing.vocabulary import places_of

CLASH = re.compile(r"完成(?:实现|开展|完成)|开展完成|实现完成|举办开展|开展举办")  # two verbs, one object
TWICE = re.compile(r"(建设|开展|推进|实施|改造|整治|提升|创建)[^，。；、：的]{2,16}的\1(?=[，。；]|$)")
AGAIN = re.compile(
    r"(建设|改造|整治|提升|更新|修建|建成|发放|培训)[^，。；、：的\d]{2,8}\1(?=\d)"
)  # 改造公厕改造30座
STUTTER = re.compile(
    r"[新改扩续重修搭]建建(?![材筑设档制成造议])|完成成(?![立果效交本])|开展展(?![示览厅馆会演播销])|改造造(?![林血型价])"
    r"|推进进(?![度校社村驻口一])|实施施(?![工肥])|发放放(?![映贷])|提升升(?![级学])|组织织(?!造)|培训训"
)
CHAINED = re.compile(
    r"(?<![涉普惠以顾])及(?![其时格])[一-鿿]{1,6}(?<![涉普惠以顾])及(?![其时格])[一-鿿]{1,6}"
)  # 编制及批复及招投标
BARE_COUNT = re.compile(
    r"(?<![\d.A-Za-z第—–-])(?!(?:19|20)\d\d)\d{1,4}(?=部门|企业|社区|学校|医院|乡镇|村庄|小区)"
)
MISWRITTEN = {  # what is meant
    "签定": "签订",
    "检收": "验收",
    "须要": "需要",
    "布署": "部署",
    "座落": "坐落",
    "按装": "安装",
    "既使": "即使",
    "帐号": "账号",
}
SHORTEST_NAME = 6  # characters; a shorter name shares its ends with many others
DOUBLED = re.compile(r"([的了和在将被为于与或及]|天(?=天数))\1(?=[一-鿿])")
ENDS = 3  # characters at its end that a name keeps when it loses a part
MAY_CHANGE = frozenset("一二三四五六七八九十上下东西南北中前后内外春夏秋冬大小新老男女")
HAN = re.compile(r"[一-鿿]+")
MISWRITTEN_WORD = re.compile("|".join(MISWRITTEN))


DANGLING = re.compile(r"[一-鿿]{2}的(?=[。；]|$)")  # 制定改造方案的。
LETTER = re.compile(r"(?<=\d)[OoIl](?=\d|[一-鿿])")  # 32O套
MEASURED_TWICE = re.compile(r"(?<=\d)([个家所座条处间套台张支部辆只块棵名人户亩])\1")
SEATED = re.compile(r"(?<=\d)坐(?=[，。；、]|$)")


def slips(text: str) -> Iterator[Doubt]:
    """The words too many and too few in one text."""
    for match in CLASH.finditer(text):
        quote = text[match.start() : match.end() + 8]
        yield Doubt("odd_sentence", f"“{match[0]}”两个动词连用，疑有一个多余：{quote}", quote)
    for match in TWICE.finditer(text):
        yield Doubt("repeated_words", f"“{match[1]}”前后重复：{match[0]}", match[0])
    for match in AGAIN.finditer(text):
        yield Doubt("repeated_words", f"“{match[1]}”前后重复：{match[0]}", match[0])
    for match in STUTTER.finditer(text):
        quote = text[match.start() : match.end() + 6]
        yield Doubt("repeated_words", f"“{match[0][-1]}”连写了两次：{quote}", quote)
    for match in CHAINED.finditer(text):
        yield Doubt("odd_punctuation", f"连用两个“及”：{match[0]}", match[0])
    for match in MISWRITTEN_WORD.finditer(text):
        meant = MISWRITTEN[match[0]]
        quote = text[max(0, match.start() - 4) : match.end() + 4]
        yield Doubt("miswritten", f"“{match[0]}”疑为“{meant}”：{quote}", quote)
    for match in DOUBLED.finditer(text):
        quote = text[max(0, match.start() - 6) : match.end() + 6]
        yield Doubt("repeated_words", f"“{match[1]}”连写了两次：{quote}", quote)
    for pattern, meant in ((LETTER, "数字 0 或 1"), (SEATED, "座")):
        for match in pattern.finditer(text):
            quote = text[max(0, match.start() - 4) : match.end() + 4]
            yield Doubt("miswritten", f"“{match[0]}”疑为“{meant}”：{quote}", quote)
    for match in MEASURED_TWICE.finditer(text):
        quote = text[max(0, match.start() - 6) : match.end()]
        yield Doubt("repeated_words", f"“{match[1]}”连写了两次：{quote}", quote)
    for match in DANGLING.finditer(text):
        quote = text[max(0, match.start() - 6) : match.end()]
        yield Doubt("odd_sentence", f"以“的”结句，疑有缺漏：{quote}", quote)
    for match in BARE_COUNT.finditer(text):
        quote = text[match.start() : match.end() + 4]
        yield Doubt("no_measure", f"数字后面没有计量单位：{quote}。", quote)


def name_findings(task: ParsedTask) -> Iterator[Finding]:
    """The names of a task's targets that its cells print otherwise, each once: 省级垃圾达标小区."""
    said: set[str] = set()
    for quarter, cell in enumerate(task.quarters or (), 1):
        for name in things_counted(task):
            for other in (shortened(name, cell), replaced(name, cell)):
                if other and other not in said:
                    said.add(other)
                    message = f"“{other}”疑与任务中的“{name}”是同一名称，写法不一。"
                    yield Finding("label_drift", message, task.number, other, quarter)


def things_counted(task: ParsedTask) -> tuple[str, ...]:
    """What the task's targets count, where the name is long enough to be known again."""
    found = (name for target in task.targets for name in HAN.findall(core(target.label)))
    return tuple(dict.fromkeys(name for name in found if len(name) >= SHORTEST_NAME))


def replaced(name: str, text: str) -> str:
    """A name in a text that differs from this one in a single inner character; "" without."""
    for place in places_of(name[:2], text):
        found = text[place : place + len(name)]
        odd = [(one, two) for one, two in zip(found, name, strict=False) if one != two]
        alike = len(odd) == 1 and found[-2:] == name[-2:] and not set(odd[0]) & MAY_CHANGE
        if alike and HAN.fullmatch(found):
            return found
    return ""


def shortened(name: str, text: str) -> str:
    """A name in a text that has the ends of this one and lacks some characters between; "" without."""
    head, tail = name[:2], name[-ENDS:]
    for place in places_of(head, text):
        behind = place + len(head)
        end = text[behind : place + len(name) - 1].find(tail)
        found = text[place : behind + end + ENDS]
        if end >= 0 and HAN.fullmatch(found) and is_part(found, name):
            return found
    return ""


def is_part(short: str, name: str) -> bool:
    """Whether one name is the other with a stretch left out."""
    pairs = zip(short, name, strict=False)
    head = next((at for at, (one, two) in enumerate(pairs) if one != two), len(short))
    rest = short[head:]
    missing = name[head : len(name) - len(rest)]
    return bool(missing) and name.endswith(rest) and not CHAINED_VERB.fullmatch(missing)
