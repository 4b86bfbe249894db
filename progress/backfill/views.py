"""补录: which quarters, the workbook out and back, and what another person decides on it."""

from collections.abc import Sequence
from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.backfill import acceptance_actions, actions
from progress.backfill.actions import PaperIssue
from progress.backfill.checked_forms import entries_of, readable, with_lacks, workbook_lines
from progress.backfill.forms import WITH, WITHOUT, IssueForm, RefusalForm
from progress.backfill.quarter_actions import Entry, entry_from, lacks_of, laid_out, write
from progress.backfill.reads import backfill_lines, may_decide, obstacle_to, scan_of
from progress.backfill.workbook import backfill_workbook, read_backfill
from progress.models import Backfill
from progress.reports.actions import ReportContent
from progress.rules import addresses
from progress.rules.states import BackfillState, VerdictClass, verdict_word
from progress.unit_workbook.draft_forms import checked
from projects.files.uploads import looked_at
from projects.filing.drafts import CheckedWorkbook
from projects.filing.workbook_views import WorkbookDesk, workbook_back
from projects.models import YearlyList
from projects.paper.sheets import CONTENT_TYPE
from projects.paper.unit_sheets import TypedLine
from projects.rules.errors import Refused
from projects.rules.quarters import NUMBERS, Quarter
from projects.screen.downloads import download
from projects.screen.forms import refusals_on, refusals_to
from projects.screen.posted import brought_back, seen_version, takes_files


