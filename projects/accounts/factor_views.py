"""动态口令 on one's own page: turned on with a QR code, other recovery codes, turned off."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.accounts import factor_actions
from projects.accounts.codes import (
    all_sealed,
    as_address,
    as_picture,
    in_groups,
    new_key,
    new_recovery_codes,
)
from projects.accounts.entry_views import carried_through, is_our_page
from projects.accounts.factor_forms import CodeForm
from projects.accounts.factor_reads import factor_of
from projects.accounts.sealed_keys import opened_key
from projects.models import User
from projects.rules.words import Worded
from projects.screen.forms import refusals_on
from projects.screen.typed_text import Carried, pack


class FactorAct(Worded):
    """What a person does to the own second factor."""

    BEGIN = "begin", "开始设置"
    ON = "on", "启用"
    RENEW = "renew", "更换备用码"
    OFF = "off", "关闭"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """One's own second factor; codes are shown in the answer to the post, once."""
    if request.method != "POST":
        return factor_page(request, CodeForm())
    act = FactorAct.of(request.POST.get("act", ""))
    if act == FactorAct.BEGIN:
        factor_actions.begin(request.user, key=new_key(), at=request.now)
        return factor_page(request, CodeForm())
    form = CodeForm(request.POST)
    if act is not None and form.is_valid():
        with refusals_on(form):
            return _done(request, act, form.cleaned_data["code"])
    return factor_page(request, form, status=400)


def factor_due(request: HttpRequest) -> HttpResponse:
    """A form met a second factor that is due: the page that sets it up, carrying what was typed."""
    carried = pack(request.POST.lists(), files=bool(request.FILES))
    return factor_page(request, CodeForm(), carried=carried, there=request.get_full_path(), status=403)


def factor_page(
    request: HttpRequest,
    form: CodeForm,
    *,
    carried: Carried | None = None,
    there: str | None = None,
    codes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the key while it is tried, and new recovery codes once."""
    factor = factor_of(request.user)
    key = opened_key(factor.key) if factor is not None and not factor.is_in_use else ""
    context = {
        "form": form,
        "factor": factor,
        "is_demanded": request.user.role in settings.SECOND_FACTOR_ROLES,
        "key": in_groups(key),
        "picture": as_picture(_address(request, key)) if key else "",
        "codes": codes,
        "carried": carried or carried_through(request),
        "next": request.POST.get("next", "") if there is None else there,
    }
    return render(request, "registration/second_factor.html", context, status=status)


def _done(request: HttpRequest, act: FactorAct, typed: str) -> HttpResponse:
    user: User = request.user
    named = {"typed": typed, "clock": timezone.now(), "at": request.now}
    if act == FactorAct.OFF:
        factor_actions.turn_off(user, is_demanded=user.role in settings.SECOND_FACTOR_ROLES, **named)
        messages.success(request, "动态口令已关闭。")
        return HttpResponseRedirect(reverse("second_factor"))
    codes = new_recovery_codes()
    kept = all_sealed(codes, person=user.pk)
    change = factor_actions.turn_on if act == FactorAct.ON else factor_actions.renew_codes
    change(user, kept=kept, **named)
    there = request.POST.get("next", "")
    return factor_page(request, CodeForm(), codes=codes, there=there if is_our_page(request, there) else "/")


def _address(request: HttpRequest, key: str) -> str:
    return as_address(key, username=request.user.username, issuer=f"{request.city.name}民生实事")
