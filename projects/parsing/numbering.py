"""Whether the printed numbers of tasks and headings count on."""

import re
from collections import Counter
from collections.abc import Sequence

from projects.parsing.numerals import to_int
from projects.parsing.parsed import Finding

HEADING_NUMBER = re.compile(r"[（(第]?([一二三四五六七八九十]{1,3})[)）、.．章节部分类篇]")


def number_findings(numbers: Sequence[int]) -> list[Finding]:
    """Numbers that stand twice, that are missing, that go back."""
    twice = [(number, count) for number, count in Counter(numbers).items() if count > 1]
    findings = [Finding("number_twice", f"第 {number} 项的序号出现 {count} 次。", number, str(number)) for number, count in twice]
    if numbers:
        findings.extend(missing(numbers))
    previous = 0
    for number in numbers:
        if number < previous and Counter(numbers)[number] == 1:
            findings.append(Finding("number_order", f"第 {number} 项排在第 {previous} 项之后，次序颠倒。", number, str(number)))
        previous = number
    return findings


def missing(numbers: Sequence[int]) -> list[Finding]:
    """The gaps between 1 and the last number, each gap once."""
    present = sorted(set(numbers) | {0})
    gaps = [(before + 1, after - 1) for before, after in zip(present, present[1:], strict=False) if after > before + 1]
    return [Finding("number_missing", f"序号中缺少{span(first, last)}。", None, str(first)) for first, last in gaps]


def span(first: int, last: int) -> str:
    """第 3 项, or 第 3 至 5 项."""
    return f"第 {first} 项" if first == last else f"第 {first} 至 {last} 项"


def heading_findings(headings: Sequence[str]) -> list[Finding]:
    """Headings whose numbers do not count on from one."""
    findings = []
    previous = 0
    for heading in headings:
        match = HEADING_NUMBER.match(heading)
        number = to_int(match[1]) if match else None
        if number and number != previous + 1:
            findings.append(Finding("heading_order", f"领域标题“{heading}”的序号不连续，前一个是第 {previous} 个。", None, heading))
        previous = number or previous
    return findings
