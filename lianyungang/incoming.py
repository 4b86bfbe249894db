"""What is done to a request before anybody reads it: where it comes from, how long it is, its characters."""

import re
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from lianyungang.sessions import SessionStore
from lianyungang.views import bad_request, no_room, too_long
from projects.files.uploads import NO_ROOM
from projects.log.actions import ORIGIN
from projects.rules.letters import seen
from projects.screen.posted import TAKES_FILES

Answer = Callable[[HttpRequest], HttpResponse]
WITH_PORT = re.compile(r"\[(?P<six>[^]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+")


class Origin:
    """Where a request comes from, for log and lockout: the address that the last of our own proxies saw."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        if settings.PROXIES and len(forwarded) >= settings.PROXIES:
            address = forwarded[-settings.PROXIES].strip()
            request.META["REMOTE_ADDR"] = address or request.META["REMOTE_ADDR"]
        request.META["REMOTE_ADDR"] = _address(request.META.get("REMOTE_ADDR") or "")
        ORIGIN.set(request.META["REMOTE_ADDR"])
        return self.get_response(request)


def _address(address: str) -> str | None:
    """The address without port, brackets or zone; None where it is none, as behind a socket."""
    match = WITH_PORT.fullmatch(address)
    if match:
        address = match["six"] or match["four"]
    try:
        return str(ip_address(address.partition("%")[0]))
    except ValueError:
        return None


class Bounded:
    """A body is measured before it is read: what is longer than a form goes to no disk.

    Files are taken from who is signed in, at the addresses that take files (screen/posted.py).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponse:
        is_long = _length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if is_long and not (_takes_files(request) and _is_signed_in(request)):
            return too_long(request)
        return self.get_response(request)


def _length(request: WSGIRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdecimal() else 0


def _takes_files(request: WSGIRequest) -> bool:
    try:
        return getattr(resolve(request.path_info).func, TAKES_FILES, False)
    except Resolver404:
        return False


def _is_signed_in(request: WSGIRequest) -> bool:
    """Whether the session exists and is somebody's; it is opened further down only."""
    key = seen(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    return SESSION_KEY in SessionStore(key)


class Seen:
    """What comes from outside is cleaned here, for every form, search and file name at once.

    Nobody types a character that nobody sees (rules/letters.py); an address that holds one is none of ours.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponse:
        if seen(request.path_info) != request.path_info:
            return bad_request(request)
        request.GET = _seen_fields(request.GET)
        request.COOKIES = {name: seen(value) for name, value in request.COOKIES.items()}
        if request.method == "POST":
            try:
                request.POST = _seen_fields(request.POST)
            except OSError as error:
                if error.errno not in NO_ROOM:
                    raise
                _let_go(request)
                return no_room(request)  # what is uploaded passes over the disk before any form reads it
            for files in request.FILES.lists():
                for file in files[1]:
                    file.name = seen(file.name)
        return self.get_response(request)


def _let_go(request: WSGIRequest) -> None:
    """The half of an upload, which Django keeps open and on the disk until it is collected as garbage."""
    for handler in request.upload_handlers:
        file = getattr(handler, "file", None)
        if file is not None:
            with suppress(OSError):  # its last bytes have no room either; it is unlinked all the same
                file.close()


def _seen_fields(fields: QueryDict) -> QueryDict:
    """The same fields without unseen characters, names and values."""
    cleaned = QueryDict(mutable=True)
    for name, values in fields.lists():
        cleaned.setlist(seen(name), [seen(value) for value in values])
    cleaned._mutable = False
    return cleaned
