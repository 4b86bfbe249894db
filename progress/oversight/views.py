"""人大监督: read by everybody signed in, recorded and put right by coordinator and supervisor."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from progress.models import Oversight
from progress.oversight import actions
from progress.oversight.forms import OversightForm, RemovalForm
from progress.oversight.reads import entry_of
from progress.rules.oversight import OversightKind
from projects.files.downloads import kept_file
from projects.files.uploads import LookedAt, looked_at
from projects.models import YearlyList
from projects.screen.forms import refusals_on
from projects.screen.posted import takes_files

METHODS = ("GET", "HEAD", "POST")


@require_safe
def oversight(request: HttpRequest, year: int) -> HttpResponse:
    """Everything on record about a list, kind by kind."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    rows = [(row, entry_of(row)) for row in Oversight.objects.in_place().filter(yearly_list=yearly_list)]
    context = {
        "yearly_list": yearly_list,
        "kinds": [(kind, _of_kind(rows, kind)) for kind in OversightKind],
        "is_empty": not rows,
        "may_record": request.user.has_perm("record_oversight"),
        "crumbs": _crumbs(year)[:1],
    }
    return render(request, "progress/oversight/list.html", context)


def _of_kind(rows: Sequence[tuple], kind: OversightKind) -> list[tuple]:
    return [each for each in rows if each[1].kind == kind]


@takes_files
@permission_required("record_oversight", raise_exception=True)
@require_http_methods(METHODS)
def oversight_new(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Put one entry of a kind on record."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    found = OversightKind.of(kind)
    if not found:
        raise Http404
    form = _form(request, yearly_list, OversightKind(kind), None)
    if request.method == "POST" and form.is_valid() and _kept(request, form, None):
        messages.success(request, "已登记。")
        return redirect("oversight", year)
    return _answer(request, form, None)


@takes_files
@permission_required("record_oversight", raise_exception=True)
@require_http_methods(METHODS)
def oversight_edit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Put one entry right; below the form it can be removed."""
    row = _row(year, pk)
    form = _form(request, row.yearly_list, OversightKind(row.kind), row)
    if request.method == "POST" and form.is_valid() and _kept(request, form, row):
        messages.success(request, "已保存。")
        return redirect("oversight", year)
    return _answer(request, form, _row(year, pk))


@permission_required("record_oversight", raise_exception=True)
@require_http_methods(METHODS)
def oversight_remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Remove one entry, with a word why."""
    row = _row(year, pk)
    typed = request.restored or (request.POST if request.method == "POST" else None)
    form = RemovalForm(typed, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_on(form, stands=row.version):
            named = {"word": data["word"], "based_on": data["version"]}
            actions.remove(row, **named, at=request.now, by=request.user)
            messages.success(request, "已删除。")
            return redirect("oversight", year)
    context = {"row": row, "entry": entry_of(row), "form": form, "crumbs": _crumbs(year)}
    return render(request, "progress/oversight/remove.html", context, status=_status(request))


@require_safe
def oversight_file(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The file that an entry was taken from."""
    row = _row(year, pk)
    if row.file is None:
        raise Http404
    return kept_file(row.file, row.file_name)


def _row(year: int, pk: int) -> Oversight:
    return get_object_or_404(Oversight.objects.in_place().filter(yearly_list__year=year), pk=pk)


def _form(
    request: HttpRequest, yearly_list: YearlyList, kind: OversightKind, row: Oversight | None
) -> OversightForm:
    typed = request.restored or (request.POST if request.method == "POST" else None)
    named = {"kind": kind, "yearly_list": yearly_list, "today": request.today, "row": row}
    return OversightForm(typed, request.FILES or None, **named)


def _kept(request: HttpRequest, form: OversightForm, row: Oversight | None) -> bool:
    """Whether it was saved; a refusal stands above the form, with what was typed."""
    with refusals_on(form, stands=row.version if row else 0):
        named = {"entry": form.entry, "file": _file(form), "at": request.now, "by": request.user}
        if row is None:
            actions.record_oversight(form.yearly_list, **named)
        else:
            actions.amend(row, based_on=form.cleaned_data["version"], **named)
        return True
    return False


def _file(form: OversightForm) -> LookedAt | None:
    chosen = form.cleaned_data["file"]
    return looked_at(chosen) if chosen else None


def _answer(request: HttpRequest, form: OversightForm, row: Oversight | None) -> HttpResponse:
    year = form.yearly_list.year
    context = {"form": form, "row": row, "entry": entry_of(row) if row else None, "crumbs": _crumbs(year)}
    context |= {
        "yearly_list": form.yearly_list,
        "kind": form.kind,
        "has_refusal": bool(form.non_field_errors()),
    }
    return render(request, "progress/oversight/form.html", context, status=_status(request))


def _status(request: HttpRequest) -> int:
    return 400 if request.method == "POST" else 200


def _crumbs(year: int) -> list[dict[str, str]]:
    return [
        {"url": reverse("year_detail", args=[year]), "label": f"{year}年度清单"},
        {"url": reverse("oversight", args=[year]), "label": "人大监督"},
    ]
