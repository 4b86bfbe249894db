"""The second step of the sign-in: the code, asked for after the right password and before anything opens."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.accounts import actions
from projects.accounts.entry_views import carried_through, enter, is_our_page
from projects.accounts.factor_actions import PAUSED, WRONG, Answer, check
from projects.accounts.factor_forms import CodeForm
from projects.log.actions import record
from projects.models import User
from projects.rules.states import ActResult

HALF = "half_signed_in"  # in the session: who gave the right password, when, and a mark of that password
HALF_SECONDS = 5 * 60
LOCKED = 429


def ask_code(request: HttpRequest, user: User, *, there: str) -> HttpResponse:
    """The page that asks for the code; the person is nobody yet."""
    request.session.cycle_key()
    request.session[HALF] = {
        "person": user.pk,
        "at": timezone.now().timestamp(),
        "mark": user.get_session_auth_hash(),
    }
    return _page(request, CodeForm(), there=there)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code: right, and one is in; wrong five times in a row, and one waits half an hour."""
    user = _half_signed_in(request)
    if user is None:
        return HttpResponseRedirect(reverse("login"))
    there = request.POST.get("next", "")
    there = there if is_our_page(request, there) else "/"
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, there=there, status=400 if form.is_bound else 200)
    answer = check(user, typed=form.cleaned_data["code"], clock=timezone.now(), at=request.now)
    if answer == Answer.RIGHT:
        del request.session[HALF]
        return enter(request, user, there=there)
    if answer == Answer.PAUSED:
        detail = {"username": user.username}
        record(actions.SIGN_IN_LOCKED, by=None, at=request.now, result=ActResult.REFUSED, detail=detail)
    form.add_error("code", PAUSED if answer == Answer.PAUSED else WRONG)
    return _page(request, form, there=there, status=LOCKED if answer == Answer.PAUSED else 200)


def _half_signed_in(request: HttpRequest) -> User | None:
    """Who gave the right password here within five minutes, and whose password is still that one."""
    half = request.session.get(HALF, {})
    if timezone.now().timestamp() - half.get("at", 0) > HALF_SECONDS:
        return None
    user = User.objects.filter(pk=half["person"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == half["mark"] else None


def _page(request: HttpRequest, form: CodeForm, *, there: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "next": there, "carried": carried_through(request)}
    return render(request, "registration/code.html", context, status=status)
