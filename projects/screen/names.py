"""By which names and letters a unit is found: one way for every search box, former names included."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from projects.models import Unit, UnitAlias
from projects.screen.searches import Word, words_sought


def units_called(word: Word) -> QuerySet[Unit]:
    """Units that go or went by this name, or whose initials or code hold these letters."""
    alias = UnitAlias.objects.filter(word.within("name"), unit=OuterRef("pk"))
    named = word.within("name", "full_name") | Exists(alias)
    return Unit.objects.filter(named | word.abbreviates("pinyin", "code"))


class LinesSought:
    """What is typed above lines that no database holds: texts, units and a number are looked through."""

    def __init__(self, typed: str) -> None:
        """One query a word, none where nothing is sought."""
        self.called = {word: set(_keys_called(word)) for word in words_sought(typed)}

    def are_in(self, texts: Iterable[str], *, units: Iterable[Unit] = (), number: int | None = None) -> bool:
        """Whether every word is said in a text, names one of the units, or is the number."""
        said, keys = tuple(texts), {unit.pk for unit in units}
        return all(
            word.is_said_in(said, number=number) or bool(keys & called)
            for word, called in self.called.items()
        )


def _keys_called(word: Word) -> QuerySet:
    return units_called(word).values_list("pk", flat=True)
