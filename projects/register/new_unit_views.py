"""Filling the register: units typed by hand, or a register that comes with the system."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.adoption.upload_actions import register_parties
from projects.filing.posted_views import posted_from
from projects.register.actions import load_register
from projects.register.known import registers_for
from projects.register.new_unit_forms import NewUnitsForm
from projects.screen.forms import refusals_on

may_manage = permission_required("manage_units", raise_exception=True)


@may_manage
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    """One unit, or many of a kind."""
    form = NewUnitsForm(request.POST if request.method == "POST" else request.restored, city=request.city)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = register_parties(form.parties, at=request.now, by=request.user)
            messages.success(request, f"已登记 {len(made)} 个单位。")
            return HttpResponseRedirect(reverse("unit_list"))
    context = {"form": form, "crumbs": [{"url": reverse("unit_list"), "label": "单位"}]}
    return render(request, "projects/register/unit_new.html", context)


@may_manage
@posted_from("start")
def register_load(request: HttpRequest) -> HttpResponse:
    """The register of a city that is known already, into an empty one."""
    code = request.POST.get("register", "")
    chosen = next((each for each in registers_for(request.city.name) if each.code == code), None)
    if chosen is None:
        raise Http404
    number = load_register(chosen, at=request.now, by=request.user)
    messages.success(request, f"已载入{chosen.name}的 {number} 个单位。")
    return HttpResponseRedirect(reverse("start"))
