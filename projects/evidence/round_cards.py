"""The files of a paper that keeps its rounds in itself, as its unit writes them and the offices read them."""

from projects.evidence.card import EvidenceCard
from projects.filing import kept_rounds
from projects.models.filing import Paper


def own_card(paper: Paper, *, whole: str) -> EvidenceCard:
    """What stands now; nothing where nobody has written yet."""
    rows = paper.evidence.in_place().in_order() if paper.pk else ()
    return EvidenceCard(list(rows), whole=whole)


def submitted_card(paper: Paper, *, whole: str) -> EvidenceCard:
    """The files of the last submission that stands, with what was said of them then."""
    said = kept_rounds.last_kept(paper) or {}
    kept = {each["key"]: each for each in said.get("evidence", ())}  # none before files were taken
    rows = list(paper.evidence.filter(pk__in=kept).in_order()) if kept else []
    for row in rows:
        row.caption = kept[row.pk]["caption"]
    return EvidenceCard(rows, whole=whole)
