"""A bulletin's text as the officer handles it: paragraphs by key, what was edited laid over what the figures say now.

An edit remembers the paragraph as it was generated then. Where the figures now say otherwise it is stale: the officer's words stand,
with the new wording beside. Edits and paragraphs are plain: `asdict` makes JSON of them, `Edit(**kept)` brings them back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

SECTION, PART, POINT = 1, 2, 3  # 一、 （一） 1.
BODY = 0


@dataclass(frozen=True)
class Paragraph:
    """One paragraph under a key that stays the same whatever the figures; its number is given when it is printed.

    A section's heading stands alone; the head of a part or a point runs into its text.
    """

    key: str
    text: str = ""
    head: str = ""
    level: int = BODY

    @property
    def run_in(self) -> str:
        """The head as it runs into the text: 第7项： of a point, 未报。 of a part; a heading that stands alone as it is."""
        if not self.head or not self.text:
            return self.head
        return self.head + ("：" if self.level == POINT else "。")


@dataclass(frozen=True)
class Edit:
    """What the officer did with one paragraph: other words (None: none), dropped; `generated` is what it said by itself then."""

    key: str
    text: str | None = None
    generated: str = ""
    head: str = ""
    level: int = BODY
    is_dropped: bool = False


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


def merge(generated: Sequence[Paragraph], edits: Iterable[Edit] = (), order: Sequence[str] = ()) -> tuple[Merged, ...]:
    """The draft: generated paragraphs under the officer's edits, in the officer's order where one was given.

    A paragraph that the order does not know yet stands behind the one that it follows by itself; an edited one that the figures no
    longer bring stays, stale. To restore a paragraph is to leave its edit out.
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
    return tuple(each for each, following in zip(paragraphs, [*paragraphs[1:], None], strict=True) if not _is_bare(each, following))


def numbered(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """Each paragraph with its number: 一、 （一） 1. counted anew under every higher heading.

    "" for plain text, and for a part or a point that is the only one under its heading.
    """
    places = list(_places(paragraphs))
    siblings = Counter((place[: each.level - 1], each.level) for place, each in places if each.level != BODY)
    for place, each in places:
        is_alone = each.level in (PART, POINT) and siblings[place[: each.level - 1], each.level] == 1
        yield "" if each.level == BODY or is_alone else _number(each.level, place[-1]), each


def _places(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[tuple[int, ...], Paragraph]]:
    """Each paragraph with its count on every level down to its own."""
    counts = {SECTION: 0, PART: 0, POINT: 0}
    for each in paragraphs:
        if each.level != BODY:
            counts = {level: count + 1 if level == each.level else count * (level < each.level) for level, count in counts.items()}
        yield tuple(counts[level] for level in range(SECTION, each.level + 1)), each


def chinese(number: int) -> str:
    """一, 十, 十二, 二十: numbers of headings; from 100 on in digits."""
    if number > 99:
        return str(number)
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return leading + (digits[ones] if ones or not tens else "")


def _merged(now: Paragraph | None, edit: Edit | None) -> Merged:
    if edit is None:
        return Merged(now, now.text)
    base = now or Paragraph(edit.key, head=edit.head, level=edit.level)
    is_edited = edit.text is not None
    says = now.text if now else ""
    shown = replace(base, text=edit.text) if is_edited else base
    return Merged(shown, now.text if now else None, is_edited, is_edited and says != edit.generated and says != edit.text, edit.is_dropped)


def _ordered(keys: Sequence[str], order: Sequence[str]) -> list[str]:
    """The keys in the given order; one that it does not name behind its neighbour before."""
    ordered = [key for key in order if key in keys]
    for place, key in enumerate(keys):
        if key not in ordered:
            ordered.insert(ordered.index(keys[place - 1]) + 1 if place else 0, key)
    return ordered


def _is_bare(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """A heading alone: nothing follows, or another of its level or above."""
    if paragraph.level == BODY or paragraph.text:
        return False
    return following is None or (following.level != BODY and following.level <= paragraph.level)


def _number(level: int, count: int) -> str:
    if level == POINT:
        return f"{count}."
    return {SECTION: f"{chinese(count)}、", PART: f"（{chinese(count)}）"}.get(level, "")
