"""The headings of domains between the tasks, and the lines that end a document."""

import re
from collections.abc import Collection, Mapping, Sequence

from projects.parsing.clauses import find_bare_clause, find_clauses
from projects.parsing.layout import Body
from projects.parsing.numerals import to_int
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed
from projects.parsing.printed_list import PrintedTask
from projects.parsing.unit_names import surely_units

HAN = "一二三四五六七八九十"
# what an outline prints before a heading: 1.2, 1-2; a single figure where no amount begins with it
OUTLINE = (
    r"[0-9]{1,2}(?:[.．-][0-9]{1,2}){1,2}[.．、]?(?=[一-鿿“])"
    r"|[0-9](?=[一-鿿]{2})(?!岁|年|月|日|个|所|条|项|大|类|件|级)"
)
NAMED = (
    rf"(?:民生)?(?:实事|任务|项目|事项|工程|专项|行动|板块|领域)[{HAN}]{{1,3}}[、.．:：]\s?"  # 实事一：稳就业
)
BULLET = "[◆◇●○■□★☆▲△▶►※·•]"
HEADING = re.compile(
    rf"(?:第[{HAN}]+(?:部分|篇章|板块|方面|[章节部分类篇件])[、.．:：]?|{NAMED}|第?[{HAN}]+[、.．。]|[{HAN}]{{1,3}}是(?=.{{2,12}}方面)|[（(【][{HAN}]+[)）】][、.．。]?|[㈠-㈩㊀-㊉][、.．]?|{OUTLINE}|[0-9]{{1,2}}[、.．]|{BULLET}+|[—－]{{1,2}})?\s?"
    r"(?P<name>[^。；;：:！？，,]{2,30})[：:]?"
)
NUMBERED = re.compile(
    rf"(?:第[{HAN}]+(?:部分|篇章|板块|方面|[章节部分类篇件])|{NAMED}|第?[{HAN}]+[、.．。]|[（(【][{HAN}]+[)）】]|[㈠-㈩㊀-㊉]|{BULLET}|[—－]{{1,2}})"
)
PARENT = re.compile(
    rf"{NUMBERED.pattern}|(?:民生)?(?:实事|任务|项目|事项)[{HAN}\d]{{1,3}}[:：、]|\d{{1,2}}[.．、](?!\d)"
)  # what may stand before a line above measures
# 二、聚焦稳岗扩就业，提升就业质量, perhaps with sentences behind; no number, which a task would have
WIDE = re.compile(
    rf"(?:第?[{HAN}]{{1,3}}、\s?(?P<name>[^。：:\d（(]{{4,36}})(?:[。！].*|[：:])?"
    rf"|(?:[（(][{HAN}]{{1,3}}[)）]|{BULLET}|[—－]{{1,2}})\s?(?P<below>[^。；;：:\d（(]{{4,36}})[。！；;]?)"
)
CAPTION_OF_UNITS = re.compile(
    "(?:责任|牵头|职责|任务|工作)(?:单位|部门|主体|分工)"
)  # 3.责任单位。牵头单位：…
NAMED_NUMBER = re.compile(
    r"“[^”]{0,80}”|(?<!\d)\d+(?:分钟|小时|公里)"
)  # numbers that a heading may hold: “5+2”, 10分钟
# 三、“绿美”建设：让推窗见绿成为常态; a colon behind the name of a field opens what it holds
SLOGAN = re.compile(
    rf"(?:[{HAN}]{{1,3}}、|[（(][{HAN}]{{1,3}}[)）])\s?(?P<name>[^。；;：:\d（(]{{4,16}}"
    r"(?<!任务)(?<!内容)(?<!目标)(?<!时限)(?<!单位)(?<!部门)(?<!标准)(?<!措施)"
    r"[:：][^。；;：:\d（(]{4,24})"
)
SECTION = re.compile(
    rf"[（(][{HAN}]{{1,3}}[)）][、.．]?\s?(?P<name>[^。；;：:，,\d]{{2,14}})。[^\d]{{4,120}}"
)
GUIDING = re.compile(
    r"^(?:总体(?:要求|目标|思路)|指导思想|基本(?:原则|思路)|主要目标|工作(?:目标|要求|原则|步骤|机制|思路|保障)"
    r"|实施步骤|时间安排|(?:强化|完善)?保障措施|(?:组织|机制|要素|资金|政策)保障|组织实施|(?:加强|强化)?组织领导"
    r"|(?:督查|监督|考核)(?:考核|评价)?|有关要求"
    r"|(?:强化|加强|严格|压实|健全|完善|明确|落实)[一-鿿]{0,2}(?:要素保障|资金保障|统筹协调|督查督办|督导检查"
    r"|考核奖惩|考核问效|督查考核|工作责任|责任落实|宣传引导|舆论宣传|跟踪问效|督促检查))$"
)
BESIDE = re.compile(
    r"^(?:工作要求|有关要求|组织实施|(?:加强|强化|落实)?组织领导"
    r"|(?:强化|加强|健全|完善|落实)?(?:(?:工作|实施|组织)?保障(?:措施|机制)?|(?:推进|工作|落实|督查|考核|协调)机制)"
    r"|(?:强化|加强|严格)?(?:督查|督导|监督)(?:考核|检查|问效|落实)?|(?:组织|工作)推进)$"
)  # what a section behind the tasks is called: its points are none, whoever does them
LONGEST_PLAIN = 16
CAPTION = re.compile(
    r"(?:具体|主要|重点|工作|实施|推进){1,2}(?:措施|举措)"
    r"|(?:具体|主要|重点|工作|实施|推进|年度|细化|建设){0,2}(?:措施|举措|内容|任务|安排|要点)[:：]"
)
NUMBER = re.compile(rf"[（(第]?([{HAN}]{{1,3}})[)）、.．章节部分类篇件]")
DOMAIN_END = re.compile(
    r"(?:领域|方面|类|篇|工程|行动|事业|保障|服务|建设|民生|板块)(?:[（(][^）)]{1,12}[)）])?$"
)
RANGE = re.compile(r"[（(]第?\d{1,3}(?:[—–~～至-]{1,2}\d{1,3})?[项件][)）]$")  # 教育惠民（第1—2项）
COUNT = re.compile(r"[（(](?:共|计|合计)?([0-9一二三四五六七八九十百]{1,4})([项件个条])(?:任务)?[)）]$")
NOT_DOMAIN = re.compile(
    r"通知|方案|关于(?!.{1,20}方面)|文件|公开|附件|人民政府$|办公室$|\d{4}年|(?:表|清单|实事|台账)$"
)
OF_A_LEVEL = re.compile(
    rf"{NUMBERED.pattern}\s?(?:[省市县区镇乡]级|新[增建]|续建|跨年度?|自选)[一-鿿]{{0,4}}(?:实事|清单)"
    r"(?:[（(][^）)]{1,12}[)）])?"
)  # 第一部分 县级民生实事
ENOUGH = "特此(?:公告|通知|通告|报告|公示)|现予以?(?:公告|公布|公示)"  # what is said behind a list
DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|二[〇零○]..年.{1,3}月(?:.{1,3}日)?")
CLOSING = re.compile(
    rf"(?:{ENOUGH}|扫一扫|打印本页|关闭(?:本页|窗口)|上一[篇条]|下一[篇条]|分享到|浏览次数|(?:信息|稿件|文章)?来源(?=[:：])|信息来源"
    r"|(?:责任|责|值班)?(?:编辑|编|校对|审核|监制|作者|供稿|记者|通讯员)[:：]|点赞|转发|责任编辑|抄送|抄报|主送|主题词|附件|附[:：]|附注|[（(]?此件|联系人|联系电话|印发|共印|分送|报[:：]|送[:：]|备注|[（(]?注[:：]|说明[:：]"
    r"|请(?:各|有关|相关|你)[一-鿿、（）]{0,16}(?:单位|部门|[县区市镇乡]|街道|地)"
    r"|(?:以上|上述)[一-鿿]{0,8}(?:请|须|务必|望)"
    r"|[^，。]{2,20}(?:人民政府|办公室|委员会|指挥部)(?:\d{4}年.*)?$|\d{4}年\d+月\d+日|二[〇零○]..年)"
)


