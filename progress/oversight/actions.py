"""人大监督: recorded with its source by coordinator or supervisor, put right, removed with a word."""

from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from progress.models import Oversight
from progress.oversight.reads import PLAIN, entry_of, numbers_of
from progress.rules.oversight import OversightEntry, faults
from projects.files.actions import keep, nothing_left
from projects.files.uploads import LookedAt
from projects.filing.checks import check_seen, required
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused

# Congress rates a year, and people are asked about it, when its list may be concluded already.
RECORDED = Act("oversight_recorded", "登记人大监督", after_conclusion=True)
AMENDED = Act("oversight_amended", "修改人大监督", after_conclusion=True)
REMOVED = Act("oversight_removed", "删除人大监督", after_conclusion=True)


def record_oversight(
    yearly_list: YearlyList, *, entry: OversightEntry, file: LookedAt | None = None, at: datetime, by: User
) -> Oversight:
    """Put an entry on record; the same once more changes nothing. Refused where its numbers cannot be."""
    with nothing_left(file.sha256) if file else nullcontext(), transaction.atomic():
        _check_office(by)
        YearlyList.objects.select_for_update(no_key=True).get(pk=yearly_list.pk)
        row = Oversight(yearly_list=yearly_list)
        _fill(row, entry, file, at)
        for known in Oversight.objects.in_place().filter(yearly_list=yearly_list, kind=entry.kind):
            if entry_of(known) == entry and known.file_id == row.file_id:
                return known
        row.renew(RECORDED.word, at=at, by=by)
        row.save()
        record(RECORDED, by=by, at=at, obj=row, url=row.address, detail={"result": entry.result})
    return row


def amend(
    row: Oversight,
    *,
    entry: OversightEntry,
    file: LookedAt | None = None,
    based_on: int,
    at: datetime,
    by: User,
) -> Oversight:
    """Put an entry right; a new file takes the place of the one before. The log keeps what stood."""
    with nothing_left(file.sha256) if file else nullcontext(), transaction.atomic():
        locked = _locked(row, based_on=based_on, by=by)
        before = entry_of(locked)
        _fill(locked, entry, file, at)
        locked.renew(AMENDED.word, at=at, by=by)
        locked.save()
        detail = _changes(before, entry) | ({"file": locked.file_name} if file else {})
        record(AMENDED, by=by, at=at, obj=locked, url=locked.address, detail=detail)
    return locked


@transaction.atomic
def remove(row: Oversight, *, word: str, based_on: int, at: datetime, by: User) -> Oversight:
    """Take an entry off the pages, with a word why; what an issue told of it stays told."""
    locked = _locked(row, based_on=based_on, by=by)
    locked.removed_at, locked.removed_word = at, required(word, "请写明删除的原因。")
    locked.save(update_fields=["removed_at", "removed_word", *locked.renew(REMOVED.word, at=at, by=by)])
    detail = {"word": locked.removed_word, "result": entry_of(locked).result}
    record(REMOVED, by=by, at=at, obj=locked, url=locked.address, detail=detail)
    return locked


def _locked(row: Oversight, *, based_on: int, by: User) -> Oversight:
    """The row as it stands, held; Stale where it is not the one on the screen."""
    _check_office(by)
    rows = Oversight.objects.select_for_update(of=("self",)).select_related("task", "matter", "yearly_list")
    locked = rows.get(pk=row.pk)
    check_seen(locked, based_on)
    if locked.removed_at is not None:
        raise Refused("这一条已经删除，没有办理。")
    return locked


def _check_office(by: User) -> None:
    if not by.has_perm("record_oversight"):
        raise NotYours("人大监督和满意度调查由协调员、督查员登记。")


def _fill(row: Oversight, entry: OversightEntry, file: LookedAt | None, at: datetime) -> None:
    """Write what was typed into the row; Refused, naming the first thing that cannot be."""
    yearly_list = row.yearly_list
    found = next(faults(entry, year=yearly_list.year, today=local_day(at), **numbers_of(yearly_list)), None)
    if found is not None:
        raise Refused(found[1])
    for name in PLAIN:
        setattr(row, name, getattr(entry, name))
    row.task = yearly_list.tasks.get(number=entry.task) if entry.task is not None else None
    row.matter = yearly_list.matter_rows.get(number=entry.matter) if entry.matter is not None else None
    row.scores = [{"name": each.name, "score": str(each.score)} for each in entry.scores]
    if file is not None:
        row.file, row.file_name = keep(file, at=at), file.name


def _changes(before: OversightEntry, now: OversightEntry) -> dict:
    """What is otherwise, as the log keeps it."""
    pairs = {name: (getattr(before, name), getattr(now, name)) for name in (*PLAIN, "task", "matter")}
    changed = {name: [str(then), str(since)] for name, (then, since) in pairs.items() if then != since}
    if before.scores != now.scores:
        changed["scores"] = [each.score_words or "—" for each in (before, now)]
    return changed
