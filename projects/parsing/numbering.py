"""Whether the printed numbers of tasks and headings count on."""

from collections import Counter
from collections.abc import Sequence

from projects.parsing.parsed import Finding


def number_findings(numbers: Sequence[int]) -> list[Finding]:
    """Numbers that stand twice, that are missing, that go back."""
    counts = Counter(numbers)
    twice = [(number, count) for number, count in counts.items() if count > 1]
    if restarts := restarted(numbers):
        return [
            Finding(
                "number_restarts",
                f"序号在各领域内重新编起（共 {restarts} 次从 1 开始），同一序号对应几项任务。",
            )
        ]
    findings = [
        Finding("number_twice", f"第 {number} 项的序号出现 {count} 次。", number, str(number))
        for number, count in twice
    ]
    if numbers:
        findings.extend(missing(numbers))
    previous = 0
    for number in numbers:
        if number < previous and counts[number] == 1:
            findings.append(
                Finding(
                    "number_order", f"第 {number} 项排在第 {previous} 项之后，次序颠倒。", number, str(number)
                )
            )
        previous = number
    return findings


def missing(numbers: Sequence[int]) -> list[Finding]:
    """The gaps between 1 and the last number, each gap once."""
    present = sorted(set(numbers) | {0})
    gaps = [
        (before + 1, after - 1)
        for before, after in zip(present, present[1:], strict=False)
        if after > before + 1
    ]
    return [
        Finding("number_missing", f"序号中缺少{span(first, last)}。", None, str(first))
        for first, last in gaps
    ]


def span(first: int, last: int) -> str:
    """第 3 项, or 第 3 至 5 项."""
    return f"第 {first} 项" if first == last else f"第 {first} 至 {last} 项"


def restarted(numbers: Sequence[int]) -> int:
    """How often a list starts from 1 again, where it counts on everywhere else; 0 where it is one list."""
    starts = [place for place, number in enumerate(numbers) if number == 1]
    steady = all(after in (before + 1, 1) for before, after in zip(numbers, numbers[1:], strict=False))
    anew = any(numbers[place - 1] > 1 for place in starts[1:])  # 1 1 2 is a number said twice
    return len(starts) if anew and steady and starts[0] == 0 else 0
