"""Opening a quarter: the one crossing from the plan to the actual."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from progress.ledger.locks import hold_alone
from progress.models import Backfill, ListSettings, Reminder, ReportingPeriod, Review
from progress.opening.checklist import checklist
from progress.opening.owed_actions import lay_out
from progress.rules.checklist import unread
from progress.rules.states import ReportState
from projects.filing.checks import check_seen
from projects.lists import actions as list_actions
from projects.log.actions import record
from projects.log.acts import Act
from projects.models import User, YearlyList
from projects.rules.calendar import local_day
from projects.rules.errors import NotYours, Refused
from projects.rules.quarters import Quarter

PERIOD_OPENED = Act("period_opened", "开启填报期")
PERIOD_WITHDRAWN = Act("period_withdrawn", "撤回开启")
PERIOD_DATES_CHANGED = Act("period_dates_changed", "更改填报期日期")
FILING_CLOSED = Act("filing_closed", "关闭填报")
FILING_RESUMED = Act("filing_resumed", "重新打开填报")

AT_MOST = timedelta(days=366)  # from a quarter to its dates: beyond it a year was mistyped


@dataclass(frozen=True)
class Dates:
    """When a quarter opens, as of which day it reports, and when it is due."""

    opens_on: date
    as_of: date
    due_on: date


@transaction.atomic
def open_period(
    yearly_list: YearlyList, *, quarter: int, dates: Dates, known: Collection[str], at: datetime, by: User
) -> ReportingPeriod:
    """Open a quarter and lay out what each unit owes; `known` are the keys of the open points that were read.

    Opening again lays out what has been added since and changes nothing else.
    """
    _check_may_open(by)
    list_actions.start(yearly_list, at=at, by=by)
    when = Quarter(yearly_list.year, quarter)
    _check_dates(dates, when)
    ListSettings.objects.get_or_create(yearly_list=yearly_list)
    period = (
        ReportingPeriod.objects.select_for_update().filter(yearly_list=yearly_list, quarter=quarter).first()
    )
    is_new = period is None or period.opened_at is None
    _check_not_backfilled(yearly_list, quarter, period)
    if is_new:
        _check_known(yearly_list, when, known, local_day(at))
        if dates.due_on < local_day(at):
            raise Refused(f"报送期限{dates.due_on:%Y-%m-%d}已过，请改为今天以后的日期。")
        period = period or ReportingPeriod(yearly_list=yearly_list, quarter=quarter)
        period.opens_on, period.as_of, period.due_on = dates.opens_on, dates.as_of, dates.due_on
        period.opened_at, period.opened_by = at, by
        period.save()
    added = lay_out(period, on=local_day(at))
    if is_new or added:
        detail = {"owed": added, "due_on": period.due_on.isoformat()}
        record(PERIOD_OPENED, by=by, at=at, obj=period, detail=detail)
    return period


@transaction.atomic
def withdraw(period: ReportingPeriod, *, at: datetime, by: User) -> ReportingPeriod:
    """撤回开启, while nobody has typed: as if it had not been opened. A second click changes nothing."""
    _check_may_open(by)
    locked = _alone(period)
    if locked.opened_at is None:
        return locked
    obstacle = _in_use(locked)
    if obstacle:
        raise Refused(f"{locked}{obstacle}，不能撤回开启。")
    locked.reports.all().delete()
    locked.opened_at, locked.opened_by = None, None
    locked.save(update_fields=["opened_at", "opened_by"])
    if not locked.yearly_list.periods.opened().exists():
        list_actions.stop(locked.yearly_list, at=at, by=by)
    record(PERIOD_WITHDRAWN, by=by, at=at, obj=locked)
    return locked


@transaction.atomic
def change_dates(
    period: ReportingPeriod, *, dates: Dates, based_on: int, at: datetime, by: User
) -> ReportingPeriod:
    """Move the dates of a quarter that is not closed yet, and lay out what has been added since it opened."""
    _check_may_open(by)
    locked = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if locked.closed_at is not None:
        raise Refused(f"{locked}已于{localtime(locked.closed_at):%Y-%m-%d}关闭，日期不能再改。")
    if locked.issued_at is not None:
        raise Refused(f"{locked}通报已于{localtime(locked.issued_at):%Y-%m-%d}印发，日期不能再改。")
    check_seen(locked, based_on)
    _check_dates(dates, locked.when)
    old = {"opens_on": locked.opens_on, "as_of": locked.as_of, "due_on": locked.due_on}
    locked.opens_on = dates.opens_on
    locked.as_of = dates.as_of
    locked.due_on = dates.due_on
    renewed = locked.renew(PERIOD_DATES_CHANGED.word, at=at, by=by)
    locked.save(update_fields=[*old, *renewed])
    changed = {name: [str(value), str(getattr(locked, name))] for name, value in old.items()}
    added = lay_out(locked, on=local_day(at))
    record(PERIOD_DATES_CHANGED, by=by, at=at, obj=locked, detail={**changed, "owed": added})
    return locked


@transaction.atomic
def close_filing(period: ReportingPeriod, *, based_on: int, at: datetime, by: User) -> ReportingPeriod:
    """关闭填报 by the coordinator's word: units file no more; what was filed is reviewed all the same.

    A second click changes nothing.
    """
    _check_may_open(by)
    locked = _alone(period)
    if locked.opened_at is None:
        raise Refused(f"{locked}尚未开启填报，不能关闭。")
    if locked.closed_at is None:
        check_seen(locked, based_on)
        _close(locked, at=at, by=by)
    return locked


def close_with_year(yearly_list: YearlyList, *, at: datetime, by: User) -> None:
    """Every quarter that still runs, for the conclusion of its list: nobody files or reviews any more."""
    keys = yearly_list.periods.opened().order_by("pk").values_list("pk", flat=True)
    for key in keys:
        hold_alone(key)
    for period in ReportingPeriod.objects.running().filter(pk__in=list(keys)).select_for_update(of=("self",)):
        _close(period, at=at, by=by)


@transaction.atomic
def resume_filing(period: ReportingPeriod, *, based_on: int, at: datetime, by: User) -> ReportingPeriod:
    """重新打开填报: closing undone. A second click changes nothing."""
    _check_may_open(by)
    locked = _alone(period)
    if locked.is_backfilled:
        raise Refused(f"{locked}是补录的，不打开填报；确需更正的，请重开该报告。")
    if not locked.yearly_list.is_running:
        raise Refused(f"{locked.yearly_list}不在执行中，不能重新打开填报；确需更正的，请重开该报告。")
    if locked.closed_at is not None:
        check_seen(locked, based_on)
        locked.closed_at = None
        locked.save(update_fields=["closed_at", *locked.renew(FILING_RESUMED.word, at=at, by=by)])
        record(FILING_RESUMED, by=by, at=at, obj=locked)
    return locked


def _close(period: ReportingPeriod, *, at: datetime, by: User) -> None:
    """Locked: what was opened again in it before is closed too."""
    period.closed_at = at
    Review.objects.filter(report__period=period, is_after_closing=True).update(is_after_closing=False)
    period.save(update_fields=["closed_at", *period.renew(FILING_CLOSED.word, at=at, by=by)])
    record(FILING_CLOSED, by=by, at=at, obj=period)


def may_be_withdrawn(period: ReportingPeriod) -> bool:
    """Whether nobody has done anything yet in an opened quarter."""
    return not _in_use(period)


def _alone(period: ReportingPeriod) -> ReportingPeriod:
    """The quarter as it stands, with nobody filing or reviewing in it until this is over."""
    hold_alone(period.pk)
    rows = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("yearly_list")
    return rows.get(pk=period.pk)


def _check_dates(dates: Dates, quarter: Quarter) -> None:
    """A quarter opens before it is due, and no day lies a year away from it: that is a slip."""
    if dates.opens_on > dates.due_on:
        raise Refused("开始填报的日期不能晚于报送期限。")
    if (
        dates.opens_on < quarter.first_day - AT_MOST
        or max(dates.as_of, dates.due_on) > quarter.last_day + AT_MOST
        or dates.as_of < quarter.first_day
    ):
        raise Refused(f"日期与{quarter.long_label}不符，请核对年份。")


def _check_may_open(by: User) -> None:
    if not by.has_perm("open_periods"):
        raise NotYours("只有协调员可以开启填报期。")


def _check_not_backfilled(yearly_list: YearlyList, quarter: int, period: ReportingPeriod | None) -> None:
    """What came from paper as a whole is owed by nobody; what waits to be accepted is decided on first."""
    if period is not None and period.is_backfilled:
        raise Refused(f"{period}已补录，不再开启填报。")
    waiting = Backfill.objects.waiting().filter(yearly_list=yearly_list, quarter=quarter).first()
    if waiting is not None:
        raise Refused(f"{waiting}待审核，请先审核或撤回，再开启填报。")


def _check_known(yearly_list: YearlyList, quarter: Quarter, known: Collection[str], on: date) -> None:
    """Refused where something is not in order that the person has not read."""
    words = unread(checklist(yearly_list, quarter, on), known)
    if words:
        raise Refused(f"开启{quarter.long_label}前请先核对：{words}")


def _in_use(period: ReportingPeriod) -> str:
    """Why a quarter cannot be taken for never opened; "" where nobody has done anything in it."""
    if period.closed_at is not None:
        return "已关闭"
    if period.issued_at is not None:
        return "通报已印发"
    begun = period.reports.exclude(state=ReportState.NOT_BEGUN, saved_at__isnull=True).count()
    if begun:
        return f"已有{begun}份报告开始填写"
    if period.extensions.exists():
        return "已有单位申请或获准延期"
    if period.notices.exists():
        return "已有督办单"
    return "已发出催办" if Reminder.objects.filter(reports__period=period).exists() else ""
