"""Which done items and met targets have evidence, and which a list asks it for (domain.md, Evidence)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from progress.rules.judging import Work
from progress.rules.requirements import Lack
from progress.rules.states import Completion
from progress.rules.weighing import LAST_QUARTER, is_met


@dataclass(frozen=True)
class Demand:
    """What a list asks evidence for, and from which quarter on; before that it only says so."""

    items: bool = False
    targets: bool = False
    since: int = 1

    @property
    def is_any(self) -> bool:
        """Whether it asks for evidence at all."""
        return self.items or self.targets

    def binds(self, quarter: int) -> bool:
        """Whether a report of this quarter is not submitted without."""
        return self.is_any and quarter >= self.since


@dataclass(frozen=True)
class Proof:
    """One done item or met target, by the name of its field, with how many files prove it."""

    field: str
    words: str
    number: int
    is_asked_for: bool

    @property
    def is_lacking(self) -> bool:
        """Whether the list asks for evidence and there is none."""
        return self.is_asked_for and not self.number


def proofs(work: Work, numbers: Mapping[str, int], demand: Demand) -> tuple[Proof, ...]:
    """The done items and met targets of a report; `numbers` counts its files by what they prove."""
    last = work.quarter >= LAST_QUARTER
    met = [each for each in work.targets if is_met(each, each.actual, last_quarter=last)]
    done = [each for each in work.items if each.state == Completion.DONE]
    targets = [(f"target-{each.key}", each.label, demand.targets) for each in met]
    items = [(f"item-{each.key}", each.name, demand.items) for each in done]
    return tuple(
        Proof(field, words, numbers.get(field, 0), asked) for field, words, asked in (*targets, *items)
    )


def unproven(found: Iterable[Proof]) -> tuple[Lack, ...]:
    """What stands between a report and 报送 for want of evidence."""
    return tuple(
        Lack(each.field, f"请为“{each.words}”上传佐证材料，并选定所对应的内容。")
        for each in found
        if each.is_lacking
    )
