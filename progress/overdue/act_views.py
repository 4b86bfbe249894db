"""What is done from the overdue desk, to one line or to many: 催办, 延期, 督办."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from progress.extensions import actions as extension_actions
from progress.ledger.filing_days import filing_days
from progress.ledger.overdue import overdue_rows
from progress.models import Report, ReportingPeriod
from progress.notices.proposal_reads import NoticeProposal, proposal, shortcomings_of
from progress.notices.proposal_views import draft_ticked
from progress.opening.reads import period_or_404
from progress.overdue.forms import GrantForm
from progress.reminders import actions as reminder_actions
from progress.reminders.forms import RemindForm
from progress.reminders.reads import last_message
from projects.models import Task, Unit
from projects.rules.calendar import short_day
from projects.rules.filing import HANDED_IN
from projects.screen.many import one_by_one, seen_seal
from projects.screen.posted import whole_numbers


@permission_required("decide_requests", raise_exception=True)
def overdue_extension(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """延期 for the reports ticked, unit by unit by the same function; what is refused is said by name."""
    period = period_or_404(year, quarter)
    days = filing_days(_ticked(request, period), request.today)
    if not days:
        return _back(request, period, "没有可以延期的报告，请先勾选。")
    form = GrantForm(request.restored or request.POST or None, reports=[day.report for day in days])
    if request.method == "POST" and form.is_valid() and _grant(request, period, form):
        return HttpResponseRedirect(reverse("overdue_desk", args=[year, quarter]))
    context = {"period": period, "form": form, "days": days}
    return render(
        request, "progress/overdue/extension.html", context, status=400 if request.method == "POST" else 200
    )


@permission_required("remind_units", raise_exception=True)
def overdue_remind(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """催办 for the reports ticked: what will be sent to whom, then the sending."""
    period = period_or_404(year, quarter)
    days = filing_days(_ticked(request, period), request.today)
    if not days:
        return _back(request, period, "没有可以催办的报告，请先勾选。")
    form = RemindForm(request.restored or request.POST or None, initial={"last": last_message()})
    if request.method == "POST" and form.is_valid():
        data, reports = form.cleaned_data, [day.report for day in days]
        reminded = reminder_actions.remind(
            period,
            reports=reports,
            seen=_seen(request, reports),
            word=data["word"],
            again_after=form.again_after,
            at=request.now,
            by=request.user,
        )
        messages.success(request, reminded.sentence) if reminded.messages else messages.warning(
            request, reminded.sentence
        )
        return HttpResponseRedirect(reverse("overdue_desk", args=[year, quarter]))
    return render(request, "progress/overdue/remind.html", {"period": period, "form": form, "days": days})


@permission_required("draft_notices", raise_exception=True)
def overdue_notice(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """督办 for the lines ticked, one notice to each unit.

    One unit leads straight to its draft, several are listed and drafted in one go.
    """
    period = period_or_404(year, quarter)
    found = _proposed(request, period)
    if request.method == "POST":
        return draft_ticked(request, period, found)
    if not found:
        return _back(request, period, "请先勾选要督办的单位或任务。")
    if len(found) == 1:
        return HttpResponseRedirect(found[0].address)
    context = {"period": period, "proposals": found, "keys": request.GET.getlist("row")}
    return render(request, "progress/overdue/notice.html", context)


def _proposed(request: HttpRequest, period: ReportingPeriod) -> list[NoticeProposal]:
    """What stands against each unit about the lines ticked, units in the official order.

    A task behind stands with each of its leads.
    """
    keys = set((request.POST if request.method == "POST" else request.GET).getlist("row"))
    rows = [row for row in overdue_rows(period, request.today) if row.key in keys]
    ticked = {(row.task.pk, unit.pk) for row in rows for unit in row.units}
    shortcomings = shortcomings_of(
        Task.objects.filter(pk__in={task for task, _ in ticked}).order_by("number"), period, request.today
    )
    mine = [each for each in shortcomings if (each.task.pk, each.unit.pk) in ticked]
    units = sorted({each.unit for each in mine}, key=lambda unit: unit.order)
    return [proposal([each for each in mine if each.unit == unit], period, request.today) for unit in units]


def _grant(request: HttpRequest, period: ReportingPeriod, form: GrantForm) -> bool:
    """Whether any unit was granted; where none was, the form stays with the reasons."""
    data, given, seen = form.cleaned_data, form.grants(), _seen(request, form.reports)
    named = {"reason": data["reason"], "until": data["until"], "at": request.now, "by": request.user}

    def grant(unit: Unit) -> Unit:
        own = {each.pk: seen[each.pk] for each in form.reports if each.unit == unit}
        extension_actions.grant_extension(period, unit=unit, tasks=given[unit], seen=own, **named)
        return unit

    granted = one_by_one(given, grant, name=str, tell=lambda words: form.add_error(None, words))
    if granted:
        messages.success(request, f"已给予{'、'.join(map(str, granted))}延期至{short_day(data['until'])}。")
        for error in form.non_field_errors():
            messages.error(request, error)
    return bool(granted)


def _ticked(request: HttpRequest, period: ReportingPeriod) -> list[Report]:
    """The reports of this quarter whose boxes were ticked, or all that a unit still has to file.

    Boxes of tasks are passed over.
    """
    asked = request.restored or (request.POST if request.method == "POST" else request.GET)
    keys = whole_numbers(value[1:] for value in asked.getlist("row") if value[:1] == "r")
    code = asked.get("unit", "")
    of_unit = Q(unit__code=code) & ~Q(state__in=HANDED_IN) if code.isprintable() and code else Q(pk__in=keys)
    rows = period.reports.filter(of_unit).select_related("task", "unit", "period__yearly_list")
    return list(rows.order_by("unit__order", "task__number"))


def _seen(request: HttpRequest, reports: Iterable[Report]) -> dict[int, str]:
    """How each line stood on the page, by report."""
    return {each.pk: seen_seal(request.POST, f"r{each.pk}") for each in reports}


def _back(request: HttpRequest, period: ReportingPeriod, word: str) -> HttpResponseRedirect:
    """The desk, with what was missing."""
    messages.warning(request, word)
    return HttpResponseRedirect(reverse("overdue_desk", args=[period.yearly_list.year, period.quarter]))
