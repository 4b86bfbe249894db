"""What came back and is sent again: whether it says anything new (domain.md, A report's life)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from projects.rules.filing import HANDED_IN

Kept = TypeVar("Kept")

SAME = "与退回前相同，没有改动"
NOTHING = (None, "", [], {}, ())


@dataclass(frozen=True)
class CameBack:
    """What a paper said when it was returned, by its parts; `named` are to be mended, with a word each."""

    said: Mapping[str, object]
    named: Mapping[str, str] = field(default_factory=dict)


def compared_with(kept: Sequence[Kept], state: str) -> Kept | None:
    """The round (not recalled, the latest last) that came before what the paper says now; None on a first.

    Of what is handed in the last round is what it says now.
    """
    before = kept[:-1] if state in HANDED_IN else kept
    return before[-1] if before else None


def same_words(now: Mapping[str, object], back: CameBack | None) -> str:
    """That all of it, or what was to be mended, is as it was when it came back; "" where it is not."""
    if back is None:
        return ""
    after, before = _filled(now), _filled(back.said)
    if after == before:
        return SAME
    left = [word for key, word in back.named.items() if after.get(key) == before.get(key)]
    return f"要求修改的{'、'.join(f'“{word}”' for word in left)}没有改动" if left else ""


def _filled(said: Mapping[str, object]) -> dict[str, object]:
    """Without what is empty: older rounds do not name what they had nothing of."""
    return {key: each for key, each in said.items() if each not in NOTHING}
