"""补录: an earlier quarter is loaded whole, taken back, refused with a word. Nothing of it counts yet."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from progress.backfill.quarter_actions import Entry, lacks_of, laid_out, leave_out_empty, shown_of, write
from progress.backfill.reads import earlier_waiting, last_number, obstacle_to, scan_of
from progress.models import Backfill, Evidence, ReportingPeriod
from progress.rules.states import BackfillState
from projects.files.actions import keep, nothing_left
from projects.files.uploads import LookedAt
from projects.filing.checks import check_seen, refuse, required
from projects.log.actions import record
from projects.log.acts import Act
from projects.log.concluded import refuse_concluded
from projects.models import User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.quarters import Quarter

LOADED = Act("backfill_loaded", "导入补录")
TAKEN_BACK = Act("backfill_taken_back", "撤回补录")
REFUSED = Act("backfill_refused", "不同意补录")

SCAN = "纸质通报扫描件"
INCOMPLETE = "第{}项等{}处没有填完或需要核对，请改正工作簿后导入。"


@dataclass(frozen=True)
class PaperIssue:
    """The quarter's issue on paper; none of the two where there was no issue."""

    number: int | None = None
    issued_on: date | None = None


def load(
    yearly_list: YearlyList,
    *,
    quarter: int,
    entries: Sequence[Entry],
    issue: PaperIssue,
    scan: LookedAt | None,
    based_on: int,
    at: datetime,
    by: User,
) -> Backfill:
    """导入: the quarter whole, checked by the rules of a report; what waited before is replaced.

    `based_on` is the version of what was loaded before, 0 where nothing was. Refused with everything that is
    missing, without the scan of an issue, and for a quarter that was opened here or has a later one issued.
    """
    named = {"quarter": quarter, "entries": entries, "issue": issue, "scan": scan, "based_on": based_on}
    with nothing_left(scan.sha256) if scan else nullcontext():
        return _load(yearly_list, **named, at=at, by=by)


@transaction.atomic
def _load(
    yearly_list: YearlyList,
    *,
    quarter: int,
    entries: Sequence[Entry],
    issue: PaperIssue,
    scan: LookedAt | None,
    based_on: int,
    at: datetime,
    by: User,
) -> Backfill:
    check_may_load(by)
    locked = alone(yearly_list)
    backfill = Backfill.objects.select_for_update().filter(yearly_list=locked, quarter=quarter).first()
    _check_version(backfill, based_on)
    check_turn(locked, quarter=quarter, on=local_day(at))
    if not entries:
        raise Refused("工作簿里还没有填任何一项任务。")
    check_issue(locked, when=Quarter(locked.year, quarter), issue=issue, on=local_day(at))
    shown = _rehearsed(locked, quarter, entries, at=at, by=by)
    backfill = backfill or Backfill(yearly_list=locked, quarter=quarter)
    backfill.state = BackfillState.LOADED
    backfill.entries, backfill.shown = [each.as_json() for each in entries], shown
    backfill.issue_number, backfill.issued_on = issue.number, issue.issued_on
    backfill.loaded_at, backfill.loaded_by = at, by
    backfill.decided_at, backfill.decided_by, backfill.word = None, None, ""
    backfill.renew(LOADED.word, at=at, by=by)
    backfill.save()
    _keep_scan(backfill, scan, at=at, by=by)
    detail = {"reports": len(entries), "issue": backfill.issue_words}
    record(LOADED, by=by, at=at, obj=backfill, url=backfill.address, detail=detail)
    return backfill


@transaction.atomic
def take_back(backfill: Backfill, *, based_on: int, at: datetime, by: User) -> Backfill:
    """撤回 by who loaded it, until it is decided on; what was loaded goes. A second click changes nothing."""
    locked = locked_row(backfill)
    if locked.loaded_by_id != by.pk:
        raise NotYours("只有导入人可以撤回补录。")
    if locked.state == BackfillState.TAKEN_BACK:
        return locked
    check_waiting(locked, based_on=based_on)
    return decide(locked, act=TAKEN_BACK, state=BackfillState.TAKEN_BACK, at=at, by=by, entries=[], shown=[])


@transaction.atomic
def refuse_backfill(backfill: Backfill, *, based_on: int, word: str, at: datetime, by: User) -> Backfill:
    """不同意, with a word: it is loaded anew. A second click changes nothing."""
    locked = locked_row(backfill)
    check_may_decide(locked, by=by)
    if locked.state == BackfillState.REFUSED and locked.was_done_by(by):
        return locked
    check_waiting(locked, based_on=based_on)
    said = required(word, "请写明不同意补录的理由。")
    decided = {"decided_at": at, "decided_by": by, "word": said}
    return decide(locked, act=REFUSED, state=BackfillState.REFUSED, at=at, by=by, **decided)


