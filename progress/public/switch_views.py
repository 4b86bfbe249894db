"""公开页面: whether it is open, what it tells, and the supervisor's switch."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from progress.bulletins.imprint import demo_note
from progress.models import PublicPage
from progress.public.actions import turn
from progress.public.forms import SwitchForm
from progress.public.reads import public_lists
from projects.screen.forms import refusals_on


@permission_required("read_everything", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest) -> HttpResponse:
    """What the public page is and whether it is open; the supervisor opens and shuts it."""
    page = PublicPage.objects.current()
    form = SwitchForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid() and _turn(request, page, form):
        is_on = form.cleaned_data["is_on"]
        messages.success(request, "公开页面已开放。" if is_on else "公开页面已关闭。")
        return redirect("publication")
    context = {
        "page": page,
        "form": form,
        "lists": public_lists() if page.is_on else (),
        "may_turn": request.user.has_perm("open_to_public"),
        "address": request.build_absolute_uri(reverse("public_page")),
    }
    return render(request, "progress/public/switch.html", context, status=400 if form is not None else 200)


def _turn(request: HttpRequest, page: PublicPage, form: SwitchForm) -> bool:
    """Whether it was done; a refusal stands above the switch."""
    data = form.cleaned_data
    with refusals_on(form, stands=page.version):
        turn(
            page,
            is_on=data["is_on"],
            based_on=data["version"],
            city=request.city,
            note=demo_note(),
            at=request.now,
            by=request.user,
        )
        return True
    return False
