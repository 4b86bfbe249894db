"""Questions that are answered once: a page asks a ledger for the same class many times."""

from collections.abc import Callable
from functools import wraps


def kept(method: Callable) -> Callable:
    """Keep what a method answered on its object; only for objects whose rows do not change any more."""

    @wraps(method)
    def answer(self: object, *args: object, **named: object) -> object:
        answers = self.__dict__.setdefault("_answers", {})
        key = (method, args, tuple(named.items()))
        if key not in answers:
            answers[key] = method(self, *args, **named)
        return answers[key]

    return answer
