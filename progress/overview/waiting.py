"""What waits for a word of the commission beside the reports: asked extensions, applied closures, verdicts to confirm."""

from dataclasses import dataclass

from progress.models import Closure, Extension, Verdict
from progress.states import APPLIED, ASKED
from projects.models import User


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, whose, why, and where it is decided."""

    kind: str
    subject: str
    words: str
    url: str


def waiting_for(user: User) -> list[Waiting]:
    """The coordinator's extensions and closures, the supervisor's verdicts; nothing for anybody else."""
    found = []
    if user.has_perm("open_periods"):
        asked = Extension.objects.filter(state=ASKED, period__closed_at__isnull=True).select_related("unit", "period__yearly_list")
        found += [_extension(each) for each in asked.order_by("asked_at")]
    if user.has_perm("review_reports"):
        applied = Closure.objects.filter(state=APPLIED).select_related("task", "period__yearly_list", "applied_by__unit")
        found += [_closure(each) for each in applied.order_by("applied_at")]
    if user.has_perm("confirm_verdicts"):
        given = Verdict.objects.filter(awaits_confirmation=True, confirmed_at__isnull=True).select_related("task", "period__yearly_list")
        found += [_verdict(each) for each in given.order_by("period__quarter", "task__number")]
    return found


def _extension(row: Extension) -> Waiting:
    when = row.period.when
    return Waiting("延期申请", str(row.unit), f"{row.period}，延至{row.until:%m月%d日}：{row.reason}", f"/{when.year}/q{when.number}/opening/")


def _closure(row: Closure) -> Waiting:
    when, unit = row.period.when, row.applied_by.unit
    way = f"/{when.year}/q{when.number}/tasks/{row.task.number}/" + (f"?unit={unit.code}" if unit else "")
    return Waiting("销号申请", f"第{row.task.number}项 {unit or ''}", row.grounds, way)


def _verdict(row: Verdict) -> Waiting:
    when = row.period.when
    words = f"{row.period}，评价为{row.get_code_display()}"
    return Waiting("待确认评价", f"第{row.task.number}项", words, f"/{when.year}/q{when.number}/tasks/{row.task.number}/")
