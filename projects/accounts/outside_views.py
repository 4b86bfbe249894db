"""统一身份认证: the sign-in by the city's own provider, and the binding of an account to it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from projects.accounts.code_views import ask_code
from projects.accounts.entry_views import enter, is_our_page, is_right
from projects.accounts.factor_reads import has_factor
from projects.accounts.outside_actions import bind, unbind
from projects.accounts.outside_forms import PasswordForm
from projects.accounts.outside_reads import NOT_BOUND, Subject, identity_of, person_of, refused_at
from projects.accounts.provider_views import OutsideProvider, provider
from projects.log.actions import record
from projects.rules.errors import Refused
from projects.rules.states import ActResult
from projects.screen.forms import refusals_on

THERE, BINDING = "outside_there", "outside_binding"  # in the session: whereto afterwards; whom to bind
MINUTE, MOST_REFUSALS = timedelta(minutes=1), 30  # from one address, as at the door of the API
TOO_OFTEN = "本地址的登录多次没有通过，请一分钟后再试，或用用户名和密码登录。"
UNKNOWN = "这个统一身份还没有绑定本系统的账号。请先用用户名和密码登录，在“修改密码—统一身份”页绑定。"


@login_not_required
@never_cache
@require_safe
def outside_leave(request: HttpRequest) -> HttpResponse:
    """To the provider; a link and no form, because a form may lead to no other site."""
    if _comes_too_often(request):
        return _too_often(request)
    there = request.GET.get("next", "")
    request.session[THERE] = there if is_our_page(request, there) else "/"
    back = request.build_absolute_uri(reverse("outside_arrived"))
    try:
        return _provider().leave(request, back=back)
    except Refused as refusal:
        return _refused(request, str(refusal))


@login_not_required
@never_cache
@require_safe
def outside_arrived(request: HttpRequest) -> HttpResponse:
    """Back from the provider: in, by the account that is bound; or bound, where one is in already."""
    if _comes_too_often(request):
        return _too_often(request)
    try:
        subject = _provider().arrived(request)
    except Refused as refusal:
        return _refused(request, str(refusal))
    there = request.session.pop(THERE, "/")
    binding = request.session.pop(BINDING, None)
    if request.user.is_authenticated:
        return _bound(request, subject, is_asked=binding == request.user.pk)
    user = person_of(subject)
    if user is None:
        return _refused(request, UNKNOWN, subject)
    return ask_code(request, user, there=there) if has_factor(user) else enter(request, user, there=there)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outside_identity(request: HttpRequest) -> HttpResponse:
    """One's own binding: the password says that it is the person, then the provider says who it is there."""
    known = provider()
    if known is None:
        raise Http404
    form = PasswordForm(request.POST if request.method == "POST" else None)
    is_proved = False
    if request.method == "POST" and form.is_valid():
        is_proved = is_right(request, form.cleaned_data["password"])
        if getattr(request, "axes_locked_out", False):
            logout(request)
            return HttpResponseRedirect(reverse("login"))
        if not is_proved:
            form.add_error("password", "密码不正确。")
    if is_proved and request.POST.get("act") == "unbind":
        with refusals_on(form):
            unbind([request.user], by=request.user, at=request.now)
            messages.success(request, "统一身份绑定已解除。")
            return HttpResponseRedirect(reverse("outside_identity"))
    if is_proved:
        request.session[BINDING] = request.user.pk
    context = {
        "form": form,
        "provider": known,
        "identity": identity_of(request.user, known.issuer),
        "is_proved": is_proved,
    }
    status = 400 if form.errors else 200
    return render(request, "registration/outside_identity.html", context, status=status)


def _bound(request: HttpRequest, subject: Subject, *, is_asked: bool) -> HttpResponse:
    if not is_asked:
        return HttpResponseRedirect("/")
    try:
        bind(request.user, to=subject, at=request.now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已绑定，以后可用统一身份登录。")
    return HttpResponseRedirect(reverse("outside_identity"))


def _provider() -> OutsideProvider:
    known = provider()
    if known is None:
        raise Http404
    return known


def _comes_too_often(request: HttpRequest) -> bool:
    """Whether so many were refused from there that nobody is asked and nothing is logged for a minute."""
    return refused_at(request.META["REMOTE_ADDR"], since=request.now - MINUTE) >= MOST_REFUSALS


def _too_often(request: HttpRequest) -> HttpResponse:
    answer = render(request, "registration/outside_refused.html", {"sentence": TOO_OFTEN}, status=429)
    answer["Retry-After"] = "60"
    return answer


def _refused(request: HttpRequest, sentence: str, subject: Subject | None = None) -> HttpResponse:
    """Why nobody comes in this way; the log keeps what the provider called the person."""
    detail = {"reason": sentence, "person": subject.subject[:64] if subject else ""}
    record(NOT_BOUND, by=None, at=request.now, result=ActResult.FAILED, detail=detail)
    return render(request, "registration/outside_refused.html", {"sentence": sentence}, status=403)
