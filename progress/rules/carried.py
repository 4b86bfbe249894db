"""Last quarter's text as the start of this one's: its date and its quarter's name move on (domain.md)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from projects.rules.quarters import Quarter

JOINED = "[、和与及或至到—–－~～-]"  # what joins two quarters
BEHIND_ANOTHER = "".join(f"(?<!{before}{JOINED})" for before in ("[一二三四1-4]", "季度", "[一二三四1-4]—"))
BEHIND_ANOTHER += f"(?<![一二三四1-4]{JOINED}第)(?<!季度{JOINED}第)(?<!前)"
BEFORE_ANOTHER = f"(?!{JOINED}+第?[一二三四1-4]季度)"


@dataclass(frozen=True)
class EarlierText:
    """进展情况 as it was said of an earlier quarter, and the day that it was said as of."""

    when: Quarter
    as_of: date
    text: str


def carried(text: str, *, was: Quarter, was_as_of: date, now: Quarter, now_as_of: date) -> str:
    """The text with 截至 and the quarter's name of the later quarter; other dates stay as they are.

    So does a name within a span: 一、二季度, 一季度至二季度 and 前三季度 are over, whatever the quarter.
    """
    day = rf"(截[至止]\s*(?:{was.year}\s*年)?\s*){was_as_of.month}\s*月\s*(?:{was_as_of.day}\s*日|底|末)"
    moved = re.sub(day, rf"\g<1>{now_as_of.month}月{now_as_of.day}日", text)
    if now.planned == was.planned:
        return moved  # 年底核定 speaks of the fourth quarter still
    names = {was.label: now.label, f"{was.number}季度": f"{now.number}季度"}
    name = f"{BEHIND_ANOTHER}(?:{'|'.join(map(re.escape, names))}){BEFORE_ANOTHER}"
    return re.sub(name, lambda match: names[match[0]], moved)


def carried_from(
    text: str, earlier: Iterable[EarlierText], *, now: Quarter, now_as_of: date
) -> Quarter | None:
    """沿用上季: of which earlier quarter this is the text, as it was or as copying moves it on; None of none.

    Spaces and line breaks make no new text.
    """
    typed = _bare(text)
    for before in earlier:
        moved = carried(before.text, was=before.when, was_as_of=before.as_of, now=now, now_as_of=now_as_of)
        if typed and typed in (_bare(before.text), _bare(moved)):
            return before.when
    return None


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
