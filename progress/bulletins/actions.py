"""通报: issued, and corrected by another issue. The text until then: `text_actions`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from progress.bulletins.correction_prose import with_reason
from progress.bulletins.document import bulletin_document
from progress.bulletins.draft import TodaysDraft, bulletin_draft
from progress.bulletins.imprint import Imprint, imprint_of
from progress.bulletins.public_actions import keep_public
from progress.bulletins.readiness import why_too_early
from progress.bulletins.workbook import bulletin_workbook
from progress.ledger.locks import hold_alone
from progress.models import Bulletin, BulletinFile, ReportingPeriod
from progress.rules.figures import Figures
from progress.rules.figures_json import to_json
from projects.filing.checks import refuse
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User, YearlyList
from projects.paper.paragraphs import Paragraph
from projects.rules.calendar import local_day
from projects.rules.city import City
from projects.rules.errors import NotYours, Refused, Stale

ISSUED = Act("bulletin_issued", "印发通报")
CORRECTED = Act("bulletin_corrected", "印发更正通报")


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


def _locked(period: ReportingPeriod, by: User) -> ReportingPeriod:
    """The period, with nobody else filing, reviewing or issuing in the year until this is over."""
    check_may(by)
    YearlyList.objects.select_for_update(no_key=True).get(pk=period.yearly_list_id)
    hold_alone(period.pk)
    locked = (
        ReportingPeriod.objects.select_for_update(of=("self",))
        .select_related("yearly_list")
        .get(pk=period.pk)
    )
    if locked.opened_at is None:
        raise Refused(f"{locked}尚未开启填报，不能印发通报。")
    if locked.is_backfilled and not Bulletin.objects.numbered().filter(period=locked).exists():
        raise Refused(f"{locked}补录时登记为无通报，不再印发；其后的更正在下期通报列出。")
    return locked


def _ready(period: ReportingPeriod, *, knowingly: bool, seen: str, city: City, at: datetime) -> TodaysDraft:
    refuse(why_too_early(period, local_day(at)))
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
    number = Bulletin.objects.last_number(period.yearly_list_id) + 1
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
    public = keep_public(bulletin, figures=figures, text=text, imprint=imprint, city=city)
    files = (
        ("workbook", "bulletin.xlsx", bulletin_workbook(figures, imprint)),
        ("document", "bulletin.docx", bulletin_document(figures, text, imprint)),
        ("public", "public.docx", public.document),
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


def check_may(by: User) -> None:
    """NotYours for all but the coordinator."""
    if not by.has_perm("issue_bulletins"):
        raise NotYours("只有协调员可以编辑和印发通报。")
