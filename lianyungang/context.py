"""What every page knows without its view: the city, the word for the person's role, the demo's bar."""

from django.conf import settings
from django.http import HttpRequest

from lianyungang.demo import SWITCHES
from projects.accounts.provider_views import provider_name
from projects.rules.city import role_word


def site(request: HttpRequest) -> dict[str, object]:
    """`demo` is None outside the demo."""
    demo = {"today": getattr(request, "today", None), "accounts": SWITCHES} if settings.DEMO else None
    return {"demo": demo, "outside_name": provider_name(), **_city(request)}


def _city(request: HttpRequest) -> dict[str, object]:
    """Nothing on a page that is answered before the city is known."""
    city = getattr(request, "city", None)
    if city is None:
        return {}
    role = getattr(request.user, "role", "")
    return {"city": city, "role_word": role_word(role, city) if role else ""}
