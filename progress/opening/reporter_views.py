"""填报单位: which lead reports each target and sub-project of a task that several lead."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from progress.opening.reporter_forms import ReportersForm
from progress.opening.reporters import shared_tasks
from projects.lists.reporter_actions import name_reporters
from projects.models import YearlyList
from projects.rules.errors import NotYours, Refused


@permission_required("open_periods", raise_exception=True)
def list_reporters(request: HttpRequest, year: int) -> HttpResponse:
    """The proposals beside what was confirmed; all that is chosen is confirmed at once."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    tasks = shared_tasks(yearly_list)
    posted = request.POST if request.method == "POST" else request.restored
    form = ReportersForm(posted or None, tasks=tasks)
    if request.method == "POST" and form.is_valid():
        try:
            changed = name_reporters(yearly_list, named=form.named(), at=request.now, by=request.user)
        except NotYours:
            raise
        except Refused as refusal:
            form = ReportersForm(tasks=shared_tasks(yearly_list))
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已确认{len(changed)}个目标、子项目的填报单位。")
            return HttpResponseRedirect(request.path)
    context = {"yearly_list": yearly_list, "form": form, "is_any": bool(tasks)}
    status = 400 if request.method == "POST" else 200
    return render(request, "progress/opening/reporters.html", context, status=status)
