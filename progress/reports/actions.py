"""A report's life on the unit's side, one function per transition.

Save, send for signature, submit, send back, take back, recall.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localtime

from progress.ledger.ledgers import ledger_of, reported_keys
from progress.ledger.locks import lock_report
from progress.ledger.plan_and_actual import Counts
from progress.ledger.rounds import content_then, last_submitted_at, submissions
from progress.ledger.task_ledger import TaskLedger
from progress.models import ItemState, KeptPlan, Measurement, Report, Review, Round
from progress.reports.write_locks import has_signer, is_open_again, state_word, why_closed, why_locked
from progress.rules.deadlines import filing_of
from progress.rules.requirements import Lack, lacking
from progress.rules.states import (
    LOCKED_STATES,
    WRITABLE_STATES,
    Completion,
    ReportState,
    ReviewDecision,
    VerdictClass,
)
from progress.rules.totals import to_recheck
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User
from projects.rules.errors import NotYours, Refused, Stale
from projects.rules.roles import Role
from projects.rules.task_plan import to_json

SAVED = Act("report_saved", "保存草稿")
SENT_FOR_SIGNATURE = Act("report_sent_for_signature", "送审签")
SENT_BACK = Act("report_sent_back", "退回填报人")
TAKEN_BACK = Act("report_taken_back", "取回修改")
SUBMITTED = Act("report_submitted", "报送")
RECALLED = Act("report_recalled", "撤回报送")


class Incomplete(Refused):
    """The report lacks something; `lacks` lists all of it at once, in the order of the form."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__("报送前请补齐：" + "".join(lack.message for lack in lacks))
        self.lacks = tuple(lacks)


@dataclass(frozen=True)
class Value:
    """What was typed for one target: the total at the as-of date, or why there is none."""

    value: Decimal | None = None
    no_data_reason: str = ""
    expected_at_year_end: Decimal | None = None


