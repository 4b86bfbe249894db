"""The officer edits the text of a bulletin that builds itself: reworded, kept, dropped, moved, added."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from progress.bulletins.actions import check_may
from progress.bulletins.draft import TodaysDraft, bulletin_draft, edits_of
from progress.bulletins.edits import Edit, Merged, below
from progress.models import BulletinDraft, ReportingPeriod
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import Refused, Stale

TEXT_CHANGED = Act("bulletin_text_changed", "修改通报草稿")
TEXT_KEPT = Act("bulletin_text_kept", "确认保留通报段落")
TEXT_DROPPED = Act("bulletin_text_dropped", "删除通报段落")
TEXT_RESTORED = Act("bulletin_text_restored", "恢复通报段落")
TEXT_MOVED = Act("bulletin_text_moved", "移动通报段落")
TEXT_ADDED = Act("bulletin_text_added", "增加通报段落")
LONGEST = 4000  # characters of one paragraph
OWN = "own"  # keys of the officer's own paragraphs begin so


@transaction.atomic
def rewrite(
    period: ReportingPeriod, *, key: str, text: str, based_on: int, city: City, at: datetime, by: User
) -> BulletinDraft:
    """Put the officer's words in place of a paragraph's; Stale where somebody has changed the draft since."""
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    found = _find(draft, key)
    if not text.strip():
        raise Refused("段落不能为空；不要这一段请用“删除”。")
    if len(text) > LONGEST:
        raise Refused(f"一段不能超过{LONGEST}个字，现有{len(text)}个字。")
    return _keep(
        kept,
        _edited(kept, found, text=text.strip(), is_dropped=False),
        TEXT_CHANGED,
        key,
        at=at,
        by=by,
    )


@transaction.atomic
def keep(
    period: ReportingPeriod, *, key: str, based_on: int, city: City, at: datetime, by: User
) -> BulletinDraft:
    """确认保留: the officer's words stand although the figures say otherwise, until these change again."""
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    found = _find(draft, key)
    if not found.is_edited:
        raise Refused("这一段没有修改过，不需确认保留。")
    edits = _edited(kept, found, text=found.paragraph.text)
    return _keep(kept, edits, TEXT_KEPT, key, at=at, by=by)


@transaction.atomic
def drop(
    period: ReportingPeriod,
    *,
    key: str,
    whole: bool | None = None,
    based_on: int,
    city: City,
    at: datetime,
    by: User,
) -> BulletinDraft:
    """Leave a paragraph out; it stays in the draft and can be restored.

    Of a heading `whole` says whether what stands under it goes too; refused where that is not said.
    """
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    found = _find(draft, key)
    under = [each for each in below(draft.merged, found) if not each.is_dropped]
    if under and whole is None:
        raise Refused(f"“{found.name}”是标题，其下还有{len(under)}段，请选择“连同其下各段删除”或“只删标题”。")
    for each in (found, *(under if whole else ())):
        kept.edits = [asdict(edit) for edit in _edited(kept, each, is_dropped=True, dropped_with=key)]
    return _keep(kept, edits_of(kept), TEXT_DROPPED, key, at=at, by=by)


@transaction.atomic
def restore(
    period: ReportingPeriod, *, key: str, based_on: int, city: City, at: datetime, by: User
) -> BulletinDraft:
    """Take an edit or a drop back: the paragraph says again what the figures say.

    With a heading come back, as they were, the paragraphs under it that were left out together with it.
    """
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    found, known = _find(draft, key), {each.key: each for each in edits_of(kept)}
    own = known.pop(key, None)
    for each in below(draft.merged, found) if found.is_dropped else ():
        if each.is_dropped and known[each.key].dropped_with == own.dropped_with:
            known[each.key] = replace(known[each.key], is_dropped=False)
    edits = tuple(known.values())
    return _keep(kept, edits, TEXT_RESTORED, key, at=at, by=by)


@transaction.atomic
def move(
    period: ReportingPeriod, *, key: str, up: bool, based_on: int, city: City, at: datetime, by: User
) -> BulletinDraft:
    """Change places with the paragraph before or after; at the edge nothing moves."""
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    order = [each.key for each in draft.merged]
    place = order.index(_find(draft, key).key)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    kept.order = order
    return _keep(kept, edits_of(kept), TEXT_MOVED, key, at=at, by=by)


@transaction.atomic
def add(
    period: ReportingPeriod, *, after: str, text: str, based_on: int, city: City, at: datetime, by: User
) -> BulletinDraft:
    """A paragraph of the officer's own, behind another."""
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    before = _find(draft, after)
    if not text.strip() or len(text) > LONGEST:
        raise Refused(f"请填写段落，不超过{LONGEST}个字。")
    key = f"{OWN}-{kept.version + 1}"
    order = [each.key for each in draft.merged]
    order.insert(order.index(before.key) + 1, key)
    kept.order = order
    return _keep(kept, (*edits_of(kept), Edit(key, text.strip())), TEXT_ADDED, key, at=at, by=by)


def _begin(
    period: ReportingPeriod, based_on: int, *, city: City, at: datetime, by: User
) -> tuple[BulletinDraft, TodaysDraft]:
    """The draft's row, locked, and what it says now."""
    check_may(by)
    BulletinDraft.objects.get_or_create(period=period)
    kept = BulletinDraft.objects.select_for_update().get(period=period)
    _check_version(kept.version, based_on)
    return kept, bulletin_draft(period, local_day(at), city=city)


def _edited(kept: BulletinDraft, merged: Merged, **changes: object) -> Sequence[Edit]:
    """The edits with one paragraph's changed; it remembers what the figures said when it was rewritten."""
    known = {each.key: each for each in edits_of(kept)}
    fresh = Edit(merged.key, head=merged.paragraph.head, level=merged.paragraph.level)
    edit = replace(known.get(merged.key, fresh), **changes)
    known[merged.key] = replace(edit, generated=merged.generated or "") if "text" in changes else edit
    return tuple(known.values())


def _keep(
    kept: BulletinDraft, edits: Sequence[Edit], act: Act, key: str, *, at: datetime, by: User
) -> BulletinDraft:
    kept.edits, kept.version, kept.saved_at, kept.saved_by = (
        [asdict(each) for each in edits],
        kept.version + 1,
        at,
        by,
    )
    kept.save()
    record(act, by=by, at=at, obj=kept, detail={"paragraph": key})
    return kept


def _find(draft: TodaysDraft, key: str) -> Merged:
    found = draft.found(key)
    if found is None:
        raise Stale("这一段已不在草稿中，请刷新后再改。")
    return found


def _check_version(version: int, based_on: int) -> None:
    if version != based_on:
        raise Stale("草稿在您打开之后又有改动，请核对后再办理。")
