"""A thing counted by one measure word in the task, by another in its schedule: 40家 and 40个 职工书屋."""

import re
from collections.abc import Iterator
from itertools import islice

from projects.parsing.parsed import Finding, ParsedTarget, ParsedTask

MEASURES = "个家所座条处间套台张支部辆只块棵"
NEAR = 14  # characters around a number that say what it counts
SHARED = 3  # characters in common make it the same thing
HAN = re.compile(r"[\u4e00-\u9fff]+")


def measure_findings(task: ParsedTask) -> list[Finding]:
    """The numbers of a task's targets that its cells print with another measure word."""
    findings = []
    for target in task.targets:
        if target.unit in tuple(MEASURES) and target.quantity != "1":
            for quarter, quote in islice(differing(task, target), 1):  # once is enough
                message = f"任务以“{target.unit}”计（{target.quote}），此处写作“{quote}”。"
                findings.append(Finding("measure_differs", message, task.number, quote, quarter))
    return findings


def differing(task: ParsedTask, target: ParsedTarget) -> Iterator[tuple[int, str]]:
    """Quarter and quote of the target's number with another measure word, beside words of its label."""
    number = re.compile(rf"(?<![\d.]){re.escape(target.quantity)}(?P<measure>[{MEASURES}])")
    for quarter, cell in enumerate(task.quarters or (), 1):
        for match in number.finditer(cell):
            beside = (
                cell[max(0, match.start() - NEAR) : match.start()],
                cell[match.end() : match.end() + NEAR],
            )
            if match["measure"] != target.unit and any(is_alike(target.label, words) for words in beside):
                yield quarter, match[0]


def is_alike(label: str, words: str) -> bool:
    """Whether some characters in a row stand in both."""
    parts = HAN.findall(label)
    return any(
        part[start : start + SHARED] in words for part in parts for start in range(len(part) - SHARED + 1)
    )
