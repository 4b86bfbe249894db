"""Last quarter's text as the start of this one's: its date and its quarter's name move on (domain.md)."""

import re
from datetime import date

from projects.rules.quarters import Quarter


def carried(text: str, *, was: Quarter, was_as_of: date, now: Quarter, now_as_of: date) -> str:
    """The text with 截至 and the quarter's name of the later quarter; other dates stay as they are."""
    day = rf"(截[至止]\s*(?:{was.year}\s*年)?\s*){was_as_of.month}\s*月\s*(?:{was_as_of.day}\s*日|底|末)"
    moved = re.sub(day, rf"\g<1>{now_as_of.month}月{now_as_of.day}日", text)
    names = {was.label: now.label, f"{was.number}季度": f"{now.number}季度"}
    return re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], moved)