@permission_required("read_everything", raise_exception=True)
@require_safe
def backfill_list(request: HttpRequest, year: int) -> HttpResponse:
    """The quarters of a list, and how each stands."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    context = {
        "yearly_list": yearly_list,
        "lines": backfill_lines(yearly_list, request.today),
        "may_load": request.user.has_perm("file_for_units"),
    }
    return render(request, "progress/backfill/list.html", context)


@takes_files
@permission_required("read_everything", raise_exception=True)
def backfill_quarter(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """One quarter: what was loaded and waits; for the coordinator the workbook on its way back."""
    yearly_list, when = _list_and_quarter(year, quarter)
    backfill = _find(yearly_list, quarter)
    if request.method == "POST" and not _may_load(request, yearly_list, quarter):
        _refuse(request, yearly_list, quarter)
    form = _issue_form(request, backfill)
    context = _context(request, yearly_list, when, backfill, form)
    desk = WorkbookDesk(
        noun="补录",
        read=lambda content, name: read_backfill(content, name, when=when),
        check=lambda lines: _checked(request, yearly_list, quarter, lines),
        keep=lambda drafts: _load(request, yearly_list, quarter, entries_of(drafts), form),
        template="progress/backfill/quarter.html",
        context=context,
        goes_on=addresses.backfill(year, quarter),
        done="已导入{number}份，待其他协调员或督查员审核。",
    )
    return workbook_back(request, desk)


@permission_required("file_for_units", raise_exception=True)
@require_safe
def backfill_workbook_out(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """The quarter to be filled in, with what was loaded before."""
    yearly_list, when = _list_and_quarter(year, quarter)
    if obstacle_to(yearly_list, quarter, request.today):
        raise Http404
    backfill = _find(yearly_list, quarter)
    entries = [entry_from(each) for each in backfill.entries] if backfill else []
    content = _workbook(request, yearly_list, quarter, entries)
    return download(content, f"{when.long_label}进展补录.xlsx", CONTENT_TYPE)


@permission_required("decide_requests", raise_exception=True)
def backfill_decide(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """审核通过, or 不同意 with a word."""
    backfill = _of(year, quarter)
    if request.method != "POST":
        word = brought_back(request.restored, "refuse")
        if word is None:
            return HttpResponseRedirect(backfill.address)
        return _refusal_page(request, RefusalForm(word), backfill)
    named = {"based_on": seen_version(request.POST), "at": request.now, "by": request.user}
    if request.POST.get("action") == "accept":
        with refusals_to(lambda words: messages.error(request, words)):
            acceptance_actions.accept(backfill, **named)
            messages.success(request, f"{backfill}已审核通过，计入统计。")
        return HttpResponseRedirect(backfill.address)
    form = RefusalForm(request.POST)
    if form.is_valid():
        with refusals_on(form, stands=backfill.version):
            actions.refuse_backfill(backfill, word=form.cleaned_data["word"], **named)
            messages.success(request, f"{backfill}已答复不同意。")
            return HttpResponseRedirect(backfill.address)
    return _refusal_page(request, form, backfill, status=400)


@permission_required("file_for_units", raise_exception=True)
def backfill_take_back(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """撤回 by who loaded it."""
    backfill = _of(year, quarter)
    if request.method != "POST":
        return HttpResponseRedirect(backfill.address)
    with refusals_to(lambda words: messages.error(request, words)):
        based_on = seen_version(request.POST)
        actions.take_back(backfill, based_on=based_on, at=request.now, by=request.user)
        messages.success(request, f"{backfill}已撤回。")
    return HttpResponseRedirect(backfill.address)


def _refusal_page(
    request: HttpRequest, form: RefusalForm, backfill: Backfill, *, status: int = 200
) -> HttpResponse:
    """The quarter as it stands now, with the word that was not taken."""
    yearly_list, when = _list_and_quarter(backfill.yearly_list.year, backfill.quarter)
    stands = _find(yearly_list, when.number)
    context = _context(request, yearly_list, when, stands, _issue_form(request, stands))
    context["refusal_form"] = form
    return render(request, "progress/backfill/quarter.html", context, status=status)


def _context(
    request: HttpRequest, yearly_list: YearlyList, when: Quarter, backfill: Backfill | None, form: IssueForm
) -> dict[str, object]:
    """What the page of a quarter shows, whoever looks."""
    return {
        "yearly_list": yearly_list,
        "quarter": when,
        "backfill": backfill,
        "rows": _rows(backfill),
        "scan": scan_of(backfill) if backfill else None,
        "obstacle": obstacle_to(yearly_list, when.number, request.today),
        "may_load": _may_load(request, yearly_list, when.number),
        "may_decide": backfill is not None and may_decide(backfill, request.user),
        "is_mine": _is_mine(backfill, request),
        "form": form,
        "refusal_form": RefusalForm(initial={"version": backfill.version}) if backfill else None,
        "crumbs": [{"url": addresses.backfills(when.year), "label": f"{when.year}年补录"}],
    }


def _may_load(request: HttpRequest, yearly_list: YearlyList, quarter: int) -> bool:
    return request.user.has_perm("file_for_units") and not obstacle_to(yearly_list, quarter, request.today)


def _list_and_quarter(year: int, quarter: int) -> tuple[YearlyList, Quarter]:
    if quarter not in NUMBERS:
        raise Http404
    return get_object_or_404(YearlyList, year=year), Quarter(year, quarter)


def _find(yearly_list: YearlyList, quarter: int) -> Backfill | None:
    rows = Backfill.objects.filter(yearly_list=yearly_list, quarter=quarter)
    return rows.select_related("yearly_list", "loaded_by", "decided_by", "period").first()


def _of(year: int, quarter: int) -> Backfill:
    rows = Backfill.objects.select_related("yearly_list")
    return get_object_or_404(rows, yearly_list__year=year, quarter=quarter)


def _refuse(request: HttpRequest, yearly_list: YearlyList, quarter: int) -> None:
    """Who posts a workbook where none is taken."""
    actions.check_may_load(request.user)  # NotYours, before what is said of the quarter
    raise Refused(obstacle_to(yearly_list, quarter, request.today))


def _is_mine(backfill: Backfill | None, request: HttpRequest) -> bool:
    waits = backfill is not None and backfill.state == BackfillState.LOADED
    return waits and backfill.loaded_by_id == request.user.pk


def _issue_form(request: HttpRequest, backfill: Backfill | None) -> IssueForm:
    """As it was registered last, else empty; bound where it is saved."""
    named = {"has_scan": backfill is not None and scan_of(backfill) is not None}
    if "save" in request.POST:
        return IssueForm(request.POST, request.FILES, **named)
    initial = {"version": backfill.version if backfill else 0}
    if backfill is not None:
        initial |= {"issue": WITH if backfill.issue_number else WITHOUT}
        initial |= {"number": backfill.issue_number, "issued_on": backfill.issued_on}
    restored = request.restored if request.restored and "save" in request.restored else None
    return IssueForm(restored, initial=initial, **named)


def _checked(
    request: HttpRequest, yearly_list: YearlyList, quarter: int, lines: Sequence[TypedLine]
) -> CheckedWorkbook[ReportContent]:
    """Against the quarter as it would be laid out; nothing of it stays."""
    with laid_out(yearly_list, quarter=quarter, at=request.now, by=request.user) as period:
        found = checked(lines, workbook_lines(period, request.today), whose="清单中")
        write(period, entries=entries_of(readable(found).to_save), at=request.now, by=request.user)
        return with_lacks(found, lacks_of(period))


def _load(
    request: HttpRequest, yearly_list: YearlyList, quarter: int, entries: tuple[Entry, ...], form: IssueForm
) -> Backfill:
    if not form.is_valid():
        raise Refused("请填好通报登记，见下方红色提示。")
    data = form.cleaned_data
    return actions.load(
        yearly_list,
        quarter=quarter,
        entries=entries,
        issue=PaperIssue(data["number"], data["issued_on"]),
        scan=looked_at(data["scan"]) if data["scan"] else None,
        based_on=data["version"],
        at=request.now,
        by=request.user,
    )


def _workbook(request: HttpRequest, yearly_list: YearlyList, quarter: int, entries: Sequence[Entry]) -> bytes:
    """The workbook with what was loaded; empty where the plan has changed since so that it fits no more."""
    named = {"at": request.now, "by": request.user}
    with laid_out(yearly_list, quarter=quarter, **named) as period:
        with suppress(Refused):
            write(period, entries=entries, **named)
        return backfill_workbook(period, workbook_lines(period, request.today))


def _rows(backfill: Backfill | None) -> list[dict]:
    """What was loaded, with the class in words."""
    if backfill is None:
        return []
    return [
        {
            **row,
            "word": verdict_word(row["code"], backfill.quarter).partition("（")[0],
            "tone": VerdictClass.tone_of(row["code"]),
        }
        for row in backfill.shown
    ]
