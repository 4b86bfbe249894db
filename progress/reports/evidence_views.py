"""Files handed in with a report, one by one in the background."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from progress.ledger.ledgers import ledger_of
from progress.models import Report
from progress.reports import actions
from progress.reports.evidence_card import evidence_card
from progress.reports.sheet import report_sheet
from projects.evidence.card import EvidenceCard
from projects.evidence.upload_views import EvidenceActs, one_file
from projects.screen.posted import takes_files

REPORT_EVIDENCE = EvidenceActs(actions.check_writable, actions.attach_evidence, actions.take_evidence_away)


@takes_files
@permission_required("file_reports", raise_exception=True)
def report_evidence(request: HttpRequest, year: int, quarter: int, number: int) -> HttpResponse:
    """One file of one's own report."""
    report = get_object_or_404(
        Report.objects.select_related("period__yearly_list", "task", "unit"),
        period__yearly_list__year=year,
        period__quarter=quarter,
        task__number=number,
        unit=request.user.unit_id,
    )
    if request.method != "POST":
        return HttpResponseRedirect(report.address)

    def card(saved: Report) -> EvidenceCard:
        return evidence_card(report_sheet(ledger_of(saved.task), saved, request.today))

    return one_file(request, report, REPORT_EVIDENCE, card=card)
