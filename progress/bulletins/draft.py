"""A quarter's bulletin as it would go out today: figures, text under edits, what is open (domain.md)."""

from dataclasses import dataclass
from datetime import date

from progress.bulletins.edits import Edit, Merged, printed, with_edits
from progress.bulletins.figures import Figures
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures_of
from progress.bulletins.readiness import OpenPoint, open_points
from progress.ledger.ledgers import accounts
from progress.models import BulletinDraft, ReportingPeriod
from projects.models import Task
from projects.paper.paragraphs import Paragraph


@dataclass(frozen=True)
class TodaysDraft:
    """The draft of one quarter; `version` is what an edit is based on."""

    figures: Figures
    merged: tuple[Merged, ...]
    points: tuple[OpenPoint, ...]  # what is still open
    version: int

    @property
    def text(self) -> tuple[Paragraph, ...]:
        """What goes to print."""
        return printed(self.merged)

    @property
    def stale(self) -> tuple[Merged, ...]:
        """Edited paragraphs that no longer agree with the figures."""
        return tuple(each for each in self.merged if each.is_stale and not each.is_dropped)

    def found(self, key: str) -> Merged | None:
        """One paragraph."""
        return next((each for each in self.merged if each.key == key), None)


def bulletin_draft(period: ReportingPeriod, on: date) -> TodaysDraft:
    """The draft as a day sees it."""
    wholes = accounts(Task.objects.filter(yearly_list=period.yearly_list_id).order_by("number"))
    drawn, points = figures_of(wholes, period, on), open_points(wholes, period, on)
    kept = BulletinDraft.objects.filter(period=period).first() or BulletinDraft(period=period)
    return TodaysDraft(drawn, with_edits(prose(drawn), edits_of(kept), kept.order), points, kept.version)


def edits_of(kept: BulletinDraft) -> tuple[Edit, ...]:
    """The officer's edits as values."""
    return tuple(Edit(**each) for each in kept.edits)
