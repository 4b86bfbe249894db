"""清单设置: the numbers by which a list's reports are judged, due, reminded of and chased."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from progress.models import ListSettings
from progress.opening.settings_actions import change_settings
from progress.opening.settings_forms import SettingsForm
from projects.models import YearlyList
from projects.screen.forms import refusals_on
from projects.screen.posted import seen_version


@permission_required("open_periods", raise_exception=True)
def list_settings(request: HttpRequest, year: int) -> HttpResponse:
    """Shown with the defaults where nothing was set."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    settings = ListSettings.objects.of(yearly_list)
    settings.notice_prefix = settings.notice_prefix or request.city.notice_prefix
    form = SettingsForm(request.POST if request.method == "POST" else request.restored, instance=settings)
    if request.method == "POST" and form.is_valid():
        named = {"city": request.city, "based_on": seen_version(request.POST)}
        with refusals_on(form, stands=settings.version):
            values = form.cleaned_data
            change_settings(yearly_list, values=values, **named, at=request.now, by=request.user)
            messages.success(request, "设置已保存。")
            return HttpResponseRedirect(request.path)
    return render(
        request,
        "progress/opening/settings.html",
        {"yearly_list": yearly_list, "form": form, "version": settings.version},
        status=400 if request.method == "POST" else 200,
    )
