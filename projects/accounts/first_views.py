"""The page of the one-time address: the first administrator is made and signed in."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.accounts.actions import record_sign_in
from projects.accounts.first_actions import EXPIRED, is_valid, open_first_account
from projects.accounts.first_forms import FirstAdministratorForm
from projects.screen.forms import refusals_on

GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Name, user name, password; afterwards the first day's steps."""
    if not is_valid(token):
        return render(request, "registration/first.html", {"expired": EXPIRED}, status=GONE)
    form = FirstAdministratorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _made(request, token, form.cleaned_data)
    return render(request, "registration/first.html", {"form": form})


def _made(request: HttpRequest, token: str, typed: dict) -> HttpResponse:
    user = open_first_account(
        token,
        username=typed["username"],
        display_name=typed["display_name"],
        password_hash=make_password(typed["password1"]),
        at=request.now,
    )
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    record_sign_in(user, at=request.now)
    request.session["seen"] = timezone.now().timestamp()
    return HttpResponseRedirect(reverse("start"))
