"""Who may do what to a notice, and what it has to say before it is done."""

from dataclasses import dataclass
from datetime import date

from progress.models import Notice, ReportingPeriod
from progress.rules import escalation
from progress.rules.states import NoticeLevel
from projects.filing.checks import check_in_use, refuse, required
from projects.models import Task, Unit, User
from projects.rules.calendar import short_moment, slip_of_year
from projects.rules.errors import NotYours, Refused, Stale


@dataclass(frozen=True)
class Content:
    """What the form of a notice holds."""

    level: str
    grounds: str
    demands: str
    reply_by: date
    urgency: str = ""


@dataclass(frozen=True)
class Answer:
    """What a unit replies: cause, measures, by when or that it is done, and what has been done."""

    cause: str = ""
    measures: str = ""
    finish_by: date | None = None
    is_done: bool = False
    text: str = ""


def check_may_draft(by: User) -> None:
    if not by.has_perm("draft_notices"):
        raise NotYours("督办单由协调员、督查员拟办。")


def may_sign(notice: Notice, *, by: User) -> bool:
    """提醒单: coordinator or supervisor; the others: the supervisor.

    Nobody to the own unit but the supervisor.
    """
    if by.has_perm("sign_notices"):
        return True
    return notice.level == NoticeLevel.ALERT and by.has_perm("draft_notices") and by.unit_id != notice.unit_id


def check_may_sign(notice: Notice, by: User) -> None:
    """Who signs a level also judges the replies to it, closes and withdraws it."""
    if not may_sign(notice, by=by):
        raise NotYours(_who_signs(notice, by))


def _who_signs(notice: Notice, by: User) -> str:
    if notice.level != NoticeLevel.ALERT:
        return f"{NoticeLevel(notice.level).word}由督查员签发和办理。"
    if by.has_perm("draft_notices"):
        return "发给本单位的提醒单由督查员签发和办理。"
    return "提醒单由协调员、督查员签发和办理。"


def check_addressee(notice: Notice, by: User) -> None:
    if by.unit_id != notice.unit_id or not by.has_perm("file_reports"):
        raise NotYours("只有主送单位的填报员、审签人可以签收和回复。")
    check_in_use(by)


def check_addressed(
    unit: Unit, tasks: tuple[Task, ...], period: ReportingPeriod, previous: Notice | None
) -> None:
    """A notice names tasks of the unit in an opened quarter, each in one running notice at a time."""
    if not tasks:
        raise Refused("请至少选择一项任务。")
    if not unit.is_active:
        raise Refused(f"{unit}已停用，无人签收，请改送承接任务的单位。")
    if period.opened_at is None:
        raise Refused(f"{period}尚未开启，不能督办。")
    keys = {task.pk for task in tasks}
    own = Task.objects.filter(pk__in=keys, yearly_list=period.yearly_list_id).answered_for(unit.code)
    if own.count() != len(keys):
        raise Refused(f"所选任务不都是{unit}的任务，请核对。")
    if previous and (previous.unit_id, previous.period_id) != (unit.pk, period.pk):
        raise Refused("升级件的单位、季度应与上一级相同。")
    running = (
        Notice.objects.open()
        .filter(unit=unit, period=period, tasks__in=keys)
        .exclude(pk=previous.pk if previous else None)
        .first()
    )
    if running:
        raise Refused(
            f"该单位该任务{period.when.label}已有{running}（{running.get_state_display()}），不重复拟办。"
        )


def check_content(content: Content, previous: Notice | None, on: date) -> None:
    """The level may follow, the deadline is to come, and what must be said is said."""
    if not NoticeLevel.of(content.level):
        raise Refused("请选择级别。")
    required(content.grounds, "请写明事由。")
    required(content.demands, "请写明办理要求。")
    if content.reply_by < on:
        raise Refused("回复期限已过，请改为今天以后的日期。")
    refuse(slip_of_year(content.reply_by, on, "回复期限"))
    found = escalation.obstacle(content.level, previous.chase if previous else None, content.urgency, on)
    if found:
        raise Refused(found)


def check_version(notice: Notice, based_on: int) -> None:
    """Stale where somebody has written the draft since."""
    if notice.version != based_on:
        who = f"{notice.saved_by}已在{short_moment(notice.saved_at)}"
        raise Stale(f"{who}改过这份草稿，您的操作没有保存，请对照后再办。")
