"""The rounds of a paper that keeps them in itself: what was submitted, by whom, what became of it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from projects.models import User
from projects.models.filing import Paper
from projects.rules.filing import PaperState
from projects.rules.refiling import CameBack, compared_with


def round_of(said: dict, *, at: datetime, by: User, filed_by: int | None) -> dict:
    """What is submitted now, with whose it is."""
    people = {"by": by.display_name, "by_key": by.pk, "filed_by_key": filed_by}
    return {**said, **people, "at": at.isoformat()}


def last_kept(paper: Paper) -> dict | None:
    """The last round that was not recalled."""
    return next((each for each in reversed(paper.rounds) if "recalled_at" not in each), None)


def recalled(paper: Paper, *, at: datetime, by: User) -> dict:
    """The fields of a paper whose last submission counts as never made; a returned one has its date again."""
    mark = {"recalled_at": at.isoformat(), "recalled_by": by.display_name}
    rounds = [*paper.rounds[:-1], {**paper.rounds[-1], **mark}]
    before = returned(paper)
    until = date.fromisoformat(before["refile_by"]) if before else None
    return {"rounds": rounds, "submitted_at": None, "refile_by": until}


def returned(paper: Paper) -> dict | None:
    """The last round that an office returned."""
    return next(
        (each for each in reversed(paper.rounds) if "recalled_at" not in each and "refile_by" in each), None
    )


def with_decision(paper: Paper, decided: dict, by: User) -> list[dict]:
    """The rounds, the last one carrying what was decided of it and by whom."""
    return [*paper.rounds[:-1], {**paper.rounds[-1], **decided, "decided_by": by.display_name}]


def came_back_of(papers: Iterable[Paper], names: Collection[str]) -> dict[int, CameBack]:
    """What these fields of the round said that was returned last, where that is the last word; by key."""
    found = {}
    for paper in papers:
        back = compared_with([each for each in paper.rounds if "recalled_at" not in each], paper.state)
        if back is not None and "refile_by" in back:
            found[paper.pk] = CameBack({name: back.get(name) for name in names})
    return found


def with_reopening(paper: Paper, reason: str, *, at: datetime, by: User) -> list[dict]:
    """The rounds, the last one carrying that it was opened again, by whom and why."""
    said = {"reopened_at": at.isoformat(), "reopened_by": by.display_name, "reopen_reason": reason}
    return [*paper.rounds[:-1], {**paper.rounds[-1], **said}]


def reopened(paper: Paper) -> dict | None:
    """The round that is open again; None where none is, or where its reason was not kept yet."""
    last = dated(paper)[-1] if paper.rounds else {}
    return last if paper.state == PaperState.REOPENED and "reopened_at" in last else None


def last_return(paper: Paper) -> dict | None:
    """The last round that an office returned, for reading."""
    found = [each for each in dated(paper) if "recalled_at" not in each and "refile_by" in each]
    return found[-1] if found else None


def dated(paper: Paper) -> list[dict]:
    """The rounds for reading: every moment that was kept as text is one again."""
    return [{name: _moment(name, each) for name, each in kept.items()} for kept in paper.rounds]


def _moment(name: str, kept: object) -> object:
    return datetime.fromisoformat(kept) if name == "at" or name.endswith("_at") else kept


def took_part(paper: Paper, by: User) -> bool:
    """Whether this person filed or signed any round of it."""
    return any(by.pk in (each["by_key"], each["filed_by_key"]) for each in paper.rounds)
