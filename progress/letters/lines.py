"""What the people of one unit were told at one stroke, in one line of a page."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from projects.models.letters import Letter
from projects.rules.calendar import short_day


@dataclass(frozen=True)
class MessageLine:
    """Messages that differ by the person and the mail alone, and what became of what they named."""

    reminders: tuple[Letter, ...]
    named: tuple[Any, ...]

    @property
    def reminder(self) -> Letter:
        """One of them, for all."""
        return self.reminders[0]

    @property
    def occasion(self) -> str:
        """Why it went out: by whose hand, or the occasions."""
        if self.reminder.sent_by:
            return f"{self.reminder.sent_by}催报"
        return "、".join(
            f"{each.get_kind_display()}（期限{short_day(each.day)}）"
            for each in self.reminder.occasions.all()
        )


def message_lines(
    rows: Iterable[Letter],
    *,
    keys: Callable[[Letter], Sequence[Hashable]],
    told: Callable[[Letter], Iterable[Any]],
) -> list[MessageLine]:
    """The messages in their order; `keys` is what one names, `told` what became of it."""

    def stroke(row: Letter) -> tuple:
        """What the messages of one line have in common."""
        occasions = [(each.kind, each.day) for each in row.occasions.all()]
        return (row.sent_at, row.unit_id, row.sent_by_id, row.word, occasions, keys(row))

    together = [tuple(found) for _, found in groupby(rows, key=stroke)]
    return [MessageLine(found, tuple(told(found[0]))) for found in together]
