"""The evidence of one report on its page: the files, and which done items and met targets have some."""

from dataclasses import dataclass

from progress.rules.evidence import Demand, Proof
from projects.evidence.card import EvidenceCard


@dataclass(frozen=True)
class ReportEvidence(EvidenceCard):
    """What the templates show of a report's evidence."""

    proofs: tuple[Proof, ...] = ()
    demand: Demand = Demand()
    binds: bool = False  # whether the report is not submitted without what is asked for

    @property
    def lacking(self) -> list[Proof]:
        """What is asked for and has none."""
        return [each for each in self.proofs if each.is_lacking]
