"""What is doubtful about a list as a whole and its clauses: nobody named, text that belongs to no task."""

import re
from collections.abc import Sequence
from itertools import groupby

from projects.parsing.clauses import SURE_LABEL, bears_clause
from projects.parsing.findings import Doubt
from projects.parsing.headings import BESIDE, GUIDING, domain_name, is_closing
from projects.parsing.printed import Printed
from projects.parsing.printed_list import PrintedTask
from projects.parsing.roles import Clause

SAYS = re.compile(r"\w")  # a bar or a dash alone says nothing


def missing_clause(text: Printed) -> Doubt:
    """A task that says of nobody that he is responsible."""
    return Doubt("missing_clause", "没有读到责任分工，牵头单位待补。", text.text[-20:])


def clause_doubts(clause: Clause, count: int, printed: str) -> list[Doubt]:
    """No lead named, nobody at all, or more clauses than one."""
    doubts = []
    if not clause.lead:
        doubts.append(Doubt("no_lead", f"责任分工中没有牵头单位：{printed}", printed))
    elif not clause.named and len(clause.lead) > 1:
        doubts.append(
            Doubt("missing_lead", f"未写明牵头单位，按{'、'.join(clause.lead)}牵头读取：{printed}", printed)
        )
    if count > 1:
        doubts.append(Doubt("several_clauses", f"一项任务有 {count} 处责任分工，已合并：{printed}", printed))
    return doubts


def label_doubts(text: str) -> list[Doubt]:
    """A label that stayed in a task's text: two tasks may have become one."""
    match = SURE_LABEL.search(text)
    if match is None:
        return []
    quote = text[match.start() : match.end() + 10]
    return [Doubt("clause_unread", f"任务文字中还有责任分工，可能是几项任务连在一起：“{quote}”。", quote)]


def unexpected(lines: Sequence[Printed]) -> list[Doubt]:
    """The lines between the last task and the document's usual ending, as one doubt.

    The sections on how the list is carried out belong to that ending.
    """
    ending = next((place for place, line in enumerate(lines) if ends_tasks(line.text.strip())), len(lines))
    text = "".join(line.text for line in lines[:ending] if SAYS.search(line.text))
    return [Doubt("leftover_text", f"清单之后还有文字未读取：“{text[:60]}”。", text[:60])] if text else []


def ends_tasks(line: str) -> bool:
    """Whether a line ends the document, or heads a section on how the list is carried out."""
    name = domain_name(line)
    is_section = (BESIDE.match(name) or GUIDING.match(name)) and not bears_clause(line)
    return bool(is_closing(line) or is_section)


def set_aside(points: Sequence[PrintedTask]) -> list[Doubt]:
    """The points of the sections on organisation, which are no tasks, as one doubt a section."""
    doubts = []
    for name, group in groupby(points, key=lambda point: point.domain):
        section = list(group)
        quote = section[0].text.text[:60]
        message = f"“{name}”部分有 {len(section)} 条写明了单位，不作为任务读取：“{quote}”等。"
        doubts.append(Doubt("leftover_text", message, quote))
    return doubts


def leftover(line: Printed) -> Doubt:
    """Text that belongs to no task."""
    return Doubt("leftover_text", f"这段文字未能归入任何任务：“{line.text[:60]}”。", line.text[:60])
