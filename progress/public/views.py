"""The public page: for everybody, without a sign-in, a session or a cookie; 404 while it is shut."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from progress.models import PublicPage
from progress.public.brake import Brake
from progress.public.kept_pages import KeptPage, KeptPages
from progress.public.open_data import as_json, csv_head, csv_rows
from progress.public.reads import (
    PublicList,
    PublicQuarter,
    public_list,
    public_lists,
    public_quarter,
    public_stamp,
)
from projects.models import CityRecord
from projects.paper.comma_lines import CONTENT_TYPE as CSV
from projects.paper.comma_lines import comma_lines
from projects.paper.paragraphs import numbered
from projects.paper.word import CONTENT_TYPE as DOCX
from projects.screen.downloads import download

KEPT_FOR = 300  # seconds that a browser or a cache shows it without asking again
Answered = tuple[HttpResponse, datetime | None]
Found = TypeVar("Found")


KEPT, BRAKE = KeptPages(), Brake()  # of this process


def open_to_all(view: Callable[..., Answered]) -> Callable[..., HttpResponse]:
    """Read by everybody while the page is open; who has it already is told that it is the same.

    The view answers with the page and when something of it was issued last. It is drawn once: what it tells
    changes only with an issue or a setting. Whoever asks too often in a minute is asked to wait.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **place: int) -> HttpResponse:
        address = request.META["REMOTE_ADDR"]
        if wait := BRAKE.seconds_to_wait(address, most=settings.PUBLIC_PER_MINUTE, at=request.now):
            return _asked_to_wait(wait)
        page = PublicPage.objects.current()
        if not page.is_on:
            raise Http404
        response, changed_at = _drawn(view, request, place, page)
        moments = [each for each in (changed_at, page.changed_at) if each]
        modified = int(max(moments).timestamp()) if moments else None
        etag = quote_etag(sha256(response.content).hexdigest()[:32])
        response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
        response["ETag"] = etag
        if modified is not None:
            response["Last-Modified"] = http_date(modified)
        return get_conditional_response(request, etag, modified, response)

    return answer


def _drawn(view: Callable[..., Answered], request: HttpRequest, place: dict, page: PublicPage) -> Answered:
    """The page as it was drawn last, else anew."""
    request.city = CityRecord.objects.current()  # the lazy one would hold the request as long as the page
    stamp = (page.version, public_stamp(), request.city, settings.DEMO)
    address = (view.__name__, *sorted(place.items()))  # not the path: /public/02021/ is the same page
    kept = KEPT.found(address, stamp)
    if kept is None:
        response, changed_at = view(request, **place)
        headers = tuple(response.items())
        KEPT.keep(address, KeptPage(stamp, response.content, headers, changed_at))
        return response, changed_at
    return HttpResponse(kept.content, headers=dict(kept.headers)), kept.changed_at


def _asked_to_wait(seconds: int) -> HttpResponse:
    """429, for whoever asked too often."""
    words = f"访问过于频繁，请{seconds}秒后再试。"
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8", headers=headers)


@open_to_all
def public_page(request: HttpRequest) -> Answered:
    """The lists of which something was issued."""
    lists = public_lists()
    changed_at = max((each.changed_at for each in lists), default=None)
    return render(request, "progress/public/lists.html", {"lists": lists}), changed_at


@open_to_all
def public_year(request: HttpRequest, year: int) -> Answered:
    """One list: what it promises, and what each issued quarter tells of it."""
    published = _there(public_list(year))
    return render(request, "progress/public/year.html", {"published": published}), published.changed_at


@open_to_all
def public_task(request: HttpRequest, year: int, number: int) -> Answered:
    """One task, quarter by quarter."""
    published = _there(public_list(year))
    context = {"published": published, "task": _there(published.task(number))}
    return render(request, "progress/public/task.html", context), published.changed_at


@open_to_all
def public_csv(request: HttpRequest, year: int) -> Answered:
    """Tasks and quarters as comma-separated values."""
    published = _there(public_list(year))
    return download(
        b"".join(comma_lines(csv_head(published), csv_rows(published))), _name(published, "csv"), CSV
    ), published.changed_at


@open_to_all
def public_json(request: HttpRequest, year: int) -> Answered:
    """The same as JSON."""
    published = _there(public_list(year))
    text = json.dumps(as_json(published), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8"), published.changed_at


@open_to_all
def public_issue(request: HttpRequest, year: int, quarter: int) -> Answered:
    """One quarter: the public text of the issue that stands."""
    published: PublicQuarter = _there(public_quarter(year, quarter))
    context = {"published": published, "text": list(numbered(published.text))}
    return render(request, "progress/public/issue.html", context), published.issued_at


@open_to_all
def public_document(request: HttpRequest, year: int, quarter: int) -> Answered:
    """The same as a Word document, the bytes that were kept."""
    published: PublicQuarter = _there(public_quarter(year, quarter))
    name = f"{published.figures.title}（{published.label}，公开版）.docx"
    return download(bytes(published.kept.document), name, DOCX), published.issued_at


def _there(found: Found | None) -> Found:
    """What was found; 404 where nothing was."""
    if found is None:
        raise Http404
    return found


def _name(published: PublicList, suffix: str) -> str:
    return f"{published.title}进展情况（截至{published.latest.figures.as_of:%Y-%m-%d}）.{suffix}"
