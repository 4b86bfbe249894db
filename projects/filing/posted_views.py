"""Acts that have no page of their own: posted from a page, and sent back there by whatever is no POST."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse

from projects.screen.links import changed
from projects.screen.many import ticked

POSTED_FROM = "posted_from"
NOT_DONE = "刚才的操作没有办理，请核对后重新办理。"


def posted_from(page: str, *place: str, ticks: str = "", words: str = "") -> Callable:
    """In place of require_POST: a GET goes to the page that holds the form.

    An act that met the sign-in on its way comes back as a GET: nothing is done, and the page says so.
    `place` names those of the view's own arguments that stand in the page's address; `ticks` the boxes that
    the page shows ticked again (`tick` in its address); `words` a field whose text is said, to be copied.
    """

    def decorator(view: Callable) -> Callable:
        @wraps(view)
        def answer(request: HttpRequest, **of: object) -> HttpResponse:
            if request.method == "POST":
                return view(request, **of)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            query = request.GET.copy()
            if request.restored:
                typed = request.restored.get(words, "")
                said = f"您填写的是：{typed}" if typed else ""
                messages.warning(request, NOT_DONE + said)
                query["tick"] = ticked(request.restored.getlist(ticks)) if ticks else ""
            address = reverse(page, kwargs={name: of[name] for name in place})
            return HttpResponseRedirect(address + changed(query.dict()))

        setattr(answer, POSTED_FROM, (page, place))
        return answer

    return decorator
