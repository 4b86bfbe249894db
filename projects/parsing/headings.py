"""The headings of domains between the tasks, and the lines that end a document."""

import re
from collections.abc import Sequence

from projects.parsing.clauses import find_clauses
from projects.parsing.layout import Body
from projects.parsing.numerals import to_int
from projects.parsing.parsed import Finding
from projects.parsing.printed import Printed
from projects.parsing.printed_list import PrintedTask
from projects.parsing.unit_names import surely_units

HAN = "一二三四五六七八九十"
HEADING = re.compile(
    rf"(?:第[{HAN}]+(?:部分|[章节部分类篇件])[、.．:：]?|[{HAN}]+[、.．]|[（(][{HAN}]+[)）][、.．]?|[㈠-㈩㊀-㊉][、.．]?|[0-9]{{1,2}}[、.．]|[◆●■★▲]+|[—－]{{1,2}})?\s?"
    r"(?P<name>[^。；;：:！？，,]{2,30})[：:]?"
)
NUMBERED = re.compile(
    rf"(?:第[{HAN}]+(?:部分|[章节部分类篇件])|[{HAN}]+[、.．]|[（(][{HAN}]+[)）]|[㈠-㈩㊀-㊉]|[◆●■★▲]|[—－]{{1,2}})"
)
PARENT = re.compile(
    rf"{NUMBERED.pattern}|\d{{1,2}}[.．、](?!\d)"
)  # what may stand before a line above measures
# 二、聚焦稳岗扩就业，提升就业质量, perhaps with sentences behind; no number, which a task would have
WIDE = re.compile(rf"[{HAN}]{{1,3}}、\s?(?P<name>[^。；;：:\d（(]{{4,36}})(?:。.*)?")
GUIDING = re.compile(
    r"^(?:总体要求|总体目标|指导思想|基本原则|工作目标|工作要求|保障措施|组织保障|组织领导)$"
)
LONGEST_PLAIN = 16
CAPTION = re.compile(r"(?:具体|主要|重点)?(?:措施|举措|内容|任务)[:：]")
NUMBER = re.compile(rf"[（(第]?([{HAN}]{{1,3}})[)）、.．章节部分类篇件]")
DOMAIN_END = re.compile(
    r"(?:领域|方面|类|篇|工程|行动|事业|保障|服务|建设|民生|板块)(?:[（(][^）)]{1,12}[)）])?$"
)
COUNT = re.compile(r"[（(](?:共|计|合计)?([0-9一二三四五六七八九十百]{1,4})([项件个条])(?:任务)?[)）]$")
NOT_DOMAIN = re.compile(r"通知|方案|关于|文件|公开|附件|人民政府$|办公室$|\d{4}年|(?:表|清单|实事|台账)$")
CLOSING = re.compile(
    r"(?:扫一扫|打印本页|关闭(?:本页|窗口)|上一[篇条]|下一[篇条]|分享到|浏览次数|信息来源|责任编辑|抄送|抄报|主送|主题词|附件|附[:：]|附注|[（(]?此件|联系人|联系电话|印发|共印|分送|报[:：]|送[:：]|备注|[（(]?注[:：]|说明[:：]"
    r"|[^，。]{2,20}(?:人民政府|办公室|委员会|指挥部)(?:\d{4}年.*)?$|\d{4}年\d+月\d+日|二[〇零○]..年)"
)


def is_heading(line: str) -> bool:
    """Whether a line between two tasks is a domain's heading."""
    bare = line.strip()
    is_one = HEADING.fullmatch(bare) or WIDE.fullmatch(bare) or parent_of(bare)
    return bool(is_one) and not NOT_DOMAIN.search(line) and not CLOSING.match(line)


def parent_of(line: str) -> str:
    """The name of a numbered line that bears a clause of its own, above measures."""
    places = find_clauses(line) if PARENT.match(line) else ()
    if not places or places[-1].end < len(line.rstrip("。；; ")):
        return ""
    return PARENT.sub("", line[: places[0].start], count=1).strip("、.． 。；")


def is_caption(line: str) -> bool:
    """Whether a line only says that measures follow: 具体措施："""
    return bool(CAPTION.fullmatch(line.strip()))


def is_closing(line: str) -> bool:
    """Whether a line belongs to a document's usual ending: copies, annexes, signature, date."""
    return bool(CLOSING.match(line))


def ends_list(line: str) -> bool:
    """Whether a line is a heading, or belongs to the document's ending."""
    return is_closing(line) or (is_heading(line) and not surely_units(line))


def headings_in(lines: Sequence[Printed]) -> tuple[list[str], list[Printed]]:
    """The headings among the lines between two tasks, and the lines that are none."""
    lines = [line for line in lines if not is_caption(line.text)]
    headings = [line.text.strip() for line in lines if is_heading(line.text)]
    return headings, [line for line in lines if not is_heading(line.text) and not is_closing(line.text)]


def leading_heading(body: Body, lines: list[Printed], plain: bool) -> tuple[list[Printed], list[str]]:
    """The lines before the first task, and the headings right above it (`plain`: others have no number)."""
    headings: list[str] = []
    while lines and is_caption(lines[-1].text):
        lines = lines[:-1]
    while lines and is_heading(lines[-1].text) and looks_like_domain(body, lines[-1].text.strip()):
        headings.insert(0, lines[-1].text.strip())
        lines = lines[:-1]
    if plain and not headings and len(lines) > 1 and is_plain_heading(lines[-1].text.strip()):
        headings, lines = [lines[-1].text.strip()], lines[:-1]
    return lines, headings


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
    match = HEADING.fullmatch(heading) or WIDE.fullmatch(heading)
    return COUNT.sub("", match["name"].strip("【】 ") if match else heading)


def heading_counts(headings: Sequence[str], tasks: Sequence[PrintedTask]) -> list[Finding]:
    """Headings that say how many tasks stand below them, and are wrong."""
    findings = []
    for heading in headings:
        match = COUNT.search(heading)
        name = domain_name(heading)
        count = sum(task.domain == name for task in tasks)
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
