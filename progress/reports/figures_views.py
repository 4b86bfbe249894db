"""逐项填数: all figures of a unit's quarter typed in one table, saved by the same action as the forms."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from progress.models import Report, ReportingPeriod
from progress.opening.reads import opened_period, period_or_404
from progress.reports import actions
from progress.reports.figures_forms import FiguresOfReport, FiguresTable, figures_table, posted_figures
from progress.reports.queue import deadline
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import Quarter
from projects.screen.links import Switch, quarter_links


@permission_required("file_reports", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def filing_figures(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """One address for reading and for writing: a form that comes back through the sign-in finds its page."""
    if request.method == "POST":
        return _write(request, period_or_404(year, quarter))
    period = opened_period(year, quarter)
    if period is None:
        return _render(request, Quarter(year, quarter), None, None)
    table = figures_table(period, request.user.unit, request.today, posted=request.restored)
    return _render(request, period.when, period, table, unsaved=bool(request.restored))


@permission_required("file_reports", raise_exception=True)
def figures_reckon(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """What the page says beside the figures while one types, by the rules that judge them."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("filing_figures", args=[year, quarter]))
    period = period_or_404(year, quarter)
    found = posted_figures(period, request.user.unit, request.today, request.POST)
    rows = [row for each in found for row in each.rows]
    return JsonResponse({"targets": {row.key: row.reckoned.as_json() for row in rows}})


def _write(request: HttpRequest, period: ReportingPeriod) -> HttpResponse:
    """Each report by itself; what is refused is named and stays as typed, the others are saved."""
    table = figures_table(period, request.user.unit, request.today, posted=request.POST)
    saved: dict[int, Report] = {}
    refused: dict[int, str] = {}
    for each in table.typed:
        try:
            saved[each.report.pk] = _save(request, each)
        except NotYours:
            raise
        except Refused as refusal:
            refused[each.report.pk] = str(refusal)
    if "X-Background" in request.headers:
        return _answer_in_background(request, table, saved, refused)
    if not refused:
        _tell_saved(request, list(saved.values()))
        return HttpResponseRedirect(reverse("filing_figures", args=[period.when.year, period.when.number]))
    shown = figures_table(period, request.user.unit, request.today, posted=request.POST, refused=refused)
    note = f"有{len(refused)}项没有保存，您填写的都在下面，见红字。" + (
        f"其余{len(saved)}项已保存。" if saved else ""
    )
    return _render(request, period.when, period, shown, note=note, unsaved=True, status=409)


def _save(request: HttpRequest, each: FiguresOfReport) -> Report:
    if not each.form.is_savable:
        raise Refused(each.form.errors_listed())
    return actions.save_draft(
        each.report,
        content=each.form.content(),
        based_on=each.form.cleaned_data["version"],
        at=request.now,
        by=request.user,
    )


def _answer_in_background(
    request: HttpRequest, table: FiguresTable, saved: dict[int, Report], refused: dict[int, str]
) -> HttpResponse:
    """For the script: the new versions, and the marks of what stands there now."""
    done = [each for each in table.reports if each.report.pk in saved]
    fields = {each.version_field: saved[each.report.pk].version for each in done}
    fields |= {each.seen_field: each.seen for each in done}
    names = {each.report.pk: f"第{each.report.task.number}项" for each in table.reports}
    answer = {
        "saved": f"{request.now:%H:%M}",
        "fields": fields,
        "unread": sum(len(each.unread) for each in saved.values()),
        "refused": [f"{names[key]}：{why}" for key, why in refused.items()],
    }
    return JsonResponse(answer, status=409 if refused else 200)


def _tell_saved(request: HttpRequest, saved: list[Report]) -> None:
    """How many reports got new figures, and what of them nobody could read."""
    if not saved:
        messages.info(request, "没有改动，不需保存。")
        return
    unread = sum(len(each.unread) for each in saved)
    if unread:
        words = f"已保存{len(saved)}项任务的数。有{unread}处没有读懂，按您写的留着，报送前请改正，见红字。"
        messages.warning(request, words)
        return
    messages.success(request, f"已保存{len(saved)}项任务的数。")


def _render(
    request: HttpRequest,
    quarter: Quarter,
    period: ReportingPeriod | None,
    table: FiguresTable | None,
    *,
    note: str = "",
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    lines = [each.line for each in table.reports] if table else []
    context = {
        "quarter": quarter,
        "period": period,
        "table": table,
        "unit": request.user.unit,
        "deadline": deadline(lines, period, request.today) if period else None,
        "note": note,
        "is_refused": status >= HTTPStatus.BAD_REQUEST,
        "unsaved": unsaved,
        "quarters": Switch("季度", quarter_links("filing_figures", quarter.year, quarter.number)),
    }
    return render(request, "progress/reports/figures.html", context, status=status)
