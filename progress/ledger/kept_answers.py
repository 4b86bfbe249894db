"""Questions that are answered once: a page asks a ledger for the same class many times."""

from collections.abc import Callable
from functools import wraps

MISSING = object()  # None may be an answer


def kept(method: Callable) -> Callable:
    """Keep what a method answered on its object; only for objects whose rows do not change any more."""
    place = f"_answers_of_{method.__name__}"

    @wraps(method)
    def answer(self: object, *args: object, **named: object) -> object:
        answers = self.__dict__.get(place)
        if answers is None:
            answers = self.__dict__[place] = {}
        key = (args, *named.items()) if named else args
        found = answers.get(key, MISSING)
        if found is MISSING:
            found = answers[key] = method(self, *args, **named)
        return found

    return answer
