"""What the API is: its description for machines, and the same as a page for people.

The page is ours: Swagger's stays empty without scripts, and speaks English.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.api.answer_views import Api, described
from progress.api.docs_reads import cards_of


@require_safe
def docs(request: HttpRequest, api: Api) -> HttpResponse:
    """接口说明."""
    schema = described(api)
    context = {
        "about": schema["info"]["description"],
        "cards": cards_of(schema),
        "per_minute": settings.API_PER_MINUTE,
        "site": settings.SITE_URL or request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "progress/api/docs.html", context)


@login_not_required
@require_safe
def schema(request: HttpRequest, api: Api) -> JsonResponse:
    """The description alone (OpenAPI); it tells nothing but what the source code tells."""
    return JsonResponse(described(api), json_dumps_params={"ensure_ascii": False})
