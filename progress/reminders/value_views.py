"""催报 of yearly values: what is sent to whom, then the sending; and who was reminded of which values."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.ledger.owed_values import value_lines
from progress.reminders.forms import RemindForm
from progress.reminders.value_actions import remind_of_values
from progress.reminders.value_reads import (
    last_value_message,
    value_reminder_lines,
    value_reminders_of,
    whole,
)
from projects.models import FivePlan
from projects.screen.links import changed
from projects.screen.many import seen_seal
from projects.screen.posted import whole_numbers

PER_PAGE = 50


@permission_required("remind_units", raise_exception=True)
def values_remind(request: HttpRequest, start: int, end: int, of_year: int) -> HttpResponse:
    """催报 for the indicators ticked: what will be sent to whom, then the sending."""
    plan = _plan(start, end)
    asked = request.restored or (request.POST if request.method == "POST" else request.GET)
    ticked = set(whole_numbers(asked.getlist("owed")))
    lines = [each for each in value_lines([(plan.pk, of_year)], request.today) if each.indicator.pk in ticked]
    lines.sort(key=lambda each: (each.unit.order if each.unit else 0, each.indicator.number))
    if request.method != "POST":
        lines = [each for each in lines if each.is_owed]
    way_back = f"{plan.address}?year={of_year}"
    if not lines or of_year not in plan.years:
        messages.warning(request, "没有可以催报的年度值，请先勾选。")
        return HttpResponseRedirect(way_back)
    form = RemindForm(request.restored or request.POST or None, initial={"last": last_value_message()})
    if request.method == "POST" and form.is_valid():
        reminded = remind_of_values(
            plan,
            year=of_year,
            seen={line.indicator.pk: seen_seal(request.POST, line.indicator.pk) for line in lines},
            word=form.cleaned_data["word"],
            again_after=form.again_after,
            at=request.now,
            by=request.user,
        )
        tell = messages.success if reminded.messages else messages.warning
        tell(request, reminded.sentence)
        return HttpResponseRedirect(way_back)
    context = {"plan": plan, "year": of_year, "form": form, "lines": lines, "way_back": way_back}
    return render(request, "progress/reminders/values_remind.html", context)


@permission_required("read_everything", raise_exception=True)
@require_safe
def value_reminder_log(request: HttpRequest, start: int, end: int) -> HttpResponse:
    """Who was reminded of which values, when and by whom, and what became of the mail and the values."""
    plan = _plan(start, end)
    sent = whole(value_reminders_of(plan))
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page": page,
        "lines": value_reminder_lines(page.object_list, request.today),
        "previous": changed(request.GET.dict(), page=page.number - 1),
        "next": changed(request.GET.dict(), page=page.number + 1),
    }
    return render(request, "progress/reminders/value_log.html", context)


def _plan(start: int, end: int) -> FivePlan:
    return get_object_or_404(FivePlan, start_year=start, end_year=end)
