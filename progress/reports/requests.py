"""What waits for a word of the commission beside reports: extensions, closures, verdicts."""

from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from progress.ledger.deciders import decided_by
from progress.models import Closure, Extension, Report, Verdict
from progress.rules import addresses
from progress.rules.states import ClosureState, ExtensionState, verdict_word
from projects.models import User
from projects.models.readings import Reading
from projects.models.viewers import AnyoneOf, anyone_like, unit_of
from projects.rules.calendar import day_words
from projects.rules.states import ListStage
from projects.screen.links import Waiting


def waiting_for(user: User) -> list[Waiting]:
    """The extensions and closures that this person decides on, the verdicts to confirm or to give anew."""
    viewer, unit, found = anyone_like(user), unit_of(user), []
    if user.has_perm("decide_requests"):
        found += map(_extension, _extensions_asked(viewer).ask(**unit))
        found += map(_closure, _closures_applied(viewer).ask(**unit))
    if user.has_perm("confirm_verdicts"):
        found += map(_verdict, _to_confirm().ask())
    if user.has_perm("review_reports"):
        found += map(_refused, _refused_ones().ask())
    return found


@cache
def _extensions_asked(viewer: AnyoneOf) -> Reading[Extension]:
    asked = Extension.objects.filter(
        decided_by(viewer, "unit"), state=ExtensionState.ASKED, period__closed_at__isnull=True
    )
    return Reading(asked.select_related("unit", "period__yearly_list").order_by("pk"))


@cache
def _closures_applied(viewer: AnyoneOf) -> Reading[Closure]:
    applied = Closure.objects.filter(
        ~Q(task__yearly_list__stage=ListStage.CONCLUDED),
        decided_by(viewer, "task__reports__unit"),
        state=ClosureState.APPLIED,
    )
    named = applied.distinct().select_related("task", "period__yearly_list", "applied_by__unit")
    return Reading(named.order_by("applied_at"))


@cache
def _to_confirm() -> Reading[Verdict]:
    """What the supervisor can confirm now: no lead's report of the task is under review."""
    under_review = Report.objects.waiting_for_review().filter(
        period=OuterRef("period"), task=OuterRef("task")
    )
    return Reading(_unconfirmed().filter(~Exists(under_review), refused_at__isnull=True))


@cache
def _refused_ones() -> Reading[Verdict]:
    return Reading(_unconfirmed().filter(refused_at__isnull=False))


def _unconfirmed() -> QuerySet[Verdict]:
    """The verdicts on the coordinator's own tasks that do not count yet."""
    given = Verdict.objects.filter(awaits_confirmation=True, confirmed_at__isnull=True)
    given = given.exclude(period__yearly_list__stage=ListStage.CONCLUDED)
    return given.select_related("task", "period__yearly_list").order_by("period__quarter", "task__number")


def _extension(row: Extension) -> Waiting:
    when = row.period.when
    words = f"{row.period}，延至{day_words(row.until)}：{row.reason}"
    return Waiting("延期申请", str(row.unit), words, addresses.overdue(when.year, when.number))


def _closure(row: Closure) -> Waiting:
    when, unit = row.period.when, row.applied_by.unit
    way = addresses.report(when.year, when.number, row.task.number, unit.code if unit else "")
    return Waiting("销号申请", f"第{row.task.number}项 {unit or ''}", row.grounds, way)


def _verdict(row: Verdict) -> Waiting:
    when = row.period.when
    words = f"{row.period}，评价为{verdict_word(row.code, when.number)}"
    way = addresses.report(when.year, when.number, row.task.number)
    return Waiting("待确认评价", f"第{row.task.number}项", words, way)


def _refused(row: Verdict) -> Waiting:
    when = row.period.when
    words = f"{row.period}，评价为{verdict_word(row.code, when.number)}：{row.refusal_reason}"
    way = addresses.report(when.year, when.number, row.task.number)
    return Waiting("不同意的评价", f"第{row.task.number}项", words, way)
