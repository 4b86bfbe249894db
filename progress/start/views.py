"""The page of the first day's steps."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.start.steps import steps
from projects.models import Chore, Unit
from projects.register.known import registers_for


@permission_required("manage_lists", raise_exception=True)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is done and what is left, each the way to its page."""
    shown = steps()
    context = {
        "steps": shown,
        "left": sum(not step.is_done for step in shown),
        "chores": Chore.objects.all(),
        "failing": Chore.objects.failing(),
        "registers": () if Unit.objects.exists() else registers_for(request.city.name),
    }
    return render(request, "progress/start/start.html", context)
