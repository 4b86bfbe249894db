"""Last quarter's text as the start of this one's: its date and its quarter's name move on (domain.md)."""

import re
from datetime import date

from projects.rules.quarters import Quarter

JOINED = "[、和与及或至到—–－~～-]"  # what joins two quarters
BEHIND_ANOTHER = "".join(f"(?<!{before}{JOINED})" for before in ("[一二三四1-4]", "季度", "[一二三四1-4]—"))
BEHIND_ANOTHER += f"(?<![一二三四1-4]{JOINED}第)(?<!季度{JOINED}第)(?<!前)"
BEFORE_ANOTHER = f"(?!{JOINED}+第?[一二三四1-4]季度)"


def carried(text: str, *, was: Quarter, was_as_of: date, now: Quarter, now_as_of: date) -> str:
    """The text with 截至 and the quarter's name of the later quarter; other dates stay as they are.

    So does a name within a span: 一、二季度, 一季度至二季度 and 前三季度 are over, whatever the quarter.
    """
    day = rf"(截[至止]\s*(?:{was.year}\s*年)?\s*){was_as_of.month}\s*月\s*(?:{was_as_of.day}\s*日|底|末)"
    moved = re.sub(day, rf"\g<1>{now_as_of.month}月{now_as_of.day}日", text)
    names = {was.label: now.label, f"{was.number}季度": f"{now.number}季度"}
    name = f"{BEHIND_ANOTHER}(?:{'|'.join(map(re.escape, names))}){BEFORE_ANOTHER}"
    return re.sub(name, lambda match: names[match[0]], moved)
