"""The evidence of one paper on its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from projects.models.evidence import FileOfPaper
from projects.rules.file_kinds import ACCEPT, TAKEN, size_words


def as_read(about: str, proved: str | None = None) -> str:
    """What a page chose, where nothing is ever called something else."""
    return about


@dataclass(frozen=True)
class EvidenceCard:
    """What the templates show of a paper's evidence."""

    rows: Sequence[FileOfPaper]
    abouts: tuple[tuple[str, str], ...] = ()  # what a file may prove, by field, with words
    whole: str = "整份报告"  # the word for what proves none of them
    now: Callable[..., str] = as_read  # what an earlier page chose, by its name of today

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
