"""催办: what a person was reminded of, and for the commission who was reminded of what."""

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.models import Reminder, ValueReminder
from progress.reminders.filters import ReminderFilter
from progress.reminders.plan_reads import plan_reminder_lines, whole
from progress.reminders.reads import reminder_lines, reminders_of
from progress.reminders.value_reads import value_reminder_lines
from progress.reminders.value_reads import whole as whole_values
from projects.models import PlanReminder, Unit, User, YearlyList
from projects.models.letters import Letter
from projects.screen.links import Link, changed

MOST = 100  # of one's own: the last ones
PER_PAGE = 50


@permission_required("file_reports", raise_exception=True)
@require_safe
def reminder_list(request: HttpRequest) -> HttpResponse:
    """What this person was reminded of, until it is settled; the settled ones on a tab of their own."""
    mine = Reminder.objects.addressed_to(request.user)
    waiting = Reminder.objects.waiting_for(request.user)
    shows_all = request.GET.get("state") == "all"
    of_plans = list(whole(PlanReminder.objects.addressed_to(request.user))[:MOST])
    of_values = list(whole_values(ValueReminder.objects.addressed_to(request.user))[:MOST])
    is_waiting = Q(pk__in=waiting.order_by().values("pk"))
    counts = mine.order_by().aggregate(all=Count("pk"), waiting=Count("pk", filter=is_waiting))
    open_plans, open_values = _open(of_plans, request.user), _open(of_values, request.user)
    context = {
        "lines": reminder_lines((mine if shows_all else waiting)[:MOST], request.today),
        "plan_lines": plan_reminder_lines(of_plans if shows_all else open_plans, request.today),
        "value_lines": value_reminder_lines(of_values if shows_all else open_values, request.today),
        "shows_all": shows_all,
        "tabs": [
            Link("未了结", "?", not shows_all, counts["waiting"] + len(open_plans) + len(open_values)),
            Link("全部", "?state=all", shows_all, counts["all"] + len(of_plans) + len(of_values)),
        ],
    }
    return render(request, "progress/reminders/list.html", context)


def _open(letters: Iterable[Letter], user: User) -> list[Letter]:
    """Those of which the person's unit still owes something."""
    return [each for each in letters if each.is_owed and each.unit_id == user.unit_id]


@permission_required("read_everything", raise_exception=True)
@require_safe
def reminder_log(request: HttpRequest, year: int) -> HttpResponse:
    """Who was reminded of what, when and by whom, what became of the mail, and what was filed since."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    sent = reminders_of(yearly_list)
    units = (
        Unit.objects.filter(reminders__in=sent.order_by())
        .distinct()
        .order_by("order")
        .values_list("code", "name")
    )
    found = ReminderFilter(request.GET, queryset=sent, choices={"unit": list(units)})
    page = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "yearly_list": yearly_list,
        "filter": found,
        "page": page,
        "lines": reminder_lines(page.object_list, request.today),
        "is_filtered": any(value for name, value in request.GET.items() if name in found.filters),
        "previous": changed(request.GET.dict(), page=page.number - 1),
        "next": changed(request.GET.dict(), page=page.number + 1),
    }
    return render(request, "progress/reminders/log.html", context)
