"""Figures of a contribution that can hardly be: asked about as a report's, against the unit's own share."""

from collections.abc import Mapping
from decimal import Decimal

from progress.ledger.owed_contributions import SharedTask
from progress.ledger.shares import SharedLine, last_values
from progress.models import Contribution
from progress.rules.plausibility import Confirmer, Doubted, confirmations_of, doubted, marks_by
from progress.rules.weighing import TargetFigure
from projects.models import Target
from projects.rules.planning import NOTHING, PlannedQuarter


def doubt_of(
    target: Target, line: SharedLine, value: Decimal | None, earlier: Decimal | None
) -> Doubted | None:
    """What is asked about one figure; None where nothing is."""
    figure = TargetFigure(
        key=target.pk,
        label=target.in_print,
        quantity=line.share.quantity,
        planned=PlannedQuarter(line.quarter, None, line.share.by(line.quarter), NOTHING),
        actual=value,
        earlier=earlier,
        unit=target.unit,
        nature=target.nature,
        direction=target.direction,
    )
    return doubted(figure)


def doubts_of(paper: Contribution, owed: SharedTask) -> dict[int, Doubted]:
    """What is asked about the figures as they are saved, by target."""
    values = {each.target_id: each.value for each in paper.values.all()}
    last = last_values(paper.period, paper.task, paper.unit)
    found = {}
    for target, line in owed.lines:
        doubt = doubt_of(target, line, values.get(target.pk), last.get(target.pk))
        if doubt is not None:
            found[target.pk] = doubt
    return found


def said_marks(paper: Contribution) -> Mapping[str, str]:
    """What the unit confirmed, by the part's name."""
    return marks_by(Confirmer.FILER, confirmations_of(paper.confirmations))
