"""The public version of a bulletin: the same figures without persons, telephones and internal remarks.

Tasks, classes and figures stand without units: to name those alone that file in time would tell the others
by their absence. Who files late, or not, and what is under review stay with the units and the commission
(domain.md, The bulletin): neither text nor table names them, and what is 未报 counts among 待评定. The
promise itself, as it was printed, is told as it is. What is taken out of a text: rules/public_text.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from progress.bulletins.edits import without_bare_headings
from progress.bulletins.prose import prose
from progress.rules.figures import (
    Changed,
    CorrectedReport,
    CorrectedTask,
    Figures,
    FilingCounts,
    GroupTally,
    Laggard,
    PastLaggard,
    TargetProgress,
    TaskFigure,
)
from progress.rules.oversight import OversightEntry
from progress.rules.public_text import public_text
from progress.rules.states import CAUGHT_UP_MARK, CORRECTED_MARK, YEAR_UNFINISHED_MARK, VerdictClass
from projects.paper.paragraphs import Paragraph
from projects.rules.city import City

OF_FILING = re.compile(
    r"未报|未按期|迟报|逾期|退回|补报|重报|报送|待审核|待审签|未备案|提醒单|督办单|挂牌督办"
)
PUBLIC_MARK = re.compile(
    rf"第\d季度销号|连续\d季|数据截至\d+月\d+日|{CORRECTED_MARK}|{CAUGHT_UP_MARK}|{YEAR_UNFINISHED_MARK}"
)

A_UNIT = "有关单位"  # in place of one that no text names
NO_OTHER_NAMES: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True)
class Hidden:
    """Whom no text names: persons, the units that are late or missing, the leads of the task told of."""

    persons: Collection[str] = ()
    units: Collection[str] = ()

    def out_of(self, text: str) -> str:
        """The text without them; the longest name first, for one may stand in another."""
        text = public_text(text, self.persons)
        for unit in sorted(self.units, key=len, reverse=True):
            text = text.replace(unit, A_UNIT)
        return _without_labels(text) if self.units else text

    def beside(self, units: Collection[str]) -> "Hidden":
        """The same with the leads of one task: of several the one in time would tell the other."""
        return replace(self, units=frozenset(self.units) | frozenset(units))


def _without_labels(text: str) -> str:
    """Several leads say theirs line by line behind their names: the lines alone, what is the same once."""
    lines = (line.removeprefix(f"{A_UNIT}：") for line in text.split("\n"))
    return "\n".join(dict.fromkeys(lines))


NOTHING_HIDDEN = Hidden()


def public_version(
    figures: Figures,
    paragraphs: Iterable[Paragraph],
    *,
    city: City,
    names: Collection[str] = (),
    unit_names: Mapping[str, Collection[str]] = NO_OTHER_NAMES,
) -> tuple[Figures, tuple[Paragraph, ...]]:
    """Figures and text as everybody may read them; `names` are the persons of register and accounts,
    `unit_names` what each unit is called beside its name.

    What the officer left as it was generated is written anew from the public figures, and so is what he
    reworded where his words tell of filing; what he wrote himself is kept without the sentences about it.
    """
    hidden = Hidden(names, _late_units(figures, unit_names))
    shown = public_figures(figures, hidden)
    generated = {each.key: each for each in prose(figures, city=city)}
    public = {each.key: each for each in prose(shown, city=city)}
    kept = []
    for each in paragraphs:
        paragraph = _own(each, hidden)
        as_generated, found = generated.get(each.key), public.get(each.key)
        if as_generated is not None and (as_generated.text == each.text or OF_FILING.search(each.text)):
            paragraph = replace(found, text=hidden.out_of(found.text)) if found else None
        elif as_generated is not None and found is None:
            paragraph = None  # a paragraph about filing, in other words
        if paragraph is not None:
            kept.append(paragraph)
    return shown, without_bare_headings(kept)


def _late_units(figures: Figures, unit_names: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Every name of the units that the issue tells as missing or late, in its corrections too."""
    told = {each.unit for each in figures.unit_filings} | {each.label for each in figures.corrected_filings}
    return frozenset(told.union(*(unit_names.get(unit, ()) for unit in told)))


def _own(paragraph: Paragraph, hidden: Hidden) -> Paragraph | None:
    """The officer's own words without sentences about who filed and what is under review; None if all are."""
    sentences = re.findall(r"[^。]+。?", hidden.out_of(paragraph.text))
    text = "".join(each for each in sentences if not OF_FILING.search(each))
    return replace(paragraph, text=text) if text or not paragraph.text else None


