"""接口密钥: the administrator's page. A key is shown in the answer to the post, once, and never again."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from progress.api.key_actions import end_key, make_key
from progress.api.key_forms import KeyForm, usual_end
from progress.models import ApiKey
from progress.rules.api_keys import Token
from projects.filing.posted_views import posted_from
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.posted import seen_version

may_manage = permission_required("manage_accounts", raise_exception=True)
PUBLIC_BYTES, SECRET_BYTES = 4, 32


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    """Every key with where it stands; the form that hands out another."""
    typed = request.POST if request.method == "POST" else request.restored
    form = KeyForm(typed, city=request.city, initial={"ends_on": usual_end(request.today)})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _handed_out(request, form)
    status = 400 if request.method == "POST" else 200
    return _page(request, form, status=status)


@may_manage
@posted_from("api_keys")
def api_key_end(request: HttpRequest, pk: int) -> HttpResponse:
    """停用."""
    key = get_object_or_404(ApiKey, pk=pk)
    with refusals_to(lambda sentence: messages.error(request, sentence)):
        ended = end_key(key, based_on=seen_version(request.POST), at=request.now, by=request.user)
        messages.success(request, f"{ended}已停用，即刻失效。")
    return HttpResponseRedirect(reverse("api_keys"))


def _handed_out(request: HttpRequest, form: KeyForm) -> HttpResponse:
    """The page with the key itself."""
    unit, role = form.whose
    data = form.cleaned_data
    token = Token(secrets.token_hex(PUBLIC_BYTES), secrets.token_urlsafe(SECRET_BYTES))
    key = make_key(
        data["name"],
        unit=unit,
        role=role,
        scope=data["scope"],
        ends_on=data["ends_on"],
        token=token,
        at=request.now,
        by=request.user,
    )
    return _page(request, None, key=key, token=str(token))


def _page(request: HttpRequest, form: KeyForm | None, *, status: int = 200, **shown: object) -> HttpResponse:
    rows = ApiKey.objects.with_holders()
    context = {
        "form": form,
        "keys": [(each, each.state(request.today)) for each in rows],
        "crumbs": [{"url": reverse("people"), "label": "人员"}],
        **shown,
    }
    return render(request, "progress/api/keys.html", context, status=status)
