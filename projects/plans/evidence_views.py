"""Files of plans: handed in one by one in the background, and on their way out."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from projects.evidence.archive_views import evidence_zip
from projects.evidence.card import EvidenceCard
from projects.evidence.upload_views import EvidenceActs, one_file
from projects.files.downloads import kept_file, large_picture, small_picture
from projects.models import Plan, PlanEvidence, YearlyList
from projects.plans import actions
from projects.plans.evidence_reads import about_new, origin_of, plan_card, plan_evidence_for, plan_evidence_of
from projects.screen.posted import takes_files

PLAN_EVIDENCE = EvidenceActs(
    actions.check_writable, actions.attach_evidence, actions.take_evidence_away, about_new
)


@takes_files
@permission_required("file_plans", raise_exception=True)
def plan_evidence(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One file of one's own plan."""
    rows = Plan.objects.writable_by(request.user).select_related("task__yearly_list", "unit")
    plan = get_object_or_404(rows, task__yearly_list__year=year, task__number=number)
    if request.method != "POST":
        return HttpResponseRedirect(plan.address)

    def card(saved: Plan) -> EvidenceCard:
        return plan_card(saved, request.user)

    return one_file(request, plan, PLAN_EVIDENCE, card=card)


@require_safe
def plan_evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came."""
    row = _find(request, pk)
    return kept_file(row.file, row.name)


@require_safe
def plan_evidence_picture(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """The photograph, small or large."""
    row = _find(request, pk)
    if not row.file.is_picture:
        raise Http404
    return small_picture(row.file) if size == "small" else large_picture(row.file, row.name)


@permission_required("read_everything", raise_exception=True)
@require_safe
def plan_evidence_archive(request: HttpRequest, year: int) -> HttpResponse:
    """Every file of the list's plans that were handed in, and of the requests to change them, with a list."""
    yearly_list = get_object_or_404(YearlyList, year=year)
    note = "已报送的实施方案和调整申请所附"
    title = f"{yearly_list}实施方案佐证材料"
    return evidence_zip(plan_evidence_of(yearly_list), origin_of, title=title, note=note)


def _find(request: HttpRequest, pk: int) -> PlanEvidence:
    row = plan_evidence_for(pk, request.user)
    if row is None:
        raise Http404
    return row
