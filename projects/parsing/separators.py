"""How a document parts departments from counties (市财政局，各县区): another than usual is a slip."""

import re
from collections import Counter
from collections.abc import Sequence

from projects.parsing.parsed import Finding, ParsedTask

PARTNERS = re.compile(r"(?:共同责任|配合|协办|责任)(?:单位|部门)[:：](?P<names>[^:：]*)$")
BORDER = re.compile(
    r"(?P<before>[^、，,；;）)]+(?:局|委|办|会|院|部|联|协))(?P<mark>[、，,])"
    r"(?P<after>各[^、，,；;）)]+|[^、，,；;）)局委办]{1,12}(?:县|区|板块|集团|公司))(?=[、，,；;）)]|$)"
)
ENOUGH = 10
RARE = 0.1


def separator_findings(tasks: Sequence[ParsedTask]) -> list[Finding]:
    """The borders between departments and others that are marked otherwise than nearly all."""
    borders = [
        (task.number, match)
        for task in tasks
        if (names := PARTNERS.search(task.clause))
        for match in BORDER.finditer(names["names"])
    ]
    marks = Counter(mark_of(match) for _, match in borders)
    usual, count = marks.most_common(1)[0] if marks else ("", 0)
    if count < ENOUGH or len(borders) - count > RARE * len(borders):
        return []
    odd = [(number, match) for number, match in borders if mark_of(match) != usual]
    return [
        Finding(
            "clause_separator",
            f"“{match[0]}”之间用“{match['mark']}”，全文此处均用“{usual}”。",
            number,
            match[0],
        )
        for number, match in odd
    ]


def mark_of(border: re.Match[str]) -> str:
    """The mark at a border, in full width."""
    return border["mark"].replace(",", "，")
