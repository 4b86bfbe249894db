"""Sub-projects of a task: labels that name the same part in several quarters, drifting names put together."""

import re
from dataclasses import dataclass

from projects.parsing.parsed import Finding, ParsedItem, ParsedTask

NUMBERING = re.compile(r"^[（(]?(?:\d+|[一二三四五六七八九十]+|[①-⑳])[）).、．]?$")

SHORTEST = 3  # characters of a name that leaves some out

Quarters = tuple[tuple[ParsedItem, ...], ...]


@dataclass(frozen=True)
class ParsedSubProject:
    """One stable part of a task: the name it was first printed under, and the others."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is printed under."""
        return (self.name, *self.aliases)


def sub_projects(task: ParsedTask) -> tuple[ParsedSubProject, ...]:
    """The sub-projects that the labels of a task's items name, in the order of their first appearance."""
    found: list[ParsedSubProject] = []
    for labels in _labels_by_quarter(task.items or ()):
        for position, label in enumerate(labels):
            if any(label in each.names for each in found):
                continue
            place = _drifted(label, position, labels, found)
            if place is None:
                found.append(ParsedSubProject(label))
            else:
                found[place] = ParsedSubProject(found[place].name, (*found[place].aliases, label))
    return tuple(found)


def named_by(label: str, known: tuple[ParsedSubProject, ...]) -> tuple[int, ...]:
    """Which sub-projects an item's label names; one that joins several (甲、乙、丙) names each of them."""
    parts = [label] if any(label in each.names for each in known) else re.split("[、和及]", label)
    return tuple(index for index, each in enumerate(known) if any(part in each.names for part in parts))


def drift_findings(task: ParsedTask) -> tuple[Finding, ...]:
    """A sub-project printed under several names, for a person to confirm."""
    drifting = [each for each in sub_projects(task) if each.aliases]
    return tuple(
        Finding("label_drift", _drift_sentence(each), task.number, each.aliases[0]) for each in drifting
    )


def is_name(label: str) -> bool:
    """A label that is a name, not a printed number."""
    return bool(label) and not NUMBERING.match(label)


def _drift_sentence(each: ParsedSubProject) -> str:
    others = "、".join(f"“{alias}”" for alias in each.aliases)
    return f"子项目“{each.name}”在其他季度写作{others}，按同一子项目处理。"


def _labels_by_quarter(quarters: Quarters) -> list[list[str]]:
    """The names in every quarter; a joined label gives way to its parts where others print them alone."""
    single = {item.label for items in quarters for item in items if is_name(item.label)}
    labels: list[list[str]] = []
    for items in quarters:
        labels.append([])
        for item in items:
            if is_name(item.label):
                labels[-1].extend(_parts(item.label, single))
    return labels


def _parts(label: str, single: set[str]) -> list[str]:
    parts = re.split("[、和及]", label)
    return parts if len(parts) > 1 and all(part in single for part in parts) else [label]


def _drifted(label: str, position: int, labels: list[str], found: list[ParsedSubProject]) -> int | None:
    """The sub-project that this quarter prints under another name: one name is short for the other."""
    absent = [index for index, each in enumerate(found) if not any(name in labels for name in each.names)]
    alike = [index for index in absent if any(is_short_for(label, name) for name in found[index].names)]
    if position in alike:
        return position
    return alike[0] if len(alike) == 1 else None


def is_short_for(one: str, other: str) -> bool:
    """Whether one name stands in the other, or is its characters in their order: 县一中, 县第一中学."""
    short, long = sorted((one, other), key=len)
    if short in long:
        return True
    rest = iter(long)
    return len(short) >= SHORTEST and short[:1] == long[:1] and all(character in rest for character in short)