def is_heading(line: str) -> bool:
    """Whether a line between two tasks is a domain's heading."""
    bare = without_stop(line.strip())
    is_one = HEADING.fullmatch(bare) or is_wide(bare) or parent_of(bare)
    is_other = NOT_DOMAIN.search(line) and not OF_A_LEVEL.fullmatch(line.strip())
    return bool(is_one) and not is_other and not CLOSING.match(line)


def without_stop(line: str) -> str:
    """A heading without the full stop behind its count: 二、绿色生态类（1件）。"""
    bare = line.rstrip("。")
    return bare if COUNT.search(bare) else line


def is_wide(line: str) -> bool:
    """Whether a line is a heading in whole sentences, and no label with the names behind it."""
    line = COUNT.sub("", line)
    masked = NAMED_NUMBER.sub(lambda match: "〇" * len(match[0]), line)
    return bool(WIDE.fullmatch(masked)) or (bool(SLOGAN.fullmatch(masked)) and not find_bare_clause(line))


def parent_of(line: str) -> str:
    """The name of a numbered line that bears a clause of its own, above measures."""
    if not PARENT.match(line):
        return ""
    bare = find_bare_clause(line)
    places = find_clauses(line) or ((bare,) if bare else ())
    if not places or places[-1].end < len(line.rstrip("。；; ")):
        return ""
    name = PARENT.sub("", line[: places[0].start], count=1).strip("、.． 。；：:")
    return "" if CAPTION_OF_UNITS.fullmatch(name) else name


def is_caption(line: str) -> bool:
    """Whether a line only says that measures follow: 具体措施："""
    return bool(CAPTION.fullmatch(line.strip()))


def is_closing(line: str) -> bool:
    """Whether a line belongs to a document's usual ending: copies, annexes, signature, date."""
    return bool(CLOSING.match(line))


def opens_section(line: str) -> bool:
    """Whether a line behind a task's clause heads what follows: a short name, then sentences about it."""
    return bool(SECTION.fullmatch(line.strip())) and not find_clauses(line) and not find_bare_clause(line)


