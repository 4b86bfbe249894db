"""The coordinator's queue, and the decisions on one report or on many."""

from datetime import date
from functools import cache

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from progress.ledger.deciders import may_review
from progress.ledger.ledgers import ledger_of
from progress.models import Report
from progress.opening.reads import opened_period
from progress.reports import review_actions
from progress.reports.acceptances import acceptance_words, acceptances_words
from progress.reports.actions import REPORT
from progress.reports.confirmations import confirmed_in
from progress.reports.filters import ReportFilter
from progress.reports.page import page_of
from progress.reports.queue import lines_without_figures, with_what_is_same
from progress.reports.queue_rows import queue_rows
from progress.reports.review_forms import ReturnForm, ReviewForm, SeenReasonForm
from progress.reports.sheet import ReportSheet, report_sheet
from progress.reports.views import sent_again
from progress.rules import addresses
from progress.rules.states import ReportState
from projects.models.readings import Reading
from projects.models.statements import Statement, number_slot, slot, statement
from projects.rules.calendar import short_day
from projects.rules.errors import Refused, Stale
from projects.rules.quarters import Quarter
from projects.screen.links import Switch, quarter_links
from projects.screen.many import one_by_one, seen_versions
from projects.screen.posted import whole_numbers


@permission_required("read_everything", raise_exception=True)
@require_safe
def review_queue(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """What waits for a decision, and every other report of the quarter."""
    period = opened_period(year, quarter)
    lines = lines_without_figures(period, request.today) if period else []
    found = ReportFilter(request.GET or {"state": "pending"}, lines)
    left = found.left(lines)
    same = REPORT.why_same_of((line.report for line in left), is_own=False)
    may_review = request.user.has_perm("review_reports")
    context = {
        "period": period,
        "quarter": Quarter(year, quarter),
        "filter": found,
        "lines": left,
        "rows": queue_rows(with_what_is_same(left, same), may_review=may_review),
        "pending": sum(line.report.state == ReportState.SUBMITTED for line in lines),
        "may_accept": may_review and any(line.report.state == ReportState.SUBMITTED for line in left),
        "may_reopen": may_review and any(line.report.is_reopenable for line in left),
        "may_review": may_review,
        "quarters": Switch("季度", quarter_links("review_queue", year, quarter)),
    }
    return render(request, "progress/reports/queue.html", context)


@permission_required("read_everything", raise_exception=True)
def review_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """审核通过, and on to the next."""
    report, sheet = _find_to_review(request, pk)
    form = ReviewForm(request.restored or request.POST, sheet=sheet, on=request.today)
    if request.method != "POST" or not form.is_valid():
        return _again(request, sheet, review=form)
    data = form.cleaned_data
    named = {name: data[name] for name in ("shown", "verdict", "reason")}
    named |= {"items": form.items(), "confirmed": confirmed_in(request.POST)}
    try:
        accepted = review_actions.accept(
            report, based_on=data["version"], at=request.now, by=request.user, **named
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _again(request, sheet, review=form)
    messages.success(request, acceptance_words(accepted))
    return HttpResponseRedirect(_next(report))


@permission_required("read_everything", raise_exception=True)
def review_compute(request: HttpRequest, pk: int) -> HttpResponse:
    """重新测算: the class that the items compute as the reviewer has set them; nothing is decided."""
    report, sheet = _find_to_review(request, pk)
    typed = request.restored or request.POST
    if not typed or report.state != ReportState.SUBMITTED:
        return HttpResponseRedirect(report.address)
    form = ReviewForm(typed, sheet=sheet, on=request.today)
    if "HX-Request" in request.headers:
        form.show_anew()
        return render(request, "progress/reports/_proposal.html", {"review": form})
    return _again(request, sheet, status=200, review=form)


@permission_required("read_everything", raise_exception=True)
def review_return(request: HttpRequest, pk: int) -> HttpResponse:
    """退回 with a reason and a new date."""
    report = _find_to_decide(request, pk)
    # a plain return names no part and needs no plan
    sheet = SimpleLazyObject(lambda: _sheet(report, request.today))
    form = ReturnForm(request.restored or request.POST, sheet=sheet, initial={"version": report.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            named = {"based_on": data["version"]}
            named |= {name: data[name] for name in ("reason", "parts", "refile_by")}
            returned = review_actions.return_report(report, at=request.now, by=request.user, **named)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                f"第{report.task.number}项（{report.unit}）已退回，{short_day(returned.refile_by)}前重报。",
            )
            return HttpResponseRedirect(_next(report))
    return _again(request, sheet, return_form=form)


@permission_required("review_reports", raise_exception=True)
def review_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """重开 with a reason."""
    report = _find(pk)
    sheet = SimpleLazyObject(lambda: _sheet(report, request.today))
    form = SeenReasonForm(request.restored or request.POST)
    if request.method != "POST" or not form.is_valid():
        return _again(request, sheet, reopen_form=form)
    data = form.cleaned_data
    named = {"based_on": data["version"], "at": request.now, "by": request.user}
    try:
        review_actions.reopen(report, reason=data["reason"], **named)
    except Stale as refusal:
        form.add_error(None, str(refusal))
        return _again(request, sheet, reopen_form=form)
    messages.success(request, f"第{report.task.number}项（{report.unit}）已重开，单位可以修改后重报。")
    return HttpResponseRedirect(report.address)


@permission_required("review_reports", raise_exception=True)
def review_accept_many(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """审核通过 for all ticked, each by itself; what is refused is said by name and stays."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("review_queue", args=[year, quarter]))
    ticked = whole_numbers(request.POST.getlist("report"))
    reports = Report.objects.filter(
        pk__in=ticked, period__yearly_list__year=year, period__quarter=quarter
    ).select_related("task", "unit")
    seen = seen_versions(request.POST, reports)

    def accept(report: Report) -> Report:
        shown = request.POST.get(f"shown-{report.pk}", "")
        named = {"based_on": seen[report.pk], "shown": shown, "at": request.now, "by": request.user}
        return review_actions.accept_plain(report, **named)

    accepted = one_by_one(
        reports,
        accept,
        name=lambda report: f"第{report.task.number}项（{report.unit}）",
        tell=lambda words: messages.error(request, words),
    )
    if accepted:
        messages.success(request, acceptances_words(accepted))
    else:
        messages.warning(request, "没有审核通过任何报告。")
    return HttpResponseRedirect(reverse("review_queue", args=[year, quarter]))


def _find(pk: int) -> Report:
    report = _report().first(report=pk)
    if report is None:
        raise Http404
    return report


@cache
def _report() -> Reading[Report]:
    rows = Report.objects.filter(pk=number_slot("report"))
    return Reading(rows.select_related("task", "unit", "period__yearly_list"))


def _sheet(report: Report, on: date) -> ReportSheet:
    ledger = ledger_of(report.task)
    return report_sheet(ledger, ledger.report(report.period.quarter, report.unit), on)


def _find_to_decide(request: HttpRequest, pk: int) -> Report:
    """The report, for who may decide on it."""
    report = _find(pk)
    if not may_review(request.user, report):
        raise PermissionDenied
    return report


def _find_to_review(request: HttpRequest, pk: int) -> tuple[Report, ReportSheet]:
    """The same with its page."""
    report = _find_to_decide(request, pk)
    return report, _sheet(report, request.today)


def _again(
    request: HttpRequest, sheet: ReportSheet, *, status: int | None = None, **bound: Form
) -> HttpResponse:
    """The review once more, what is wrong beside its field; what was typed stays."""
    report = sheet.report
    for form in bound.values():
        # the page shows what stands now, so the next decision is meant for that
        now = form.initial if isinstance(form, ReviewForm) else {"version": report.version}
        form.data = form.data.dict() | now
        wrong = [name for name in form.errors if name in form.fields]
        if wrong:
            form.fields[wrong[0]].widget.attrs["autofocus"] = True
    forms = {
        "review": ReviewForm(sheet=sheet, on=request.today),
        "return_form": ReturnForm(sheet=sheet),
        **bound,
    }
    page = page_of(sheet.ledger, report.period.quarter, sheet, request.user, request.today)
    refused = 400 if request.method == "POST" else 200
    context = {
        **vars(page),
        **forms,
        **sent_again(page, request.user),
        "is_refused": refused == 400 and status is None,
    }
    return render(request, "progress/reports/review_again.html", context, status=status or refused)


def _next(report: Report) -> str:
    """The next report that waits, by number; the queue where none does."""
    when = report.period.when
    waiting = [row for row in _waiting().ask(period=report.period_id) if row[0] != report.pk]
    later = [row for row in waiting if row[1] >= report.task.number]
    following = next(iter(later or waiting), None)
    if following is None:
        return reverse("review_queue", args=[when.year, when.number])
    _, number, unit = following
    return f"{addresses.report(when.year, when.number, number, unit)}#progress"


@cache
def _waiting() -> Statement:
    """What waits for a decision in a quarter, by number."""
    waiting = Report.objects.waiting_for_review().filter(period=slot("period"))
    return statement(
        waiting.order_by("task__number", "unit__order").values_list("pk", "task__number", "unit__code")
    )
