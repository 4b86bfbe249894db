"""人员: who has an account, who lacks one, and what the administrator does about it.

A sheet of passwords is the answer to the post itself: it is shown once, and the server keeps none of them.
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from projects.accounts.factor_actions import reset_factors
from projects.accounts.one_time import make_secrets
from projects.accounts.outside_actions import unbind
from projects.accounts.people_actions import (
    deactivate,
    hand_over,
    open_accounts,
    reactivate,
    reset_passwords,
)
from projects.accounts.people_forms import HandOverForm, NewPersonForm, PeopleFilter
from projects.accounts.people_tables import PeopleTable
from projects.accounts.provider_views import provider_name
from projects.accounts.reads import lacking_accounts, lacks, people_rows
from projects.accounts.slips import Slip, slips_by_unit
from projects.filing.posted_views import posted_from
from projects.models import User
from projects.rules.words import Worded
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.links import changed
from projects.screen.posted import whole_numbers

PER_PAGE = 100
may_manage = permission_required("manage_accounts", raise_exception=True)


class ManyAct(Worded):
    """What is done to the accounts ticked."""

    RESET = "reset", "重置密码"
    CLOSE = "close", "停用"
    REOPEN = "reopen", "恢复使用"
    FACTOR = "factor", "重置动态口令"
    UNBIND = "unbind", "解除统一身份"


CONSEQUENCES = {
    ManyAct.RESET: "原密码随即作废，已登录的退出；新的一次性密码只显示一次，请准备好打印或抄写。",
    ManyAct.CLOSE: "停用的账号不能登录，已登录的随即退出；以前办理的事项仍署其名。",
    ManyAct.FACTOR: "用于手机和备用码都遗失的：重置后凭密码即可登录，下次登录时提示本人；没有启用的不变。",
    ManyAct.UNBIND: "解除后不能再用统一身份登录，用户名和密码不变；本人可以重新绑定。",
    ManyAct.REOPEN: "恢复后可用原来的密码登录；忘记密码的再重置。",
}


@may_manage
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Units × persons, filtered and sorted as the address says; whom units lack stands first."""
    found = PeopleFilter(request.GET, city=request.city)
    rows = found.left(people_rows(request.city))
    lacking = [lack for lack in lacks() if lack.units]
    context = {
        "filter": found,
        "table": PeopleTable(rows, query=request.GET.dict(), per_page=PER_PAGE) if rows else None,
        "lacks": lacking,
        "to_open": sum(len(lack.units) for lack in lacking),
        "all": changed(request.GET.dict(), all=None if "all" in request.GET else "1"),
        "acts": [each for each in ManyAct.choices() if each[0] != ManyAct.UNBIND or provider_name()],
    }
    return render(request, "projects/accounts/people.html", context)


@may_manage
@posted_from("people")
def open_lacking(request: HttpRequest) -> HttpResponse:
    """A filer and a signer for every unit that lacks one."""
    wanted = lacking_accounts()
    slips = open_accounts(wanted, secrets=make_secrets(len(wanted)), by=request.user, at=request.now)
    if not slips:
        messages.info(request, "每个单位都有填报员和审签人，没有开立新的账号。")
        return HttpResponseRedirect(reverse("people"))
    return sheet(request, slips)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def account_add(request: HttpRequest) -> HttpResponse:
    """增加一人: one more filer or signer of a unit."""
    form = NewPersonForm(request.POST if request.method == "POST" else request.restored)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            slips = open_accounts([form.person], secrets=make_secrets(1), by=request.user, at=request.now)
            if slips:
                return sheet(request, slips)
            form.add_error("display_name", "该单位已有同名人员，刚由他人增加。")
    status = 400 if request.method == "POST" else 200
    return render(request, "projects/accounts/add.html", {"form": form, "crumbs": crumbs()}, status=status)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def account_acts(request: HttpRequest) -> HttpResponse:
    """What is done to the accounts ticked: asked first, then done."""
    asked = request.POST if request.method == "POST" else request.restored or request.GET
    act = ManyAct.of(asked.get("act"))
    chosen = list(User.objects.filter(pk__in=whole_numbers(asked.getlist("person"))).order_by("pk"))
    if act is None or not chosen:
        messages.warning(request, "请先勾选人员。")
        return HttpResponseRedirect(reverse("people"))
    if request.method == "POST":
        with refusals_to(lambda sentence: messages.error(request, sentence)):
            return _done(request, act, chosen)
        return HttpResponseRedirect(reverse("people"))
    context = {
        "act": act,
        "chosen": chosen,
        "consequence": CONSEQUENCES[act],
        "danger": act == ManyAct.CLOSE,
        "crumbs": crumbs(),
    }
    return render(request, "projects/accounts/acts.html", context)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def account_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """An account goes to a successor."""
    person = get_object_or_404(User, pk=pk)
    form = HandOverForm(request.POST if request.method == "POST" else request.restored, person=person)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            (secret,) = make_secrets(1)
            slip = hand_over(person, to=form.successor, secret=secret, by=request.user, at=request.now)
            return sheet(request, [slip])
    context = {"person": person, "form": form, "crumbs": crumbs()}
    status = 400 if request.method == "POST" else 200
    return render(request, "projects/accounts/hand_over.html", context, status=status)


def sheet(request: HttpRequest, slips: Sequence[Slip]) -> HttpResponse:
    """The slips with the one-time passwords, to be printed now."""
    context = {
        "slips": slips_by_unit(slips, city=request.city),
        "number": len(slips),
        "address": settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"),
        "crumbs": crumbs(),
    }
    return render(request, "projects/accounts/sheet.html", context)


def crumbs() -> list[dict[str, str]]:
    """Where the pages of people begin."""
    return [{"url": reverse("people"), "label": "人员"}]


def _done(request: HttpRequest, act: ManyAct, chosen: Sequence[User]) -> HttpResponse:
    done_by = {"by": request.user, "at": request.now}
    if act == ManyAct.RESET:
        return sheet(request, reset_passwords(chosen, secrets=make_secrets(len(chosen)), **done_by))
    if act == ManyAct.FACTOR:
        messages.success(request, f"已重置 {len(reset_factors(chosen, **done_by))} 个账号的动态口令。")
        return HttpResponseRedirect(reverse("people"))
    if act == ManyAct.UNBIND:
        messages.success(request, f"已解除 {len(unbind(chosen, **done_by))} 个账号的统一身份。")
        return HttpResponseRedirect(reverse("people"))
    switch = deactivate if act == ManyAct.CLOSE else reactivate
    changed_people = switch(chosen, **done_by)
    messages.success(request, f"已{act.word} {len(changed_people)} 个账号。")
    return HttpResponseRedirect(reverse("people"))
