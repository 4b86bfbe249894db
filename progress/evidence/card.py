"""The evidence of one paper on its page: the files, and which done items and met targets have some."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from progress.models import Evidence
from progress.rules.evidence import Demand, Proof
from projects.rules.file_kinds import ACCEPT, TAKEN, size_words


@dataclass(frozen=True)
class EvidenceCard:
    """What the templates show of a paper's evidence."""

    rows: Sequence[Evidence]
    abouts: tuple[tuple[str, str], ...] = ()  # what a file may prove, by field, with words
    proofs: tuple[Proof, ...] = ()
    demand: Demand = Demand()
    binds: bool = False  # whether the paper is not submitted without what is asked for

    @property
    def room(self) -> int:
        """How many more files it takes."""
        return max(0, settings.FILES_A_PAPER - len(self.rows))

    @property
    def limits(self) -> str:
        """What is taken, in words."""
        largest = size_words(settings.FILE_MOST_BYTES).replace(".0", "")
        return f"最多 {settings.FILES_A_PAPER} 份，每份不超过 {largest}；{TAKEN}"

    @property
    def accept(self) -> str:
        """What the browser offers to choose."""
        return ACCEPT

    @property
    def lacking(self) -> list[Proof]:
        """What is asked for and has none."""
        return [each for each in self.proofs if each.is_lacking]
