"""What the signer reads before signing: each report with its figures, class, problems and marks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from progress.evidence.reads import evidence_of
from progress.models import Evidence
from progress.reports.queue import ReportLine
from progress.reports.sheet import ReportSheet, report_sheet
from progress.rules.states import LAGGING, ReportState, VerdictClass
from progress.rules.weighing import falls


@dataclass(frozen=True)
class ReportToSign:
    """One report as it would be signed."""

    sheet: ReportSheet
    evidence: Sequence[Evidence] = ()
    same: str = ""  # that it came back and says nothing else

    @property
    def verdict(self) -> VerdictClass:
        """The class that its own figures and items come to."""
        return VerdictClass(self.sheet.judgement.code)

    @property
    def marks(self) -> tuple[str, ...]:
        """Why it wants a look of its own; nothing that carries one is ticked beforehand."""
        report, judgement = self.sheet.report, self.sheet.judgement
        found = [
            ("已过期限", self.sheet.day.overdue_days > 0),
            ("退回后重报", report.first_submitted_at is not None),
            ("填有存在问题", bool(report.problems.strip())),
            (self.verdict.word, judgement.code in (*LAGGING, VerdictClass.UNMEASURED)),
            ("累计数下降", any(falls(row.figure) for row in self.sheet.targets)),
            ("数字需核对", any(row.doubt for row in self.sheet.asked_about)),
            ("本季无变化", self.sheet.says_no_change),
            ("本季无数据", any(row.figure.no_data_reason for row in self.sheet.targets)),
            (f"还缺{len(self.sheet.lacks)}处", bool(self.sheet.lacks)),
        ]
        return (*filter(None, [self.same]), *(word for word, holds in found if holds))


def reports_to_sign(lines: Iterable[ReportLine], on: date, same: Mapping[int, str]) -> list[ReportToSign]:
    """Those of a unit's quarter that await signature, in the order of the tasks.

    `same` says by the report's key that it came back and is as it was.
    """
    waiting = [line for line in lines if line.report.state == ReportState.AWAITING]
    evidence = evidence_of(line.report for line in waiting)
    found = []
    for line in waiting:
        sheet, key = report_sheet(line.ledger, line.report, on), line.report.pk
        found.append(ReportToSign(sheet, evidence[key], same.get(key, "")))
    return found
