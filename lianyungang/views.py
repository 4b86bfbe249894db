"""Pages that belong to no app: health, errors, the demo's bar."""

import sys
from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lianyungang.away import is_away
from lianyungang.demo import SWITCHES, set_today
from lianyungang.demo_year import go_on
from lianyungang.duties import numbers
from lianyungang.health import report
from lianyungang.measured import measured
from lianyungang.security import duties
from projects.models.people import User
from projects.rules.errors import Refused
from projects.screen.forms import FIRST_DAY, LAST_DAY
from projects.screen.typed_text import Carried, pack

READ_ON = 1000  # pieces of 64 kB of what is too long that are read and thrown away


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """How the installation stands, for a load balancer: 200 also where the database is away.

    All workers share one database: taken out, none would be left to say so and to keep what was typed.
    """
    return JsonResponse(report(timezone.now()))


@permission_required("manage_accounts", raise_exception=True)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The duties of 等保二级 one by one, with what was found in this installation."""
    groups = duties(measured(request.city, is_secure=request.is_secure(), at=timezone.now()))
    context = {"groups": groups, "numbers": numbers(groups)}
    return render(request, "lianyungang/security.html", context)


@login_not_required
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """One sign-in page for all; who is signed in and comes here is no administrator."""
    if request.user.is_authenticated:
        raise PermissionDenied("管理后台只对系统管理员开放。")
    return redirect_to_login(request.GET.get("next", "/admin/"))


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 where more was posted than is taken: unread, so only the browser still holds it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_long(request)
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def not_readable(request: HttpRequest) -> HttpResponse:
    """400 for values that the database cannot read; what was typed comes back."""
    context = {"carried": _typed(request), "back": request.get_full_path()}
    return HttpResponse(render_to_string("errors/400.html", context), status=400)


def too_long(request: HttpRequest) -> HttpResponse:
    """413, as a sentence where a page saves by itself; a browser shows no answer before all is sent."""
    with suppress(UnreadablePostError):
        for _ in range(READ_ON):
            if not request.read(2**16):
                break
    if "X-Background" in request.headers:
        return JsonResponse({"refused": "内容过长，请删减后再保存。"}, status=413)
    return HttpResponse(render_to_string("errors/413.html"), status=413)


def no_room(request: HttpRequest) -> HttpResponse:
    """507 where the server's disk is full."""
    return HttpResponse(render_to_string("errors/507.html"), status=507)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "errors/404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away; neither page asks the database, both keep the typed text."""
    error = sys.exc_info()[1]
    if isinstance(error, DataError):
        return not_readable(request)
    status = 503 if is_away(error) else 500
    context = {"carried": _typed(request), "back": request.get_full_path()}
    return HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, mostly one that was opened before signing in again: the text is kept."""
    request.refused = "表单没有本次登录的标记（CSRF）。"
    context = {"carried": _typed(request), "back": request.get_full_path()}
    return HttpResponse(render_to_string("errors/csrf.html", context), status=403)


def _typed(request: HttpRequest) -> Carried | None:
    """What a failed request was bringing."""
    if request.method == "POST":
        return pack(request.POST.lists(), files=bool(request.FILES))
    restored = getattr(request, "restored", None)
    return pack(restored.lists()) if restored else None


@require_POST
@login_not_required
def demo_day(request: HttpRequest) -> HttpResponse:
    """The demo's business date, for all its visitors; the made-up year goes on up to it."""
    try:
        day = parse_date(request.POST.get("today", ""))
    except ValueError:
        day = None
    if day and FIRST_DAY <= day <= LAST_DAY:
        try:
            go_on(day)
        except Refused as refusal:  # a visitor has gone another way than the made-up city
            messages.warning(request, f"演示进展没有补编完：{refusal}")
        set_today(day)
    return _back(request)


@require_POST
@login_not_required
def demo_role(request: HttpRequest) -> HttpResponse:
    """Take another role in the demo with one click; only the accounts that its bar offers can be taken."""
    offered = [each.username for each in SWITCHES]
    user = get_object_or_404(
        User.objects.filter(username__in=offered), username=request.POST.get("account", ""), is_active=True
    )
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that one came from."""
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(there if safe else "/")
