"""What every page knows without its view: that this is a demo, and the role switch of one."""

from django.conf import settings
from django.http import HttpRequest

from lianyungang.demo import SWITCHES


def site(request: HttpRequest) -> dict[str, object]:
    """`demo` is None outside the demo."""
    if not settings.DEMO:
        return {"demo": None}
    return {"demo": {"today": getattr(request, "today", None), "accounts": SWITCHES}}
