"""What changed between two texts, word by word: for the review of a refiled report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT = "kept"
ADDED = "added"
TAKEN = "taken"
LONG = 2_000  # characters
_WORDS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?%?|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。；\n]{0,400}[。；\n]|[^。；\n]{1,400}")


@dataclass(frozen=True)
class Passage:
    """A run of characters that was kept, added or taken out."""

    kind: str
    text: str


def passages(before: str, after: str) -> tuple[Passage, ...]:
    """The later text with what was added and taken out, in reading order; a figure counts as one word.

    Comparing takes as long as one text times the other: long ones are compared sentence by sentence.
    """
    cut = _WORDS if max(len(before), len(after)) <= LONG else _SENTENCES
    return tuple(_passages(cut.findall(before), cut.findall(after)))


def _passages(before: list[str], after: list[str]) -> Iterator[Passage]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Passage(KEPT, "".join(after[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Passage(TAKEN, "".join(before[old_from:old_to]))
        if new_to > new_from:
            yield Passage(ADDED, "".join(after[new_from:new_to]))
