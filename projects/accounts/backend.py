"""Whose session it is."""

from django.contrib.auth.backends import ModelBackend

from projects.models import CityRecord, User


class WithTheCity(ModelBackend):
    """The person of a session, read with the words of the city, which stand on every page."""

    def get_user(self, user_id: int) -> User | None:
        """The account with its unit and, as `city_words`, the city's row; None where it may not sign in."""
        people = User.objects.annotate(city_words=CityRecord.objects.as_subquery())
        person = people.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
