"""What the people of one unit were told at one stroke, in one line of a page."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from projects.models.letters import Letter, LetterOccasion
from projects.rules.calendar import day_words


@dataclass(frozen=True)
class MessageLine:
    """Messages that differ by the person and the mail alone, and what became of what they named."""

    reminders: tuple[Letter, ...]
    named: tuple[Any, ...]
    act: str = "催报"  # what the hand did that sent it

    @property
    def reminder(self) -> Letter:
        """One of them, for all."""
        return self.reminders[0]

    @property
    def occasion(self) -> str:
        """Why it went out: by whose hand, or the occasions."""
        if self.reminder.sent_by:
            return f"{self.reminder.sent_by}{self.act}"
        return "、".join(
            f"{each.get_kind_display()}（期限{day_words(each.day)}）"
            for each in self.reminder.occasions.all()
        )


def message_lines(
    rows: Iterable[Letter],
    *,
    keys: Callable[[Letter], Sequence[Hashable]],
    named: Callable[[Letter], Iterable[Any]],
    occasions: Callable[[Letter], Iterable[LetterOccasion]] = lambda row: row.occasions.all(),
    act: str = "催报",
) -> list[MessageLine]:
    """The messages in their order; `keys` is what one names, `told` what became of it.

    `occasions` are those on which one went out by itself.
    """

    def stroke(row: Letter) -> tuple:
        """What the messages of one line have in common."""
        itself = [(each.kind, each.day) for each in occasions(row)]
        return (row.sent_at, row.unit_id, row.sent_by_id, row.word, itself, keys(row))

    together = [tuple(found) for _, found in groupby(rows, key=stroke)]
    return [MessageLine(found, tuple(named(found[0])), act) for found in together]
