"""佐证材料: a file attached to a paper, described, taken away; each is a step of the paper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from projects.files.actions import keep, nothing_left
from projects.files.uploads import LookedAt
from projects.filing.actions import Filing, change_files
from projects.models import User
from projects.models.evidence import LONGEST_CAPTION
from projects.models.filing import Paper
from projects.rules.errors import Refused
from projects.rules.filing import Step


@dataclass(frozen=True)
class Description:
    """What a person says of a file: a caption, and what it proves, by the name of its field."""

    caption: str = ""
    about: str = ""


def attach(
    paper: Paper,
    *,
    filing: Filing,
    file: LookedAt,
    about: str = "",
    known: Collection[str] = (),
    based_on: int,
    at: datetime,
    by: User,
) -> Paper:
    """上传佐证材料: the file is kept and belongs to the paper, or nothing of it stays.

    `about` is one of those `known` of the paper. Refused where the paper is locked or full, or has the file.
    """

    def write(locked: Paper) -> dict:
        _check_room(locked)
        _check_new(locked, file)
        kept = keep(file, at=at)
        places = _places(locked, about, known)
        locked.evidence.create(file=kept, name=file.name, added_at=at, added_by=by, **places)
        return {"file": file.name, "sha256": file.sha256}

    with nothing_left(file.sha256):
        return change_files(
            paper, filing=filing, step=Step.ATTACH, write=write, based_on=based_on, at=at, by=by
        )


def take_away(paper: Paper, *, filing: Filing, key: int, based_on: int, at: datetime, by: User) -> Paper:
    """移除佐证材料; what was submitted once stays with its round."""

    def write(locked: Paper) -> dict:
        row = locked.evidence.in_place().filter(pk=key).select_related("file").first()
        if row is None:
            raise Refused("这份佐证材料已经移除。")
        detail = {"file": row.name, "sha256": row.file.sha256}
        if row.was_submitted:
            row.taken_away_at = at
            row.save(update_fields=["taken_away_at"])
        else:
            row.delete()
        return detail

    return change_files(paper, filing=filing, step=Step.DETACH, write=write, based_on=based_on, at=at, by=by)


def describe(paper: Paper, *, said: Mapping[int, Description], known: Collection[str]) -> None:
    """Captions, and what each proves, by key; part of saving the paper, whose row is locked."""
    if not said:
        return
    rows = {row.pk: row for row in paper.evidence.in_place()}
    for key, description in said.items():
        row = rows.get(key)
        if row is None:
            continue  # taken away meanwhile by the same save
        row.caption = description.caption.strip()[:LONGEST_CAPTION]
        for name, value in _places(paper, description.about, known).items():
            setattr(row, name, value)
    paper.evidence.bulk_update(rows.values(), ["caption", *paper.evidence.model.proves])


def keep_with_round(paper: Paper) -> None:
    """What stands is submitted now, and stays with its round."""
    paper.evidence.in_place().filter(was_submitted=False).update(was_submitted=True)


def _check_room(paper: Paper) -> None:
    most = settings.FILES_A_PAPER
    if paper.evidence.in_place().count() >= most:
        raise Refused(f"佐证材料最多 {most} 份，请先移除不需要的。")


def _check_new(paper: Paper, file: LookedAt) -> None:
    same = paper.evidence.in_place().filter(file__sha256=file.sha256).first()
    if same:
        raise Refused(f"“{file.name}”与已上传的“{same.name}”是同一文件，没有重复保存。")


def _places(paper: Paper, about: str, known: Collection[str]) -> dict[str, object]:
    """The columns of what a file proves; Refused where the paper has no such thing."""
    if about and about not in known:
        raise Refused("佐证材料对应的目标或事项不在所填内容中，没有保存。")
    return paper.evidence.model.places(about)
