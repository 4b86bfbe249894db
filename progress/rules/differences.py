"""What changed between two texts, word by word: for the review of a refiled report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT = "kept"
ADDED = "added"
TAKEN = "taken"
_WORDS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?%?|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Stretch:
    """A run of characters that was kept, added or taken out."""

    kind: str
    text: str


def stretches(before: str, after: str) -> tuple[Stretch, ...]:
    """The later text with what was added and what was taken out, in reading order; a figure counts as one word."""
    return tuple(_stretches(_WORDS.findall(before), _WORDS.findall(after)))


def _stretches(before: list[str], after: list[str]) -> Iterator[Stretch]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Stretch(KEPT, "".join(after[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Stretch(TAKEN, "".join(before[old_from:old_to]))
        if new_to > new_from:
            yield Stretch(ADDED, "".join(after[new_from:new_to]))
