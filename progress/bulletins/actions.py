"""通报: the officer edits the text that builds itself, issues it, corrects an issue by another."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from progress.bulletins.correction_prose import with_reason
from progress.bulletins.document import bulletin_document
from progress.bulletins.draft import TodaysDraft, bulletin_draft, edits_of
from progress.bulletins.edits import Edit, Merged, below
from progress.bulletins.imprint import Imprint, imprint_of
from progress.bulletins.public import public_version
from progress.bulletins.workbook import bulletin_workbook
from progress.ledger.locks import hold_alone
from progress.models import Bulletin, BulletinDraft, BulletinFile, ReportingPeriod
from progress.rules.figures import Figures, to_json
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User, YearlyList
from projects.paper.paragraphs import Paragraph
from projects.register.persons import persons
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import NotYours, Refused, Stale

TEXT_CHANGED = Act("bulletin_text_changed", "修改通报草稿")
TEXT_KEPT = Act("bulletin_text_kept", "确认保留通报段落")
TEXT_DROPPED = Act("bulletin_text_dropped", "删除通报段落")
TEXT_RESTORED = Act("bulletin_text_restored", "恢复通报段落")
TEXT_MOVED = Act("bulletin_text_moved", "移动通报段落")
TEXT_ADDED = Act("bulletin_text_added", "增加通报段落")
ISSUED = Act("bulletin_issued", "印发通报")
CORRECTED = Act("bulletin_corrected", "印发更正通报")

LONGEST = 4000  # characters of one paragraph
OWN = "own"  # keys of the officer's own paragraphs begin so


@transaction.atomic
def rewrite(
    period: ReportingPeriod, *, key: str, text: str, based_on: int, city: City, at: datetime, by: User
) -> BulletinDraft:
    """Put the officer's words in place of a paragraph's; Stale where somebody has changed the draft since."""
    kept, draft = _begin(period, based_on, city=city, at=at, by=by)
    told = _find(draft, key)
    if not text.strip():
        raise Refused("段落不能为空；不要这一段请用“删除”。")
    if len(text) > LONGEST:
        raise Refused(f"一段不能超过{LONGEST}个字，现有{len(text)}个字。")
    return _keep(
        kept,
        _edited(kept, told, text=text.strip(), is_dropped=False),
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
    told = _find(draft, key)
    if not told.is_edited:
        raise Refused("这一段没有修改过，不需确认保留。")
    edits = _edited(kept, told, text=told.paragraph.text)
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
    told = _find(draft, key)
    under = [each for each in below(draft.merged, told) if not each.is_dropped]
    if under and whole is None:
        raise Refused(f"“{told.name}”是标题，其下还有{len(under)}段，请选择“连同其下各段删除”或“只删标题”。")
    for each in (told, *(under if whole else ())):
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
    told, known = _find(draft, key), {each.key: each for each in edits_of(kept)}
    own = known.pop(key, None)
    for each in below(draft.merged, told) if told.is_dropped else ():
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


@transaction.atomic
def issue(
    period: ReportingPeriod,
    *,
    knowingly: bool = False,
    seen: str,
    note: str = "",
    city: City,
    at: datetime,
    by: User,
) -> Bulletin:
    """印发: freeze figures and text, give 第 n 期, make and store the files. Filing goes on.

    `seen` is the mark of the draft that was read: Stale where figures, text or open points are others now.
    Of two officers the first issues; the second gets that issue. Refused, naming all of it, while anything is
    open that is not confirmed as known.
    """
    locked = _locked(period, by)
    issued = Bulletin.objects.filter(period=locked, corrects=None).first()
    if issued is not None:
        return issued
    draft = _ready(locked, knowingly=knowingly, seen=seen, city=city, at=at)
    bulletin = _freeze(locked, draft, note=note, city=city, at=at, by=by)
    record(
        ISSUED,
        by=by,
        at=at,
        obj=bulletin,
        url=bulletin.address,
        detail={"number": bulletin.number, "left_open": bulletin.left_open},
    )
    return bulletin


@transaction.atomic
def correct(
    bulletin: Bulletin,
    *,
    reason: str,
    knowingly: bool = False,
    seen: str,
    note: str = "",
    city: City,
    at: datetime,
    by: User,
) -> Bulletin:
    """更正: a new issue, 第 n 期（更正第 m 期）, from today's accepted figures; the old one stays as is."""
    locked = _locked(bulletin.period, by)
    if not reason.strip():
        raise Refused("请写明更正的原因。")
    latest = Bulletin.objects.latest_for(locked)
    if latest.pk != bulletin.pk:
        raise Stale(f"第{bulletin.number}期已由第{latest.number}期更正，请从第{latest.number}期更正。")
    draft = _ready(locked, knowingly=knowingly, seen=seen, city=city, at=at)
    issued = _freeze(
        locked, draft, corrects=bulletin, reason=reason.strip(), note=note, city=city, at=at, by=by
    )
    record(
        CORRECTED,
        by=by,
        at=at,
        obj=issued,
        url=issued.address,
        detail={"corrects": bulletin.number, "reason": reason.strip()},
    )
    return issued


