"""The page on which the city and its two offices are called."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from projects.models import CityRecord
from projects.register.city_actions import call_city
from projects.register.city_forms import CityForm, based_on, city_values
from projects.rules.errors import Refused


@permission_required("manage_units", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def city_edit(request: HttpRequest) -> HttpResponse:
    """Names, 代字, masthead."""
    now = CityRecord.objects.current()
    typed = request.POST if request.method == "POST" else request.restored
    form, refusal = CityForm(typed, initial=city_values(now)), None
    if request.method == "POST" and form.is_valid():
        try:
            call_city(form.city, based_on=form.seen, at=request.now, by=request.user)
        except Refused as refused:
            refusal = refused
            form.data = {**form.data.dict(), "based_on": based_on(now)}  # who saves again has seen it
        else:
            messages.success(request, "城市和部门的名称已保存。")
            return HttpResponseRedirect(reverse("start"))
    context = {"form": form, "refusal": refusal}
    return render(request, "projects/register/city.html", context, status=409 if refusal else 200)
