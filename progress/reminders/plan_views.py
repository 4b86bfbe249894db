"""催报: what is sent to whom, then the sending; and who was reminded of which plans."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from progress.reminders.forms import RemindForm
from progress.reminders.plan_actions import remind_of_plans
from progress.reminders.plan_reads import last_plan_message, plan_reminder_lines, plan_reminders_of, whole
from projects.models import Plan, PlanFiling
from projects.plans.reads import line_of
from projects.screen.links import changed
from projects.screen.many import seen_seal
from projects.screen.posted import whole_numbers

PER_PAGE = 50


@permission_required("remind_units", raise_exception=True)
def plans_remind(request: HttpRequest, year: int) -> HttpResponse:
    """催报 for the plans ticked: what will be sent to whom, then the sending."""
    filing = _filing(year)
    asked = request.restored or (request.POST if request.method == "POST" else request.GET)
    rows = Plan.objects.still_owed().filter(task__yearly_list__year=year)
    if request.method == "POST":
        rows = Plan.objects.filter(task__yearly_list__year=year)
    ticked = rows.filter(pk__in=whole_numbers(asked.getlist("owed")))
    plans = ticked.select_related("task__yearly_list", "unit").order_by("unit__order", "task__number")
    lines = [line_of(plan, filing, request.today) for plan in plans]
    if not lines:
        messages.warning(request, "没有可以催报的方案，请先勾选。")
        return HttpResponseRedirect(reverse("plan_desk", args=[year]))
    form = RemindForm(request.restored or request.POST or None, initial={"last": last_plan_message()})
    if request.method == "POST" and form.is_valid():
        reminded = remind_of_plans(
            filing,
            seen={line.plan.pk: seen_seal(request.POST, line.plan.pk) for line in lines},
            word=form.cleaned_data["word"],
            again_after=form.again_after,
            at=request.now,
            by=request.user,
        )
        tell = messages.success if reminded.messages else messages.warning
        tell(request, reminded.sentence)
        return HttpResponseRedirect(reverse("plan_desk", args=[year]))
    context = {"filing": filing, "form": form, "lines": lines}
    return render(request, "progress/reminders/plans_remind.html", context)


@permission_required("read_everything", raise_exception=True)
@require_safe
def plan_reminder_log(request: HttpRequest, year: int) -> HttpResponse:
    """Who was reminded of which plans, when and by whom, what became of the mail, and of the plans since."""
    filing = _filing(year)
    sent = whole(plan_reminders_of(filing.yearly_list))
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filing": filing,
        "page": page,
        "lines": plan_reminder_lines(page.object_list, request.today),
        "previous": changed(request.GET.dict(), page=page.number - 1),
        "next": changed(request.GET.dict(), page=page.number + 1),
    }
    return render(request, "progress/reminders/plan_log.html", context)


def _filing(year: int) -> PlanFiling:
    return get_object_or_404(PlanFiling.objects.select_related("yearly_list"), yearly_list__year=year)
