"""Evidence on its way out: a file, its pictures, a quarter's as one archive."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from progress.evidence.reads import evidence_for, evidence_in, origin_of
from progress.models import Evidence
from progress.opening.reads import opened_period
from projects.evidence.archive_views import evidence_zip
from projects.files.downloads import kept_file, large_picture, small_picture


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came."""
    row = _find(request, pk)
    return kept_file(row.file, row.name)


@require_safe
def evidence_picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """The photograph, small or large."""
    row = _find(request, pk)
    if not row.file.is_picture:
        raise Http404
    return small_picture(row.file) if size == "small" else large_picture(row.file, row.name)


@permission_required("read_everything", raise_exception=True)
@require_safe
def evidence_archive(request: HttpRequest, year: int, quarter: int) -> HttpResponse:
    """Every file of the quarter's submitted reports, with a list."""
    period = opened_period(year, quarter)
    if period is None:
        raise Http404
    note = "已报送的报告和协同情况所附"
    return evidence_zip(evidence_in(period), origin_of, title=f"{period}佐证材料", note=note)


def _find(request: HttpRequest, pk: int) -> Evidence:
    row = evidence_for(pk, request.user)
    if row is None:
        raise Http404
    return row