def ends_document(line: str) -> bool:
    """Whether a line says that the document has said all: 特此公告。"""
    return bool(re.fullmatch(rf"(?:{ENOUGH})[。！]?", line.strip()))


def is_date(line: str) -> bool:
    """Whether a line is a date alone."""
    return bool(DATE.fullmatch(line.strip()))


def ends_list(line: str) -> bool:
    """Whether a line is a heading, or belongs to the document's ending."""
    return is_closing(line) or (is_heading(line) and not surely_units(line.strip("（()）。；; ")))


def headings_in(lines: Sequence[Printed], known: Collection[str] = ()) -> tuple[list[str], list[Printed]]:
    """The headings among the lines between two tasks (`known` are some), and the lines that are none."""
    lines = [line for line in lines if not is_caption(line.text)]
    heads = [
        line.text.strip() in known or is_heading(line.text) or opens_section(line.text) for line in lines
    ]
    headings = [line.text.strip() for line, is_one in zip(lines, heads, strict=True) if is_one]
    left = [line for line, is_one in zip(lines, heads, strict=True) if not is_one]
    return headings, [line for line in left if not is_closing(line.text)]


def leading_heading(body: Body, lines: list[Printed], plain: bool) -> tuple[list[Printed], list[str]]:
    """The lines before the first task, and the headings right above it (`plain`: others have no number)."""
    headings: list[str] = []
    while lines and is_caption(lines[-1].text):
        lines = lines[:-1]
    while lines and (
        (is_heading(lines[-1].text) and is_sure_heading(body, lines[-1].text.strip()))
        or opens_section(lines[-1].text)
    ):
        headings.insert(0, lines[-1].text.strip())
        lines = lines[:-1]
    if plain and not headings and len(lines) > 1 and is_plain_heading(lines[-1].text.strip()):
        headings, lines = [lines[-1].text.strip()], lines[:-1]
    return lines, headings


def is_sure_heading(body: Body, line: str) -> bool:
    """Whether a line above the first task heads it: it looks like a domain, or bears a clause of its own."""
    return looks_like_domain(body, line) or bool(parent_of(line))


def is_plain_heading(line: str) -> bool:
    """Whether a line could be a heading without a number: short, and no title."""
    return len(line) <= LONGEST_PLAIN and not NUMBERED.match(line) and is_heading(line)


def looks_like_domain(body: Body, line: str) -> bool:
    """Whether a line above the first task is a domain: numbered, marked as a heading, or named like one."""
    marked = any(body.printed.text.startswith(line, start) for start in body.headings)
    return marked or bool(NUMBERED.match(line) or DOMAIN_END.search(line))


def domain_name(heading: str) -> str:
    """一、教育惠民领域（11项） → 教育惠民领域."""
    if parent := parent_of(heading):
        return parent
    heading = RANGE.sub("", heading)
    if heading.startswith("【") and heading.endswith("】"):  # 【一、教育惠民】
        heading = heading.strip("【】")
    heading = COUNT.sub("", without_stop(heading))
    masked = NAMED_NUMBER.sub(lambda match: "〇" * len(match[0]), heading)
    match = (
        HEADING.fullmatch(heading)
        or SECTION.fullmatch(heading)
        or SLOGAN.fullmatch(masked)
        or WIDE.fullmatch(masked)
    )
    if match is None:
        return COUNT.sub("", heading)
    group = "below" if match.groupdict().get("below") else "name"
    return COUNT.sub("", heading[slice(*match.span(group))].strip("【】 ")).rstrip("，,、；; ")


def is_guiding(text: str) -> bool:
    """Whether a numbered paragraph opens with the name of a guiding section: 指导思想。坚持…."""
    return bool(GUIDING.match(re.split("[。；;：:]", text, maxsplit=1)[0]))


def heading_counts(
    headings: Sequence[str], tasks: Sequence[PrintedTask], offices: Mapping[str, int]
) -> list[Finding]:
    """Headings that say how many tasks stand below them, and are wrong; `offices` are counted already."""
    findings = []
    for heading in headings:
        match = COUNT.search(heading)
        name = domain_name(heading)
        count = offices.get(heading) or sum(task.domain == name for task in tasks)
        if match and to_int(match[1]) != count and match[2] == "项":
            findings.append(
                Finding("count_mismatch", f"领域标题“{heading}”与读出的 {count} 项不符。", None, heading)
            )
    return findings


def heading_findings(headings: Sequence[str]) -> list[Finding]:
    """Headings of one style whose numbers do not count on from one."""
    findings = []
    previous: dict[str, int] = {}
    for heading in headings:
        match = NUMBER.match(heading)
        number = to_int(match[1]) if match else None
        if match is None or number is None:
            continue
        style = heading[0] if heading[0] in "（(第" else heading[match.end() - 1]
        if number not in (previous.get(style, number - 1) + 1, 1):
            message = f"领域标题“{heading}”的序号不连续，前一个是第 {previous.get(style, 0)} 个。"
            findings.append(Finding("heading_order", message, None, heading))
        previous[style] = number
    return findings
