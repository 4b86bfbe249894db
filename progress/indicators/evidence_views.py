"""Files handed in with a yearly value, one by one in the background."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from progress.indicators import actions
from progress.indicators.evidence_reads import own_card
from progress.indicators.reads import indicator_or_404, paper_of, plan_or_404
from projects.evidence.upload_views import EvidenceActs, one_file
from projects.screen.posted import takes_files

VALUE_EVIDENCE = EvidenceActs(actions.check_writable, actions.attach_evidence, actions.take_evidence_away)


@takes_files
@permission_required("file_reports", raise_exception=True)
def yearly_value_evidence(
    request: HttpRequest, start: int, end: int, number: int, of_year: int
) -> HttpResponse:
    """One file of one's own value; another unit's, or of a year that is not asked about, is not there."""
    indicator = indicator_or_404(plan_or_404(start, end), number)
    paper = paper_of(indicator, of_year)
    is_asked = of_year in indicator.plan.years and of_year <= request.today.year
    if not is_asked or paper.unit_id is None or paper.unit_id != request.user.unit_id:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(paper.address)
    return one_file(request, paper, VALUE_EVIDENCE, card=own_card)