@dataclass(frozen=True)
class ReportContent:
    """Everything that the form of a report holds; values by target key, states and notes by item key."""

    text: str = ""
    problems: str = ""
    next_steps: str = ""
    self_assessment: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)
    items: Mapping[int, str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def save_draft(report: Report, *, content: ReportContent, based_on: int, at: datetime, by: User) -> Report:
    """保存草稿; Stale where somebody has saved since the version `based_on`, which filled the form."""
    locked = _begin(report, by)
    check_writable(locked)
    _check_version(locked, based_on)
    _check_keys(locked, content)
    _write(locked, content)
    state = ReportState.DRAFT if locked.state == ReportState.NOT_BEGUN else locked.state
    return _move(locked, state, SAVED, at=at, by=by, saved_at=at, saved_by=by)


@transaction.atomic
def send_for_signature(report: Report, *, based_on: int, at: datetime, by: User) -> Report:
    """送审签: nothing of it can be written until the signer has decided. A second click changes nothing."""
    locked = _begin(report, by)
    if locked.state == ReportState.AWAITING:
        return locked
    check_writable(locked)
    _check_seen(locked, based_on)
    if not has_signer(locked):
        raise Refused("本单位没有审签人，请直接报送。")
    _check_complete(locked, ledger_of(locked.task))
    return _move(locked, ReportState.AWAITING, SENT_FOR_SIGNATURE, at=at, by=by, sent_at=at)


@transaction.atomic
def submit(report: Report, *, based_on: int, at: datetime, by: User) -> Report:
    """报送: what the signer saw, sent for signature; or what the filer of a unit without a signer saw.

    `based_on` is the version on the screen: Stale where it was taken back, written on or sent anew since.
    Writes the first submission time once. A second click changes nothing.
    """
    locked = _begin(report, by)
    if locked.state == ReportState.SUBMITTED:
        return locked
    if has_signer(locked):
        if by.role != Role.SIGNER:
            raise NotYours("本单位的报告由审签人报送，请送审签。")
        if locked.state != ReportState.AWAITING:
            raise Stale(_not_awaiting(locked))
    if locked.state == ReportState.AWAITING:
        closed = why_closed(locked)
        if closed:
            raise Refused(closed)
    else:
        check_writable(locked)
    _check_seen(locked, based_on)
    ledger = ledger_of(locked.task)
    _check_complete(locked, ledger)
    _keep_plan(locked, ledger, at)
    _keep_round(locked, at=at, by=by)
    _mark_falls(locked, ledger, lambda each: each.pk == locked.pk or _is_filed(each))
    first = locked.first_submitted_at or at
    return _move(
        locked,
        ReportState.SUBMITTED,
        SUBMITTED,
        at=at,
        by=by,
        submitted_at=at,
        first_submitted_at=first,
        refile_by=None,
    )


@transaction.atomic
def send_back(report: Report, *, word: str, based_on: int, at: datetime, by: User) -> Report:
    """退回填报人: the signer gives it back to the filer with a word."""
    locked = _begin(report, by)
    if by.role != Role.SIGNER:
        raise NotYours("只有审签人可以退回填报人。")
    if locked.state != ReportState.AWAITING:
        raise Refused(f"该报告现为“{state_word(locked)}”，不在待审签状态。")
    _check_seen(locked, based_on)
    if not word.strip():
        raise Refused("请写明退回填报人的意见。")
    return _move(
        locked,
        _writable_again(locked),
        SENT_BACK,
        at=at,
        by=by,
        detail={"word": word.strip()},
        sent_back_word=word.strip(),
    )


@transaction.atomic
def take_back(report: Report, *, based_on: int, at: datetime, by: User) -> Report:
    """The filer takes it back from signature, until it is signed."""
    locked = _begin(report, by)
    if locked.state != ReportState.AWAITING:
        raise Refused(f"该报告现为“{state_word(locked)}”，不能从审签中取回。")
    _check_seen(locked, based_on)
    return _move(locked, _writable_again(locked), TAKEN_BACK, at=at, by=by)


@transaction.atomic
def recall(report: Report, *, based_on: int, at: datetime, by: User) -> Report:
    """撤回, until the coordinator decides; the submission counts as never made, for missing and for late."""
    locked = _begin(report, by)
    if locked.state != ReportState.SUBMITTED:
        raise Refused(f"该报告现为“{state_word(locked)}”，不能撤回。")
    _check_seen(locked, based_on)
    if locked.period.closed_at is not None and not is_open_again(locked):
        raise Refused(f"{locked.period}已关闭，不能撤回。")
    last = locked.rounds.order_by("-number").first()
    last.recalled_at, last.recalled_by = at, by
    last.save(update_fields=["recalled_at", "recalled_by"])
    _let_plan_go(locked)
    filing = filing_of(None, submissions(locked))
    dates = {
        "first_submitted_at": filing.first_submitted_at,
        "submitted_at": last_submitted_at(locked),
        "refile_by": filing.refile_by,
    }
    recalled = _move(locked, _writable_again(locked), RECALLED, at=at, by=by, **dates)
    _mark_falls(recalled, ledger_of(recalled.task), _is_filed)
    return recalled


def check_writable(report: Report) -> None:
    """Refused where a lock covers the report, with why and since when."""
    why = why_locked(report)
    if why:
        raise Refused(why)


def _check_complete(report: Report, ledger: TaskLedger) -> None:
    """Incomplete with everything that is missing."""
    lacks = lacking(
        ledger.typed_report(ledger.report(report.period.quarter, report.unit)), rules=ledger.rules
    )
    if lacks:
        raise Incomplete(lacks)


def _begin(report: Report, by: User) -> Report:
    """The rows, locked; NotYours for anybody but the people of the unit."""
    if by.unit_id != report.unit_id or not by.has_perm("file_reports"):
        raise NotYours("只有本单位的填报员、审签人可以办理。")
    return lock_report(report)


def _check_version(report: Report, based_on: int) -> None:
    if report.version != based_on:
        who = report.saved_by.display_name if report.saved_by else "其他人"
        raise Stale(
            f"{who}已在{localtime(report.saved_at):%m月%d日 %H:%M}保存过本报告，"
            "您的内容没有保存，请对照后再存。"
        )


def _check_seen(report: Report, based_on: int) -> None:
    """Stale where the report is not the one on the screen any more."""
    if report.version != based_on:
        raise Stale(f"您打开之后，{_last_change(report)}，没有办理；请重新查看后再办理。")


def _not_awaiting(report: Report) -> str:
    """Why a signature finds nothing to sign."""
    if report.state in WRITABLE_STATES:
        return f"该报告现为“{state_word(report)}”，不在待审签状态（{_last_change(report)}），没有报送。"
    return f"该报告现为“{state_word(report)}”，没有报送。"


def _last_change(report: Report) -> str:
    """Who changed the report last, and when, as a sentence says it."""
    if report.state == ReportState.AWAITING and report.sent_at:
        return f"该报告已于{localtime(report.sent_at):%m月%d日 %H:%M}重新送审签"
    if report.saved_by is None or report.saved_at is None:
        return "该报告又有变动"
    return f"{report.saved_by.display_name}已于{localtime(report.saved_at):%m月%d日 %H:%M}取回或修改了该报告"


def _check_keys(report: Report, content: ReportContent) -> None:
    """Only the targets and items of this task, which this lead reports."""
    targets, items = reported_keys(report)
    _check_known(content.values, targets, "量化目标")
    _check_known({**content.items, **content.notes}, items, "事项")
    if not {state for state in content.items.values() if state} <= set(Completion):
        raise Refused("事项的完成情况只能是已完成、部分完成或未完成。")
    if content.self_assessment not in ("", *VerdictClass):
        raise Refused("单位自评不在可选范围内。")


def _check_known(given: Collection[int], known: set[int], word: str) -> None:
    if not set(given) <= known:
        raise Refused(f"表单中有不属于本单位填报的{word}，没有保存。")


def _write(report: Report, content: ReportContent) -> None:
    report.text = content.text.strip()
    report.problems = content.problems.strip()
    report.next_steps = content.next_steps.strip()
    report.self_assessment = content.self_assessment
    report.save(update_fields=["text", "problems", "next_steps", "self_assessment"])
    _write_values(report, content.values)
    states = [
        ItemState(report=report, item_id=key, state=state, note=content.notes.get(key, "").strip())
        for key, state in content.items.items()
    ]
    ItemState.objects.bulk_create(
        states,
        update_conflicts=True,
        unique_fields=["report", "item"],
        update_fields=["state", "note", "confirmed"],
    )


def _write_values(report: Report, values: Mapping[int, Value]) -> None:
    """The values in one statement; whoever types a value again has looked at it, so 待核对 is lifted."""
    rows = [Measurement(report=report, target_id=key, **asdict(each)) for key, each in values.items()]
    for row in rows:
        row.no_data_reason = row.no_data_reason.strip()
    written = ["value", "no_data_reason", "expected_at_year_end", "needs_settling"]
    Measurement.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["report", "target"], update_fields=written
    )


