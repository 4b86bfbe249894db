"""A quarter's bulletin as it would go out today: figures, text under edits, what is open (domain.md)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from operator import attrgetter

from django.utils.functional import cached_property

from progress.bulletins.edits import Edit, Merged, printed, with_edits
from progress.bulletins.prose import prose
from progress.bulletins.quarter_figures import figures_of
from progress.bulletins.readiness import OpenPoint, open_points, stale_points
from progress.ledger.ledgers import ledgers_for_bulletins
from progress.ledger.list_keys import keys_of
from progress.models import BulletinDraft, ReportingPeriod
from progress.rules.figures import Figures
from projects.models.readings import Reading
from projects.models.statements import slot
from projects.paper.paragraphs import Paragraph
from projects.rules.city import City


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
        return tuple(each for each in self.merged if each.disagrees)

    @cached_property
    def mark(self) -> str:
        """Tells this draft from any other by figures, text and open points; an issue carries the one read."""
        shown = (self.figures, self.text, [each.sentence for each in self.points])
        return sha256(json.dumps(shown, default=_told).encode()).hexdigest()[:16]

    def found(self, key: str) -> Merged | None:
        """One paragraph."""
        return next((each for each in self.merged if each.key == key), None)


def bulletin_draft(period: ReportingPeriod, on: date, *, city: City) -> TodaysDraft:
    """The draft as a day sees it."""
    ledgers = ledgers_for_bulletins(keys_of(period.yearly_list_id))
    drawn, points = figures_of(ledgers, period, on), open_points(ledgers, period, on, city=city)
    kept = _kept().first(period=period.pk) or BulletinDraft(period=period)
    merged = with_edits(prose(drawn, city=city), edits_of(kept), kept.order)
    return TodaysDraft(drawn, merged, (*stale_points(merged, period), *points), kept.version)


@cache
def _kept() -> Reading[BulletinDraft]:
    return Reading(BulletinDraft.objects.filter(period=slot("period")))


def _told(value: object) -> object:
    """What the encoder does not know by itself: the fields of a dataclass, a number or a day as a word."""
    return _teller(type(value))(value)


@cache
def _teller(kind: type) -> Callable[[object], object]:
    """How a value of this kind is told: of a dataclass the fields in their order, and nothing beside them.

    What a value keeps for itself, once it was asked, is no part of what was read.
    """
    return attrgetter(*(each.name for each in fields(kind))) if is_dataclass(kind) else str


def edits_of(kept: BulletinDraft) -> tuple[Edit, ...]:
    """The officer's edits as values."""
    return tuple(Edit(**each) for each in kept.edits)