def _rehearsed(
    yearly_list: YearlyList, quarter: int, entries: Sequence[Entry], *, at: datetime, by: User
) -> list[dict]:
    """What it comes to: laid out, judged, and taken back."""
    with laid_out(yearly_list, quarter=quarter, at=at, by=by) as period:
        write(period, entries=entries, at=at, by=by)
        leave_out_empty(period)
        check_complete(period)
        return shown_of(period, on=local_day(at))


def check_complete(period: ReportingPeriod) -> None:
    """Refused where anything is missing; the page of the workbook names each."""
    lacks = lacks_of(period)
    if lacks:
        first = min(number for number, _ in lacks)
        raise Refused(INCOMPLETE.format(first, sum(len(each) for each in lacks.values())))


def alone(yearly_list: YearlyList) -> YearlyList:
    """The list, with nobody opening, loading or issuing in it until this is over."""
    locked = YearlyList.objects.select_for_update().get(pk=yearly_list.pk)
    refuse_concluded(locked)
    return locked


def locked_row(backfill: Backfill) -> Backfill:
    """The row as it stands now."""
    rows = Backfill.objects.select_for_update(of=("self",)).select_related("yearly_list", "loaded_by")
    return rows.get(pk=backfill.pk)


def _check_version(backfill: Backfill | None, based_on: int) -> None:
    if backfill is not None:
        check_seen(backfill, based_on)
    elif based_on:
        raise Stale("您打开之后，补录内容又有变动，没有办理；请重新查看后再办理。")


def check_may_load(by: User) -> None:
    """NotYours for all but the coordinator."""
    if not by.has_perm("file_for_units"):
        raise NotYours("只有协调员可以补录。")


def check_may_decide(backfill: Backfill, *, by: User) -> None:
    """Another coordinator, or the supervisor: nobody accepts what they loaded."""
    if not by.has_perm("decide_requests"):
        raise NotYours("只有协调员、督查员可以审核补录。")
    if backfill.loaded_by_id == by.pk:
        raise NotYours("本人导入的补录，不能由本人审核。")


def check_waiting(backfill: Backfill, *, based_on: int) -> None:
    """Refused where it was decided on; Stale where it was loaded anew."""
    if backfill.state != BackfillState.LOADED:
        stands = backfill.stands_as(BackfillState(backfill.state).word)
        raise Refused(f"{backfill}{stands}，不在待审核状态，没有办理。")
    check_seen(backfill, based_on)


def check_turn(yearly_list: YearlyList, *, quarter: int, on: date) -> None:
    """Refused where the quarter is none to be loaded, or the one before still waits."""
    refuse(obstacle_to(yearly_list, quarter, on))
    before = earlier_waiting(yearly_list, quarter)
    if before is not None:
        raise Refused(f"请先审核{before}。")


def check_issue(yearly_list: YearlyList, *, when: Quarter, issue: PaperIssue, on: date) -> None:
    """A number behind those that are out, and a day between the quarter's first and today."""
    if (issue.number is None) != (issue.issued_on is None):
        raise Refused("纸质通报的期号和印发日期要一起填写；没有印发通报的，选“无通报”。")
    if issue.number is None:
        return
    last = last_number(yearly_list)
    if issue.number <= last:
        raise Refused(f"期号应大于已有的第{last}期。" if last else "期号从1起。")
    if not when.first_day <= issue.issued_on <= on:
        raise Refused(f"印发日期应在{when.first_day:%Y-%m-%d}至今天之间，请核对年份。")


def _keep_scan(backfill: Backfill, scan: LookedAt | None, *, at: datetime, by: User) -> None:
    """The scan of the issue, as evidence; the one before it stays with the log's word alone."""
    present = scan_of(backfill)
    if backfill.issue_number is None:
        _let_scan_go(present, at)
        return
    if scan is None and present is None:
        raise Refused("请上传纸质通报的扫描件或文件。")
    if scan is None or (present is not None and present.file.sha256 == scan.sha256):
        return
    _let_scan_go(present, at)
    Evidence.objects.create(
        backfill=backfill,
        file=keep(scan, at=at),
        name=scan.name,
        caption=SCAN,
        added_at=at,
        added_by=by,
        was_submitted=True,
    )


def _let_scan_go(present: Evidence | None, at: datetime) -> None:
    if present is not None:
        present.taken_away_at = at
        present.save(update_fields=["taken_away_at"])


def decide(
    backfill: Backfill,
    *,
    act: Act,
    state: str,
    at: datetime,
    by: User,
    detail: Mapping[str, object] | None = None,
    **fields: object,
) -> Backfill:
    """Write the new state, raise the version, record the act last."""
    for name, value in {"state": state, **fields}.items():
        setattr(backfill, name, value)
    backfill.save(update_fields=["state", *fields, *backfill.renew(act.word, at=at, by=by)])
    said = {"word": backfill.word} if backfill.word else {}
    record(act, by=by, at=at, obj=backfill, url=backfill.address, detail={**said, **(detail or {})})
    return backfill