def _keep_round(report: Report, *, at: datetime, by: User) -> None:
    number = report.rounds.count() + 1
    Round.objects.create(
        report=report,
        number=number,
        submitted_at=at,
        submitted_by=by,
        filed_by=report.saved_by,
        content=content_then(report),
    )


def _keep_plan(report: Report, ledger: TaskLedger, at: datetime) -> None:
    """The plan that was shown, with the first signature of the quarter; the later ones change nothing."""
    plan = to_json(ledger.figures_in(report.period.quarter).as_plan())
    row = KeptPlan(period=report.period, task=report.task, plan=plan, kept_at=at)
    KeptPlan.objects.bulk_create([row], ignore_conflicts=True)


def _let_plan_go(report: Report) -> None:
    """A quarter of which every submission was recalled counts as never signed."""
    signed = Round.objects.filter(
        report__period=report.period_id, report__task=report.task_id, recalled_at__isnull=True
    )
    if not signed.exists():
        KeptPlan.objects.filter(period=report.period_id, task=report.task_id).delete()


def _mark_falls(report: Report, ledger: TaskLedger, counts: Counts) -> None:
    """Mark the next total 待核对 where this one leaves it lower; lift the mark where it no longer does."""
    for target in ledger.figures.targets:
        totals = ledger.figures.totals(target, counts, unit=report.unit)
        following = next((quarter for quarter in sorted(totals) if quarter > report.period.quarter), None)
        if following is None:
            continue
        rows = Measurement.objects.filter(
            target=target, report__unit=report.unit, report__period__yearly_list=report.period.yearly_list_id
        )
        falling = following in to_recheck(totals, nature=target.nature)
        rows.filter(report__period__quarter=following).update(needs_settling=falling)


def _is_filed(report: Report) -> bool:
    return report.state in LOCKED_STATES


def _move(
    report: Report,
    state: str,
    act: Act,
    *,
    at: datetime,
    by: User,
    detail: dict | None = None,
    **fields: object,
) -> Report:
    """Write the new state, raise the version, record the act last."""
    old = report.state
    for name, value in {"state": state, **fields}.items():
        setattr(report, name, value)
    report.version += 1
    report.save(update_fields=["state", "version", *fields])
    record(
        act,
        by=by,
        at=at,
        obj=report,
        url=report.address,
        detail={"from": ReportState(old).word, "to": ReportState(state).word, **(detail or {})},
    )
    return report


def _writable_again(report: Report) -> str:
    """The state in which a report was written, to which it goes back when it leaves a lock undecided."""
    last = Review.objects.last_on(report)
    answered = (
        last.round.number if last is not None and last.round else 0
    )  # nothing was submitted before a missing report was reopened
    stands = (
        last is not None and not report.rounds.filter(recalled_at__isnull=True, number__gt=answered).exists()
    )
    if stands:
        return ReportState.RETURNED if last.decision == ReviewDecision.RETURN else ReportState.REOPENED
    return ReportState.DRAFT
