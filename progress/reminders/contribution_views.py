"""催办协同情况: whom the leads reminded of which contributions."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from progress.reminders.contribution_reads import (
    contribution_reminder_lines,
    contribution_reminders_of,
    whole,
)
from projects.models import YearlyList
from projects.screen.links import changed

PER_PAGE = 50


@require_safe
def contribution_reminder_log(request: HttpRequest, year: int) -> HttpResponse:
    """Whom the leads of a year reminded of what, when, what became of the mail, and what was sent since.

    The two offices read all of it, a unit what its own people sent.
    """
    reads_all = request.user.has_perm("read_everything")
    if not (reads_all or request.user.has_perm("file_reports")):
        raise PermissionDenied
    yearly_list = get_object_or_404(YearlyList, year=year)
    sent = whole(contribution_reminders_of(yearly_list))
    if not reads_all:
        sent = sent.filter(sent_by__unit=request.user.unit_id)
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "yearly_list": yearly_list,
        "reads_all": reads_all,
        "page": page,
        "lines": contribution_reminder_lines(page.object_list, request.today),
        "previous": changed(request.GET.dict(), page=page.number - 1),
        "next": changed(request.GET.dict(), page=page.number + 1),
    }
    return render(request, "progress/reminders/contribution_log.html", context)
