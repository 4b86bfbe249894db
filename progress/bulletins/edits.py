"""A bulletin's text as the officer handles it: paragraphs by key, edits laid over what the figures say now.

An edit remembers the paragraph as it was generated then. Where the figures now say otherwise it is stale: the
officer's words stand, with the new wording beside. Edits and paragraphs are plain: `asdict` makes JSON of
them, `Edit(**kept)` brings them back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from projects.paper.paragraphs import BODY, Paragraph

REWRITE, KEEP, DROP, RESTORE, UP, DOWN, ADD = "rewrite", "keep", "drop", "restore", "up", "down", "add"
DROP_WHOLE, DROP_HEADING = "drop_whole", "drop_heading"  # of a heading: with what stands under it, or not
ACTS = {
    REWRITE: "保存",
    KEEP: "确认保留",
    DROP: "删除",
    DROP_WHOLE: "连同其下各段删除",
    DROP_HEADING: "只删标题",
    RESTORE: "恢复原文",
    UP: "上移",
    DOWN: "下移",
    ADD: "增加一段",
}
NAME_LENGTH = 16  # characters of a paragraph by which a sentence names it


@dataclass(frozen=True)
class Edit:
    """What the officer did with one paragraph: other words or none, dropped; `generated` is what it said."""

    key: str
    text: str | None = None
    generated: str = ""
    head: str = ""
    level: int = BODY
    is_dropped: bool = False
    dropped_with: str | None = None  # the key that was dropped: its own or a heading's; None in older drafts


@dataclass(frozen=True)
class Merged:
    """One paragraph of the draft: as it will print, and what the figures say by themselves."""

    paragraph: Paragraph
    generated: str | None  # None: no longer said, or the officer's own paragraph
    is_edited: bool = False
    is_stale: bool = False
    is_dropped: bool = False

    @property
    def key(self) -> str:
        return self.paragraph.key

    @property
    def disagrees(self) -> bool:
        """Whether it would print words of the officer's that no longer agree with the figures."""
        return self.is_stale and not self.is_dropped

    @property
    def name(self) -> str:
        """What the paragraph is called in a sentence: its head, else how it begins."""
        named = self.paragraph.head or self.paragraph.text
        return named if len(named) <= NAME_LENGTH else f"{named[:NAME_LENGTH]}…"


def with_edits(
    generated: Sequence[Paragraph], edits: Iterable[Edit] = (), order: Sequence[str] = ()
) -> tuple[Merged, ...]:
    """The draft: generated paragraphs under the officer's edits, in the officer's order where one was given.

    A paragraph that the order does not know yet stands behind the one that it follows by itself; an edited
    one that the figures no longer bring stays, stale. To restore a paragraph is to leave its edit out.
    """
    known = {each.key: each for each in edits}
    now = {each.key: each for each in generated}
    kept = [each.key for each in known.values() if each.key not in now and each.text is not None]
    return tuple(_merged(now.get(key), known.get(key)) for key in _ordered([*now, *kept], order))


def printed(merged: Iterable[Merged]) -> tuple[Paragraph, ...]:
    """What goes to print: all but the dropped, and no heading without anything under it."""
    return without_bare_headings([each.paragraph for each in merged if not each.is_dropped])


def without_bare_headings(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs without a heading under which nothing stands."""
    return tuple(
        each for each, following in zip_longest(paragraphs, paragraphs[1:]) if not _is_bare(each, following)
    )


def is_heading(paragraph: Paragraph) -> bool:
    """Whether it stands alone above others."""
    return paragraph.level != BODY and not paragraph.text


def below(merged: Sequence[Merged], heading: Merged) -> tuple[Merged, ...]:
    """What stands under a heading, up to the next of its level or above."""
    if not is_heading(heading.paragraph):
        return ()
    found = []
    for each in merged[merged.index(heading) + 1 :]:
        if each.paragraph.level != BODY and each.paragraph.level <= heading.paragraph.level:
            break
        found.append(each)
    return tuple(found)


def _merged(now: Paragraph | None, edit: Edit | None) -> Merged:
    if edit is None:
        return Merged(now, now.text)
    base = now or Paragraph(edit.key, head=edit.head, level=edit.level)
    is_edited = edit.text is not None
    says = now.text if now else ""
    shown = replace(base, text=edit.text) if is_edited else base
    return Merged(
        shown,
        now.text if now else None,
        is_edited,
        is_edited and says != edit.generated and says != edit.text,
        edit.is_dropped,
    )


def _ordered(keys: Sequence[str], order: Sequence[str]) -> list[str]:
    """The keys in the given order; one that it does not name behind its neighbour before."""
    ordered = [key for key in order if key in keys]
    for place, key in enumerate(keys):
        if key not in ordered:
            ordered.insert(ordered.index(keys[place - 1]) + 1 if place else 0, key)
    return ordered


def _is_bare(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """A heading alone: nothing follows, or another of its level or above."""
    if not is_heading(paragraph):
        return False
    return following is None or (following.level != BODY and following.level <= paragraph.level)
