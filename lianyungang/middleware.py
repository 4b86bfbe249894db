"""What stands between the web server and the views: the clock, the session, typed text, refusals.

What is done to a request before anybody reads it stands in `incoming`.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lianyungang.away import is_away
from lianyungang.models import DemoState
from lianyungang.views import healthz, not_readable
from projects.accounts.factor_reads import lacks_factor
from projects.accounts.factor_views import factor_due
from projects.accounts.views import password_due, signed_out
from projects.log.actions import record
from projects.log.acts import REFUSED
from projects.models import CityRecord
from projects.rules.city import City
from projects.rules.errors import NotYours, Refused, StoreAway, refusals_noted
from projects.rules.states import ActResult
from projects.screen.typed_text import is_carrying, pack

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]
ALWAYS_OPEN = {"/accounts/password_change/", "/accounts/logout/", "/accounts/session/"}  # by whoever is due
FACTOR_PAGE = "/accounts/second-factor/"
NOT_THERE = "所办理的对象不存在，或不对该账号开放。"


class Health:
    """/healthz is answered before anything that needs a host name, a session or the database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path == "/healthz" else self.get_response(request)


class TypedText:
    """A form that comes back through the sign-in or an error page is shown filled, not saved.

    Its POST is read as a GET with `request.restored`; `restored_files`: files were chosen, and are not kept.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponse:
        request.restored, request.restored_files = None, False
        if request.method == "POST" and not _is_interruption(request) and is_carrying(request.POST):
            request.restored = QueryDict(mutable=True)
            carried = pack(request.POST.lists())
            for name, value in carried.fields:
                request.restored.appendlist(name, value)
            request.restored_files = carried.files
            request.method = "GET"
        return self.get_response(request)


def _is_interruption(request: WSGIRequest) -> bool:
    """Whether the page that carries the text is itself what was filled in: sign-in or change of password."""
    is_change = request.path == reverse("password_change") and "old_password" in request.POST
    is_factor = request.path == FACTOR_PAGE and "act" in request.POST
    return is_change or is_factor or request.path in (reverse("login"), reverse("sign_in_code"))


class Clock:
    """`request.now` and `request.today`: the server's clock; in the demo the day that its visitors chose."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = _demo_now() if settings.DEMO else timezone.localtime()
        request.today = request.now.date()
        return self.get_response(request)


def _demo_now() -> datetime:
    """The demo's day, at this time of day."""
    now = timezone.localtime()
    state = DemoState.objects.first()
    return datetime.combine(state.today, now.time(), now.tzinfo) if state else now


class OfTheCity:
    """`request.city`: read once a request, where it is asked for; who is signed in brings it along."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.city = SimpleLazyObject(lambda: _city_of(request))
        return self.get_response(request)


def _city_of(request: HttpRequest) -> City:
    words = getattr(request.user, "city_words", None)
    return City(**words) if words else CityRecord.objects.current()


class IdleSession:
    """A session ends 30 minutes after its person's last act; what a page does by itself does not count.

    Such requests carry X-Background.
    """

    SECONDS_BETWEEN_WRITES = 60

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            seen = request.session.get("seen", 0)
            if seen and now - seen > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif "X-Background" not in request.headers and now - seen > self.SECONDS_BETWEEN_WRITES:
                request.session["seen"] = now
        return self.get_response(request)


class SignedIn(LoginRequiredMiddleware):
    """Every page asks for the sign-in; a form posted without a session comes back with what was typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """The sign-in page, and afterwards where one wanted to go."""
        if request.method == "POST":
            return signed_out(request)
        return super().handle_no_permission(request, view_func)


class Unkept:
    """What somebody signed in is shown no browser keeps: after the sign-out no page comes back by Back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_somebody = request.user.is_authenticated
        response = self.get_response(request)
        if is_somebody:
            response["Cache-Control"] = "no-store, private"
        return response


class PasswordDue:
    """A new account, and one whose password is too old, sees only the page that changes it.

    A form that meets it travels through that page, as one does through the sign-in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        due = user.is_authenticated and user.must_choose_password(
            at=timezone.now(), days=settings.PASSWORD_DAYS
        )
        if not due or request.path in ALWAYS_OPEN:
            return self.get_response(request)
        if request.method == "POST" or request.restored:
            return password_due(request)
        return HttpResponseRedirect(reverse("password_change"))


class FactorDue:
    """Whose role demands a second factor sees only the page that sets it up, until it is.

    A form that meets it travels through that page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_open = request.path in ALWAYS_OPEN or request.path == FACTOR_PAGE
        if is_open or not lacks_factor(request.user, roles=settings.SECOND_FACTOR_ROLES):
            return self.get_response(request)
        if request.method == "POST" or request.restored:
            return factor_due(request)
        return HttpResponseRedirect(reverse("second_factor"))


class Refusals:
    """What a rule refuses is said on a page and stands in the log.

    An act that is refused stands there wherever it is read: page, form, a sentence above the next page.
    So does an act on what is not there for this person. Looking is refused on this page alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.refused = ""
        with refusals_noted() as noted:
            response = self.get_response(request)
        reasons = [request.refused] if request.refused else []
        if request.method not in ("GET", "HEAD"):
            reasons += noted
            if response.status_code == HTTPStatus.NOT_FOUND and request.user.is_authenticated:
                reasons.append(NOT_THERE)
        for reason in dict.fromkeys(reasons):
            record(
                REFUSED,
                by=request.user,
                at=request.now,
                url=request.path,
                result=ActResult.REFUSED,
                detail={"method": request.method, "reason": reason},
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 where it is not one's act, 409 where the state forbids it.

        The database refuses too: what it cannot read is a bad request, what somebody else wrote, or took
        away, in the same moment is a state.
        """
        if isinstance(exception, DataError):
            return not_readable(request)
        if isinstance(exception, IntegrityError | OperationalError) and not is_away(exception):
            exception = Refused("同一内容刚刚有人保存过，本次操作没有保存。请返回核对后再试。")
        if isinstance(exception, ObjectDoesNotExist) and request.method == "POST":
            logger.warning("gone while %s was acted on", request.path, exc_info=exception)
            exception = Refused("这项内容刚刚被删除，本次操作没有保存。请返回核对后再试。")
        if isinstance(exception, StoreAway):
            exception = Refused(str(exception))
        if not isinstance(exception, Refused | PermissionDenied):
            return None
        status = 409 if isinstance(exception, Refused) and not isinstance(exception, NotYours) else 403
        sentence = str(exception) or "您的角色不能进行这项操作。"
        request.refused = getattr(exception, "LOGGED", "") or sentence
        carried = pack(request.POST.lists(), files=bool(request.FILES)) if request.method == "POST" else None
        return render(
            request,
            f"errors/{status}.html",
            {"sentence": sentence, "carried": carried, "back": request.get_full_path()},
            status=status,
        )
