"""What one cell of a task writes otherwise than the task and its other cells: 街角公园 for 口袋公园."""

import re
from collections.abc import Iterator, Sequence

from projects.parsing.parsed import Finding, ParsedTask
from projects.parsing.verbs import CHAINED_VERB, leading_verb

COUNTED = re.compile(r"(?P<words>[一-鿿]{3,24})(?P<number>\d[\d.,]*[万亿]?余?)(?P<unit>[一-鿿])")
NAMED = re.compile(r"(?:^|[。；;]|\d[.、．])(?P<name>[一-鿿]{3,16})[:：]")
SHORTEST = 3  # characters of a thing or name
FEWEST = 2  # other places that write it in one way
MOST_CHANGED = 2  # characters


def majority_findings(task: ParsedTask, said: Sequence[Finding]) -> Iterator[Finding]:
    """The things and names that a single cell writes otherwise than everywhere else, but those `said`."""
    if task.quarters is None:
        return
    for forms in (counted_things, named_parts):
        places = [forms(text) for text in (*task.quarters, task.text)]
        for quarter, own in enumerate(places[:-1], 1):
            others = [each for place, each in enumerate(places, 1) if place != quarter]
            for form in sorted(own):
                usual = usual_form(form, own, others)
                if usual and not any(
                    finding.quarter == quarter and (form in finding.quote or finding.quote in form)
                    for finding in said
                ):
                    message = f"“{form}”疑为“{usual}”，本项其他地方都这样写。"
                    yield Finding("label_drift", message, task.number, form, quarter)


def counted_things(text: str) -> set[str]:
    """The things that the numbers of a text count, without their verbs: 口袋公园 of 建成口袋公园6个."""
    things = set()
    for match in COUNTED.finditer(text):
        thing = match["words"].removeprefix(leading_verb(match["words"]))
        ended = thing[-2:] if CHAINED_VERB.fullmatch(thing[-2:]) else ""  # 消防救援站开工2座
        if len(thing) - len(ended) >= SHORTEST:
            things.add(thing.removesuffix(ended))
    return things


def named_parts(text: str) -> set[str]:
    """The names before colons: 1.人民路改造工程：…."""
    return {match["name"] for match in NAMED.finditer(text)}


def usual_form(form: str, own: set[str], others: list[set[str]]) -> str:
    """How the others that write nearly the same write it, and this cell does not; "" where it is right."""
    if any(form in each for each in others):
        return ""
    near = {other for each in others for other in each if other not in own and is_near(form, other)}
    usual = [other for other in near if sum(other in each for each in others) >= FEWEST]
    return usual[0] if len(near) == 1 and usual else ""


def is_near(one: str, other: str) -> bool:
    """Whether two names differ in one place alone, and share at least half of their characters."""
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    tail = next((at for at in range(shorter - head) if one[-1 - at] != other[-1 - at]), shorter - head)
    changed = max(len(one), len(other)) - head - tail
    if not head and tail == shorter or both_end_with_verbs(one, other):
        return False  # 确保道路改造; 道路开工, 道路完工
    return changed <= MOST_CHANGED and head + tail >= max(2, shorter / 2)


def both_end_with_verbs(one: str, other: str) -> bool:
    """Whether two names end with what is done, and not with the same: 道路开工, 道路完工."""
    return one[-2:] != other[-2:] and all(CHAINED_VERB.fullmatch(each[-2:]) for each in (one, other))
