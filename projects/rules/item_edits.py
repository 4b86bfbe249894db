"""A milestone's items put in another shape: merged with the one before, split, taken away."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

KEEP = "keep"
MERGE = "merge"
SPLIT = "split"
REMOVE = "remove"
TREATMENTS = {KEEP: "保留", MERGE: "并入上一条", SPLIT: "按句拆分", REMOVE: "删除"}
_SENTENCES = re.compile(r"[^。；;]+[。；;]?[”’）)]*")


@dataclass(frozen=True)
class ItemEdit:
    """One item and what should become of it; `sub_project` is the number of its sub-project."""

    text: str
    label: str = ""
    sub_project: int | None = None
    is_soft: bool = False
    treatment: str = KEEP


def arrange(rows: Iterable[ItemEdit]) -> list[ItemEdit]:
    """The rows after their treatment; a line break splits a text, a first row has nothing to merge with."""
    arranged: list[ItemEdit] = []
    for row in rows:
        if row.treatment == REMOVE:
            continue
        if row.treatment == MERGE and arranged:
            arranged[-1] = replace(
                arranged[-1],
                text=arranged[-1].text + _joined(row.text),
                is_soft=arranged[-1].is_soft and row.is_soft,
            )
        else:
            arranged.extend(_parts(row))
    return arranged


def _parts(row: ItemEdit) -> list[ItemEdit]:
    """The lines of a row, or its sentences; the label stays with the first."""
    lines = [line.strip() for line in row.text.splitlines() if line.strip()]
    texts = (
        [part.strip() for line in lines for part in _SENTENCES.findall(line)]
        if row.treatment == SPLIT
        else lines
    )
    return [
        replace(row, text=text, label=row.label if place == 0 else "", treatment=KEEP)
        for place, text in enumerate(filter(None, texts))
    ]


def _joined(text: str) -> str:
    return "".join(line.strip() for line in text.splitlines())
