"""催报 that goes out by itself: one message to each person, with the occasions that called for it."""

from collections.abc import Callable, Collection, Hashable, Sequence
from functools import partial
from typing import TypeVar

from progress.rules.reminding import Message
from projects.models import User
from projects.models.letters import Letter, LetterOccasion

L = TypeVar("L", bound=Letter)


def send_by_themselves(
    due: Sequence[Message],
    *,
    send: Callable[[User, Collection[Hashable]], L],
    occasions: type[LetterOccasion],
    of: str,
) -> tuple[L, ...]:
    """Send each message, and keep its occasions, which the database takes once.

    `send` lays one message into a person's list; `of` is the occasions' column that holds what they count
    by: a quarter, the plans of a list, a year.
    """
    people = {person.pk: person for person in User.objects.filter(pk__in={each.person for each in due})}
    sent = []
    for message in due:
        person = people[message.person]
        letter = send(person, message.reports)
        occasion = partial(occasions, reminder=letter, person=person)
        occasions.objects.bulk_create(
            occasion(kind=each.kind, day=each.day, **{of: each.period}) for each in message.occasions
        )
        sent.append(letter)
    return tuple(sent)
