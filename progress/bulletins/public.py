"""The public version of a bulletin: the same figures without persons, telephones and internal remarks.

Units stay named: that is what a bulletin is for. Returns (退回) are between a unit and the coordinator, so
they are left out, and so are marks of how a figure was filed. What is taken out of a text: rules/public_text.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from progress.bulletins.correction_prose import FILING, WHY
from progress.bulletins.edits import without_bare_headings
from progress.rules.figures import (
    Changed,
    CorrectedReport,
    CorrectedTask,
    Figures,
    Laggard,
    TargetProgress,
    TaskFigure,
    UnitFiling,
)
from progress.rules.public_text import public_text
from progress.rules.states import CAUGHT_UP_MARK, CORRECTED_MARK, YEAR_UNFINISHED_MARK
from projects.paper.paragraphs import Paragraph

INTERNAL_PARAGRAPHS = ("filing.counts", "filing.not_refiled", "filing.unplanned", FILING)
PUBLIC_MARK = re.compile(rf"第\d季度销号|连续\d季|{CORRECTED_MARK}|{CAUGHT_UP_MARK}|{YEAR_UNFINISHED_MARK}")


def public_figures(figures: Figures, names: Collection[str] = ()) -> Figures:
    """The figures as everybody may read them; `names` are the persons of the register and the accounts."""
    return replace(
        figures,
        tasks=tuple(_task(each, names) for each in figures.tasks),
        laggards=tuple(_laggard(each, names) for each in figures.laggards),
        unit_filings=tuple(each for filing in figures.unit_filings for each in _filing(filing)),
        corrections=tuple(_correction(each, names) for each in figures.corrections),
        corrected=tuple(_corrected(each, names) for each in figures.corrected),
        corrected_filings=(),
    )


def public_paragraphs(paragraphs: Iterable[Paragraph], names: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """The text as everybody may read it, edited paragraphs too."""
    shown = [
        replace(each, text=public_text(each.text, names))
        for each in paragraphs
        if each.key not in INTERNAL_PARAGRAPHS and not each.key.startswith(WHY)
    ]
    return without_bare_headings(shown)


def _task(task: TaskFigure, names: Collection[str]) -> TaskFigure:
    return replace(
        task,
        progress=public_text(task.progress, names),
        problems=public_text(task.problems, names),
        next_steps=public_text(task.next_steps, names),
        remarks=tuple(each for each in task.remarks if PUBLIC_MARK.fullmatch(each)),
        targets=tuple(_target(each) for each in task.targets),
    )


def _target(target: TargetProgress) -> TargetProgress:
    """What is expected by the year's end is the unit's own guess: not for the public."""
    return replace(target, expected=None)


def _laggard(line: Laggard, names: Collection[str]) -> Laggard:
    texts = {name: public_text(getattr(line, name), names) for name in ("situation", "cause", "next_steps")}
    return replace(line, note="", **texts)


def _filing(filing: UnitFiling) -> Sequence[UnitFiling]:
    """Without what was returned; nothing where that is all."""
    shown = replace(filing, not_refiled=())
    return (shown,) if shown.missing or shown.late else ()


def _correction(corrected: CorrectedReport, names: Collection[str]) -> CorrectedReport:
    return replace(corrected, changes=_changes(corrected.changes, names), reason="")


def _corrected(corrected: CorrectedTask, names: Collection[str]) -> CorrectedTask:
    return replace(corrected, changes=_changes(corrected.changes, names), reasons=())


def _changes(changes: Iterable[Changed], names: Collection[str]) -> tuple[Changed, ...]:
    return tuple(
        Changed(each.label, public_text(each.before, names), public_text(each.after, names))
        for each in changes
    )
