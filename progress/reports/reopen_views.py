"""重开: one report, or many at once with one reason."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from progress.models import Report, ReportingPeriod
from progress.opening.reads import period_or_404
from progress.reports import review_actions
from progress.reports.review_forms import ReasonForm
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import whole_numbers


@permission_required("review_reports", raise_exception=True)
def review_reopen_many(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """重开 of all ticked: which they are and why, then each by itself; what is refused is said and stays."""
    period = period_or_404(year, quarter)
    asked = request.restored or (request.POST if request.method == "POST" else request.GET)
    reports = [each for each in _ticked(period, asked.getlist("row")) if each.is_reopenable]
    if not reports:
        messages.warning(request, "没有可以重开的报告，请先勾选。")
        return HttpResponseRedirect(f"{reverse('review_queue', args=[year, quarter])}?state=accepted")
    typed = request.restored or request.POST
    form = ReasonForm(typed if "reason" in typed else None)  # the boxes come first, by GET or POST
    if request.method == "POST" and form.is_valid():
        reports, refusals = _reopen(request, reports, form.cleaned_data["reason"])
        if not reports:
            return HttpResponseRedirect(reverse("review_queue", args=[year, quarter]) + "?state=returned")
        for refusal in refusals:
            form.add_error(None, refusal)
    context = {"period": period, "form": form, "reports": reports}
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "progress/reports/reopen.html", context, status=status)


def _ticked(period: ReportingPeriod, rows: Iterable[str]) -> list[Report]:
    """The reports of the boxes `r12`, and all reports of the tasks of the boxes `t36`."""
    rows = tuple(rows)
    keys = whole_numbers(row[1:] for row in rows if row[:1] == "r")
    numbers = whole_numbers(row[1:] for row in rows if row[:1] == "t")
    found = period.reports.filter(Q(pk__in=keys) | Q(task__number__in=numbers))
    return list(
        found.select_related("task", "unit", "period__yearly_list").order_by("task__number", "unit__order")
    )


def _reopen(request: HttpRequest, reports: Iterable[Report], reason: str) -> tuple[list[Report], list[str]]:
    """What was refused, report by report, with why."""
    reports, refusals = list(reports), []
    seen = seen_versions(request.POST, reports)
    named = {"reason": reason, "at": request.now, "by": request.user}
    done = one_by_one(
        reports,
        lambda report: review_actions.reopen(report, based_on=seen[report.pk], **named),
        name=lambda report: f"第{report.task.number}项（{report.unit}）",
        tell=refusals.append,
    )
    if done:
        messages.success(request, f"已重开{len(done)}份，单位可以修改后重报。")
    return [report for report in reports if report not in done], refusals
