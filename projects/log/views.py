"""操作记录: for the auditor alone."""

import tempfile

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.log.archive import write_archive
from projects.log.filters import LogFilter
from projects.log.forms import ArchiveForm, DigestForm
from projects.log.seal_reads import (
    check_seal,
    last_of_each_day,
    last_seal,
    seal_of_digest,
    seal_value,
    seals_between,
    seals_over,
    unsealed_after,
)
from projects.log.words import act_word, detail_words
from projects.log.workbook import log_workbook as build_workbook
from projects.models.log import LogEntry, LogSeal
from projects.screen.downloads import download
from projects.screen.links import changed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100_000


@permission_required("read_log", raise_exception=True)
def log(request: HttpRequest) -> HttpResponse:
    """Every recorded act, newest first."""
    found = LogFilter(request.GET, queryset=LogEntry.objects.visible_to(request.user))
    page = Paginator(found.qs, 50).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    lines = [(entry, act_word(entry), detail_words(entry.detail, entry.role_words)) for entry in page]
    context = {"filter": found, "page": page, "lines": lines, "query": query.urlencode()}
    seal = last_seal()
    context |= {"seal": seal, "waiting": unsealed_after(seal)[0], **_turned(request, page)}
    return render(request, "projects/log/log.html", context)


@permission_required("read_log", raise_exception=True)
def log_workbook(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook; of very many the newest, and it says how many are not in it."""
    found = LogFilter(request.GET, queryset=LogEntry.objects.visible_to(request.user)).qs
    entries = found[:MOST_ROWS]
    left_out = max(0, found.count() - MOST_ROWS)
    book = build_workbook(entries, seals_over(entries), left_out=left_out)
    return download(book, f"log-{request.today:%Y%m%d}.xlsx", XLSX)


@permission_required("read_log", raise_exception=True)
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The seal that stands for each day, to be written down elsewhere; what was written down is checked."""
    form = DigestForm(request.GET if "digest" in request.GET else None)
    return _seals(request, form, ArchiveForm())


def _seals(request: HttpRequest, form: DigestForm, archive: ArchiveForm) -> HttpResponse:
    """The page, 400 where the days of an archive are none."""
    found, faults = None, ()
    if form.is_valid():
        found = seal_of_digest(form.cleaned_data["digest"])
        faults = check_seal(found) if found else ()
    page = Paginator(last_of_each_day(), 50).get_page(request.GET.get("page"))
    shown = LogSeal.objects.filter(number__in=page.object_list).order_by("-number")
    seal = last_seal()
    context = {"form": form, "found": found, "faults": faults, "page": page, "seal": seal}
    context |= {"days": [seal_value(row) for row in shown], "waiting": unsealed_after(seal)[0]}
    context |= {"archive": archive, **_turned(request, page)}
    return render(request, "projects/log/seals.html", context, status=400 if archive.errors else 200)


@permission_required("read_log", raise_exception=True)
@require_safe
def log_archive(request: HttpRequest) -> HttpResponse:
    """The sealed log of some days, signed; all of it without days, asked for again where they are none."""
    form = ArchiveForm(request.GET)
    if not form.is_valid():
        return _seals(request, DigestForm(None), form)
    rows = seals_between(form.cleaned_data["since"], form.cleaned_data["until"])
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_archive(stream, rows, at=request.now, made_by=f"{request.user}（{request.user.username}）")
    stream.seek(0)
    name = f"log-{request.today:%Y%m%d}.zip"
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")


def _turned(request: HttpRequest, page: Page) -> dict[str, str]:
    """The addresses of the pages before and behind this one."""
    query = request.GET.dict()
    return {"previous": changed(query, page=page.number - 1), "next": changed(query, page=page.number + 1)}
