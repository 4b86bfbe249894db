"""操作记录: for the auditor alone."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.log.filters import LogFilter
from projects.log.words import act_word, detail_words
from projects.log.workbook import log_workbook as build_workbook
from projects.models.log import LogEntry
from projects.screen.downloads import download

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
    return render(request, "projects/log/log.html", context)


@permission_required("read_log", raise_exception=True)
def log_workbook(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook."""
    entries = LogFilter(request.GET, queryset=LogEntry.objects.visible_to(request.user)).qs[:MOST_ROWS]
    return download(build_workbook(entries), f"log-{request.today:%Y%m%d}.xlsx", XLSX)
