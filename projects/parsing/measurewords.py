"""A thing counted by one measure word in the task, by another in its schedule: 40家 and 40个 职工书屋."""

import re
from collections.abc import Iterator

from projects.parsing.parsed import Finding, ParsedTarget, ParsedTask
from projects.parsing.vocabulary import any_of, places_of

MEASURES = "个家所座条处间套台张支部辆只块棵"
UNITS = (*MEASURES, "户", "亩", "公顷")
NAME = re.compile(r"[\u4e00-\u9fff]{4}$")  # the end of what is counted
MEASURED = re.compile(rf"(?P<number>\d[\d.]*万?)(?P<measure>{any_of(UNITS)})(?=[，。；、]|$)")
COUNTED = re.compile(rf"(?<![\d.])(?P<number>[\d.]+)(?P<measure>[{MEASURES}])")
NEAR = 14  # characters around a number that say what it counts
SHARED = 3  # characters in common make it the same thing
HAN = re.compile(r"[\u4e00-\u9fff]+")


def measure_findings(task: ParsedTask) -> list[Finding]:
    """The things of a task's targets that its cells count with another measure word, each once."""
    findings = []
    for target in task.targets:
        found = [*renamed(task, target), *differing(task, target)]
        for quarter, quote in found[:1]:  # once is enough
            message = f"任务以“{target.unit}”计（{target.quote}），此处写作“{quote}”。"
            findings.append(Finding("measure_differs", message, task.number, quote, quarter))
    return findings


def renamed(task: ParsedTask, target: ParsedTarget) -> Iterator[tuple[int, str]]:
    """Quarter and quote of the target's own thing with another measure: 家庭农场60个 of 家庭农场80家."""
    name = NAME.search(target.label)
    if target.unit not in UNITS or name is None:
        return
    for quarter, cell in enumerate(task.quarters or (), 1):
        for place in places_of(name[0], cell):
            match = MEASURED.match(cell, place + len(name[0]))
            if match and match["measure"] != target.unit:
                yield quarter, match["number"] + match["measure"]


def differing(task: ParsedTask, target: ParsedTarget) -> Iterator[tuple[int, str]]:
    """Quarter and quote of the target's number with another measure word, beside words of its label."""
    if target.unit not in tuple(MEASURES) or target.quantity == "1":
        return
    for quarter, cell in enumerate(task.quarters or (), 1):
        for match in COUNTED.finditer(cell):
            if match["number"] != target.quantity:
                continue
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
