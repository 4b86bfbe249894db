"""Whose session it is."""

from functools import cache

from django.contrib.auth.backends import ModelBackend

from projects.models import CityRecord, User
from projects.models.readings import Reading
from projects.models.statements import number_slot


class WithTheCity(ModelBackend):
    """The person of a session, read with the words of the city, which stand on every page."""

    def get_user(self, user_id: int) -> User | None:
        """The account with its unit and, as `city_words`, the city's row; None where it may not sign in."""
        person = _people().first(person=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None


@cache
def _people() -> Reading[User]:
    people = User.objects.annotate(city_words=CityRecord.objects.as_subquery())
    return Reading(people.filter(pk=number_slot("person")))