def public_figures(figures: Figures, hidden: Hidden = NOTHING_HIDDEN) -> Figures:
    """The figures as everybody may read them: who is missing stands among what is not judged yet."""
    before = figures.tally_before
    return replace(
        figures,
        tasks=tuple(_task(each, hidden) for each in figures.tasks),
        tally=figures.tally.without_filing(),
        tally_before=before.without_filing() if before else None,
        by_domain=_groups(figures.by_domain),
        by_matter=_groups(figures.by_matter),
        by_unit=(),
        filing=FilingCounts(),
        laggards=tuple(_laggard(each, hidden) for each in figures.laggards),
        unit_filings=(),
        past_laggards=tuple(_past(each) for each in figures.past_laggards),
        corrections=_corrections(figures.corrections, hidden),
        corrected=_corrected(figures.corrected, hidden),
        corrected_filings=(),
        measures=(),
        oversight=tuple(_entry(each, hidden) for each in figures.oversight),
        is_public=True,
    )


def _groups(groups: Iterable[GroupTally]) -> tuple[GroupTally, ...]:
    return tuple(replace(each, tally=each.tally.without_filing()) for each in groups)


def _class(code: str, word: str) -> tuple[str, str]:
    """未报 becomes 待评定, for the row names the unit."""
    if code == VerdictClass.NOT_FILED:
        return VerdictClass.UNMEASURED, VerdictClass.UNMEASURED.word
    return code, word


def _past(past: PastLaggard) -> PastLaggard:
    code, word = _class(past.code_now, past.word_now)
    return replace(past, code_now=code, word_now=word, leads=())


def _task(task: TaskFigure, hidden: Hidden) -> TaskFigure:
    code, word = _class(task.code, task.word)
    hidden = hidden.beside(task.leads)
    return task._replace(
        code=code,
        word=word,
        plan=hidden.out_of(task.plan),
        progress=hidden.out_of(task.progress),
        problems=hidden.out_of(task.problems),
        next_steps=hidden.out_of(task.next_steps),
        leads=(),
        co=(),
        remarks=tuple(each for each in task.remarks if PUBLIC_MARK.fullmatch(each)),
        targets=tuple(_target(each) for each in task.targets),
        is_pending=False,
        reason="",
        is_unreported=False,
    )


def _target(target: TargetProgress) -> TargetProgress:
    """What is expected by the year's end is the unit's own guess: not for the public."""
    return target._replace(expected=None)


def _laggard(line: Laggard, hidden: Hidden) -> Laggard:
    hidden = hidden.beside(line.leads)
    texts = {name: hidden.out_of(getattr(line, name)) for name in ("situation", "cause", "next_steps")}
    return replace(line, note="", expected="", leads=(), **texts)


def _entry(told: OversightEntry, hidden: Hidden) -> OversightEntry:
    texts = {name: hidden.out_of(getattr(told, name)) for name in ("title", "source", "findings", "answer")}
    return replace(told, **texts)


def _corrections(corrections: Iterable[CorrectedReport], hidden: Hidden) -> tuple[CorrectedReport, ...]:
    """Those of which something was told before and is told otherwise now."""
    read = [(each, _changes(each.changes, hidden)) for each in corrections if not each.is_first]
    return tuple(
        replace(each, changes=changes, reason="", unit="")
        for each, changes in read
        if changes or not each.changes
    )


def _corrected(tasks: Iterable[CorrectedTask], hidden: Hidden) -> tuple[CorrectedTask, ...]:
    read = [(each, _changes(each.changes, hidden)) for each in tasks]
    return tuple(replace(each, changes=changes, reasons=()) for each, changes in read if changes)


def _changes(changes: Iterable[Changed], hidden: Hidden) -> tuple[Changed, ...]:
    """What everybody reads otherwise: 未报 that became 待评定 is no change to him."""
    read = [Changed(each.label, _said(each.before, hidden), _said(each.after, hidden)) for each in changes]
    return tuple(each for each in read if each.before != each.after)


def _said(text: str, hidden: Hidden) -> str:
    """One side of a change; the class 未报 as everybody reads it."""
    return VerdictClass.UNMEASURED.word if text == VerdictClass.NOT_FILED.word else hidden.out_of(text)
