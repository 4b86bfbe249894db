"""The evidence of one report on its page."""

from progress.evidence.card import ReportEvidence
from progress.evidence.reads import evidence_of, numbers_of
from progress.models import ListSettings
from progress.reports.sheet import ReportSheet
from progress.rules.evidence import proofs


def evidence_card(sheet: ReportSheet) -> ReportEvidence:
    """The card of one report as it stands."""
    report = sheet.report
    rows = evidence_of([report])[report.pk]
    demand = ListSettings.objects.of(report.period.yearly_list).evidence_demand
    targets = [(f"target-{row.target.pk}", row.target.in_print) for row in sheet.targets]
    items = [(f"item-{row.item.pk}", row.due.name) for row in (*sheet.items, *sheet.later)]
    return ReportEvidence(
        rows,
        abouts=(*targets, *items),
        proofs=proofs(sheet.work, numbers_of(rows), demand),
        demand=demand,
        binds=demand.binds(report.period.quarter),
    )
