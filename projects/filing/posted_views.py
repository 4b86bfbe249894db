"""Acts that have no page of their own: posted from a page, and sent back there by whatever is no POST."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

POSTED_FROM = "posted_from"


def posted_from(page: str, *place: str) -> Callable:
    """In place of require_POST: a GET goes to the page that holds the form.

    An act that met the sign-in on its way comes back as a GET: nothing is done, and the page says so.
    `place` names those of the view's own arguments that stand in the page's address.
    """

    def decorator(view: Callable) -> Callable:
        @wraps(view)
        def answer(request: HttpRequest, **of: object) -> HttpResponse:
            if request.method == "POST":
                return view(request, **of)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            if request.restored:
                messages.warning(request, "刚才的操作没有办理，请重新办理。")
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponseRedirect(reverse(page, kwargs={name: of[name] for name in place}) + query)

        setattr(answer, POSTED_FROM, (page, place))
        return answer

    return decorator