def _begin(
    period: ReportingPeriod, based_on: int, *, city: City, at: datetime, by: User
) -> tuple[BulletinDraft, TodaysDraft]:
    """The draft's row, locked, and what it says now."""
    _check_may(by)
    BulletinDraft.objects.get_or_create(period=period)
    kept = BulletinDraft.objects.select_for_update().get(period=period)
    _check_version(kept.version, based_on)
    return kept, bulletin_draft(period, local_day(at), city=city)


def _locked(period: ReportingPeriod, by: User) -> ReportingPeriod:
    """The period, with nobody else filing, reviewing or issuing in the year until this is over."""
    _check_may(by)
    YearlyList.objects.select_for_update(no_key=True).get(pk=period.yearly_list_id)
    hold_alone(period.pk)
    locked = (
        ReportingPeriod.objects.select_for_update(of=("self",))
        .select_related("yearly_list")
        .get(pk=period.pk)
    )
    if locked.opened_at is None:
        raise Refused(f"{locked}尚未开启填报，不能印发通报。")
    return locked


def _ready(period: ReportingPeriod, *, knowingly: bool, seen: str, city: City, at: datetime) -> TodaysDraft:
    draft = bulletin_draft(period, local_day(at), city=city)
    if draft.mark != seen:
        raise Stale("通报的数据、文字或未了事项在您打开之后有变动，没有印发，请核对后再办理。")
    if draft.stale:
        named = "、".join(f"“{each.name}”" for each in draft.stale)
        raise Refused(f"修改过的文字与现有数据不一致：{named}。请恢复原文、重新修改或确认保留后再印发。")
    if draft.points and not knowingly:
        raise Refused(
            "印发前还有未了事项："
            + "；".join(each.sentence for each in draft.points)
            + "。如仍要印发，请勾选“已知悉”。"
        )
    return draft


def _freeze(
    period: ReportingPeriod,
    draft: TodaysDraft,
    *,
    corrects: Bulletin | None = None,
    reason: str = "",
    note: str,
    city: City,
    at: datetime,
    by: User,
) -> Bulletin:
    text = with_reason(draft.text, reason) if reason else draft.text
    number = Bulletin.objects.last_number(period.yearly_list) + 1
    bulletin = Bulletin.objects.create(
        yearly_list=period.yearly_list,
        period=period,
        number=number,
        corrects=corrects,
        correction_reason=reason,
        title=draft.figures.title,
        figures=to_json(draft.figures),
        paragraphs=[asdict(each) for each in text],
        left_open=[each.sentence for each in draft.points],
        issued_at=at,
        issued_by=by,
    )
    imprint = imprint_of(
        city, number=number, corrects=corrects.number if corrects else None, dated=local_day(at), note=note
    )
    _store(bulletin, draft.figures, text, imprint, city)
    return bulletin


def _store(
    bulletin: Bulletin, figures: Figures, text: Sequence[Paragraph], imprint: Imprint, city: City
) -> None:
    """Make the files, once; they are served as these bytes for ever."""
    public = public_version(figures, text, city=city, names=persons())
    files = (
        ("workbook", "bulletin.xlsx", bulletin_workbook(figures, imprint)),
        ("document", "bulletin.docx", bulletin_document(figures, text, imprint)),
        ("public", "public.docx", bulletin_document(*public, replace(imprint, is_public=True))),
    )
    BulletinFile.objects.bulk_create(
        BulletinFile(
            bulletin=bulletin,
            kind=kind,
            name=name,
            content=content,
            sha256=sha256(content).hexdigest(),
            size=len(content),
        )
        for kind, name, content in files
    )


def _edited(kept: BulletinDraft, told: Merged, **changes: object) -> Sequence[Edit]:
    """The edits with one paragraph's changed; it remembers what the figures said when it was rewritten."""
    known = {each.key: each for each in edits_of(kept)}
    fresh = Edit(told.key, head=told.paragraph.head, level=told.paragraph.level)
    edit = replace(known.get(told.key, fresh), **changes)
    known[told.key] = replace(edit, generated=told.generated or "") if "text" in changes else edit
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


def _check_may(by: User) -> None:
    if not by.has_perm("issue_bulletins"):
        raise NotYours("只有协调员可以编辑和印发通报。")
