"""催报 by hand: one message to each person of each unit, with all that nobody has told them of today."""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

from progress.letters.reads import reminded_people
from projects.models import Unit, User
from projects.models.letters import Letter


@dataclass(frozen=True)
class Matter:
    """One thing that is owed: its key, whose it is, and its name in a sentence."""

    key: Hashable
    unit: Unit
    name: str


@dataclass(frozen=True)
class RemindedByHand:
    """What became of a 催报: the messages, and the matters of which none went out and why."""

    messages: tuple[Letter, ...]
    changed: tuple[str, ...] = ()  # stood otherwise on the list that was read; how it stands now
    today_already: tuple[str, ...] = ()  # everybody there had a message on it today
    unreached: tuple[Unit, ...] = ()  # nobody in office there

    @property
    def sentence(self) -> str:
        """For the person who clicked."""
        units = {each.unit_id for each in self.messages}
        sentences = ["没有发出催报。"]
        if units:
            sentences = [f"已催报{len(units)}个单位（{len(self.messages)}人）。"]
        sentences += [f"{words}，未催报。" for words in self.changed]
        if self.today_already:
            names = "、".join(self.today_already)
            sentences.append(f"{names}今天已催报过；确需再催，请勾选“再次催办”。")
        if self.unreached:
            names = "、".join(str(unit) for unit in self.unreached)
            sentences.append(f"{names}没有在用账号，请电话联系。")
        return "".join(sentences)


def remind_by_hand(
    matters: Sequence[Matter],
    *,
    changed: Collection[str],
    sent_today: Collection[tuple[int, Hashable]],
    send: Callable[[User, list[Hashable]], Letter],
) -> RemindedByHand:
    """A message to each person of each unit, of what nobody has reminded them of today (person, key).

    `send` lays one message into a person's list; `changed` are the sentences of what is left out because it
    stands otherwise now.
    """
    people = reminded_people({matter.unit.pk for matter in matters})
    messages, named = [], set()
    for unit, persons in people.items():
        own = [matter.key for matter in matters if matter.unit.pk == unit]
        for person in persons:
            unsent = [key for key in own if (person.pk, key) not in sent_today]
            if unsent:
                messages.append(send(person, unsent))
                named.update(unsent)
    left = [matter for matter in matters if matter.key not in named]
    already = tuple(matter.name for matter in left if matter.unit.pk in people)
    unreached = {matter.unit.pk: matter.unit for matter in left if matter.unit.pk not in people}
    return RemindedByHand(tuple(messages), tuple(changed), already, tuple(unreached.values()))
